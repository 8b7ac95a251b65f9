/* Panes beside the sheet that fold where the window is narrow. */
#include "gs-panes.h"

/* What the sheet keeps of a window before a pane folds, in pixels at the ordinary size of text: the side
 * panel folds early, the lesson late, for its text says what is to be done. Without a lesson, which shows the
 * blocks that it speaks of, the sheet keeps what a small network needs to be seen from x to L. */
#define ROOM_BESIDE_SIDE   870.0
#define ROOM_BESIDE_BOTH   600.0
#define ROOM_BESIDE_LESSON 400.0

/* What was asked of a pane: it is seen where there is room, or in any case, or not at all. */
typedef enum { WISH_ROOM, WISH_SHOWN, WISH_FOLDED } Wish;

typedef struct {
  GtkWidget *widget; /* or NULL */
  Wish wish;
  gint width;
  gboolean is_beside, is_seen;
} Pane;

struct _GsPanes {
  GtkWidget parent_instance;

  GtkWidget *centre;
  Pane start, end;
  const Pane *last; /* that something was asked of */
  gdouble scale;
};

static GtkBuildableIface *parent_buildable;

static void implement_buildable (GtkBuildableIface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GsPanes,
                               gs_panes,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, implement_buildable))

/* ---- which are seen ---- */

static gboolean
is_there (const Pane *pane)
{
  return pane->widget != NULL && gtk_widget_get_visible (pane->widget);
}

static void
measure_pane (Pane *pane)
{
  pane->width = 0;
  if (is_there (pane))
    gtk_widget_measure (pane->widget, GTK_ORIENTATION_HORIZONTAL, -1, &pane->width, NULL, NULL, NULL);
}

/* What is asked for is seen in any case, until the other one, asked for later, needs its place. */
static gboolean
sees (const GsPanes *self, const Pane *pane, const Pane *other)
{
  return is_there (pane)
         && (pane->is_beside || (pane->wish == WISH_SHOWN && !(other->is_beside && self->last == other)));
}

/* Side by side as long as the sheet keeps its room. */
static void
decide (GsPanes *self, gint width)
{
  Pane *start = &self->start, *end = &self->end;
  gdouble beside_lesson = ROOM_BESIDE_LESSON * self->scale, beside_side;
  gint least;

  measure_pane (start);
  measure_pane (end);
  gtk_widget_measure (self->centre, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  beside_lesson = MAX (beside_lesson, least);
  start->is_beside = is_there (start) && start->wish != WISH_FOLDED && width - start->width >= beside_lesson;
  beside_side = MAX ((start->is_beside ? ROOM_BESIDE_BOTH : ROOM_BESIDE_SIDE) * self->scale, least);
  if (end->wish == WISH_SHOWN) /* rather less of the sheet than a pane over it */
    beside_side = least;
  end->is_beside = is_there (end) && end->wish != WISH_FOLDED
                   && width - end->width - (start->is_beside ? start->width : 0) >= beside_side;
  /* Or in the other's place. */
  if (start->is_beside && !end->is_beside && self->last == end && is_there (end) && end->wish == WISH_SHOWN
      && width - end->width >= least) {
    start->is_beside = FALSE;
    end->is_beside = TRUE;
  }
  start->is_seen = sees (self, start, end);
  end->is_seen = sees (self, end, start);
}

static Pane *
find_pane (GsPanes *self, GtkWidget *widget)
{
  return widget == self->start.widget ? &self->start : &self->end;
}

static void
set_wish (GsPanes *self, Pane *pane, Wish wish)
{
  pane->wish = wish;
  self->last = pane;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

void
gs_panes_toggle (GsPanes *self, GtkWidget *widget)
{
  Pane *pane = find_pane (self, widget);

  set_wish (self, pane, pane->is_seen ? WISH_FOLDED : WISH_SHOWN);
}

void
gs_panes_show (GsPanes *self, GtkWidget *widget)
{
  set_wish (self, find_pane (self, widget), WISH_SHOWN);
}

void
gs_panes_set_text_scale (GsPanes *self, gdouble scale)
{
  self->scale = scale;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/* ---- size ---- */

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  GsPanes *self = GS_PANES (widget);
  GtkWidget *children[] = { self->centre, self->start.widget, self->end.widget };

  *minimum = *natural = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (children); i++) {
    gint least, wanted;

    if (children[i] == NULL || !gtk_widget_get_visible (children[i]))
      continue;
    gtk_widget_measure (children[i], orientation, -1, &least, &wanted, NULL, NULL);
    if (orientation == GTK_ORIENTATION_HORIZONTAL) {
      *minimum = MAX (*minimum, least);
      *natural += wanted;
    } else {
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, wanted);
    }
  }
}

static void
show_as_decided (Pane *pane)
{
  if (pane->widget != NULL)
    gtk_widget_set_child_visible (pane->widget, pane->is_seen);
}

static void
place (Pane *pane, gint x, gint width, gint height)
{
  if (pane->widget != NULL && pane->is_seen)
    gtk_widget_size_allocate (pane->widget, &(GtkAllocation){ x, 0, width, height }, -1);
}

static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  GsPanes *self = GS_PANES (widget);
  gint left, right;

  decide (self, width);
  /* Before anything is placed: the keyboard may go from a pane that is hidden to the centre, which changes
   * then. */
  show_as_decided (&self->start);
  show_as_decided (&self->end);
  left = self->start.is_beside ? self->start.width : 0;
  right = self->end.is_beside ? self->end.width : 0;
  gtk_widget_size_allocate (self->centre, &(GtkAllocation){ left, 0, width - left - right, height }, -1);
  place (&self->start, 0, MIN (self->start.width, width), height);
  place (&self->end, width - MIN (self->end.width, width), MIN (self->end.width, width), height);
}

/* ---- the widget ---- */

void
gs_panes_set_start (GsPanes *self, GtkWidget *pane)
{
  g_clear_pointer (&self->start.widget, gtk_widget_unparent);
  self->start = (Pane){ .widget = pane };
  /* Behind the centre in the order of drawing, so that it can stand over it. */
  if (pane != NULL)
    gtk_widget_insert_after (pane, GTK_WIDGET (self), self->centre);
}

static void
add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child, const gchar *type)
{
  GsPanes *self = GS_PANES (buildable);

  if (g_strcmp0 (type, "center") == 0)
    self->centre = GTK_WIDGET (child);
  else if (g_strcmp0 (type, "end") == 0)
    self->end.widget = GTK_WIDGET (child);
  parent_buildable->add_child (buildable, builder, child, NULL);
}

static void
implement_buildable (GtkBuildableIface *interface)
{
  parent_buildable = g_type_interface_peek_parent (interface);
  interface->add_child = add_child;
}

static void
dispose (GObject *object)
{
  GsPanes *self = GS_PANES (object);

  g_clear_pointer (&self->start.widget, gtk_widget_unparent);
  g_clear_pointer (&self->end.widget, gtk_widget_unparent);
  g_clear_pointer (&self->centre, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_panes_parent_class)->dispose (object);
}

static void
gs_panes_class_init (GsPanesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->measure = measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = size_allocate;
}

static void
gs_panes_init (GsPanes *self)
{
  self->scale = 1;
}
