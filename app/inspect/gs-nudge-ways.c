/* The ways by which a gradient came back: what each of a few terms brings to it. */
#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "gs-chain.h"
#include "gs-nudge-private.h"

static void
add_way (GsNudge *nudge, NnCell over, gdouble value)
{
  if (nudge->n_ways < GS_NUDGE_MAX_WAYS) {
    nudge->way[nudge->n_ways].over = over;
    nudge->way[nudge->n_ways].value = value;
  }
  nudge->n_ways++;
}

/* Gradients of one tensor that come from several readers are added up two by two. */
static void
add_readers (NnRun *run, const NnCell *gradient, GsNudge *nudge)
{
  NnProgram *program = nn_run_get_program (run);
  gint producer = nn_program_get_tensor (program, gradient->tensor)->producer;
  const NnInstruction *line = nn_program_get_instruction (program, producer);

  if (line->op != NN_OP_ADD) {
    add_way (nudge, (NnCell){ gs_chain_find_through (program, producer), G_MAXSIZE },
             nn_run_get_cell (run, gradient));
    return;
  }
  for (gint i = 0; i < line->n_inputs; i++)
    add_readers (run, &(NnCell){ line->inputs[i], gradient->offset }, nudge);
}

/* Each term of a sum has one factor that is a gradient. */
static void
add_terms (NnRun *run, const NnCell *gradient, GsNudge *nudge)
{
  NnProgram *program = nn_run_get_program (run);
  gint producer = nn_program_get_tensor (program, gradient->tensor)->producer;
  const NnInstruction *line = nn_program_get_instruction (program, producer);
  NnFormula *formula = nn_formula_for_op (line->op);
  g_autoptr (NnTermIter) terms = NULL;
  NnBinding binding;
  NnTerm term;

  nn_run_get_binding (run, producer, &binding);
  if (!nn_formula_is_sum (formula)
      || nn_formula_count_terms (formula, &binding, gradient->offset) > GS_NUDGE_MAX_WAYS)
    return;
  terms = nn_term_iter_new (formula, &binding, gradient->offset);
  while (nn_term_iter_next (terms, &term))
    for (gint i = 0; i < term.n_factors; i++) {
      gint read = nn_program_get_tensor (program, line->inputs[term.factor[i].input])->gradient_of;

      if (read >= 0)
        add_way (nudge, (NnCell){ read, term.factor[i].offset }, term.value);
    }
}

/* What was found says nothing if there is only one way, or too many, or if they do not add up: a sum may be
 * divided afterwards. */
static void
check_sum (GsNudge *nudge, gdouble gradient)
{
  gdouble sum = 0, size = 0;

  for (gint i = 0; i < MIN (nudge->n_ways, GS_NUDGE_MAX_WAYS); i++) {
    sum += nudge->way[i].value;
    size += fabs (nudge->way[i].value);
  }
  if (nudge->n_ways < 2 || nudge->n_ways > GS_NUDGE_MAX_WAYS || !(fabs (sum - gradient) <= 1e-12 * size))
    nudge->n_ways = 0;
}

void
gs_nudge_find_ways (NnRun *run, const NnCell *cell, GsNudge *nudge)
{
  NnProgram *program = nn_run_get_program (run);
  NnCell gradient = { nn_program_get_tensor (program, cell->tensor)->gradient, cell->offset };
  gint producer = gradient.tensor >= 0 ? nn_program_get_tensor (program, gradient.tensor)->producer : -1;

  nudge->n_ways = 0;
  if (producer < 0)
    return;
  if (nn_program_get_instruction (program, producer)->op == NN_OP_ADD)
    add_readers (run, &gradient, nudge);
  else
    add_terms (run, &gradient, nudge);
  check_sum (nudge, nn_run_get_cell (run, &gradient));
}

gchar *
gs_nudge_name_way (NnProgram *program, const GsNudge *nudge, gint way)
{
  const NnCell *over = &nudge->way[way].over;

  return over->offset == G_MAXSIZE ? g_strdup (nn_program_get_tensor (program, over->tensor)->name)
                                   : gs_cell_name_labelled (program, over);
}
