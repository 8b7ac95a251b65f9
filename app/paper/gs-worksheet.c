/* Worksheets: what stands on one, from the title down to the room to work. */
#include "gs-worksheet.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/inspect/gs-explain.h"
#include "app/text/gs-number.h"
#include "gs-worksheet-private.h"

#define GAP           10.0
#define DRAWING_WIDTH 250.0
#define TEXT_LETTER   9.0
#define TITLE_LETTER  20.0
#define HEADING       11.0

typedef struct {
  const GsWorksheet *sheet;
  const GPtrArray *variants; /* of GPtrArray of GsExercise */
  gboolean is_key;
  GsPaper *paper;
  gdouble width;
} Writer;

/* The parts of a pass that have a heading of their own. */
static const struct {
  NnPhase first, last;
  const gchar *title, *hint;
} sections[] = {
  { NN_PHASE_FORWARD, NN_PHASE_LOSS, N_ ("Forward and loss"), N_ ("a cell for each row and unit") },
  { NN_PHASE_BACKWARD, NN_PHASE_BACKWARD, N_ ("Backward"),
    N_ ("from the loss back; dz2 means dL/dz2; sums run over all rows") },
  { NN_PHASE_UPDATE, NN_PHASE_UPDATE, N_ ("Update"), N_ ("what the weights are in the next pass") },
};

/* What functions in the box of formulas mean, by an operation that uses them. */
static const struct {
  NnOp op;
  const gchar *text;
} definitions[] = {
  { NN_OP_SIGMOID, "σ(z) = 1 / (1 + e^−z)" },          { NN_OP_SIGMOID_DX, "σ'(z) = a · (1 − a), a = σ(z)" },
  { NN_OP_TANH_DX, "tanh'(z) = 1 − a², a = tanh(z)" }, { NN_OP_RELU, "relu(z) = z if z > 0, else 0" },
  { NN_OP_RELU_DX, "relu'(z) = 1 if z > 0, else 0" },  { NN_OP_SOFTPLUS, "softplus(z) = ln(1 + e^z)" },
  { NN_OP_STEP, "step(z) = 1 if z ≥ 0, else 0" },
};

/* ---- title ---- */

static void
draw_field (cairo_t *cr, const gchar *label, gdouble x, gdouble end, gdouble y)
{
  gs_paper_show (cr, label, x, y, TEXT_LETTER, FALSE);
  cairo_move_to (cr, x + gs_paper_measure (label, TEXT_LETTER, FALSE) + 5, y + 2);
  cairo_line_to (cr, end, y + 2);
  cairo_stroke (cr);
}

static void
add_title (const Writer *self, const GsExercise *exercise)
{
  cairo_t *cr = gs_paper_begin (self->paper);
  gdouble room = self->width - (self->is_key ? 12 + gs_paper_measure (_ ("key"), 11, FALSE) : 0);
  gdouble letter = TITLE_LETTER * MIN (1, room / gs_paper_measure (self->sheet->title, TITLE_LETTER, TRUE));
  gdouble end = gs_paper_measure (self->sheet->title, letter, TRUE) + 12;

  cairo_set_line_width (cr, 0.7);
  gs_paper_show (cr, self->sheet->title, 0, TITLE_LETTER, letter, TRUE);
  if (self->is_key)
    gs_paper_show (cr, _ ("key"), end, TITLE_LETTER, 11, FALSE);
  else if (exercise->title != NULL && !g_str_equal (exercise->title, self->sheet->title)
           && end + gs_paper_measure (exercise->title, 10, FALSE) < self->width)
    gs_paper_show (cr, exercise->title, end, TITLE_LETTER, 10, FALSE);
  draw_field (cr, _ ("Name"), 0, self->width * 0.48, TITLE_LETTER + 26);
  draw_field (cr, _ ("Class"), self->width * 0.51, self->width * 0.71, TITLE_LETTER + 26);
  draw_field (cr, _ ("Date"), self->width * 0.74, self->width, TITLE_LETTER + 26);
  gs_paper_end (self->paper, TITLE_LETTER + 46, TRUE);
}

/* "A  The title of the step", where a sheet has several. */
static void
add_exercise_title (const Writer *self, const GsExercise *exercise, guint number)
{
  cairo_t *cr = gs_paper_begin (self->paper);
  g_autofree gchar *text =
      g_strdup_printf ("%c  %s", 'A' + (gchar) (number % 26), exercise->title != NULL ? exercise->title : "");

  cairo_set_line_width (cr, 2);
  cairo_move_to (cr, 0, 6);
  cairo_line_to (cr, self->width, 6);
  cairo_stroke (cr);
  gs_paper_show (cr, text, 0, 26, 13 * MIN (1, self->width / gs_paper_measure (text, 13, TRUE)), TRUE);
  gs_paper_end (self->paper, 38, TRUE);
}

/* ---- what is given ---- */

/* A vector or a number takes one line: "b1 = (0.1, −0.2)". NULL for what needs a table. Caller frees. */
static gchar *
print_line (const GsExercise *exercise, const GsPaperTable *table)
{
  const NnTensorInfo *info = nn_program_get_tensor (gs_workbook_get_program (exercise->book), table->tensor);
  g_autoptr (GString) text = NULL;

  if (info->shape.rank > 1)
    return NULL;
  text = g_string_new (NULL);
  g_string_append (text, table->title);
  if (info->shape.rank == 1 && table->columns < info->shape.dim[0])
    g_string_append_printf (text, table->columns > 1 ? "[%zu–%zu]" : "[%zu]", table->first + 1,
                            table->first + (gsize) table->columns);
  g_string_append_printf (text, "\u00a0=\u00a0%s", table->columns > 1 ? "(" : "");
  for (gint i = 0; i < table->columns; i++) {
    g_autofree gchar *number = gs_paper_print_given (
        exercise, gs_exercise_get_value (exercise, &(NnCell){ table->tensor, table->first + (gsize) i }));

    g_string_append_printf (text, "%s%s", i > 0 ? ",\u00a0" : "", number);
  }
  g_string_append (text, table->columns > 1 ? ")" : "");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Tables side by side, then the lines, within `room` to the right of x. How high it is. */
static gdouble
draw_given (const Writer *self, cairo_t *cr, const GsExercise *exercise, gdouble x, gdouble room)
{
  g_autoptr (GPtrArray) tables = gs_paper_list_given (exercise);
  GsPaperCells cells = { GS_PAPER_GIVEN_WIDTH, GS_PAPER_GIVEN_HEIGHT, room, FALSE };
  gdouble left = 0, y = HEADING + 6, bottom = y;
  g_autoptr (GString) lines = g_string_new (NULL);

  gs_paper_show (cr, _ ("Given"), x, HEADING, HEADING, TRUE);
  for (guint i = 0; i < tables->len; i++) {
    const GsPaperTable *table = g_ptr_array_index (tables, i);
    g_autofree gchar *line = print_line (exercise, table);
    gdouble width = gs_paper_measure_table (table, &cells);

    if (line != NULL)
      continue;
    if (left > 0 && left + width > room) {
      left = 0;
      y = bottom + 6;
    }
    gs_paper_draw_table (cr, exercise, table, &cells, x + left, y);
    bottom = MAX (bottom, y + gs_paper_get_table_height (table, &cells));
    left += width + 14;
  }
  for (guint i = 0; i < tables->len; i++) {
    g_autofree gchar *line = print_line (exercise, g_ptr_array_index (tables, i));

    if (line != NULL)
      g_string_append_printf (lines, "%s%s", lines->len > 0 ? "     " : "", line);
  }
  return bottom + 6 + gs_paper_show_wrapped (cr, lines->str, x, bottom + 6, room, TEXT_LETTER);
}

static void
add_network (const Writer *self, const GsExercise *exercise)
{
  cairo_t *cr = gs_paper_begin (self->paper);
  gdouble drawn, given;

  cairo_set_source_rgb (cr, 0, 0, 0);
  drawn = gs_paper_draw_network (cr, exercise, DRAWING_WIDTH);
  if (drawn > 0)
    gs_paper_show (cr, _ ("The network"), 0, HEADING, HEADING, TRUE);
  given = drawn > 0 ? draw_given (self, cr, exercise, DRAWING_WIDTH + 24, self->width - DRAWING_WIDTH - 24)
                    : draw_given (self, cr, exercise, 0, self->width);
  gs_paper_end (self->paper, MAX (drawn, given) + GAP, TRUE);
}

/* ---- formulas ---- */

/* An attribute by its name; 0 if the operation has none that is called so. */
static gint
get_attribute (const NnInstruction *instruction, const gchar *name)
{
  const NnOpInfo *op = nn_op_get (instruction->op);

  for (gint i = 0; i < op->n_attributes; i++)
    if (g_str_equal (op->attributes[i], name))
      return instruction->attributes[i];
  return 0;
}

/* What the sign of a convolution or a pool does not say: " (2×2, stride 2, padding 1)"; "" where there is
 * nothing to say. Caller frees. */
static gchar *
describe_window (const NnInstruction *instruction)
{
  gint rows = get_attribute (instruction, "kh"), stride = get_attribute (instruction, "sr"),
       top = get_attribute (instruction, "pt"), bottom = get_attribute (instruction, "pb");
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autofree gchar *joined = NULL;

  if (instruction->phase != NN_PHASE_FORWARD)
    return g_strdup ("");
  if (rows > 0)
    g_ptr_array_add (parts, g_strdup_printf ("%d×%d", rows, get_attribute (instruction, "kw")));
  if (stride > 1)
    g_ptr_array_add (parts, g_strdup_printf (_ ("stride %d"), stride));
  if (top > 0 || bottom > 0)
    g_ptr_array_add (parts, top == bottom ? g_strdup_printf (_ ("padding %d"), top)
                                          : g_strdup_printf (_ ("padding %d above, %d below"), top, bottom));
  g_ptr_array_add (parts, NULL);
  joined = g_strjoinv (", ", (gchar **) parts->pdata);
  return *joined != '\0' ? g_strdup_printf (" (%s)", joined) : g_strdup ("");
}

/* Texts, each once: what the asked tensors are, and what the functions in that mean. Caller unrefs. */
static GPtrArray *
list_formulas (const GsExercise *exercise)
{
  NnProgram *program = gs_workbook_get_program (exercise->book);
  GPtrArray *formulas = g_ptr_array_new_with_free_func (g_free);
  gboolean defined[G_N_ELEMENTS (definitions)] = { FALSE };

  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *instruction = nn_program_get_instruction (program, i);
    g_autofree gchar *brief = NULL, *window = NULL;

    if (instruction->output < 0 || gs_exercise_asks (exercise, instruction->output) == GS_ASKED_NONE)
      continue;
    brief = nn_program_get_brief (program, i);
    window = describe_window (instruction);
    g_ptr_array_add (formulas,
                     g_strdup_printf ("%s = %s%s", nn_program_get_tensor (program, instruction->output)->name,
                                      brief, window));
    for (gsize k = 0; k < G_N_ELEMENTS (definitions); k++)
      defined[k] |= definitions[k].op == instruction->op;
  }
  for (gsize k = 0; k < G_N_ELEMENTS (definitions); k++)
    if (defined[k])
      g_ptr_array_add (formulas, g_strdup (definitions[k].text));
  return formulas;
}

static void
add_formulas (const Writer *self, const GsExercise *exercise)
{
  g_autoptr (GPtrArray) formulas = list_formulas (exercise);
  cairo_t *cr = gs_paper_begin (self->paper);
  gdouble indent = gs_paper_measure (_ ("Formulas"), TEXT_LETTER, TRUE) + 24,
          column = (self->width - indent) / 3;
  gdouble y = 20, x = indent;

  gs_paper_show (cr, _ ("Formulas"), 10, y, TEXT_LETTER, TRUE);
  for (guint i = 0; i < formulas->len; i++) {
    const gchar *text = g_ptr_array_index (formulas, i);
    gdouble width = gs_paper_measure (text, TEXT_LETTER, FALSE);
    gdouble taken = column * (width > 2 * column - 8 ? 3 : width > column - 8 ? 2 : 1);

    if (x + taken > self->width + 1) {
      x = indent;
      y += 14;
    }
    gs_paper_show (cr, text, x, y, MIN (TEXT_LETTER, TEXT_LETTER * (self->width - x - 8) / width), FALSE);
    x += taken;
  }
  cairo_set_line_width (cr, 0.8);
  cairo_rectangle (cr, 0.4, 4, self->width - 0.8, y + 6);
  cairo_stroke (cr);
  gs_paper_end (self->paper, y + 10 + GAP, TRUE);
}

/* ---- tables to fill in ---- */

/* Where the columns of the exercise stand: from left to right, on as many lines as they need. */
typedef struct {
  gint column;
  gdouble x, width;
  gint line;
} Place;

static Place *
find_place (GArray *places, gint column)
{
  for (guint i = 0; i < places->len; i++)
    if (g_array_index (places, Place, i).column == column)
      return &g_array_index (places, Place, i);
  return NULL;
}

static gint
compare_places (gconstpointer a, gconstpointer b)
{
  return ((const Place *) a)->column - ((const Place *) b)->column;
}

/* The same for all sections, so that dz1 stands beneath z1. Caller unrefs. */
static GArray *
arrange (const Writer *self, const GsExercise *exercise, const GsPaperCells *cells)
{
  g_autoptr (GPtrArray) tables = gs_paper_list_asked (exercise, NN_PHASE_FORWARD, NN_PHASE_UPDATE);
  GArray *places = g_array_new (FALSE, FALSE, sizeof (Place));
  gdouble x = 0;
  gint line = 0;

  for (guint i = 0; i < tables->len; i++) {
    const GsPaperTable *table = g_ptr_array_index (tables, i);
    Place *place = find_place (places, table->column), fresh = { .column = table->column };

    if (place == NULL) {
      g_array_append_val (places, fresh);
      place = &g_array_index (places, Place, places->len - 1);
    }
    place->width = MAX (place->width, gs_paper_measure_table (table, cells));
  }
  g_array_sort (places, compare_places);
  for (guint i = 0; i < places->len; i++) {
    Place *place = &g_array_index (places, Place, i);

    if (x > 0 && x + place->width > self->width + 0.5) {
      x = 0;
      line++;
    }
    place->x = x;
    place->line = line;
    x += place->width + GAP;
  }
  return places;
}

static gint
count_asked (const GsExercise *exercise, const GPtrArray *tables)
{
  gint n = 0;

  for (guint i = 0; i < tables->len; i++) {
    const GsPaperTable *table = g_ptr_array_index (tables, i);

    for (gint row = 0; row < table->rows; row++)
      for (gint column = 0; column < table->columns; column++)
        n += gs_exercise_asks_cell (
            exercise, &(NnCell){ table->tensor, table->first + (gsize) (row * table->stride + column) });
  }
  return n;
}

static gchar *
print_points (gint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d point", "%d points", (gulong) n), n);
}

static void
add_heading (const Writer *self, gint number, const gchar *title, const gchar *hint, gint digits, gint points)
{
  cairo_t *cr = gs_paper_begin (self->paper);
  g_autofree gchar *text = g_strdup_printf ("%d  %s", number, title), *worth = print_points (points);
  g_autofree gchar *precision = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s; %d significant digit", "%s; %d significant digits", (gulong) digits),
      hint, digits);
  gdouble indent = gs_paper_measure (text, HEADING, TRUE) + 10, bottom = 28,
          worth_x = self->width - 36 - gs_paper_measure (worth, 8.5, FALSE), room = worth_x - 12 - indent;

  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, 0, 4);
  cairo_line_to (cr, self->width, 4);
  cairo_stroke (cr);
  gs_paper_show (cr, text, 0, 20, HEADING, TRUE);
  if (gs_paper_measure (precision, 8.5, FALSE) <= room)
    gs_paper_show (cr, precision, indent, 20, 8.5, FALSE);
  else
    bottom = MAX (bottom, 8 + gs_paper_show_wrapped (cr, precision, indent, 6, room, 8.5));
  gs_paper_show (cr, worth, worth_x, 20, 8.5, FALSE);
  cairo_set_line_width (cr, 0.8);
  cairo_rectangle (cr, self->width - 30, 9, 29.5, 14);
  cairo_stroke (cr);
  gs_paper_end (self->paper, bottom, TRUE);
}

/* The `depth`-th table of every column on the line; FALSE if there is none. */
static gboolean
add_tables (const Writer *self,
            const GsExercise *exercise,
            const GsPaperCells *cells,
            GArray *places,
            const GPtrArray *tables,
            gint line,
            gint depth)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  cairo_t *cr = NULL;
  gdouble height = 0;

  for (guint i = 0; i < tables->len; i++) {
    const GsPaperTable *table = g_ptr_array_index (tables, i);
    const Place *place = find_place (places, table->column);
    gint n = GPOINTER_TO_INT (g_hash_table_lookup (seen, GINT_TO_POINTER (table->column)));

    g_hash_table_insert (seen, GINT_TO_POINTER (table->column), GINT_TO_POINTER (n + 1));
    if (place->line != line || n != depth)
      continue;
    cr = cr != NULL ? cr : gs_paper_begin (self->paper);
    gs_paper_draw_table (cr, exercise, table, cells, place->x, 0);
    height = MAX (height, gs_paper_get_table_height (table, cells));
  }
  if (cr != NULL)
    gs_paper_end (self->paper, height + GAP, FALSE);
  return cr != NULL;
}

static void
add_sections (const Writer *self, const GsExercise *exercise)
{
  GsPaperCells cells = { GS_PAPER_WRITE_WIDTH, GS_PAPER_WRITE_HEIGHT, self->width, self->is_key };
  g_autoptr (GArray) places = arrange (self, exercise, &cells);
  gint number = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (sections); i++) {
    g_autoptr (GPtrArray) tables = gs_paper_list_asked (exercise, sections[i].first, sections[i].last);
    gint n_lines = places->len > 0 ? g_array_index (places, Place, places->len - 1).line + 1 : 0;

    if (tables->len == 0)
      continue;
    add_heading (self, ++number, _ (sections[i].title), _ (sections[i].hint),
                 gs_blanks_get_digits (exercise->blanks), count_asked (exercise, tables));
    for (gint line = 0; line < n_lines; line++)
      for (gint depth = 0; add_tables (self, exercise, &cells, places, tables, line, depth); depth++)
        ;
  }
}

/* ---- the key's workings ---- */

static void
add_workings (const Writer *self, const GsExercise *exercise)
{
  guint n = gs_blanks_get_n_cells (exercise->blanks);
  const NnCell *last = gs_blanks_get_cell (exercise->blanks, n - 1);
  g_autoptr (GsFrame) frame = gs_workbook_look_ahead (exercise->book, last);
  NnPrintLimits limits = { .digits = gs_blanks_get_digits (exercise->blanks),
                           .enough = TRUE,
                           .decimal_point = gs_number_get_sign () };
  cairo_t *cr = gs_paper_begin (self->paper);

  gs_paper_show (cr, _ ("Workings"), 0, HEADING + 4, HEADING, TRUE);
  gs_paper_end (self->paper, HEADING + 12, TRUE);
  for (guint i = 0; i < n; i++) {
    const NnCell *cell = gs_blanks_get_cell (exercise->blanks, i);
    g_autoptr (GsExplanation) why = gs_explanation_new (frame, cell, NULL);
    g_autofree gchar *name = gs_cell_name (gs_workbook_get_program (exercise->book), cell);
    g_autofree gchar *numbers = gs_explanation_print (why, NN_DIALECT_NUMBERS, NN_PRINT_EXPANDED, &limits);
    g_autofree gchar *result = gs_number_show (gs_exercise_get_value (exercise, cell), limits.digits);
    g_autofree gchar *line = g_strdup_printf ("%s = %s = %s", name, numbers, result);

    cr = gs_paper_begin (self->paper);
    gs_paper_end (self->paper, gs_paper_show_wrapped (cr, line, 0, 0, self->width, 8) + 2, FALSE);
  }
}

/* ---- sheets ---- */

static gint
count_points (const GPtrArray *exercises)
{
  gint n = 0;

  for (guint i = 0; i < exercises->len; i++)
    n += (gint) gs_blanks_get_n_cells (((const GsExercise *) g_ptr_array_index (exercises, i))->blanks);
  return n;
}

static void
add_sheet (const Writer *self, const GPtrArray *exercises, guint number)
{
  g_autofree gchar *points = print_points (count_points (exercises));
  g_autofree gchar *all = gs_worksheet_make_code (self->sheet), *code = NULL, *note = NULL;
  g_autofree gchar *what =
      g_strdup_printf (self->sheet->is_lesson ? _ ("lesson %s, seed %d") : _ ("%s, seed %d"),
                       self->sheet->title, (gint) self->sheet->seed);

  if (self->variants->len > 1) {
    code = g_strdup_printf ("%s-%02u", all, number + 1);
    note = g_strdup_printf (_ ("%s, variant %u of %u"), what, number + 1, self->variants->len);
  }
  gs_paper_begin_sheet (self->paper, code != NULL ? code : all, note != NULL ? note : what, points);
  add_title (self, g_ptr_array_index (exercises, 0));
  for (guint i = 0; i < exercises->len; i++) {
    const GsExercise *exercise = g_ptr_array_index (exercises, i);

    if (exercises->len > 1)
      add_exercise_title (self, exercise, i);
    add_network (self, exercise);
    if (self->sheet->formulas)
      add_formulas (self, exercise);
    add_sections (self, exercise);
    if (self->is_key)
      add_workings (self, exercise);
  }
  if (!self->is_key)
    gs_paper_add_lines (self->paper, _ ("Room to work"));
}

static void
compose (GsPaper *paper, gpointer user_data)
{
  Writer *self = user_data;

  self->paper = paper;
  self->width = gs_paper_get_width (paper);
  for (guint i = 0; i < self->variants->len; i++)
    add_sheet (self, g_ptr_array_index (self->variants, i), i);
}

gboolean
gs_worksheet_write (const GsWorksheet *sheet,
                    GPtrArray *exercises,
                    guint n_variants,
                    const gchar *path,
                    const gchar *key_path,
                    GError **error)
{
  g_autoptr (GPtrArray) variants = NULL;
  Writer self = { .sheet = sheet };

  if (n_variants > 0) {
    variants = gs_exercise_vary (exercises, n_variants, sheet->seed, error);
  } else {
    variants = g_ptr_array_new ();
    g_ptr_array_add (variants, exercises);
  }
  if (variants == NULL)
    return FALSE;
  self.variants = variants;
  if (!gs_paper_write (sheet->size, compose, &self, path, error))
    return FALSE;
  self.is_key = TRUE;
  return key_path == NULL || gs_paper_write (sheet->size, compose, &self, key_path, error);
}

gchar *
gs_worksheet_make_code (const GsWorksheet *sheet)
{
  g_autofree gchar *base = g_path_get_basename (sheet->source != NULL ? sheet->source : "sheet");
  gsize n = strspn (base, "0123456789");

  base[n > 0 ? n : strcspn (base, ".")] = '\0';
  return g_strdup_printf ("%s-%" G_GUINT64_FORMAT, base, sheet->seed);
}
