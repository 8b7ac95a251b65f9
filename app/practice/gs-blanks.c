/* Blank cells and what is typed into them; the run behind them is computed only when it is asked for. */
#include "gs-blanks.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/cells/gs-cell-list.h"
#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "app/workbook/gs-probe.h"
#include "nn/nn-error.h"

typedef struct {
  NnCell cell;
  gint producer;
  gchar *text; /* NULL: empty */
  gdouble number;
} Blank;

struct _GsBlanks {
  GObject parent_instance;

  GsWorkbook *book;
  guint32 pass;
  gint digits;
  GsHeldRun *held; /* the pass as it is; its own, so that the workbook may go elsewhere */
  gboolean stale;  /* the workbook's numbers have changed since `held` was made, in another pass */
  GArray *blanks;  /* Blank, in the order of the pass */
};

G_DEFINE_FINAL_TYPE (GsBlanks, gs_blanks, G_TYPE_OBJECT)

static guint changed_signal;

static void
clear_blank (gpointer data)
{
  g_free (((Blank *) data)->text);
}

static Blank *
get_blank (GsBlanks *blanks, guint position)
{
  return &g_array_index (blanks->blanks, Blank, position);
}

static void
emit_changed (GsBlanks *blanks)
{
  g_signal_emit (blanks, changed_signal, 0);
}

/* ---- the run behind the blanks ---- */

/* A run of the workbook's pass, nothing of it computed. */
static GsHeldRun *
make_run (GsWorkbook *book)
{
  GsHeldRun *held = g_rc_box_new (GsHeldRun);

  held->run = gs_probe_new (book, gs_probe_get_flags (book), NULL);
  /* The workbook's own program is there already, and rows are, so nothing can fail. */
  g_assert (held->run != NULL);
  return held;
}

static void
clear_held (gpointer data)
{
  nn_run_free (((GsHeldRun *) data)->run);
}

void
gs_held_run_release (GsHeldRun *held)
{
  g_rc_box_release_full (held, clear_held);
}

static gint
compare_blanks (gconstpointer a, gconstpointer b)
{
  const Blank *one = a, *other = b;

  if (one->producer != other->producer)
    return one->producer < other->producer ? -1 : 1;
  return one->cell.offset < other->cell.offset ? -1 : one->cell.offset > other->cell.offset;
}

/* The same blank in another program. FALSE if it has none, or a hand holds the cell now. */
static gboolean
move_blank (Blank *blank, const NnProgram *from, NnRun *to)
{
  const NnProgram *program = nn_run_get_program (to);
  gint tensor = nn_program_find (program, nn_program_get_tensor (from, blank->cell.tensor)->name);
  const NnTensorInfo *info;

  if (tensor < 0)
    return FALSE;
  info = nn_program_get_tensor (program, tensor);
  blank->cell.tensor = tensor;
  blank->producer = info->producer;
  return info->producer >= 0 && blank->cell.offset < nn_shape_count (&info->shape)
         && !nn_run_is_pinned (to, &blank->cell);
}

static gboolean
is_in_its_pass (GsBlanks *blanks)
{
  return gs_workbook_get_cursor (blanks->book).pass == blanks->pass;
}

gboolean
gs_blanks_is_current (GsBlanks *blanks)
{
  return is_in_its_pass (blanks)
         && nn_run_get_program (blanks->held->run) == gs_workbook_get_program (blanks->book);
}

/* In another pass, or without rows, there is nothing to fetch: what was there stays. */
static void
bring_up_to_date (GsBlanks *blanks)
{
  GsHeldRun *held;

  blanks->stale = !is_in_its_pass (blanks) || !gs_workbook_has_rows (blanks->book, NULL);
  if (blanks->stale)
    return;
  held = make_run (blanks->book);
  for (guint i = blanks->blanks->len; i-- > 0;)
    if (!move_blank (get_blank (blanks, i), nn_run_get_program (blanks->held->run), held->run))
      g_array_remove_index (blanks->blanks, i);
  g_array_sort (blanks->blanks, compare_blanks);
  gs_held_run_release (blanks->held);
  blanks->held = held;
}

static void
on_book_changed (GsBlanks *blanks)
{
  bring_up_to_date (blanks);
  if (!blanks->stale)
    emit_changed (blanks);
}

/* Back in the pass, after something had changed elsewhere. */
static void
on_book_moved (GsBlanks *blanks)
{
  if (blanks->stale && is_in_its_pass (blanks))
    on_book_changed (blanks);
}

/* Edits come in bursts and marking seldom: what is behind the blanks is computed for who asks for it. */
NnRun *
gs_blanks_get_run (GsBlanks *blanks)
{
  nn_run_ensure (blanks->held->run, G_MAXINT, NULL, NULL);
  return blanks->held->run;
}

GsHeldRun *
gs_blanks_hold_run (GsBlanks *blanks)
{
  gs_blanks_get_run (blanks);
  return g_rc_box_acquire (blanks->held);
}

static NnProgram *
get_program (GsBlanks *blanks)
{
  return nn_run_get_program (blanks->held->run);
}

/* ---- class ---- */

static void
gs_blanks_dispose (GObject *object)
{
  GsBlanks *blanks = GS_BLANKS (object);

  if (blanks->book != NULL)
    g_signal_handlers_disconnect_by_data (blanks->book, blanks);
  g_clear_object (&blanks->book);
  G_OBJECT_CLASS (gs_blanks_parent_class)->dispose (object);
}

static void
gs_blanks_finalize (GObject *object)
{
  GsBlanks *blanks = GS_BLANKS (object);

  g_clear_pointer (&blanks->held, gs_held_run_release);
  g_array_unref (blanks->blanks);
  G_OBJECT_CLASS (gs_blanks_parent_class)->finalize (object);
}

static void
gs_blanks_class_init (GsBlanksClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = gs_blanks_dispose;
  G_OBJECT_CLASS (klass)->finalize = gs_blanks_finalize;
  changed_signal =
      g_signal_new ("changed", GS_TYPE_BLANKS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gs_blanks_init (GsBlanks *blanks)
{
  blanks->digits = GS_BLANKS_DEFAULT_DIGITS;
  blanks->blanks = g_array_new (FALSE, FALSE, sizeof (Blank));
  g_array_set_clear_func (blanks->blanks, clear_blank);
}

GsBlanks *
gs_blanks_new (GsWorkbook *book)
{
  GsBlanks *blanks = g_object_new (GS_TYPE_BLANKS, NULL);

  blanks->book = g_object_ref (book);
  blanks->pass = gs_workbook_get_cursor (book).pass;
  blanks->held = make_run (book);
  g_signal_connect_swapped (book, "changed", G_CALLBACK (on_book_changed), blanks);
  g_signal_connect_swapped (book, "rebuilt", G_CALLBACK (on_book_changed), blanks);
  g_signal_connect_swapped (book, "moved", G_CALLBACK (on_book_moved), blanks);
  return blanks;
}

GsWorkbook *
gs_blanks_get_book (GsBlanks *blanks)
{
  return blanks->book;
}

/* ---- which cells ---- */

static gboolean
is_cell (const NnProgram *program, const NnCell *cell)
{
  return cell->tensor >= 0 && cell->tensor < nn_program_get_n_tensors (program)
         && cell->offset < nn_shape_count (&nn_program_get_tensor (program, cell->tensor)->shape);
}

static gboolean
check_cell (GsBlanks *blanks, const NnCell *cell, GError **error)
{
  const NnProgram *program = get_program (blanks);
  g_autofree gchar *name = NULL;

  if (!is_cell (program, cell)) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_NAME, _ ("There is no such cell in this network."));
    return FALSE;
  }
  name = gs_cell_name_display (program, cell);
  if (nn_program_get_tensor (program, cell->tensor)->producer < 0) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("%s is given, not computed, so there is nothing to work out; leave computed cells blank."), name);
    return FALSE;
  }
  if (nn_run_is_pinned (blanks->held->run, cell)) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE,
                 _ ("%s is held by hand and follows no formula; unpin it to leave it blank."), name);
    return FALSE;
  }
  return TRUE;
}

gint
gs_blanks_find (GsBlanks *blanks, const NnCell *cell)
{
  Blank key = { .cell = *cell };
  guint position;

  if (!is_cell (get_program (blanks), cell))
    return -1;
  key.producer = nn_program_get_tensor (get_program (blanks), cell->tensor)->producer;
  return g_array_binary_search (blanks->blanks, &key, compare_blanks, &position) ? (gint) position : -1;
}

gboolean
gs_blanks_add (GsBlanks *blanks, const NnCell *cells, gsize n_cells, GError **error)
{
  g_autoptr (GArray) added = g_array_new (FALSE, FALSE, sizeof (Blank));

  for (gsize i = 0; i < n_cells; i++) {
    Blank blank = { .cell = cells[i] };

    if (!check_cell (blanks, &cells[i], error))
      return FALSE;
    blank.producer = nn_program_get_tensor (get_program (blanks), cells[i].tensor)->producer;
    if (gs_blanks_find (blanks, &cells[i]) < 0)
      g_array_append_val (added, blank);
  }
  g_array_sort (added, compare_blanks);
  for (guint i = added->len; i-- > 1;)
    if (compare_blanks (&g_array_index (added, Blank, i), &g_array_index (added, Blank, i - 1)) == 0)
      g_array_remove_index (added, i);
  if (blanks->blanks->len + added->len > GS_BLANKS_MAX_CELLS) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_SIZE,
        _ ("These are more than %d cells; leave fewer of them blank, such as one block or one sample."),
        GS_BLANKS_MAX_CELLS);
    return FALSE;
  }
  g_array_append_vals (blanks->blanks, added->data, added->len);
  g_array_sort (blanks->blanks, compare_blanks);
  emit_changed (blanks);
  return TRUE;
}

gboolean
gs_blanks_add_text (GsBlanks *blanks, const gchar *text, GError **error)
{
  g_autoptr (GArray) cells =
      gs_cell_list_parse (gs_workbook_get_scope (blanks->book), text, GS_BLANKS_MAX_CELLS, error);

  return cells != NULL && gs_blanks_add (blanks, (const NnCell *) cells->data, cells->len, error);
}

gboolean
gs_blanks_add_steps (GsBlanks *blanks, gint first, gint end, GError **error)
{
  NnProgram *program = get_program (blanks);
  g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));

  end = MIN (end, nn_program_get_n_instructions (program));
  for (gint i = MAX (first, 0); i < end; i++) {
    NnCell cell = { nn_program_get_instruction (program, i)->output, 0 };
    gsize n = cell.tensor >= 0 ? nn_shape_count (&nn_program_get_tensor (program, cell.tensor)->shape) : 0;

    /* One more than there may be is enough to be refused. */
    for (; cell.offset < n && cells->len <= GS_BLANKS_MAX_CELLS; cell.offset++)
      g_array_append_val (cells, cell);
  }
  if (cells->len == 0) {
    g_set_error_literal (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("Nothing is computed in these steps; choose some between the start and the end of the pass."));
    return FALSE;
  }
  return gs_blanks_add (blanks, (const NnCell *) cells->data, cells->len, error);
}

void
gs_blanks_clear (GsBlanks *blanks)
{
  g_array_set_size (blanks->blanks, 0);
  emit_changed (blanks);
}

guint
gs_blanks_get_n_cells (GsBlanks *blanks)
{
  return blanks->blanks->len;
}

const NnCell *
gs_blanks_get_cell (GsBlanks *blanks, guint position)
{
  g_assert (position < blanks->blanks->len);
  return &get_blank (blanks, position)->cell;
}

/* ---- entries ---- */

void
gs_blanks_set_digits (GsBlanks *blanks, gint digits)
{
  g_assert (digits >= GS_BLANKS_MIN_DIGITS && digits <= GS_BLANKS_MAX_DIGITS);
  if (digits == blanks->digits)
    return;
  blanks->digits = digits;
  emit_changed (blanks);
}

gint
gs_blanks_get_digits (GsBlanks *blanks)
{
  return blanks->digits;
}

static gboolean
is_empty (const gchar *text)
{
  g_autofree gchar *rest = g_strstrip (g_strdup (text));

  return *rest == '\0';
}

gboolean
gs_blanks_type (GsBlanks *blanks, const NnCell *cell, const gchar *text, GError **error)
{
  gint position = gs_blanks_find (blanks, cell);
  Blank *blank;
  gdouble number = 0;

  if (position < 0) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_NAME, _ ("This cell is not one of those to fill in."));
    return FALSE;
  }
  if (!is_empty (text) && !gs_number_parse (text, &number, error))
    return FALSE;
  blank = get_blank (blanks, (guint) position);
  g_free (blank->text);
  blank->text = is_empty (text) ? NULL : g_strstrip (g_strdup (text));
  blank->number = number;
  emit_changed (blanks);
  return TRUE;
}

void
gs_blanks_forget_entries (GsBlanks *blanks)
{
  for (guint i = 0; i < blanks->blanks->len; i++)
    g_clear_pointer (&get_blank (blanks, i)->text, g_free);
  emit_changed (blanks);
}

const gchar *
gs_blanks_get_text (GsBlanks *blanks, const NnCell *cell)
{
  gint position = gs_blanks_find (blanks, cell);

  return position >= 0 ? get_blank (blanks, (guint) position)->text : NULL;
}

gboolean
gs_blanks_get_number (GsBlanks *blanks, const NnCell *cell, gdouble *number)
{
  gint position = gs_blanks_find (blanks, cell);

  if (position < 0 || get_blank (blanks, (guint) position)->text == NULL)
    return FALSE;
  *number = get_blank (blanks, (guint) position)->number;
  return TRUE;
}

guint
gs_blanks_count_filled (GsBlanks *blanks)
{
  guint n = 0;

  for (guint i = 0; i < gs_blanks_get_n_cells (blanks); i++)
    n += get_blank (blanks, i)->text != NULL;
  return n;
}
