/* The first child that fits. */
#include "gs-squeezer.h"

struct _GsSqueezer {
  GtkWidget parent_instance;

  GtkWidget *seen;
};

G_DEFINE_FINAL_TYPE (GsSqueezer, gs_squeezer, GTK_TYPE_WIDGET)

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

    gtk_widget_measure (child, orientation, -1, &least, &wanted, NULL, NULL);
    /* Across: from the narrowest to what the widest would like; down: all of them have room. */
    *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? least : MAX (*minimum, least);
    *natural = MAX (*natural, wanted);
  }
}

static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  GsSqueezer *self = GS_SQUEEZER (widget);

  self->seen = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    gint least;
    gboolean fits;

    gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
    fits = self->seen == NULL && (least <= width || gtk_widget_get_next_sibling (child) == NULL);
    gtk_widget_set_child_visible (child, fits);
    if (fits) {
      const GtkAllocation place = { 0, 0, MAX (width, least), height };

      self->seen = child;
      gtk_widget_size_allocate (child, &place, baseline);
    }
  }
}

static void
dispose (GObject *object)
{
  GtkWidget *child;

  GS_SQUEEZER (object)->seen = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (gs_squeezer_parent_class)->dispose (object);
}

static void
gs_squeezer_class_init (GsSqueezerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->measure = measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = size_allocate;
}

static void
gs_squeezer_init (GsSqueezer *self)
{
}
