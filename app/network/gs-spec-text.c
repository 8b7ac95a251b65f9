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
append_pair (GString *text, gint first, gint second)
{
  if (first == second)
    g_string_append_printf (text, " %d", first);
  else
    g_string_append_printf (text, " %dx%d", first, second);
}

static void
append_init (GString *text, const gchar *word, const NnInit *init)
{
  if (init->kind == NN_INIT_DEFAULT || init->kind == NN_INIT_VALUES)
    return;
  g_string_append_printf (text, " %s %s", word, nn_init_get_name (init->kind));
  if (init->kind == NN_INIT_CONSTANT || init->kind == NN_INIT_UNIFORM || init->kind == NN_INIT_NORMAL)
    append_number (text, init->a);
  if (init->kind == NN_INIT_UNIFORM || init->kind == NN_INIT_NORMAL)
    append_number (text, init->b);
}

static void
append_padding (GString *text, const NnPadding *padding)
{
  if (padding->kind == NN_PADDING_SAME)
    g_string_append (text, " same");
  else if (padding->kind == NN_PADDING_EXPLICIT)
    g_string_append_printf (text, " pad %d,%d,%d,%d", padding->top, padding->bottom, padding->left,
                            padding->right);
}

static void
append_window (GString *text, const NnLayer *layer)
{
  gboolean is_pool = layer->kind != NN_LAYER_CONV;
  gint rows = is_pool ? layer->kernel_height : 1, columns = is_pool ? layer->kernel_width : 1;

  if (layer->stride_rows != rows || layer->stride_columns != columns) {
    g_string_append (text, " stride");
    append_pair (text, layer->stride_rows, layer->stride_columns);
  }
  append_padding (text, &layer->padding);
  if (layer->kind == NN_LAYER_AVERAGE_POOL && layer->count_padding)
    g_string_append (text, " count-padding");
}

static void
append_activation (GString *text, const NnLayer *layer)
{
  g_string_append (text, nn_activation_get_name (layer->activation));
  if (layer->activation == NN_ACTIVATION_LEAKY_RELU && layer->slope != 0.01)
    append_number (text, layer->slope);
}

static void
append_weights (GString *text, const NnLayer *layer)
{
  if (layer->activation != NN_ACTIVATION_LINEAR) {
    g_string_append_c (text, ' ');
    append_activation (text, layer);
  }
  if (!layer->bias)
    g_string_append (text, " no-bias");
  if (layer->freeze_kernel && layer->freeze_bias)
    g_string_append (text, " frozen");
  else if (layer->freeze_kernel)
    g_string_append (text, " frozen kernel");
  else if (layer->freeze_bias)
    g_string_append (text, " frozen bias");
  append_init (text, "init", &layer->kernel_init);
  append_init (text, "bias-init", &layer->bias_init);
}

/* The number to type so that 1 minus it is what is kept: 0.3, not 0.30000000000000004. */
static void
append_dropped (GString *text, gdouble keep)
{
  gchar buffer[G_ASCII_DTOSTR_BUF_SIZE];
  gdouble short_one = g_ascii_strtod (g_ascii_formatd (buffer, sizeof buffer, "%.15g", 1 - keep), NULL);

  append_number (text, 1 - short_one == keep ? short_one : 1 - keep);
}

static void
append_layer (GString *text, const NnLayer *layer)
{
  if (layer->kind == NN_LAYER_ACTIVATION)
    append_activation (text, layer);
  else
    g_string_append (text, nn_layer_kind_get_name (layer->kind));
  if (layer->kind == NN_LAYER_DENSE || layer->kind == NN_LAYER_CONV)
    g_string_append_printf (text, " %d", layer->units);
  if (layer->kind == NN_LAYER_CONV)
    g_string_append_printf (text, " %dx%d", layer->kernel_height, layer->kernel_width);
  else if (layer->kind == NN_LAYER_MAX_POOL || layer->kind == NN_LAYER_AVERAGE_POOL)
    append_pair (text, layer->kernel_height, layer->kernel_width);
  else if (layer->kind == NN_LAYER_DROPOUT)
    append_dropped (text, layer->keep);
  if (layer->kind == NN_LAYER_CONV || layer->kind == NN_LAYER_MAX_POOL
      || layer->kind == NN_LAYER_AVERAGE_POOL)
    append_window (text, layer);
  if (layer->kind == NN_LAYER_DENSE || layer->kind == NN_LAYER_CONV)
    append_weights (text, layer);
  if (layer->name != NULL)
    g_string_append_printf (text, " as %s", layer->name);
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
