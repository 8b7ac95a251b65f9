/* What a document must not say: each refusal names the file, the place and what to do. Every case is
 * a sound document in which one key is another, so that nothing else can be the reason. */
#include <string.h>

#include "app/document/gs-document.h"

static const struct {
  const gchar *key, *value;
} sound[] = {
  { "format", "\"gradsheet\"" },
  { "version", "1" },
  { "input", "[2]" },
  { "layers", "[{\"kind\": \"dense\", \"units\": 3}, {\"kind\": \"dense\", \"units\": 1}]" },
  { "loss", "\"mse\"" },
  { "optimizer", "{\"kind\": \"adam\"}" },
  { "seed", "1" },
  { "data", "{\"inputs\": [[0, 1], [1, 0]], \"targets\": [[1], [0]]}" },
};

/* `value` NULL: without the key. A key that is not there is added. */
static gchar *
make_text (const gchar *key, const gchar *value)
{
  GString *text = g_string_new ("{");
  gboolean found = FALSE;

  for (gsize i = 0; i < G_N_ELEMENTS (sound); i++) {
    gboolean this = g_str_equal (sound[i].key, key);

    found |= this;
    if (!this || value != NULL)
      g_string_append_printf (text, "%s\"%s\": %s", text->len > 1 ? ", " : "", sound[i].key,
                              this ? value : sound[i].value);
  }
  if (!found)
    g_string_append_printf (text, ", \"%s\": %s", key, value);
  return g_string_free (g_string_append (text, "}"), FALSE);
}

static GError *
refuse (const gchar *key, const gchar *value)
{
  g_autofree gchar *text = make_text (key, value);
  GError *error = NULL;
  GsDocument *document = gs_document_load_bytes (text, strlen (text), "mine.gradsheet", &error);

  if (document != NULL)
    g_error ("accepted: %s", text);
  g_assert_nonnull (error);
  return error;
}

/* The message begins with the file and `begin`, and says `also` somewhere behind. */
static void
assert_refused (const gchar *key, const gchar *value, const gchar *begin, const gchar *also)
{
  g_autoptr (GError) error = refuse (key, value);
  g_autofree gchar *prefix = g_strconcat ("mine.gradsheet: ", begin, NULL);

  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT);
  if (!g_str_has_prefix (error->message, prefix) || strstr (error->message, also) == NULL)
    g_error ("%s = %s\nwanted: %s … %s\ngot:    %s", key, value, prefix, also, error->message);
}

typedef struct {
  const gchar *key, *value, *begin, *also;
} Case;

static void
assert_all (const Case *cases, gsize n)
{
  for (gsize i = 0; i < n; i++)
    assert_refused (cases[i].key, cases[i].value, cases[i].begin, cases[i].also);
}

static void
test_nudges (void)
{
  static const Case cases[] = { { "nudge", "0", "", "above 0" },
                                { "nudge", "-0.001", "", "above 0" },
                                { "nudge", "2", "", "at most 1" },
                                { "nudge", "\"little\"", "", "nudge" } };

  assert_all (cases, G_N_ELEMENTS (cases));
}

static void
test_sound (void)
{
  g_autofree gchar *text = make_text ("title", "\"sound\"");
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = gs_document_load_bytes (text, strlen (text), "mine.gradsheet", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (document->network->title, ==, "sound");
}

static void
test_kind_of_file (void)
{
  static const Case cases[] = {
    { "format", NULL, "", "no file of the kind" },
    { "format", "\"sheet\"", "", "no file of the kind" },
    { "version", NULL, "version: ", "write \"version\": 2" },
    { "version", "1.5", "version: ", "write \"version\": 2" },
    { "version", "0", "version: ", "write \"version\": 2" },
    { "lossy", "1", "", "“loss”?" },
    { "zzzzzzzz", "1", "", "remove it" },
    { "title", "1", "title: ", "double quotes" },
    { "all-gradients", "1", "all-gradients: ", "true or false" },
    { "seed", "-1", "seed: ", "whole number from 0" },
    { "seed", "1.5", "seed: ", "whole number" },
    { "seed", "9007199254740994", "seed: ", "whole number" },
    { "seed", "\"18446744073709551616\"", "seed: ", "whole number" },
    { "seed", "\"-1\"", "seed: ", "whole number" },
    { "place", "{\"pass\": 0}", "place.pass: ", "whole number from 1" },
    { "place", "{\"pass\": 2147483648}", "place.pass: ", "whole number" },
    { "place", "{\"pas\": 1}", "place: ", "“pass”?" },
    { "place", "[]", "place: ", "object" },
  };
  static const gchar *const not_objects[] = { "[]", "1", "null", "\"gradsheet\"" };

  assert_all (cases, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (not_objects); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (gs_document_load_bytes (not_objects[i], strlen (not_objects[i]), "mine", &error));
    g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT);
  }
}

static void
test_newer (void)
{
  g_autoptr (GError) error = refuse ("version", "3"), far = refuse ("version", "1e300");

  g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER);
  g_assert_nonnull (strstr (error->message, "mine.gradsheet: "));
  g_assert_nonnull (strstr (error->message, "version 3"));
  g_assert_nonnull (strstr (error->message, "up to 2"));
  g_assert_error (far, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_NEWER);
}

static void
test_syntax (void)
{
  static const struct {
    const gchar *value, *says;
  } cases[] = {
    { "1} trailing", "more text" },
    { "1, \"seed\": 1", "seed" },
    { "1e999", "too large to be finite" },
    { "NaN", "finite" },
    { "01", "0" },
    { "'1'", "expected a value" },
    { "[1,]", "comma too many" },
    { "\"\\u0000\"", "u0000" },
    { "\"\xff\"", "UTF-8" },
    { "// no\n1", "expected a value" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autoptr (GError) error = refuse ("seed", cases[i].value);

    if (error->code != GS_DOCUMENT_ERROR_SYNTAX && i != 1)
      g_error ("%s: %s", cases[i].value, error->message);
    if (strstr (error->message, cases[i].says) == NULL)
      g_error ("%s: no “%s” in: %s", cases[i].value, cases[i].says, error->message);
  }
}

#define DENSE1       "{\"kind\": \"dense\", \"units\": 1}"
#define LAYERS(text) "[" text ", " DENSE1 "]"

static void
test_network (void)
{
  static const Case cases[] = {
    { "input", NULL, "", "“input” is missing" },
    { "input", "[0]", "input: ", "whole number from 1" },
    { "input", "[2, 2]", "input: ", "[channels, rows, columns]" },
    { "input", "2", "input: ", "must be a list" },
    { "input", "[100000, 100000, 100000]", "", "fit memory" },
    { "layers", NULL, "", "“layers” is missing" },
    { "layers", "[]", "layers: ", "is empty" },
    { "layers", "{}", "layers: ", "must be a list" },
    { "layers", "[1]", "layers[1]: ", "\"kind\": \"dense\"" },
    { "layers", "[{}]", "layers[1]: ", "“kind” is missing" },
    { "layers", LAYERS ("{\"kind\": \"dens\"}"), "layers[1].kind: ", "“dense”?" },
    { "layers", "[" DENSE1 ", {\"kind\": \"dense\"}]", "layers[2]: ", "“units” is missing" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 0}"), "layers[1].units: ", "whole number from 1" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": \"8\"}"), "layers[1].units: ", "is a text" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2.5}"), "layers[1].units: ", "is 2.5" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"unit\": 2}"), "layers[1]: ", "“units”?" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"keep\": 1}"), "layers[1]: ", "“keep”" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"bias\": 1}"),
      "layers[1].bias: ", "true or false" },
    { "layers", LAYERS ("{\"kind\": \"dropout\", \"keep\": 0}"),
      "layers[1].keep: ", "is 0; it must be above 0 and at most 1" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"from\": \"h\"}"), "",
      "no layer has that name" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"with\": [\"h\"]}"), "layers[1]: ", "“with”" },
    { "layers", LAYERS ("{\"kind\": \"add\", \"with\": \"input\"}"), "layers[1].with: ", "list" },
    { "layers", LAYERS ("{\"kind\": \"add\", \"with\": [1]}"), "layers[1].with: ", "names" },
    { "layers", LAYERS ("{\"kind\": \"add\"}"), "", "needs a second layer" },
    { "layers",
      LAYERS (
          "{\"kind\": \"dense\", \"units\": 2}, {\"kind\": \"dense\", \"units\": 2, \"from\": \"input\"}"),
      "", "layer 1 (dense): no layer reads it" },
    { "layers", LAYERS ("{\"kind\": \"dropout\", \"keep\": \"x\"}"), "layers[1].keep: ", "must be a number" },
    { "layers", LAYERS ("{\"kind\": \"flatten\"}"), "", "flat already" },
    { "layers", LAYERS ("{\"kind\": \"conv\", \"units\": 1}"), "", "image" },
    { "layers", LAYERS ("{\"kind\": \"conv\", \"units\": 1, \"kernel\": [3]}"),
      "layers[1].kernel: ", "[rows, columns]" },
    { "layers", LAYERS ("{\"kind\": \"conv\", \"units\": 1, \"stride\": 0}"),
      "layers[1].stride: ", "from 1" },
    { "layers", LAYERS ("{\"kind\": \"conv\", \"units\": 1, \"padding\": \"sane\"}"),
      "layers[1].padding: ", "“same”?" },
    { "layers", LAYERS ("{\"kind\": \"conv\", \"units\": 1, \"padding\": [1, 2]}"),
      "layers[1].padding: ", "[top, bottom, left, right]" },
    { "layers", LAYERS ("{\"kind\": \"activation\", \"activation\": \"tan\"}"),
      "layers[1].activation: ", "“tanh”?" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"name\": \"W1\"}"), "", "W1" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"name\": \"9\"}"), "", "layer 1" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"kernel-init\": {}}"),
      "layers[1].kernel-init: ", "“kind” is missing" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"kernel-init\": {\"kind\": \"zero\"}}"),
      "layers[1].kernel-init.kind: ", "“zeros”?" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"kernel-init\": {\"kind\": \"values\"}}"),
      "layers[1].kernel-init: ", "“values” is missing" },
    { "layers",
      LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"kernel-init\": {\"kind\": \"zeros\", \"values\": [1]}}"),
      "layers[1].kernel-init: ", "unknown key “values”" },
    { "layers",
      LAYERS (
          "{\"kind\": \"dense\", \"units\": 2, \"kernel-init\": {\"kind\": \"values\", \"values\": [1]}}"),
      "", "W1" },
    { "layers",
      LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"bias-init\": {\"kind\": \"values\", \"values\": [[1], "
              "[1, 2]]}}"),
      "layers[1].bias-init", "same length" },
    { "loss", "\"mae\"", "loss: ", "“mse”?" },
    { "loss", "{\"kind\": \"mse\", \"reduction\": \"avg\"}", "loss.reduction: ", "\"batch-mean\"" },
    { "loss", "{\"kin\": \"mse\"}", "loss: ", "“kind”?" },
    { "loss", "3", "loss: ", "must be an object" },
    { "penalty", "{\"l2\": -1}", "", "0 or more" },
    { "penalty", "{\"l3\": 1}", "penalty: ", "did you mean" },
    { "penalty", "{\"l2\": 1, \"on\": \"al\"}", "penalty.on: ", "“all”?" },
    { "optimizer", "{\"kind\": \"adom\"}", "optimizer.kind: ", "“adam”?" },
    { "optimizer", "{\"kind\": \"sgd\", \"lr\": -1}", "", "0 or more" },
    { "optimizer", "{\"kind\": \"sgd\", \"lr\": null}", "optimizer.lr: ", "is null" },
    { "optimizer", "{\"kind\": \"adam\", \"beta1\": 1}", "", "beta1" },
    { "optimizer", "{\"kind\": \"adam\", \"beta\": 1}", "optimizer: ", "“beta1”?" },
    { "optimizer", "{\"kind\": \"adam\", \"mu\": 0.5}", "optimizer: ", "unknown key “mu”" },
    { "layers",
      LAYERS ("{\"kind\": \"dense\", \"units\": 2, \"bias-init\": {\"kind\": \"zeros\", \"a\": 1}}"),
      "layers[1].bias-init: ", "unknown key “a”" },
    { "optimizer", "{\"kind\": \"adam\", \"epsilon-place\": \"in\"}",
      "optimizer.epsilon-place: ", "\"inside\"" },
    { "optimizer", "{\"kind\": \"rmsprop\", \"epsilon-place\": \"uncorrected\"}",
      "optimizer.epsilon-place: ", "“uncorrected”" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
}

#define DATA(text) "{\"inputs\": [[0, 1], [1, 0]], \"targets\": [[1], [0]], " text "}"

static void
test_data (void)
{
  static const Case cases[] = {
    { "data", NULL, "", "“data” is missing" },
    { "data", "[]", "data: ", "must be an object" },
    { "data", "{\"targets\": [[1]]}", "data: ", "“inputs” is missing" },
    { "data", "{\"inputs\": [[0, 1]]}", "data: ", "“targets” is missing" },
    { "data", "{\"input\": [[0, 1]]}", "data: ", "“inputs”?" },
    { "data", "{\"inputs\": [[0]], \"targets\": [[1]]}", "data.inputs: ", "rows of 2" },
    { "data", "{\"inputs\": [0, 1], \"targets\": [[1]]}", "data.inputs: ", "rows of 2" },
    { "data", "{\"inputs\": [], \"targets\": []}", "data.inputs", "empty list" },
    { "data", "{\"inputs\": [[0, 1]], \"targets\": [[1, 2]]}", "data.targets: ", "rows of 1" },
    { "data", "{\"inputs\": [[0, 1]], \"targets\": [[1], [2]]}",
      "data: ", "1 rows of inputs and 2 of targets" },
    { "data", "{\"inputs\": [[0, 1], [2]], \"targets\": [[1], [2]]}", "data.inputs: ", "same length" },
    { "data", "{\"inputs\": [[0, true]], \"targets\": [[1]]}", "data.inputs: ", "must be a number" },
    { "data", "{\"inputs\": {\"shape\": [1, 2]}, \"targets\": [[1]]}",
      "data.inputs: ", "“base64” is missing" },
    { "data", "{\"inputs\": {\"shape\": [200000000, 2], \"base64\": \"\"}, \"targets\": [[1]]}",
      "data.inputs", "fit memory" },
    { "data", "{\"inputs\": {\"shape\": [1, 2], \"base64\": \"AAAA\"}, \"targets\": [[1]]}",
      "data.inputs: ", "base64" },
    { "data", "{\"inputs\": {\"shape\": [1, 1], \"base64\": \"AAAAAAAA8H8=\"}, \"targets\": [[1]]}",
      "data.inputs: ", "not finite" },
    { "data", "{\"inputs\": {\"shape\": [1, 1], \"base64\": \"AAAAAAAA!H8=\"}, \"targets\": [[1]]}",
      "data.inputs: ", "base64" },
    { "data", DATA ("\"batch-size\": 0"), "data.batch-size: ", "from 1" },
    { "data", DATA ("\"batches\": 1"), "data.batches: ", "must be a list" },
    { "data", DATA ("\"batches\": []"), "data.batches: ", "batch" },
    { "data", DATA ("\"batches\": [[1], []]"), "data.batches: ", "batch 2" },
    { "data", DATA ("\"batches\": [[1, 3]]"), "data.batches[1]", "from 1 to 2" },
    { "data", DATA ("\"batches\": [[1]], \"batch-size\": 1"), "data: ", "keep one" },
    { "data", DATA ("\"batches\": [[1]], \"shuffle\": true"), "data: ", "“shuffle”" },
    { "data", DATA ("\"shuffle\": 1"), "data.shuffle: ", "true" },
    { "data", "{\"like\": 1, \"changed\": []}", "data: ", "“like”" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
}

static void
test_state (void)
{
  static const Case cases[] = {
    { "state", "[]", "state: ", "must be an object" },
    { "state", "{\"W1\": [[1, 2, 3]]}", "state.W1: ", "is 1×3, but in this network it is 2×3" },
    { "state", "{\"w1\": [[1, 2, 3], [1, 2, 3]]}", "state.w1: ", "“W1”?" },
    { "state", "{\"W1\": 1}", "state.W1: ", "" },
    { "state", "{\"lr\": [0.1]}", "state.lr: ", "" },
    { "state", "{\"z1\": [[1, 2, 3], [1, 2, 3]]}", "state.z1: ", "" },
    { "pins", "{}", "pins: ", "must be a list" },
    { "pins", "[{\"tensor\": \"z1\"}]", "pins[1]: ", "“value” is missing" },
    { "pins", "[{\"value\": 1}]", "pins[1]: ", "“tensor” is missing" },
    { "pins", "[{\"tensor\": \"z11\", \"value\": 1}]", "pins[1]: ", "did you mean" },
    { "pins", "[{\"tensor\": \"W1\", \"value\": 1}]", "pins[1]: ", "not computed" },
    { "pins", "[{\"tensor\": \"dW1\", \"offset\": 6, \"value\": 1}]", "pins[1].offset: ", "from 0 to 5" },
    { "overrides", "{}", "overrides: ", "must be a list" },
    { "overrides", "[{\"tensor\": \"lr\"}]", "overrides[1]: ", "“value” is missing" },
    { "overrides", "[{\"tensor\": \"lr\", \"value\": 1, \"pass\": 0}]", "overrides[1].pass: ", "from 1" },
    { "overrides", "[{\"tensor\": \"lrr\", \"value\": 1}]", "overrides[1]: ", "“lr”?" },
    { "overrides", "[{\"tensor\": \"W1\", \"offset\": 6, \"value\": 1}]", "overrides[1]: ", "from 0 to 5" },
    { "overrides", "[{\"tensor\": \"z1\", \"value\": 1}]", "overrides[1]: ", "parameter" },
    { "overrides", "[{\"pass\": 2, \"tensor\": \"z11\", \"value\": 1, \"pinned\": true}]",
      "overrides[1]: ", "computes nothing of that name" },
    { "overrides", "[{\"pass\": 2, \"tensor\": \"W1\", \"value\": 1, \"pinned\": true}]",
      "overrides[1]: ", "computes nothing of that name" },
    { "overrides", "[{\"pass\": 2, \"tensor\": \"dW1\", \"offset\": 6, \"value\": 1, \"pinned\": true}]",
      "overrides[1].offset: ", "from 0 to 5" },
    { "overrides", "[{\"pass\": 2, \"tensor\": \"z1\", \"pinned\": true}]",
      "overrides[1]: ", "“value” is missing" },
    { "overrides", "[{\"pass\": 2, \"tensor\": \"z1\", \"pinned\": false}]",
      "overrides[1]: ", "not held there" },
    { "overrides", "[{\"pass\": 2, \"tensor\": \"z1\", \"value\": 1, \"pinned\": 1}]",
      "overrides[1].pinned: ", "true or false" },
    { "overrides", "[{\"pass\": 2, \"data\": 2}]", "overrides[1].data: ", "from 1 to 1" },
    { "overrides", "[{\"pass\": 2, \"data\": 1, \"tensor\": \"W1\"}]", "overrides[1]: ", "unknown key" },
    { "overrides", "[{\"pass\": 1, \"tensor\": \"z1\", \"value\": 1, \"pinned\": true}]",
      "overrides: ", "lead to other pins" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
}

#define EDIT(text) "[{\"label\": \"Edit\", \"place\": {\"pass\": 1}, " text "}]"
#define STATES     "\"old-pass\": 1, \"new-pass\": 1, \"old-state\": {}, \"new-state\": {}"
#define NETWORK(input)                                                                                       \
  "{\"input\": [" input "], \"layers\": [{\"kind\": \"dense\", \"units\": 3}, " DENSE1 "],"                  \
  " \"loss\": \"mse\", \"optimizer\": {\"kind\": \"adam\"}}"

static void
test_edits (void)
{
  static const Case cases[] = {
    { "undo", "{}", "undo: ", "must be a list" },
    { "undo", "[1]", "undo[1]: ", "must be an object" },
    { "undo", "[{\"kind\": \"cells\"}]", "undo[1]: ", "“place” is missing" },
    { "undo", EDIT ("\"kind\": \"cell\""), "undo[1].kind: ", "“cells”?" },
    { "redo", EDIT ("\"kind\": \"cells\", \"cell\": []"), "redo[1]: ", "“cells”?" },
    { "undo", EDIT ("\"kind\": \"cells\", \"cells\": [{}]"), "undo[1].cells[1]: ", "“tensor” is missing" },
    { "undo", EDIT ("\"kind\": \"cells\", \"cells\": [{\"tensor\": \"W9\"}]"),
      "undo[1].cells[1]: ", "did you mean" },
    { "undo", EDIT ("\"kind\": \"cells\", \"cells\": [{\"tensor\": \"W1\", \"offset\": 6}]"),
      "undo[1].cells[1]: ", "from 0 to 5" },
    { "undo", EDIT ("\"kind\": \"cells\", \"cells\": [{\"tensor\": \"z1\"}]"),
      "undo[1].cells[1]: ", "parameter" },
    { "undo", EDIT ("\"kind\": \"pin\", \"cells\": [{\"tensor\": \"W1\"}]"),
      "undo[1].cells[1]: ", "not computed" },
    { "undo", EDIT ("\"kind\": \"cells\", \"dropped\": [{\"tensor\": \"W9\", \"value\": 0}]"),
      "undo[1].dropped[1]: ", "did you mean" },
    { "undo", EDIT ("\"kind\": \"cells\", \"anchor\": {\"b1\": [1]}"),
      "undo[1].anchor.b1: ", "is 1, but in this network it is 3" },
    { "undo", EDIT ("\"kind\": \"data\""), "undo[1]: ", "“old-data” is missing" },
    { "undo", EDIT ("\"kind\": \"data\", \"old-data\": 1, \"new-data\": 2"),
      "undo[1].new-data: ", "from 1 to 1" },
    { "undo", EDIT ("\"kind\": \"state\""), "undo[1]: ", "“old-state” is missing" },
    { "undo", EDIT ("\"kind\": \"state\", \"old-pass\": 0"), "undo[1].old-pass: ", "from 1" },
    { "undo", EDIT ("\"kind\": \"network\", " STATES), "undo[1]: ", "“old-network” is missing" },
    { "undo", EDIT ("\"kind\": \"network\", \"old-seed\": \"x\", " STATES),
      "undo[1].old-seed: ", "in quotes" },
    { "undo", EDIT ("\"kind\": \"network\", " STATES ", \"old-network\": {\"layer\": []}"),
      "undo[1].old-network: ", "“layers”?" },
    { "undo",
      EDIT ("\"kind\": \"network\", " STATES
            ", \"old-network\": " NETWORK ("3") ", \"new-network\": " NETWORK ("2")),
      "undo[1]: ", "what the rows must look like" },
    { "undo",
      EDIT ("\"kind\": \"network\", " STATES
            ", \"old-network\": " NETWORK ("2") ", \"new-network\": " NETWORK ("3")),
      "undo[1]: ", "not the network that is there" },
    { "undo", "[{\"kind\": \"cells\", \"place\": {\"pass\": 1002}}]",
      "undo[1]: ", "too far ahead of pass 1" },
    { "undo",
      EDIT ("\"kind\": \"network\", \"old-state\": {\"b1\": [1]}, \"new-state\": {}"
            ", \"old-network\": " NETWORK ("2") ", \"new-network\": " NETWORK ("2")),
      "undo[1].old-state.b1: ", "is 1, but in this network it is 3" },
    { "earlier-data", "1", "earlier-data: ", "must be a list" },
    { "earlier-data", "[{\"inputs\": [0], \"targets\": [1]}]", "earlier-data[1].inputs: ", "list of rows" },
    { "earlier-data", "[{\"like\": 2, \"changed\": []}]", "earlier-data[1].like: ", "from 1 to 1" },
    { "earlier-data", "[{\"like\": 1}]", "earlier-data[1]: ", "“changed” is missing" },
    { "earlier-data", "[{\"like\": 1, \"changed\": [{\"row\": 3}]}]",
      "earlier-data[1].changed[1].row: ", "from 1 to 2" },
    { "earlier-data", "[{\"like\": 1, \"changed\": [{\"row\": 1, \"input\": [1], \"target\": [1]}]}]",
      "earlier-data[1].changed[1].input: ", "must be 2" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
}

/* What would not fit memory is refused by what is claimed, not when memory has run out. */
static void
test_sizes (void)
{
  g_autoptr (GString) layers = g_string_new ("[" DENSE1);
  static const Case cases[] = {
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 1000000000}"), "", "" },
    { "layers", LAYERS ("{\"kind\": \"dense\", \"units\": 60000}, {\"kind\": \"dense\", \"units\": 60000}"),
      "", "fit memory" },
    { "state", "{\"W1\": {\"shape\": [60000, 60000], \"base64\": \"\"}}", "state.W1", "fit memory" },
  };

  assert_all (cases, G_N_ELEMENTS (cases));
  for (gint i = 0; i < 1000; i++)
    g_string_append (layers, ", " DENSE1);
  g_string_append (layers, "]");
  assert_refused ("layers", layers->str, "layers: ", "at most 1000");
}

/* What only shows when layers come together. */
static void
test_layers_together (void)
{
  static const struct {
    const gchar *input, *layers, *says;
  } cases[] = {
    { "[1, 4, 4]", "{\"kind\": \"conv\", \"units\": 1, \"kernel\": 5}, {\"kind\": \"flatten\"}",
      "layer 1 (conv): a 5×5 kernel does not fit a padded input of 4×4; use a smaller kernel or more "
      "padding" },
    { "[1, 4, 4]", "{\"kind\": \"max-pool\", \"kernel\": [7, 1], \"padding\": [1, 1, 0, 0]}",
      "padded input of 6×4" },
    { "[2]",
      "{\"kind\": \"dense\", \"units\": 1, \"name\": \"h\"}, {\"kind\": \"dense\", \"units\": 1, \"name\": "
      "\"h\"}",
      "layer 2 (dense “h”): the name “h” is used twice, layer 1 has it already" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree gchar *text =
        g_strdup_printf ("{\"format\": \"gradsheet\", \"version\": 1, \"input\": %s, \"layers\": [%s], "
                         "\"data\": {\"inputs\": [[1, 2]], \"targets\": [[1]]}}",
                         cases[i].input, cases[i].layers);
    g_autoptr (GError) error = NULL;

    g_assert_null (gs_document_load_bytes (text, strlen (text), "mine.gradsheet", &error));
    g_assert_error (error, GS_DOCUMENT_ERROR, GS_DOCUMENT_ERROR_FORMAT);
    g_assert_true (g_str_has_prefix (error->message, "mine.gradsheet: layer"));
    if (strstr (error->message, cases[i].says) == NULL)
      g_error ("no “%s” in: %s", cases[i].says, error->message);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/document-refusals/sound", test_sound);
  g_test_add_func ("/document-refusals/kind-of-file", test_kind_of_file);
  g_test_add_func ("/document-refusals/newer", test_newer);
  g_test_add_func ("/document-refusals/syntax", test_syntax);
  g_test_add_func ("/document-refusals/network", test_network);
  g_test_add_func ("/document-refusals/data", test_data);
  g_test_add_func ("/document-refusals/state", test_state);
  g_test_add_func ("/document-refusals/edits", test_edits);
  g_test_add_func ("/document-refusals/sizes", test_sizes);
  g_test_add_func ("/document-refusals/layers-together", test_layers_together);
  g_test_add_func ("/refusals/nudges", test_nudges);
  return g_test_run ();
}
