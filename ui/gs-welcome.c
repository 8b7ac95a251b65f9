/* The page one begins with. */
#include "gs-welcome.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#include "app/document/gs-ready-made.h"
#include "app/lesson/gs-lessons.h"
#include "gs-accessible.h"
#include "gs-actions.h"
#include "gs-file-dialog.h"
#include "gs-help-window.h"
#include "gs-help.h"
#include "gs-host.h"
#include "gs-later.h"
#include "gs-lesson-card.h"
#include "gs-menus.h"
#include "gs-new-dialog.h"
#include "gs-pool.h"
#include "gs-preferences.h"
#include "gs-recent.h"
#include "gs-screen.h"
#include "gs-settings.h"
#include "gs-style.h"
#include "gs-template.h"
#include "gs-thumbnail.h"

#define MAX_RECENT 4
/* Documents with more bytes have no picture. */
#define MAX_PICTURED (256 * 1024)

struct _GsWelcome {
  GtkApplicationWindow parent_instance;

  GtkWidget *menu_button;
  GtkWidget *hero, *hero_before, *hero_title, *hero_summary, *hero_button, *hero_dots, *hero_progress;
  GsThumbnail *hero_picture;
  gchar *hero_path;
  GtkWidget *course, *cards, *recent_title, *side, *recent, *ready_made;
  GsLater later; /* what was done in another window is shown */
};

G_DEFINE_FINAL_TYPE (GsWelcome, gs_welcome, GTK_TYPE_APPLICATION_WINDOW)

/* ---- lessons ---- */

static guint
count_done (const GsLesson *lesson)
{
  return gs_lesson_progress_count_done (gs_host_get_progress (), lesson);
}

static void
open_path (GsWelcome *self, const gchar *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  gs_host_open_file (GTK_WINDOW (self), file);
}

static void
on_card (GsLessonCard *card, GsWelcome *self)
{
  open_path (self, gs_lesson_card_get_path (card));
}

static void
on_hero (GsWelcome *self)
{
  if (self->hero_path != NULL)
    open_path (self, self->hero_path);
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
find_next (GPtrArray *lessons)
{
  Next next = { NULL, 0, 0 };

  for (guint i = 0; i < lessons->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (lessons, i);
    guint done = entry->lesson != NULL ? count_done (entry->lesson) : 0;

    if (entry->lesson == NULL)
      continue;
    if (done < entry->lesson->steps->len && (next.entry == NULL || (next.done == 0 && done > 0)))
      next = (Next){ entry, entry->number, done };
  }
  return next;
}

/* The step that the lesson opens with. */
static guint
find_place (const GsLesson *lesson)
{
  const gchar *place = gs_lesson_progress_get_place (gs_host_get_progress (), lesson->id);

  return place != NULL ? (guint) MAX (gs_lesson_find_step (lesson, place), 0) : 0;
}

/* A dot for each step, as beside the lesson: the one it opens with, those that are done, others. */
static void
show_dots (GsWelcome *self, const GsLesson *lesson, guint at)
{
  g_autoptr (GString) dots = g_string_new (NULL);

  for (guint i = 0; i < lesson->steps->len; i++) {
    GsLessonDone done;

    gs_lesson_progress_get (gs_host_get_progress (), lesson->id, gs_lesson_get_step (lesson, i)->id, &done);
    g_string_append (dots, i == at ? "◉" : done.solved ? "●" : "○");
  }
  gtk_label_set_text (GTK_LABEL (self->hero_dots), dots->str);
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
          ? g_strdup_printf (_ ("Step %u of %u"), find_place (lesson) + 1, lesson->steps->len)
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
  show_dots (self, lesson, find_place (lesson));
  gtk_widget_set_visible (self->hero_dots, next->done > 0);
  gtk_button_set_label (GTK_BUTTON (self->hero_button), button);
  gs_accessible_set_description (self->hero_button, title);
  if (g_strcmp0 (self->hero_path, next->entry->path) != 0)
    gs_thumbnail_set_document (self->hero_picture, gs_lesson_card_open_network (lesson));
  g_free (self->hero_path);
  self->hero_path = g_strdup (next->entry->path);
}

/* ---- networks and documents ---- */

static void
on_file_chosen (GFile *file, gpointer user_data)
{
  gs_host_open_file (GTK_WINDOW (user_data), file);
}

static gboolean
on_dropped (GtkDropTarget *target, const GValue *value, gdouble x, gdouble y, GsWelcome *self)
{
  on_file_chosen (g_value_get_object (value), self);
  return TRUE;
}

/* Of what is there an action for, with a picture or a remark. */
typedef struct {
  GtkWidget *title, *remark;
  GsThumbnail *picture;
  gchar *uri;
} Row;

static void
free_row (gpointer row)
{
  g_free (((Row *) row)->uri);
  g_free (row);
}

static GtkWidget *
make_label (const gchar *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 1); /* as much as there is room for */
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_row (GtkWidget *content, Row *row)
{
  GtkWidget *button = gtk_button_new ();

  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_add_css_class (button, "gs-row");
  g_object_set_data_full (G_OBJECT (button), "row", row, free_row);
  return button;
}

static GtkWidget *
make_recent_row (gpointer self)
{
  Row *row = g_new0 (Row, 1);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 14),
            *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  row->picture = GS_THUMBNAIL (gs_thumbnail_new ());
  gtk_widget_set_size_request (GTK_WIDGET (row->picture), 76, 52);
  gtk_widget_add_css_class (GTK_WIDGET (row->picture), "gs-frame");
  row->title = make_label ("gs-card-title");
  row->remark = make_label ("gs-dim");
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), row->title);
  gtk_box_append (GTK_BOX (texts), row->remark);
  gtk_box_append (GTK_BOX (content), GTK_WIDGET (row->picture));
  gtk_box_append (GTK_BOX (content), texts);
  return make_row (content, row);
}

/* "today, 10:12"; "12 May" when it is longer ago. Caller frees. */
static gchar *
describe_time (GDateTime *time)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local (), local = g_date_time_to_local (time);
  gint days = g_date_time_get_day_of_year (now) - g_date_time_get_day_of_year (local);

  if (g_date_time_get_year (now) != g_date_time_get_year (local) || days > 6)
    return g_date_time_format (local, "%x");
  /* Translators: a time, as by strftime(): "today, 10:12"; then one within the last week. */
  return g_date_time_format (local, days == 0 ? _ ("today, %H:%M") : _ ("%A, %H:%M"));
}

/* A picture costs reading it: large documents go without. */
static void
show_picture (GsThumbnail *picture, const gchar *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);
  g_autofree gchar *path = g_file_get_path (file);
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);

  gs_thumbnail_set_document (picture,
                             path != NULL && info != NULL && g_file_info_get_size (info) <= MAX_PICTURED
                                 ? gs_document_load (path, NULL)
                                 : NULL);
}

static void
fill_recent_row (GtkWidget *button, GtkRecentInfo *info)
{
  Row *row = g_object_get_data (G_OBJECT (button), "row");
  const gchar *uri = gtk_recent_info_get_uri (info), *name = gtk_recent_info_get_display_name (info);
  g_autofree gchar *title =
      g_strndup (name, strlen (name) - (g_str_has_suffix (name, ".gradsheet") ? 10 : 0));
  g_autofree gchar *when = describe_time (gtk_recent_info_get_modified (info));

  gtk_label_set_text (GTK_LABEL (row->title), title);
  gtk_label_set_text (GTK_LABEL (row->remark), when);
  gs_accessible_set_name (button, title);
  gs_accessible_set_description (button, when);
  gtk_widget_set_tooltip_text (button, uri);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", uri);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.open-uri");
  show_picture (row->picture, uri);
}

static void
update_recent (GsWelcome *self)
{
  g_autoptr (GPtrArray) documents = gs_recent_list (MAX_RECENT);

  for (guint i = 0; i < documents->len; i++)
    fill_recent_row (gs_pool_get (self->recent, i, make_recent_row, self), g_ptr_array_index (documents, i));
  gs_pool_trim (self->recent, documents->len);
  gtk_widget_set_visible (self->recent_title, documents->len > 0);
}

static void
add_ready_made (GsWelcome *self)
{
  gsize n;

  for (const GsReadyMade *one = gs_ready_made_list (&n); n > 0; n--, one++) {
    Row *row = g_new0 (Row, 1);
    GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *button = make_row (content, row),
              *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

    gtk_image_set_pixel_size (GTK_IMAGE (arrow), 12);
    row->title = make_label (NULL);
    row->remark = make_label ("gs-dim");
    gtk_widget_set_hexpand (row->title, TRUE);
    gtk_label_set_ellipsize (GTK_LABEL (row->title), PANGO_ELLIPSIZE_NONE);
    gtk_label_set_wrap (GTK_LABEL (row->title), TRUE);
    gtk_label_set_text (GTK_LABEL (row->title), _ (one->title));
    gtk_label_set_text (GTK_LABEL (row->remark), _ (one->remark));
    gtk_label_set_ellipsize (GTK_LABEL (row->remark), PANGO_ELLIPSIZE_NONE);
    gtk_label_set_max_width_chars (GTK_LABEL (row->remark), -1);
    gtk_box_append (GTK_BOX (content), row->title);
    gtk_box_append (GTK_BOX (content), row->remark);
    gtk_box_append (GTK_BOX (content), arrow);
    gs_accessible_set_name (button, _ (one->title));
    gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", one->name);
    gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.example");
    gtk_box_append (GTK_BOX (self->ready_made), button);
  }
}

/* ---- what can be asked for, by the names that any window has them under ---- */

static void
ask_and_open (GsWelcome *self)
{
  gs_file_dialog_open (GTK_WINDOW (self), _ ("Open a document"), on_file_chosen, self);
}

static void
open_uri (GsWelcome *self, const gchar *uri)
{
  g_autoptr (GFile) file = g_file_new_for_uri (uri);

  on_file_chosen (file, self);
}

static void
open_example (GsWelcome *self, const gchar *name)
{
  gs_host_open_example (GTK_WINDOW (self), name);
}

static void
show_help (GsWelcome *self)
{
  gs_help_window_show ("start");
}

static void
show_keys (GsWelcome *self)
{
  gs_help_window_show ("keys");
}

static void
show_preferences (GsWelcome *self)
{
  gtk_window_present (gs_preferences_new (GTK_WINDOW (self), NULL));
}

/* There are two, the course and the networks: both keys go to the other one. */
static void
go_to_other_pane (GsWelcome *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus != NULL && gtk_widget_is_ancestor (focus, self->side))
    gtk_widget_grab_focus (self->hero_button);
  else
    gtk_widget_child_focus (self->side, GTK_DIR_TAB_FORWARD);
  gtk_window_set_focus_visible (GTK_WINDOW (self), TRUE);
}

static void
add_actions (GsWelcome *self)
{
  static const GsAct acts[] = {
    { "new", G_CALLBACK (gs_new_dialog_show) },
    { "open", G_CALLBACK (ask_and_open) },
    { "open-uri", G_CALLBACK (open_uri), GS_ACT_TEXT },
    { "example", G_CALLBACK (open_example), GS_ACT_TEXT },
    { "next-pane", G_CALLBACK (go_to_other_pane) },
    { "previous-pane", G_CALLBACK (go_to_other_pane) },
    { "preferences", G_CALLBACK (show_preferences) },
    { "help", G_CALLBACK (show_help) },
    { "keys", G_CALLBACK (show_keys) },
    { "about", G_CALLBACK (gs_help_show_about) },
  };
  g_autoptr (GMenuModel) menu = gs_menus_make_welcome ();

  gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), menu);
}

/* ---- the window ---- */

static void
show_lessons (GsWelcome *self)
{
  g_autoptr (GPtrArray) lessons = gs_lessons_list (NULL, gs_settings_get_lesson_language ());
  Next next = find_next (lessons);
  guint n_lessons = 0, n_done = 0;
  g_autofree gchar *course = NULL;
  GtkWidget *card;

  for (guint i = 0; i < lessons->len; i++) {
    const GsLessonEntry *entry = g_ptr_array_index (lessons, i);
    guint done = entry->lesson != NULL ? count_done (entry->lesson) : 0;

    n_lessons += entry->lesson != NULL;
    n_done += entry->lesson != NULL && done >= entry->lesson->steps->len;
    card = gs_pool_get (self->cards, i, make_card, self);
    gs_lesson_card_show (GS_LESSON_CARD (card), entry, done);
    gs_style_set_class (card, "gs-next", entry == next.entry);
  }
  gs_pool_trim (self->cards, lessons->len);
  /* The cards themselves take the focus, not the cells around them. */
  gs_accessible_skip_flow_children (GTK_FLOW_BOX (self->cards));
  course =
      g_strdup_printf (ngettext ("%u lesson; %u done", "%u lessons; %u done", n_lessons), n_lessons, n_done);
  gtk_label_set_text (GTK_LABEL (self->course), course);
  show_hero (self, &next, n_done);
}

void
gs_welcome_update (GsWelcome *self)
{
  show_lessons (self);
  update_recent (self);
  if (gtk_widget_get_visible (self->hero))
    gtk_widget_grab_focus (self->hero_button);
}

/* Lessons are done in windows of their own, beside this one. */
static void
on_progress (GsWelcome *self)
{
  gs_later_when_laid_out (&self->later, (GsLaterFunc) show_lessons, self);
}

static void
dispose (GObject *object)
{
  gs_later_forget (&GS_WELCOME (object)->later);
  G_OBJECT_CLASS (gs_welcome_parent_class)->dispose (object);
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

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (GS_TYPE_THUMBNAIL);
  gs_template_set (widget_class, "gs-welcome");
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, menu_button);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_before);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_title);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_summary);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_button);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_dots);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_progress);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, hero_picture);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, course);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, cards);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, recent_title);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, side);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, recent);
  gtk_widget_class_bind_template_child (widget_class, GsWelcome, ready_made);
  gtk_widget_class_bind_template_callback (widget_class, on_hero);
}

static void
gs_welcome_init (GsWelcome *self)
{
  GtkDropTarget *drop = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);

  gs_template_init (GTK_WIDGET (self));
  gs_thumbnail_set_natural_width (self->hero_picture, 372);
  add_ready_made (self);
  add_actions (self);
  g_signal_connect_object (gs_host_get_progress (), "changed", G_CALLBACK (on_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect (drop, "drop", G_CALLBACK (on_dropped), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drop));
}

GsWelcome *
gs_welcome_new (GtkApplication *application)
{
  GsWelcome *self = g_object_new (GS_TYPE_WELCOME, "application", application, NULL);

  gs_screen_set_design_size (GTK_WINDOW (self), 1280, 800);
  gs_welcome_update (self);
  return self;
}
