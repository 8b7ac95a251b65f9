/* Practice: cells are blanked out, the learner fills them in on the sheet, and has them marked. Any network,
 * any part of a pass; with fresh numbers that are friendly on paper, if one wants.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_PRACTICE_PANEL (gs_practice_panel_get_type ())
G_DECLARE_FINAL_TYPE (GsPracticePanel, gs_practice_panel, GS, PRACTICE_PANEL, GtkWidget)

GtkWidget *gs_practice_panel_new (GsView *view);

/* For keys: marks what is filled in; where nothing is blank, blanks out what is chosen. */
void gs_practice_panel_mark (GsPracticePanel *self);

G_END_DECLS
