/* Prints random cells of every operation as Python, with what nn makes of them: a JSON object a line, for
 * tests/test-python-dialect.py. Usage: print-python SEED CASES */
#include <stdio.h>
#include <stdlib.h>

#include "nn/nn-dialect.h"
#include "tests/draw-call.h"

static void
print_shape (const NnShape *shape)
{
  printf ("[");
  for (gint axis = 0; axis < shape->rank; axis++)
    printf ("%s%d", axis > 0 ? ", " : "", shape->dim[axis]);
  printf ("]");
}

static void
print_line (const gchar *key,
            NnFormula *formula,
            const NnNames *names,
            const NnBinding *binding,
            gsize offset,
            NnPrintForm form)
{
  g_autoptr (GPtrArray) pieces =
      nn_dialect_print (NN_DIALECT_PYTHON, formula, names, binding, offset, form, NULL);
  g_autofree gchar *line = nn_pieces_join (pieces);

  printf (", \"%s\": \"%s\"", key, line);
}

/* Letters for the axes of an input: those of its subscripts, then others for what `..` stands for. */
static gchar *
make_axes (const NnOpInfo *info, gint input, gint rank)
{
  g_autofree gchar *subscripts = find_subscripts (info->formula, info->inputs[input]);
  GString *axes = g_string_new (NULL);

  for (const gchar *c = subscripts; c != NULL && *c != '\0' && (gint) axes->len < rank; c++)
    if (g_ascii_isalpha (*c))
      g_string_append_c (axes, *c);
  for (const gchar *c = "rcdq"; (gint) axes->len < rank; c++)
    g_string_append_c (axes, *c);
  return g_string_free (axes, FALSE);
}

static void
print_inputs (const NnOpInfo *info, const NnBinding *binding, const NnNames *names)
{
  printf (", \"inputs\": {");
  for (gint k = 0; k < info->n_inputs; k++) {
    printf ("%s\"%s\": {\"shape\": ", k > 0 ? ", " : "", names->in[k]);
    print_shape (&binding->in_shape[k]);
    printf (", \"values\": [");
    for (gsize i = 0; i < nn_shape_count (&binding->in_shape[k]); i++)
      printf ("%s\"%a\"", i > 0 ? ", " : "", binding->in[k][i]);
    printf ("]}");
  }
  printf ("}");
}

static void
print_case (const NnOpInfo *info, Flavour flavour)
{
  static const gchar *const tensors[] = { "T0", "T1.next", "T2", "T3.max", "T4" };
  NnFormula *formula = nn_formula_for_op (info->op);
  NnCall call = { 0 };
  NnBinding binding = { 0 };
  NnNames names = { .out = "z1.out" };
  gsize n, offset;

  do
    draw_shapes (info, &call);
  while (nn_shape_count (&call.in_shape[0]) > 2000 || nn_shape_count (&call.out_shape) > 2000);
  for (gint k = 0; k < info->n_inputs; k++) {
    gsize count = nn_shape_count (&call.in_shape[k]);
    gdouble *values = g_new (gdouble, count);

    for (gsize i = 0; i < count; i++)
      values[i] = draw_role (info->inputs[k], flavour, call.attribute);
    binding.in[k] = values;
    binding.in_shape[k] = call.in_shape[k];
    names.in[k] = tensors[k];
    names.in_axes[k] = make_axes (info, k, call.in_shape[k].rank);
  }
  memcpy (binding.attribute, call.attribute, sizeof binding.attribute);
  binding.out_shape = call.out_shape;
  n = nn_shape_count (&call.out_shape);
  offset = draw_bits () % n;
  printf ("{\"op\": \"%s\", \"out\": ", info->name);
  print_shape (&binding.out_shape);
  print_inputs (info, &binding, &names);
  printf (", \"offset\": %" G_GSIZE_FORMAT, offset);
  print_line ("general", formula, &names, &binding, offset, NN_PRINT_GENERAL);
  print_line ("cell", formula, &names, &binding, offset, NN_PRINT_CELL);
  print_line ("expanded", formula, &names, &binding, offset, NN_PRINT_EXPANDED);
  printf (", \"values\": [");
  for (gsize i = 0; i < n; i++)
    printf ("%s\"%a\"", i > 0 ? ", " : "", nn_formula_evaluate (formula, &binding, i));
  printf ("]}\n");
  for (gint k = 0; k < info->n_inputs; k++) {
    g_free ((gpointer) binding.in[k]);
    g_free ((gpointer) names.in_axes[k]);
  }
}

int
main (int argc, char **argv)
{
  gint n_cases = argc == 3 ? atoi (argv[2]) : 0;

  if (n_cases < 1)
    return 2;
  for (gint op = 0; op < NN_OP_COMMIT; op++) {
    state = 0x9e3779b97f4a7c15 + (guint64) op * 7919 + (guint64) atoi (argv[1]);
    for (gint i = 0; i < n_cases; i++)
      print_case (nn_op_get ((NnOp) op), i % 3 == 2 ? TIES : PLAIN);
  }
  return 0;
}
