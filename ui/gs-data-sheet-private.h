/* What the files of the data's sheet share: gs-data-sheet.c draws and points, -edit types,
 * -places says where things lie. Each knows those behind it only. */
#pragma once

#include "app/paint/gs-data-painter.h"
#include "gs-cell-editor.h"
#include "gs-data-sheet.h"

G_BEGIN_DECLS

struct _GsDataSheet {
  GtkWidget parent_instance;

  GsDataGrid *grid;
  GtkAdjustment *hadjustment, *vadjustment;
  GtkScrollablePolicy hpolicy, vpolicy;
  gdouble scale;
  GHashTable *pages; /* Page by its number: what is drawn already */
  guint predict_later;
  GsDataPlace drag; /* what the button that is held down began on */
  gint fill_to;

  GtkWidget *menu; /* of the cursor's cell */
  GsCellEditor *editor;
  gint edited_row, edited_column;
  gint tab_home; /* the column where Tab began, to which Enter returns; -1: none */
};

GsDataScene gs_data_sheet_get_scene (GsDataSheet *self);
/* The scroll bars go by the size of the data and of the widget. */
void gs_data_sheet_configure (GsDataSheet *self);
/* So that the corner of the range is in view. */
void gs_data_sheet_reveal (GsDataSheet *self);

void gs_data_sheet_add_keys (GsDataSheet *self);
/* The menu at the cursor's cell. */
void gs_data_sheet_show_menu (GsDataSheet *self);
/* NULL: what stands there, to be changed. */
void gs_data_sheet_edit (GsDataSheet *self, const gchar *text);
/* FALSE if what is typed is wrong and stays open. */
gboolean gs_data_sheet_settle (GsDataSheet *self);
void gs_data_sheet_place_editor (GsDataSheet *self);

G_END_DECLS
