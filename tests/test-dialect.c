/* Formulas as printed: lines written by hand, and a reader that recomputes every line of numbers. */
#include "nn/nn-dialect.h"

#include <math.h>
#include <string.h>

#include "nn/nn-run.h"
#include "pass.h"

/* ---- a network to print ---- */

static NnRun *
make_run (const NnNetwork *network, gint batch, guint64 seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NnProgram) program = nn_network_compile (network, batch, NN_COMPILE_ALL_GRADIENTS, NULL, &error);
  g_autoptr (NnState) state = NULL;
  guint64 random = seed;
  NnRun *run;

  g_assert_no_error (error);
  state = nn_network_initialize (network, program, seed, &error);
  g_assert_no_error (error);
  run = nn_run_new (program);
  nn_run_load_state (run, state);
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, i);

    for (gsize offset = 0; offset < nn_shape_count (&info->shape); offset++) {
      if (info->role == NN_ROLE_INPUT)
        nn_run_set_cell (run, &(NnCell){ i, offset }, pass_random (&random) - 0.3);
      if (info->role == NN_ROLE_TARGET)
        nn_run_set_cell (run, &(NnCell){ i, offset }, (gdouble) (offset % 2));
    }
  }
  nn_run_draw (run, seed, 1);
  nn_run_ensure (run, G_MAXINT, NULL, NULL);
  return run;
}

static NnNetwork *
make_dense (gint units)
{
  NnNetwork *network = nn_network_new ();
  NnLayer *layer;

  network->input = nn_shape (1, 2);
  layer = nn_network_add_layer (network, NN_LAYER_DENSE);
  layer->units = units;
  layer->activation = NN_ACTIVATION_SIGMOID;
  layer = nn_network_add_layer (network, NN_LAYER_DENSE);
  layer->units = 2;
  layer->activation = NN_ACTIVATION_TANH;
  return network;
}

static NnNetwork *
make_conv (void)
{
  NnNetwork *network = nn_network_new ();
  NnLayer *layer;

  network->input = nn_shape (3, 1, 5, 5);
  layer = nn_network_add_layer (network, NN_LAYER_CONV);
  layer->units = 2;
  layer->stride.rows = 2;
  layer->padding.kind = NN_PADDING_SAME;
  layer->activation = NN_ACTIVATION_RELU;
  nn_network_add_layer (network, NN_LAYER_MAX_POOL);
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  nn_network_add_layer (network, NN_LAYER_DROPOUT);
  layer = nn_network_add_layer (network, NN_LAYER_DENSE);
  layer->units = 3;
  network->loss = NN_LOSS_CROSS_ENTROPY;
  network->optimizer = nn_optimizer_default (NN_OPTIMIZER_ADAM);
  network->penalty.use_l1 = network->penalty.use_l2 = TRUE;
  network->penalty.l1 = network->penalty.l2 = 0.01;
  return network;
}

static gchar *
print (NnRun *run, const gchar *tensor, gsize offset, NnDialect dialect, NnPrintForm form)
{
  NnProgram *program = nn_run_get_program (run);
  gint number = nn_program_find (program, tensor), instruction;
  g_autoptr (GPtrArray) pieces = NULL;
  NnNames names;
  NnBinding binding;

  g_assert_cmpint (number, >=, 0);
  instruction = nn_program_get_tensor (program, number)->producer;
  nn_program_get_names (program, instruction, &names);
  nn_run_get_binding (run, instruction, &binding);
  pieces =
      nn_dialect_print (dialect, nn_formula_for_op (nn_program_get_instruction (program, instruction)->op),
                        &names, &binding, offset, form, NULL);
  return nn_pieces_join (pieces);
}

static void
assert_prints (NnRun *run,
               const gchar *tensor,
               gsize offset,
               NnDialect dialect,
               NnPrintForm form,
               const gchar *line)
{
  g_autofree gchar *printed = print (run, tensor, offset, dialect, form);

  g_assert_cmpstr (printed, ==, line);
}

/* ---- lines written by hand ---- */

#define GENERAL(tensor, line)      assert_prints (run, tensor, 0, NN_DIALECT_MATH, NN_PRINT_GENERAL, line)
#define WORDS(tensor, line)        assert_prints (run, tensor, 0, NN_DIALECT_WORDS, NN_PRINT_GENERAL, line)
#define CELL(tensor, at, line)     assert_prints (run, tensor, at, NN_DIALECT_MATH, NN_PRINT_CELL, line)
#define EXPANDED(tensor, at, line) assert_prints (run, tensor, at, NN_DIALECT_MATH, NN_PRINT_EXPANDED, line)

static void
test_dense (void)
{
  g_autoptr (NnNetwork) network = make_dense (3);
  g_autoptr (NnRun) run = make_run (network, 2, 1);

  GENERAL ("z1", "z1[b,o] = sum(i: x[b,i] × W1[i,o]) + b1[o]");
  WORDS ("z1", "z1[b,o] = sum over i of (x[b,i] × W1[i,o]) + b1[o]");
  WORDS ("dW2", "dW2[i,o] = sum over the rows b of (a1[b,i] × dz2[b,o])");
  WORDS ("db2", "db2[o] = sum over the rows b of dz2[b,o]");
  WORDS ("L", "L = sum over b, o of (a2[b,o] − t[b,o])² / 4");
  CELL ("z1", 5, "z1[2,3] = sum(i: x[2,i] × W1[i,3]) + b1[3]");
  EXPANDED ("z1", 5, "z1[2,3] = x[2,1] × W1[1,3] + x[2,2] × W1[2,3] + b1[3]");
  GENERAL ("a1", "a1[b,o] = 1 / (1 + e^−z1[b,o])");
  GENERAL ("a2", "a2[b,o] = tanh(z2[b,o])");
  GENERAL ("L", "L = sum(b,o: (a2[b,o] − t[b,o])²) / 4");
  GENERAL ("da2", "da2[b,o] = dL × 2 × (a2[b,o] − t[b,o]) / 4");
  GENERAL ("dz2", "dz2[b,o] = da2[b,o] × (1 − a2[b,o]²)");
  EXPANDED ("dW2", 1, "dW2[1,2] = a1[1,1] × dz2[1,2] + a1[2,1] × dz2[2,2]");
  GENERAL ("da1", "da1[b,i] = sum(o: dz2[b,o] × W2[i,o])");
  GENERAL ("W1.next", "W1.next[i,o] = W1[i,o] − lr × dW1[i,o]");
  assert_prints (run, "z1", 5, NN_DIALECT_LATEX, NN_PRINT_CELL,
                 "\\mathit{z1}_{2,3} = \\sum_{i} x_{2,i} \\cdot \\mathit{W1}_{i,3} + \\mathit{b1}_{3}");
  assert_prints (run, "L", 0, NN_DIALECT_LATEX, NN_PRINT_GENERAL,
                 "L = \\frac{\\sum_{b,o} \\left(\\mathit{a2}_{b,o} - t_{b,o}\\right)^{2}}{4}");
}

static void
test_conv (void)
{
  g_autoptr (NnNetwork) network = make_conv ();
  g_autoptr (NnRun) run = make_run (network, 2, 3);

  GENERAL ("z1", "z1[b,f,r,c] = sum(k,u,v: x[b,k,2r+u−3,c+v−2] × W1[f,k,u,v]) + b1[f]");
  EXPANDED ("z1", 0,
            "z1[1,1,1,1] = x[1,1,1,1] × W1[1,1,2,2] + x[1,1,1,2] × W1[1,1,2,3] + x[1,1,2,1] × W1[1,1,3,2] + "
            "x[1,1,2,2] × W1[1,1,3,3] + b1[1]");
  GENERAL ("a1", "a1[b,f,r,c] = if(z1[b,f,r,c] > 0, z1[b,f,r,c], 0)");
  CELL ("p1", 3, "p1[1,2,1,2] = max(u=1..2,v=1..2: a1[1,2,u,v+2])");
  GENERAL ("f1", "f1[b,j] = p1[b,(j−1) div 2+1,1,(j−1) mod 2+1]");
  EXPANDED ("f1", 3, "f1[1,4] = p1[1,2,1,2]");
  GENERAL ("dp1", "dp1[b,k,r,c] = df1[b,c+2k+2r−4]");
  GENERAL ("m1", "m1[b,j] = if(u1[b,j] < m1.keep, 1 / m1.keep, 0)");
  GENERAL ("W1.v.next",
           "W1.v.next[f,k,u,v] = beta2 × W1.v[f,k,u,v] + (1 − beta2) × dW1[f,k,u,v] × dW1[f,k,u,v]");
  GENERAL ("W1.step", "W1.step[f,k,u,v] = W1.mhat[f,k,u,v] / (√(W1.vhat[f,k,u,v]) + epsilon)");
  CELL ("dx", 0, "dx[1,1,1,1] = sum(f,u,v where (2−u) mod 2 = 0: dz1[1,f,(2−u) div 2+1,3−v] × W1[f,1,u,v])");
}

static void
test_long_sum (void)
{
  g_autoptr (NnNetwork) network = make_dense (20);
  g_autoptr (NnRun) run = make_run (network, 1, 1);
  g_autofree gchar *line = print (run, "z2", 0, NN_DIALECT_MATH, NN_PRINT_EXPANDED);

  g_assert_true (g_str_has_prefix (line, "z2[1,1] = a1[1,1] × W2[1,1] + "));
  g_assert_nonnull (strstr (line, "a1[1,7] × W2[7,1] + … + a1[1,20] × W2[20,1] (20 terms) + b2[1]"));
  g_assert_null (strstr (line, "a1[1,8]"));
}

/* ---- numbers ---- */

static void
assert_number (gdouble value, gint digits, gchar point, const gchar *text)
{
  g_autofree gchar *printed = nn_dialect_number (value, digits, point);

  g_assert_cmpstr (printed, ==, text);
}

static void
test_numbers (void)
{
  assert_number (0.1, 0, 0, "0.1");
  assert_number (1.0 / 3, 6, 0, "0.333333");
  assert_number (1.0 / 3, 4, ',', "0,3333");
  assert_number (-2.5, 6, 0, "−2.5");
  assert_number (1e-7, 3, 0, "1e−7");
  assert_number (-0.0, 6, 0, "0");
  assert_number (NAN, 6, 0, "NaN");
  assert_number (-INFINITY, 6, 0, "−∞");
  assert_number (0.1 + 0.2, 0, 0, "0.30000000000000004");
  assert_number (123456789, 4, 0, "1.235e8");
}

/* ---- a reader that knows nothing of formulas ---- */

typedef struct {
  const gchar *at;
} Reader;

static gdouble read_sum (Reader *reader);

static gboolean
take (Reader *reader, const gchar *text)
{
  if (!g_str_has_prefix (reader->at, text))
    return FALSE;
  reader->at += strlen (text);
  return TRUE;
}

static void
expect (Reader *reader, const gchar *text)
{
  if (!take (reader, text))
    g_error ("“%s” expected at: %s", text, reader->at);
}

static gdouble
read_choice (Reader *reader)
{
  static const gchar *const relations[] = { " > ", " < ", " ≥ ", " ≤ ", " = " };
  gdouble a = read_sum (reader), b, yes, no;
  gint relation = 0;
  gboolean holds;

  while (!take (reader, relations[relation]))
    relation++;
  b = read_sum (reader);
  holds = relation == 0   ? a > b
          : relation == 1 ? a < b
          : relation == 2 ? a >= b
          : relation == 3 ? a <= b
                          : a == b;
  expect (reader, ", ");
  yes = read_sum (reader);
  expect (reader, ", ");
  no = read_sum (reader);
  return holds ? yes : no;
}

static gdouble
read_largest (Reader *reader, gboolean place)
{
  gdouble best = read_sum (reader);
  gint n = 1, best_place = 1;

  while (take (reader, ", ")) {
    gdouble value = read_sum (reader);

    n++;
    if (value > best) {
      best = value;
      best_place = n;
    }
  }
  return place ? best_place : best;
}

static gdouble
read_single (Reader *reader)
{
  gdouble value;
  gchar *end;

  if (take (reader, "−"))
    return -read_single (reader);
  if (take (reader, "e^"))
    return exp (read_single (reader));
  else if (take (reader, "ln1p("))
    value = log1p (read_sum (reader));
  else if (take (reader, "ln("))
    value = log (read_sum (reader));
  else if (take (reader, "tanh("))
    value = tanh (read_sum (reader));
  else if (take (reader, "cos(π·"))
    value = cos (G_PI * read_sum (reader));
  else if (take (reader, "√("))
    value = sqrt (read_sum (reader));
  else if (take (reader, "argmax("))
    value = read_largest (reader, TRUE);
  else if (take (reader, "max("))
    value = read_largest (reader, FALSE);
  else if (take (reader, "if("))
    value = read_choice (reader);
  else if (take (reader, "("))
    value = read_sum (reader);
  else {
    value = g_ascii_strtod (reader->at, &end);
    if (end == reader->at)
      g_error ("a number expected at: %s", reader->at);
    reader->at = end;
    /* The real minus in an exponent: "1e−7". */
    if (take (reader, "e−")) {
      value *= pow (10, -(gdouble) g_ascii_strtoll (reader->at, &end, 10));
      reader->at = end;
    }
    return take (reader, "²") ? value * value : value;
  }
  expect (reader, ")");
  return take (reader, "²") ? value * value : value;
}

static gdouble
read_product (Reader *reader)
{
  gdouble value = read_single (reader);

  for (;;) {
    if (take (reader, " × "))
      value *= read_single (reader);
    else if (take (reader, " / "))
      value /= read_single (reader);
    else
      return value;
  }
}

static gdouble
read_sum (Reader *reader)
{
  gdouble value = read_product (reader);

  for (;;) {
    if (take (reader, " + "))
      value += read_product (reader);
    else if (take (reader, " − "))
      value -= read_product (reader);
    else
      return value;
  }
}

/* Every cell of every instruction: what is printed gives what is there. */
static void
recompute (const NnNetwork *network, gint batch, guint64 seed)
{
  g_autoptr (NnRun) run = make_run (network, batch, seed);
  NnProgram *program = nn_run_get_program (run);
  NnPrintLimits exact = { .max_terms = 4096, .digits = 17 };
  NnPrintLimits shown = { .max_terms = 4096, .digits = 4, .enough = TRUE };

  for (gint i = 0; i < nn_program_get_n_instructions (program) - 1; i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);
    NnFormula *formula = nn_formula_for_op (line->op);
    NnNames names;
    NnBinding binding;

    nn_program_get_names (program, i, &names);
    nn_run_get_binding (run, i, &binding);
    for (gsize offset = 0; offset < nn_shape_count (&binding.out_shape); offset++) {
      gdouble value = nn_run_get_cell (run, &(NnCell){ line->output, offset });
      gdouble scale = MAX (fabs (value), 1e-3);
      g_autoptr (GPtrArray) pieces =
          nn_dialect_print (NN_DIALECT_NUMBERS, formula, &names, &binding, offset, NN_PRINT_EXPANDED, &exact);
      g_autoptr (GPtrArray) short_pieces =
          nn_dialect_print (NN_DIALECT_NUMBERS, formula, &names, &binding, offset, NN_PRINT_EXPANDED, &shown);
      g_autofree gchar *text = nn_pieces_join (pieces), *short_text = nn_pieces_join (short_pieces);
      g_autofree gchar *wanted = nn_dialect_number (value, 4, 0), *got = NULL;
      Reader reader = { text };
      gdouble result = read_sum (&reader);

      g_assert_cmpstr (reader.at, ==, "");
      if (!(fabs (result - value) <= 1e-10 * scale))
        g_error ("%s: %s gives %.17g, not %.17g", names.out, text, result, value);
      reader.at = short_text;
      result = read_sum (&reader);
      got = nn_dialect_number (result, 4, 0);
      /* A last digit may fall the other way where the value lies on the edge of two. */
      if (!g_str_equal (got, wanted) && fabs (result - value) > 1.01e-4 * scale)
        g_error ("%s: %s gives %s, not %s", names.out, short_text, got, wanted);
      for (guint p = 0; p < pieces->len; p++) {
        const NnPiece *piece = g_ptr_array_index (pieces, p);

        if (piece->input >= 0)
          g_assert_cmpuint (piece->offset, <, nn_shape_count (&binding.in_shape[piece->input]));
      }
    }
  }
}

static void
test_recompute (void)
{
  for (gint optimizer = 0; optimizer < NN_N_OPTIMIZERS; optimizer++) {
    g_autoptr (NnNetwork) dense = make_dense (3), conv = make_conv ();

    dense->optimizer = nn_optimizer_default ((NnOptimizerKind) optimizer);
    recompute (dense, 2, (guint64) optimizer + 1);
    conv->optimizer = dense->optimizer;
    conv->long_chain = optimizer % 2;
    ((NnLayer *) g_ptr_array_index (conv->layers, 0))->activation =
        (NnActivation) (optimizer % NN_N_ACTIVATIONS);
    ((NnLayer *) g_ptr_array_index (conv->layers, 1))->kind =
        optimizer % 2 ? NN_LAYER_MAX_POOL : NN_LAYER_AVERAGE_POOL;
    recompute (conv, 2, (guint64) optimizer + 9);
  }
}

/* ---- other conventions ---- */

static void
test_python (void)
{
  g_autoptr (NnNetwork) dense = make_dense (3), conv = make_conv ();
  g_autoptr (NnRun) run = make_run (dense, 2, 1), images = make_run (conv, 2, 3);

  assert_prints (run, "z1", 0, NN_DIALECT_PYTHON, NN_PRINT_GENERAL,
                 "z1[b-1,o-1] = sum(x[b-1,i-1] * W1[i-1,o-1] for i in range(1, 3)) + b1[o-1]");
  assert_prints (run, "z1", 5, NN_DIALECT_PYTHON, NN_PRINT_CELL,
                 "z1[1,2] = sum(x[1,i-1] * W1[i-1,2] for i in range(1, 3)) + b1[2]");
  assert_prints (run, "z1", 5, NN_DIALECT_PYTHON, NN_PRINT_EXPANDED,
                 "z1[1,2] = x[1,0] * W1[0,2] + x[1,1] * W1[1,2] + b1[2]");
  assert_prints (run, "W1.next", 0, NN_DIALECT_PYTHON, NN_PRINT_CELL,
                 "W1_next[0,0] = W1[0,0] - lr * dW1[0,0]");
  assert_prints (run, "L", 0, NN_DIALECT_PYTHON, NN_PRINT_GENERAL,
                 "L = sum((a2[b-1,o-1] - t[b-1,o-1])**2 for b in range(1, 3) for o in range(1, 3)) / 4");
  assert_prints (
      images, "z1", 0, NN_DIALECT_PYTHON, NN_PRINT_CELL,
      "z1[0,0,0,0] = sum(x[0,k-1,u-2,v-2] * W1[0,k-1,u-1,v-1] for k in range(1, 2) for u in range(1, 4) "
      "for v in range(1, 4) if 0 <= u-2 < 5 and 0 <= v-2 < 5) + b1[0]");
  assert_prints (images, "f1", 3, NN_DIALECT_PYTHON, NN_PRINT_GENERAL,
                 "f1[b-1,j-1] = p1[b-1,(j-1)//2,0,(j-1)%2]");
  assert_prints (
      images, "p1.which", 3, NN_DIALECT_PYTHON, NN_PRINT_CELL,
      "p1_which[0,1,0,1] = (1 - max((a1[0,1,u-1,v+1], -((u - 1) * (1 + 2 - 1) + v - 1)) for u in range(1, 3) "
      "for v in range(1, 3) if 0 <= u-1 < 3 and 0 <= v+1 < 5)[1])");
}

/* A spreadsheet's addresses, and sums as blocks where they are whole rows: all by what a convention may set.
 */
static void
write_address (const NnReference *reference, GString *text, gpointer user_data)
{
  const gchar *sheet = user_data;

  if (reference->offset == G_MAXSIZE)
    g_string_append_printf (text, "%s:%s", reference->tensor, reference->subscripts);
  else
    g_string_append_printf (text, "%s!%s.%" G_GSIZE_FORMAT, sheet, reference->tensor, reference->offset + 1);
}

static gboolean
write_block (NnPrint *print, const NnFold *fold, gpointer user_data)
{
  if (fold->where != NULL || fold->n_bounds > 0 || fold->n_indices != 1)
    return FALSE;
  nn_print_text (print, "SUMME(");
  nn_print_node (print, fold->body, NN_SUM_LEVEL);
  nn_print_text (print, " BIS ");
  nn_print_text (print, fold->index[0].last);
  nn_print_text (print, ")");
  return TRUE;
}

static void
test_own_convention (void)
{
  g_autoptr (NnNetwork) dense = make_dense (3), conv = make_conv ();
  g_autoptr (NnRun) run = make_run (dense, 2, 1), images = make_run (conv, 2, 3);
  NnConvention sheet = nn_convention_python;

  sheet.write_cell = write_address;
  sheet.write_fold = write_block;
  sheet.equals = "=";
  sheet.user_data = (gpointer) "Tabelle";
  assert_prints (run, "z1", 5, &sheet, NN_PRINT_CELL,
                 "Tabelle!z1.6=SUMME(x:1,i-1 * W1:i-1,2 BIS 2) + Tabelle!b1.3");
  assert_prints (run, "z1", 5, &sheet, NN_PRINT_EXPANDED,
                 "Tabelle!z1.6=Tabelle!x.3 * Tabelle!W1.3 + Tabelle!x.4 * Tabelle!W1.6 + Tabelle!b1.3");
  /* A window at the edge is no block: it is written out, without the cells that do not exist. */
  assert_prints (
      images, "z1", 0, &sheet, NN_PRINT_CELL,
      "Tabelle!z1.1=Tabelle!x.1 * Tabelle!W1.5 + Tabelle!x.2 * Tabelle!W1.6 + Tabelle!x.6 * Tabelle!W1.8 + "
      "Tabelle!x.7 * Tabelle!W1.9 + Tabelle!b1.1");
}

/* LaTeX with every brace closed, and no character that TeX would stumble over. */
static void
test_latex_is_balanced (void)
{
  g_autoptr (NnNetwork) network = make_conv ();
  g_autoptr (NnRun) run = make_run (network, 2, 3);
  NnProgram *program = nn_run_get_program (run);

  for (gint i = 0; i < nn_program_get_n_instructions (program) - 1; i++) {
    const gchar *name =
        nn_program_get_tensor (program, nn_program_get_instruction (program, i)->output)->name;

    for (NnPrintForm form = NN_PRINT_GENERAL; form <= NN_PRINT_EXPANDED; form++) {
      g_autofree gchar *line = print (run, name, 0, NN_DIALECT_LATEX, form);
      gint depth = 0;

      for (const gchar *c = line; *c != '\0'; c++) {
        g_assert_cmpint ((guchar) *c, <, 0x80);
        depth += (*c == '{') - (*c == '}');
        g_assert_cmpint (depth, >=, 0);
      }
      g_assert_cmpint (depth, ==, 0);
    }
  }
}

/* Another formula changes value and print together, and for that operation alone. */
static void
test_override (void)
{
  g_autoptr (NnNetwork) network = make_dense (3);
  g_autoptr (NnRun) run = make_run (network, 1, 1);
  NnProgram *program = nn_run_get_program (run);
  NnBinding binding;
  gint instruction = nn_program_get_tensor (program, nn_program_find (program, "W1.next"))->producer;
  gdouble before, after;

  nn_run_get_binding (run, instruction, &binding);
  before = nn_formula_evaluate (nn_formula_for_op (NN_OP_DESCEND), &binding, 0);
  nn_op_override_formula (NN_OP_DESCEND, "out[..] = W[..] + lr * step[..]");
  GENERAL ("W1.next", "W1.next[i,o] = W1[i,o] + lr × dW1[i,o]");
  after = nn_formula_evaluate (nn_formula_for_op (NN_OP_DESCEND), &binding, 0);
  nn_op_override_formula (NN_OP_DESCEND, NULL);
  g_assert_cmpfloat (before, !=, after);
  GENERAL ("W1.next", "W1.next[i,o] = W1[i,o] − lr × dW1[i,o]");
}

/* ---- terms ---- */

/* Each piece of a sum that is written out says of which term it is; the one asked for is among those shown.
 */
static void
test_terms (void)
{
  const gchar *const inputs[] = { "x", "W", "bias", NULL }, *const none[] = { NULL };
  g_autoptr (NnFormula) formula =
      nn_formula_parse ("out[b,o] = sum(i: x[b,i] * W[i,o]) + bias[o]", inputs, none, NULL);
  const NnNames names = { .out = "z", .in = { "x", "W", "b" } };
  gdouble x[20], w[20], bias = 0.5;
  NnBinding binding = { .out_shape = { 2, { 1, 1 } },
                        .in_shape = { { 2, { 1, 20 } }, { 2, { 20, 1 } }, { 1, { 1 } } },
                        .in = { x, w, &bias } };

  for (gint i = 0; i < 20; i++)
    x[i] = w[i] = i + 1;
  for (gsize asked = 1; asked <= 21; asked++) {
    const NnPrintLimits limits = { .max_terms = 4, .term = asked };
    g_autoptr (GPtrArray) symbols =
        nn_dialect_print (NN_DIALECT_MATH, formula, &names, &binding, 0, NN_PRINT_EXPANDED, &limits);
    gsize found = 0, before = 0;

    for (guint i = 0; i < symbols->len; i++) {
      const NnPiece *piece = g_ptr_array_index (symbols, i);

      if (piece->term == 0) {
        g_assert_cmpint (piece->input, <, 0);
        continue;
      }
      g_assert_cmpuint (piece->term, >=, before);
      before = piece->term;
      found += piece->term == asked && piece->input >= 0;
      if (piece->input >= 0)
        g_assert_cmpuint (piece->input == 2 ? 21 : piece->offset + 1, ==, piece->term);
    }
    g_assert_cmpuint (found, ==, asked == 21 ? 1 : 2);
  }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dialect/dense", test_dense);
  g_test_add_func ("/dialect/conv", test_conv);
  g_test_add_func ("/dialect/long-sum", test_long_sum);
  g_test_add_func ("/dialect/numbers", test_numbers);
  g_test_add_func ("/dialect/recompute", test_recompute);
  g_test_add_func ("/dialect/python", test_python);
  g_test_add_func ("/dialect/own-convention", test_own_convention);
  g_test_add_func ("/dialect/latex", test_latex_is_balanced);
  g_test_add_func ("/dialect/override", test_override);
  g_test_add_func ("/dialect/terms", test_terms);
  return g_test_run ();
}
