/* Cells by name: read in every way in which people write them, and written. */
#include "gs-cell-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/data/gs-names.h"
#include "app/text/gs-words.h"
#include "nn/nn-dialect.h"
#include "nn/nn-error.h"

/* ---- tensors ---- */

static const gchar *const marks[] = { "\"", "“", "”", "„" };

/* How long the quotation mark here is; 0 if there is none. */
static gsize
measure_mark (const gchar *at)
{
  for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_has_prefix (at, marks[i]))
      return strlen (marks[i]);
  return 0;
}

const gchar *
gs_cell_name_skip_label (const gchar *text)
{
  const gchar *at = text + measure_mark (text);

  while (at > text && *at != '\0' && measure_mark (at) == 0)
    at++;
  return at > text && *at != '\0' ? at + measure_mark (at) : NULL;
}

/* The text without its spaces, but for those in quotation marks; curly ones become straight. */
static gchar *
squeeze (const gchar *text)
{
  GString *out = g_string_new (text);
  gboolean quoted = FALSE;

  for (gsize i = 1; i < G_N_ELEMENTS (marks); i++)
    g_string_replace (out, marks[i], marks[0], 0);
  for (gsize at = 0; at < out->len;) {
    quoted ^= out->str[at] == '"';
    if (!quoted && g_ascii_isspace (out->str[at]))
      g_string_erase (out, (gssize) at, 1);
    else
      at++;
  }
  return g_string_free (out, FALSE);
}

/* Where what is behind "dL/d" begins, also with curly d's; NULL if the text begins otherwise. */
static const gchar *
skip_derivative (const gchar *text)
{
  static const gchar *const starts[] = { "dL/d", "\342\210\202L/\342\210\202" };

  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_ascii_strncasecmp (text, starts[i], strlen (starts[i])) == 0)
      return text + strlen (starts[i]);
  return NULL;
}

static gint
refuse_name (const NnProgram *program, const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree gchar *suggestion = NULL;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    g_ptr_array_add (names, nn_program_get_tensor (program, i)->name);
  suggestion = gs_words_suggest (name, (const gchar *const *) names->pdata, names->len);
  g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("there is no block called %s"), suggestion);
  return -1;
}

/* The only tensor of this name but for capitals; -1 if there is none, or more than one. */
static gint
find_in_any_case (const NnProgram *program, const gchar *name)
{
  gint found = -1;

  for (gint i = 0; i < nn_program_get_n_tensors (program); i++)
    if (g_ascii_strcasecmp (nn_program_get_tensor (program, i)->name, name) == 0) {
      if (found >= 0)
        return -1;
      found = i;
    }
  return found;
}

static gint
find_tensor (const NnProgram *program, const gchar *text, gsize length, GError **error)
{
  g_autofree gchar *name = g_strndup (text, length);
  const gchar *of = skip_derivative (name);
  gint tensor;

  if (length == 0) {
    g_set_error_literal (error, NN_ERROR, NN_ERROR_SYNTAX,
                         _ ("the name of a cell is missing; write for example W1[2,3]"));
    return -1;
  }
  if (of != NULL) {
    gchar *gradient = nn_gradient_name (of);

    g_free (name);
    name = gradient;
  }
  tensor = nn_program_find (program, name);
  if (tensor < 0)
    tensor = find_in_any_case (program, name);
  return tensor >= 0 ? tensor : refuse_name (program, name, error);
}

/* ---- indices ---- */

static gboolean
refuse_shape (const NnTensorInfo *info, const gchar *text, GError **error)
{
  g_autofree gchar *shape = nn_shape_to_string (&info->shape);

  if (info->shape.rank == 0)
    g_set_error (error, NN_ERROR, NN_ERROR_SHAPE, _ ("“%s”: %s is a single number; write %s"), text,
                 info->name, info->name);
  else
    g_set_error (
        error, NN_ERROR, NN_ERROR_SHAPE,
        _ ("“%s” lies outside: %s is %s; indices begin at 1, the last cell has the sizes themselves"), text,
        info->name, shape);
  return FALSE;
}

static const gchar *const ones[] = { "", "[1]", "[1,1]", "[1,1,1]", "[1,1,1,1]" };

/* `format` takes what was written, the tensor's name, and "[1,1]" in as many numbers as it has axes. */
static gboolean
refuse_syntax (const NnTensorInfo *info, const gchar *text, const gchar *format, GError **error)
{
  g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX, format, text, info->name, ones[info->shape.rank]);
  return FALSE;
}

/* A whole number at *at; what is too large for any tensor becomes G_MAXINT. */
static gboolean
read_integer (const gchar **at, gint *value)
{
  gint64 number = 0;

  if (!g_ascii_isdigit (**at))
    return FALSE;
  for (; g_ascii_isdigit (**at); ++*at)
    number = MIN (number * 10 + (**at - '0'), G_MAXINT);
  *value = (gint) number;
  return TRUE;
}

/* A name in quotation marks at *at, which is taken off it; NULL if there is none, or it does not end. */
static gchar *
read_label (const gchar **at)
{
  const gchar *end = **at == '"' ? strchr (*at + 1, '"') : NULL;
  gchar *label = end != NULL ? g_strndup (*at + 1, (gsize) (end - *at - 1)) : NULL;

  if (end != NULL)
    *at = end + 1;
  return label;
}

/* "[2,3]" or "[2,"sleep"]" at `at`; *n_indices of at most `room`. A name is put into its place of `labels`.
 */
static gboolean
read_indices (const gchar *at, gint *indices, gchar **labels, gint room, gint *n_indices)
{
  *n_indices = 0;
  do {
    at++;
    if (*n_indices == room)
      return FALSE;
    if ((labels[*n_indices] = read_label (&at)) == NULL && !read_integer (&at, &indices[*n_indices]))
      return FALSE;
    ++*n_indices;
  } while (*at == ',');
  return at[0] == ']' && at[1] == '\0';
}

/* The place in the batch of the row of this name, from 1; 0 after an error. */
static gint
find_row (GsCellScope scope, const GPtrArray *names, const gchar *label, GError **error)
{
  gssize row = gs_names_find (names, label);
  g_autofree gchar *suggestion = NULL;
  const gint *rows;
  gint n;

  rows = gs_dataset_get_batch (scope.data, gs_dataset_get_batch_of_pass (scope.data, scope.pass), &n);
  for (gint i = 0; i < n; i++)
    if (g_strcmp0 (gs_names_get (names, (gsize) rows[i] - 1), label) == 0)
      return i + 1;
  if (row >= 0) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("“%s” is row %zd, which is not in the batch of pass %u"),
                 label, row + 1, scope.pass);
    return 0;
  }
  suggestion = gs_words_suggest (label, (const gchar *const *) names->pdata, names->len);
  g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("no row is called %s"), suggestion);
  return 0;
}

/* The place of a name along an axis, from 1; 0 after an error. */
static gint
find_label (GsCellScope scope, const NnTensorInfo *info, gint axis, const gchar *label, GError **error)
{
  const GPtrArray *rows = scope.data != NULL ? gs_dataset_get_names (scope.data, GS_NAMES_ROWS) : NULL;
  const GPtrArray *labels = axis >= 0 && axis < info->shape.rank ? info->labels[axis] : NULL;
  gssize place = gs_names_find (labels, label);
  g_autofree gchar *suggestion = NULL;

  if (rows != NULL && axis >= 0 && axis < info->shape.rank && info->axes[axis] == 'b')
    return find_row (scope, rows, label, error);
  if (place >= 0)
    return (gint) place + 1;
  if (labels == NULL) {
    g_set_error (error, NN_ERROR, NN_ERROR_NAME,
                 _ ("nothing in %s is called “%s”: it has no names there; write a number"), info->name,
                 label);
    return 0;
  }
  suggestion = gs_words_suggest (label, (const gchar *const *) labels->pdata, labels->len);
  g_set_error (error, NN_ERROR, NN_ERROR_NAME, _ ("nothing in %s is called %s"), info->name, suggestion);
  return 0;
}

static void
free_labels (gchar *labels[NN_MAX_RANK + 1])
{
  for (gint i = 0; i <= NN_MAX_RANK; i++)
    g_clear_pointer (&labels[i], g_free);
}

/* Numbers for the names among `n` indices. */
static gboolean
find_labels (GsCellScope scope,
             const NnTensorInfo *info,
             gint *indices,
             gchar *const *labels,
             gint n,
             GError **error)
{
  for (gint i = 0; i < n; i++)
    if (labels[i] != NULL
        && (indices[i] = find_label (scope, info, i - (n - info->shape.rank), labels[i], error)) == 0)
      return FALSE;
  return TRUE;
}

static gboolean
parse_indices (GsCellScope scope,
               const NnTensorInfo *info,
               const gchar *at,
               const gchar *text,
               gsize *offset,
               GError **error)
{
  gint rank = info->shape.rank;
  gint indices[NN_MAX_RANK + 1] = { 0 };
  gchar *labels[NN_MAX_RANK + 1] = { NULL };
  const gint *last = indices;
  gboolean is_cell, is_known;
  gint n;
  gssize place;

  is_cell = read_indices (at, indices, labels, NN_MAX_RANK + 1, &n);
  is_known = is_cell && find_labels (scope, info, indices, labels, n, error);
  free_labels (labels);
  if (!is_cell)
    return refuse_syntax (info, text, _ ("“%s” is not a cell; write for example %s%s"), error);
  if (!is_known)
    return FALSE;
  /* A row or a number may be given more indices, which are then 1. */
  for (; n > rank && rank <= 1; n--) {
    if (*last != 1)
      return refuse_shape (info, text, error);
    last++;
  }
  if (n != rank)
    return refuse_syntax (info, text,
                          n < rank ? _ ("“%s” has too few indices; write for example %s%s")
                                   : _ ("“%s” has too many indices; write for example %s%s"),
                          error);
  place = nn_shape_offset (&info->shape, last);
  if (place < 0)
    return refuse_shape (info, text, error);
  *offset = (gsize) place;
  return TRUE;
}

/* "C2", "$C$2": column C, row 2. */
static gboolean
parse_address (const NnTensorInfo *info, const gchar *at, const gchar *text, gsize *offset, GError **error)
{
  gint rank = info->shape.rank;
  gint64 column = 0;
  gint index[2];
  gssize place;

  if (rank > 2)
    return refuse_syntax (
        info, text,
        _ ("“%s” is no address: the block is more than a sheet of rows and columns; write for example %s%s"),
        error);
  at += *at == '$';
  for (; g_ascii_isalpha (*at); at++)
    column = MIN (column * 26 + (g_ascii_toupper (*at) - 'A' + 1), G_MAXINT);
  at += *at == '$';
  index[1] = (gint) column;
  if (column == 0 || !read_integer (&at, &index[0]) || *at != '\0')
    return refuse_syntax (info, text, _ ("“%s” is no address such as C2; write for example %s%s"), error);
  if ((rank < 2 && index[0] != 1) || (rank < 1 && index[1] != 1))
    return refuse_shape (info, text, error);
  place = nn_shape_offset (&info->shape, index + 2 - rank);
  if (place < 0)
    return refuse_shape (info, text, error);
  *offset = (gsize) place;
  return TRUE;
}

gboolean
gs_cell_name_parse_block (GsCellScope scope, const gchar *text, NnCell *cell, gboolean *whole, GError **error)
{
  g_autofree gchar *name = squeeze (text);
  gsize length = strcspn (name, "[!");
  gint tensor = find_tensor (scope.program, name, length, error);
  const NnTensorInfo *info;
  gsize offset = 0;

  if (tensor < 0)
    return FALSE;
  info = nn_program_get_tensor (scope.program, tensor);
  if (name[length] == '[' && !parse_indices (scope, info, name + length, name, &offset, error))
    return FALSE;
  if (name[length] == '!' && !parse_address (info, name + length + 1, name, &offset, error))
    return FALSE;
  *whole = name[length] == '\0' && nn_shape_count (&info->shape) > 1;
  *cell = (NnCell){ .tensor = tensor, .offset = offset };
  return TRUE;
}

gboolean
gs_cell_name_parse (GsCellScope scope, const gchar *text, NnCell *cell, GError **error)
{
  NnCell found;
  gboolean whole;

  if (!gs_cell_name_parse_block (scope, text, &found, &whole, error))
    return FALSE;
  if (whole) {
    const NnTensorInfo *info = nn_program_get_tensor (scope.program, found.tensor);
    g_autofree gchar *shape = nn_shape_to_string (&info->shape);

    g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                 _ ("“%s” is %s numbers, not one cell; write for example %s%s"), info->name, shape,
                 info->name, ones[info->shape.rank]);
    return FALSE;
  }
  *cell = found;
  return TRUE;
}

/* ---- writing ---- */

static gchar *
with_labels (const NnProgram *program, const NnCell *cell, const gchar *name)
{
  const NnShape *shape = &nn_program_get_tensor (program, cell->tensor)->shape;
  GString *text = g_string_new (name);
  gint index[NN_MAX_RANK];

  nn_shape_index (shape, cell->offset, index);
  for (gint axis = 0; axis < shape->rank; axis++) {
    const gchar *label = nn_program_get_label (program, cell->tensor, axis, index[axis]);

    g_string_append_c (text, axis == 0 ? '[' : ',');
    if (label != NULL)
      g_string_append_printf (text, "\"%s\"", label);
    else
      g_string_append_printf (text, "%d", index[axis]);
  }
  if (shape->rank > 0)
    g_string_append_c (text, ']');
  return g_string_free (text, FALSE);
}

gchar *
gs_cell_name (const NnProgram *program, const NnCell *cell)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, cell->tensor);

  return nn_cell_name (info->name, &info->shape, cell->offset);
}

gchar *
gs_cell_name_labelled (const NnProgram *program, const NnCell *cell)
{
  return with_labels (program, cell, nn_program_get_tensor (program, cell->tensor)->name);
}

/* "hidden.W.1" for "hidden.dW.1", "z1.free" for "dz1.free"; NULL if the name is no gradient's. */
static gchar *
take_derivative_off (const gchar *name)
{
  const gchar *point = strchr (name, '.');
  const gchar *const candidates[] = { name, point != NULL ? point + 1 : NULL };

  for (gsize i = 0; i < G_N_ELEMENTS (candidates); i++) {
    g_autofree gchar *of = NULL;
    g_autofree gchar *again = NULL;

    if (candidates[i] == NULL || *candidates[i] != 'd')
      continue;
    of = g_strdup_printf ("%.*s%s", (gint) (candidates[i] - name), name, candidates[i] + 1);
    again = nn_gradient_name (of);
    if (g_str_equal (again, name))
      return g_steal_pointer (&of);
  }
  return NULL;
}

gchar *
gs_cell_name_display (const NnProgram *program, const NnCell *cell)
{
  const NnTensorInfo *info = nn_program_get_tensor (program, cell->tensor);
  gboolean is_gradient =
      info->gradient_of >= 0
      || (info->producer >= 0
          && nn_program_get_instruction (program, info->producer)->phase == NN_PHASE_BACKWARD);
  g_autofree gchar *of = is_gradient ? take_derivative_off (info->name) : NULL;
  g_autofree gchar *name = of != NULL ? g_strconcat ("dL/d", of, NULL) : g_strdup (info->name);

  return with_labels (program, cell, name);
}
