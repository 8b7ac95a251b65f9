#include "gs-welcome.h"

#include <glib/gi18n-lib.h>

#include "app/lesson/gs-lessons.h"
#include "gs-accessible.h"
#include "gs-file-dialog.h"
#include "gs-pool.h"
#include "gs-screen.h"

struct _GsWelcome {
  GtkApplicationWindow parent_instance;

  GsApplication *application; /* which owns the window */
  GtkWidget *cards;
};

G_DEFINE_FINAL_TYPE (GsWelcome, gs_welcome, GTK_TYPE_APPLICATION_WINDOW)

static GtkWidget *
make_label (const gchar *text, const gchar *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* ---- lessons ---- */

/* In a card: not wider than a column, so that there are columns. */
static GtkWidget *
add_card_label (GtkWidget *box, const gchar *text, const gchar *css_class)
{
  GtkWidget *label = make_label (text, css_class);

  gtk_label_set_max_width_chars (GTK_LABEL (label), 34);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

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

static gchar *
describe_progress (const GsLesson *lesson, guint done)
{
  if (done == 0)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) lesson->minutes), lesson->minutes);
  if (done >= lesson->steps->len)
    return g_strdup (_ ("Done ✓"));
  return g_strdup_printf (_ ("%u of %u steps"), done, lesson->steps->len);
}

static void
on_card (GtkButton *button, GsWelcome *self)
{
  g_autofree gchar *path = g_strdup (g_object_get_data (G_OBJECT (button), "path"));

  gs_application_open_lesson (self->application, GTK_WINDOW (self), path);
}

/* The parts of a card that differ from lesson to lesson. */
typedef struct {
  GtkWidget *title, *summary, *progress, *bar;
} Card;

static GtkWidget *
make_card (gpointer self)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  Card *card = g_new0 (Card, 1);

  card->title = add_card_label (box, NULL, "gs-card-title");
  card->summary = add_card_label (box, NULL, NULL);
  gtk_widget_set_vexpand (card->summary, TRUE);
  gtk_widget_set_valign (card->summary, GTK_ALIGN_START);
  gtk_label_set_width_chars (GTK_LABEL (card->summary), 28);
  card->progress = make_label (NULL, NULL);
  card->bar = gtk_progress_bar_new ();
  gtk_widget_set_hexpand (card->bar, TRUE);
  gtk_widget_set_valign (card->bar, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (foot), card->progress);
  gtk_box_append (GTK_BOX (foot), card->bar);
  gtk_box_append (GTK_BOX (box), foot);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "gs-lesson-card");
  g_object_set_data_full (G_OBJECT (button), "card", card, g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (on_card), self);
  return button;
}

static void
set_class (GtkWidget *widget, const gchar *css_class)
{
  gtk_widget_set_css_classes (widget, (const gchar *[]){ css_class, NULL });
}

static void
fill_card (GsWelcome *self, GtkWidget *button, guint number, const GsLesson *lesson)
{
  const Card *card = g_object_get_data (G_OBJECT (button), "card");
  guint done = count_done (self, lesson);
  g_autofree gchar *title = g_strdup_printf ("%u  %s", number, lesson->title);
  g_autofree gchar *progress = describe_progress (lesson, done);

  gtk_label_set_text (GTK_LABEL (card->title), title);
  gtk_label_set_text (GTK_LABEL (card->summary), lesson->summary != NULL ? lesson->summary : "");
  set_class (card->summary, "gs-dim");
  gtk_label_set_text (GTK_LABEL (card->progress), progress);
  set_class (card->progress, done >= lesson->steps->len ? "gs-ok" : "gs-dim");
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (card->bar), (gdouble) done / lesson->steps->len);
  gtk_widget_set_visible (card->bar, done > 0);
  gs_accessible_set_name (button, title);
  gs_accessible_set_description (button, progress);
}

/* A lesson that cannot be read says so in its place; the others go on. */
static void
fill_broken_card (GtkWidget *button, const GsLessonEntry *entry)
{
  const Card *card = g_object_get_data (G_OBJECT (button), "card");
  g_autofree gchar *name = g_path_get_basename (entry->path);

  gtk_label_set_text (GTK_LABEL (card->title), name);
  gtk_label_set_text (GTK_LABEL (card->summary), entry->error->message);
  set_class (card->summary, "gs-bad");
  gtk_label_set_text (GTK_LABEL (card->progress), "");
  gtk_widget_set_visible (card->bar, FALSE);
  gs_accessible_set_name (button, name);
  gs_accessible_set_description (button, entry->error->message);
}

void
gs_welcome_update (GsWelcome *self)
{
  g_autoptr (GPtrArray) lessons = gs_lessons_list (NULL, g_get_language_names ()[0]);
  guint number = 0;

  for (guint i = 0; i < lessons->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (lessons, i);
    GtkWidget *card = gs_pool_get (self->cards, i, make_card, self);

    g_object_set_data_full (G_OBJECT (card), "path", g_strdup (entry->path), g_free);
    if (entry->lesson != NULL)
      fill_card (self, card, ++number, entry->lesson);
    else
      fill_broken_card (card, entry);
  }
  gs_pool_trim (self->cards, lessons->len);
  /* The cards themselves take the focus, not the cells around them. */
  gs_accessible_skip_flow_children (GTK_FLOW_BOX (self->cards));
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

static void
add_button (GtkWidget *box, const gchar *text, GCallback callback, gpointer data, const gchar *name)
{
  GtkWidget *button = gtk_button_new (), *label = make_label (text, NULL);

  gtk_button_set_child (GTK_BUTTON (button), label);
  gs_accessible_set_name (button, text);
  if (name != NULL)
    g_object_set_data_full (G_OBJECT (button), "name", g_strdup (name), g_free);
  if (name != NULL)
    g_signal_connect (button, "clicked", callback, data);
  else
    g_signal_connect_swapped (button, "clicked", callback, data);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_side (GsWelcome *self)
{
  static const gchar *const examples[][2] = { { "mazur", N_ ("Mazur: backpropagation by hand") },
                                              { "welch", N_ ("Welch: sleep and study") },
                                              { "xor", N_ ("Exclusive or") },
                                              { "logistic", N_ ("Logistic regression") },
                                              { "softmax3", N_ ("Three classes") },
                                              { "convnet", N_ ("Lines in pictures") },
                                              { "convnetjs", N_ ("Digits, ConvNetJS' shape") },
                                              { "excelnet", N_ ("Digits, ExcelNet's shape") } };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), make_label (_ ("Documents"), "gs-panel-title"));
  add_button (box, _ ("Open…"), G_CALLBACK (on_open), self, NULL);
  gtk_box_append (GTK_BOX (box), make_label (_ ("Ready-made networks"), "gs-panel-title"));
  for (gsize i = 0; i < G_N_ELEMENTS (examples); i++)
    add_button (box, _ (examples[i][1]), G_CALLBACK (on_example), self, examples[i][0]);
  gtk_box_append (
      GTK_BOX (box),
      make_label (_ ("Each opens as a document of its own; its menu makes new networks, too."), "gs-dim"));
  gtk_widget_add_css_class (box, "gs-controls");
  gtk_widget_add_css_class (box, "gs-welcome-side");
  gtk_widget_set_size_request (box, 290, -1);
  return box;
}

static void
build (GsWelcome *self)
{
  GtkWidget *both = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0),
            *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *scroller = gtk_scrolled_window_new (), *side = gtk_scrolled_window_new ();

  gs_accessible_set_name (scroller, _ ("Lessons"));
  gs_accessible_set_name (side, _ ("Networks and documents"));
  self->cards = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->cards), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (self->cards), TRUE);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (self->cards), 1);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->cards), 4);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->cards), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->cards), 12);
  gtk_widget_set_valign (self->cards, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (left),
                  make_label (_ ("See how a neural network computes, and learns"), "gs-welcome-title"));
  gtk_box_append (
      GTK_BOX (left),
      make_label (_ ("Lessons, from one neuron to every number of backpropagation. No programming; "
                     "school mathematics is enough."),
                  "gs-dim"));
  gtk_box_append (GTK_BOX (left), self->cards);
  gtk_widget_add_css_class (left, "gs-welcome");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), left);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (side), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (side), make_side (self));
  gtk_box_append (GTK_BOX (both), scroller);
  gtk_box_append (GTK_BOX (both), side);
  gtk_window_set_child (GTK_WINDOW (self), both);
}

static void
gs_welcome_class_init (GsWelcomeClass *klass)
{
}

static void
gs_welcome_init (GsWelcome *self)
{
}

GsWelcome *
gs_welcome_new (GsApplication *application)
{
  GsWelcome *self =
      g_object_new (GS_TYPE_WELCOME, "application", application, "title", _ ("Gradsheet"), NULL);

  self->application = application;
  gs_screen_set_size (GTK_WINDOW (self), 1280, 800);
  gtk_widget_add_css_class (GTK_WIDGET (self), "gs");
  build (self);
  gs_welcome_update (self);
  return self;
}
