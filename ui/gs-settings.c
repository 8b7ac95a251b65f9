/* Preferences kept with GSettings, and bound to views and windows. */
#include "gs-settings.h"

#include "app/inspect/gs-nudge.h"
#include "app/lesson/gs-lesson-translation.h"
#include "app/text/gs-number.h"
#include "gs-places.h"
#include "gs-screen.h"

#define SCHEMA     "org.gradsheet.Gradsheet"
#define KEPT       "gs-settings-kept"
#define MIN_WIDTH  100
#define MIN_HEIGHT 100

static GSettings *settings;

/* ---- the schema ---- */

/* GSettings aborts the program when it is asked for a key that the schema has not, as that of an older
 * installation may. */
static gboolean
has_all_keys (GSettingsSchema *schema)
{
  static const gchar *const keys[] = { "colour-scheme", "high-contrast",    "digits",         "scientific",
                                       "colour-scale",  "arrows",           "step",           "window-width",
                                       "window-height", "window-maximized", "run-speed",      "decimal-sign",
                                       "nudge",         "projector-size",   "lesson-language" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (!g_settings_schema_has_key (schema, keys[i]))
      return FALSE;
  return TRUE;
}

static GSettingsSchema *
find_in (GSettingsSchemaSource *source)
{
  GSettingsSchema *schema = source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;

  if (schema != NULL && !has_all_keys (schema))
    g_clear_pointer (&schema, g_settings_schema_unref);
  return schema;
}

/* Where all are, GSETTINGS_SCHEMA_DIR included; else beside this program's own data, should its prefix be
 * none that the desktop looks into. */
static GSettingsSchema *
find_schema (void)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  GSettingsSchema *schema = find_in (source);

  if (schema == NULL) {
    source = g_settings_schema_source_new_from_directory (GS_SCHEMAS_INSTALLED, NULL, FALSE, NULL);
    schema = find_in (source);
    g_clear_pointer (&source, g_settings_schema_source_unref);
  }
  return schema;
}

static void
prefer_sign (void)
{
  static const gchar signs[] = { '\0', '.', ',' };

  gs_number_prefer_sign (signs[g_settings_get_enum (settings, "decimal-sign")]);
}

void
gs_settings_start (void)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  if (settings != NULL)
    return;
  schema = find_schema ();
  if (schema != NULL) {
    settings = g_settings_new_full (schema, NULL, NULL);
    g_signal_connect (settings, "changed::decimal-sign", G_CALLBACK (prefer_sign), NULL);
    prefer_sign ();
  } else
    g_debug ("No schema %s: preferences are not kept.", SCHEMA);
}

GSettings *
gs_settings_get (void)
{
  return settings;
}

/* ---- views ---- */

static gint
get_step (GsView *view)
{
  return (gint) gs_view_get_step (view);
}

static void
set_step (GsView *view, gint step)
{
  gs_view_set_step (view, (GsStep) step);
}

static gint
get_scale (GsView *view)
{
  return (gint) gs_view_get_scale_choice (view);
}

static void
set_scale (GsView *view, gint choice)
{
  gs_view_set_scale_choice (view, (GsScaleChoice) choice);
}

static const struct {
  const gchar *key;
  gint (*read) (GSettings *settings, const gchar *key);
  gboolean (*write) (GSettings *settings, const gchar *key, gint value);
  gint (*get) (GsView *view);
  void (*set) (GsView *view, gint value);
} options[] = {
  { "digits", g_settings_get_int, g_settings_set_int, gs_view_get_digits, gs_view_set_digits },
  { "colour-scale", g_settings_get_enum, g_settings_set_enum, get_scale, set_scale },
  { "step", g_settings_get_enum, g_settings_set_enum, get_step, set_step },
};

/* Only what this view has changed is written: another one may have chosen something else meanwhile. */
static void
on_view_changed (GsView *view, guint change, gint *kept)
{
  if ((change & GS_VIEW_OPTIONS) == 0)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++)
    if (options[i].get (view) != kept[i]) {
      kept[i] = options[i].get (view);
      options[i].write (settings, options[i].key, kept[i]);
    }
}

static void
take_over (GsView *view, gint *kept)
{
  for (gsize i = 0; i < G_N_ELEMENTS (options); i++) {
    g_autoptr (GVariant) chosen = g_settings_get_user_value (settings, options[i].key);

    /* What nobody has chosen is left to the view, which knows the network. */
    if (chosen != NULL)
      options[i].set (view, options[i].read (settings, options[i].key));
    kept[i] = options[i].get (view);
  }
}

static void
on_sign_changed (GsView *view)
{
  g_signal_emit_by_name (view, "changed", (guint) GS_VIEW_OPTIONS);
}

void
gs_settings_bind_view (GsView *view)
{
  gint *kept;

  if (settings == NULL || g_object_get_data (G_OBJECT (view), KEPT) != NULL)
    return;
  kept = g_new0 (gint, G_N_ELEMENTS (options));
  take_over (view, kept);
  g_object_set_data_full (G_OBJECT (view), KEPT, kept, g_free);
  g_signal_connect (view, "changed", G_CALLBACK (on_view_changed), kept);
  g_signal_connect_object (settings, "changed::decimal-sign", G_CALLBACK (on_sign_changed), view,
                           G_CONNECT_SWAPPED);
}

void
gs_settings_bind (const gchar *key, gpointer object, const gchar *property)
{
  if (settings != NULL)
    g_settings_bind (settings, key, object, property,
                     G_SETTINGS_BIND_GET | G_SETTINGS_BIND_SET | G_SETTINGS_BIND_GET_NO_CHANGES);
}

/* ---- windows ---- */

/* Switches that are actions of the window and keys under the same name. */
static const gchar *const switches[] = { "arrows", "scientific" };

static void
on_switched (GActionGroup *group, const gchar *name, GVariant *state, gpointer user_data)
{
  g_settings_set_value (settings, name, state);
}

static void
take_switches_over (GActionGroup *group)
{
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++) {
    g_autoptr (GVariant) value = g_settings_get_value (settings, switches[i]);
    g_autoptr (GVariant) state = g_action_group_get_action_state (group, switches[i]);

    if (state != NULL && !g_variant_equal (state, value))
      g_action_group_change_action_state (group, switches[i], value);
  }
}

static void
bind_switches (GActionGroup *group)
{
  take_switches_over (group);
  for (gsize i = 0; i < G_N_ELEMENTS (switches); i++) {
    g_autofree gchar *signal = g_strconcat ("action-state-changed::", switches[i], NULL);

    if (g_action_group_has_action (group, switches[i]))
      g_signal_connect (group, signal, G_CALLBACK (on_switched), NULL);
  }
}

static gboolean
on_close (GtkWindow *window)
{
  gint width, height;

  gtk_window_get_default_size (window, &width, &height);
  if (width >= MIN_WIDTH && height >= MIN_HEIGHT) {
    g_settings_set_int (settings, "window-width", width);
    g_settings_set_int (settings, "window-height", height);
  }
  g_settings_set_boolean (settings, "window-maximized", gtk_window_is_maximized (window));
  return FALSE;
}

void
gs_settings_bind_window (GtkWindow *window)
{
  if (settings == NULL)
    return;
  gs_screen_set_size (window, g_settings_get_int (settings, "window-width"),
                      g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (window);
  if (G_IS_ACTION_GROUP (window))
    bind_switches (G_ACTION_GROUP (window));
  g_signal_connect (window, "close-request", G_CALLBACK (on_close), NULL);
}

void
gs_settings_refresh (GsView *view, GtkWindow *window)
{
  gint *kept = g_object_get_data (G_OBJECT (view), KEPT);

  if (kept != NULL)
    take_over (view, kept);
  if (settings != NULL && G_IS_ACTION_GROUP (window))
    take_switches_over (G_ACTION_GROUP (window));
}

/* ---- for all windows ---- */

gdouble
gs_settings_get_nudge (void)
{
  return settings != NULL ? g_settings_get_double (settings, "nudge") : GS_NUDGE_STEP;
}

gdouble
gs_settings_get_projector_size (void)
{
  return settings != NULL ? g_settings_get_int (settings, "projector-size") / 100.0 : 1;
}

const gchar *
gs_settings_get_lesson_language (void)
{
  static gchar *chosen;

  g_clear_pointer (&chosen, g_free);
  if (settings != NULL)
    chosen = g_settings_get_string (settings, "lesson-language");
  if (chosen == NULL || *chosen == '\0') {
    g_free (chosen);
    chosen = gs_lesson_translation_get_languages ();
  }
  return chosen;
}
