/* The options on the projector. */
#include "gs-stage-options.h"

#include <glib/gi18n-lib.h>

#include "gs-accessible.h"
#include "gs-by-width.h"
#include "gs-style.h"

/* One option. */
typedef struct {
  GtkWidget *box, *number, *text, *bar, *count;
} Option;

struct _GsStageOptions {
  GtkWidget parent_instance;

  GsLessonPlayer *lesson; /* or NULL */
  GsPoll *poll;
  GtkWidget *grid;
  GArray *options; /* Option; those beyond the step's are hidden */
};

G_DEFINE_FINAL_TYPE (GsStageOptions, gs_stage_options, GTK_TYPE_WIDGET)

static GtkWidget *
add_label (GtkWidget *box, const gchar *css_class, gboolean wraps)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), wraps);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

/* Two in a row. */
static Option *
get_option (GsStageOptions *self, guint i)
{
  while (self->options->len <= i) {
    Option option = { .box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14) };
    guint n = self->options->len;

    gtk_widget_add_css_class (option.box, "gs-stage-option");
    option.number = add_label (option.box, "gs-stage-number", FALSE);
    option.text = add_label (option.box, "gs-stage-option-text", TRUE);
    gtk_widget_set_hexpand (option.text, TRUE);
    option.bar = gtk_progress_bar_new ();
    gtk_widget_set_valign (option.bar, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class (option.bar, "gs-stage-bar");
    gtk_box_append (GTK_BOX (option.box), option.bar);
    option.count = add_label (option.box, "gs-stage-count", FALSE);
    gtk_grid_attach (GTK_GRID (self->grid), option.box, (gint) (n % 2), (gint) (n / 2), 1, 1);
    g_array_append_val (self->options, option);
  }
  return &g_array_index (self->options, Option, i);
}

static void
show_option (GsStageOptions *self, const GsLessonTask *task, guint i)
{
  Option *option = get_option (self, i);
  g_autoptr (GPtrArray) paragraphs = gs_lesson_player_get_option (self->lesson, i + 1);
  g_autofree gchar *text = gs_lesson_paragraphs_join (paragraphs), *number = g_strdup_printf ("%u", i + 1);
  gboolean is_right = ((const GsLessonOption *) g_ptr_array_index (task->options, i))->right;
  gboolean told = gs_lesson_player_is_answered (self->lesson), counted = gs_poll_is_shown (self->poll);
  guint step = gs_lesson_player_get_number (self->lesson), count = gs_poll_get_count (self->poll, step, i);
  g_autofree gchar *hands = g_strdup_printf ("%u", count);
  g_autofree gchar *name = g_strdup_printf (
      counted ? ngettext ("%s. %s (%u hand)", "%s. %s (%u hands)", count) : "%s. %s", number, text, count);

  gtk_label_set_text (GTK_LABEL (option->number), told && is_right ? "✓" : number);
  gtk_label_set_text (GTK_LABEL (option->text), text);
  gtk_label_set_text (GTK_LABEL (option->count), hands);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (option->bar), gs_poll_get_share (self->poll, step, i));
  gtk_widget_set_visible (option->bar, counted);
  gtk_widget_set_visible (option->count, counted);
  gs_accessible_set_name (option->bar, name);
  gs_accessible_set_name (option->box, name);
  gs_style_set_class (option->box, "gs-right", told && is_right);
  gs_style_set_class (option->box, "gs-wrong", told && !is_right);
  gtk_widget_set_visible (option->box, TRUE);
}

static void
update (GsStageOptions *self)
{
  const GsLessonTask *task = self->lesson != NULL ? gs_lesson_player_get_step (self->lesson)->task : NULL;
  guint n = task != NULL && task->kind == GS_LESSON_TASK_CHOOSE ? task->options->len : 0;

  for (guint i = 0; i < n; i++)
    show_option (self, task, i);
  for (guint i = n; i < self->options->len; i++)
    gtk_widget_set_visible (g_array_index (self->options, Option, i).box, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), n > 0);
}

static void
dispose (GObject *object)
{
  GsStageOptions *self = GS_STAGE_OPTIONS (object);

  if (self->lesson != NULL)
    g_signal_handlers_disconnect_by_data (self->lesson, self);
  if (self->poll != NULL)
    g_signal_handlers_disconnect_by_data (self->poll, self);
  g_clear_object (&self->lesson);
  g_clear_object (&self->poll);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_stage_options_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_array_unref (GS_STAGE_OPTIONS (object)->options);
  G_OBJECT_CLASS (gs_stage_options_parent_class)->finalize (object);
}

static void
gs_stage_options_class_init (GsStageOptionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
gs_stage_options_init (GsStageOptions *self)
{
  self->options = g_array_new (FALSE, FALSE, sizeof (Option));
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 20);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 8);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  gs_by_width_set (GTK_WIDGET (self));
  gs_accessible_set_name (GTK_WIDGET (self), _ ("Options"));
}

GtkWidget *
gs_stage_options_new (GsLessonPlayer *lesson, GsPoll *poll)
{
  GsStageOptions *self = g_object_new (GS_TYPE_STAGE_OPTIONS, NULL);

  g_set_object (&self->lesson, lesson);
  self->poll = g_object_ref (poll);
  g_signal_connect_swapped (poll, "changed", G_CALLBACK (update), self);
  if (lesson != NULL) {
    g_signal_connect_swapped (lesson, "changed", G_CALLBACK (update), self);
    g_signal_connect_swapped (lesson, "moved", G_CALLBACK (update), self);
  }
  update (self);
  return GTK_WIDGET (self);
}
