/* A drop-down that may be narrower than its longest text: it shows as much of it as fits, its list shows all.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* `label` is for screen readers. */
GtkWidget *gs_choice_new (const gchar *const *texts, const gchar *label);
/* The same for a drop-down that stands in a .ui file with its texts. */
void gs_choice_dress (GtkWidget *drop_down, const gchar *label);
/* A short one has room for all of its text in any case. */
void gs_choice_keep_whole (GtkWidget *choice);

G_END_DECLS
