/* What tests share that make the application's windows in their own process (with-display.sh gives them a
 * screen): the application, a window on a ready-made network, frames drawn.
 *
 *   GsWindow *window = windows_open ("mazur");
 *   windows_draw (GTK_WIDGET (window));
 *   windows_close (window);
 */
#pragma once

#include <string.h>

#include "ui/gs-application.h"
#include "ui/gs-window-private.h"

/* Started when it is first asked for. */
static inline GtkApplication *
windows_application (void)
{
  static GsApplication *application;
  g_autoptr (GError) error = NULL;

  if (application == NULL) {
    application = gs_application_new ();
    g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
    g_assert_no_error (error);
  }
  return GTK_APPLICATION (application);
}

static inline void
windows_count_frame (GdkFrameClock *clock, guint *n)
{
  (*n)++;
}

/* Until the window has been drawn again. */
static inline void
windows_draw (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);
  guint n = 0;

  g_signal_connect (clock, "after-paint", G_CALLBACK (windows_count_frame), &n);
  gtk_widget_queue_draw (window);
  while (n == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handlers_disconnect_by_data (clock, &n);
}

static inline void
windows_settle (void)
{
  while (g_main_context_pending (NULL))
    g_main_context_iteration (NULL, FALSE);
}

/* The first of this type in the widget; borrowed, NULL if there is none. */
static inline GtkWidget *
windows_find (GtkWidget *widget, GType type)
{
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE (widget, type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = windows_find (child, type);
  return found;
}

/* The button of this label in the widget; borrowed, NULL if there is none. */
static inline GtkWidget *
windows_find_button (GtkWidget *widget, const gchar *label)
{
  GtkWidget *found =
      GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0 ? widget
                                                                                                   : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = windows_find_button (child, label);
  return found;
}

/* Nothing stands over the right end of the widget, and none of it is outside of the window. */
static inline void
windows_assert_uncovered (GsWindow *window, GtkWidget *widget)
{
  graphene_rect_t place;
  GtkWidget *top;

  g_assert_true (gtk_widget_compute_bounds (widget, GTK_WIDGET (window), &place));
  top = gtk_widget_pick (GTK_WIDGET (window), place.origin.x + place.size.width - 4,
                         place.origin.y + place.size.height / 2, GTK_PICK_DEFAULT);
  g_assert_nonnull (top);
  g_assert_true (top == widget || gtk_widget_is_ancestor (top, widget));
}

static inline GsWindow *
windows_open (const gchar *network)
{
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/%s.gradsheet", SOURCE_ROOT, network);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (path, &error);
  GsWindow *window;

  g_assert_no_error (error);
  window = gs_window_new (windows_application (), book, NULL);
  gtk_window_present (GTK_WINDOW (window));
  windows_draw (GTK_WIDGET (window));
  return window;
}

/* Whatever has been changed. */
static inline void
windows_close (GsWindow *window)
{
  window->may_close = TRUE;
  gtk_window_destroy (GTK_WINDOW (window));
  windows_settle ();
}

/* The lesson in this file of lessons/, in the place of another one; in these languages, or NULL. */
static inline void
windows_begin_lesson (GsWindow *window, const gchar *file, const gchar *languages)
{
  g_autofree gchar *path = g_build_filename (SOURCE_ROOT, "lessons", file, NULL);
  g_autoptr (GError) error = NULL;
  GsLesson *lesson = gs_lesson_load (path, languages, &error);

  g_assert_no_error (error);
  g_assert_true (gs_window_start_lesson (window, lesson, NULL, &error));
  g_assert_no_error (error);
}

/* A test for each lesson, "/suite/15-test-a", which gets the name of its file. */
static inline void
windows_add_lessons (const gchar *suite, GTestDataFunc test)
{
  g_autoptr (GDir) folder = g_dir_open (SOURCE_ROOT "/lessons", 0, NULL);
  const gchar *file;

  while ((file = g_dir_read_name (folder)) != NULL)
    if (g_str_has_suffix (file, ".json") && strchr (file, '.') == strrchr (file, '.')) {
      g_autofree gchar *path = g_strdup_printf ("/%s/%.*s", suite, (gint) strlen (file) - 5, file);

      g_test_add_data_func_full (path, g_strdup (file), test, g_free);
    }
}
