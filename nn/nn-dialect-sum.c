/* Sums and their kin: folded, with letters for their indices, or written out term by term. */
#include <string.h>

#include "nn-dialect-private.h"

static void
append_range (NnPrint *self, GString *text, const NnNode *node, gint i)
{
  if (node->first[i] == NULL || self->table->is_latex)
    return;
  g_string_append_c (text, '=');
  nn_print_append_index (self, text, node->first[i]);
  g_string_append (text, "..");
  nn_print_append_index (self, text, node->last[i]);
}

static void
append_indices (NnPrint *self, GString *text, const NnNode *node)
{
  for (gint i = 0; i < node->n_indices; i++) {
    g_string_append (text, i > 0 ? "," : "");
    nn_print_append_letter (self, text, node->index[i]);
    append_range (self, text, node, i);
  }
  for (gint i = 0; node->rest && i < self->evaluation.n_rest; i++) {
    g_string_append (text, text->len > 0 ? "," : "");
    nn_print_append_letter (self, text, NN_SLOT_REST + i);
  }
}

static void
set_known (NnPrint *self, const NnNode *reduction, gboolean known)
{
  for (gint i = 0; i < reduction->n_indices; i++)
    self->known[reduction->index[i]] = known;
  for (gint i = 0; reduction->rest && i < self->evaluation.n_rest; i++)
    self->known[NN_SLOT_REST + i] = known;
}

static void
print_folded (NnPrint *self, const NnNode *node)
{
  gboolean known[NN_N_SLOTS];
  g_autoptr (GString) indices = g_string_new (NULL);
  const NnNode *where = node->child[1];

  memcpy (known, self->known, sizeof known);
  set_known (self, node, FALSE);
  append_indices (self, indices, node);
  if (where != NULL && nn_print_decide (self, where) == 1)
    where = NULL;
  nn_print_text (self, self->table->reductions[node->kind - NN_NODE_SUM]);
  if (indices->len > 0 || where != NULL) {
    nn_print_text (self, self->table->is_latex ? "_{" : "(");
    nn_print_text (self, indices->str);
    if (where != NULL) {
      nn_print_text (self, self->table->is_latex ? " \\,:\\, " : " where ");
      nn_print_condition (self, where);
    }
    nn_print_text (self, self->table->is_latex ? "} " : ": ");
  } else {
    nn_print_text (self, self->table->is_latex ? " " : "(");
  }
  nn_print_node (self, node->child[0], self->table->is_latex ? NN_PRODUCT_LEVEL : NN_SUM_LEVEL);
  if (!self->table->is_latex)
    nn_print_text (self, ")");
  memcpy (self->known, known, sizeof known);
}

/* The places of a reduction's box at which a term exists: the first few, the last, how many. */
typedef struct {
  NnBox box;
  GArray *first; /* gsize */
  gsize last, count;
} Places;

static gboolean
find_places (NnPrint *self, const NnNode *node, Places *places)
{
  gsize place = 0;

  places->first = g_array_new (FALSE, FALSE, sizeof (gsize));
  places->last = places->count = 0;
  if (!nn_box_begin (&places->box, &self->evaluation, node))
    return FALSE;
  do {
    if (nn_evaluation_term_exists (&self->evaluation, node)) {
      if (places->first->len < self->max_terms)
        g_array_append_val (places->first, place);
      places->last = place;
      places->count++;
    }
    place++;
  } while (nn_box_next (&places->box, &self->evaluation));
  return places->count > 0;
}

static void
print_term (NnPrint *self, const NnNode *node, const Places *places, gsize place, gint level)
{
  nn_box_seek (&places->box, &self->evaluation, place);
  nn_print_node (self, node->child[0], level);
}

static void
print_terms (NnPrint *self, const NnNode *node, const Places *places, const gchar *between, gint level)
{
  gboolean cut = places->count > self->max_terms;
  gsize n = cut ? self->max_terms - 1 : places->count;

  for (gsize i = 0; i < n; i++) {
    nn_print_text (self, i > 0 ? between : "");
    print_term (self, node, places, g_array_index (places->first, gsize, i), level);
  }
  if (!cut)
    return;
  nn_print_text (self, between);
  nn_print_text (self, self->table->ellipsis);
  nn_print_text (self, between);
  print_term (self, node, places, places->last, level);
  {
    g_autofree gchar *count = g_strdup_printf (self->table->is_latex ? "\\text{ (%" G_GSIZE_FORMAT " terms)}"
                                                                     : " (%" G_GSIZE_FORMAT " terms)",
                                               places->count);

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

    set_known (self, node, TRUE);
    nn_print_text (self, enclose ? self->table->open : "");
    print_terms (self, node, &places, self->table->plus, places.count > 1 ? NN_PRODUCT_LEVEL : level);
    nn_print_text (self, enclose ? self->table->close : "");
  } else {
    set_known (self, node, TRUE);
    nn_print_text (self, self->table->reductions[node->kind - NN_NODE_SUM]);
    nn_print_text (self, self->table->open);
    print_terms (self, node, &places, ", ", NN_SUM_LEVEL);
    nn_print_text (self, self->table->close);
  }
  self->in_terms--;
  g_array_unref (places.first);
  self->evaluation = evaluation;
  memcpy (self->known, known, sizeof known);
}

void
nn_print_reduction (NnPrint *self, const NnNode *node, gint level)
{
  gboolean enclose = self->table->is_latex && level == NN_SINGLE_LEVEL;

  if (self->form == NN_PRINT_EXPANDED) {
    print_written_out (self, node, level);
    return;
  }
  nn_print_text (self, enclose ? self->table->open : "");
  print_folded (self, node);
  nn_print_text (self, enclose ? self->table->close : "");
}
