/* Shares of rows kept apart, batches, scaling. */
#include "gs-data-parts.h"

#include <math.h>

#include "app/data/gs-advice.h"
#include "app/workbook/gs-workbook-rows.h"
#include "gs-later.h"
#include "gs-message.h"
#include "gs-scaling-choice.h"
#include "gs-template.h"

/* Milliseconds after which a number that is being turned is taken. */
#define REST 400

typedef enum { TEST, VALIDATION, SEED, BATCH, N_NUMBERS } Number;

struct _GsDataParts {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *grid, *spins[N_NUMBERS], *shuffle, *scaling, *scaled, *advice, *lost;
  GsDataset *advised;       /* of which the last two tell */
  gboolean is_updating;     /* the widgets are being set, not used */
  gboolean was_shuffled;    /* the document, when it last told */
  gdouble told[N_NUMBERS];  /* by the document */
  gdouble shown[N_NUMBERS]; /* as the widgets could show them */
  GsLater later;            /* takes the numbers when they rest */
};

G_DEFINE_FINAL_TYPE (GsDataParts, gs_data_parts, GTK_TYPE_WIDGET)

static GsDataset *
get_data (GsDataParts *self)
{
  return gs_frame_get_data (gs_view_get_sight (self->view)->frame);
}

/* ---- from the document ---- */

/* What is being typed stays where the document has nothing new to say. */
static void
show_number (GsDataParts *self, Number number, gdouble value)
{
  if (value == self->told[number])
    return;
  self->told[number] = value;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->spins[number]), value);
  self->shown[number] = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->spins[number]));
}

static void
show_scaling (GsDataParts *self, GsDataset *data)
{
  g_autofree gchar *text = gs_scaling_choice_describe (data);
  const gdouble *subtract, *divide;

  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->scaling),
                              (guint) gs_dataset_get_scaling (data, &subtract, &divide));
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (self->scaled)), text))
    gtk_label_set_text (GTK_LABEL (self->scaled), text);
  gtk_widget_set_visible (self->scaled, *text != '\0');
}

/* Looks at all rows: not at each picture that training draws. */
static void
show_advice (GsDataParts *self, GsDataset *data)
{
  g_autofree gchar *lost = NULL;

  if (self->advised == data)
    return;
  g_clear_pointer (&self->advised, gs_dataset_unref);
  self->advised = gs_dataset_ref (data);
  lost = gs_advice_on_split (data);
  gs_scaling_choice_advise (self->scaling, self->advice, gs_advice_on_rows (data));
  gtk_label_set_text (GTK_LABEL (self->lost), lost != NULL ? lost : "");
  gtk_widget_set_visible (self->lost, lost != NULL);
}

static void
show (GsDataParts *self)
{
  GsDataset *data = get_data (self);
  gint size = gs_dataset_get_asked_batch_size (data), n = 0;
  guint64 seed;

  if (gs_later_is_due (&self->later))
    return; /* what is being chosen is newer */
  if (size == 0)
    gs_dataset_get_batch (data, 1, &n);
  self->is_updating = TRUE;
  show_number (self, TEST, 100 * gs_dataset_get_test_share (data, &seed));
  show_number (self, VALIDATION, 100 * gs_dataset_get_validation_share (data));
  show_number (self, SEED, (gdouble) seed);
  show_number (self, BATCH, size == 0 ? n : size == G_MAXINT ? 0 : size);
  if (gs_dataset_is_shuffled (data) != self->was_shuffled) {
    self->was_shuffled = gs_dataset_is_shuffled (data);
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->shuffle), self->was_shuffled);
  }
  gtk_widget_set_sensitive (self->grid, gs_dataset_get_n_rows (data) > 0);
  show_scaling (self, data);
  show_advice (self, data);
  self->is_updating = FALSE;
}

/* ---- into the document ---- */

/* FALSE where nobody has chosen another one: it may have more digits than the widget shows. */
static gboolean
is_chosen (GsDataParts *self, Number number, gdouble *value)
{
  GtkSpinButton *spin = GTK_SPIN_BUTTON (self->spins[number]);

  *value = gtk_spin_button_get_value (spin);
  return fabs (*value - self->shown[number]) >= 0.5 * pow (10, -(gdouble) gtk_spin_button_get_digits (spin));
}

static void
take (GsDataParts *self)
{
  GsDataset *data = get_data (self);
  GsRowParts parts;
  g_autoptr (GError) error = NULL;
  gdouble value;

  parts.test = gs_dataset_get_test_share (data, &parts.seed);
  parts.validation = gs_dataset_get_validation_share (data);
  parts.batch_size = -1;
  if (is_chosen (self, TEST, &value))
    parts.test = value / 100;
  if (is_chosen (self, VALIDATION, &value))
    parts.validation = value / 100;
  if (is_chosen (self, SEED, &value))
    parts.seed = (guint64) value;
  if (is_chosen (self, BATCH, &value))
    parts.batch_size = (gint) value;
  parts.is_shuffled = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->shuffle));
  if (!gs_workbook_part_rows (gs_view_get_workbook (self->view), &parts, &error)) {
    gs_message_tell (GTK_WIDGET (self), error->message);
    for (gint i = 0; i < N_NUMBERS; i++)
      self->told[i] = NAN; /* back to what there is */
    self->was_shuffled = parts.is_shuffled;
  }
  show (self);
}

static void
on_turned (GsDataParts *self)
{
  if (!self->is_updating)
    gs_later_at_rest (&self->later, REST, (GsLaterFunc) take, self);
}

static void
on_scaling (GsDataParts *self)
{
  g_autoptr (GError) error = NULL;

  if (self->is_updating)
    return;
  if (!gs_workbook_scale_rows (gs_view_get_workbook (self->view), gs_scaling_choice_get (self->scaling),
                               &error))
    gs_message_tell (GTK_WIDGET (self), error->message);
  show (self);
}

static void
on_view_changed (GsDataParts *self, guint change)
{
  if (change & (GS_VIEW_VALUES | GS_VIEW_PROGRAM))
    show (self);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsDataParts *self = GS_DATA_PARTS (object);

  gs_later_forget (&self->later);
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->advised, gs_dataset_unref);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_data_parts_parent_class)->dispose (object);
}

static void
gs_data_parts_class_init (GsDataPartsClass *klass)
{
  static const gchar *const spins[N_NUMBERS] = { "test", "validation", "seed", "batch" };
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-data-parts");
  for (gint i = 0; i < N_NUMBERS; i++)
    gtk_widget_class_bind_template_child_full (widget_class, spins[i], FALSE,
                                               G_STRUCT_OFFSET (GsDataParts, spins[i]));
  gtk_widget_class_bind_template_child (widget_class, GsDataParts, grid);
  gtk_widget_class_bind_template_child (widget_class, GsDataParts, shuffle);
  gtk_widget_class_bind_template_child (widget_class, GsDataParts, scaled);
  gtk_widget_class_bind_template_child (widget_class, GsDataParts, advice);
  gtk_widget_class_bind_template_child (widget_class, GsDataParts, lost);
  gtk_widget_class_bind_template_callback (widget_class, on_turned);
}

static void
gs_data_parts_init (GsDataParts *self)
{
  gs_template_init (GTK_WIDGET (self));
  for (gint i = 0; i < N_NUMBERS; i++)
    self->told[i] = NAN;
  self->scaling = gs_scaling_choice_new ();
  g_signal_connect_swapped (self->scaling, "notify::selected", G_CALLBACK (on_scaling), self);
  gtk_grid_attach (GTK_GRID (self->grid), self->scaling, 1, N_NUMBERS + 1, 1, 1);
}

GtkWidget *
gs_data_parts_new (GsView *view)
{
  GsDataParts *self = g_object_new (GS_TYPE_DATA_PARTS, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  show (self);
  return GTK_WIDGET (self);
}
