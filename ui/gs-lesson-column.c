/* A text, a plot and a task under each other. */
#include "gs-lesson-column.h"

/* What the task may take of the height where the text wants more than is left. */
#define TASK_SHARE 0.6

struct _GsLessonColumn {
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (GsLessonColumn, gs_lesson_column, GTK_TYPE_WIDGET)

/* As high as what is in it at this width; a scrolled window alone reckons with lines as long as they like. */
static gint
measure_content (GtkWidget *scroller, gint width)
{
  gint wanted;

  gtk_widget_measure (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (scroller)),
                      GTK_ORIENTATION_VERTICAL, width, NULL, &wanted, NULL, NULL);
  return wanted;
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    gint least, wanted;

    if (!gtk_widget_should_layout (child))
      continue;
    gtk_widget_measure (child, orientation, -1, &least, &wanted, NULL, NULL);
    *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (*minimum, least) : *minimum + least;
    *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (*natural, wanted) : *natural + wanted;
  }
}

/* A plot is lower before the text is cut, and seen as a whole: the text is scrolled. */
static gint
choose_plot_height (GtkWidget *plot, gint width, gint room)
{
  gint least, wanted;

  if (!gtk_widget_should_layout (plot))
    return 0;
  gtk_widget_measure (plot, GTK_ORIENTATION_VERTICAL, width, &least, &wanted, NULL, NULL);
  return CLAMP (room, least, wanted);
}

static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  GtkWidget *text = gtk_widget_get_first_child (widget), *task = gtk_widget_get_last_child (widget);
  GtkWidget *plot = gtk_widget_get_next_sibling (text);
  gint text_height = measure_content (text, width), task_height = measure_content (task, width);
  gint plot_height = choose_plot_height (plot, width, height - text_height - task_height);

  if (text_height + plot_height + task_height > height) {
    task_height = MIN (task_height, MAX (height - plot_height - text_height, (gint) (height * TASK_SHARE)));
    text_height = MAX (height - plot_height - task_height, 0);
  }
  gtk_widget_size_allocate (text, &(GtkAllocation){ 0, 0, width, text_height }, -1);
  if (gtk_widget_should_layout (plot))
    gtk_widget_size_allocate (plot, &(GtkAllocation){ 0, text_height, width, plot_height }, -1);
  gtk_widget_size_allocate (task, &(GtkAllocation){ 0, text_height + plot_height, width, task_height }, -1);
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (gs_lesson_column_parent_class)->dispose (object);
}

static void
gs_lesson_column_class_init (GsLessonColumnClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->measure = measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = size_allocate;
}

static void
gs_lesson_column_init (GsLessonColumn *self)
{
}
