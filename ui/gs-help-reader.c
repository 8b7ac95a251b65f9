/* A page of the help as tagged text, and its links. */
#include "gs-help-reader.h"

#include <glib/gi18n-lib.h>

#include "app/paint/gs-theme.h"
#include "gs-accessible.h"
#include "gs-help-markup.h"
#include "gs-style.h"

#define MARGIN     36
#define TOP_MARGIN 26

/* Where a link stands in the text, and a heading; in characters. */
typedef struct {
  gint start, end;
  gchar *target; /* of a heading: its anchor */
} Place;

struct _GsHelpReader {
  GtkWidget parent_instance;

  GtkWidget *scroller, *view;
  GtkTextBuffer *buffer;
  GArray *links, *headings; /* Place */
  gint link;                /* the one that has the keyboard, or -1 */
  gchar *words;             /* that are marked, or NULL */
  gint mark;                /* where the one stands that is shown */
  gint offset;              /* to be scrolled to, see show_offset() */
  gdouble at;
  gboolean is_near;
  guint idle;
};

G_DEFINE_FINAL_TYPE (GsHelpReader, gs_help_reader, GTK_TYPE_WIDGET)

enum { FOLLOWED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
place_clear (gpointer place)
{
  g_free (((Place *) place)->target);
}

static void
add_place (GArray *places, gint start, gint end, gchar *target)
{
  Place place = { start, end, target };

  g_array_append_val (places, place);
}

/* ---- looks ---- */

static void
set_colours (GsHelpReader *self)
{
  const GsTheme *theme = gs_style_get_theme ();
  const struct {
    const gchar *tag, *property;
    const GsColour *colour;
  } colours[] = {
    { "link", "foreground-rgba", &theme->accent },         { "literal", "background-rgba", &theme->head },
    { "code", "paragraph-background-rgba", &theme->head }, { "mark", "background-rgba", &theme->accent },
    { "mark", "foreground-rgba", &theme->on_accent },      { "chosen", "background-rgba", &theme->tint },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (colours); i++) {
    const GsColour *colour = colours[i].colour;
    GdkRGBA rgba = { (float) colour->red, (float) colour->green, (float) colour->blue, 1 };
    GtkTextTag *tag =
        gtk_text_tag_table_lookup (gtk_text_buffer_get_tag_table (self->buffer), colours[i].tag);

    g_object_set (tag, colours[i].property, &rgba, NULL);
  }
}

static void
add_tags (GsHelpReader *self)
{
  GtkTextBuffer *buffer = self->buffer;

  gtk_text_buffer_create_tag (buffer, "heading1", "weight", 600, "scale", 1.6, "pixels-below-lines", 10,
                              NULL);
  gtk_text_buffer_create_tag (buffer, "heading2", "weight", 600, "scale", 1.22, "pixels-above-lines", 16,
                              "pixels-below-lines", 6, NULL);
  gtk_text_buffer_create_tag (buffer, "heading3", "weight", 600, "pixels-above-lines", 10,
                              "pixels-below-lines", 1, NULL);
  gtk_text_buffer_create_tag (buffer, "text", "pixels-above-lines", 4, "pixels-below-lines", 8, NULL);
  gtk_text_buffer_create_tag (buffer, "item", "left-margin", MARGIN + 20, "indent", -15, "pixels-below-lines",
                              6, NULL);
  gtk_text_buffer_create_tag (buffer, "code", "family", "monospace", "scale", 0.92, "insert-hyphens", FALSE,
                              "left-margin", MARGIN + 14, "wrap-mode", GTK_WRAP_CHAR, NULL);
  gtk_text_buffer_create_tag (buffer, "code-end", "pixels-below-lines", 10, NULL);
  gtk_text_buffer_create_tag (buffer, "strong", "weight", 600, NULL);
  gtk_text_buffer_create_tag (buffer, "literal", "family", "monospace", "scale", 0.95, NULL);
  gtk_text_buffer_create_tag (buffer, "link", "underline", PANGO_UNDERLINE_SINGLE, NULL);
  gtk_text_buffer_create_tag (buffer, "chosen", NULL);
  gtk_text_buffer_create_tag (buffer, "mark", NULL);
  set_colours (self);
}

/* ---- a page ---- */

static void
insert_span (GsHelpReader *self, const GsHelpSpan *span, const gchar *tag)
{
  static const gchar *const tags[] = { NULL, "strong", "literal", "link" };
  const gchar *style = tags[span->style];
  GtkTextIter end;
  gint start;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  start = gtk_text_iter_get_offset (&end);
  gtk_text_buffer_insert_with_tags_by_name (self->buffer, &end, span->text, -1, tag, style, NULL);
  if (span->style == GS_HELP_LINK)
    add_place (self->links, start, gtk_text_iter_get_offset (&end), g_strdup (span->target));
}

/* Room behind the last line of code. */
static void
end_code (GsHelpReader *self, GtkTextIter end)
{
  GtkTextIter start = end;

  gtk_text_iter_backward_line (&start);
  gtk_text_buffer_apply_tag_by_name (self->buffer, "code-end", &start, &end);
}

static void
insert_paragraph (GsHelpReader *self, const GsHelpParagraph *paragraph)
{
  static const gchar *const headings[] = { "heading1", "heading2", "heading3" };
  const gchar *tag = paragraph->kind == GS_HELP_HEADING ? headings[paragraph->level - 1]
                     : paragraph->kind == GS_HELP_ITEM  ? "item"
                     : paragraph->kind == GS_HELP_CODE  ? "code"
                                                        : "text";
  GtkTextIter end;
  gint start;

  gtk_text_buffer_get_end_iter (self->buffer, &end);
  start = gtk_text_iter_get_offset (&end);
  if (paragraph->kind == GS_HELP_ITEM)
    gtk_text_buffer_insert_with_tags_by_name (self->buffer, &end, "•  ", -1, tag, NULL);
  for (guint i = 0; i < paragraph->spans->len; i++) {
    const GsHelpSpan *span = g_ptr_array_index (paragraph->spans, i);

    if (paragraph->kind == GS_HELP_CODE)
      gtk_text_buffer_insert_with_tags_by_name (self->buffer, &end, span->text, -1, tag, NULL);
    else
      insert_span (self, span, tag);
  }
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_insert_with_tags_by_name (self->buffer, &end, "\n", -1, tag, NULL);
  if (paragraph->kind == GS_HELP_CODE)
    end_code (self, end);
  if (paragraph->kind == GS_HELP_HEADING) {
    g_autofree gchar *text = gs_help_paragraph_to_text (paragraph);

    add_place (self->headings, start, gtk_text_iter_get_offset (&end), gs_help_markup_make_anchor (text));
  }
}

static gboolean
on_idle (gpointer user_data)
{
  GsHelpReader *self = user_data;
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gdouble page = gtk_adjustment_get_page_size (adjustment), value = gtk_adjustment_get_value (adjustment);
  GdkRectangle place;
  GtkTextIter iter;

  self->idle = 0;
  gtk_text_buffer_get_iter_at_offset (self->buffer, &iter, self->offset);
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (self->view), &iter, &place);
  if (self->offset == 0)
    value = 0;
  else if (!self->is_near || place.y < value
           || place.y + place.height + TOP_MARGIN > value + page - TOP_MARGIN)
    value = place.y + TOP_MARGIN - page * self->at;
  gtk_adjustment_set_value (adjustment, value);
  return G_SOURCE_REMOVE;
}

/* Scrolls so that the offset stands at this share of the height; with `is_near` only if it is out of sight.
 * The text must have been measured, which a text view does when there is time. */
static void
show_offset (GsHelpReader *self, gint offset, gdouble at, gboolean is_near)
{
  self->offset = offset;
  self->at = at;
  self->is_near = is_near;
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, on_idle, self, NULL);
}

void
gs_help_reader_set_page (GsHelpReader *self, const gchar *markdown)
{
  g_autoptr (GPtrArray) paragraphs = gs_help_markup_parse (markdown);

  g_array_set_size (self->links, 0);
  g_array_set_size (self->headings, 0);
  self->link = -1;
  gtk_text_buffer_set_text (self->buffer, "", 0);
  for (guint i = 0; i < paragraphs->len; i++)
    insert_paragraph (self, g_ptr_array_index (paragraphs, i));
  show_offset (self, 0, 0, FALSE);
  gs_help_reader_mark (self, self->words);
}

gboolean
gs_help_reader_go_to (GsHelpReader *self, const gchar *anchor)
{
  for (guint i = 0; i < self->headings->len; i++) {
    const Place *heading = &g_array_index (self->headings, Place, i);

    if (!g_str_equal (heading->target, anchor))
      continue;
    show_offset (self, heading->start, 0.04, FALSE);
    return TRUE;
  }
  return FALSE;
}

/* ---- marks ---- */

static gboolean
find (GsHelpReader *self, gint from, GtkTextIter *start, GtkTextIter *end)
{
  gtk_text_buffer_get_iter_at_offset (self->buffer, start, from);
  return gtk_text_iter_forward_search (
      start, self->words, GTK_TEXT_SEARCH_TEXT_ONLY | GTK_TEXT_SEARCH_CASE_INSENSITIVE, start, end, NULL);
}

static void
show_mark (GsHelpReader *self, gint offset)
{
  self->mark = offset;
  show_offset (self, offset, 0.3, FALSE);
}

void
gs_help_reader_mark (GsHelpReader *self, const gchar *words)
{
  GtkTextIter start, end;
  gint first = -1, from = 0;

  if (words != self->words) {
    g_free (self->words);
    self->words = words != NULL && *words != '\0' ? g_strdup (words) : NULL;
  }
  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (self->buffer, "mark", &start, &end);
  while (self->words != NULL && find (self, from, &start, &end)) {
    gtk_text_buffer_apply_tag_by_name (self->buffer, "mark", &start, &end);
    from = gtk_text_iter_get_offset (&end);
    if (first < 0)
      first = gtk_text_iter_get_offset (&start);
  }
  if (first >= 0)
    show_mark (self, first);
}

void
gs_help_reader_next_mark (GsHelpReader *self)
{
  GtkTextIter start, end;

  if (self->words != NULL && (find (self, self->mark + 1, &start, &end) || find (self, 0, &start, &end)))
    show_mark (self, gtk_text_iter_get_offset (&start));
}

/* ---- links ---- */

static void
follow (GsHelpReader *self, gint link)
{
  /* The link goes with its page. */
  g_autofree gchar *target = g_strdup (g_array_index (self->links, Place, link).target);

  g_signal_emit (self, signals[FOLLOWED], 0, target);
}

static gint
find_link (GsHelpReader *self, gdouble x, gdouble y)
{
  GtkTextView *view = GTK_TEXT_VIEW (self->view);
  gint buffer_x, buffer_y, offset;
  GtkTextIter iter;

  gtk_text_view_window_to_buffer_coords (view, GTK_TEXT_WINDOW_WIDGET, (gint) x, (gint) y, &buffer_x,
                                         &buffer_y);
  if (!gtk_text_view_get_iter_at_location (view, &iter, buffer_x, buffer_y))
    return -1;
  offset = gtk_text_iter_get_offset (&iter);
  for (guint i = 0; i < self->links->len; i++) {
    const Place *link = &g_array_index (self->links, Place, i);

    if (offset >= link->start && offset < link->end)
      return (gint) i;
  }
  return -1;
}

static void
on_released (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsHelpReader *self)
{
  gint link = find_link (self, x, y);

  if (link >= 0 && !gtk_text_buffer_get_has_selection (self->buffer))
    follow (self, link);
}

/* The text view would open its menu on a text that may scroll away beneath it in the same frame, off the
 * screen, where there is no monitor to open it on. */
static void
on_menu_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsHelpReader *self)
{
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_moved (GtkEventControllerMotion *controller, gdouble x, gdouble y, GsHelpReader *self)
{
  gtk_widget_set_cursor_from_name (self->view, find_link (self, x, y) >= 0 ? "pointer" : "text");
}

/* The keyboard goes to another link; FALSE behind the last and before the first. */
static gboolean
choose_link (GsHelpReader *self, gint link)
{
  GtkTextIter start, end;
  const Place *place;

  gtk_text_buffer_get_bounds (self->buffer, &start, &end);
  gtk_text_buffer_remove_tag_by_name (self->buffer, "chosen", &start, &end);
  self->link = link >= 0 && link < (gint) self->links->len ? link : -1;
  if (self->link < 0)
    return FALSE;
  place = &g_array_index (self->links, Place, link);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &start, place->start);
  gtk_text_buffer_get_iter_at_offset (self->buffer, &end, place->end);
  gtk_text_buffer_apply_tag_by_name (self->buffer, "chosen", &start, &end);
  show_offset (self, place->start, 0.3, TRUE);
  return TRUE;
}

static gboolean
scroll (GsHelpReader *self, GtkScrollType how)
{
  gboolean done;

  g_signal_emit_by_name (self->scroller, "scroll-child", how, FALSE, &done);
  return TRUE;
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsHelpReader *self)
{
  /* The text view would open its menu at its cursor, which nobody sees and which may lie far below the
   * window. */
  if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && (state & GDK_SHIFT_MASK) != 0))
    return TRUE;
  if ((state & (GDK_SHIFT_MASK | GDK_ALT_MASK)) != 0 && key != GDK_KEY_ISO_Left_Tab)
    return FALSE;
  switch (key) {
  case GDK_KEY_Up: return scroll (self, GTK_SCROLL_STEP_UP);
  case GDK_KEY_Down: return scroll (self, GTK_SCROLL_STEP_DOWN);
  case GDK_KEY_Page_Up: return scroll (self, GTK_SCROLL_PAGE_UP);
  case GDK_KEY_space:
  case GDK_KEY_Page_Down: return scroll (self, GTK_SCROLL_PAGE_DOWN);
  case GDK_KEY_Home: return scroll (self, GTK_SCROLL_START);
  case GDK_KEY_End: return scroll (self, GTK_SCROLL_END);
  case GDK_KEY_Tab: return (state & GDK_CONTROL_MASK) == 0 && choose_link (self, self->link + 1);
  case GDK_KEY_ISO_Left_Tab:
    return choose_link (self, self->link >= 0 ? self->link - 1 : (gint) self->links->len - 1);
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (self->link < 0)
      return FALSE;
    follow (self, self->link);
    return TRUE;
  default: return FALSE;
  }
}

/* ---- the widget ---- */

static void
dispose (GObject *object)
{
  GsHelpReader *self = GS_HELP_READER (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->links, g_array_unref);
  g_clear_pointer (&self->headings, g_array_unref);
  g_clear_pointer (&self->words, g_free);
  G_OBJECT_CLASS (gs_help_reader_parent_class)->dispose (object);
}

static gboolean
grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GS_HELP_READER (widget)->view);
}

static void
gs_help_reader_class_init (GsHelpReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = grab_focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[FOLLOWED] = g_signal_new ("followed", GS_TYPE_HELP_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
add_controllers (GsHelpReader *self)
{
  GtkGesture *click = gtk_gesture_click_new (), *menu = gtk_gesture_click_new ();
  GtkEventController *motion = gtk_event_controller_motion_new (), *keys = gtk_event_controller_key_new ();

  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  g_signal_connect (motion, "motion", G_CALLBACK (on_moved), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (menu), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (menu), GTK_PHASE_CAPTURE);
  g_signal_connect (menu, "pressed", G_CALLBACK (on_menu_pressed), self);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (menu));
  gtk_widget_add_controller (self->view, motion);
  gtk_widget_add_controller (self->view, keys);
}

static void
gs_help_reader_init (GsHelpReader *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkTextView *view;

  self->links = g_array_new (FALSE, FALSE, sizeof (Place));
  self->headings = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->links, place_clear);
  g_array_set_clear_func (self->headings, place_clear);
  self->link = -1;
  self->scroller = gtk_scrolled_window_new ();
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  self->view = gtk_text_view_new ();
  gs_accessible_set_name (self->scroller, _ ("Help"));
  gs_accessible_set_name (self->view, _ ("Help"));
  view = GTK_TEXT_VIEW (self->view);
  self->buffer = gtk_text_view_get_buffer (view);
  gtk_text_view_set_editable (view, FALSE);
  gtk_text_view_set_cursor_visible (view, FALSE);
  gtk_text_view_set_accepts_tab (view, FALSE);
  gtk_text_view_set_wrap_mode (view, GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (view, MARGIN);
  gtk_text_view_set_right_margin (view, MARGIN);
  gtk_text_view_set_top_margin (view, TOP_MARGIN);
  gtk_text_view_set_bottom_margin (view, 40);
  gtk_text_view_set_pixels_inside_wrap (view, 4);
  gtk_widget_add_css_class (self->view, "gs-help");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  /* The text view does not scroll itself: it would measure its text in the middle of a frame, too late for
   * the bar. */
  gtk_widget_set_vexpand (self->view, TRUE);
  gtk_box_append (GTK_BOX (box), self->view);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_viewport_set_scroll_to_focus (GTK_VIEWPORT (gtk_widget_get_parent (box)), FALSE);
  add_tags (self);
  add_controllers (self);
  gs_style_watch_theme (self, G_CALLBACK (set_colours));
}
