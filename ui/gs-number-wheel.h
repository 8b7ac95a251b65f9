/* A number that is turned by the wheel: all notches of one turn over one cell are one edit.
 *
 *   GsNumberWheel *wheel = gs_number_wheel_new (view);
 *   gs_number_wheel_turn (wheel, &cell, 1, &said, &error); // a leaf; what is marked with it goes along
 */
#pragma once

#include "app/view/gs-view.h"

G_BEGIN_DECLS

typedef struct _GsNumberWheel GsNumberWheel;

GsNumberWheel *gs_number_wheel_new (GsView *view);
void gs_number_wheel_free (GsNumberWheel *wheel);

/* Nothing happens over a computed cell. `said` is as in gs-range-edit.h. */
gboolean
gs_number_wheel_turn (GsNumberWheel *wheel, const NnCell *cell, gdouble steps, gchar **said, GError **error);

G_END_DECLS
