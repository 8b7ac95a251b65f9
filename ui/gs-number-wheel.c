/* Turning numbers. */
#include "gs-number-wheel.h"

#include "app/view/gs-range-edit.h"

/* Milliseconds without a notch. */
#define REST 700

struct _GsNumberWheel {
  GsView *view;
  NnCell turned; /* last */
  guint rest;    /* runs out when the wheel has come to rest: until then its notches are one edit */
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
  if (wheel->rest != 0)
    gs_workbook_end_gesture (gs_view_get_workbook (wheel->view));
  g_clear_handle_id (&wheel->rest, g_source_remove);
  g_free (wheel);
}

static gboolean
on_rests (gpointer user_data)
{
  GsNumberWheel *wheel = user_data;

  wheel->rest = 0;
  gs_workbook_end_gesture (gs_view_get_workbook (wheel->view));
  return G_SOURCE_REMOVE;
}

gboolean
gs_number_wheel_turn (GsNumberWheel *wheel, const NnCell *cell, gdouble steps, GError **error)
{
  GsWorkbook *book = gs_view_get_workbook (wheel->view);

  if (nn_program_get_tensor (gs_workbook_get_program (book), cell->tensor)->producer >= 0)
    return TRUE;
  if (wheel->rest == 0 || !nn_cell_equal (&wheel->turned, cell))
    gs_workbook_begin_gesture (book);
  wheel->turned = *cell;
  g_clear_handle_id (&wheel->rest, g_source_remove);
  wheel->rest = g_timeout_add (REST, on_rests, wheel);
  return gs_range_turn (wheel->view, cell, steps, error);
}
