/* Hands, counted by the teacher. */
#include "gs-teacher-hands.h"

#include <glib/gi18n-lib.h>

#include "gs-accessible.h"
#include "gs-pool.h"
#include "gs-wheel.h"

/* What a row needs when its number changes. */
typedef struct {
  GsPoll *poll;
  guint step, option;
  GtkWidget *text, *spin, *bar;
} Row;

static void
on_count (GtkSpinButton *spin, Row *row)
{
  gs_poll_set_count (row->poll, row->step, row->option, (guint) gtk_spin_button_get_value_as_int (spin));
}

static void
free_row (gpointer data)
{
  g_object_unref (((Row *) data)->poll);
  g_free (data);
}

static GtkWidget *
make_row (gpointer poll)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  Row *row = g_new0 (Row, 1);

  row->poll = g_object_ref (poll);
  row->text = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (row->text), 0);
  gtk_label_set_wrap (GTK_LABEL (row->text), TRUE);
  gtk_widget_set_hexpand (row->text, TRUE);
  row->bar = gtk_progress_bar_new ();
  gtk_widget_set_valign (row->bar, GTK_ALIGN_CENTER);
  row->spin = gtk_spin_button_new_with_range (0, 999, 1);
  gs_wheel_leave (row->spin);
  gtk_widget_set_valign (row->spin, GTK_ALIGN_CENTER);
  g_signal_connect (row->spin, "value-changed", G_CALLBACK (on_count), row);
  gtk_box_append (GTK_BOX (box), row->text);
  gtk_box_append (GTK_BOX (box), row->bar);
  gtk_box_append (GTK_BOX (box), row->spin);
  g_object_set_data_full (G_OBJECT (box), "row", row, free_row);
  return box;
}

guint
gs_teacher_hands_show (GtkWidget *box, GsLessonPlayer *lesson, GsPoll *poll)
{
  const GsLessonTask *task = lesson != NULL ? gs_lesson_player_get_step (lesson)->task : NULL;
  guint n = task != NULL && task->kind == GS_LESSON_TASK_CHOOSE ? task->options->len : 0;

  for (guint i = 0; i < n; i++) {
    Row *row = g_object_get_data (G_OBJECT (gs_pool_get (box, i, make_row, poll)), "row");
    g_autoptr (GPtrArray) paragraphs = gs_lesson_player_get_option (lesson, i + 1);
    g_autofree gchar *option = gs_lesson_paragraphs_join (paragraphs);
    gboolean right = ((const GsLessonOption *) g_ptr_array_index (task->options, i))->right;
    g_autofree gchar *text = g_strdup_printf (right ? "%u. %s ✓" : "%u. %s", i + 1, option);
    /* Translators: a field for the number of pupils who raise their hands for this option. */
    g_autofree gchar *name = g_strdup_printf (_ ("Hands for %s"), text);

    row->step = gs_lesson_player_get_number (lesson);
    row->option = i;
    gtk_label_set_text (GTK_LABEL (row->text), text);
    gs_accessible_set_name (row->spin, name);
    gs_accessible_set_name (row->bar, name);
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (row->bar), gs_poll_get_share (poll, row->step, i));
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (row->spin), gs_poll_get_count (poll, row->step, i));
  }
  gs_pool_trim (box, n);
  return n;
}
