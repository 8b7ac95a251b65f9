/* The name box. */
#include "gs-name-box.h"

#include <glib/gi18n-lib.h>

#include "app/cells/gs-cell-name.h"
#include "app/view/gs-range.h"
#include "gs-accessible.h"
#include "gs-pool.h"
#include "gs-template.h"

struct _GsNameBox {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *box, *entry, *button, *popover, *list, *reason_popover, *reason;
  gchar *named;   /* what the entry was last set to */
  GArray *blocks; /* gint: the tensors that are listed */
};

G_DEFINE_FINAL_TYPE (GsNameBox, gs_name_box, GTK_TYPE_WIDGET)

/* ---- what is selected ---- */

static void
show_reason (GsNameBox *self, const gchar *text)
{
  if (text == NULL) {
    gtk_popover_popdown (GTK_POPOVER (self->reason_popover));
    gtk_widget_remove_css_class (self->entry, "error");
  } else {
    gtk_label_set_text (GTK_LABEL (self->reason), text);
    gtk_widget_add_css_class (self->entry, "error");
    gtk_popover_popup (GTK_POPOVER (self->reason_popover));
  }
  gs_accessible_set_description (self->entry, text);
}

/* Where a range is marked, its corners; where that is a block, its name; of the data's cells nothing. */
static gchar *
name_selection (GsNameBox *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  g_autofree gchar *first = NULL, *last = NULL;
  GsRange range;
  gsize n;

  if (gs_view_shows_data (self->view) || !sight->has_selection || !gs_view_get_range (self->view, &range))
    return g_strdup ("");
  n = gs_range_count (&range);
  if (n == 1)
    return gs_cell_name (sight->program, &sight->selected);
  if (n == nn_shape_count (&range.shape))
    return g_strdup (nn_program_get_tensor (sight->program, range.tensor)->name);
  first = gs_cell_name (sight->program, &(NnCell){ range.tensor, gs_range_get_offset (&range, 0, 0) });
  last = gs_cell_name (
      sight->program,
      &(NnCell){ range.tensor, gs_range_get_offset (&range, range.n_lines - 1, range.n_columns - 1) });
  return g_strconcat (first, ":", last, NULL);
}

/* It follows the selection; but what somebody is typing into it stays until it is entered or left. */
static void
update (GsNameBox *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  const gchar *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autofree gchar *name = name_selection (self);

  if (focus != NULL && gtk_widget_is_ancestor (focus, self->entry) && g_strcmp0 (text, self->named) != 0)
    return;
  show_reason (self, NULL);
  if (!g_str_equal (text, name))
    gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
  g_free (self->named);
  self->named = g_steal_pointer (&name);
}

/* ---- going somewhere ---- */

static void
go_to (GsNameBox *self, const GsRange *range)
{
  NnCell anchor = { range->tensor, gs_range_get_offset (range, 0, 0) };
  NnCell corner = { range->tensor, gs_range_get_offset (range, range->n_lines - 1, range->n_columns - 1) };

  gs_view_leave_data (self->view);
  gs_view_select (self->view, &anchor, FALSE);
  if (corner.offset != anchor.offset)
    gs_view_select (self->view, &corner, TRUE);
  gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-sheet", NULL);
}

static void
on_entered (GsNameBox *self)
{
  const gchar *text = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GError) error = NULL;
  GsRange range;

  if (!gs_range_parse (&range, gs_sight_get_scope (gs_view_get_sight (self->view)), text, &error)) {
    show_reason (self, error->message);
    return;
  }
  /* It has been entered. */
  g_free (self->named);
  self->named = g_strdup (text);
  go_to (self, &range);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsNameBox *self)
{
  show_reason (self, NULL);
  if (key == GDK_KEY_Escape) {
    g_autofree gchar *name = name_selection (self);

    gtk_editable_set_text (GTK_EDITABLE (self->entry), name);
    gtk_widget_activate_action (GTK_WIDGET (self), "win.focus-sheet", NULL);
    return TRUE;
  }
  if (key != GDK_KEY_Down || (state & GDK_ALT_MASK) == 0)
    return FALSE;
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->button));
  return TRUE;
}

void
gs_name_box_focus (GsNameBox *self)
{
  gtk_widget_grab_focus (self->entry);
}

/* ---- the list ---- */

static GtkWidget *
make_line (gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "gs-mono");
  return label;
}

/* All blocks, with their shapes. */
static void
on_list_shown (GsNameBox *self)
{
  g_autoptr (GsSight) sight = gs_sight_ref (gs_view_get_sight (self->view));

  g_array_set_size (self->blocks, 0);
  for (gint i = 0; i < nn_program_get_n_tensors (sight->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (sight->program, i);
    g_autofree gchar *shape = nn_shape_to_string (&info->shape), *text = NULL;
    GtkWidget *label;

    if (info->role == NN_ROLE_PIN)
      continue;
    text = info->shape.rank > 0 ? g_strdup_printf ("%s   %s", info->name, shape) : g_strdup (info->name);
    label = gs_pool_get (self->list, self->blocks->len, make_line, NULL);
    gtk_label_set_text (GTK_LABEL (label), text);
    gs_accessible_set_name (gtk_widget_get_parent (label), text);
    if (sight->has_selection && sight->selected.tensor == i)
      gtk_list_box_select_row (GTK_LIST_BOX (self->list), GTK_LIST_BOX_ROW (gtk_widget_get_parent (label)));
    g_array_append_val (self->blocks, i);
  }
  gs_pool_trim (self->list, self->blocks->len);
  gtk_widget_grab_focus (
      GTK_WIDGET (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)) != NULL
                      ? GTK_WIDGET (gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list)))
                      : self->list));
}

static void
on_picked (GtkListBox *list, GtkListBoxRow *row, GsNameBox *self)
{
  gint tensor = g_array_index (self->blocks, gint, gtk_list_box_row_get_index (row));
  NnProgram *program = gs_view_get_sight (self->view)->program;
  GsRange range;

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (tensor < nn_program_get_n_tensors (program)
      && gs_range_parse (&range, (GsCellScope){ program }, nn_program_get_tensor (program, tensor)->name,
                         NULL))
    go_to (self, &range);
}

/* ---- the widget ---- */

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  gtk_widget_measure (GS_NAME_BOX (widget)->box, orientation, for_size, minimum, natural, minimum_baseline,
                      natural_baseline);
}

/* What is said hangs from it. */
static void
size_allocate (GtkWidget *widget, gint width, gint height, gint baseline)
{
  GsNameBox *self = GS_NAME_BOX (widget);

  gtk_widget_size_allocate (self->box, &(GtkAllocation){ 0, 0, width, height }, baseline);
  if (gtk_widget_get_visible (self->reason_popover))
    gtk_popover_present (GTK_POPOVER (self->reason_popover));
}

static void
dispose (GObject *object)
{
  GsNameBox *self = GS_NAME_BOX (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->reason_popover, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->named, g_free);
  g_clear_pointer (&self->blocks, g_array_unref);
  G_OBJECT_CLASS (gs_name_box_parent_class)->dispose (object);
}

static void
gs_name_box_class_init (GsNameBoxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  gs_template_set (widget_class, "gs-name-box");
  gtk_widget_class_bind_template_child (widget_class, GsNameBox, box);
  gtk_widget_class_bind_template_child (widget_class, GsNameBox, entry);
  gtk_widget_class_bind_template_child (widget_class, GsNameBox, button);
  gtk_widget_class_bind_template_child (widget_class, GsNameBox, popover);
  gtk_widget_class_bind_template_child (widget_class, GsNameBox, list);
  gtk_widget_class_bind_template_child (widget_class, GsNameBox, reason_popover);
  gtk_widget_class_bind_template_child (widget_class, GsNameBox, reason);
  gtk_widget_class_bind_template_callback (widget_class, on_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_list_shown);
  gtk_widget_class_bind_template_callback (widget_class, on_picked);
}

static void
gs_name_box_init (GsNameBox *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->blocks = g_array_new (FALSE, FALSE, sizeof (gint));
  gs_template_init (GTK_WIDGET (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->entry, keys);
}

GtkWidget *
gs_name_box_new (GsView *view)
{
  GsNameBox *self = g_object_new (GS_TYPE_NAME_BOX, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (update), self);
  update (self);
  return GTK_WIDGET (self);
}
