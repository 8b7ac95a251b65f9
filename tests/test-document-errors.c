/* What is wrong with a document is said with the file, the place and the cure. */
#include <string.h>

#include "app/gs-document.h"

/* A good document, one line a part; a case replaces the text of one part. */
#define START "{\"format\": \"gradsheet\", \"version\": 1, "
#define INPUT "\"input\": [2], "
#define LAYERS                                                                                               \
  "\"layers\": [{\"kind\": \"dense\", \"units\": 2, \"activation\": \"tanh\"}, {\"kind\": \"dense\", "       \
  "\"units\": 1}], "
#define DATA        "\"data\": {\"inputs\": [[1, 2], [3, 4]], \"targets\": [[0], [1]]}"
#define HEAD        START INPUT LAYERS
#define GOOD        HEAD DATA
#define LAYER(text) START INPUT "\"layers\": [{\"kind\": \"dense\", \"units\": 1}, " text "], " DATA
#define IMAGE(text)                                                                                          \
  START "\"input\": [1, 4, 4], \"layers\": [" text "], \"data\": {\"inputs\": [[[[1]]]], \"targets\": "      \
        "[[1]]}"
#define EDIT(text)     GOOD ", \"undo\": [" text "]"
#define AT             "\"place\": {\"pass\": 1, \"instruction\": 0}"
#define NETWORK(units) "{\"input\": [2], \"layers\": [{\"kind\": \"dense\", \"units\": " units "}]}"

typedef struct {
  const gchar *text; /* without the last brace */
  const gchar *message;
} Case;

static void
check (const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++) {
    g_autofree gchar *text = g_strconcat (cases[i].text, "}", NULL);
    g_autoptr (GError) error = NULL;
    g_autoptr (GsDocument) document = gs_document_load_bytes (text, strlen (text), "my.gradsheet", &error);

    if (document == NULL && g_error_matches (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT)
        && g_str_has_prefix (error->message, "my.gradsheet: ")
        && strstr (error->message, cases[i].message) != NULL)
      continue;
    g_test_message ("%s:\ngot “%s”,\nwanted “%s”", text, error != NULL ? error->message : "no error",
                    cases[i].message);
    g_test_fail ();
  }
}

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = gs_document_load_bytes (GOOD "}", strlen (GOOD "}"), "good", &error);

  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_n_rows (document->data), ==, 2);
}

static void
test_top (void)
{
  static const Case cases[] = {
    { "{\"a\": 1", "this is JSON, but no Gradsheet document" },
    { "{\"format\": \"gradsheets\", \"version\": 1", "no Gradsheet document" },
    { "{\"format\": 7, \"version\": 1", "no Gradsheet document" },
    { "{\"format\": \"gradsheet\"", "version: the format's version is missing; write \"version\": 1" },
    { "{\"format\": \"gradsheet\", \"version\": \"1\"", "version is missing" },
    { "{\"format\": \"gradsheet\", \"version\": 0", "version is missing" },
    { "{\"format\": \"gradsheet\", \"version\": 0.5", "version is missing" },
    { START LAYERS DATA, "“input” is missing; add for example \"input\": [2]" },
    { START INPUT DATA, "“layers” is missing" },
    { START INPUT LAYERS "\"seed\": 1", "“data” is missing" },
    { GOOD ", \"layer\": []", "has the unknown key “layer”; did you mean “layers”?" },
    { GOOD ", \"Optimiser\": {}", "did you mean “optimizer”?" },
    { GOOD ", \"wholly-different\": {}", "unknown key “wholly-different”; remove it" },
    { GOOD ", \"seed\": -1", "seed: is -1, but must be a whole number from 0" },
    { GOOD ", \"seed\": 1.5", "seed: is 1.5" },
    { GOOD ", \"seed\": 9007199254740994", "seed: is 9007199254740994" },
    { GOOD ", \"seed\": \"18446744073709551616\"", "seed: must be a whole number from 0 up" },
    { GOOD ", \"seed\": \"-1\"", "seed: must be a whole number" },
    { GOOD ", \"seed\": null", "seed: is null" },
    { GOOD ", \"title\": 5", "title: is a number, but must be a text in double quotes" },
    { GOOD ", \"all-gradients\": 1", "all-gradients: is a number, but must be true or false" },
    { START LAYERS DATA ", \"input\": [2, 2]", "input: must be [features] or [channels, rows, columns]" },
    { START LAYERS DATA ", \"input\": [0]", "input: is 0, but must be a whole number from 1" },
    { START LAYERS DATA ", \"input\": 2", "input: is a number, but must be a list" },
    { START LAYERS DATA ", \"input\": [268435456, 268435456, 268435456]", "memory" },
    { GOOD ", \"loss\": \"mse2\"", "loss: is “mse2”; did you mean “mse”?" },
    { GOOD ", \"loss\": {\"kind\": \"entropy\"}", "loss.kind: is “entropy”; write one of \"mse\"" },
    { GOOD ", \"loss\": {\"reduction\": \"means\"}", "loss.reduction: is “means”; did you mean “mean”?" },
    { GOOD ", \"loss\": 3", "loss: is a number, but must be an object" },
    { GOOD ", \"penalty\": {\"l3\": 1}", "penalty: has the unknown key “l3”; did you mean “l1”?" },
    { GOOD ", \"penalty\": {\"l1\": \"x\"}", "penalty.l1: is a text" },
    { GOOD ", \"penalty\": {\"l2\": 1, \"on\": \"biases\"}", "penalty.on: is “biases”" },
    { GOOD ", \"optimizer\": {\"kind\": \"adm\"}", "optimizer.kind: is “adm”; did you mean “adam”?" },
    { GOOD ", \"optimizer\": {\"rate\": 1}", "optimizer: has the unknown key “rate”" },
    { GOOD ", \"optimizer\": {\"kind\": \"adam\", \"beta1\": 1}", "beta1" },
    { GOOD ", \"optimizer\": []", "optimizer: is a list, but must be an object" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_layers (void)
{
  static const Case cases[] = {
    { LAYER ("{\"kind\": \"dens\", \"units\": 1}"), "layers[2].kind: is “dens”; did you mean “dense”?" },
    { LAYER ("{\"units\": 1}"), "layers[2]: “kind” is missing" },
    { LAYER ("{\"kind\": \"dense\"}"), "layers[2]: “units” is missing" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 0}"), "layers[2].units: is 0, but must be a whole number" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 2.5}"), "layers[2].units: is 2.5" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1e300}"), "layers[2].units: is 1e+300" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"unit\": 2}"),
      "layers[2]: has the unknown key “unit”; did you "
      "mean “units”?" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"stride\": 2}"),
      "layers[2]: has the unknown key “stride”" },
    { LAYER ("{\"kind\": \"flatten\", \"units\": 1}"), "layers[2]: has the unknown key “units”" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"activation\": \"rleu\"}"), "did you mean “relu”?" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"bias\": \"no\"}"), "layers[2].bias: is a text" },
    { LAYER ("{\"kind\": \"dropout\", \"keep\": 0}"), "keep" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"name\": \"1a\"}"), "name" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"kernel-init\": {}}"),
      "layers[2].kernel-init: “kind” is missing" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"kernel-init\": {\"kind\": \"values\"}}"),
      "“values” is missing" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"kernel-init\": {\"kind\": \"zeros\", \"values\": [1]}}"),
      "layers[2].kernel-init: has “values”, which only go with" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"kernel-init\": {\"kind\": \"values\", \"values\": [[1, "
             "2]]}}"),
      "W2" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"kernel-init\": {\"kind\": \"unifrom\"}}"),
      "did you mean “uniform”?" },
    { LAYER ("7"), "layers[2]: must be a layer such as {\"kind\": \"dense\", \"units\": 8}" },
    { LAYER ("{\"kind\": \"conv\", \"units\": 1}"), "layer 2 (conv)" },
    { IMAGE ("{\"kind\": \"conv\", \"units\": 1, \"kernel\": 9}"), "layer 1 (conv): a 9×9 kernel" },
    { IMAGE ("{\"kind\": \"conv\", \"units\": 1, \"kernel\": [1, 2, 3]}"),
      "layers[1].kernel: must be a number or two" },
    { IMAGE ("{\"kind\": \"conv\", \"units\": 1, \"stride\": 0}"), "layers[1].stride: is 0" },
    { IMAGE ("{\"kind\": \"max-pool\", \"padding\": \"some\"}"),
      "layers[1].padding: is “some”; did you mean “same”?" },
    { IMAGE ("{\"kind\": \"max-pool\", \"padding\": [1, 2]}"),
      "layers[1].padding: must be \"valid\", \"same\"" },
    { IMAGE ("{\"kind\": \"max-pool\", \"padding\": [1, 2, 3, -1]}"), "layers[1].padding: is -1" },
    { START INPUT DATA ", \"layers\": {}", "layers: is an object, but must be a list" },
    { START INPUT DATA ", \"layers\": []", "layers: is empty; add at least one layer" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 1, \"name\": \"a\"}, {\"kind\": \"dense\", \"units\": 1, "
             "\"name\": \"a\"}"),
      "a" },
    { LAYER ("{\"kind\": \"dense\", \"units\": 200000000}, {\"kind\": \"dense\", \"units\": 200000000}"),
      "memory" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_data (void)
{
#define ROWS(text) HEAD "\"data\": {" text "}"
  static const Case cases[] = {
    { HEAD "\"data\": 1", "data: is a number, but must be an object" },
    { ROWS ("\"inputs\": [[1, 2]]"), "data: “targets” is missing" },
    { ROWS ("\"targets\": [[1]]"), "data: “inputs” is missing" },
    { ROWS ("\"inputs\": [[1, 2, 3]], \"targets\": [[1]]"),
      "data.inputs: is 1×3, but the network takes rows of 2" },
    { ROWS ("\"inputs\": [1, 2], \"targets\": [[1]]"), "data.inputs: is 2, but the network takes rows of 2" },
    { ROWS ("\"inputs\": [[1, 2]], \"targets\": [[1, 2]]"),
      "data.targets: is 1×2, but the network takes rows of 1" },
    { ROWS ("\"inputs\": [[1, 2], [3, 4]], \"targets\": [[1]]"),
      "data: has 2 rows of inputs and 1 of targets" },
    { ROWS ("\"inputs\": [[1, 2], [3]], \"targets\": [[1], [1]]"), "data.inputs: has a list of 1 values" },
    { ROWS ("\"inputs\": [], \"targets\": []"), "data.inputs: has an empty list" },
    { ROWS ("\"inputs\": [[1, 2]], \"targets\": [[1]], \"batch-size\": 0"), "data.batch-size: is 0" },
    { ROWS ("\"inputs\": [[1, 2]], \"targets\": [[1]], \"batch_size\": 1"), "did you mean “batch-size”?" },
    { ROWS ("\"inputs\": [[1, 2]], \"targets\": [[1]], \"batches\": [[1]], \"batch-size\": 1"),
      "keep one of the two" },
    { ROWS ("\"inputs\": [[1, 2]], \"targets\": [[1]], \"batches\": [[2]]"),
      "data.batches[1]: is 2, but must be" },
    { ROWS ("\"inputs\": [[1, 2]], \"targets\": [[1]], \"batches\": [[1], []]"), "batch 2 is empty" },
    { ROWS ("\"inputs\": [[1, 2]], \"targets\": [[1]], \"batches\": []"), "no batches are listed" },
    { ROWS ("\"inputs\": [[1, 2]], \"targets\": [[1]], \"batches\": [1]"), "data.batches[1]: is a number" },
    { ROWS ("\"inputs\": [[1, 2]], \"targets\": [[1]], \"like\": 1"), "data: has the unknown key “like”" },
    { GOOD ", \"earlier-data\": [{\"like\": 2, \"changed\": []}]", "earlier-data[1].like: is 2" },
    { GOOD ", \"earlier-data\": [{\"like\": 1}]", "earlier-data[1]: “changed” is missing" },
    { GOOD
      ", \"earlier-data\": [{\"like\": 1, \"changed\": [{\"row\": 3, \"input\": [1, 2], \"target\": [1]}]}]",
      "earlier-data[1].changed[1].row: is 3" },
    { GOOD
      ", \"earlier-data\": [{\"like\": 1, \"changed\": [{\"row\": 1, \"input\": [1], \"target\": [1]}]}]",
      "earlier-data[1].changed[1].input: must be 2" },
    { GOOD ", \"earlier-data\": [{\"inputs\": [1], \"targets\": [1]}]",
      "earlier-data[1].inputs: must be a list of rows" },
  };
#undef ROWS

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_state (void)
{
  static const Case cases[] = {
    { GOOD ", \"state\": [1]", "state: must be an object such as" },
    { GOOD ", \"state\": {\"W3\": [[1]]}", "state.W3: this network has no tensor “W3”; did you mean “W" },
    { GOOD ", \"state\": {\"z1\": [[1, 2], [3, 4]]}", "state.z1: z1 does not last from pass to pass" },
    { GOOD ", \"state\": {\"W1\": [[1, 2]]}", "state.W1: is 1×2, but in this network it is 2×2" },
    { GOOD ", \"state\": {\"lr\": [1]}", "state.lr: is 1, but in this network it is a single number" },
    { GOOD ", \"state\": {\"lr\": true}", "state.lr: is true or false" },
    { GOOD ", \"place\": {\"pass\": 0}", "place.pass: is 0" },
    { GOOD ", \"place\": {\"pass\": 4294967296}", "place.pass: is 4294967296" },
    { GOOD ", \"place\": {\"step\": 1}", "place: has the unknown key “step”" },
    { GOOD ", \"place\": {\"instruction\": -1}", "place.instruction: is -1" },
    { GOOD ", \"pins\": {}", "pins: is an object, but must be a list" },
    { GOOD ", \"pins\": [{\"value\": 1}]", "pins[1]: “tensor” is missing" },
    { GOOD ", \"pins\": [{\"tensor\": \"z1\"}]", "pins[1]: “value” is missing" },
    { GOOD ", \"pins\": [{\"tensor\": \"z9\", \"value\": 1}]",
      "pins[1]: this network has no tensor “z9”; did you mean" },
    { GOOD ", \"pins\": [{\"tensor\": \"W1\", \"value\": 1}]",
      "pins[1]: W1 is not computed, so it cannot be pinned" },
    { GOOD ", \"pins\": [{\"tensor\": \"dW1\", \"value\": 1, \"offset\": 4}]",
      "pins[1].offset: is 4, but must be a whole "
      "number from 0 to 3" },
    { GOOD ", \"overrides\": [{\"tensor\": \"z1\", \"value\": 1}]", "overrides[1]: z1 does not last" },
    { GOOD ", \"overrides\": [{\"tensor\": \"W1\", \"value\": 1, \"offset\": 4}]",
      "overrides[1]: W1 has 4 cells" },
    { GOOD ", \"overrides\": [{\"tensor\": \"W1\", \"value\": 1, \"pass\": 0}]", "overrides[1].pass: is 0" },
    { GOOD ", \"overrides\": [{\"tensor\": \"W1\"}]", "overrides[1]: “value” is missing" },
    { GOOD ", \"overrides\": [{\"tensor\": \"Q\", \"value\": 1}]",
      "overrides[1]: this network has no tensor" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

/* What undo would do must fit, too: it would be found out at the worst of times. */
static void
test_edits (void)
{
  static const Case cases[] = {
    { EDIT ("{\"kind\": \"cell\", " AT "}"), "undo[1].kind: is “cell”; did you mean “cells”?" },
    { EDIT ("{" AT "}"), "undo[1]: “kind” is missing" },
    { EDIT ("{\"kind\": \"cells\"}"), "undo[1]: “place” is missing" },
    { EDIT ("{\"kind\": \"cells\", " AT ", \"cels\": []}"),
      "undo[1]: has the unknown key “cels”; did you mean “cells”?" },
    { EDIT ("{\"kind\": \"cells\", " AT ", \"cells\": [{\"old\": 1}]}"),
      "undo[1].cells[1]: “tensor” is missing" },
    { EDIT ("{\"kind\": \"cells\", " AT ", \"cells\": [{\"tensor\": \"W1\", \"offset\": 4}]}"),
      "undo[1].cells[1]: W1 has 4 cells" },
    { EDIT ("{\"kind\": \"cells\", " AT ", \"cells\": [{\"tensor\": \"a1\"}]}"),
      "undo[1].cells[1]: a1 does not last" },
    { EDIT ("{\"kind\": \"pin\", " AT ", \"cells\": [{\"tensor\": \"W1\"}]}"),
      "undo[1].cells[1]: W1 is not computed" },
    { EDIT ("{\"kind\": \"cells\", " AT ", \"anchor\": {\"W1\": [[1]]}}"),
      "undo[1].anchor: W1 is 1×1, but in this" },
    { EDIT ("{\"kind\": \"cells\", " AT ", \"dropped\": [{\"tensor\": \"L\", \"value\": 1}]}"),
      "undo[1].dropped[1]: L does" },
    { EDIT ("{\"kind\": \"data\", " AT ", \"old-data\": 1}"), "undo[1]: “new-data” is missing" },
    { EDIT ("{\"kind\": \"data\", " AT ", \"old-data\": 1, \"new-data\": 2}"), "undo[1].new-data: is 2" },
    { GOOD
      ", \"earlier-data\": [{\"inputs\": [[1]], \"targets\": [[1]]}], \"redo\": [{\"kind\": \"data\", " AT
      ", \"old-data\": 1, \"new-data\": 2}]",
      "redo[1].new-data: these rows do not fit the network of that time" },
    { EDIT ("{\"kind\": \"state\", " AT ", \"old-state\": {}}"), "undo[1]: “new-state” is missing" },
    { EDIT ("{\"kind\": \"state\", " AT ", \"old-state\": {}, \"new-state\": {\"b7\": 1}}"),
      "undo[1].new-state: this network has no tensor “b7”" },
    { EDIT ("{\"kind\": \"network\", " AT
            ", \"old-state\": {}, \"new-state\": {}, \"old-network\": {\"input\": [2]}}"),
      "undo[1].old-network: “layers” is missing" },
    { EDIT ("{\"kind\": \"network\", " AT ", \"old-state\": {}, \"new-state\": {}, \"old-seed\": \"x\"}"),
      "undo[1].old-seed: must be a whole number in quotes" },
    { EDIT ("{\"kind\": \"network\", " AT
            ", \"old-state\": {}, \"new-state\": {}, \"old-network\": " NETWORK (
                "1") ", \"new-network\": " NETWORK ("1") "}"),
      "undo[1]: “new-network” is not the network that is there" },
    { START INPUT "\"layers\": [{\"kind\": \"dense\", \"units\": 1}], " DATA
                  ", \"undo\": [{\"kind\": \"network\", " AT
                  ", \"old-state\": {}, \"new-state\": {}, \"old-network\": " NETWORK (
                      "2") ", \"new-network\": " NETWORK ("1") "}]",
      "undo[1]: changes what the rows must look like, but has no “old-data”" },
    { START INPUT "\"layers\": [{\"kind\": \"dense\", \"units\": 1}], " DATA
                  ", \"undo\": [{\"kind\": \"network\", " AT
                  ", \"old-state\": {\"W1\": [[1]]}, \"new-state\": {}, \"old-network\": " NETWORK (
                      "1") ", \"new-network\": " NETWORK ("1") "}]",
      "undo[1].old-state: W1 is 1×1, but in this network it is 2×1" },
    { GOOD ", \"redo\": 1", "redo: is a number, but must be a list" },
  };

  check (cases, G_N_ELEMENTS (cases));
}

static void
test_newer (void)
{
  static const gchar text[] = "{\"format\": \"gradsheet\", \"version\": 2, \"something\": \"new\"}";
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_document_load_bytes (text, sizeof text - 1, "my.gradsheet", &error));
  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER);
  g_assert_nonnull (strstr (error->message, "my.gradsheet: this document is of format version 2"));
  g_assert_nonnull (strstr (error->message, "Install the newer one"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-errors/good", test_good);
  g_test_add_func ("/document-errors/top", test_top);
  g_test_add_func ("/document-errors/layers", test_layers);
  g_test_add_func ("/document-errors/data", test_data);
  g_test_add_func ("/document-errors/state", test_state);
  g_test_add_func ("/document-errors/edits", test_edits);
  g_test_add_func ("/document-errors/newer", test_newer);
  return g_test_run ();
}
