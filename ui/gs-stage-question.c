/* A question to a class and what is said to its answer. */
#include "gs-stage-question.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "gs-class.h"
#include "gs-paragraphs.h"

#define LONG_QUESTION 120 /* letters: more than two lines of the largest ones */

struct _GsStageQuestion {
  GtkWidget parent_instance;

  GsView *view;
  GsLessonPlayer *lesson; /* or NULL */
  GtkWidget *box, *prompt, *answer;
};

G_DEFINE_FINAL_TYPE (GsStageQuestion, gs_stage_question, GTK_TYPE_WIDGET)

static const GsLessonTask *
get_task (GsStageQuestion *self)
{
  return self->lesson != NULL ? gs_lesson_player_get_step (self->lesson)->task : NULL;
}

static GPtrArray *
make_words (const gchar *words)
{
  GPtrArray *paragraphs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) gs_lesson_run_free);
  GsLessonRun *run = g_new0 (GsLessonRun, 1);

  run->text = g_strdup (words);
  g_ptr_array_add (runs, run);
  g_ptr_array_add (paragraphs, runs);
  return paragraphs;
}

static GPtrArray *
make_plain_question (GsStageQuestion *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  g_autofree gchar *name = NULL, *words = NULL;

  if (!gs_class_is_asking (self->view, self->lesson))
    return NULL;
  name = gs_cell_name_labelled (sight->program, &sight->selected);
  words = g_strdup_printf (_ ("What is %s?"), name);
  return make_words (words);
}

/* Whether cells, formula and options say what was asked for, so that words would only say it again. */
static gboolean
is_seen (GsStageQuestion *self)
{
  switch (get_task (self)->kind) {
  case GS_LESSON_TASK_PREDICT:
  case GS_LESSON_TASK_PRECEDENTS: return gs_class_is_selection_asked (self->view, self->lesson);
  case GS_LESSON_TASK_FILL: return TRUE;
  case GS_LESSON_TASK_CHOOSE:
  case GS_LESSON_TASK_SET:
  case GS_LESSON_TASK_STEP_TO:
  case GS_LESSON_TASK_REACH: break;
  }
  return FALSE;
}

/* What is said to an answer, and how it is found where it is not to be seen. */
static GPtrArray *
make_answer (GsStageQuestion *self)
{
  GPtrArray *lines;

  if (get_task (self) == NULL || !gs_lesson_player_is_answered (self->lesson))
    return NULL;
  if (is_seen (self) || gs_lesson_player_get_verdict (self->lesson) == GS_LESSON_VERDICT_RIGHT)
    return gs_lesson_player_get_feedback (self->lesson);
  lines = gs_lesson_player_get_derivation (self->lesson);
  /* The right option has its mark, and symbols stand in the text: the last words are the news. */
  if (get_task (self)->kind == GS_LESSON_TASK_CHOOSE && lines->len > 1)
    g_ptr_array_remove_range (lines, 0, lines->len - 1);
  else if (get_task (self)->kind == GS_LESSON_TASK_PREDICT && lines->len > 2)
    g_ptr_array_remove_range (lines, 0, lines->len - 2);
  return lines;
}

static glong
count_letters (const GPtrArray *paragraphs)
{
  glong n = 0;

  for (guint i = 0; paragraphs != NULL && i < paragraphs->len; i++) {
    const GPtrArray *runs = g_ptr_array_index (paragraphs, i);

    for (guint k = 0; k < runs->len; k++)
      n += g_utf8_strlen (((const GsLessonRun *) g_ptr_array_index (runs, k))->text, -1);
  }
  return n;
}

/* A long one has smaller letters, those of the text: the cells come first. */
void
gs_stage_question_update (GsStageQuestion *self)
{
  GPtrArray *prompt =
      self->lesson != NULL ? gs_lesson_player_get_prompt (self->lesson) : make_plain_question (self);

  if (count_letters (prompt) > LONG_QUESTION)
    gtk_widget_add_css_class (self->box, "gs-long");
  else
    gtk_widget_remove_css_class (self->box, "gs-long");
  gs_paragraphs_set (GS_PARAGRAPHS (self->prompt), prompt);
  gs_paragraphs_set (GS_PARAGRAPHS (self->answer), make_answer (self));
  gtk_widget_set_visible (GTK_WIDGET (self),
                          gtk_widget_get_visible (self->prompt) || gtk_widget_get_visible (self->answer));
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsStageQuestion *self = GS_STAGE_QUESTION (object);

  g_clear_object (&self->lesson);
  g_clear_object (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_stage_question_parent_class)->dispose (object);
}

static void
gs_stage_question_class_init (GsStageQuestionClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gs_stage_question_init (GsStageQuestion *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_add_css_class (self->box, "gs-stage-question");
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
add_paragraphs (GsStageQuestion *self, const gchar *css_class)
{
  GtkWidget *paragraphs = gs_paragraphs_new (self->view);

  gtk_widget_add_css_class (paragraphs, css_class);
  gtk_box_append (GTK_BOX (self->box), paragraphs);
  return paragraphs;
}

GtkWidget *
gs_stage_question_new (GsView *view, GsLessonPlayer *lesson)
{
  GsStageQuestion *self = g_object_new (GS_TYPE_STAGE_QUESTION, NULL);

  self->view = g_object_ref (view);
  g_set_object (&self->lesson, lesson);
  self->prompt = add_paragraphs (self, "gs-stage-prompt");
  self->answer = add_paragraphs (self, "gs-stage-answer");
  return GTK_WIDGET (self);
}
