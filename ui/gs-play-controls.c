/* The playground's choices, as widgets. */
#include "gs-play-controls.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "app/data/gs-feature.h"
#include "app/plane/gs-recipe.h"
#include "app/text/gs-number.h"
#include "gs-accessible.h"
#include "gs-choice.h"
#include "gs-later.h"
#include "gs-message.h"
#include "gs-point-button.h"
#include "gs-template.h"
#include "gs-wheel.h"

/* Milliseconds after which a number that is being turned is taken. */
#define REST 250

/* Decimals of a number that may be small: as many digits as the sheet shows at most of such ones. */
#define FINE   4
#define DIGITS 6

/* X (member, title, least, greatest, step, decimals): what is chosen as a number. */
#define NUMBERS(X)                                                                                           \
  X (NOISE, N_ ("Noise"), 0, 1, 0.05, 2)                                                                     \
  X (ROWS, N_ ("Points"), 10, 5000, 10, 0)                                                                   \
  X (POINTS_SEED, N_ ("Seed of points"), 1, 1e9, 1, 0)                                                       \
  X (TEST, N_ ("Held out"), 0, 0.9, 0.05, 2)                                                                 \
  X (BATCH, N_ ("Batch, 0: all"), 0, 5000, 1, 0)                                                             \
  X (RATE, N_ ("Rate"), 0, 100, 0.01, FINE)                                                                  \
  X (L1, N_ ("L1"), 0, 10, 0.001, FINE)                                                                      \
  X (L2, N_ ("L2"), 0, 10, 0.001, FINE)                                                                      \
  X (WEIGHTS_SEED, N_ ("Seed of weights"), 1, 1e9, 1, 0)

typedef enum {
#define NUMBER_ENUM(ID, ...) ID,
  NUMBERS (NUMBER_ENUM)
#undef NUMBER_ENUM
      N_NUMBERS
} Number;

static const struct {
  const gchar *title;
  gdouble least, greatest, step;
  guint decimals;
} numbers[] = {
#define NUMBER_ROW(ID, title, least, greatest, step, decimals) { title, least, greatest, step, decimals },
  NUMBERS (NUMBER_ROW)
#undef NUMBER_ROW
};

struct _GsPlayControls {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *scroller, *run, *points, *curve, *numbers, *features, *network, *layers, *fewer, *more;
  GtkWidget *kinds[GS_N_GENERATORS], *spins[N_NUMBERS], *checks[GS_N_FEATURES];
  GtkWidget *units[GS_RECIPE_MAX_LAYERS], *unit_labels[GS_RECIPE_MAX_LAYERS], *activation, *optimizer;
  gboolean is_updating;                                        /* the widgets are being set, not used */
  gint n_hidden;                                               /* that are asked for */
  gdouble shown[N_NUMBERS], shown_units[GS_RECIPE_MAX_LAYERS]; /* as the widgets could show them */
  gchar *shown_curve;   /* of the document; what is typed instead stays until this changes */
  gchar *refused_curve; /* typed, and no curve */
  GsLater later;        /* takes what was chosen when the numbers rest */
};

G_DEFINE_FINAL_TYPE (GsPlayControls, gs_play_controls, GTK_TYPE_WIDGET)

static GsWorkbook *
get_book (GsPlayControls *self)
{
  return gs_view_get_workbook (self->view);
}

/* ---- from the document ---- */

static void
show_number (GsPlayControls *self, Number number, gdouble value)
{
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->spins[number]), value);
  self->shown[number] = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->spins[number]));
}

static void
show_layers (GsPlayControls *self, const GsRecipe *recipe)
{
  self->n_hidden = recipe->n_hidden;
  gtk_widget_set_visible (self->network, recipe->is_chain);
  for (gint i = 0; i < GS_RECIPE_MAX_LAYERS; i++) {
    gtk_widget_set_visible (self->units[i], i < recipe->n_hidden);
    gtk_widget_set_visible (self->unit_labels[i], i < recipe->n_hidden);
    if (i < recipe->n_hidden)
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->units[i]), recipe->hidden[i]);
    self->shown_units[i] = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->units[i]));
  }
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->activation), recipe->activation);
  gtk_widget_set_sensitive (self->activation, recipe->n_hidden > 0);
  gtk_widget_set_sensitive (self->fewer, recipe->n_hidden > 0);
  gtk_widget_set_sensitive (self->more, recipe->n_hidden + 1 < GS_RECIPE_MAX_LAYERS);
}

/* A curve that was refused stays to be mended, with the reason. */
static void
show_curve (GsPlayControls *self, const gchar *curve)
{
  if (g_strcmp0 (curve, self->shown_curve) == 0)
    return;
  g_free (self->shown_curve);
  self->shown_curve = g_strdup (curve);
  g_clear_pointer (&self->refused_curve, g_free);
  gtk_editable_set_text (GTK_EDITABLE (self->curve), curve);
  gtk_widget_set_tooltip_text (self->curve, NULL);
  gtk_widget_remove_css_class (self->curve, "error");
}

static void
show (GsPlayControls *self)
{
  g_auto (GsRecipe) recipe = { 0 };
  const GsGenerator *made = &recipe.generator;

  if (gs_later_is_due (&self->later))
    return; /* what is being chosen is newer */
  gs_recipe_read (&recipe, get_book (self));
  self->is_updating = TRUE;
  for (gint kind = 0; kind < GS_N_GENERATORS; kind++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->kinds[kind]),
                                  recipe.is_made && kind == (gint) made->kind);
  show_curve (self, made->curve != NULL ? made->curve : "");
  gtk_widget_set_visible (self->curve, recipe.is_made && made->kind == GS_GENERATOR_CURVE);
  show_number (self, NOISE, made->noise);
  show_number (self, ROWS, made->n_rows);
  show_number (self, POINTS_SEED, (gdouble) made->seed);
  show_number (self, TEST, recipe.test_share);
  show_number (self, BATCH, recipe.batch_size);
  show_number (self, RATE, recipe.rate);
  show_number (self, L1, recipe.l1);
  show_number (self, L2, recipe.l2);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->optimizer), recipe.optimizer);
  show_number (self, WEIGHTS_SEED, (gdouble) recipe.seed);
  for (gint number = NOISE; number <= POINTS_SEED; number++)
    gtk_widget_set_sensitive (self->spins[number], recipe.is_made);
  for (gint feature = 0; feature < GS_N_FEATURES; feature++) {
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->checks[feature]), made->features & 1u << feature);
    gtk_widget_set_sensitive (self->checks[feature], recipe.is_made);
  }
  show_layers (self, &recipe);
  self->is_updating = FALSE;
}

/* ---- into the document ---- */

/* The number that is chosen; `was` where nobody has chosen another one: it may have more digits than the
 * widget shows, or lie beyond what it goes to. */
static gdouble
get_number (GsPlayControls *self, Number number, gdouble was)
{
  gdouble value = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->spins[number]));
  gdouble unit = numbers[number].decimals == FINE ? fabs (self->shown[number]) * pow (10, 1 - DIGITS)
                                                  : pow (10, -(gdouble) numbers[number].decimals);

  return fabs (value - self->shown[number]) <= 0.5 * unit ? was : value;
}

static guint64
get_seed (GsPlayControls *self, Number number, guint64 was)
{
  gdouble value = get_number (self, number, -1);

  return value < 0 ? was : (guint64) value;
}

/* One that was refused waits for Enter; other choices go on with the curve there is. */
static void
read_curve (GsPlayControls *self, GsGenerator *made)
{
  const gchar *typed = gtk_editable_get_text (GTK_EDITABLE (self->curve));

  if (made->curve != NULL && g_strcmp0 (typed, self->refused_curve) == 0)
    return;
  g_free (made->curve);
  made->curve = g_strdup (*typed != '\0' || made->kind != GS_GENERATOR_CURVE ? typed : "x*x/6 - 2");
}

static void
read_made (GsPlayControls *self, GsRecipe *recipe)
{
  for (gint kind = 0; kind < GS_N_GENERATORS; kind++)
    if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->kinds[kind]))) {
      recipe->is_made = TRUE;
      recipe->generator.kind = (GsGeneratorKind) kind;
    }
  recipe->generator.n_rows = (gint) get_number (self, ROWS, recipe->generator.n_rows);
  recipe->generator.noise = get_number (self, NOISE, recipe->generator.noise);
  recipe->generator.seed = get_seed (self, POINTS_SEED, recipe->generator.seed);
  recipe->generator.features = 0;
  for (gint feature = 0; feature < GS_N_FEATURES; feature++)
    if (gtk_check_button_get_active (GTK_CHECK_BUTTON (self->checks[feature])))
      recipe->generator.features |= 1u << feature;
  read_curve (self, &recipe->generator);
}

static void
refuse_curve (GsPlayControls *self, const gchar *why)
{
  g_free (self->refused_curve);
  self->refused_curve = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->curve)));
  gtk_widget_set_tooltip_text (self->curve, why);
  gtk_widget_add_css_class (self->curve, "error");
}

/* What the widgets say, put into the document. */
static void
take (GsPlayControls *self)
{
  g_auto (GsRecipe) recipe = { 0 };
  g_autoptr (GError) error = NULL;

  gs_later_forget (&self->later);
  gs_recipe_read (&recipe, get_book (self));
  read_made (self, &recipe);
  recipe.test_share = get_number (self, TEST, recipe.test_share);
  recipe.batch_size = (gint) get_number (self, BATCH, recipe.batch_size);
  recipe.rate = get_number (self, RATE, recipe.rate);
  recipe.l1 = get_number (self, L1, recipe.l1);
  recipe.l2 = get_number (self, L2, recipe.l2);
  recipe.optimizer = (NnOptimizerKind) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->optimizer));
  recipe.seed = get_seed (self, WEIGHTS_SEED, recipe.seed);
  recipe.n_hidden = self->n_hidden;
  for (gint i = 0; i < self->n_hidden; i++) {
    gdouble units = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->units[i]));

    if (units != self->shown_units[i] || recipe.hidden[i] == 0)
      recipe.hidden[i] = (gint) units;
  }
  recipe.activation = (NnActivation) gtk_drop_down_get_selected (GTK_DROP_DOWN (self->activation));
  if (gs_recipe_put (&recipe, get_book (self), &error)) {
    if (self->refused_curve == NULL || g_strcmp0 (recipe.generator.curve, self->shown_curve) != 0)
      g_clear_pointer (&self->shown_curve, g_free); /* what was taken is shown as it is kept */
  } else {
    gs_message_tell (GTK_WIDGET (self), error->message);
    if (g_strcmp0 (recipe.generator.curve, self->shown_curve) != 0)
      refuse_curve (self, error->message);
  }
  show (self);
}

/* A number is taken when it has come to rest: what is turned through is no edit. */
static void
on_turned (GsPlayControls *self)
{
  if (!self->is_updating)
    gs_later_at_rest (&self->later, REST, (GsLaterFunc) take, self);
}

static void
on_chosen (GsPlayControls *self)
{
  if (!self->is_updating)
    take (self);
}

static void
on_curve (GsPlayControls *self)
{
  g_clear_pointer (&self->refused_curve, g_free); /* what is entered again is read again */
  take (self);
}

/* One kind of points is chosen, as with radio buttons; the curve's text is asked for. */
static void
on_kind (GtkToggleButton *button, GsPlayControls *self)
{
  if (self->is_updating)
    return;
  self->is_updating = TRUE;
  for (gint kind = 0; kind < GS_N_GENERATORS; kind++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->kinds[kind]),
                                  self->kinds[kind] == GTK_WIDGET (button));
  self->is_updating = FALSE;
  take (self);
  if (GTK_WIDGET (button) == self->kinds[GS_GENERATOR_CURVE])
    gtk_widget_grab_focus (self->curve);
}

static void
change_layers (GsPlayControls *self, gint by)
{
  gint last = self->n_hidden;

  self->n_hidden = CLAMP (last + by, 0, GS_RECIPE_MAX_LAYERS - 1);
  self->is_updating = TRUE;
  if (self->n_hidden > last)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->units[last]),
                               last > 0 ? gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->units[last - 1]))
                                        : 4);
  self->is_updating = FALSE;
  take (self);
}

static void
on_fewer (GsPlayControls *self)
{
  change_layers (self, -1);
}

static void
on_more (GsPlayControls *self)
{
  change_layers (self, 1);
}

/* ---- the document and its trainer ---- */

static void
on_training (GsPlayControls *self)
{
  gboolean trains = gs_workbook_get_trainer (get_book (self)) != NULL;

  gtk_button_set_label (GTK_BUTTON (self->run), trains ? _ ("Stop") : _ ("Run"));
}

static void
on_view_changed (GsPlayControls *self, guint change)
{
  if (change & (GS_VIEW_VALUES | GS_VIEW_PROGRAM))
    show (self);
}

/* ---- building ---- */

static void
add_points (GsPlayControls *self)
{
  for (gint kind = 0; kind < GS_N_GENERATORS; kind++) {
    GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 1);
    GtkWidget *label = gtk_label_new (gs_generator_get_title ((GsGeneratorKind) kind));

    self->kinds[kind] = gs_point_button_new ((GsGeneratorKind) kind);
    gtk_widget_add_css_class (label, "gs-caption");
    gtk_box_append (GTK_BOX (box), self->kinds[kind]);
    gtk_box_append (GTK_BOX (box), label);
    gtk_grid_attach (GTK_GRID (self->points), box, kind % 3, kind / 3, 1, 1);
    g_signal_connect (self->kinds[kind], "toggled", G_CALLBACK (on_kind), self);
  }
}

static GtkWidget *
add_label (GtkWidget *grid, const gchar *text, gint row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_width_chars (GTK_LABEL (label), 13);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 16);
  gtk_widget_set_tooltip_text (label, text);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "gs-dim");
  gtk_grid_attach (GTK_GRID (grid), label, 0, row, 1, 1);
  return label;
}

/* As numbers are shown and read elsewhere. */
static gboolean
on_output (GtkSpinButton *spin)
{
  gdouble value = gtk_spin_button_get_value (spin);
  gint decimals = (gint) gtk_spin_button_get_digits (spin);
  g_autofree gchar *text =
      decimals == FINE ? gs_number_show (value, DIGITS) : gs_number_show_fixed (value, decimals);

  if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (spin))))
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static gint
on_input (GtkSpinButton *spin, gdouble *value)
{
  return gs_number_parse (gtk_editable_get_text (GTK_EDITABLE (spin)), value, NULL) ? TRUE : GTK_INPUT_ERROR;
}

static GtkWidget *
add_spin (GsPlayControls *self,
          GtkWidget *grid,
          gint row,
          const gchar *name,
          GtkAdjustment *adjustment,
          guint decimals)
{
  GtkWidget *spin = gtk_spin_button_new (adjustment, 0, decimals);

  if (decimals > 0) {
    g_signal_connect (spin, "output", G_CALLBACK (on_output), NULL);
    g_signal_connect (spin, "input", G_CALLBACK (on_input), NULL);
  }
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 5);
  gs_accessible_set_name (spin, name);
  gs_wheel_leave (spin);
  gtk_grid_attach (GTK_GRID (grid), spin, 1, row, 1, 1);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (on_turned), self);
  return spin;
}

static void
add_numbers (GsPlayControls *self)
{
  for (gint i = 0; i < N_NUMBERS; i++) {
    GtkAdjustment *adjustment = gtk_adjustment_new (numbers[i].least, numbers[i].least, numbers[i].greatest,
                                                    numbers[i].step, 10 * numbers[i].step, 0);

    add_label (self->numbers, _ (numbers[i].title), i);
    self->spins[i] = add_spin (self, self->numbers, i, _ (numbers[i].title), adjustment, numbers[i].decimals);
  }
}

static void
add_optimizer (GsPlayControls *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gint i = 0; i < NN_N_OPTIMIZERS; i++)
    g_ptr_array_add (names, (gpointer) nn_optimizer_get_name ((NnOptimizerKind) i));
  g_ptr_array_add (names, NULL);
  add_label (self->numbers, _ ("Optimiser"), N_NUMBERS);
  self->optimizer = gs_choice_new ((const gchar *const *) names->pdata, _ ("Optimiser"));
  gtk_grid_attach (GTK_GRID (self->numbers), self->optimizer, 1, N_NUMBERS, 1, 1);
  g_signal_connect_swapped (self->optimizer, "notify::selected", G_CALLBACK (on_chosen), self);
}

static void
add_features (GsPlayControls *self)
{
  for (gint i = 0; i < GS_N_FEATURES; i++) {
    self->checks[i] = gtk_check_button_new_with_label (gs_feature_get_title ((GsFeature) i));
    gtk_grid_attach (GTK_GRID (self->features), self->checks[i], i % 3, i / 3, 1, 1);
    g_signal_connect_swapped (self->checks[i], "toggled", G_CALLBACK (on_chosen), self);
  }
}

static void
add_layers (GsPlayControls *self)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (gint i = 0; i < GS_RECIPE_MAX_LAYERS; i++) {
    g_autofree gchar *text = g_strdup_printf (_ ("Neurons of layer %d"), i + 1);
    g_autofree gchar *brief = g_strdup_printf (_ ("Layer %u"), (guint) i + 1);

    self->unit_labels[i] = add_label (self->layers, brief, i);
    gtk_widget_set_tooltip_text (self->unit_labels[i], text);
    self->units[i] =
        add_spin (self, self->layers, i, text, gtk_adjustment_new (1, 1, GS_RECIPE_MAX_NEURONS, 1, 4, 0), 0);
  }
  for (gint i = 0; i < NN_N_ACTIVATIONS; i++)
    g_ptr_array_add (names, (gpointer) nn_activation_get_name ((NnActivation) i));
  g_ptr_array_add (names, NULL);
  add_label (self->layers, _ ("Activation"), GS_RECIPE_MAX_LAYERS);
  self->activation = gs_choice_new ((const gchar *const *) names->pdata, _ ("Activation"));
  gtk_grid_attach (GTK_GRID (self->layers), self->activation, 1, GS_RECIPE_MAX_LAYERS, 1, 1);
  g_signal_connect_swapped (self->activation, "notify::selected", G_CALLBACK (on_chosen), self);
}

static void
dispose (GObject *object)
{
  GsPlayControls *self = GS_PLAY_CONTROLS (object);

  gs_later_forget (&self->later);
  if (self->view != NULL) {
    g_signal_handlers_disconnect_by_data (get_book (self), self);
    g_signal_handlers_disconnect_by_data (self->view, self);
  }
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_play_controls_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  GsPlayControls *self = GS_PLAY_CONTROLS (object);

  g_free (self->shown_curve);
  g_free (self->refused_curve);
  G_OBJECT_CLASS (gs_play_controls_parent_class)->finalize (object);
}

static void
gs_play_controls_class_init (GsPlayControlsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gs_template_set (widget_class, "gs-play-controls");
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, scroller);
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, run);
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, points);
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, curve);
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, numbers);
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, features);
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, network);
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, layers);
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, fewer);
  gtk_widget_class_bind_template_child (widget_class, GsPlayControls, more);
  gtk_widget_class_bind_template_callback (widget_class, on_curve);
  gtk_widget_class_bind_template_callback (widget_class, on_fewer);
  gtk_widget_class_bind_template_callback (widget_class, on_more);
}

static void
gs_play_controls_init (GsPlayControls *self)
{
  gs_template_init (GTK_WIDGET (self));
  self->is_updating = TRUE;
  add_points (self);
  add_numbers (self);
  add_optimizer (self);
  add_features (self);
  add_layers (self);
  self->is_updating = FALSE;
}

GtkWidget *
gs_play_controls_new (GsView *view)
{
  GsPlayControls *self = g_object_new (GS_TYPE_PLAY_CONTROLS, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  g_signal_connect_swapped (get_book (self), "training", G_CALLBACK (on_training), self);
  show (self);
  on_training (self);
  return GTK_WIDGET (self);
}
