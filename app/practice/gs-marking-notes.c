/* Why a blank has its mark, in words, symbols and numbers; never more than the learner may see. */
#include "gs-marking-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/text/gs-number.h"
#include "nn/nn-dialect.h"

/* What one note is written from. */
typedef struct {
  GsMarking *marking;
  const GsMarkedCell *marked;
  const NnInstruction *line;
  gint producer;
  gboolean reveal;
  gboolean has_secrets; /* among the precedents */
} Writer;

static gchar *
print_number (const Writer *writer, gdouble value)
{
  gdouble unit = gs_number_get_unit (value, writer->marking->digits);
  gint digits = writer->marking->digits;

  /* As many significant digits as the sheet shows of it. */
  if (unit > 0)
    digits = (gint) nearbyint (floor (log10 (fabs (value))) - log10 (unit)) + 1;
  return gs_number_show (value, CLAMP (digits, 1, 17));
}

/* ---- which numbers may be seen ---- */

static gboolean
is_used (const GsMarkedCell *marked, const NnCell *cell)
{
  for (gint i = 0; i < marked->n_used; i++)
    if (nn_cell_equal (&marked->used[i], cell))
      return TRUE;
  return FALSE;
}

/* The learner's own number stands in the line, unless the entry followed without it. */
static gboolean
shows_own (const Writer *writer, const NnCell *cell)
{
  return writer->marked->mark == GS_MARK_WRONG || is_used (writer->marked, cell);
}

static gdouble
read_shown (const Writer *writer, const NnCell *cell)
{
  return gs_marking_read (writer->marking, shows_own (writer, cell) ? GS_WORLD_OWN : GS_WORLD_RIGHT, cell);
}

/* A blank whose number the learner has not found: it stands there by name. */
static gboolean
is_secret (const Writer *writer, const NnCell *cell)
{
  const GsMarkedCell *precedent = gs_marking_find (writer->marking, cell);

  if (precedent == NULL || precedent->mark == GS_MARK_RIGHT)
    return FALSE;
  if (!precedent->filled)
    return TRUE;
  return !shows_own (writer, cell) && !writer->reveal;
}

static gdouble
read_cell (gint input, gsize offset, gpointer user_data)
{
  const Writer *writer = user_data;
  NnCell cell = { writer->line->inputs[input], offset };

  /* A name will stand in its place; nothing about the line may depend on it. */
  return is_secret (writer, &cell) ? 1 : read_shown (writer, &cell);
}

static gboolean
find_secret (const NnInputCell *input, gpointer user_data)
{
  Writer *writer = user_data;
  NnCell cell = { writer->line->inputs[input->input], input->offset };

  writer->has_secrets |= is_secret (writer, &cell);
  return !writer->has_secrets;
}

/* A formula that chooses is printed as what was chosen: that would tell the sign of a number that is not to
 * be seen. Those that write one curve in two ways may be shown in the first. */
static gboolean
gives_choice_away (const Writer *writer)
{
  NnOp op = writer->line->op;

  return writer->has_secrets && nn_formula_chooses (nn_formula_for_op (op)) && op != NN_OP_SIGMOID
         && op != NN_OP_SOFTPLUS && op != NN_OP_SOFTPLUS_DX && op != NN_OP_BINARY_CROSS_ENTROPY
         && op != NN_OP_BINARY_CROSS_ENTROPY_OF_Z;
}

/* ---- the lines ---- */

static gchar *
write_formula (Writer *writer, NnDialect dialect)
{
  NnPrintLimits limits = { .digits = MAX (writer->marking->digits, 2),
                           .enough = TRUE,
                           .decimal_point = gs_number_get_sign () };
  g_autoptr (GPtrArray) pieces = NULL;
  NnBinding binding;
  NnNames names;

  nn_program_get_binding (writer->marking->program, writer->producer, &binding);
  binding.read = read_cell;
  binding.read_data = writer;
  nn_program_get_names (writer->marking->program, writer->producer, &names);
  pieces = nn_dialect_print (dialect, nn_formula_for_op (writer->line->op), &names, &binding,
                             writer->marked->cell.offset,
                             gives_choice_away (writer) ? NN_PRINT_GENERAL : NN_PRINT_EXPANDED, &limits);
  for (guint i = 0; dialect == NN_DIALECT_NUMBERS && i < pieces->len; i++) {
    NnPiece *piece = g_ptr_array_index (pieces, i);
    NnCell cell = { piece->input >= 0 ? writer->line->inputs[piece->input] : -1, piece->offset };

    if (piece->input < 0 || piece->offset == G_MAXSIZE || !is_secret (writer, &cell))
      continue;
    g_free (piece->text);
    piece->text = gs_cell_name_labelled (writer->marking->program, &cell);
  }
  return nn_pieces_join (pieces);
}

static gchar *
write_expected (const Writer *writer)
{
  const GsMarkedCell *marked = writer->marked;
  gdouble exact = gs_marking_get_exact (writer->marking, &marked->cell);
  g_autofree gchar *right = print_number (writer, exact);
  g_autofree gchar *own = print_number (writer, marked->result);

  switch (marked->mark) {
  case GS_MARK_RIGHT: return g_steal_pointer (&right);
  case GS_MARK_RIGHT_GIVEN_EARLIER:
    return writer->reveal
               ? g_strdup_printf (_ ("%s from your own numbers; %s from the right ones"), own, right)
               : g_steal_pointer (&own);
  case GS_MARK_WRONG:
    if (!writer->reveal)
      return NULL;
    if (!isfinite (marked->result) || g_str_equal (own, right))
      return g_steal_pointer (&right);
    return g_strdup_printf (_ ("%s, or %s from your own numbers"), right, own);
  case GS_MARK_EMPTY: break;
  }
  return NULL;
}

/* ---- what came before ---- */

typedef struct {
  GsMarking *marking;
  GArray *earlier;   /* NnCell */
  guint8 **is_known; /* per tensor that was come by: the cells that need no second look */
} Search;

typedef struct {
  Search *search;
  const NnInstruction *line;
} Reading;

static void find_earlier (Search *search, const NnCell *cell);

static gboolean
is_new (Search *search, const NnCell *cell)
{
  guint8 **known = &search->is_known[cell->tensor];

  if (*known == NULL)
    *known = g_new0 (guint8,
                     nn_shape_count (&nn_program_get_tensor (search->marking->program, cell->tensor)->shape));
  if ((*known)[cell->offset])
    return FALSE;
  (*known)[cell->offset] = TRUE;
  return TRUE;
}

/* A blank is named; what lies between passes the question on. Where no own number differs, it ends. */
static void
visit_precedent (Search *search, const NnCell *cell)
{
  const GsMarkedCell *precedent = gs_marking_find (search->marking, cell);
  gdouble own = gs_marking_read (search->marking, GS_WORLD_OWN, cell);
  gdouble right = gs_marking_read (search->marking, GS_WORLD_RIGHT, cell);

  if (own == right || (isnan (own) && isnan (right)) || !is_new (search, cell))
    return;
  if (precedent == NULL || !precedent->filled)
    find_earlier (search, cell);
  else
    g_array_append_val (search->earlier, *cell);
}

static gboolean
on_precedent (const NnInputCell *input, gpointer user_data)
{
  Reading *reading = user_data;
  NnCell cell = { reading->line->inputs[input->input], input->offset };

  visit_precedent (reading->search, &cell);
  return TRUE;
}

static void
find_earlier (Search *search, const NnCell *cell)
{
  NnProgram *program = search->marking->program;
  gint producer = nn_program_get_tensor (program, cell->tensor)->producer;
  Reading reading = { search, nn_program_get_instruction (program, producer) };
  NnBinding binding;

  nn_run_get_binding (search->marking->held->run, producer, &binding);
  nn_formula_visit_precedents (nn_formula_for_op (reading.line->op), &binding, cell->offset, on_precedent,
                               &reading);
}

static GArray *
list_earlier (const Writer *writer)
{
  gint n_tensors = nn_program_get_n_tensors (writer->marking->program);
  Search search = { writer->marking, g_array_new (FALSE, FALSE, sizeof (NnCell)),
                    g_new0 (guint8 *, n_tensors) };

  if (writer->marked->mark == GS_MARK_WRONG)
    find_earlier (&search, &writer->marked->cell);
  for (gint i = 0; i < writer->marked->n_used; i++)
    visit_precedent (&search, &writer->marked->used[i]);
  for (gint i = 0; i < n_tensors; i++)
    g_free (search.is_known[i]);
  g_free (search.is_known);
  return search.earlier;
}

/* "dz2[1,1] = 0.14, a1[1,1] = 0.6 and 3 more". */
static gchar *
name_entries (const Writer *writer, GArray *cells)
{
  GString *text = g_string_new (NULL);
  guint n = MIN (cells->len, 3);

  for (guint i = 0; i < n; i++) {
    const NnCell *cell = &g_array_index (cells, NnCell, i);
    g_autofree gchar *name = gs_cell_name_labelled (writer->marking->program, cell);
    g_autofree gchar *number = gs_number_show (gs_marking_find (writer->marking, cell)->entry, 0);

    g_string_append_printf (text, "%s%s = %s", i > 0 ? ", " : "", name, number);
  }
  if (cells->len > n) {
    g_autofree gchar *some = g_string_free (text, FALSE);

    /* Translators: behind a list of cells with their numbers. */
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s and %u more", "%s and %u more", cells->len - n),
                            some, cells->len - n);
  }
  return g_string_free (text, FALSE);
}

/* ---- the verdict ---- */

/* Right as far as it goes: the number rounded to fewer digits than were asked for. */
static gboolean
is_coarse (const Writer *writer, gdouble value)
{
  gdouble entry = writer->marked->entry;

  if (!isfinite (value) || value == 0 || entry == 0)
    return FALSE;
  for (gint digits = 1; digits < writer->marking->digits; digits++) {
    gdouble step = pow (10, floor (log10 (fabs (value))) - digits + 1);

    if (fabs (nearbyint (value / step) * step - entry) <= 1e-9 * fabs (entry))
      return TRUE;
  }
  return FALSE;
}

static gchar *
write_wrong (const Writer *writer, GsMarkNote *note, const GsMistake *mistakes, gsize n_mistakes)
{
  const GsMarkedCell *marked = writer->marked;

  for (gsize i = 0; i < n_mistakes; i++)
    if (gs_marking_agrees (marked->entry, mistakes[i].value, writer->marking->digits)) {
      note->mistake = (gint) i;
      return g_strdup (mistakes[i].label);
    }
  note->is_coarse = is_coarse (writer, gs_marking_get_exact (writer->marking, &marked->cell))
                    || is_coarse (writer, marked->result);
  if (note->is_coarse)
    return g_strdup_printf (_ ("Right as far as it goes, but %d digits are asked for."),
                            writer->marking->digits);
  if (note->earlier->len > 0)
    return g_strdup (_ ("Not right, and it does not follow from your own earlier numbers either."));
  return g_strdup (_ ("Not right."));
}

static gchar *
write_verdict (const Writer *writer, GsMarkNote *note, const GsMistake *mistakes, gsize n_mistakes)
{
  g_autofree gchar *entries = NULL;

  switch (writer->marked->mark) {
  case GS_MARK_EMPTY: return g_strdup (_ ("Still empty."));
  case GS_MARK_RIGHT: return g_strdup (_ ("Right."));
  case GS_MARK_RIGHT_GIVEN_EARLIER:
    entries = name_entries (writer, note->earlier);
    return g_strdup_printf (_ ("Right, given your own earlier number: %s."), entries);
  case GS_MARK_WRONG: break;
  }
  return write_wrong (writer, note, mistakes, n_mistakes);
}

/* ---- notes ---- */

GsMarkNote *
gs_marking_explain (GsMarking *marking,
                    const NnCell *cell,
                    gboolean reveal,
                    const GsMistake *mistakes,
                    gsize n_mistakes)
{
  const GsMarkedCell *marked = gs_marking_find (marking, cell);
  GsMarkNote *note = g_new0 (GsMarkNote, 1);
  Writer writer = { marking, marked, NULL, -1, reveal, FALSE };
  NnBinding binding;

  g_assert (marked != NULL);
  writer.producer = nn_program_get_tensor (marking->program, cell->tensor)->producer;
  writer.line = nn_program_get_instruction (marking->program, writer.producer);
  nn_run_get_binding (marking->held->run, writer.producer, &binding);
  nn_formula_visit_precedents (nn_formula_for_op (writer.line->op), &binding, cell->offset, find_secret,
                               &writer);
  note->mark = marked->mark;
  note->mistake = -1;
  note->earlier = list_earlier (&writer);
  note->verdict = write_verdict (&writer, note, mistakes, n_mistakes);
  note->formula = write_formula (&writer, NN_DIALECT_WORDS);
  if (marked->mark == GS_MARK_EMPTY)
    return note;
  if (!gives_choice_away (&writer))
    note->numbers = write_formula (&writer, NN_DIALECT_NUMBERS);
  note->expected = write_expected (&writer);
  return note;
}

gchar *
gs_mark_note_to_text (const GsMarkNote *note)
{
  GString *text = g_string_new (note->verdict);

  if (note->formula != NULL)
    g_string_append_printf (text, "\n%s", note->formula);
  if (note->numbers != NULL)
    g_string_append_printf (text, "\n= %s", note->numbers);
  if (note->expected != NULL)
    g_string_append_printf (text, "\n= %s", note->expected);
  return g_string_free (text, FALSE);
}

void
gs_mark_note_free (GsMarkNote *note)
{
  if (note == NULL)
    return;
  g_array_unref (note->earlier);
  g_free (note->verdict);
  g_free (note->formula);
  g_free (note->numbers);
  g_free (note->expected);
  g_free (note);
}
