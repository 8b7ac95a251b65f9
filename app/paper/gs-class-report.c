/* A class on paper. */
#include "gs-class-report.h"

#include <glib/gi18n-lib.h>

#define LETTER      9.0
#define LINE        15.0
#define NAME_WIDTH  150.0
#define TOTAL_WIDTH 70.0
/* The names of tasks: how long at most, how steep, and so how high. */
#define TASK_LENGTH 104.0
#define TASK_ANGLE  (G_PI / 3)
#define TASK_HEIGHT 94.0

typedef struct {
  const GsClass *class;
  GsPaper *paper;
  gdouble width;
} Writer;

static void
add_line (const Writer *self, const gchar *text, gdouble size, gboolean bold, gboolean keep)
{
  cairo_t *cr = gs_paper_begin (self->paper);

  gs_paper_show (cr, text, 0, size + 2, MIN (size, size * self->width / gs_paper_measure (text, size, bold)),
                 bold);
  gs_paper_end (self->paper, size + 8, keep);
}

/* Where the points of task `number` of `n` stand. */
static gdouble
get_column (const Writer *self, guint number, guint n)
{
  return NAME_WIDTH + (self->width - NAME_WIDTH - TOTAL_WIDTH) * (number + 0.5) / MAX (n, 1);
}

static const gchar *
get_title (const GsGradeStep *step)
{
  return step->title != NULL ? step->title : step->id;
}

/* A task's name above its column, aslant, so that it has room; a long one is set smaller. */
static void
show_task (const Writer *self, cairo_t *cr, const GsGradeStep *step, guint number, guint n)
{
  g_autofree gchar *text = g_strdup_printf ("%u  %s", number + 1, get_title (step));
  gdouble size = LETTER * MIN (1, TASK_LENGTH / gs_paper_measure (text, LETTER, TRUE));

  cairo_save (cr);
  cairo_translate (cr, get_column (self, number, n) + 3, TASK_HEIGHT);
  cairo_rotate (cr, -TASK_ANGLE);
  gs_paper_show (cr, text, 0, 0, size, TRUE);
  cairo_restore (cr);
}

static void
add_heading (const Writer *self)
{
  const GsClassWork *first = g_ptr_array_index (self->class->works, 0);
  const GPtrArray *steps = first->grade->steps;
  cairo_t *cr = gs_paper_begin (self->paper);

  for (guint i = 0; i < steps->len; i++)
    show_task (self, cr, g_ptr_array_index (steps, i), i, steps->len);
  gs_paper_show_centred (cr, _ ("points"), self->width - TOTAL_WIDTH / 2, TASK_HEIGHT - 3, TOTAL_WIDTH,
                         LETTER, TRUE);
  cairo_set_line_width (cr, 0.7);
  cairo_move_to (cr, 0, TASK_HEIGHT + 6);
  cairo_line_to (cr, self->width, TASK_HEIGHT + 6);
  cairo_stroke (cr);
  gs_paper_end (self->paper, TASK_HEIGHT + 9, TRUE);
}

static void
add_learner (const Writer *self, const GsClassWork *work)
{
  const GsGrade *grade = work->grade;
  cairo_t *cr = gs_paper_begin (self->paper);
  g_autofree gchar *name = gs_class_work_get_name (work);
  g_autofree gchar *total = g_strdup_printf ("%u / %u", grade->points, grade->most);
  gdouble width = gs_paper_measure (name, LETTER, FALSE);

  gs_paper_show (cr, name, 0, 10, LETTER * MIN (1, (NAME_WIDTH - 8) / MAX (width, 1)), FALSE);
  for (guint i = 0; i < grade->steps->len; i++) {
    const GsGradeStep *step = g_ptr_array_index (grade->steps, i);
    g_autofree gchar *points = g_strdup_printf ("%u", step->points);

    gs_paper_show_centred (cr, points, get_column (self, i, grade->steps->len), 7, 30, LETTER,
                           step->points < step->most);
  }
  gs_paper_show_centred (cr, total, self->width - TOTAL_WIDTH / 2, 7, TOTAL_WIDTH, LETTER, TRUE);
  gs_paper_end (self->paper, LINE, FALSE);
}

/* How many points each is worth. */
static void
add_tasks (const Writer *self)
{
  const GsClassWork *first = g_ptr_array_index (self->class->works, 0);

  add_line (self, _ ("The tasks"), 11, TRUE, TRUE);
  for (guint i = 0; i < first->grade->steps->len; i++) {
    const GsGradeStep *step = g_ptr_array_index (first->grade->steps, i);
    g_autofree gchar *text =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u  %s, %u point", "%u  %s, %u points", step->most),
                         i + 1, get_title (step), step->most);

    add_line (self, text, LETTER, FALSE, FALSE);
  }
}

static void
add_mistakes (const Writer *self)
{
  g_autoptr (GPtrArray) mistakes = gs_class_count_mistakes (self->class);

  if (mistakes->len > 0)
    add_line (self, _ ("Mistakes"), 11, TRUE, TRUE);
  for (guint i = 0; i < mistakes->len; i++) {
    const GsGradeMistake *mistake = g_ptr_array_index (mistakes, i);
    g_autofree gchar *text = g_strdup_printf (_ ("%u of %u in %s: %s"), mistake->n, self->class->works->len,
                                              mistake->step, mistake->text);
    cairo_t *cr = gs_paper_begin (self->paper);

    gs_paper_end (self->paper, gs_paper_show_wrapped (cr, text, 0, 0, self->width, LETTER) + 3, FALSE);
  }
}

static void
add_astray (const Writer *self)
{
  gboolean first = TRUE;

  for (guint i = 0; i < self->class->works->len; i++) {
    const GsClassWork *work = g_ptr_array_index (self->class->works, i);
    g_autofree gchar *name = gs_class_work_get_name (work);

    for (guint k = 0; k < work->grade->steps->len; k++) {
      const GsGradeStep *step = g_ptr_array_index (work->grade->steps, k);
      g_autofree gchar *text = NULL;

      if (step->astray == NULL)
        continue;
      if (first)
        add_line (self, _ ("The first cell that went astray"), 11, TRUE, TRUE);
      first = FALSE;
      text = g_strdup_printf ("%s: %s, %s", name, get_title (step), step->astray);
      add_line (self, text, LETTER, FALSE, FALSE);
    }
  }
}

static void
add_edited (const Writer *self)
{
  for (guint i = 0; i < self->class->works->len; i++) {
    const GsClassWork *work = g_ptr_array_index (self->class->works, i);
    g_autofree gchar *name = gs_class_work_get_name (work);
    g_autofree gchar *text = g_strdup_printf ("%s: %s", name, _ ("changed by hand"));

    if (gs_work_is_edited (work->work))
      add_line (self, text, LETTER, TRUE, FALSE);
  }
}

static void
compose (GsPaper *paper, gpointer user_data)
{
  const GsClass *class = user_data;
  Writer self = { class, paper, gs_paper_get_width (paper) };
  g_autofree gchar *works = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u work handed in", "%u works handed in", class->works->len),
      class->works->len);

  gs_paper_begin_sheet (paper, class->lesson->id, class->lesson->title, works);
  add_line (&self, class->lesson->title, 20, TRUE, TRUE);
  add_heading (&self);
  for (guint i = 0; i < class->works->len; i++)
    add_learner (&self, g_ptr_array_index (class->works, i));
  add_edited (&self);
  add_mistakes (&self);
  add_astray (&self);
  add_tasks (&self);
}

gboolean
gs_class_report_write (const GsClass *class, GsPaperSize size, const gchar *path, GError **error)
{
  g_assert (class->works->len > 0);
  return gs_paper_write (size, compose, (gpointer) class, path, error);
}
