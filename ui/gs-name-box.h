/* The name box: what the selected cell is called, and where one types where to go: "W2", "w2[1,1]",
 * "W1[1,1]:W1[2,2]" (gs_range_parse()). Beside it a list of all blocks. What cannot be found is said at the
 * box, until the next key.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_NAME_BOX (gs_name_box_get_type ())
G_DECLARE_FINAL_TYPE (GsNameBox, gs_name_box, GS, NAME_BOX, GtkWidget)

/* It asks for "win.focus-sheet" when one has gone somewhere. */
GtkWidget *gs_name_box_new (GsView *view);
void gs_name_box_focus (GsNameBox *self);

G_END_DECLS
