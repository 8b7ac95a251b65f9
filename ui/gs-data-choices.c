/* Which rows of the data are shown, and in which order. */
#include "gs-data-choices.h"

#include <glib/gi18n-lib.h>

#include "gs-choice.h"
#include "gs-message.h"
#include "gs-template.h"

struct _GsDataChoices {
  GtkWidget parent_instance;

  GsDataGrid *grid;
  GtkWidget *box, *uses, *classes, *order, *wrong, *batch, *again, *shown;
  gchar *class_names;   /* as they are listed */
  gboolean is_updating; /* the widgets are being set, not used */
};

G_DEFINE_FINAL_TYPE (GsDataChoices, gs_data_choices, GTK_TYPE_WIDGET)

static void update (GsDataChoices *self);

/* ---- from the widgets ---- */

static gint
get_selected (GtkWidget *list)
{
  return (gint) gtk_drop_down_get_selected (GTK_DROP_DOWN (list)) - 1;
}

/* A cell of the matrix stays chosen until one chooses something of a class or of what is wrong. */
static void
choose (GsDataChoices *self, gboolean of_class)
{
  GsDataChoice choice = *gs_data_grid_get_choice (self->grid);
  g_autoptr (GError) error = NULL;

  choice.worst_first = get_selected (self->order) == 0;
  choice.use = get_selected (self->uses);
  choice.batch = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->batch));
  if (of_class) {
    choice.is = get_selected (self->classes);
    choice.wrong = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->wrong));
    choice.answer = -1;
  }
  if (!gs_data_grid_choose (self->grid, &choice, &error)) {
    gs_message_tell (GTK_WIDGET (self), error->message);
    update (self);
  }
}

static void
on_chosen (GsDataChoices *self)
{
  if (!self->is_updating)
    choose (self, FALSE);
}

static void
on_class_chosen (GsDataChoices *self)
{
  if (!self->is_updating)
    choose (self, TRUE);
}

static void
on_again (GsDataChoices *self)
{
  choose (self, FALSE);
}

/* ---- from the data ---- */

static void
fill_classes (GsDataChoices *self)
{
  gint n = gs_data_grid_count_classes (self->grid);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autofree gchar *joined = NULL;

  g_ptr_array_add (texts, g_strdup (_ ("All classes")));
  for (gint i = 0; i < n; i++)
    g_ptr_array_add (texts, gs_data_grid_name_class (self->grid, i));
  g_ptr_array_add (texts, NULL);
  joined = g_strjoinv ("\n", (gchar **) texts->pdata);
  gtk_widget_set_visible (self->classes, n > 0);
  gtk_widget_set_visible (self->wrong, n > 0);
  if (g_strcmp0 (joined, self->class_names) == 0)
    return;
  g_free (self->class_names);
  self->class_names = g_steal_pointer (&joined);
  {
    g_autoptr (GtkStringList) list = gtk_string_list_new ((const gchar *const *) texts->pdata);

    gtk_drop_down_set_model (GTK_DROP_DOWN (self->classes), G_LIST_MODEL (list));
  }
}

static gboolean
has_uses (GsDataChoices *self)
{
  GsDataset *data = gs_frame_get_data (gs_view_get_sight (gs_data_grid_get_view (self->grid))->frame);

  return gs_dataset_get_test_share (data, NULL) > 0 || gs_dataset_get_validation_share (data) > 0;
}

/* Whether a pass takes some of the rows only. */
static gboolean
has_batches (GsDataChoices *self)
{
  const GsFrame *frame = gs_view_get_sight (gs_data_grid_get_view (self->grid))->frame;
  gint n;

  gs_frame_get_batch (frame, &n);
  return n < gs_dataset_get_n_rows (gs_frame_get_data (frame));
}

static gchar *
describe_shown (GsDataChoices *self)
{
  GsDataset *data = gs_frame_get_data (gs_view_get_sight (gs_data_grid_get_view (self->grid))->frame);
  gint n = gs_data_grid_get_n_rows (self->grid), n_all = gs_dataset_get_n_rows (data);

  if (gs_data_grid_is_asking (self->grid))
    return g_strdup (_ ("Asking the network…"));
  if (gs_data_grid_get_failure (self->grid) != NULL)
    return g_strdup (gs_data_grid_get_failure (self->grid));
  return n == n_all ? g_strdup ("") : g_strdup_printf (_ ("%d of %d rows"), n, n_all);
}

static void
update (GsDataChoices *self)
{
  const GsDataChoice *choice = gs_data_grid_get_choice (self->grid);
  gboolean by_answers = choice->worst_first || choice->wrong || choice->answer >= 0;
  g_autofree gchar *shown = describe_shown (self);

  self->is_updating = TRUE;
  fill_classes (self);
  gtk_widget_set_visible (self->uses, has_uses (self));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->uses), (guint) (choice->use + 1));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->classes), (guint) (choice->is + 1));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->order), choice->worst_first);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->wrong), choice->wrong);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->batch), choice->batch);
  gtk_widget_set_visible (self->batch, choice->batch || has_batches (self));
  gtk_widget_set_visible (self->again, by_answers && gs_data_grid_is_stale (self->grid)
                                           && !gs_data_grid_is_asking (self->grid));
  gtk_label_set_text (GTK_LABEL (self->shown), shown);
  self->is_updating = FALSE;
}

static void
on_changed (GsDataChoices *self, gboolean only_cursor)
{
  if (!only_cursor)
    update (self);
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsDataChoices *self = GS_DATA_CHOICES (object);

  if (self->grid != NULL)
    g_signal_handlers_disconnect_by_data (self->grid, self);
  g_clear_object (&self->grid);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->class_names, g_free);
  G_OBJECT_CLASS (gs_data_choices_parent_class)->dispose (object);
}

static void
gs_data_choices_class_init (GsDataChoicesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-data-choices");
  gtk_widget_class_bind_template_child (widget_class, GsDataChoices, box);
  gtk_widget_class_bind_template_child (widget_class, GsDataChoices, order);
  gtk_widget_class_bind_template_child (widget_class, GsDataChoices, uses);
  gtk_widget_class_bind_template_child (widget_class, GsDataChoices, classes);
  gtk_widget_class_bind_template_child (widget_class, GsDataChoices, wrong);
  gtk_widget_class_bind_template_child (widget_class, GsDataChoices, batch);
  gtk_widget_class_bind_template_child (widget_class, GsDataChoices, again);
  gtk_widget_class_bind_template_child (widget_class, GsDataChoices, shown);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_class_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
}

static void
gs_data_choices_init (GsDataChoices *self)
{
  gs_template_init (GTK_WIDGET (self));
  gs_choice_dress (self->order, _ ("Order of the rows"));
  gs_choice_dress (self->uses, _ ("What the rows are for"));
  gs_choice_dress (self->classes, _ ("Class of the rows"));
}

GtkWidget *
gs_data_choices_new (GsDataGrid *grid)
{
  GsDataChoices *self = g_object_new (GS_TYPE_DATA_CHOICES, NULL);

  self->grid = g_object_ref (grid);
  g_signal_connect_swapped (grid, "changed", G_CALLBACK (on_changed), self);
  update (self);
  return GTK_WIDGET (self);
}
