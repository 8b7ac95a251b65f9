#include "gs-changes.h"

#include <string.h>

typedef struct {
  gchar *name;
  gsize n_cells;   /* of the tensor */
  gdouble *values; /* before the edit, or NULL */
  gsize n;         /* that were computed */
  gint state;      /* whether they differ: -1 not yet compared */
} Before;

struct _GsChanges {
  GsWorkbook *book; /* not owned: whoever owns the changes owns the workbook, too */
  GArray *before;   /* Before, by tensor; empty if there is nothing to compare with */
  guint32 pass;
  gulong handlers[4];
};

static void
clear_before (gpointer data)
{
  Before *before = data;

  g_clear_pointer (&before->name, g_free);
  g_clear_pointer (&before->values, g_free);
}

static GArray *
make_array (void)
{
  GArray *array = g_array_new (FALSE, TRUE, sizeof (Before));

  g_array_set_clear_func (array, clear_before);
  return array;
}

static gsize
count_computed (GsWorkbook *book, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (gs_workbook_get_program (book), tensor);
  GsCursor cursor = gs_workbook_get_cursor (book);

  return info->producer < cursor.instruction    ? nn_shape_count (&info->shape)
         : info->producer == cursor.instruction ? cursor.cell
                                                : 0;
}

static void
forget (GsChanges *changes)
{
  g_array_set_size (changes->before, 0);
}

static void
on_changing (GsWorkbook *book, GsChanges *changes)
{
  NnProgram *program = gs_workbook_get_program (book);
  gint n = nn_program_get_n_tensors (program);

  forget (changes);
  changes->pass = gs_workbook_get_cursor (book).pass;
  g_array_set_size (changes->before, (guint) n);
  for (gint i = 0; i < n; i++) {
    Before *before = &g_array_index (changes->before, Before, i);

    before->name = g_strdup (nn_program_get_tensor (program, i)->name);
    before->n_cells = nn_shape_count (&nn_program_get_tensor (program, i)->shape);
    before->n = count_computed (book, i);
    before->values =
        g_memdup2 (nn_run_get_values (gs_workbook_get_run (book), i), before->n * sizeof (gdouble));
    before->state = -1;
  }
}

/* What is computed now is compared again. */
static void
on_changed (GsWorkbook *book, GsChanges *changes)
{
  if (gs_workbook_get_cursor (book).pass != changes->pass)
    forget (changes);
  for (guint i = 0; i < changes->before->len; i++)
    g_array_index (changes->before, Before, i).state = -1;
}

/* Pinning a cell adds tensors: those that are still there are found by their names. */
static void
on_rebuilt (GsWorkbook *book, GsChanges *changes)
{
  NnProgram *program = gs_workbook_get_program (book);
  GArray *old = changes->before;

  changes->before = make_array ();
  if (old->len > 0)
    g_array_set_size (changes->before, (guint) nn_program_get_n_tensors (program));
  for (guint i = 0; i < old->len; i++) {
    Before *before = &g_array_index (old, Before, i);
    gint tensor = before->name != NULL ? nn_program_find (program, before->name) : -1;

    if (tensor < 0 || before->n_cells != nn_shape_count (&nn_program_get_tensor (program, tensor)->shape))
      continue;
    g_array_index (changes->before, Before, tensor) = *before;
    g_array_index (changes->before, Before, tensor).state = -1;
    memset (before, 0, sizeof *before);
  }
  g_array_unref (old);
}

GsChanges *
gs_changes_new (GsWorkbook *book)
{
  GsChanges *changes = g_new0 (GsChanges, 1);

  changes->book = book;
  changes->before = make_array ();
  changes->handlers[0] = g_signal_connect (book, "changing", G_CALLBACK (on_changing), changes);
  changes->handlers[1] = g_signal_connect (book, "changed", G_CALLBACK (on_changed), changes);
  changes->handlers[2] = g_signal_connect (book, "moved", G_CALLBACK (on_changed), changes);
  changes->handlers[3] = g_signal_connect (book, "rebuilt", G_CALLBACK (on_rebuilt), changes);
  return changes;
}

void
gs_changes_free (GsChanges *changes)
{
  if (changes == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (changes->handlers); i++)
    g_signal_handler_disconnect (changes->book, changes->handlers[i]);
  g_array_unref (changes->before);
  g_free (changes);
}

static Before *
find_before (GsChanges *changes, gint tensor)
{
  const gdouble *now = nn_run_get_values (gs_workbook_get_run (changes->book), tensor);
  Before *before;

  if ((guint) tensor >= changes->before->len)
    return NULL;
  before = &g_array_index (changes->before, Before, tensor);
  if (before->state < 0) {
    gsize n = MIN (before->n, count_computed (changes->book, tensor));

    before->state = n > 0 && memcmp (before->values, now, n * sizeof (gdouble)) != 0;
  }
  return before->state ? before : NULL;
}

gboolean
gs_changes_is_any (GsChanges *changes)
{
  for (guint i = 0; i < changes->before->len; i++)
    if (find_before (changes, (gint) i) != NULL)
      return TRUE;
  return FALSE;
}

gboolean
gs_changes_get (GsChanges *changes, const NnCell *cell, gdouble *difference)
{
  const Before *before = find_before (changes, cell->tensor);
  gdouble now;

  if (before == NULL || cell->offset >= before->n || !gs_workbook_is_visible (changes->book, cell))
    return FALSE;
  now = nn_run_get_cell (gs_workbook_get_run (changes->book), cell);
  if (difference != NULL)
    *difference = now - before->values[cell->offset];
  return memcmp (&now, &before->values[cell->offset], sizeof now) != 0;
}

const gdouble *
gs_changes_get_before (GsChanges *changes, gint tensor, gsize *n)
{
  const Before *before = find_before (changes, tensor);

  *n = before != NULL ? before->n : 0;
  return before != NULL ? before->values : NULL;
}
