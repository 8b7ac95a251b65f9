/* An entry over a cell, its keys, and what becomes of its text. */
#include "gs-cell-editor.h"

#include <glib/gi18n-lib.h>

#include "gs-accessible.h"
#include "gs-message.h"
#include "gs-style.h"

struct _GsCellEditor {
  GtkWidget *sheet, *home, *entry, *reason;
  const GsCellEditorActs *acts;
  GsWorkbook *book; /* from begin to close */
  gboolean is_open;
  GdkRectangle cell; /* where it lies, on the sheet */
  gchar *place;
  gchar *before;     /* the text that it opened with; NULL if one began to type */
  gboolean insists;  /* it is closed by a key that says "take it" */
  gboolean fills;    /* by the one that says "for all that is marked" */
  gboolean is_typed; /* arrow keys take it and go on */
};

static void
show_reason (GsCellEditor *self, const gchar *text)
{
  gs_style_set_class (self->entry, "error", text != NULL);
  gtk_label_set_text (GTK_LABEL (self->reason), text != NULL ? text : "");
  gs_accessible_set_description (self->entry, text);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               text != NULL ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_widget_set_visible (self->reason, text != NULL);
  gtk_widget_queue_allocate (self->sheet);
}

/* Whether the keyboard is in it; of an entry it is its text that has the focus. */
static gboolean
has_focus (GsCellEditor *self)
{
  GtkRoot *root = gtk_widget_get_root (self->sheet);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, self->entry);
}

void
gs_cell_editor_close (GsCellEditor *self)
{
  g_autoptr (GsWorkbook) book = g_steal_pointer (&self->book);

  if (book == NULL)
    return;
  gs_workbook_close_editor (book, self);
  if (!self->is_open)
    return;
  self->is_open = FALSE;
  show_reason (self, NULL);
  if (has_focus (self))
    gtk_widget_grab_focus (self->home);
  gtk_widget_set_visible (self->entry, FALSE);
  gtk_widget_queue_draw (self->sheet);
}

/* What was asked for elsewhere is not done. The reason may stand at the cell since the key before, or be out
 * of sight: it is said once more, and one goes on typing where one was. */
static void
tell_why_nothing_moves (GsCellEditor *self, const GError *error)
{
  gtk_widget_error_bell (self->sheet);
  gs_message_tell (self->sheet, error->message);
  if (!has_focus (self))
    gtk_entry_grab_focus_without_selecting (GTK_ENTRY (self->entry));
}

/* Called by the workbook before anything moves. What was only looked at is no edit. */
static gboolean
commit (gpointer user_data, GError **error)
{
  GsCellEditor *self = user_data;
  g_autofree gchar *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gboolean keeps =
      g_strcmp0 (text, self->before) == 0 && !self->fills && !(self->insists && self->acts->takes_unchanged);
  g_autoptr (GError) reason = NULL;
  g_autofree gchar *sentence = NULL;

  if (keeps || self->acts->take (self->sheet, text, self->fills, &reason)) {
    gs_cell_editor_close (self);
    return TRUE;
  }
  show_reason (self, reason->message);
  /* Reasons end as they like; another sentence follows here. */
  sentence = g_strconcat (reason->message, g_str_has_suffix (reason->message, ".") ? "" : ".", NULL);
  g_set_error (error, reason->domain, reason->code,
               _ ("%s is still being typed: %s Finish it there, or press Escape."), self->place, sentence);
  if (!self->insists)
    tell_why_nothing_moves (self, *error);
  return FALSE;
}

gboolean
gs_cell_editor_is_open (GsCellEditor *self)
{
  return self->is_open;
}

gboolean
gs_cell_editor_settle (GsCellEditor *self)
{
  return !self->is_open || gs_workbook_settle (self->book, NULL);
}

/* ---- keys ---- */

static gboolean
apply (GsCellEditor *self, gboolean fills)
{
  gboolean done;

  self->insists = TRUE;
  self->fills = fills;
  done = gs_cell_editor_settle (self);
  self->insists = self->fills = FALSE;
  return done;
}

static void
apply_and_walk (GsCellEditor *self, gint down, gint right)
{
  if (apply (self, FALSE))
    self->acts->walk (self->sheet, down, right);
}

static gboolean
apply_and_move (GsCellEditor *self, gint down, gint right)
{
  if (!self->is_typed)
    return FALSE;
  if (apply (self, FALSE))
    self->acts->move (self->sheet, down, right);
  return TRUE;
}

static void
on_activated (GsCellEditor *self)
{
  apply_and_walk (self, 1, 0);
}

static gboolean
is_in_view (GsCellEditor *self)
{
  const GdkRectangle sheet = { 0, 0, gtk_widget_get_width (self->sheet),
                               gtk_widget_get_height (self->sheet) };

  return gtk_widget_get_child_visible (self->entry) && gdk_rectangle_intersect (&self->cell, &sheet, NULL);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsCellEditor *self)
{
  gboolean back = (state & GDK_SHIFT_MASK) != 0;
  gboolean plain = (state & (GDK_SHIFT_MASK | GDK_CONTROL_MASK | GDK_ALT_MASK)) == 0;

  if (!is_in_view (self)) {
    self->acts->reveal (self->sheet);
    /* The entry's menu would come up where the entry still is, which may be beside the screen. */
    if (key == GDK_KEY_Menu || (key == GDK_KEY_F10 && back))
      return TRUE;
  }
  switch (key) {
  case GDK_KEY_Escape: gs_cell_editor_close (self); return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
    if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
      apply (self, TRUE);
    else
      apply_and_walk (self, back ? -1 : 1, 0);
    return TRUE;
  case GDK_KEY_Tab: apply_and_walk (self, 0, back ? -1 : 1); return TRUE;
  case GDK_KEY_ISO_Left_Tab: apply_and_walk (self, 0, -1); return TRUE;
  case GDK_KEY_F2: self->is_typed = !self->is_typed; return TRUE;
  case GDK_KEY_Up: return plain && apply_and_move (self, -1, 0);
  case GDK_KEY_Down: return plain && apply_and_move (self, 1, 0);
  case GDK_KEY_Left: return plain && apply_and_move (self, 0, -1);
  case GDK_KEY_Right: return plain && apply_and_move (self, 0, 1);
  default: return FALSE;
  }
}

/* ---- opening ---- */

gboolean
gs_cell_editor_begin (GsCellEditor *self, GsWorkbook *book)
{
  if (!gs_workbook_open_editor (book, self, commit, NULL))
    return FALSE;
  g_set_object (&self->book, book);
  return TRUE;
}

void
gs_cell_editor_show (GsCellEditor *self, const GsCellEditorText *text)
{
  const gchar *present = text->present != NULL ? text->present : "";

  g_free (self->place);
  g_free (self->before);
  self->place = g_strdup (text->place);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text->typed != NULL ? text->typed : present);
  self->before = text->typed == NULL ? g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))) : NULL;
  self->is_open = TRUE;
  self->is_typed = text->typed != NULL;
  gs_accessible_set_name (self->entry, text->name);
  show_reason (self, NULL);
  gtk_widget_set_child_visible (self->entry, TRUE);
  gtk_widget_set_visible (self->entry, TRUE);
  gtk_entry_grab_focus_without_selecting (GTK_ENTRY (self->entry));
  gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
}

/* ---- where it is ---- */

/* With its borders and the caret. */
static gint
measure_text (GsCellEditor *self)
{
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (self->entry, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  gint width;

  pango_layout_set_attributes (layout, gtk_entry_get_attributes (GTK_ENTRY (self->entry)));
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + 12;
}

void
gs_cell_editor_place (GsCellEditor *self, const GdkRectangle *cell)
{
  GtkRequisition entry, label;
  GdkRectangle place;

  if (!self->is_open)
    return;
  /* Without a place they are not drawn, whatever they want to show. */
  gtk_widget_set_child_visible (self->entry, cell != NULL);
  gtk_widget_set_child_visible (self->reason, cell != NULL);
  if (cell == NULL)
    return;
  self->cell = *cell;
  gtk_widget_get_preferred_size (self->entry, &entry, NULL);
  place = (GdkRectangle){ cell->x, cell->y, MAX (cell->width, MAX (entry.width, measure_text (self))),
                          MAX (cell->height, entry.height) };
  /* A long text goes on over the cells beside it, as far as there is room. */
  if (place.width > cell->width) {
    place.width = MIN (place.width, MAX (gtk_widget_get_width (self->sheet), entry.width));
    place.x = MIN (place.x, MAX (gtk_widget_get_width (self->sheet) - place.width, 0));
  }
  gtk_widget_size_allocate (self->entry, &place, -1);
  if (!gtk_widget_get_visible (self->reason))
    return;
  gtk_widget_get_preferred_size (self->reason, NULL, &label);
  place.y += place.height + 2;
  place.width = MIN (label.width, 340);
  gtk_widget_measure (self->reason, GTK_ORIENTATION_VERTICAL, place.width, NULL, &place.height, NULL, NULL);
  if (place.y + place.height > gtk_widget_get_height (self->sheet) && cell->y > place.height + 2)
    place.y = cell->y - place.height - 2;
  place.x = MAX (MIN (place.x, gtk_widget_get_width (self->sheet) - place.width - 4), 0);
  gtk_widget_size_allocate (self->reason, &place, -1);
}

void
gs_cell_editor_snapshot (GsCellEditor *self, GtkSnapshot *into)
{
  if (!self->is_open)
    return;
  gtk_widget_snapshot_child (self->sheet, self->entry, into);
  gtk_widget_snapshot_child (self->sheet, self->reason, into);
}

/* ---- the object ---- */

/* With its window goes what is no number: nobody is asked for it any more. */
static void
on_unrealized (GsCellEditor *self)
{
  if (self->book != NULL)
    gs_workbook_close_editor (self->book, self);
}

GtkWidget *
gs_cell_editor_get_entry (GsCellEditor *self)
{
  return self->entry;
}

GsCellEditor *
gs_cell_editor_new (GtkWidget *sheet, GtkWidget *home, const GsCellEditorActs *acts)
{
  GsCellEditor *self = g_new0 (GsCellEditor, 1);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->sheet = sheet;
  self->home = home;
  self->acts = acts;
  self->entry = gtk_entry_new ();
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), 7);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (gtk_widget_queue_allocate), sheet);
  gtk_widget_add_css_class (self->entry, "gs-cell-editor");
  gtk_widget_set_visible (self->entry, FALSE);
  gtk_widget_set_parent (self->entry, sheet);
  gs_accessible_set_name (self->entry, _ ("New value of the cell"));
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_activated), self);
  g_signal_connect_swapped (self->entry, "unrealize", G_CALLBACK (on_unrealized), self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->entry, keys);

  self->reason = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->reason), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->reason), 44);
  gtk_label_set_xalign (GTK_LABEL (self->reason), 0);
  gtk_widget_add_css_class (self->reason, "gs-reason");
  gtk_widget_set_visible (self->reason, FALSE);
  gtk_widget_set_parent (self->reason, sheet);
  return self;
}

void
gs_cell_editor_free (GsCellEditor *self)
{
  if (self->book != NULL)
    gs_workbook_close_editor (self->book, self);
  g_clear_object (&self->book);
  gtk_widget_unparent (self->entry);
  gtk_widget_unparent (self->reason);
  g_free (self->place);
  g_free (self->before);
  g_free (self);
}
