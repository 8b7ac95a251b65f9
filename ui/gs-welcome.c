/* The page one begins with. */
#include "gs-welcome.h"

#include <glib/gi18n-lib.h>

#include "app/lesson/gs-lessons.h"
#include "gs-accessible.h"
#include "gs-file-dialog.h"
#include "gs-lesson-card.h"
#include "gs-pool.h"
#include "gs-screen.h"
#include "gs-template.h"
#include "gs-thumbnail.h"

#define MAX_RECENT 4

struct _GsWelcome {
  GtkApplicationWindow parent_instance;

  GsApplication *application; /* which owns the window */
  GtkWidget *hero, *hero_before, *hero_title, *hero_summary, *hero_button, *hero_progress;
  GsThumbnail *hero_picture;
  gchar *hero_path;
  GtkWidget *course, *cards, *recent_title, *recent, *examples;
};

G_DEFINE_FINAL_TYPE (GsWelcome, gs_welcome, GTK_TYPE_APPLICATION_WINDOW)

/* ---- lessons ---- */

static guint
count_done (GsWelcome *self, const GsLesson *lesson)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();

  for (guint i = 0; i < lesson->steps->len; i++)
    g_ptr_array_add (ids, gs_lesson_get_step (lesson, i)->id);
  g_ptr_array_add (ids, NULL);
  return gs_lesson_progress_count (gs_application_get_progress (self->application), lesson->id,
                                   (const gchar *const *) ids->pdata);
}

static void
on_card (GsLessonCard *card, GsWelcome *self)
{
  g_autofree gchar *path = g_strdup (gs_lesson_card_get_path (card));

  gs_application_open_lesson (self->application, GTK_WINDOW (self), path);
}

static void
on_hero (GsWelcome *self)
{
  g_autofree gchar *path = g_strdup (self->hero_path);

  if (path != NULL)
    gs_application_open_lesson (self->application, GTK_WINDOW (self), path);
}

static GtkWidget *
make_card (gpointer self)
{
  GtkWidget *card = gs_lesson_card_new ();

  g_signal_connect (card, "clicked", G_CALLBACK (on_card), self);
  return card;
}

/* What one would do next: the lesson one is in the middle of, else the first that is not done. */
typedef struct {
  const GsLessonEntry *entry; /* NULL: none is left */
  guint number, done;
} Next;

static Next
find_next (GsWelcome *self, GPtrArray *lessons)
{
  Next next = { NULL, 0, 0 };
  guint number = 0;

  for (guint i = 0; i < lessons->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (lessons, i);
    guint done = entry->lesson != NULL ? count_done (self, entry->lesson) : 0;

    if (entry->lesson == NULL)
      continue;
    number++;
    if (done < entry->lesson->steps->len && (next.entry == NULL || (next.done == 0 && done > 0)))
      next = (Next){ entry, number, done };
  }
  return next;
}

static void
show_hero (GsWelcome *self, const Next *next, guint n_done)
{
  const GsLesson *lesson = next->entry != NULL ? next->entry->lesson : NULL;
  g_autofree gchar *title = NULL, *button = NULL, *progress = NULL;

  gtk_widget_set_visible (self->hero, lesson != NULL);
  if (lesson == NULL)
    return;
  title = g_strdup_printf (_ ("Lesson %u: %s"), next->number, lesson->title);
  progress =
      next->done > 0
          ? g_strdup_printf (_ ("Step %u of %u"), next->done + 1, lesson->steps->len)
          : g_strdup_printf (ngettext ("About %d minute", "About %d minutes", (gulong) lesson->minutes),
                             lesson->minutes);
  if (next->done > 0)
    button = g_strdup_printf (_ ("Go on with lesson %u"), next->number);
  else
    button = n_done > 0 ? g_strdup_printf (_ ("Begin lesson %u"), next->number) : g_strdup (_ ("Start here"));
  gtk_label_set_text (GTK_LABEL (self->hero_before),
                      next->done > 0 ? _ ("Go on where you stopped")
                      : n_done > 0   ? _ ("What comes next")
                                     : _ ("See how a neural network computes, and learns"));
  gtk_label_set_text (GTK_LABEL (self->hero_title), title);
  gtk_label_set_text (GTK_LABEL (self->hero_summary), lesson->summary != NULL ? lesson->summary : "");
  gtk_label_set_text (GTK_LABEL (self->hero_progress), progress);
  gtk_button_set_label (GTK_BUTTON (self->hero_button), button);
  gs_accessible_set_description (self->hero_button, title);
  if (g_strcmp0 (self->hero_path, next->entry->path) != 0)
    gs_thumbnail_set_document (self->hero_picture, gs_lesson_card_open_network (lesson));
  g_free (self->hero_path);
  self->hero_path = g_strdup (next->entry->path);
}

/* ---- networks and documents ---- */

static void
on_example (GtkButton *button, GsWelcome *self)
{
  gs_application_open_example (self->application, GTK_WINDOW (self),
                               g_object_get_data (G_OBJECT (button), "name"));
}

static void
on_file_chosen (GFile *file, gpointer user_data)
{
  GsWelcome *self = user_data;

  gs_application_open_file (self->application, GTK_WINDOW (self), file);
}

static void
on_open (GsWelcome *self)
{
  gs_file_dialog_choose (GTK_WINDOW (self), _ ("Open a document"), GTK_FILE_CHOOSER_ACTION_OPEN, NULL,
                         on_file_chosen, self);
}

static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, gdouble x, gdouble y, GsWelcome *self)
{
  on_file_chosen (g_value_get_object (value), self);
  return TRUE;
}

static void
on_recent (GtkButton *button, GsWelcome *self)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_object_get_data (G_OBJECT (button), "name"));

  on_file_chosen (file, self);
}

static GtkWidget *
make_row (void)
{
  GtkWidget *button = gtk_button_new (), *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "gs-row");
  return button;
}

static void
fill_row (GtkWidget *button, const gchar *text, const gchar *name)
{
  gtk_label_set_text (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), text);
  gs_accessible_set_name (button, text);
  g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
}

static GtkWidget *
make_recent_row (gpointer self)
{
  GtkWidget *row = make_row ();

  g_signal_connect (row, "clicked", G_CALLBACK (on_recent), self);
  return row;
}

/* Documents opened or saved lately that are still there. */
static void
update_recent (GsWelcome *self)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  guint n = 0;

  for (GList *link = items; link != NULL && n < MAX_RECENT; link = link->next) {
    const gchar *uri = gtk_recent_info_get_uri (link->data);

    if (g_str_has_suffix (uri, ".gradsheet") && gtk_recent_info_exists (link->data))
      fill_row (gs_pool_get (self->recent, n++, make_recent_row, self),
                gtk_recent_info_get_display_name (link->data), uri);
  }
  gs_pool_trim (self->recent, n);
  gtk_widget_set_visible (self->recent_title, n > 0);
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static void
add_examples (GsWelcome *self)
{
  static const gchar *const examples[][2] = { { "mazur", N_ ("Mazur: backpropagation by hand") },
                                              { "welch", N_ ("Welch: sleep and study") },
                                              { "xor", N_ ("Exclusive or") },
                                              { "logistic", N_ ("Logistic regression") },
                                              { "softmax3", N_ ("Three classes") },
                                              { "residual", N_ ("A layer that adds to what it reads") },
                                              { "branches", N_ ("Two branches") },
                                              { "convnet", N_ ("Lines in pictures") },
                                              { "convnetjs", N_ ("Digits, ConvNetJS' shape") },
                                              { "excelnet", N_ ("Digits, ExcelNet's shape") } };

  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++) {
    GtkWidget *row = make_row ();

    fill_row (row, _ (examples[i][1]), examples[i][0]);
    g_signal_connect (row, "clicked", G_CALLBACK (on_example), self);
    gtk_box_append (GTK_BOX (self->examples), row);
  }
}

/* ---- the window ---- */

void
gs_welcome_update (GsWelcome *self)
{
  g_autoptr (GPtrArray) lessons = gs_lessons_list (NULL, g_get_language_names ()[0]);
  Next next = find_next (self, lessons);
  guint number = 0, n_done = 0;
  g_autofree gchar *course = NULL;

  for (guint i = 0; i < lessons->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (lessons, i);
    guint done = entry->lesson != NULL ? count_done (self, entry->lesson) : 0;

    number += entry->lesson != NULL;
    n_done += entry->lesson != NULL && done >= entry->lesson->steps->len;
    gs_lesson_card_show (GS_LESSON_CARD (gs_pool_get (self->cards, i, make_card, self)), number, entry, done);
  }
  gs_pool_trim (self->cards, lessons->len);
  /* The cards themselves take the focus, not the cells around them. */
  gs_accessible_skip_flow_children (GTK_FLOW_BOX (self->cards));
  course = g_strdup_printf (ngettext ("%u lesson; %u done", "%u lessons; %u done", number), number, n_done);
  gtk_label_set_text (GTK_LABEL (self->course), course);
  show_hero (self, &next, n_done);
  update_recent (self);
  if (next.entry != NULL)
    gtk_widget_grab_focus (self->hero_button);
}

static void
finalize (GObject *object)
{
  g_free (GS_WELCOME (object)->hero_path);
  G_OBJECT_CLASS (gs_welcome_parent_class)->finalize (object);
}

static void
gs_welcome_class_init (GsWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (GS_TYPE_THUMBNAIL);
  gs_template_set (widget_class, "gs-welcome");
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_before);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_title);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_summary);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_button);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_progress);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_picture);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, course);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, cards);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, recent_title);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, recent);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, examples);
  gtk_widget_class_bind_template_callback (widget_class, on_hero);
  gtk_widget_class_bind_template_callback (widget_class, on_open);
}

static void
gs_welcome_init (GsWelcome *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gs_template_init (GTK_WIDGET (self));
  add_examples (self);
  g_signal_connect (drop, "drop", G_CALLBACK (on_dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

GsWelcome *
gs_welcome_new (GsApplication *application)
{
  GsWelcome *self = g_object_new (GS_TYPE_WELCOME, "application", application, NULL);

  self->application = application;
  gs_screen_set_size (GTK_WINDOW (self), 1280, 800);
  gs_welcome_update (self);
  return self;
}
