/* The table of keys, as a page of the help, and what the program says about itself. */
#include "gs-help.h"

#include <glib/gi18n-lib.h>

typedef struct {
  const gchar *group, *keys, *title;
} Shortcut;

static const Shortcut shortcuts[] = {
  { N_ ("Time"), "F10", N_ ("One step") },
  { N_ ("Time"), "<Shift>F10", N_ ("One step back") },
  { N_ ("Time"), "<Alt>1...5", N_ ("Steps: term, cell, operation, layer, pass") },
  { N_ ("Time"), "F9 <Ctrl>F9", N_ ("Run and stop; run slowly") },
  { N_ ("Time"), "<Ctrl>F10 <Shift>F9", N_ ("Run to the selected cell") },
  { N_ ("Time"), "<Ctrl>b", N_ ("Running stops here, or no longer") },
  { N_ ("Time"), "<Ctrl><Shift>f", N_ ("Fold this phase on the tape") },
  { N_ ("Time"), "<Alt>Home", N_ ("To the start of the pass") },
  { N_ ("Time"), "<Alt>End", N_ ("To the end of the pass") },
  { N_ ("Time"), "<Ctrl>t", N_ ("Train") },
  { N_ ("Time"), "<Ctrl><Shift>o", N_ ("Train until it is stopped; stop") },
  { N_ ("Time"), "<Ctrl><Shift>t Escape", N_ ("Stop training; Escape does it on the sheet") },
  { N_ ("Time"), "<Ctrl><Shift>k <Ctrl><Shift>g", N_ ("Set a bookmark; see them, go to one") },
  { N_ ("Time"), "<Ctrl><Shift>m", N_ ("The same training again with one thing changed") },
  { N_ ("Time"), "<Ctrl><Shift>p", N_ ("Training stands, or goes on") },
  { N_ ("Time"), "<Ctrl><Shift>e", N_ ("Train to the end of the epoch") },
  { N_ ("Time"), "<Ctrl><Shift>b", N_ ("Train one batch") },
  { N_ ("Time"), "<Ctrl><Shift>n", N_ ("To the next sample of the batch") },
  { N_ ("Sheet"), "Up Down Left Right", N_ ("Move by a cell") },
  { N_ ("Sheet"), "<Ctrl>Left <Ctrl>Right", N_ ("Move by a block") },
  { N_ ("Sheet"), "Home End", N_ ("To the first or last cell of the row") },
  { N_ ("Sheet"), "<Ctrl>Home <Ctrl>End", N_ ("To the first or last cell of the sheet") },
  { N_ ("Sheet"), "Page_Up Page_Down", N_ ("Scroll by a page") },
  { N_ ("Sheet"), "<Shift>Left <Shift>Right", N_ ("Extend the range") },
  { N_ ("Sheet"), "<Ctrl><Shift>Left <Ctrl><Shift>Right", N_ ("Extend the range to the end of the block") },
  { N_ ("Sheet"), "<Ctrl>a", N_ ("Select the whole block") },
  { N_ ("Sheet"), "<Shift>space <Ctrl>space", N_ ("Select whole rows, whole columns") },
  { N_ ("Sheet"), "F2", N_ ("Edit the cell") },
  { N_ ("Sheet"), "Return Tab", N_ ("Apply and go on: down, to the right") },
  { N_ ("Sheet"), "<Shift>Return <Shift>Tab", N_ ("Apply and go back: up, to the left") },
  { N_ ("Sheet"), "<Ctrl>Return", N_ ("Apply to the whole range") },
  { N_ ("Sheet"), "Escape", N_ ("Give up") },
  { N_ ("Sheet"), "Delete", N_ ("Set to 0, or let a pinned cell go") },
  { N_ ("Sheet"), "<Ctrl>bracketleft <Ctrl>comma", N_ ("To what the cell is computed from") },
  { N_ ("Sheet"), "<Ctrl>bracketright <Ctrl>period", N_ ("To what is computed from the cell") },
  { N_ ("Sheet"), "<Ctrl>d <Ctrl>r", N_ ("Fill down, fill right") },
  { N_ ("Sheet"), "<Ctrl>Return <Ctrl>minus",
    N_ ("On the data's sheet: step the row, remove the selected rows") },
  { N_ ("Sheet"), "Menu", N_ ("The cell's menu") },
  { N_ ("Sheet"), "<Ctrl>e", N_ ("To the first number that is not finite") },
  { N_ ("Sheet"), "F7", N_ ("Nudge the number") },
  { N_ ("Sheet"), "<Ctrl>f", N_ ("Find a name or a number") },
  { N_ ("Sheet"), "<Alt>Down", N_ ("In the name box: the list of all blocks") },
  { N_ ("Sheet"), "<Ctrl>g F4", N_ ("Go to a cell by its name") },
  { N_ ("Sheet"), "<Ctrl>Page_Down <Ctrl>Page_Up", N_ ("The next sheet, the sheet before") },
  { N_ ("Sheet"), "<Ctrl><Shift>u", N_ ("Fold or unfold what the optimiser keeps") },
  { N_ ("Looking"), "<Ctrl>plus <Ctrl>minus", N_ ("Larger, smaller") },
  { N_ ("Looking"), "<Ctrl>0", N_ ("As large as designed") },
  { N_ ("Looking"), "<Ctrl>9 <Ctrl>8", N_ ("Fit the whole sheet, or the block") },
  { N_ ("Looking"), "<Ctrl>1 <Ctrl>2 <Ctrl>3",
    N_ ("The sheet alone, the playground over it, digits in its place") },
  { N_ ("Looking"), "F8", N_ ("Arrows") },
  { N_ ("Looking"), "<Ctrl>less <Ctrl>greater", N_ ("Arrows a level farther back, or on") },
  { N_ ("Looking"), "F3", N_ ("Differences to before the edit") },
  { N_ ("Looking"), "F5 <Shift>F5", N_ ("Present; the teacher's window") },
  { N_ ("Looking"), "F12 F11", N_ ("While presenting: black screen, spotlight") },
  { N_ ("Looking"), "<Ctrl>h <Ctrl><Shift>h", N_ ("Ask first; show the answer") },
  { N_ ("Looking"), "<Ctrl>m", N_ ("Practice: blank cells, then marks") },
  { N_ ("Looking"), "F6 <Shift>F6", N_ ("Next and previous pane") },
  { N_ ("Looking"), "<Ctrl>F5", N_ ("Show or fold the side panel") },
  { N_ ("Lessons"), "<Ctrl>l", N_ ("The lessons") },
  { N_ ("Lessons"), "<Alt>Page_Down <Alt>Page_Up", N_ ("The next step, the step before") },
  { N_ ("Lessons"), "Insert", N_ ("Pick the selected cell") },
  { N_ ("Lessons"), "<Ctrl><Shift>a <Ctrl><Shift>y", N_ ("Begin anew; rehearse and keep nothing") },
  { N_ ("Document"), "<Ctrl>n", N_ ("New network") },
  { N_ ("Document"), "<Ctrl>o <Ctrl>s", N_ ("Open, save") },
  { N_ ("Document"), "<Ctrl><Shift>s", N_ ("Save as") },
  { N_ ("Document"), "<Ctrl><Shift>x", N_ ("Export") },
  { N_ ("Document"), "<Ctrl><Shift>w", N_ ("Compare with numbers of others") },
  { N_ ("Document"), "<Ctrl><Shift>l", N_ ("Build the network") },
  { N_ ("Document"), "<Ctrl>p", N_ ("Print") },
  { N_ ("Lessons"), "<Ctrl><Shift>j", N_ ("Hand in what you have done") },
  { N_ ("Lessons"), "<Ctrl><Shift>r", N_ ("Grade what was handed in") },
  { N_ ("Lessons"), "<Ctrl>F7", N_ ("Make a lesson, or change the one that is played") },
  { N_ ("Document"), "<Ctrl>F12", N_ ("Preferences") },
  { N_ ("Document"), "<Ctrl>j", N_ ("A worksheet to compute on paper, and its key") },
  { N_ ("Document"), "<Ctrl>z <Ctrl>y", N_ ("Undo, redo") },
  { N_ ("Document"), "<Ctrl>c <Ctrl>x <Ctrl>v", N_ ("Copy, cut and paste cells") },
  { N_ ("Document"), "<Ctrl><Shift>c", N_ ("Copy the formula") },
  { N_ ("Document"), "F1 <Ctrl>question", N_ ("Help; the list of keys") },
};

/* "<Ctrl>Home" as one reads it, in the user's language. */
static gchar *
print_key (const gchar *key)
{
  g_auto (GStrv) ends = g_strsplit (key, "...", 2);
  g_autofree gchar *label = NULL;
  GdkModifierType state;
  guint value;

  if (!gtk_accelerator_parse (ends[0], &value, &state))
    return g_strdup (key);
  label = gtk_accelerator_get_label (value, state);
  return ends[1] != NULL ? g_strdup_printf ("%s … %s", label, ends[1]) : g_steal_pointer (&label);
}

gchar *
gs_help_print_shortcuts (void)
{
  GString *text = g_string_new (NULL);
  const gchar *group = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (shortcuts); i++) {
    g_auto (GStrv) keys = g_strsplit (shortcuts[i].keys, " ", -1);

    if (group == NULL || !g_str_equal (group, shortcuts[i].group))
      g_string_append_printf (text, "\n## %s\n\n", _ (shortcuts[i].group));
    group = shortcuts[i].group;
    g_string_append (text, "- ");
    for (gint j = 0; keys[j] != NULL; j++) {
      g_autofree gchar *key = print_key (keys[j]);

      g_string_append_printf (text, "%s`%s`", j > 0 ? "  " : "", key);
    }
    g_string_append_printf (text, "  —  %s\n", _ (shortcuts[i].title));
  }
  return g_string_free (text, FALSE);
}

void
gs_help_show_about (GtkWindow *parent)
{
  gtk_show_about_dialog (parent, "program-name", "Gradsheet", "version", GS_VERSION, "comments",
                         _ ("A spreadsheet whose cells are a neural network"), "license-type",
                         GTK_LICENSE_MIT_X11, NULL);
}
