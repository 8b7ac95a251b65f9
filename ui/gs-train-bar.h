/* How training goes on: passes done, loss, speed, time left, and buttons to pause and to stop it. There only
 * while somebody trains the view's workbook, from whatever window; to be laid over a sheet.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_TRAIN_BAR (gs_train_bar_get_type ())
G_DECLARE_FINAL_TYPE (GsTrainBar, gs_train_bar, GS, TRAIN_BAR, GtkWidget)

GtkWidget *gs_train_bar_new (GsView *view);
/* Before a class: only how far it is and how well it does, in large letters. */
void gs_train_bar_be_brief (GsTrainBar *self);

G_END_DECLS
