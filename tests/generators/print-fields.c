/* Prints the tables of fields as JSON, so that the schema can be made from them and compared with them. */
#include <stdio.h>

#include "nn/nn-network.h"

static const gchar *const type_names[] = { "whole", "number",  "optional", "flag", "choice",
                                           "pair",  "padding", "init",     "name", "names" };

static void
print_field (const NnField *field, gboolean first)
{
  printf ("%s\n    {\"name\": \"%s\", \"type\": \"%s\", \"range\": \"%s\", \"doc\": \"%s\"}",
          first ? "" : ",", field->name, type_names[field->type], field->range, field->doc);
}

int
main (void)
{
  printf ("{\n \"layers\": {");
  for (gint kind = 0; kind < NN_N_LAYER_KINDS; kind++) {
    printf ("%s\n  \"%s\": [", kind > 0 ? "," : "", nn_layer_kind_get_name ((NnLayerKind) kind));
    for (const NnField *field = nn_layer_next_field ((NnLayerKind) kind, NULL), *first = field; field != NULL;
         field = nn_layer_next_field ((NnLayerKind) kind, field))
      print_field (field, field == first);
    printf ("]");
  }
  printf ("},\n \"optimizers\": {");
  for (gint kind = 0; kind < NN_N_OPTIMIZERS; kind++) {
    printf ("%s\n  \"%s\": [", kind > 0 ? "," : "", nn_optimizer_get_name ((NnOptimizerKind) kind));
    for (const NnField *field = nn_optimizer_next_field ((NnOptimizerKind) kind, NULL), *first = field;
         field != NULL; field = nn_optimizer_next_field ((NnOptimizerKind) kind, field))
      print_field (field, field == first);
    printf ("]");
  }
  printf ("}\n}\n");
  return 0;
}
