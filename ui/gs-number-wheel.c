/* Turning numbers. */
#include "gs-number-wheel.h"

#include "app/view/gs-range-edit.h"
#include "gs-later.h"

/* Milliseconds without a notch. */
#define REST 700

struct _GsNumberWheel {
  GsView *view;
  NnCell turned; /* last */
  GsLater rest;  /* runs out when the wheel has come to rest: until then its notches are one edit */
};

GsNumberWheel *
gs_number_wheel_new (GsView *view)
{
  GsNumberWheel *wheel = g_new0 (GsNumberWheel, 1);

  wheel->view = view;
  return wheel;
}

void
gs_number_wheel_free (GsNumberWheel *wheel)
{
  if (wheel == NULL)
    return;
  if (gs_later_is_due (&wheel->rest))
    gs_workbook_end_gesture (gs_view_get_workbook (wheel->view));
  gs_later_forget (&wheel->rest);
  g_free (wheel);
}

static void
end_gesture (GsNumberWheel *wheel)
{
  gs_workbook_end_gesture (gs_view_get_workbook (wheel->view));
}

gboolean
gs_number_wheel_turn (GsNumberWheel *wheel, const NnCell *cell, gdouble steps, gchar **said, GError **error)
{
  GsWorkbook *book = gs_view_get_workbook (wheel->view);

  if (nn_program_get_tensor (gs_workbook_get_program (book), cell->tensor)->producer >= 0)
    return TRUE;
  if (!gs_later_is_due (&wheel->rest) || !nn_cell_equal (&wheel->turned, cell))
    gs_workbook_begin_gesture (book);
  wheel->turned = *cell;
  gs_later_at_rest (&wheel->rest, REST, (GsLaterFunc) end_gesture, wheel);
  return gs_range_turn (wheel->view, cell, steps, said, error);
}
