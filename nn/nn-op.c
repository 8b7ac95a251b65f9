/* The rows of nn-op-table.h, made ready to be looked at. */
#include "nn-op.h"

/* A row as it is written; lists are words between spaces. */
typedef struct {
  const gchar *name, *inputs, *attributes;
  NnShapeRule shape_rule;
  const gchar *gradient, *formula, *brief, *why;
} Row;

static const Row table[NN_N_OPS] = {
#define ROW(ID, name, inputs, attributes, shape_rule, gradient, formula, brief, why)                         \
  [NN_OP_##ID] = { #name, inputs, attributes, NN_SHAPE_RULE_##shape_rule, #gradient, formula, brief, why },
  NN_OP_TABLE (ROW)
#undef ROW
      [NN_OP_COMMIT] = { "commit", "", "", NN_SHAPE_RULE_GIVEN, "none", NULL, "next → now",
                         N_ ("The new weights and the optimiser's new state take the place of the old; the "
                             "pass ends.") },
};

static NnOpInfo rows[NN_N_OPS];
static guint formula_serial;

static void
fill_row (NnOp op)
{
  const Row *row = &table[op];
  /* The words live as long as the program. */
  gchar **roles = g_strsplit (row->inputs, " ", -1);
  gchar **names = g_strsplit (row->attributes, " ", -1);
  guint n_inputs = g_strv_length (roles);
  guint n_attributes = g_strv_length (names);

  g_assert (n_inputs <= NN_MAX_INPUTS && n_attributes <= NN_MAX_ATTRIBUTES);
  rows[op] = (NnOpInfo){
    .op = op,
    .name = row->name,
    .n_inputs = (gint) n_inputs,
    .inputs = (const gchar *const *) roles,
    .n_attributes = (gint) n_attributes,
    .attributes = (const gchar *const *) names,
    .shape_rule = row->shape_rule,
    .has_gradient = !g_str_equal (row->gradient, "none"),
    .formula = row->formula,
    .brief = row->brief,
    .why = row->why,
  };
}

static void
ensure_rows (void)
{
  static gsize ready = 0;

  if (g_once_init_enter (&ready)) {
    for (gint op = 0; op < NN_N_OPS; op++)
      fill_row ((NnOp) op);
    g_once_init_leave (&ready, 1);
  }
}

const NnOpInfo *
nn_op_get (NnOp op)
{
  g_assert ((guint) op < NN_N_OPS);
  ensure_rows ();
  return &rows[op];
}

void
nn_op_override_formula (NnOp op, const gchar *formula)
{
  g_assert ((guint) op < NN_OP_COMMIT);
  ensure_rows ();
  rows[op].formula = formula != NULL ? g_intern_string (formula) : table[op].formula;
  formula_serial++;
}

guint
nn_op_get_formula_serial (void)
{
  return formula_serial;
}
