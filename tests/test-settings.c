/* Preferences in the real application: a window begins with what was chosen last, keeps its own, and what is
 * chosen in it outlasts the program; nothing breaks without a schema. Needs a screen (with-display.sh). */
#include <glib/gstdio.h>

#include "app/text/gs-number.h"
#include "books.h"
#include "ui/gs-application.h"
#include "ui/gs-settings.h"
#include "ui/gs-style.h"
#include "ui/gs-window.h"

static GsApplication *application;

static void
wait_a_little (void)
{
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

static void
start (void)
{
  g_autoptr (GError) error = NULL;

  if (application != NULL)
    return;
  application = gs_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_assert_no_error (error);
}

static GsWindow *
open_window (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  GsWindow *window;

  start ();
  window = gs_window_new (GTK_APPLICATION (application), book, NULL);
  gtk_window_present (GTK_WINDOW (window));
  wait_a_little ();
  return window;
}

static void
close_window (GsWindow *window)
{
  gtk_window_close (GTK_WINDOW (window));
  wait_a_little ();
}

static void
reset_all (void)
{
  g_auto (GStrv) keys = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  start ();
  g_assert_nonnull (gs_settings_get ());
  g_object_get (gs_settings_get (), "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (gint i = 0; keys[i] != NULL; i++)
    g_settings_reset (gs_settings_get (), keys[i]);
}

static gboolean
is_on (gpointer window, const gchar *action)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (window), action);

  return g_variant_get_boolean (state);
}

static void
turn (gpointer window, const gchar *action, gboolean on)
{
  g_action_group_change_action_state (G_ACTION_GROUP (window), action, g_variant_new_boolean (on));
}

static const gchar *
get_scheme (void)
{
  static gchar *name;

  g_free (name);
  name = g_settings_get_string (gs_settings_get (), "colour-scheme");
  return name;
}

/* ---- views ---- */

/* What a view is born with is what the schema says, so that nothing changes for who has chosen nothing. */
static void
test_defaults (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsView) plain = gs_view_new (book), bound = gs_view_new (book);

  reset_all ();
  gs_settings_bind_view (bound);
  g_assert_cmpint (gs_view_get_digits (bound), ==, gs_view_get_digits (plain));
  g_assert_cmpint (gs_view_get_whole_scale (bound), ==, gs_view_get_whole_scale (plain));
  g_assert_cmpint (gs_view_get_scientific (bound), ==, gs_view_get_scientific (plain));
  g_assert_cmpint (gs_view_get_step (bound), ==, gs_view_get_step (plain));
}

static void
test_steps_have_the_same_numbers (void)
{
  static const gchar *const names[] = { "term", "cell", "operation", "layer", "pass" };
  static const GsStep steps[] = { GS_STEP_TERM, GS_STEP_CELL, GS_STEP_OPERATION, GS_STEP_LAYER,
                                  GS_STEP_PASS };
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsView) view = gs_view_new (book);

  reset_all ();
  gs_settings_bind_view (view);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++) {
    g_autofree gchar *name = NULL;

    gs_view_set_step (view, steps[i]);
    name = g_settings_get_string (gs_settings_get (), "step");
    g_assert_cmpstr (name, ==, names[i]);
  }
}

static void
test_views_keep_their_own (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsView) first = gs_view_new (book), second = gs_view_new (book), third = gs_view_new (book);

  reset_all ();
  gs_settings_bind_view (first);
  gs_settings_bind_view (second);
  gs_view_set_digits (first, 9);
  gs_view_set_whole_scale (first, FALSE);
  g_assert_cmpint (gs_view_get_digits (second), ==, 4);
  /* The second one changes something else: the first one's choice stays. */
  gs_view_set_step (second, GS_STEP_CELL);
  g_assert_cmpint (g_settings_get_int (gs_settings_get (), "digits"), ==, 9);
  gs_settings_bind_view (third);
  g_assert_cmpint (gs_view_get_digits (third), ==, 9);
  g_assert_false (gs_view_get_whole_scale (third));
  g_assert_cmpint (gs_view_get_step (third), ==, GS_STEP_CELL);
}

/* A window that is told so takes over what was chosen elsewhere, and its own from then on. */
static void
test_refreshed (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsView) view = gs_view_new (book);

  reset_all ();
  gs_settings_bind_view (view);
  g_settings_set_int (gs_settings_get (), "digits", 7);
  g_settings_set_string (gs_settings_get (), "step", "term");
  g_assert_cmpint (gs_view_get_digits (view), ==, 4);
  gs_settings_refresh (view, NULL);
  g_assert_cmpint (gs_view_get_digits (view), ==, 7);
  g_assert_cmpint (gs_view_get_step (view), ==, GS_STEP_TERM);
  gs_view_set_digits (view, 5);
  g_assert_cmpint (g_settings_get_int (gs_settings_get (), "digits"), ==, 5);
}

static void
test_for_all_windows (void)
{
  gchar buffer[GS_NUMBER_BUFFER];

  reset_all ();
  g_assert_cmpfloat (gs_settings_get_nudge (), ==, 0.001);
  g_assert_cmpfloat (gs_settings_get_projector_size (), ==, 1);
  g_assert_null (gs_settings_get_lesson_language ());
  g_settings_set_double (gs_settings_get (), "nudge", 0.5);
  g_settings_set_int (gs_settings_get (), "projector-size", 150);
  g_settings_set_string (gs_settings_get (), "lesson-language", "de");
  g_settings_set_string (gs_settings_get (), "decimal-sign", "comma");
  g_assert_cmpfloat (gs_settings_get_nudge (), ==, 0.5);
  g_assert_cmpfloat (gs_settings_get_projector_size (), ==, 1.5);
  g_assert_cmpstr (gs_settings_get_lesson_language (), ==, "de");
  g_assert_cmpstr (gs_number_to_local_text (1.5, buffer), ==, "1,5");
  g_settings_reset (gs_settings_get (), "decimal-sign");
}

/* A property begins with what was kept and keeps its own from then on. */
static void
test_properties (void)
{
  g_autoptr (GtkAdjustment) first = NULL, second = NULL;

  reset_all ();
  first = g_object_ref_sink (gtk_adjustment_new (1, -2, 4, 0.5, 1, 0));
  second = g_object_ref_sink (gtk_adjustment_new (1, -2, 4, 0.5, 1, 0));
  gs_settings_bind ("run-speed", first, "value");
  g_assert_cmpfloat (gtk_adjustment_get_value (first), ==, 0);
  gtk_adjustment_set_value (first, 2.5);
  g_assert_cmpfloat (g_settings_get_double (gs_settings_get (), "run-speed"), ==, 2.5);
  gs_settings_bind ("run-speed", second, "value");
  g_assert_cmpfloat (gtk_adjustment_get_value (second), ==, 2.5);
  gtk_adjustment_set_value (second, -1);
  g_assert_cmpfloat (gtk_adjustment_get_value (first), ==, 2.5);
  gtk_adjustment_set_value (first, -2);
  gtk_adjustment_set_value (first, 4);
  g_assert_cmpfloat (g_settings_get_double (gs_settings_get (), "run-speed"), ==, 4);
}

static void
test_binding_twice_is_once (void)
{
  g_autoptr (GsWorkbook) book = book_open ("mazur");
  g_autoptr (GsView) view = gs_view_new (book);

  reset_all ();
  gs_settings_bind_view (view);
  gs_view_set_digits (view, 6);
  g_settings_set_int (gs_settings_get (), "digits", 12);
  gs_settings_bind_view (view);
  g_assert_cmpint (gs_view_get_digits (view), ==, 6);
}

/* ---- windows ---- */

static void
test_switches (void)
{
  GsWindow *window;

  reset_all ();
  window = open_window ();
  g_assert_true (is_on (window, "arrows"));
  g_assert_false (is_on (window, "scientific"));
  turn (window, "arrows", FALSE);
  turn (window, "scientific", TRUE);
  g_assert_false (g_settings_get_boolean (gs_settings_get (), "arrows"));
  close_window (window);
  window = open_window ();
  g_assert_false (is_on (window, "arrows"));
  g_assert_true (is_on (window, "scientific"));
  g_assert_true (gs_view_get_scientific (gs_window_get_view (window)));
  close_window (window);
}

static void
test_size (void)
{
  GsWindow *window;
  gint width, height;

  reset_all ();
  g_settings_set_int (gs_settings_get (), "window-width", 1210);
  g_settings_set_int (gs_settings_get (), "window-height", 830);
  window = open_window ();
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 1210);
  g_assert_cmpint (height, ==, 830);
  gtk_window_set_default_size (GTK_WINDOW (window), 1333, 777);
  wait_a_little ();
  close_window (window);
  g_assert_cmpint (g_settings_get_int (gs_settings_get (), "window-width"), ==, 1333);
  g_assert_cmpint (g_settings_get_int (gs_settings_get (), "window-height"), ==, 777);
  g_assert_false (g_settings_get_boolean (gs_settings_get (), "window-maximized"));
}

/* ---- colours ---- */

static void
test_dark_is_everywhere (void)
{
  GsWindow *first, *second;

  reset_all ();
  first = open_window ();
  second = open_window ();
  g_assert_cmpstr (get_scheme (), ==, "system");
  turn (first, "dark", TRUE);
  g_assert_true (gs_style_is_dark ());
  g_assert_true (is_on (second, "dark"));
  g_assert_cmpstr (get_scheme (), ==, "dark");
  turn (second, "dark", FALSE);
  g_assert_false (is_on (first, "dark"));
  g_assert_cmpstr (get_scheme (), ==, "light");
  close_window (first);
  close_window (second);
}

static void
test_colour_scheme (void)
{
  GActionGroup *group;
  g_autoptr (GVariant) state = NULL;

  reset_all ();
  group = G_ACTION_GROUP (application);
  g_action_group_activate_action (group, "colour-scheme", g_variant_new_string ("dark"));
  g_assert_true (gs_style_is_dark ());
  g_assert_cmpstr (get_scheme (), ==, "dark");
  g_action_group_activate_action (group, "colour-scheme", g_variant_new_string ("system"));
  g_assert_false (gs_style_is_dark ());
  g_assert_cmpstr (get_scheme (), ==, "system");
  g_action_group_activate_action (group, "colour-scheme", g_variant_new_string ("mauve"));
  g_assert_cmpstr (get_scheme (), ==, "system");
  /* Another program changes the preference. */
  g_settings_set_string (gs_settings_get (), "colour-scheme", "dark");
  g_assert_true (gs_style_is_dark ());
  state = g_action_group_get_action_state (group, "colour-scheme");
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, "dark");
  reset_all ();
  g_assert_false (gs_style_is_dark ());
}

static void
test_high_contrast (void)
{
  GsWindow *first, *second;

  reset_all ();
  first = open_window ();
  second = open_window ();
  turn (first, "contrast", TRUE);
  g_assert_true (gs_style_has_high_contrast ());
  g_assert_true (g_settings_get_boolean (gs_settings_get (), "high-contrast"));
  g_assert_true (is_on (second, "contrast"));
  turn (second, "contrast", FALSE);
  g_assert_false (g_settings_get_boolean (gs_settings_get (), "high-contrast"));
  /* What the desktop does is shown, and is no choice. */
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", "HighContrast", NULL);
  g_assert_true (is_on (first, "contrast"));
  g_assert_false (g_settings_get_boolean (gs_settings_get (), "high-contrast"));
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", "Default", NULL);
  close_window (first);
  close_window (second);
}

/* ---- the desktop's portal ---- */

static guint32 portal_says = 1;

static void
on_portal_called (GDBusConnection *connection,
                  const gchar *sender,
                  const gchar *path,
                  const gchar *interface,
                  const gchar *method,
                  GVariant *parameters,
                  GDBusMethodInvocation *invocation,
                  gpointer user_data)
{
  const gchar *space, *key;

  g_variant_get (parameters, "(&s&s)", &space, &key);
  g_assert_cmpstr (space, ==, "org.freedesktop.appearance");
  g_assert_cmpstr (key, ==, "color-scheme");
  /* Wrapped twice, as portals do. */
  g_dbus_method_invocation_return_value (
      invocation, g_variant_new ("(v)", g_variant_new_variant (g_variant_new_uint32 (portal_says))));
}

static GDBusConnection *
open_portal (const gchar *address)
{
  static const GDBusInterfaceVTable table = { .method_call = on_portal_called };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (
      "<node><interface name='org.freedesktop.portal.Settings'><method name='Read'><arg type='s' "
      "direction='in'/>"
      "<arg type='s' direction='in'/><arg type='v' direction='out'/></method></interface></node>",
      NULL);
  GDBusConnection *connection = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL, NULL, NULL);
  g_autoptr (GVariant) owned = NULL;

  g_assert_nonnull (connection);
  g_assert_cmpuint (g_dbus_connection_register_object (connection, "/org/freedesktop/portal/desktop",
                                                       info->interfaces[0], &table, NULL, NULL, NULL),
                    >, 0);
  owned = g_dbus_connection_call_sync (connection, "org.freedesktop.DBus", "/org/freedesktop/DBus",
                                       "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", "org.freedesktop.portal.Desktop", 0), NULL,
                                       G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_assert_nonnull (owned);
  return connection;
}

static void
portal_changes (GDBusConnection *portal, const gchar *space, GVariant *value)
{
  g_autoptr (GError) error = NULL;

  g_dbus_connection_emit_signal (portal, NULL, "/org/freedesktop/portal/desktop",
                                 "org.freedesktop.portal.Settings", "SettingChanged",
                                 g_variant_new ("(ssv)", space, "color-scheme", value), &error);
  g_assert_no_error (error);
}

/* Until it is so; the test's own time limit ends it otherwise. */
static void
wait_until_dark_is (gboolean dark)
{
  while (gs_style_is_dark () != dark)
    g_main_context_iteration (NULL, TRUE);
}

static void
in_test_portal (void)
{
  g_autofree gchar *display = g_strdup (g_getenv ("DISPLAY"));
  GTestDBus *bus = g_test_dbus_new (G_TEST_DBUS_NONE); /* not freed: that waits for the application to go */
  g_autoptr (GDBusConnection) portal = NULL;

  g_test_dbus_up (bus);
  g_setenv ("DISPLAY", display, TRUE); /* taken away with the bus of before */
  portal = open_portal (g_test_dbus_get_bus_address (bus));
  start ();
  wait_until_dark_is (TRUE);
  g_assert_cmpstr (get_scheme (), ==, "system");
  portal_changes (portal, "org.freedesktop.appearance", g_variant_new_uint32 (2));
  wait_until_dark_is (FALSE);
  /* None of these is a colour scheme; the next one shows that they have come and gone. */
  portal_changes (portal, "org.gnome.desktop.interface", g_variant_new_uint32 (1));
  portal_changes (portal, "org.freedesktop.appearance", g_variant_new_string ("dark"));
  portal_changes (portal, "org.freedesktop.appearance", g_variant_new_uint32 (1));
  wait_until_dark_is (TRUE);
  /* The user's own choice counts more. */
  g_settings_set_string (gs_settings_get (), "colour-scheme", "light");
  g_assert_false (gs_style_is_dark ());
  portal_changes (portal, "org.freedesktop.appearance", g_variant_new_uint32 (0));
  portal_changes (portal, "org.freedesktop.appearance", g_variant_new_uint32 (1));
  g_dbus_connection_flush_sync (portal, NULL, NULL);
  g_usleep (200000);
  wait_a_little ();
  g_assert_false (gs_style_is_dark ());
  g_settings_set_string (gs_settings_get (), "colour-scheme", "system");
  g_assert_true (gs_style_is_dark ());
  /* The application lives on; its bus need not take it along. */
  g_dbus_connection_set_exit_on_close (g_application_get_dbus_connection (G_APPLICATION (application)),
                                       FALSE);
  g_test_dbus_stop (bus);
}

static void
test_portal (void)
{
  g_test_trap_subprocess ("/settings/portal/in/subprocess", 60 * G_USEC_PER_SEC,
                          G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* ---- other programs, other machines ---- */

static void
in_test_chooses (void)
{
  GsWindow *window = open_window ();

  gs_view_set_digits (gs_window_get_view (window), 7);
  gs_view_set_step (gs_window_get_view (window), GS_STEP_LAYER);
  turn (window, "dark", TRUE);
  close_window (window);
  g_settings_sync ();
}

static void
in_test_finds (void)
{
  GsWindow *window = open_window ();

  g_assert_cmpint (gs_view_get_digits (gs_window_get_view (window)), ==, 7);
  g_assert_cmpint (gs_view_get_step (gs_window_get_view (window)), ==, GS_STEP_LAYER);
  g_assert_true (gs_style_is_dark ());
  close_window (window);
}

/* As the desktop keeps them, but in a file of the test's own. */
static void
test_outlasts_the_program (void)
{
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  g_test_trap_subprocess ("/settings/outlasts/chooses/subprocess", 60 * G_USEC_PER_SEC,
                          G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_test_trap_subprocess ("/settings/outlasts/finds/subprocess", 60 * G_USEC_PER_SEC,
                          G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
}

/* Everything works, nothing is kept, and nothing is said about it. */
static void
in_test_no_schema (void)
{
  GsWindow *window = open_window ();

  g_assert_null (gs_settings_get ());
  gs_view_set_digits (gs_window_get_view (window), 7);
  turn (window, "arrows", FALSE);
  turn (window, "contrast", TRUE);
  turn (window, "contrast", FALSE);
  turn (window, "dark", TRUE);
  g_assert_true (gs_style_is_dark ());
  g_action_group_activate_action (G_ACTION_GROUP (application), "colour-scheme",
                                  g_variant_new_string ("light"));
  g_assert_false (gs_style_is_dark ());
  close_window (window);
  window = open_window ();
  g_assert_cmpint (gs_view_get_digits (gs_window_get_view (window)), ==, 4);
  g_assert_true (is_on (window, "arrows"));
  close_window (window);
}

/* Runs the case above where the schema is only what stands in `folder`. */
static void
run_without (const gchar *folder)
{
  g_autofree gchar *before = g_strdup (g_getenv ("GSETTINGS_SCHEMA_DIR"));
  g_autofree gchar *data = g_strdup (g_getenv ("XDG_DATA_DIRS"));
  g_autofree gchar *dirs = g_strconcat (folder, ":/usr/share", NULL); /* where GTK has its own */

  g_setenv ("GSETTINGS_SCHEMA_DIR", folder, TRUE);
  g_setenv ("XDG_DATA_DIRS", dirs, TRUE);
  g_test_trap_subprocess ("/settings/no-schema/in/subprocess", 60 * G_USEC_PER_SEC,
                          G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_setenv ("GSETTINGS_SCHEMA_DIR", before, TRUE);
  if (data != NULL)
    g_setenv ("XDG_DATA_DIRS", data, TRUE);
  else
    g_unsetenv ("XDG_DATA_DIRS");
  g_test_trap_assert_passed ();
}

static void
test_no_schema (void)
{
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);

  run_without (folder);
  g_rmdir (folder);
}

/* One of an older installation, which lacks keys: GSettings would abort the program. */
static void
test_old_schema (void)
{
  static const gchar xml[] =
      "<schemalist><schema id='org.gradsheet.Gradsheet' path='/org/gradsheet/Gradsheet/'>"
      "<key name='digits' type='i'><default>5</default></key></schema></schemalist>";
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "old.gschema.xml", NULL);
  g_autofree gchar *compiled = g_build_filename (folder, "gschemas.compiled", NULL);
  const gchar *const command[] = { "glib-compile-schemas", folder, NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, xml, -1, &error));
  g_assert_true (g_spawn_sync (NULL, (gchar **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                               NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (compiled, G_FILE_TEST_EXISTS));
  run_without (folder);
  g_unlink (path);
  g_unlink (compiled);
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings/defaults", test_defaults);
  g_test_add_func ("/settings/steps", test_steps_have_the_same_numbers);
  g_test_add_func ("/settings/views-keep-their-own", test_views_keep_their_own);
  g_test_add_func ("/settings/refreshed", test_refreshed);
  g_test_add_func ("/settings/for-all-windows", test_for_all_windows);
  g_test_add_func ("/settings/binding-twice", test_binding_twice_is_once);
  g_test_add_func ("/settings/properties", test_properties);
  g_test_add_func ("/settings/switches", test_switches);
  g_test_add_func ("/settings/size", test_size);
  g_test_add_func ("/settings/dark", test_dark_is_everywhere);
  g_test_add_func ("/settings/colour-scheme", test_colour_scheme);
  g_test_add_func ("/settings/high-contrast", test_high_contrast);
  g_test_add_func ("/settings/portal", test_portal);
  g_test_add_func ("/settings/portal/in/subprocess", in_test_portal);
  g_test_add_func ("/settings/outlasts", test_outlasts_the_program);
  g_test_add_func ("/settings/outlasts/chooses/subprocess", in_test_chooses);
  g_test_add_func ("/settings/outlasts/finds/subprocess", in_test_finds);
  g_test_add_func ("/settings/no-schema", test_no_schema);
  g_test_add_func ("/settings/no-schema/in/subprocess", in_test_no_schema);
  g_test_add_func ("/settings/old-schema", test_old_schema);
  return g_test_run ();
}
