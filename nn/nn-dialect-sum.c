/* Sums and their kin: folded, with letters for their indices, or written out term by term. */
#include <string.h>

#include "nn-dialect-private.h"

void
nn_print_set_known (NnPrint *self, const NnNode *reduction, gboolean known)
{
  for (gint i = 0; i < reduction->n_indices; i++)
    self->known[reduction->index[i]] = known;
  for (gint i = 0; reduction->rest && i < self->evaluation.n_rest; i++)
    self->known[NN_SLOT_REST + i] = known;
}

/* ---- folded: the convention writes it ---- */

/* Text that lives as long as the fold. */
typedef struct {
  NnFold fold;
  GPtrArray *texts;
} Folding;

static const gchar *
keep (Folding *self, GString *text)
{
  gchar *kept = g_string_free (text, FALSE);

  g_ptr_array_add (self->texts, kept);
  return kept;
}

static void
describe_indices (NnPrint *print, const NnNode *node, Folding *self)
{
  NnBox box;
  NnEvaluation evaluation = print->evaluation;

  nn_box_begin (&box, &evaluation, node);
  for (gint i = 0; i < box.n; i++) {
    GString *letter = g_string_new (NULL), *first = g_string_new (NULL), *last = g_string_new (NULL);
    gboolean is_explicit = i < node->n_indices && node->first[i] != NULL;

    nn_print_append_letter (print, letter, box.slot[i]);
    if (is_explicit) {
      nn_print_append_index (print, first, node->first[i]);
      nn_print_append_index (print, last, node->last[i]);
    } else {
      g_string_append_printf (first, "%d", box.first[i]);
      g_string_append_printf (last, "%d", box.last[i]);
    }
    self->fold.index[i].letter = keep (self, letter);
    self->fold.index[i].first = keep (self, first);
    self->fold.index[i].last = keep (self, last);
    self->fold.index[i].is_explicit = is_explicit;
  }
  self->fold.n_indices = box.n;
}

/* Subscripts that are worked out, of cells in the body; inner reductions see to themselves. */
static void
describe_bounds (NnPrint *print, const NnNode *node, Folding *self)
{
  if (node == NULL || nn_node_is_reduction (node))
    return;
  for (gint i = 0; i < NN_MAX_RANK; i++)
    describe_bounds (print, node->child[i], self);
  for (gint i = 0; node->kind == NN_NODE_CELL && i < node->n_children; i++) {
    gint size = print->binding->in_shape[node->slot].dim[i], known = 0;
    GString *text;

    if (node->child[i]->kind == NN_NODE_INDEX)
      continue;
    text = g_string_new (NULL);
    nn_print_append_subscript (print, text, node->child[i]);
    while (
        known < self->fold.n_bounds
        && !(self->fold.bound[known].size == size && g_str_equal (self->fold.bound[known].index, text->str)))
      known++;
    if (known < self->fold.n_bounds) {
      g_string_free (text, TRUE);
      continue;
    }
    g_assert (known < (gint) G_N_ELEMENTS (self->fold.bound));
    self->fold.bound[known].index = keep (self, text);
    self->fold.bound[self->fold.n_bounds++].size = size;
  }
}

static gboolean
print_folded (NnPrint *self, const NnNode *node, gint level)
{
  Folding folding = { .texts = g_ptr_array_new_with_free_func (g_free) };
  const NnNode *where = node->child[1];
  gboolean known[NN_N_SLOTS], written;

  memcpy (known, self->known, sizeof known);
  nn_print_set_known (self, node, FALSE);
  folding.fold.node = node;
  folding.fold.level = level;
  folding.fold.kind = (NnFoldKind) (node->kind - NN_NODE_SUM);
  folding.fold.body = node->child[0];
  folding.fold.where = where != NULL && nn_print_decide (self, where) == 1 ? NULL : where;
  if (!self->convention->goes_by_place) {
    describe_indices (self, node, &folding);
    describe_bounds (self, node->child[0], &folding);
  }
  self->depth++;
  written = self->convention->write_fold (self, &folding.fold, self->convention->user_data);
  self->depth--;
  memcpy (self->known, known, sizeof known);
  g_ptr_array_unref (folding.texts);
  return written;
}

/* ---- written out ---- */

/* A term, and where in the reduction's box it is. */
typedef struct {
  gsize number, place;
} Place;

/* Where there are terms: the first few, one that is asked for, the last; and how many there are. */
typedef struct {
  NnBox box;
  GArray *first; /* Place */
  Place asked, last;
  gsize count;
} Places;

static gboolean
find_places (NnPrint *self, const NnNode *node, Places *places)
{
  gsize place = 0;

  *places = (Places){ .first = g_array_new (FALSE, FALSE, sizeof (Place)) };
  if (!nn_box_begin (&places->box, &self->evaluation, node))
    return FALSE;
  do {
    if (nn_evaluation_term_exists (&self->evaluation, node)) {
      places->last = (Place){ ++places->count, place };
      if (places->first->len < self->max_terms)
        g_array_append_val (places->first, places->last);
      if (node == self->leading && places->count == self->shown_term)
        places->asked = places->last;
    }
    place++;
  } while (nn_box_next (&places->box, &self->evaluation));
  return places->count > 0;
}

static void
print_term (NnPrint *self, const NnNode *node, const Places *places, const Place *at, gint level)
{
  gsize before = nn_print_set_term (self, node == self->leading ? at->number : self->term);

  nn_box_seek (&places->box, &self->evaluation, at->place);
  nn_print_node (self, node->child[0], level);
  nn_print_set_term (self, before);
}

/* Those of a long sum that are shown, Place: the first ones, one that is asked for, the last. */
static GArray *
choose_places (NnPrint *self, const Places *places)
{
  GArray *chosen = g_array_copy (places->first);
  gsize n = self->max_terms - 1;

  if (places->count <= self->max_terms)
    return chosen;
  if (places->asked.number > n && places->asked.number < places->count) {
    /* In the place of the last of the first ones, which there are two of or more. */
    g_array_set_size (chosen, (guint) MAX (n - 1, 1));
    g_array_append_val (chosen, places->asked);
  } else {
    g_array_set_size (chosen, (guint) n);
  }
  g_array_append_val (chosen, places->last);
  return chosen;
}

static void
print_terms (NnPrint *self, const NnNode *node, const Places *places, const gchar *between, gint level)
{
  g_autoptr (GArray) chosen = choose_places (self, places);
  gsize number = 0;

  for (guint i = 0; i < chosen->len; i++) {
    const Place *at = &g_array_index (chosen, Place, i);

    if (i > 0)
      nn_print_sign (self, '+', between);
    if (at->number > number + 1) {
      nn_print_text (self, self->convention->ellipsis);
      nn_print_sign (self, '+', between);
    }
    print_term (self, node, places, at, level);
    number = at->number;
  }
  if (chosen->len < places->count && *self->convention->count != '\0') {
    g_auto (GStrv) around = g_strsplit (g_dgettext (GETTEXT_PACKAGE, self->convention->count), "%s", 2);
    g_autofree gchar *count =
        g_strdup_printf (" %s%" G_GSIZE_FORMAT "%s", around[0], places->count, around[1]);

    nn_print_text (self, count);
  }
}

static void
print_written_out (NnPrint *self, const NnNode *node, gint level)
{
  gboolean known[NN_N_SLOTS];
  NnEvaluation evaluation = self->evaluation;
  Places places;

  memcpy (known, self->known, sizeof known);
  self->in_terms++;
  if (!find_places (self, node, &places)) {
    nn_print_text (self, "0");
  } else if (node->kind == NN_NODE_COUNT) {
    nn_print_number (self, (gdouble) places.count, 0, level, -1, 0);
  } else if (node->kind == NN_NODE_SUM) {
    gboolean enclose = places.count > 1 && level > NN_SUM_LEVEL;

    nn_print_set_known (self, node, TRUE);
    nn_print_open (self, enclose);
    print_terms (self, node, &places, self->convention->plus, places.count > 1 ? NN_PRODUCT_LEVEL : level);
    nn_print_close (self, enclose);
  } else {
    nn_print_set_known (self, node, TRUE);
    nn_print_text (self, self->convention->folds[node->kind - NN_NODE_SUM]);
    nn_print_text (self, self->convention->list_open);
    self->depth++;
    print_terms (self, node, &places, ", ", NN_SUM_LEVEL);
    self->depth--;
    nn_print_text (self, self->convention->list_close);
  }
  self->in_terms--;
  g_array_unref (places.first);
  self->evaluation = evaluation;
  memcpy (self->known, known, sizeof known);
}

void
nn_print_reduction (NnPrint *self, const NnNode *node, gint level)
{
  gboolean enclose = self->convention->fold_is_loose && level == NN_SINGLE_LEVEL;

  /* Which candidate won cannot be read from a list of those that exist. */
  if (self->form == NN_PRINT_EXPANDED && !(self->convention->never_cuts && node->kind == NN_NODE_ARGMAX)) {
    print_written_out (self, node, level);
    return;
  }
  nn_print_open (self, enclose);
  if (!print_folded (self, node, level))
    print_written_out (self, node, level);
  nn_print_close (self, enclose);
}
