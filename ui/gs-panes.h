/* The lesson, the sheet and the side panel, beside each other while there is room.
 *
 *   gs_panes_set_start (panes, lesson);               the centre and the end come from a .ui file
 *   gs_panes_toggle (panes, lesson);
 *
 * In a narrow window the side panel folds away first, then the lesson: the sheet keeps its room, and the
 * window may become as narrow as the sheet. What is asked for all the same takes what the sheet can do
 * without, else the other pane's place, and only where that is too little stands over the sheet.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GS_TYPE_PANES (gs_panes_get_type ())
G_DECLARE_FINAL_TYPE (GsPanes, gs_panes, GS, PANES, GtkWidget)

/* A pane to the left of the sheet; NULL takes it away. */
void gs_panes_set_start (GsPanes *self, GtkWidget *pane);

/* Pixels for one of the design, by the desktop's size of text: 1 where nothing is said. */
void gs_panes_set_text_scale (GsPanes *self, gdouble scale);

/* Folds a pane that is seen, shows one that is not. */
void gs_panes_toggle (GsPanes *self, GtkWidget *pane);
/* It is wanted: over the sheet if there is no room beside it. */
void gs_panes_show (GsPanes *self, GtkWidget *pane);

G_END_DECLS
