/* A lesson as a card. */
#include "gs-lesson-card.h"

#include <glib/gi18n-lib.h>

#include "gs-accessible.h"
#include "gs-template.h"
#include "gs-thumbnail.h"

struct _GsLessonCard {
  GtkButton parent_instance;

  GsThumbnail *picture;
  GtkWidget *title, *progress, *bar;
  gchar *path;
};

G_DEFINE_FINAL_TYPE (GsLessonCard, gs_lesson_card, GTK_TYPE_BUTTON)

static void
set_class (GtkWidget *widget, const gchar *css_class)
{
  gtk_widget_set_css_classes (widget, (const gchar *[]){ css_class, NULL });
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

GsDocument *
gs_lesson_card_open_network (const GsLesson *lesson)
{
  GsDocument *document = NULL;

  for (guint i = 0; i < lesson->steps->len && document == NULL; i++)
    if (gs_lesson_get_step (lesson, i)->show.network != NULL)
      document = gs_lesson_open_network (lesson, gs_lesson_get_step (lesson, i), NULL);
  return document;
}

static void
show_lesson (GsLessonCard *self, guint number, const GsLesson *lesson, guint done)
{
  g_autofree gchar *title = g_strdup_printf ("%u  %s", number, lesson->title);
  g_autofree gchar *progress = describe_progress (lesson, done);

  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_label_set_text (GTK_LABEL (self->progress), progress);
  set_class (self->progress, done >= lesson->steps->len ? "gs-ok" : "gs-dim");
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->bar), (gdouble) done / lesson->steps->len);
  gtk_widget_set_visible (self->bar, done > 0 && done < lesson->steps->len);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), lesson->summary);
  gs_accessible_set_name (GTK_WIDGET (self), title);
  gs_accessible_set_description (GTK_WIDGET (self), progress);
}

static void
show_error (GsLessonCard *self, const GsLessonEntry *entry)
{
  g_autofree gchar *name = g_path_get_basename (entry->path);

  gtk_label_set_text (GTK_LABEL (self->title), name);
  gtk_label_set_text (GTK_LABEL (self->progress), entry->error->message);
  set_class (self->progress, "gs-bad");
  gtk_label_set_wrap (GTK_LABEL (self->progress), TRUE);
  gtk_widget_set_visible (self->bar, FALSE);
  gs_accessible_set_name (GTK_WIDGET (self), name);
  gs_accessible_set_description (GTK_WIDGET (self), entry->error->message);
}

void
gs_lesson_card_show (GsLessonCard *self, const GsLessonEntry *entry, guint done)
{
  /* The same lesson keeps its picture. */
  if (g_strcmp0 (self->path, entry->path) != 0)
    gs_thumbnail_set_document (self->picture,
                               entry->lesson != NULL ? gs_lesson_card_open_network (entry->lesson) : NULL);
  g_free (self->path);
  self->path = g_strdup (entry->path);
  if (entry->lesson != NULL)
    show_lesson (self, entry->number, entry->lesson, done);
  else
    show_error (self, entry);
}

const gchar *
gs_lesson_card_get_path (GsLessonCard *self)
{
  return self->path;
}

static void
finalize (GObject *object)
{
  g_free (GS_LESSON_CARD (object)->path);
  G_OBJECT_CLASS (gs_lesson_card_parent_class)->finalize (object);
}

static void
gs_lesson_card_class_init (GsLessonCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_type_ensure (GS_TYPE_THUMBNAIL);
  gs_template_set (widget_class, "gs-lesson-card");
  gtk_widget_class_bind_template_child (widget_class, GsLessonCard, picture);
  gtk_widget_class_bind_template_child (widget_class, GsLessonCard, title);
  gtk_widget_class_bind_template_child (widget_class, GsLessonCard, progress);
  gtk_widget_class_bind_template_child (widget_class, GsLessonCard, bar);
}

static void
gs_lesson_card_init (GsLessonCard *self)
{
  gs_template_init (GTK_WIDGET (self));
}

GtkWidget *
gs_lesson_card_new (void)
{
  return g_object_new (GS_TYPE_LESSON_CARD, NULL);
}
