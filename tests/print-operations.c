/* Prints docs/OPERATIONS.md from the table of operations, so that the two cannot differ. */
#include "nn/nn-op.h"

static void
print_roles (const gchar *title, const gchar *const *roles, gint n)
{
  if (n == 0)
    return;
  g_print ("%s", title);
  for (gint i = 0; i < n; i++)
    g_print ("%s`%s`", i > 0 ? ", " : " ", roles[i]);
  g_print ("\n\n");
}

int
main (void)
{
  g_print ("# Operations\n\n"
           "Every instruction of a program is one of these. The formula defines one output cell; the kernel\n"
           "computes the same bits for the whole tensor. This page is written from the table in\n"
           "nn/nn-op-table.h by `make docs`; the language of the formulas is described at its head.\n");
  for (gint op = 0; op < NN_OP_COMMIT; op++) {
    const NnOpInfo *info = nn_op_get ((NnOp) op);

    g_print ("\n## %s\n\n%s\n\n```\n%s\n```\n\n", info->name, info->why, info->formula);
    g_print ("In brief: %s\n\n", info->brief);
    print_roles ("Inputs:", info->inputs, info->n_inputs);
    print_roles ("Attributes:", info->attributes, info->n_attributes);
    g_print ("%s\n", info->has_gradient ? "It has a backward rule." : "No gradient passes through it.");
  }
  g_print ("\n## commit\n\nEnds the pass: every `X.next` becomes `X`, and the next pass begins with all else "
           "blank.\n");
  return 0;
}
