/* A network back as a line. */
#include "app/text/gs-number.h"
#include "gs-spec.h"

static void
append_number (GString *text, gdouble value)
{
  gchar buffer[GS_NUMBER_BUFFER];

  g_string_append_printf (text, " %s", gs_number_to_text (value, buffer));
}

static void
append_pair (GString *text, const NnPair *pair, gboolean both)
{
  if (pair->rows == pair->columns && !both)
    g_string_append_printf (text, " %d", pair->rows);
  else
    g_string_append_printf (text, " %dx%d", pair->rows, pair->columns);
}

static void
append_init (GString *text, const gchar *word, const NnInit *init)
{
  if (init->kind == NN_INIT_DEFAULT || init->kind == NN_INIT_VALUES)
    return;
  g_string_append_printf (text, " %s %s", word, nn_init_get_name (init->kind));
  if (nn_init_get_n_numbers (init->kind) > 0)
    append_number (text, init->a);
  if (nn_init_get_n_numbers (init->kind) > 1)
    append_number (text, init->b);
}

static void
append_padding (GString *text, const gchar *word, const NnPadding *padding)
{
  if (padding->kind == NN_PADDING_SAME)
    g_string_append (text, " same");
  else if (padding->kind == NN_PADDING_EXPLICIT)
    g_string_append_printf (text, " %s %d,%d,%d,%d", word, padding->top, padding->bottom, padding->left,
                            padding->right);
}

static void
append_activation (GString *text, const NnLayer *layer)
{
  if (text->len > 0 && text->str[text->len - 1] != ' ')
    g_string_append_c (text, ' ');
  g_string_append (text, nn_activation_get_name (layer->activation));
  if (layer->activation == NN_ACTIVATION_LEAKY_RELU && layer->slope != 0.01)
    append_number (text, layer->slope);
}

/* The number to type so that 1 minus it is what is kept: 0.3, not 0.30000000000000004. */
static void
append_dropped (GString *text, gdouble keep)
{
  gchar buffer[G_ASCII_DTOSTR_BUF_SIZE];
  gdouble short_one = g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, "%.15g", 1 - keep), NULL);

  append_number (text, 1 - short_one == keep ? short_one : 1 - keep);
}

/* What stands right behind the kind. */
static void
append_place (GString *text, const NnLayer *layer, const NnField *field)
{
  gchar **names;

  switch ((gint) field->type) {
  case NN_FIELD_WHOLE: g_string_append_printf (text, " %d", *nn_field_at (field, layer, const gint)); break;
  case NN_FIELD_NUMBER: append_dropped (text, *nn_field_at (field, layer, const gdouble)); break;
  case NN_FIELD_PAIR:
    append_pair (text, nn_field_at (field, layer, const NnPair), layer->kind == NN_LAYER_CONV);
    break;
  case NN_FIELD_NAMES:
    names = *nn_field_at (field, layer, gchar * *const);
    for (gint i = 0; names != NULL && names[i] != NULL; i++)
      g_string_append_printf (text, " %s", names[i]);
    break;
  default: g_assert_not_reached ();
  }
}

/* What is said of a field by its word, and is not as usual. */
static void
append_option (GString *text, const NnLayer *layer, const NnField *field)
{
  switch ((gint) field->type) {
  case NN_FIELD_CHOICE: append_activation (text, layer); break;
  case NN_FIELD_PADDING:
    append_padding (text, field->spec, nn_field_at (field, layer, const NnPadding));
    break;
  case NN_FIELD_PAIR:
    g_string_append_printf (text, " %s", field->spec);
    append_pair (text, nn_field_at (field, layer, const NnPair), FALSE);
    break;
  case NN_FIELD_INIT: append_init (text, field->spec, nn_field_at (field, layer, const NnInit)); break;
  case NN_FIELD_FLAG:
    g_string_append_printf (text, " %s%s", field->otherwise != 0 ? "no-" : "", field->spec);
    break;
  default: break; /* the slope goes with its activation, names come last */
  }
}

static void
append_layer (GString *text, const NnLayer *layer)
{
  gboolean is_frozen = layer->freeze_kernel && layer->freeze_bias;

  if (layer->kind == NN_LAYER_ACTIVATION)
    append_activation (text, layer);
  else
    g_string_append (text, nn_layer_kind_get_name (layer->kind));
  for (const NnField *field = nn_layer_next_field (layer->kind, NULL); field != NULL;
       field = nn_layer_next_field (layer->kind, field))
    if (g_str_equal (field->spec, "="))
      append_place (text, layer, field);
    else if (!nn_layer_is_default (layer, field)
             && !(field->type == NN_FIELD_CHOICE && layer->kind == NN_LAYER_ACTIVATION)
             && !(is_frozen && g_str_has_prefix (field->spec, "frozen")))
      append_option (text, layer, field);
  if (is_frozen)
    g_string_append (text, " frozen");
  if (layer->name != NULL)
    g_string_append_printf (text, " as %s", layer->name);
  if (layer->from != NULL)
    g_string_append_printf (text, " from %s", layer->from);
}

gchar *
gs_spec_to_text (const NnNetwork *network)
{
  GString *text = g_string_new ("input ");

  for (gint i = 0; i < network->input.rank; i++)
    g_string_append_printf (text, "%s%d", i > 0 ? "x" : "", network->input.dim[i]);
  for (guint i = 0; i < network->layers->len; i++) {
    g_string_append (text, " · ");
    append_layer (text, g_ptr_array_index (network->layers, i));
  }
  return g_string_free (text, FALSE);
}
