/* The layers of a network in a list. */
#include "gs-build-list.h"

#include <glib/gi18n-lib.h>

#include "app/network/gs-blueprint.h"
#include "app/network/gs-spec.h"
#include "gs-choice.h"
#include "gs-pool.h"
#include "gs-style.h"
#include "gs-template.h"
#include "nn/nn-words.h"

struct _GsBuildList {
  GtkWidget parent_instance;

  GsBlueprint *blueprint;
  GtkWidget *box, *rows, *adding, *kinds, *total, *problem;
  GtkWidget *choices, *loss, *optimizer, *fields;
  NnOptimizerKind shown_fields; /* whose; NN_N_OPTIMIZERS: nobody's yet */
  gboolean is_updating;         /* the widgets are being set, not used */
};

G_DEFINE_FINAL_TYPE (GsBuildList, gs_build_list, GTK_TYPE_WIDGET)

static guint changed;

static void update (GsBuildList *self);
static void rebuild (GsBuildList *self);
static void show_fields (GsBuildList *self);

/* ---- rows ---- */

/* A row's widgets; the number of its part is where it stands. */
typedef struct {
  GtkWidget *entry, *info, *buttons;
} Row;

static guint
find_part (GsBuildList *self, GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_first_child (self->rows);
  guint number = 0;

  while (row != NULL && !gtk_widget_is_ancestor (widget, row)) {
    row = gtk_widget_get_next_sibling (row);
    number++;
  }
  return number;
}

static void
on_typed (GtkEditable *entry, GsBuildList *self)
{
  if (self->is_updating)
    return;
  gs_blueprint_set (self->blueprint, find_part (self, GTK_WIDGET (entry)), gtk_editable_get_text (entry));
  update (self);
}

static void
focus_part (GsBuildList *self, guint part)
{
  GtkWidget *row = gtk_widget_get_first_child (self->rows);

  for (guint i = 0; i < part && row != NULL; i++)
    row = gtk_widget_get_next_sibling (row);
  if (row != NULL)
    gtk_widget_grab_focus (((Row *) g_object_get_data (G_OBJECT (row), "row"))->entry);
}

static void
move (GsBuildList *self, GtkWidget *button, gint by)
{
  guint part = find_part (self, button);

  if (!gs_blueprint_move (self->blueprint, part, by))
    return;
  rebuild (self);
  focus_part (self, (guint) ((gint) part + by));
}

static void
on_up (GtkWidget *button, GsBuildList *self)
{
  move (self, button, -1);
}

static void
on_down (GtkWidget *button, GsBuildList *self)
{
  move (self, button, 1);
}

static void
on_remove (GtkWidget *button, GsBuildList *self)
{
  guint part = find_part (self, button);

  gs_blueprint_remove (self->blueprint, part);
  rebuild (self);
  focus_part (self, MIN (part, gs_blueprint_get_n (self->blueprint) - 1));
}

static void
add_icon (GtkWidget *box, const gchar *icon, const gchar *tooltip, GCallback callback, GsBuildList *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_button_set_has_frame (GTK_BUTTON (button), FALSE);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  g_signal_connect (button, "clicked", callback, self);
  gtk_box_append (GTK_BOX (box), button);
}

static GtkWidget *
make_label (const gchar *text, const gchar *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_part (gpointer user_data)
{
  GsBuildList *self = user_data;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2),
            *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  Row *row = g_new0 (Row, 1);

  row->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (row->entry), 10);
  gtk_widget_set_hexpand (row->entry, TRUE);
  g_signal_connect (row->entry, "changed", G_CALLBACK (on_typed), self);
  gtk_box_append (GTK_BOX (line), row->entry);
  row->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  add_icon (row->buttons, "go-up-symbolic", _ ("Up"), G_CALLBACK (on_up), self);
  add_icon (row->buttons, "go-down-symbolic", _ ("Down"), G_CALLBACK (on_down), self);
  add_icon (row->buttons, "list-remove-symbolic", _ ("Take this layer out"), G_CALLBACK (on_remove), self);
  gtk_box_append (GTK_BOX (line), row->buttons);
  row->info = make_label (NULL, "gs-dim");
  gtk_box_append (GTK_BOX (box), line);
  gtk_box_append (GTK_BOX (box), row->info);
  g_object_set_data_full (G_OBJECT (box), "row", row, g_free);
  return box;
}

static void
fill_row (GsBuildList *self, guint part)
{
  Row *row = g_object_get_data (G_OBJECT (gs_pool_get (self->rows, part, make_part, self)), "row");
  g_autofree gchar *name = part == 0 ? g_strdup (_ ("Input")) : g_strdup_printf (_ ("Layer %u"), part);

  gtk_editable_set_text (GTK_EDITABLE (row->entry), gs_blueprint_get (self->blueprint, part));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_visible (row->buttons, part > 0);
}

/* ---- what is shown ---- */

/* What may be said of a layer like this one, by the table of fields. */
static void
show_words (GsBuildList *self, guint part, GtkWidget *entry)
{
  g_auto (GStrv) words = g_strsplit (gs_blueprint_get (self->blueprint, part), " ", 2);
  gint kind = words[0] != NULL && part > 0 ? nn_layer_kind_find (words[0]) : -1;
  g_auto (GStrv) options = kind >= 0 ? gs_spec_list_options ((NnLayerKind) kind) : NULL;
  g_autofree gchar *list = options != NULL ? g_strjoinv (", ", options) : NULL;
  g_autofree gchar *tip = NULL;

  if (list != NULL)
    tip = g_strdup_printf (_ ("%s. Behind it may stand: %s."), _ (nn_layer_kind_get_doc ((NnLayerKind) kind)),
                           list);
  gtk_widget_set_tooltip_text (entry, tip);
}

static void
show_part (GtkWidget *box, const GsBlueprintPart *part)
{
  Row *row = g_object_get_data (G_OBJECT (box), "row");
  g_autofree gchar *text = NULL;

  if (part->problem != NULL)
    text = g_strdup (part->problem);
  else if (part->shape == NULL)
    text = g_strdup ("…");
  else if (part->n_parameters > 0)
    text = g_strdup_printf (
        ngettext ("→ %s · %lu parameter", "→ %s · %lu parameters", (gulong) part->n_parameters), part->shape,
        (gulong) part->n_parameters);
  else
    text = g_strdup_printf ("→ %s", part->shape);
  gtk_label_set_text (GTK_LABEL (row->info), text);
  gs_style_set_class (row->info, "gs-bad", part->problem != NULL);
  gs_style_set_class (row->entry, "error", part->problem != NULL);
}

/* Loss and optimiser may have gone with the output. */
static void
show_choices (GsBuildList *self)
{
  NnOptimizerKind kind = gs_blueprint_get_optimizer (self->blueprint);

  self->is_updating = TRUE;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->loss), gs_blueprint_get_loss (self->blueprint));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->optimizer), kind);
  self->is_updating = FALSE;
  if (self->shown_fields != kind)
    show_fields (self);
}

static void
update (GsBuildList *self)
{
  g_autoptr (GArray) parts = gs_blueprint_check (self->blueprint);
  GtkWidget *row = gtk_widget_get_first_child (self->rows);
  g_autoptr (GError) error = NULL;
  g_autoptr (NnNetwork) network = gs_blueprint_build (self->blueprint, &error);
  g_autofree gchar *total = NULL;
  gboolean has_problem = FALSE;
  gsize n = 0;

  for (guint i = 0; i < parts->len && row != NULL; i++, row = gtk_widget_get_next_sibling (row)) {
    const GsBlueprintPart *part = &g_array_index (parts, GsBlueprintPart, i);

    show_part (row, part);
    show_words (self, i, ((Row *) g_object_get_data (G_OBJECT (row), "row"))->entry);
    n += part->n_parameters;
    has_problem = has_problem || part->problem != NULL;
  }
  total = g_strdup_printf (_ ("%lu parameters in all"), (gulong) n);
  gtk_label_set_text (GTK_LABEL (self->total), network != NULL ? total : "");
  /* What no layer is to blame for: an output that the loss does not take, a rate below zero. */
  gtk_label_set_text (GTK_LABEL (self->problem), network == NULL && !has_problem ? error->message : "");
  gtk_widget_set_visible (self->problem, network == NULL && !has_problem);
  show_choices (self);
  g_signal_emit (self, changed, 0);
}

static void
rebuild (GsBuildList *self)
{
  guint n = gs_blueprint_get_n (self->blueprint);

  self->is_updating = TRUE;
  for (guint i = 0; i < n; i++)
    fill_row (self, i);
  gs_pool_trim (self->rows, n);
  self->is_updating = FALSE;
  update (self);
}

/* ---- the optimiser's fields ---- */

/* Fields that say nothing with the schedule there is now are out of the way. */
static void
show_used (GsBuildList *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->fields); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_visible (
        child, gs_blueprint_uses_field (self->blueprint, g_object_get_data (G_OBJECT (child), "field")));
}

static void
add_field (GtkWidget *grid, gint row, const gchar *text, GtkWidget *field)
{
  GtkWidget *label = make_label (text, NULL);

  g_object_set_data (G_OBJECT (label), "field", g_object_get_data (G_OBJECT (field), "field"));
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), field, 1, row, 1, 1);
}

static void
on_field (GtkWidget *widget, GsBuildList *self)
{
  const NnField *field = g_object_get_data (G_OBJECT (widget), "field");
  g_auto (GStrv) words = GTK_IS_DROP_DOWN (widget) ? nn_field_list_words (field) : NULL;
  const gchar *text = words != NULL ? words[gtk_drop_down_get_selected (GTK_DROP_DOWN (widget))]
                                    : gtk_editable_get_text (GTK_EDITABLE (widget));
  g_autoptr (GError) error = NULL;

  if (gs_blueprint_set_field (self->blueprint, field, text, &error)) {
    gtk_widget_remove_css_class (widget, "error");
    gtk_widget_set_tooltip_text (widget, _ (field->doc));
  } else {
    gtk_widget_add_css_class (widget, "error");
    gtk_widget_set_tooltip_text (widget, error->message);
  }
  show_used (self);
  update (self);
}

static void
on_chosen (GtkWidget *choice, GParamSpec *property, GsBuildList *self)
{
  on_field (choice, self);
}

static GtkWidget *
make_field (GsBuildList *self, const NnField *field)
{
  g_autofree gchar *text = gs_blueprint_get_field (self->blueprint, field);
  GtkWidget *widget;

  if (field->type == NN_FIELD_CHOICE) {
    g_auto (GStrv) words = nn_field_list_words (field), shown = nn_field_list_shown (field);

    widget = gs_choice_new ((const gchar *const *) shown, _ (field->doc));
    gtk_drop_down_set_selected (
        GTK_DROP_DOWN (widget),
        (guint) nn_words_find ((const gchar *const *) words, (gint) g_strv_length (words), text));
    g_object_set_data (G_OBJECT (widget), "field", (gpointer) field);
    g_signal_connect (widget, "notify::selected", G_CALLBACK (on_chosen), self);
  } else {
    widget = gtk_entry_new ();
    gtk_editable_set_width_chars (GTK_EDITABLE (widget), 8);
    gtk_editable_set_text (GTK_EDITABLE (widget), text);
    g_object_set_data (G_OBJECT (widget), "field", (gpointer) field);
    g_signal_connect (widget, "changed", G_CALLBACK (on_field), self);
  }
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_tooltip_text (widget, _ (field->doc));
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, _ (field->doc), -1);
  return widget;
}

/* One row for each field of the optimiser there is now. */
static void
show_fields (GsBuildList *self)
{
  NnOptimizerKind kind = gs_blueprint_get_optimizer (self->blueprint);
  GtkWidget *child;
  gint row = 0;

  self->shown_fields = kind;
  while ((child = gtk_widget_get_first_child (self->fields)) != NULL)
    gtk_grid_remove (GTK_GRID (self->fields), child);
  for (const NnField *field = nn_optimizer_next_field (kind, NULL); field != NULL;
       field = nn_optimizer_next_field (kind, field))
    add_field (self->fields, row++, nn_field_get_label (field), make_field (self, field));
  show_used (self);
}

/* ---- what is done ---- */

static void
on_add (GtkButton *button, GsBuildList *self)
{
  guint n = gs_blueprint_get_n (self->blueprint);

  gs_blueprint_append (self->blueprint, g_object_get_data (G_OBJECT (button), "template"));
  gtk_popover_popdown (GTK_POPOVER (self->adding));
  rebuild (self);
  focus_part (self, n);
}

static void
on_loss (GsBuildList *self)
{
  if (self->is_updating)
    return;
  gs_blueprint_set_loss (self->blueprint,
                         (NnLossKind) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->loss)));
  update (self);
}

static void
on_optimizer (GsBuildList *self)
{
  if (self->is_updating)
    return;
  gs_blueprint_set_optimizer (self->blueprint,
                              (NnOptimizerKind) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->optimizer)));
  update (self);
}

/* ---- building ---- */

/* What can be added, in the button's popover. */
static void
add_kinds (GsBuildList *self)
{
  const gchar *const *templates = gs_blueprint_list_templates ();

  for (gsize i = 0; templates[i] != NULL; i++) {
    GtkWidget *choice = gtk_button_new_with_label (templates[i]);

    gtk_button_set_has_frame (GTK_BUTTON (choice), FALSE);
    g_object_set_data (G_OBJECT (choice), "template", (gpointer) templates[i]);
    g_signal_connect (choice, "clicked", G_CALLBACK (on_add), self);
    gtk_box_append (GTK_BOX (self->kinds), choice);
  }
}

static GtkWidget *
add_choice (GsBuildList *self,
            gint row,
            gint n,
            const gchar *(*get_name) (gint),
            const gchar *label,
            GCallback callback)
{
  g_autofree const gchar **names = g_new0 (const gchar *, n + 1);
  GtkWidget *choice;

  for (gint i = 0; i < n; i++)
    names[i] = get_name (i);
  choice = gs_choice_new (names, label);
  gtk_widget_set_hexpand (choice, TRUE);
  g_signal_connect_swapped (choice, "notify::selected", callback, self);
  gtk_grid_attach (GTK_GRID (self->choices), choice, 1, row, 1, 1);
  return choice;
}

static const gchar *
get_loss_name (gint loss)
{
  return nn_loss_get_name ((NnLossKind) loss);
}

static const gchar *
get_optimizer_name (gint kind)
{
  return nn_optimizer_get_name ((NnOptimizerKind) kind);
}

static void
dispose (GObject *object)
{
  GsBuildList *self = GS_BUILD_LIST (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->blueprint, gs_blueprint_free);
  G_OBJECT_CLASS (gs_build_list_parent_class)->dispose (object);
}

static void
gs_build_list_class_init (GsBuildListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  changed = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                          G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-build-list");
  gtk_widget_class_bind_template_child (widget_class, GsBuildList, box);
  gtk_widget_class_bind_template_child (widget_class, GsBuildList, rows);
  gtk_widget_class_bind_template_child (widget_class, GsBuildList, adding);
  gtk_widget_class_bind_template_child (widget_class, GsBuildList, kinds);
  gtk_widget_class_bind_template_child (widget_class, GsBuildList, total);
  gtk_widget_class_bind_template_child (widget_class, GsBuildList, choices);
  gtk_widget_class_bind_template_child (widget_class, GsBuildList, fields);
  gtk_widget_class_bind_template_child (widget_class, GsBuildList, problem);
}

static void
gs_build_list_init (GsBuildList *self)
{
  gs_template_init (GTK_WIDGET (self));
  self->shown_fields = NN_N_OPTIMIZERS;
  self->loss = add_choice (self, 0, NN_N_LOSSES, get_loss_name, _ ("Loss"), G_CALLBACK (on_loss));
  self->optimizer =
      add_choice (self, 1, NN_N_OPTIMIZERS, get_optimizer_name, _ ("Optimiser"), G_CALLBACK (on_optimizer));
  add_kinds (self);
}

void
gs_build_list_set_blueprint (GsBuildList *self, GsBlueprint *blueprint)
{
  g_clear_pointer (&self->blueprint, gs_blueprint_free);
  self->blueprint = blueprint;
  self->shown_fields = NN_N_OPTIMIZERS;
  rebuild (self);
}

GsBlueprint *
gs_build_list_get_blueprint (GsBuildList *self)
{
  return self->blueprint;
}

void
gs_build_list_set_line (GsBuildList *self, const gchar *line)
{
  gs_blueprint_set_line (self->blueprint, line);
  rebuild (self);
}
