/* Light and dark: the user's choice before the desktop's. */
#include "gs-colours.h"

#include "gs-actions.h"
#include "gs-settings.h"
#include "gs-style.h"

#define PORTAL_NAME      "org.freedesktop.portal.Desktop"
#define PORTAL_PATH      "/org/freedesktop/portal/desktop"
#define PORTAL_INTERFACE "org.freedesktop.portal.Settings"
#define PORTAL_SPACE     "org.freedesktop.appearance"
#define PORTAL_KEY       "color-scheme"
#define DARK_PROPERTY    "gtk-application-prefer-dark-theme"

static const gchar *const names[] = { "system", "light", "dark" };

static GsColours chosen;
static guint32 desktop; /* what the portal says: 0 nothing, 1 dark, 2 light */
static GSimpleAction *action;
static gboolean applying, was_dark; /* to tell the user's switching from ours */

/* ---- the choice ---- */

static void
show_choice (void)
{
  g_simple_action_set_state (action, g_variant_new_string (names[chosen]));
}

static void
keep_choice (void)
{
  if (gs_settings_get () != NULL)
    g_settings_set_enum (gs_settings_get (), "colour-scheme", (gint) chosen);
}

static void
apply (void)
{
  applying = TRUE;
  if (chosen == GS_COLOURS_SYSTEM && desktop == 0)
    gtk_settings_reset_property (gtk_settings_get_default (), DARK_PROPERTY);
  else
    gs_style_set_dark (chosen == GS_COLOURS_DARK || (chosen == GS_COLOURS_SYSTEM && desktop == 1));
  applying = FALSE;
  was_dark = gs_style_is_dark ();
  show_choice ();
}

/* By another window's process, or by hand. */
static void
on_setting_changed (GSettings *settings)
{
  GsColours colours = (GsColours) g_settings_get_enum (settings, "colour-scheme");

  if (colours == chosen)
    return;
  chosen = colours;
  apply ();
}

static void
on_change_state (GSimpleAction *changed, GVariant *state, gpointer user_data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], g_variant_get_string (state, NULL))) {
      chosen = (GsColours) i;
      keep_choice ();
      apply ();
    }
}

/* Whoever switches to dark or light has chosen. Nothing is switched in here: GObject would tell that only
 * after this, when it looks like another choice. */
static void
on_dark_changed (void)
{
  if (applying || gs_style_is_dark () == was_dark)
    return;
  was_dark = gs_style_is_dark ();
  chosen = was_dark ? GS_COLOURS_DARK : GS_COLOURS_LIGHT;
  keep_choice ();
  show_choice ();
}

/* ---- what the desktop prefers ---- */

static void
take_from_portal (GVariant *value)
{
  g_autoptr (GVariant) inner = g_variant_ref (value);

  while (g_variant_is_of_type (inner, G_VARIANT_TYPE_VARIANT)) {
    GVariant *next = g_variant_get_variant (inner);

    g_variant_unref (inner);
    inner = next;
  }
  if (!g_variant_is_of_type (inner, G_VARIANT_TYPE_UINT32))
    return;
  desktop = g_variant_get_uint32 (inner);
  desktop = desktop <= 2 ? desktop : 0;
  if (chosen == GS_COLOURS_SYSTEM)
    apply ();
}

static void
on_portal_answered (GObject *connection, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GVariant) answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (connection), result, NULL);
  g_autoptr (GVariant) value = NULL;

  if (answer == NULL)
    return; /* there is no portal here */
  value = g_variant_get_child_value (answer, 0);
  take_from_portal (value);
}

static void
on_portal_changed (GDBusConnection *connection,
                   const gchar *sender,
                   const gchar *path,
                   const gchar *interface,
                   const gchar *signal,
                   GVariant *parameters,
                   gpointer user_data)
{
  const gchar *space, *key;
  g_autoptr (GVariant) value = NULL;

  if (!g_variant_is_of_type (parameters, G_VARIANT_TYPE ("(ssv)")))
    return;
  g_variant_get (parameters, "(&s&sv)", &space, &key, &value);
  if (g_str_equal (space, PORTAL_SPACE) && g_str_equal (key, PORTAL_KEY))
    take_from_portal (value);
}

static void
ask_portal (GDBusConnection *connection)
{
  if (connection == NULL)
    return;
  g_dbus_connection_signal_subscribe (connection, PORTAL_NAME, PORTAL_INTERFACE, "SettingChanged",
                                      PORTAL_PATH, PORTAL_SPACE, G_DBUS_SIGNAL_FLAGS_NONE, on_portal_changed,
                                      NULL, NULL);
  g_dbus_connection_call (connection, PORTAL_NAME, PORTAL_PATH, PORTAL_INTERFACE, "Read",
                          g_variant_new ("(ss)", PORTAL_SPACE, PORTAL_KEY), G_VARIANT_TYPE ("(v)"),
                          G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_portal_answered, NULL);
}

void
gs_colours_start (GApplication *application)
{
  GSettings *settings = gs_settings_get ();

  if (action != NULL)
    return;
  action = g_simple_action_new_stateful ("colour-scheme", G_VARIANT_TYPE_STRING,
                                         g_variant_new_string (names[GS_COLOURS_SYSTEM]));
  g_signal_connect (action, "change-state", G_CALLBACK (on_change_state), NULL);
  g_action_map_add_action (G_ACTION_MAP (application), G_ACTION (action));
  if (settings != NULL) {
    chosen = (GsColours) g_settings_get_enum (settings, "colour-scheme");
    g_signal_connect (settings, "changed::colour-scheme", G_CALLBACK (on_setting_changed), NULL);
    if (g_settings_get_boolean (settings, "high-contrast"))
      gs_style_set_high_contrast (TRUE);
  }
  apply ();
  g_signal_connect (gtk_settings_get_default (), "notify::" DARK_PROPERTY, G_CALLBACK (on_dark_changed),
                    NULL);
  ask_portal (g_application_get_dbus_connection (application));
}

/* ---- windows ---- */

/* Another window, or the desktop, may have switched. */
static void
show_states (GtkApplicationWindow *window)
{
  gs_actions_set_on (G_ACTION_MAP (window), "dark", gs_style_is_dark ());
  gs_actions_set_on (G_ACTION_MAP (window), "contrast", gs_style_has_high_contrast ());
}

/* Asked for by the user; that the desktop has another theme now is no choice. */
static void
on_contrast_asked (GSimpleAction *contrast, GVariant *state, gpointer user_data)
{
  if (gs_settings_get () != NULL)
    g_settings_set_boolean (gs_settings_get (), "high-contrast", g_variant_get_boolean (state));
}

void
gs_colours_bind_window (GtkApplicationWindow *window)
{
  GAction *contrast = g_action_map_lookup_action (G_ACTION_MAP (window), "contrast");

  show_states (window);
  gs_style_watch_theme (window, G_CALLBACK (show_states));
  if (contrast != NULL)
    g_signal_connect (contrast, "change-state", G_CALLBACK (on_contrast_asked), NULL);
}
