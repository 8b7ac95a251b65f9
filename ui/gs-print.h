/* Printing the sheet: on one page, as large as fits, by the painter that draws it on the screen, in the light
 * colours whatever the window's are.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

/* Shows the print dialog. What goes wrong is said in a dialog. */
void gs_print_sheet (GtkWindow *parent, GsView *view);

/* The same into a PDF file, without a dialog: for tests and for machines without a printer. */
gboolean gs_print_sheet_to_pdf (GsView *view, const gchar *path, GError **error);

G_END_DECLS
