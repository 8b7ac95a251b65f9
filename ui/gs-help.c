#include "gs-help.h"

typedef struct {
  const gchar *group, *keys, *title;
} Shortcut;

static const Shortcut shortcuts[] = {
  { "Time", "F10 Page_Down", "One step" },
  { "Time", "<Shift>F10 Page_Up", "One step back" },
  { "Time", "<Alt>1...5", "Steps: term, cell, operation, layer, pass" },
  { "Time", "F9", "Run and stop" },
  { "Time", "<Ctrl>F10 <Shift>F9", "Run to the selected cell" },
  { "Time", "<Ctrl>Home", "To the start of the pass" },
  { "Time", "<Ctrl>End", "To the end of the pass" },
  { "Time", "<Ctrl>t", "Train" },
  { "Sheet", "Up Down Left Right", "Move by a cell" },
  { "Sheet", "<Ctrl>Left <Ctrl>Right", "Move by a block" },
  { "Sheet", "<Shift>Left <Shift>Right", "Extend the range" },
  { "Sheet", "F2", "Edit the cell" },
  { "Sheet", "Return Tab Escape", "Apply and go on, or give up" },
  { "Sheet", "Delete", "Let a pinned cell go" },
  { "Sheet", "<Ctrl>bracketleft <Ctrl>comma", "To what the cell is computed from" },
  { "Sheet", "<Ctrl>bracketright <Ctrl>period", "To what is computed from the cell" },
  { "Sheet", "F7", "Nudge the number" },
  { "Sheet", "<Ctrl>g F4", "Go to a cell by its name" },
  { "Looking", "<Ctrl>plus <Ctrl>minus <Ctrl>0", "Larger, smaller, as designed" },
  { "Looking", "<Ctrl>9 <Ctrl>8", "All of the sheet; the block" },
  { "Looking", "F8", "Arrows" },
  { "Looking", "F5", "Present" },
  { "Looking", "<Ctrl>h <Ctrl>r", "Ask first; show the answer" },
  { "Looking", "F6 <Shift>F6", "Next and previous pane" },
  { "Document", "<Ctrl>o <Ctrl>s <Ctrl><Shift>s", "Open, save, save as" },
  { "Document", "<Ctrl>z <Ctrl>y", "Undo, redo" },
  { "Document", "<Ctrl>c <Ctrl>v", "Copy and paste cells" },
  { "Document", "<Ctrl><Shift>c", "Copy the formula" },
};

static void
append_shortcut (GString *xml, const Shortcut *shortcut)
{
  g_autofree gchar *keys = g_markup_escape_text (shortcut->keys, -1);

  g_string_append_printf (
      xml,
      "<child><object class='GtkShortcutsShortcut'><property name='accelerator'>%s</property>"
      "<property name='title'>%s</property></object></child>",
      keys, shortcut->title);
}

GtkShortcutsWindow *
gs_help_make_shortcuts (void)
{
  g_autoptr (GString) xml =
      g_string_new ("<interface><object class='GtkShortcutsWindow' id='window'>"
                    "<property name='modal'>1</property><child><object class='GtkShortcutsSection'>"
                    "<property name='section-name'>keys</property><property name='max-height'>16</property>");
  g_autoptr (GtkBuilder) builder = NULL;
  const gchar *group = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++) {
    if (group == NULL || !g_str_equal (group, shortcuts[i].group)) {
      g_string_append (xml, group != NULL ? "</object></child>" : "");
      g_string_append_printf (xml,
                              "<child><object class='GtkShortcutsGroup'><property name='title'>%s</property>",
                              shortcuts[i].group);
      group = shortcuts[i].group;
    }
    append_shortcut (xml, &shortcuts[i]);
  }
  g_string_append (xml, "</object></child></object></child></object></interface>");
  builder = gtk_builder_new_from_string (xml->str, -1);
  return g_object_ref (GTK_SHORTCUTS_WINDOW (gtk_builder_get_object (builder, "window")));
}
