/* The views of a document before a class: a table. */
#include "gs-stage-view.h"

#include <glib/gi18n-lib.h>

#include "gs-accessible.h"
#include "gs-data-sheet.h"
#include "gs-digits.h"
#include "gs-playground.h"
#include "gs-sheet-view.h"

#define ROWS_SCALE 2.0 /* numbers of 24 for those of 12 */

typedef struct {
  const gchar *name;
  GtkWidget *(*make) (GsView *view, GsDataGrid *rows);
  void (*set_unit) (GtkWidget *shown, gdouble unit);
  gint least_height;
  gboolean has_formula;
} Kind;

struct _GsStageView {
  GtkWidget parent_instance;

  const Kind *kind;
  GtkWidget *shown;
};

G_DEFINE_FINAL_TYPE (GsStageView, gs_stage_view, GTK_TYPE_WIDGET)

static GtkWidget *
make_playground (GsView *view, GsDataGrid *rows)
{
  return gs_playground_new (view);
}

static void
set_playground_unit (GtkWidget *shown, gdouble unit)
{
  gs_playground_set_unit (GS_PLAYGROUND (shown), unit);
}

static GtkWidget *
make_digits (GsView *view, GsDataGrid *rows)
{
  return gs_digits_new (view);
}

static void
set_digits_unit (GtkWidget *shown, gdouble unit)
{
  gs_digits_set_unit (GS_DIGITS (shown), unit);
}

static GtkWidget *
make_rows (GsView *view, GsDataGrid *rows)
{
  GtkWidget *scroller = gtk_scrolled_window_new (), *sheet = gs_data_sheet_new (rows);

  gs_accessible_set_name (sheet, _ ("Data"));
  gtk_widget_set_has_tooltip (sheet, FALSE);
  gtk_widget_set_focusable (scroller, FALSE); /* what is typed is for the rows */
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL, GTK_POLICY_EXTERNAL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), sheet);
  return scroller;
}

static void
set_rows_unit (GtkWidget *shown, gdouble unit)
{
  gs_data_sheet_set_scale (GS_DATA_SHEET (gtk_scrolled_window_get_child (GTK_SCROLLED_WINDOW (shown))),
                           ROWS_SCALE * unit);
}

/* Nothing lies over the cells that a class looks at. */
static void
forbid_tooltips (GtkWidget *widget)
{
  if (GS_IS_SHEET_VIEW (widget))
    gtk_widget_set_has_tooltip (widget, FALSE);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    forbid_tooltips (child);
}

/* A view more is a row more. */
static const Kind kinds[] = {
  { "playground", make_playground, set_playground_unit, 340, TRUE },
  { "digits", make_digits, set_digits_unit, 520, TRUE },
  { "data", make_rows, set_rows_unit, 320, FALSE },
};

static gboolean
grab_focus (GtkWidget *widget)
{
  GtkWidget *shown = GS_STAGE_VIEW (widget)->shown;

  return gtk_widget_grab_focus (shown) || gtk_widget_child_focus (shown, GTK_DIR_TAB_FORWARD);
}

static void
dispose (GObject *object)
{
  g_clear_pointer (&GS_STAGE_VIEW (object)->shown, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_stage_view_parent_class)->dispose (object);
}

static void
gs_stage_view_class_init (GsStageViewClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
gs_stage_view_init (GsStageView *self)
{
}

GtkWidget *
gs_stage_view_new (const gchar *name, GsView *view, GsDataGrid *rows)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_equal (kinds[i].name, name)) {
      GsStageView *self = g_object_new (GS_TYPE_STAGE_VIEW, NULL);

      self->kind = &kinds[i];
      self->shown = kinds[i].make (view, rows);
      gtk_widget_set_parent (self->shown, GTK_WIDGET (self));
      forbid_tooltips (self->shown);
      return GTK_WIDGET (self);
    }
  return NULL;
}

const gchar *
gs_stage_view_get_name (GsStageView *self)
{
  return self->kind->name;
}

void
gs_stage_view_set_unit (GsStageView *self, gdouble unit)
{
  self->kind->set_unit (self->shown, unit);
}

gint
gs_stage_view_get_least_height (GsStageView *self, gdouble unit)
{
  gint least;

  gtk_widget_measure (self->shown, GTK_ORIENTATION_VERTICAL, -1, &least, NULL, NULL, NULL);
  return MAX (least, (gint) (self->kind->least_height * unit));
}

gboolean
gs_stage_view_has_formula (GsStageView *self)
{
  return self->kind->has_formula;
}
