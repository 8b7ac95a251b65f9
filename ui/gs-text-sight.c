/* The cursor of a text that is typed into stays in sight. */
#include "gs-text-sight.h"

#include "gs-later.h"

/* Pixels around the cursor; milliseconds until what was typed has its place. */
#define MARGIN 8
#define REST   40

typedef struct {
  GtkTextView *text;
  GtkTextBuffer *buffer;
  GtkScrolledWindow *around;
  GtkAdjustment *height; /* of all that is scrolled */
  GsLater later;
} Keeper;

static void
show_cursor (gpointer owner)
{
  Keeper *keeper = owner;
  GtkWidget *content = gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (keeper->around)));
  GdkRectangle place;
  GtkTextIter cursor;
  gint left, top;
  gdouble x, y;

  gtk_text_buffer_get_iter_at_mark (keeper->buffer, &cursor, gtk_text_buffer_get_insert (keeper->buffer));
  gtk_text_view_get_iter_location (keeper->text, &cursor, &place);
  gtk_text_view_buffer_to_window_coords (keeper->text, GTK_TEXT_WINDOW_WIDGET, place.x, place.y, &left, &top);
  if (!gtk_widget_translate_coordinates (GTK_WIDGET (keeper->text), content, left, top, &x, &y))
    return;
  gtk_adjustment_clamp_page (gtk_scrolled_window_get_hadjustment (keeper->around), x - MARGIN, x + MARGIN);
  gtk_adjustment_clamp_page (keeper->height, y - MARGIN, y + place.height + MARGIN);
}

static void
on_moved (Keeper *keeper)
{
  /* What is put into it by us is read from its beginning. */
  if (gtk_widget_is_focus (GTK_WIDGET (keeper->text)))
    gs_later_at_rest (&keeper->later, REST, show_cursor, keeper);
}

static void
free_keeper (gpointer data)
{
  Keeper *keeper = data;

  gs_later_forget (&keeper->later);
  g_signal_handlers_disconnect_by_data (keeper->buffer, keeper);
  g_signal_handlers_disconnect_by_data (keeper->height, keeper);
  g_object_unref (keeper->height);
  g_object_unref (keeper->buffer);
  g_free (keeper);
}

void
gs_text_sight_keep (GtkTextView *text, GtkScrolledWindow *around)
{
  Keeper *keeper = g_new0 (Keeper, 1);

  keeper->text = text;
  keeper->around = around;
  keeper->buffer = g_object_ref (gtk_text_view_get_buffer (text));
  g_signal_connect_swapped (keeper->buffer, "notify::cursor-position", G_CALLBACK (on_moved), keeper);
  /* Of what is pasted the height comes bit by bit. */
  keeper->height = g_object_ref (gtk_scrolled_window_get_vadjustment (around));
  g_signal_connect_swapped (keeper->height, "changed", G_CALLBACK (on_moved), keeper);
  g_object_set_data_full (G_OBJECT (text), "gs-text-sight", keeper, free_keeper);
}
