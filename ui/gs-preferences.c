/* What is kept, in one window. */
#include "gs-preferences.h"

#include <glib/gi18n-lib.h>

#include "app/lesson/gs-lessons.h"
#include "app/text/gs-language.h"
#include "app/text/gs-number.h"
#include "gs-accessible.h"
#include "gs-choice.h"
#include "gs-help-window.h"
#include "gs-settings.h"
#include "gs-template.h"
#include "gs-wheel.h"

struct _GsPreferences {
  GtkWindow parent_instance;

  GsView *view; /* or NULL */
  GtkWidget *grid, *nothing;
};

G_DEFINE_FINAL_TYPE (GsPreferences, gs_preferences, GTK_TYPE_WINDOW)

typedef enum { SWITCH, CHOICE, WHOLE, NUMBER, LANGUAGE } Kind;

#define MAX_CHOICES 6

/* A heading begins the rows of its group. The choices are those of the key, in their order. */
static const struct {
  const gchar *heading, *key, *label;
  Kind kind;
  const gchar *choices[MAX_CHOICES];
} rows[] = {
  { N_ ("Looks"),
    "colour-scheme",
    N_ ("Colours"),
    CHOICE,
    { N_ ("As the desktop"), N_ ("Light"), N_ ("Dark"), NULL } },
  { NULL, "high-contrast", N_ ("High contrast"), SWITCH, { NULL } },
  { NULL, "arrows", N_ ("Arrows to what a cell is computed from"), SWITCH, { NULL } },
  { NULL,
    "colour-scale",
    N_ ("Scale of colours"),
    CHOICE,
    { N_ ("As it fits"), N_ ("One for the whole sheet"), N_ ("Each block its own"), NULL } },
  { N_ ("Numbers"), "digits", N_ ("Significant digits in cells"), WHOLE, { NULL } },
  { NULL, "scientific", N_ ("Always with an exponent"), SWITCH, { NULL } },
  { NULL,
    "decimal-sign",
    N_ ("Decimal sign"),
    CHOICE,
    { N_ ("As the language has it"), N_ ("Point"), N_ ("Comma"), NULL } },
  { NULL, "nudge", N_ ("h of the nudge (F7)"), NUMBER, { NULL } },
  { N_ ("Steps and lessons"),
    "step",
    N_ ("Size of a step"),
    CHOICE,
    { N_ ("Term"), N_ ("Cell"), N_ ("Operation"), N_ ("Layer"), N_ ("Pass"), NULL } },
  { NULL, "projector-size", N_ ("Size on the projector, in per cent"), WHOLE, { NULL } },
  { NULL, "lesson-language", N_ ("Language of lessons"), LANGUAGE, { NULL } },
};

/* ---- one row ---- */

static gboolean
get_place (GValue *value, GVariant *variant, gpointer key)
{
  g_value_set_uint (value, (guint) g_settings_get_enum (gs_settings_get (), key));
  return TRUE;
}

static GVariant *
set_place (const GValue *value, const GVariantType *type, gpointer key)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) range = NULL, nicks = NULL;
  const gchar *kind;

  g_object_get (gs_settings_get (), "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", &kind, &nicks);
  return g_variant_get_child_value (nicks, g_value_get_uint (value));
}

static GtkWidget *
make_choice (const gchar *const *choices, const gchar *key, const gchar *label)
{
  const gchar *texts[MAX_CHOICES] = { NULL };
  GtkWidget *choice;

  for (gint i = 0; choices[i] != NULL; i++)
    texts[i] = _ (choices[i]);
  choice = gs_choice_new (texts, label);
  gs_choice_keep_whole (choice);
  g_settings_bind_with_mapping (gs_settings_get (), key, choice, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_place, set_place, (gpointer) key, NULL);
  return choice;
}

/* Its range is the key's own. */
static GtkWidget *
make_whole (const gchar *key)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) range = NULL, ends = NULL;
  const gchar *kind;
  GtkWidget *spin;
  gint low, high;

  g_object_get (gs_settings_get (), "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  range = g_settings_schema_key_get_range (schema_key);
  g_variant_get (range, "(&sv)", &kind, &ends);
  g_variant_get (ends, "(ii)", &low, &high);
  spin = gtk_spin_button_new_with_range (low, high, high > 50 ? 10 : 1);
  gs_wheel_leave (spin);
  g_settings_bind (gs_settings_get (), key, spin, "value", G_SETTINGS_BIND_DEFAULT);
  return spin;
}

/* What is no number of the key's range is marked and kept nowhere. */
static void
on_number (GtkEditable *entry, const gchar *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;
  g_autoptr (GVariant) variant = NULL;
  gdouble value;
  gboolean good = gs_number_parse (gtk_editable_get_text (entry), &value, &error);

  g_object_get (gs_settings_get (), "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);
  variant = good ? g_variant_ref_sink (g_variant_new_double (value)) : NULL;
  good = good && g_settings_schema_key_range_check (schema_key, variant);
  if (good) {
    g_settings_set_value (gs_settings_get (), key, variant);
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  } else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_widget_set_tooltip_text (GTK_WIDGET (entry), good            ? NULL
                                                   : error != NULL ? error->message
                                                                   : _ ("A number above 0, at most 1."));
}

static GtkWidget *
make_number (const gchar *key)
{
  GtkWidget *entry = gtk_entry_new ();
  gchar buffer[GS_NUMBER_BUFFER];

  gtk_editable_set_text (GTK_EDITABLE (entry),
                         gs_number_to_local_text (g_settings_get_double (gs_settings_get (), key), buffer));
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  g_signal_connect (entry, "changed", G_CALLBACK (on_number), (gpointer) key);
  return entry;
}

/* "" is the program's; one that is kept from before and that no lesson has is listed, too. */
static gchar **
list_languages (const gchar *key)
{
  g_autofree gchar *kept = g_settings_get_string (gs_settings_get (), key);
  g_autofree gchar **found = gs_lessons_list_languages (NULL);
  GPtrArray *codes = g_ptr_array_new ();

  if (*kept != '\0' && !g_strv_contains ((const gchar *const *) found, kept))
    g_ptr_array_add (codes, g_steal_pointer (&kept));
  g_ptr_array_insert (codes, 0, g_strdup (""));
  for (gint i = 0; found[i] != NULL; i++)
    g_ptr_array_add (codes, found[i]);
  g_ptr_array_add (codes, NULL);
  return (gchar **) g_ptr_array_free (codes, FALSE);
}

static gboolean
get_language (GValue *value, GVariant *variant, gpointer codes)
{
  gchar **code = codes;

  while (*code != NULL && !g_str_equal (*code, g_variant_get_string (variant, NULL)))
    code++;
  g_value_set_uint (value, *code != NULL ? (guint) (code - (gchar **) codes) : 0);
  return TRUE;
}

static GVariant *
set_language (const GValue *value, const GVariantType *type, gpointer codes)
{
  return g_variant_new_string (((gchar **) codes)[g_value_get_uint (value)]);
}

static GtkWidget *
make_language (const gchar *key, const gchar *label)
{
  gchar **codes = list_languages (key);
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();
  GtkWidget *choice;

  g_ptr_array_add (texts, _ ("The program's"));
  for (gint i = 1; codes[i] != NULL; i++)
    g_ptr_array_add (texts, (gpointer) gs_language_get_own_name (codes[i]));
  g_ptr_array_add (texts, NULL);
  choice = gs_choice_new ((const gchar *const *) texts->pdata, label);
  gs_choice_keep_whole (choice);
  g_settings_bind_with_mapping (gs_settings_get (), key, choice, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_language, set_language, codes, (GDestroyNotify) g_strfreev);
  return choice;
}

static GtkWidget *
make_switch (const gchar *key)
{
  GtkWidget *button = gtk_switch_new ();

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_settings_bind (gs_settings_get (), key, button, "active", G_SETTINGS_BIND_DEFAULT);
  return button;
}

static GtkWidget *
make_control (gsize row)
{
  const gchar *key = rows[row].key;

  switch (rows[row].kind) {
  case SWITCH: return make_switch (key);
  case CHOICE: return make_choice (rows[row].choices, key, _ (rows[row].label));
  case WHOLE: return make_whole (key);
  case NUMBER: return make_number (key);
  case LANGUAGE: return make_language (key, _ (rows[row].label));
  }
  g_assert_not_reached ();
}

static GtkWidget *
make_label (const gchar *text, const gchar *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* ---- all of them ---- */

static void
add_rows (GsPreferences *self)
{
  gint line = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    GtkWidget *control = make_control (i), *label = make_label (_ (rows[i].label), NULL);

    if (rows[i].heading != NULL) {
      GtkWidget *heading = make_label (_ (rows[i].heading), "gs-panel-title");

      gtk_widget_set_margin_top (heading, line > 0 ? 12 : 0);
      gtk_grid_attach (GTK_GRID (self->grid), heading, 0, line++, 2, 1);
    }
    gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
    if (rows[i].kind != CHOICE && rows[i].kind != LANGUAGE)
      gs_accessible_set_name (control, _ (rows[i].label));
    gtk_grid_attach (GTK_GRID (self->grid), label, 0, line, 1, 1);
    gtk_grid_attach (GTK_GRID (self->grid), control, 1, line++, 1, 1);
  }
}

/* The window it stands before shows what is chosen at once. */
static void
on_changed (GsPreferences *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (self->view != NULL && parent != NULL)
    gs_settings_refresh (self->view, parent);
}

static void
on_close (GsPreferences *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
dispose (GObject *object)
{
  GsPreferences *self = GS_PREFERENCES (object);

  gs_template_take_typed (self);
  g_clear_object (&self->view);
  G_OBJECT_CLASS (gs_preferences_parent_class)->dispose (object);
}

static void
gs_preferences_class_init (GsPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gs_help_window_bind_keys (widget_class, "sheet#preferences");
  gs_template_set (widget_class, "gs-preferences");
  gtk_widget_class_bind_template_child (widget_class, GsPreferences, grid);
  gtk_widget_class_bind_template_child (widget_class, GsPreferences, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_close);
}

static void
gs_preferences_init (GsPreferences *self)
{
  gs_template_init (GTK_WIDGET (self));
  gtk_widget_set_visible (self->nothing, gs_settings_get () == NULL);
  if (gs_settings_get () == NULL)
    return;
  add_rows (self);
  g_signal_connect_object (gs_settings_get (), "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

GtkWindow *
gs_preferences_new (GtkWindow *parent, GsView *view)
{
  GsPreferences *self = g_object_new (GS_TYPE_PREFERENCES, "application", gtk_window_get_application (parent),
                                      "transient-for", parent, "destroy-with-parent", TRUE, NULL);

  self->view = view != NULL ? g_object_ref (view) : NULL;
  return GTK_WINDOW (self);
}
