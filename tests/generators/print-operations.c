/* Prints docs/OPERATIONS.md from the table of operations, so that the two cannot differ.
 * With printf: g_print() would turn what the locale does not know into question marks. */
#include <stdio.h>

#include "nn/nn-op.h"

static void
print_roles (const gchar *title, const gchar *const *roles, gint n)
{
  if (n == 0)
    return;
  printf ("%s", title);
  for (gint i = 0; i < n; i++)
    printf ("%s`%s`", i > 0 ? ", " : " ", roles[i]);
  printf ("\n\n");
}

int
main (void)
{
  printf ("# Operations\n\n"
          "Every instruction of a program is one of these. The formula defines one output cell; the kernel\n"
          "computes the same bits for the whole tensor. This page is written from the table in\n"
          "nn/nn-op-table.h by `make docs`; the language of the formulas is described at its head.\n");
  for (gint op = 0; op < NN_OP_COMMIT; op++) {
    const NnOpInfo *info = nn_op_get ((NnOp) op);

    printf ("\n## %s\n\n%s\n\n```\n%s\n```\n\n", info->name, info->why, info->formula);
    printf ("In brief: %s\n\n", info->brief);
    print_roles ("Inputs:", info->inputs, info->n_inputs);
    print_roles ("Attributes:", info->attributes, info->n_attributes);
    printf ("%s\n", info->has_gradient ? "It has a backward rule." : "No gradient passes through it.");
  }
  printf ("\n## commit\n\nEnds the pass: every `X.next` becomes `X`, and the next pass begins with all else "
          "blank.\n");
  return 0;
}
