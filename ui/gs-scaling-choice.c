/* How inputs are scaled, as a choice and in numbers. */
#include "gs-scaling-choice.h"

#include <glib/gi18n-lib.h>

#include "app/text/gs-number.h"
#include "gs-choice.h"

#define MAX_TOLD 6
#define DIGITS   6

GtkWidget *
gs_scaling_choice_new (void)
{
  const gchar *const kinds[] = { _ ("As they are"), _ ("Mean 0, deviation 1"), _ ("From 0 to 1"), NULL };
  GtkWidget *choice = gs_choice_new (kinds, _ ("How inputs are scaled"));

  gtk_widget_set_tooltip_text (
      choice,
      _ ("Inputs of very different sizes are hard to learn from: scaled by what the training rows say, "
         "they are alike. Test rows, and inputs to answer, are scaled by the same numbers."));
  return choice;
}

GsScalingKind
gs_scaling_choice_get (GtkWidget *choice)
{
  return (GsScalingKind) gtk_drop_down_get_selected (GTK_DROP_DOWN (choice));
}

/* "sleep", "input 3"; of pictures "channel 1", or where there is only one "each pixel". */
static gchar *
name_input (GsDataset *data, gsize input, gsize alike, gsize n)
{
  const GPtrArray *names = gs_dataset_get_names (data, GS_NAMES_FEATURES);

  if (alike == n && n > 1)
    return g_strdup (_ ("each pixel"));
  if (alike > 1)
    return g_strdup_printf (_ ("channel %zu"), input / alike + 1);
  if (names != NULL && *(const gchar *) g_ptr_array_index (names, input) != '\0')
    return g_strdup (g_ptr_array_index (names, input));
  return g_strdup_printf (_ ("input %zu"), input + 1);
}

gchar *
gs_scaling_choice_describe (GsDataset *data)
{
  const NnShape *shape = gs_dataset_get_input_shape (data);
  gsize n = nn_shape_count (shape), alike = shape->rank == 3 ? n / (gsize) shape->dim[0] : 1;
  const gdouble *subtract, *divide;
  g_autoptr (GString) text = g_string_new (NULL);

  if (gs_dataset_get_scaling (data, &subtract, &divide) == GS_SCALING_NONE)
    return g_strdup ("");
  for (gsize input = 0; input < n && input < MAX_TOLD * alike; input += alike) {
    g_autofree gchar *name = name_input (data, input, alike, n),
                     *low = gs_number_show (subtract[input], DIGITS),
                     *width = gs_number_show (divide[input], DIGITS), *line = NULL;

    /* Translators: an input's name, and how its numbers are scaled. */
    line = g_strdup_printf (_ ("%s: (value − %s) / %s"), name, low, width);
    g_string_append_printf (text, "%s%s", input > 0 ? "\n" : "", line);
  }
  g_string_append (text, n > MAX_TOLD * alike ? "\n…" : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
gs_scaling_choice_advise (GtkWidget *choice, GtkWidget *label, gchar *advice)
{
  g_autofree gchar *own = advice, *text = NULL;
  gboolean counts = own != NULL && gs_scaling_choice_get (choice) == GS_SCALING_NONE;

  if (counts)
    text = g_strdup_printf (_ ("%s Choose “Mean 0, deviation 1” beside “Inputs are scaled”."), own);
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, counts);
}
