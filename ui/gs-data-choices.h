/* Which rows the sheet of the data shows, and in which order: all or those of one use or class, wrong ones
 * only, as they lie or the worst first.
 *
 * What can be chosen follows from the data. Rows that were sorted stay where they are while weights and
 * numbers change; then a button sorts them again.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-data-grid.h"

G_BEGIN_DECLS

#define GS_TYPE_DATA_CHOICES (gs_data_choices_get_type ())
G_DECLARE_FINAL_TYPE (GsDataChoices, gs_data_choices, GS, DATA_CHOICES, GtkWidget)

GtkWidget *gs_data_choices_new (GsDataGrid *grid);

G_END_DECLS
