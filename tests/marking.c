#include "marking.h"

#include <math.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/practice/gs-variant.h"
#include "app/view/gs-view.h"

static const gchar conv[] =
    "{\"format\": \"gradsheet\", \"version\": 1, \"input\": [1, 4, 4],"
    " \"layers\": [{\"kind\": \"conv\", \"units\": 2, \"kernel\": [3, 3], \"padding\": \"same\", "
    "\"activation\": \"relu\"},"
    " {\"kind\": \"max-pool\", \"kernel\": [2, 2]}, {\"kind\": \"flatten\"}, {\"kind\": \"dense\", "
    "\"units\": 2}],"
    " \"loss\": {\"kind\": \"cross-entropy\"}, \"optimizer\": {\"kind\": \"sgd\", \"lr\": 0.5}, \"seed\": 1,"
    " \"data\": {\"inputs\": [[[[0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8], [0.9, 1, 1.1, 1.2], [1.3, 1.4, "
    "1.5, 1.6]]]],"
    " \"targets\": [[1, 0]]}}";

GsWorkbook *
marking_open (const gchar *name, guint64 seed)
{
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/%s.gradsheet", SOURCE_ROOT, name);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsDocument) document = g_str_equal (name, "conv")
                                        ? gs_document_load_bytes (conv, sizeof conv - 1, "conv", &error)
                                        : gs_document_load (path, &error);
  GsDocument *variant;
  GsWorkbook *book;

  g_assert_no_error (error);
  variant = gs_variant_new (document, seed, NULL, &error);
  g_assert_no_error (error);
  book = gs_workbook_new (variant, &error);
  g_assert_no_error (error);
  return book;
}

/* ---- the learner ---- */

static gdouble **
copy_values (NnRun *run)
{
  NnProgram *program = nn_run_get_program (run);
  gint n = nn_program_get_n_tensors (program);
  gdouble **values = g_new0 (gdouble *, n);

  for (gint i = 0; i < n; i++)
    values[i] = g_memdup2 (nn_run_get_values (run, i),
                           nn_shape_count (&nn_program_get_tensor (program, i)->shape) * sizeof (gdouble));
  return values;
}

Learner *
learner_new (GsWorkbook *book, const gchar *blanks)
{
  Learner *learner = g_new0 (Learner, 1);
  g_autoptr (GError) error = NULL;
  NnRun *run = gs_workbook_get_run (book);

  learner->book = g_object_ref (book);
  learner->blanks = gs_blanks_new (book);
  learner->program = nn_run_get_program (run);
  learner->n_instructions = nn_program_get_n_instructions (learner->program) - 1;
  if (blanks != NULL)
    gs_blanks_add_text (learner->blanks, blanks, &error);
  else
    gs_blanks_add_steps (learner->blanks, 0, G_MAXINT, &error);
  g_assert_no_error (error);
  nn_run_ensure (run, learner->n_instructions, NULL, NULL);
  learner->exact = copy_values (run);
  learner->own = copy_values (run);
  return learner;
}

void
learner_free (Learner *learner)
{
  if (learner == NULL)
    return;
  for (gint i = 0; i < nn_program_get_n_tensors (learner->program); i++) {
    g_free (learner->exact[i]);
    g_free (learner->own[i]);
  }
  g_free (learner->exact);
  g_free (learner->own);
  g_object_unref (learner->blanks);
  g_object_unref (learner->book);
  g_free (learner);
}

NnCell
learner_find (Learner *learner, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  NnCell cell;

  gs_cell_name_parse ((GsCellScope){ learner->program }, name, &cell, &error);
  g_assert_no_error (error);
  return cell;
}

gdouble
learner_get_exact (Learner *learner, const gchar *name)
{
  NnCell cell = learner_find (learner, name);

  return learner->exact[cell.tensor][cell.offset];
}

/* The view writes a true minus sign, which people may type as well. */
static gchar *
show (gdouble value)
{
  gchar buffer[GS_VIEW_BUFFER];

  return g_strdup (gs_view_format (value, 4, buffer));
}

gdouble
marking_round (gdouble value)
{
  g_autofree gchar *text = show (value);
  g_autoptr (GString) plain = g_string_new (text);

  g_string_replace (plain, "−", "-", 0);
  return g_ascii_strtod (plain->str, NULL);
}

void
learner_type (Learner *learner, const NnCell *cell, gdouble value)
{
  g_autofree gchar *text = show (value);
  g_autoptr (GError) error = NULL;
  gdouble number;

  gs_blanks_type (learner->blanks, cell, text, &error);
  g_assert_no_error (error);
  g_assert_true (gs_blanks_get_number (learner->blanks, cell, &number));
  learner->own[cell->tensor][cell->offset] = number;
}

void
learner_fill_exact (Learner *learner)
{
  for (guint i = 0; i < gs_blanks_get_n_cells (learner->blanks); i++) {
    const NnCell *cell = gs_blanks_get_cell (learner->blanks, i);

    learner_type (learner, cell, learner->exact[cell->tensor][cell->offset]);
  }
}

/* What the formula gives on the learner's own numbers. */
static gdouble
compute (Learner *learner, gint instruction, gsize offset)
{
  const NnInstruction *line = nn_program_get_instruction (learner->program, instruction);
  NnBinding binding;

  nn_program_get_binding (learner->program, instruction, &binding);
  for (gint i = 0; i < line->n_inputs; i++)
    binding.in[i] = learner->own[line->inputs[i]];
  return nn_formula_evaluate (nn_formula_for_op (line->op), &binding, offset);
}

void
learner_fill_own (Learner *learner, const NnCell *slip, gdouble wrong)
{
  for (gint i = 0; i < learner->n_instructions; i++) {
    NnCell cell = { nn_program_get_instruction (learner->program, i)->output, 0 };
    gsize n = nn_shape_count (&nn_program_get_tensor (learner->program, cell.tensor)->shape);

    for (; cell.offset < n; cell.offset++) {
      gdouble value = compute (learner, i, cell.offset);

      if (slip != NULL && slip->tensor == cell.tensor && slip->offset == cell.offset)
        value = wrong;
      else if (!isfinite (
                   value)) /* nobody can type that: such a learner starts again from the right number */
        value = learner->exact[cell.tensor][cell.offset];
      if (gs_blanks_find (learner->blanks, &cell) >= 0)
        learner_type (learner, &cell, value);
      else
        learner->own[cell.tensor][cell.offset] = value;
    }
  }
}

/* ---- arrows ---- */

typedef struct {
  guint8 **reached;
  const NnInstruction *line;
  gboolean found;
} Search;

static gboolean
visit (const NnInputCell *input, gpointer user_data)
{
  Search *search = user_data;
  const guint8 *reached = search->reached[search->line->inputs[input->input]];

  search->found = reached != NULL && reached[input->offset];
  return !search->found;
}

guint8 **
learner_reach (Learner *learner, const NnCell *from)
{
  guint8 **reached = g_new0 (guint8 *, nn_program_get_n_tensors (learner->program) + 1);

  for (gint i = 0; i < nn_program_get_n_tensors (learner->program); i++)
    reached[i] = g_new0 (guint8, nn_shape_count (&nn_program_get_tensor (learner->program, i)->shape));
  reached[from->tensor][from->offset] = TRUE;
  for (gint i = 0; i < learner->n_instructions; i++) {
    Search search = { reached, nn_program_get_instruction (learner->program, i), FALSE };
    gsize n = nn_shape_count (&nn_program_get_tensor (learner->program, search.line->output)->shape);
    NnBinding binding;

    nn_program_get_binding (learner->program, i, &binding);
    for (gint k = 0; k < search.line->n_inputs; k++)
      binding.in[k] = learner->exact[search.line->inputs[k]];
    for (gsize offset = 0; offset < n; offset++) {
      search.found = FALSE;
      nn_formula_visit_precedents (nn_formula_for_op (search.line->op), &binding, offset, visit, &search);
      reached[search.line->output][offset] |= search.found;
    }
  }
  return reached;
}
