/* Blanks marked in the program's order, each with the numbers that the learner had. */
#include "gs-marking-private.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "app/text/gs-number.h"

/* Up to so many differing precedents every mixture of exact and own numbers is tried. */
#define MAX_MIXED 6

/* Up to so many precedents may each have been rounded; in every mixture, up to so many. */
#define MAX_ROUNDED       512
#define MAX_ROUNDED_MIXED 16

/* What double arithmetic leaves of a difference that is 0, in units of the numbers that went in. */
#define NOISE 1e-13

typedef struct {
  NnCell cell;
  gdouble value[GS_N_WORLDS];
} Precedent;

/* One cell being judged. */
typedef struct {
  GsMarking *marking;
  NnCell cell;
  gdouble entry;
  GArray *precedents; /* Precedent */
  gdouble noise;
} Case;

/* ---- numbers ---- */

/* One unit, and a little for what the decimal numbers themselves lose in binary. */
static gboolean
is_near (gdouble entry, gdouble value, gdouble room)
{
  return isfinite (value) && fabs (entry - value) <= room + 4 * DBL_EPSILON * fabs (value) + 1e-9 * room;
}

gboolean
gs_marking_agrees (gdouble entry, gdouble value, gint digits)
{
  return is_near (entry, value, gs_number_get_unit (value, digits));
}

gdouble
gs_marking_read (GsMarking *marking, GsWorld world, const NnCell *cell)
{
  gdouble **values = marking->world[world];

  if (values != NULL && values[cell->tensor] != NULL)
    return values[cell->tensor][cell->offset];
  return nn_run_get_cell (marking->held->run, cell);
}

/* ---- formulas on other numbers ---- */

typedef struct {
  GsMarking *marking;
  const NnInstruction *line;
  GsWorld world;
  const GsSubstitute *substitutes;
  gint n_substitutes;
} Reader;

static gdouble
read_cell (gint input, gsize offset, gpointer user_data)
{
  const Reader *reader = user_data;
  NnCell cell = { reader->line->inputs[input], offset };

  for (gint i = 0; i < reader->n_substitutes; i++)
    if (nn_cell_equal (&reader->substitutes[i].cell, &cell))
      return reader->substitutes[i].value;
  return gs_marking_read (reader->marking, reader->world, &cell);
}

/* The formula of a computed cell on a world; `substitutes` come first. */
static gdouble
evaluate (GsMarking *marking,
          GsWorld world,
          const NnCell *cell,
          const GsSubstitute *substitutes,
          gint n_substitutes)
{
  gint producer = nn_program_get_tensor (marking->program, cell->tensor)->producer;
  const NnInstruction *line = nn_program_get_instruction (marking->program, producer);
  Reader reader = { marking, line, world, substitutes, n_substitutes };
  NnBinding binding;

  nn_program_get_binding (marking->program, producer, &binding);
  binding.read = read_cell;
  binding.read_data = &reader;
  return nn_formula_evaluate (nn_formula_for_op (line->op), &binding, cell->offset);
}

/* ---- judging one entry ---- */

typedef struct {
  Case *self;
  const NnInstruction *line;
} Collecting;

static gboolean
collect_precedent (const NnInputCell *input, gpointer user_data)
{
  Collecting *collecting = user_data;
  Case *self = collecting->self;
  Precedent precedent = { .cell = { collecting->line->inputs[input->input], input->offset } };

  for (gint world = 0; world < GS_N_WORLDS; world++) {
    precedent.value[world] = gs_marking_read (self->marking, (GsWorld) world, &precedent.cell);
    if (isfinite (precedent.value[world]))
      self->noise = MAX (self->noise, NOISE * fabs (precedent.value[world]));
  }
  g_array_append_val (self->precedents, precedent);
  return TRUE;
}

/* The cells the formula names; one that stands in two inputs would come twice, which does no harm. */
static void
collect_precedents (Case *self)
{
  gint producer = nn_program_get_tensor (self->marking->program, self->cell.tensor)->producer;
  Collecting collecting = { self, nn_program_get_instruction (self->marking->program, producer) };
  NnBinding binding;

  nn_run_get_binding (self->marking->held->run, producer, &binding);
  nn_formula_visit_precedents (nn_formula_for_op (collecting.line->op), &binding, self->cell.offset,
                               collect_precedent, &collecting);
}

static gboolean
differs (const Precedent *precedent, GsWorld a, GsWorld b)
{
  return memcmp (&precedent->value[a], &precedent->value[b], sizeof (gdouble)) != 0;
}

/* A number that the learner may have rounded before going on with it, by at most half a unit. */
static gdouble
get_rounding (gdouble value, gint digits)
{
  gdouble unit = gs_number_get_unit (value, digits);

  if (unit == 0 || fabs (value / unit - nearbyint (value / unit)) < 1e-6)
    return 0;
  return unit / 2;
}

/* How far the result moves when a precedent has another value. */
static gdouble
move (Case *self, GsWorld world, GsSubstitute *substitutes, gint n, gdouble result, gdouble value)
{
  gdouble moved;

  substitutes[n].value = value;
  moved = evaluate (self->marking, world, &self->cell, substitutes, n + 1);
  return isfinite (moved) ? fabs (moved - result) : 0;
}

/* How far the result may be off when every number on the way was rounded, or, of those the learner has
 * right, taken as typed: each one's share, added up. */
static gdouble
get_slack (Case *self, GsWorld world, const GsSubstitute *substitutes, gint n, gdouble result)
{
  g_autofree GsSubstitute *changed = g_new (GsSubstitute, n + 1);
  gdouble slack = 0;

  if (self->precedents->len > MAX_ROUNDED)
    return 0;
  for (guint i = 0; i < self->precedents->len; i++) {
    const Precedent *precedent = &g_array_index (self->precedents, Precedent, i);
    gdouble value = precedent->value[world], half, share = 0;
    gboolean substituted = FALSE;

    for (gint k = 0; k < n; k++)
      substituted |= nn_cell_equal (&substitutes[k].cell, &precedent->cell);
    half = get_rounding (value, self->marking->digits);
    if (substituted || (half == 0 && !differs (precedent, world, GS_WORLD_RIGHT)))
      continue;
    for (gint k = 0; k < n; k++)
      changed[k] = substitutes[k];
    changed[n].cell = precedent->cell;
    if (half > 0)
      share = MAX (move (self, world, changed, n, result, value + half),
                   move (self, world, changed, n, result, value - half));
    if (world == GS_WORLD_EXACT && differs (precedent, world, GS_WORLD_RIGHT))
      share = MAX (share, move (self, world, changed, n, result, precedent->value[GS_WORLD_RIGHT]));
    slack += share;
  }
  return slack;
}

/* Whether the entry follows from these numbers; `result` gets what it follows to. */
static gboolean
follows (Case *self,
         GsWorld world,
         const GsSubstitute *substitutes,
         gint n,
         gboolean rounded,
         gdouble *result)
{
  gdouble value = evaluate (self->marking, world, &self->cell, substitutes, n);
  gdouble room = MAX (gs_number_get_unit (value, self->marking->digits), self->noise);

  if (!isfinite (value))
    return FALSE;
  if (rounded)
    room += get_slack (self, world, substitutes, n, value);
  if (!is_near (self->entry, value, room))
    return FALSE;
  *result = value;
  return TRUE;
}

static gboolean
is_right (Case *self, gdouble *result)
{
  for (gint rounded = 0; rounded < 2; rounded++)
    if (follows (self, GS_WORLD_EXACT, NULL, 0, rounded, result)
        || follows (self, GS_WORLD_RIGHT, NULL, 0, rounded, result))
      return TRUE;
  return FALSE;
}

/* ---- credit for what follows from earlier numbers that are not right ---- */

/* Tries the own numbers of those precedents whose bit is set. */
static gboolean
try_mixture (Case *self, GArray *own, guint64 mask, gboolean rounded, GsMarkedCell *marked)
{
  g_autofree GsSubstitute *substitutes = g_new (GsSubstitute, own->len);
  gint n = 0;

  for (guint i = 0; i < own->len; i++)
    if (i >= 64 || (mask >> i & 1) != 0)
      substitutes[n++] = g_array_index (own, GsSubstitute, i);
  if (!follows (self, GS_WORLD_RIGHT, substitutes, n, rounded, &marked->result)
      && !follows (self, GS_WORLD_EXACT, substitutes, n, rounded, &marked->result))
    return FALSE;
  marked->n_used = n;
  marked->used = g_new (NnCell, n);
  for (gint i = 0; i < n; i++)
    marked->used[i] = substitutes[i].cell;
  return TRUE;
}

/* All own numbers first. Where there are many, then all but one; where few, every mixture. */
static gboolean
try_mixtures (Case *self, GArray *own, gboolean rounded, GsMarkedCell *marked)
{
  if (try_mixture (self, own, G_MAXUINT64, rounded, marked))
    return TRUE;
  if (rounded && self->precedents->len > MAX_ROUNDED_MIXED)
    return FALSE;
  if (own->len > MAX_MIXED) {
    for (guint i = 0; i < MIN (own->len, 64); i++)
      if (try_mixture (self, own, ~((guint64) 1 << i), rounded, marked))
        return TRUE;
    return FALSE;
  }
  for (guint64 mask = ((guint64) 1 << own->len) - 2; mask > 0; mask--)
    if (try_mixture (self, own, mask, rounded, marked))
      return TRUE;
  return FALSE;
}

static gboolean
follows_from_earlier (Case *self, GsMarkedCell *marked)
{
  g_autoptr (GArray) own = g_array_new (FALSE, FALSE, sizeof (GsSubstitute));

  for (guint i = 0; i < self->precedents->len; i++) {
    const Precedent *precedent = &g_array_index (self->precedents, Precedent, i);
    GsSubstitute substitute = { precedent->cell, precedent->value[GS_WORLD_OWN] };

    if (differs (precedent, GS_WORLD_OWN, GS_WORLD_RIGHT))
      g_array_append_val (own, substitute);
  }
  return own->len > 0 && (try_mixtures (self, own, FALSE, marked) || try_mixtures (self, own, TRUE, marked));
}

static void
judge (GsMarking *marking, GsMarkedCell *marked)
{
  Case self = { .marking = marking, .cell = marked->cell, .entry = marked->entry };

  marked->result = evaluate (marking, GS_WORLD_OWN, &marked->cell, NULL, 0);
  marked->mark = GS_MARK_EMPTY;
  if (!marked->filled)
    return;
  self.precedents = g_array_new (FALSE, FALSE, sizeof (Precedent));
  collect_precedents (&self);
  if (is_right (&self, &marked->result))
    marked->mark = GS_MARK_RIGHT;
  else
    marked->mark = follows_from_earlier (&self, marked) ? GS_MARK_RIGHT_GIVEN_EARLIER : GS_MARK_WRONG;
  g_array_unref (self.precedents);
}

/* ---- carrying numbers on through the pass ---- */

static void
put (GsMarking *marking, GsWorld world, const NnCell *cell, gdouble value)
{
  gdouble **values = marking->world[world];
  gdouble exact = nn_run_get_cell (marking->held->run, cell);

  if (values[cell->tensor] == NULL) {
    if (memcmp (&value, &exact, sizeof value) == 0)
      return;
    values[cell->tensor] = g_memdup2 (
        nn_run_get_values (marking->held->run, cell->tensor),
        nn_shape_count (&nn_program_get_tensor (marking->program, cell->tensor)->shape) * sizeof (gdouble));
  }
  values[cell->tensor][cell->offset] = value;
}

/* What the learner goes on with. A cell that is not filled in passes on what earlier numbers give. */
static void
carry_cell (GsMarking *marking, const NnCell *cell, const GsMarkedCell *marked)
{
  gdouble exact = nn_run_get_cell (marking->held->run, cell);

  if (marked != NULL && marked->filled) {
    put (marking, GS_WORLD_RIGHT, cell, marked->mark == GS_MARK_RIGHT ? marked->entry : exact);
    put (marking, GS_WORLD_OWN, cell, marked->entry);
  } else {
    put (marking, GS_WORLD_RIGHT, cell, evaluate (marking, GS_WORLD_RIGHT, cell, NULL, 0));
    put (marking, GS_WORLD_OWN, cell, evaluate (marking, GS_WORLD_OWN, cell, NULL, 0));
  }
}

static gboolean
reads_own_numbers (GsMarking *marking, const NnInstruction *line)
{
  for (gint i = 0; i < line->n_inputs; i++)
    if (marking->world[GS_WORLD_RIGHT][line->inputs[i]] != NULL
        || marking->world[GS_WORLD_OWN][line->inputs[i]] != NULL)
      return TRUE;
  return FALSE;
}

/* Marks the blanks of one tensor and carries its cells on. */
static void
carry_tensor (GsMarking *marking, const NnInstruction *line)
{
  gboolean touched = reads_own_numbers (marking, line);
  gsize n = nn_shape_count (&nn_program_get_tensor (marking->program, line->output)->shape);
  NnCell cell = { line->output, 0 };

  for (; cell.offset < n; cell.offset++) {
    GsMarkedCell *marked = gs_marking_find (marking, &cell);

    if (marked != NULL)
      judge (marking, marked);
    if ((touched || (marked != NULL && marked->filled)) && !nn_run_is_pinned (marking->held->run, &cell))
      carry_cell (marking, &cell, marked);
  }
}

/* Everything that has a say in the tensors whose flag is set, in the order of the pass. */
static void
carry (GsMarking *marking, guint8 *is_wanted)
{
  for (gint i = nn_program_get_n_instructions (marking->program) - 1; i >= 0; i--) {
    const NnInstruction *line = nn_program_get_instruction (marking->program, i);

    for (gint k = 0; line->output >= 0 && is_wanted[line->output] && k < line->n_inputs; k++)
      is_wanted[line->inputs[k]] = TRUE;
  }
  for (gint i = 0; i < nn_program_get_n_instructions (marking->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (marking->program, i);

    if (line->output < 0 || !is_wanted[line->output] || marking->is_carried[line->output])
      continue;
    marking->is_carried[line->output] = TRUE;
    carry_tensor (marking, line);
  }
}

/* ---- the marking ---- */

static void
clear_marked_cell (gpointer data)
{
  g_free (((GsMarkedCell *) data)->used);
}

GsMarking *
gs_marking_new (GsBlanks *blanks)
{
  GsMarking *marking = g_new0 (GsMarking, 1);
  g_autofree guint8 *is_wanted = NULL;
  gint n_tensors;

  marking->held = gs_blanks_hold_run (blanks);
  marking->program = nn_run_get_program (marking->held->run);
  marking->digits = gs_blanks_get_digits (blanks);
  n_tensors = nn_program_get_n_tensors (marking->program);
  marking->is_carried = g_new0 (guint8, n_tensors);
  for (gint world = GS_WORLD_RIGHT; world < GS_N_WORLDS; world++)
    marking->world[world] = g_new0 (gdouble *, n_tensors);
  marking->cells = g_array_new (FALSE, FALSE, sizeof (GsMarkedCell));
  g_array_set_clear_func (marking->cells, clear_marked_cell);
  is_wanted = g_new0 (guint8, n_tensors);
  for (guint i = 0; i < gs_blanks_get_n_cells (blanks); i++) {
    GsMarkedCell marked = { .cell = *gs_blanks_get_cell (blanks, i) };

    marked.filled = gs_blanks_get_number (blanks, &marked.cell, &marked.entry);
    g_array_append_val (marking->cells, marked);
    is_wanted[marked.cell.tensor] = TRUE;
  }
  carry (marking, is_wanted);
  return marking;
}

void
gs_marking_free (GsMarking *marking)
{
  if (marking == NULL)
    return;
  for (gint world = GS_WORLD_RIGHT; world < GS_N_WORLDS; world++) {
    for (gint i = 0; i < nn_program_get_n_tensors (marking->program); i++)
      g_free (marking->world[world][i]);
    g_free (marking->world[world]);
  }
  g_free (marking->is_carried);
  g_array_unref (marking->cells);
  gs_held_run_release (marking->held);
  g_free (marking);
}

static gint
compare_in_program (gint producer, const NnCell *cell, gint other_producer, const NnCell *other)
{
  if (producer != other_producer)
    return producer < other_producer ? -1 : 1;
  return cell->offset < other->offset ? -1 : cell->offset > other->offset;
}

GsMarkedCell *
gs_marking_find (GsMarking *marking, const NnCell *cell)
{
  gint producer = nn_program_get_tensor (marking->program, cell->tensor)->producer;
  guint first = 0, end = marking->cells->len;

  while (first < end) {
    guint middle = first + (end - first) / 2;
    GsMarkedCell *marked = &g_array_index (marking->cells, GsMarkedCell, middle);
    gint order = compare_in_program (producer, cell,
                                     nn_program_get_tensor (marking->program, marked->cell.tensor)->producer,
                                     &marked->cell);

    if (order == 0)
      return marked;
    if (order < 0)
      end = middle;
    else
      first = middle + 1;
  }
  return NULL;
}

GsMark
gs_marking_get (GsMarking *marking, const NnCell *cell)
{
  GsMarkedCell *marked = gs_marking_find (marking, cell);

  return marked != NULL ? marked->mark : GS_MARK_EMPTY;
}

guint
gs_marking_count (GsMarking *marking, GsMark mark)
{
  guint n = 0;

  for (guint i = 0; i < marking->cells->len; i++)
    n += g_array_index (marking->cells, GsMarkedCell, i).mark == mark;
  return n;
}

gboolean
gs_marking_is_done (GsMarking *marking)
{
  return marking->cells->len > 0 && gs_marking_count (marking, GS_MARK_EMPTY) == 0
         && gs_marking_count (marking, GS_MARK_WRONG) == 0;
}

gdouble
gs_marking_get_exact (GsMarking *marking, const NnCell *cell)
{
  return gs_marking_read (marking, GS_WORLD_EXACT, cell);
}

gdouble
gs_marking_get_own (GsMarking *marking, const NnCell *cell)
{
  if (nn_program_get_tensor (marking->program, cell->tensor)->producer >= 0
      && !marking->is_carried[cell->tensor]) {
    g_autofree guint8 *is_wanted = g_new0 (guint8, nn_program_get_n_tensors (marking->program));

    is_wanted[cell->tensor] = TRUE;
    carry (marking, is_wanted);
  }
  return gs_marking_read (marking, GS_WORLD_OWN, cell);
}
