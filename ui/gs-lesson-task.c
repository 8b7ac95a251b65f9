/* The card of a task: its answer is taken here or watched for in the sheet. */
#include "gs-lesson-task.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "gs-accessible.h"
#include "gs-by-width.h"
#include "gs-paragraphs.h"
#include "gs-pool.h"
#include "gs-style.h"
#include "gs-template.h"
#include "gs-wrap.h"

struct _GsLessonTaskCard {
  GtkWidget parent_instance;

  GsLessonPlayer *player;
  GtkWidget *box, *title, *prompt;
  GtkWidget *answer_row, *entry_label, *entry; /* predict */
  GtkWidget *options;                          /* choose: a button each */
  GtkWidget *picked, *pick;                    /* precedents */
  GtkWidget *check;
  GtkWidget *feedback, *note;
  GtkWidget *hints, *derivation, *hint, *reveal, *helps;
  GPtrArray *picks; /* names of cells */
};

G_DEFINE_FINAL_TYPE (GsLessonTaskCard, gs_lesson_task_card, GTK_TYPE_WIDGET)

static const GsLessonTask *
get_task (GsLessonTaskCard *self)
{
  return gs_lesson_player_get_step (self->player)->task;
}

static gboolean
is_solved (GsLessonTaskCard *self)
{
  return gs_lesson_player_is_solved (self->player, gs_lesson_player_get_number (self->player));
}

/* ---- answering ---- */

static void
on_entry (GsLessonTaskCard *self)
{
  const gchar *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));

  /* Enter answers, and once it is right goes on. */
  if (is_solved (self) && gs_lesson_player_get_verdict (self->player) == GS_LESSON_VERDICT_RIGHT) {
    gtk_widget_activate_action (GTK_WIDGET (self), "win.lesson-next", NULL);
    return;
  }
  gs_lesson_player_answer (self->player, text);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static void
on_option (GtkButton *button, GsLessonTaskCard *self)
{
  g_autofree gchar *number =
      g_strdup_printf ("%d", GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "number")));

  gs_lesson_player_answer (self->player, number);
}

static void
on_check (GsLessonTaskCard *self)
{
  /* What is typed into a cell counts. */
  if (get_task (self) == NULL
      || !gs_workbook_settle (gs_view_get_workbook (gs_lesson_player_get_view (self->player)), NULL))
    return;
  if (get_task (self)->kind == GS_LESSON_TASK_PREDICT) {
    on_entry (self);
  } else if (get_task (self)->kind == GS_LESSON_TASK_PRECEDENTS) {
    g_autofree gchar *cells = NULL;

    g_ptr_array_add (self->picks, NULL);
    cells = g_strjoinv (" ", (gchar **) self->picks->pdata);
    g_ptr_array_set_size (self->picks, (gint) self->picks->len - 1);
    gs_lesson_player_answer (self->player, cells);
  } else {
    gs_lesson_player_check (self->player);
  }
}

static void
on_hint (GsLessonTaskCard *self)
{
  gs_lesson_player_hint (self->player);
}

static void
on_reveal (GsLessonTaskCard *self)
{
  gs_lesson_player_reveal (self->player);
}

/* ---- picking cells ---- */

static void
toggle_pick (GsLessonTaskCard *self, gchar *name)
{
  for (guint i = 0; i < self->picks->len; i++)
    if (g_str_equal (g_ptr_array_index (self->picks, i), name)) {
      g_ptr_array_remove_index (self->picks, i);
      g_free (name);
      return;
    }
  g_ptr_array_add (self->picks, name);
}

static void
show_picks (GsLessonTaskCard *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->picks->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "  " : "", (gchar *) g_ptr_array_index (self->picks, i));
  gtk_label_set_text (GTK_LABEL (self->picked), text->len > 0 ? text->str : _ ("No cell picked yet."));
}

void
gs_lesson_task_card_pick (GsLessonTaskCard *self)
{
  GsView *view = gs_lesson_player_get_view (self->player);
  g_autoptr (GArray) cells = NULL;

  if (get_task (self) == NULL || get_task (self)->kind != GS_LESSON_TASK_PRECEDENTS)
    return;
  cells = gs_view_list_range (view);
  for (guint i = 0; i < cells->len; i++)
    toggle_pick (self, gs_cell_name (gs_workbook_get_program (gs_view_get_workbook (view)),
                                     &g_array_index (cells, NnCell, i)));
  show_picks (self);
  /* The pane shows on the sheet what is picked. */
  g_signal_emit_by_name (self->player, "changed");
}

GArray *
gs_lesson_task_card_list_picked (GsLessonTaskCard *self)
{
  GsWorkbook *book = gs_view_get_workbook (gs_lesson_player_get_view (self->player));
  GArray *cells = g_array_new (FALSE, FALSE, sizeof (NnCell));

  for (guint i = 0; i < self->picks->len; i++) {
    NnCell cell;

    if (gs_cell_name_parse (gs_workbook_get_scope (book), g_ptr_array_index (self->picks, i), &cell, NULL))
      g_array_append_val (cells, cell);
  }
  return cells;
}

/* ---- what is shown ---- */

static GtkWidget *
make_option (gpointer self)
{
  GtkWidget *button = gtk_button_new (), *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  g_signal_connect (button, "clicked", G_CALLBACK (on_option), self);
  return button;
}

static void
show_options (GsLessonTaskCard *self, const GsLessonTask *task)
{
  guint n = task->kind == GS_LESSON_TASK_CHOOSE ? task->options->len : 0;

  for (guint i = 0; i < n; i++) {
    g_autoptr (GPtrArray) paragraphs = gs_lesson_player_get_option (self->player, i + 1);
    g_autofree gchar *text = gs_lesson_paragraphs_join (paragraphs);
    GtkWidget *button = gs_pool_get (self->options, i, make_option, self);

    gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), text);
    gs_accessible_set_name (button, text);
    g_object_set_data (G_OBJECT (button), "number", GINT_TO_POINTER (i + 1));
  }
  gs_pool_trim (self->options, n);
  gtk_widget_set_visible (self->options, n > 0);
}

/* A new step: the card is laid out for its kind of task. */
static void
lay_out (GsLessonTaskCard *self, const GsLessonTask *task)
{
  gboolean predict = task->kind == GS_LESSON_TASK_PREDICT;
  gboolean precedents = task->kind == GS_LESSON_TASK_PRECEDENTS;
  const gchar *verb = task->kind == GS_LESSON_TASK_FILL ? _ ("_Mark") : _ ("_Check");
  g_autofree gchar *label = predict && task->cells != NULL && task->cells[0] != NULL
                                ? g_strdup_printf ("%s =", task->cells[0])
                                : g_strdup ("=");

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  gtk_label_set_text (GTK_LABEL (self->entry_label), label);
  show_options (self, task);
  g_ptr_array_set_size (self->picks, 0);
  show_picks (self);
  gtk_widget_set_visible (self->picked, precedents);
  gtk_widget_set_visible (self->pick, precedents);
  gtk_widget_set_visible (self->answer_row, predict);
  gtk_widget_set_visible (self->check, task->kind != GS_LESSON_TASK_CHOOSE);
  gtk_button_set_label (GTK_BUTTON (self->check), verb);
}

/* Of a marked blank: why it has its mark. */
static void
update_note (GsLessonTaskCard *self)
{
  g_autoptr (GsMarkNote) note = NULL;
  g_autofree gchar *text = NULL;
  NnCell cell;

  if (gs_view_get_selected (gs_lesson_player_get_view (self->player), &cell))
    note = gs_lesson_player_explain_blank (self->player, &cell, FALSE);
  if (note != NULL && note->mark != GS_MARK_EMPTY)
    text = gs_mark_note_to_text (note);
  gtk_label_set_text (GTK_LABEL (self->note), text != NULL ? text : "");
  gtk_widget_set_visible (self->note, text != NULL);
}

void
gs_lesson_task_card_update (GsLessonTaskCard *self, gboolean is_new)
{
  const GsLessonTask *task = get_task (self);
  GsLessonVerdict verdict = gs_lesson_player_get_verdict (self->player);
  g_autoptr (GPtrArray) hints = NULL;
  gboolean solved;

  gtk_widget_set_visible (GTK_WIDGET (self), task != NULL);
  if (task == NULL)
    return;
  if (is_new)
    lay_out (self, task);
  solved = is_solved (self);
  gtk_label_set_text (GTK_LABEL (self->title), solved ? _ ("Solved ✓") : _ ("Your turn"));
  gs_style_set_class (self->title, "gs-ok", solved);
  gs_style_set_class (self->box, "gs-solved", solved);
  gs_paragraphs_set (GS_PARAGRAPHS (self->prompt), gs_lesson_player_get_prompt (self->player));
  gs_paragraphs_set (GS_PARAGRAPHS (self->feedback), gs_lesson_player_get_feedback (self->player));
  gs_style_set_class (self->feedback, "gs-ok", verdict == GS_LESSON_VERDICT_RIGHT);
  gs_style_set_class (self->feedback, "gs-bad", verdict == GS_LESSON_VERDICT_WRONG);
  gs_style_set_class (self->entry, "error", verdict == GS_LESSON_VERDICT_WRONG && !solved);
  gs_style_set_class (self->entry, "gs-right", solved);
  hints = gs_lesson_player_get_hints (self->player);
  gtk_widget_set_sensitive (self->hint, hints->len < task->hints->len);
  gtk_widget_set_visible (self->helps, !solved);
  /* Then the pane's button to go on is the one that stands out. */
  gs_style_set_class (self->check, "suggested-action", !solved);
  gs_paragraphs_set (GS_PARAGRAPHS (self->hints), g_steal_pointer (&hints));
  gs_paragraphs_set (GS_PARAGRAPHS (self->derivation), gs_lesson_player_get_derivation (self->player));
  update_note (self);
}

gboolean
gs_lesson_task_card_focus (GsLessonTaskCard *self)
{
  const GsLessonTask *task = get_task (self);

  if (task == NULL || is_solved (self))
    return FALSE;
  if (task->kind == GS_LESSON_TASK_PREDICT)
    return gtk_widget_grab_focus (self->entry);
  if (task->kind == GS_LESSON_TASK_CHOOSE)
    return gtk_widget_grab_focus (gtk_widget_get_first_child (self->options));
  return FALSE;
}

static GtkWidget *
add_paragraphs (GsLessonTaskCard *self, GtkWidget *after, const gchar *css_class)
{
  GtkWidget *paragraphs = gs_paragraphs_new (gs_lesson_player_get_view (self->player));

  if (css_class != NULL)
    gtk_widget_add_css_class (paragraphs, css_class);
  gtk_box_insert_child_after (GTK_BOX (self->box), paragraphs, after);
  return paragraphs;
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsLessonTaskCard *self = GS_LESSON_TASK_CARD (object);

  g_clear_object (&self->player);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->picks, g_ptr_array_unref);
  G_OBJECT_CLASS (gs_lesson_task_card_parent_class)->dispose (object);
}

static void
gs_lesson_task_card_class_init (GsLessonTaskCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gs_template_set (widget_class, "gs-lesson-task");
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, box);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, title);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, entry_label);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, answer_row);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, entry);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, options);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, picked);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, pick);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, check);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, note);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, hint);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, reveal);
  gtk_widget_class_bind_template_child (widget_class, GsLessonTaskCard, helps);
  gtk_widget_class_bind_template_callback (widget_class, gs_lesson_task_card_pick);
  gtk_widget_class_bind_template_callback (widget_class, on_entry);
  gtk_widget_class_bind_template_callback (widget_class, on_check);
  gtk_widget_class_bind_template_callback (widget_class, on_hint);
  gtk_widget_class_bind_template_callback (widget_class, on_reveal);
}

static void
gs_lesson_task_card_init (GsLessonTaskCard *self)
{
  gs_template_init (GTK_WIDGET (self));
  gs_wrap_children (self->helps, 6);
  gs_wrap_label (self->check);
  gs_wrap_label (self->hint);
  gs_wrap_label (self->reveal);
  gs_wrap_label (self->pick);
  gs_by_width_set (GTK_WIDGET (self));
  self->picks = g_ptr_array_new_with_free_func (g_free);
}

GtkWidget *
gs_lesson_task_card_new (GsLessonPlayer *player)
{
  GsLessonTaskCard *self = g_object_new (GS_TYPE_LESSON_TASK_CARD, NULL);

  self->player = g_object_ref (player);
  self->prompt = add_paragraphs (self, self->title, NULL);
  self->feedback = add_paragraphs (self, self->answer_row, NULL);
  self->hints = add_paragraphs (self, self->note, "gs-dim");
  self->derivation = add_paragraphs (self, self->hints, "gs-dim");
  gs_lesson_task_card_update (self, TRUE);
  return GTK_WIDGET (self);
}
