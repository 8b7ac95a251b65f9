/* How inputs are scaled: a drop-down whose places are those of GsScalingKind.
 *
 *   GtkWidget *choice = gs_scaling_choice_new ();
 *   gs_workbook_scale_rows (book, gs_scaling_choice_get (choice), &error);
 */
#pragma once

#include <gtk/gtk.h>

#include "app/data/gs-dataset.h"

G_BEGIN_DECLS

/* "notify::selected" tells of another choice. */
GtkWidget *gs_scaling_choice_new (void);
GsScalingKind gs_scaling_choice_get (GtkWidget *choice);

/* What is done to the first few inputs, a line each: "sleep: (value − 6.5) / 2.1"; "" where nothing is.
 * Caller frees. */
gchar *gs_scaling_choice_describe (GsDataset *data);

/* While inputs stay as they are, the label has the advice (gs-advice.h), and what to choose; else it is
 * hidden. Takes the advice, which may be NULL. */
void gs_scaling_choice_advise (GtkWidget *choice, GtkWidget *label, gchar *advice);

G_END_DECLS
