/* Numbers of others beside ours. */
#include "gs-compare.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"
#include "app/text/gs-task.h"
#include "gs-array-file.h"
#include "gs-mistakes.h"
#include "nn/nn-error.h"

/* ---- names ---- */

static gint
find_gradient (const NnProgram *program, const gchar *name)
{
  g_autofree gchar *gradient = *name != '\0' ? nn_gradient_name (name) : NULL;

  return gradient != NULL ? nn_program_find (program, gradient) : -1;
}

gint
gs_compare_find_tensor (const NnProgram *program, const gchar *name)
{
  static const gchar *const before[] = { "dL/d", "dL_d", "grad_", "grad." };
  static const gchar *const behind[] = { ".grad", "_grad" };
  g_autoptr (GString) dotted = g_string_new (name);
  gint tensor = nn_program_find (program, name);

  if (tensor >= 0)
    return tensor;
  for (gsize i = 0; i < G_N_ELEMENTS (before); i++)
    if (g_str_has_prefix (name, before[i]))
      return find_gradient (program, name + strlen (before[i]));
  for (gsize i = 0; i < G_N_ELEMENTS (behind); i++)
    if (g_str_has_suffix (name, behind[i])) {
      g_autofree gchar *stem = g_strndup (name, strlen (name) - strlen (behind[i]));

      return find_gradient (program, stem);
    }
  g_string_replace (dotted, "_", ".", 0);
  tensor = nn_program_find (program, dotted->str);
  for (gint i = 0; tensor < 0 && i < nn_program_get_n_tensors (program); i++)
    if (g_ascii_strcasecmp (nn_program_get_tensor (program, i)->name, dotted->str) == 0)
      tensor = i;
  return tensor;
}

/* ---- one tensor ---- */

static void
compared_free (gpointer pointer)
{
  GsComparedTensor *self = pointer;

  g_free (self->name);
  g_clear_pointer (&self->values, nn_tensor_free);
  g_clear_pointer (&self->own, nn_tensor_free);
  g_free (self);
}

/* Axes of one cell say nothing. */
static NnShape
squeeze (const NnShape *shape)
{
  NnShape squeezed = nn_shape (0);

  for (gint i = 0; i < shape->rank; i++)
    if (shape->dim[i] > 1)
      squeezed.dim[squeezed.rank++] = shape->dim[i];
  return squeezed;
}

/* Rows of images, one below the other. */
static gboolean
is_table_of (const NnShape *table, const NnShape *shape)
{
  return table->rank == 2 && shape->rank > 2 && table->dim[1] == shape->dim[shape->rank - 1]
         && nn_shape_count (table) == nn_shape_count (shape);
}

static gboolean
is_within (gdouble theirs, gdouble ours, gdouble largest, gdouble tolerance)
{
  return theirs == ours || fabs (theirs - ours) <= tolerance * (fabs (ours) + largest); /* a NaN is off */
}

/* Counts the cells that are off, with theirs read in our order. */
static void
count_off (GsComparedTensor *self, const gdouble *ours, const gdouble *theirs, gsize n, gdouble tolerance)
{
  gdouble worst = -1;

  for (gsize i = 0; i < n; i++)
    self->largest = MAX (self->largest, fabs (ours[i]));
  self->n_off = 0;
  for (gsize i = 0; i < n; i++) {
    gdouble apart = fabs (theirs[i] - ours[i]);

    self->n_off += !is_within (theirs[i], ours[i], self->largest, tolerance);
    if (isnan (apart) || apart > worst) {
      worst = isnan (apart) ? INFINITY : apart;
      self->worst = (NnCell){ self->tensor, i };
      self->theirs = theirs[i];
      self->ours = ours[i];
    }
  }
}

static gdouble *
turn (const NnShape *shape, const gdouble *values)
{
  gsize rows = (gsize) shape->dim[0], columns = (gsize) shape->dim[1];
  gdouble *turned = g_new0 (gdouble, rows * columns);

  for (gsize r = 0; r < rows; r++)
    for (gsize c = 0; c < columns; c++)
      turned[r * columns + c] = values[c * rows + r];
  return turned;
}

static void
compare (GsComparedTensor *self, NnRun *run, const NnTensor *theirs, gdouble tolerance)
{
  const NnTensorInfo *info = nn_program_get_tensor (nn_run_get_program (run), self->tensor);
  const gdouble *ours = nn_run_get_values (run, self->tensor);
  NnShape a = squeeze (&info->shape), b = squeeze (&theirs->shape);
  gsize n = nn_shape_count (&info->shape);
  gboolean fits = nn_shape_equal (&a, &b) || is_table_of (&theirs->shape, &info->shape);
  gboolean turns = a.rank == 2 && b.rank == 2 && a.dim[0] == b.dim[1] && a.dim[1] == b.dim[0];

  self->n_cells = n;
  if (!fits && !turns) {
    self->verdict = GS_COMPARED_SHAPE;
    return;
  }
  self->own = nn_tensor_new (info->name, &info->shape);
  memcpy (self->own->values, ours, n * sizeof (gdouble));
  self->values = nn_tensor_new (self->name, &info->shape);
  memcpy (self->values->values, theirs->values, n * sizeof (gdouble));
  if (fits)
    count_off (self, ours, self->values->values, n, tolerance);
  if (turns && (!fits || (self->n_off > 0 && info->role == NN_ROLE_PARAMETER))) {
    g_autofree gdouble *turned = turn (&a, theirs->values);
    GsComparedTensor other = *self;

    count_off (&other, ours, turned, n, tolerance);
    if (!fits || other.n_off == 0) {
      *self = other;
      self->is_turned = TRUE;
      memcpy (self->values->values, turned, n * sizeof (gdouble));
    }
  }
  self->verdict = self->n_off > 0 ? GS_COMPARED_DIFFERS : GS_COMPARED_EQUAL;
}

static gint
sort_tensors (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const GsComparedTensor *first = *(GsComparedTensor *const *) a, *second = *(GsComparedTensor *const *) b;
  const NnProgram *program = user_data;
  gint place[2];

  for (gint i = 0; i < 2; i++) {
    gint tensor = i == 0 ? first->tensor : second->tensor;

    place[i] = tensor < 0 ? G_MAXINT : nn_program_get_tensor (program, tensor)->producer;
  }
  return (place[0] > place[1]) - (place[0] < place[1]);
}

/* ---- where they part ---- */

gboolean
gs_comparison_is_off (const GsComparison *self, const GsComparedTensor *one, gsize offset)
{
  return !is_within (one->values->values[offset], one->own->values[offset], one->largest, self->tolerance);
}

static gboolean
is_computed (NnProgram *program, const GsComparedTensor *one)
{
  return nn_program_get_tensor (program, one->tensor)->producer >= 0;
}

/* Their numbers as a learner's entries, as many tensors as an exercise takes, in the order of the pass. */
static GsBlanks *
fill_blanks (GsComparison *self, GsWorkbook *book)
{
  GsBlanks *blanks = gs_blanks_new (book);
  gsize left = GS_BLANKS_MAX_CELLS;

  gs_blanks_set_digits (
      blanks, CLAMP ((gint) floor (-log10 (self->tolerance)), GS_BLANKS_MIN_DIGITS, GS_BLANKS_MAX_DIGITS));
  for (guint i = 0; i < self->tensors->len; i++) {
    const GsComparedTensor *one = g_ptr_array_index (self->tensors, i);

    if (one->values == NULL || !is_computed (self->program, one) || one->n_cells > left)
      continue;
    left -= one->n_cells;
    for (gsize k = 0; k < one->n_cells; k++) {
      NnCell cell = { one->tensor, k };
      gchar buffer[GS_NUMBER_BUFFER];

      if (isfinite (one->values->values[k]) && gs_blanks_add (blanks, &cell, 1, NULL))
        gs_blanks_type (blanks, &cell, gs_number_to_text (one->values->values[k], buffer), NULL);
    }
  }
  return blanks;
}

/* The first cell that is off and does not follow from their own earlier numbers; else the first that is off.
 */
static const GsComparedTensor *
find_parting (GsComparison *self, GsMarking *marking)
{
  const GsComparedTensor *first = NULL;
  NnCell first_cell = { 0 };

  for (guint i = 0; i < self->tensors->len; i++) {
    const GsComparedTensor *one = g_ptr_array_index (self->tensors, i);

    if (one->verdict != GS_COMPARED_DIFFERS)
      continue;
    for (gsize k = 0; k < one->n_cells; k++) {
      NnCell cell = { one->tensor, k };
      gboolean is_given = !is_computed (self->program, one);

      if (!gs_comparison_is_off (self, one, k))
        continue;
      if (first == NULL) {
        first = one;
        first_cell = cell;
      }
      if (is_given || gs_marking_get (marking, &cell) == GS_MARK_WRONG) {
        self->cell = cell;
        return one;
      }
    }
  }
  self->cell = first_cell;
  return first;
}

static void
explain (GsComparison *self, GsWorkbook *book)
{
  g_autoptr (GsBlanks) blanks = fill_blanks (self, book);
  g_autoptr (GsMarking) marking = gs_marking_new (blanks);
  const GsComparedTensor *one = find_parting (self, marking);
  g_autoptr (GArray) mistakes = NULL;

  if (one == NULL)
    return;
  self->parts_at = one->tensor;
  self->theirs = one->values->values[self->cell.offset];
  self->ours = one->own->values[self->cell.offset];
  if (!is_computed (self->program, one) || gs_blanks_find (blanks, &self->cell) < 0)
    return;
  mistakes = gs_mistakes_list (marking, self->program, &self->cell);
  self->note = gs_marking_explain (marking, &self->cell, TRUE, (const GsMistake *) (gpointer) mistakes->data,
                                   mistakes->len);
  if (self->note->mistake >= 0)
    self->mistake = g_array_index (mistakes, GsMistake, self->note->mistake).label;
}

/* ---- the whole ---- */

GsComparison *
gs_comparison_new (GsWorkbook *book, GPtrArray *arrays, gdouble tolerance, GError **error)
{
  g_autoptr (GsComparison) self = g_new0 (GsComparison, 1);
  GsCursor end = { gs_workbook_get_cursor (book).pass, G_MAXINT, 0, 0 };
  gboolean any = FALSE;

  self->parts_at = -1;
  self->tensors = g_ptr_array_new_with_free_func (compared_free);
  if (!gs_workbook_has_rows (book, error) || !gs_workbook_go_to (book, &end, error))
    return NULL;
  self->program = nn_program_ref (gs_workbook_get_program (book));
  self->pass = end.pass;
  self->tolerance = tolerance;
  for (guint i = 0; i < arrays->len; i++) {
    const NnTensor *theirs = g_ptr_array_index (arrays, i);
    GsComparedTensor *one;

    if (!gs_task_go_on (i, arrays->len, error))
      return NULL;
    one = g_new0 (GsComparedTensor, 1);
    one->name = g_strdup (theirs->name);
    one->tensor = gs_compare_find_tensor (self->program, theirs->name);
    one->verdict = GS_COMPARED_UNKNOWN;
    g_ptr_array_add (self->tensors, one);
    if (one->tensor >= 0)
      compare (one, gs_workbook_get_run (book), theirs, tolerance);
    any = any || one->values != NULL;
  }
  if (!any) {
    g_set_error (
        error, NN_ERROR, NN_ERROR_VALUE,
        _ ("none of the arrays has the name and the shape of a block here; call them as the sheet does, "
           "such as W1, a1 or dW1, and the file of a single one: dW1.npy, dW1.csv"));
    return NULL;
  }
  g_ptr_array_sort_with_data (self->tensors, sort_tensors, self->program);
  explain (self, book);
  return g_steal_pointer (&self);
}

GsComparison *
gs_comparison_of_file (GsWorkbook *book, const gchar *path, gdouble tolerance, GError **error)
{
  g_autoptr (GPtrArray) arrays = gs_array_file_read (path, error);

  if (arrays == NULL || !gs_workbook_set_all_gradients (book, TRUE, error))
    return NULL;
  return gs_comparison_new (book, arrays, tolerance, error);
}

void
gs_comparison_free (GsComparison *comparison)
{
  if (comparison == NULL)
    return;
  g_ptr_array_unref (comparison->tensors);
  g_clear_pointer (&comparison->note, gs_mark_note_free);
  g_clear_pointer (&comparison->program, nn_program_unref);
  g_free (comparison);
}

gboolean
gs_comparison_is_equal (const GsComparison *comparison)
{
  for (guint i = 0; i < comparison->tensors->len; i++) {
    GsCompared verdict = ((GsComparedTensor *) g_ptr_array_index (comparison->tensors, i))->verdict;

    if (verdict == GS_COMPARED_DIFFERS || verdict == GS_COMPARED_SHAPE)
      return FALSE;
  }
  return TRUE;
}
