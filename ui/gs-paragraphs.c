/* A lesson's paragraphs as labels, with links that light cells. */
#include "gs-paragraphs.h"

#include <string.h>

#include "app/cells/gs-cell-name.h"
#include "app/lesson/gs-lesson-text.h"
#include "gs-by-width.h"
#include "gs-later.h"
#include "gs-pool.h"

#define SCHEME "cell:"

struct _GsParagraphs {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box;
  GPtrArray
      *markups; /* of all labels, the hidden ones too, so that nothing is done when nothing has changed */
  GPtrArray *waiting; /* paragraphs that are shown when an event is over; NULL: none */
  GsLater later;
  gboolean is_left; /* the pointer is just leaving a label */
};

G_DEFINE_FINAL_TYPE (GsParagraphs, gs_paragraphs, GTK_TYPE_WIDGET)

/* ---- text ---- */

static void
append_run (GString *markup, const GsLessonRun *run)
{
  g_autofree gchar *text = g_markup_escape_text (run->text, -1);
  g_autofree gchar *target = run->target != NULL ? g_markup_escape_text (run->target, -1) : NULL;

  switch (run->kind) {
  case GS_LESSON_RUN_EMPHASIS: g_string_append_printf (markup, "<b>%s</b>", text); break;
  case GS_LESSON_RUN_FORMULA: g_string_append_printf (markup, "<tt>%s</tt>", text); break;
  case GS_LESSON_RUN_LINK:
    g_string_append_printf (markup, "<a href=\"" SCHEME "%s\">%s</a>", target, text);
    break;
  case GS_LESSON_RUN_VALUE:
    if (target != NULL)
      g_string_append_printf (markup, "<a href=\"" SCHEME "%s\"><b>%s</b></a>", target, text);
    else
      g_string_append_printf (markup, "<b>%s</b>", text);
    break;
  case GS_LESSON_RUN_PLAIN:
  default: g_string_append (markup, text);
  }
}

static gchar *
make_markup (const GPtrArray *runs)
{
  GString *markup = g_string_new (NULL);

  for (guint i = 0; i < runs->len; i++)
    append_run (markup, g_ptr_array_index (runs, i));
  return g_string_free (markup, FALSE);
}

/* ---- links ---- */

/* A cell, or the first of a block. */
static gboolean
find_cell (GsParagraphs *self, const gchar *uri, NnCell *cell)
{
  NnProgram *program = gs_view_get_sight (self->view)->program;

  if (uri == NULL || !g_str_has_prefix (uri, SCHEME))
    return FALSE;
  uri += strlen (SCHEME);
  if (gs_cell_name_parse (gs_sight_get_scope (gs_view_get_sight (self->view)), uri, cell, NULL))
    return TRUE;
  *cell = (NnCell){ nn_program_find (program, uri), 0 };
  return cell->tensor >= 0;
}

static gboolean
on_activate_link (GtkLabel *label, const gchar *uri, GsParagraphs *self)
{
  NnCell cell;

  if (find_cell (self, uri, &cell))
    gs_view_select (self->view, &cell, FALSE);
  return TRUE;
}

static void
on_moved (GtkEventControllerMotion *motion, gdouble x, gdouble y, GsParagraphs *self)
{
  GtkWidget *label = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (motion));
  NnCell cell;

  gs_view_point_at (self->view,
                    find_cell (self, gtk_label_get_current_uri (GTK_LABEL (label)), &cell) ? &cell : NULL);
}

static void
on_left (GtkEventControllerMotion *motion, GsParagraphs *self)
{
  self->is_left = TRUE;
  gs_view_point_at (self->view, NULL);
  self->is_left = FALSE;
}

/* A label makes its controllers anew with its links. While it handles an event GTK goes through the old ones:
 * a click ends the typing in a cell, by which the numbers in the text change. */
static gboolean
is_in_event (GsParagraphs *self)
{
  gboolean found = self->is_left;

  for (GtkWidget *label = gtk_widget_get_first_child (self->box); label != NULL && !found;
       label = gtk_widget_get_next_sibling (label)) {
    g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (label);

    for (guint i = 0; i < g_list_model_get_n_items (controllers) && !found; i++) {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      found = gtk_event_controller_get_current_event (controller) != NULL;
    }
  }
  return found;
}

/* ---- building ---- */

static GtkWidget *
make_label (gpointer self)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkEventController *motion = gtk_event_controller_motion_new ();

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_widget_add_css_class (label, "gs-paragraph");
  g_signal_connect (label, "activate-link", G_CALLBACK (on_activate_link), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_moved), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_left), self);
  gtk_widget_add_controller (label, motion);
  return label;
}

static void
show (GsParagraphs *self, const GPtrArray *paragraphs)
{
  guint n = paragraphs != NULL ? paragraphs->len : 0;

  for (guint i = 0; i < n; i++) {
    GtkWidget *label = gs_pool_get (self->box, i, make_label, self);
    g_autofree gchar *markup = make_markup (g_ptr_array_index (paragraphs, i));
    gchar **kept;

    if (i == self->markups->len)
      g_ptr_array_add (self->markups, g_strdup (""));
    kept = (gchar **) &g_ptr_array_index (self->markups, i);
    /* Setting it anew would take the focus off a link. */
    if (g_str_equal (markup, *kept))
      continue;
    gtk_label_set_markup (GTK_LABEL (label), markup);
    g_free (*kept);
    *kept = g_steal_pointer (&markup);
  }
  gs_pool_trim (self->box, n);
}

static void
show_waiting (GsParagraphs *self)
{
  g_autoptr (GPtrArray) paragraphs = g_steal_pointer (&self->waiting);

  show (self, paragraphs);
}

void
gs_paragraphs_set (GsParagraphs *self, GPtrArray *paragraphs)
{
  gtk_widget_set_visible (GTK_WIDGET (self), paragraphs != NULL && paragraphs->len > 0);
  gs_later_forget (&self->later);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  self->waiting = paragraphs;
  if (is_in_event (self))
    gs_later_when_laid_out (&self->later, (GsLaterFunc) show_waiting, self);
  else
    show_waiting (self);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsParagraphs *self = GS_PARAGRAPHS (object);

  gs_later_forget (&self->later);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_object (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->markups, g_ptr_array_unref);
  G_OBJECT_CLASS (gs_paragraphs_parent_class)->dispose (object);
}

static void
gs_paragraphs_class_init (GsParagraphsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
}

static void
gs_paragraphs_init (GsParagraphs *self)
{
  self->markups = g_ptr_array_new_with_free_func (g_free);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gs_by_width_set (GTK_WIDGET (self));
}

GtkWidget *
gs_paragraphs_new (GsView *view)
{
  GsParagraphs *self = g_object_new (GS_TYPE_PARAGRAPHS, NULL);

  self->view = g_object_ref (view);
  return GTK_WIDGET (self);
}
