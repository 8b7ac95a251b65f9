/* Texts that are typed into grow, and the cursor stays in sight; labels are words for people.
 *
 *   /window-texts/new       rows in the dialog for a new network
 *   /window-texts/lesson    the text of a step in the editor of a lesson
 *   /window-texts/cell      a number of 17 digits in a cell, in the middle of the sheet and at its edge
 *   /window-texts/labels    what stands before an optimiser's fields is no key of documents
 *   /window-texts/languages lessons are in one of those languages that there are, by their own names
 */
#include "ui/gs-build-list.h"
#include "ui/gs-settings.h"
#include "windows.h"

static GtkWidget *
find_button (GtkWidget *widget, const gchar *label)
{
  GtkWidget *found =
      GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0 ? widget
                                                                                                   : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_button (child, label);
  return found;
}

static GtkWindow *
find_newest (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  g_autoptr (GtkWindow) window = g_list_model_get_item (windows, g_list_model_get_n_items (windows) - 1);

  return window;
}

static gboolean
is_in_sight (GtkWidget *text)
{
  GtkWidget *around = gtk_widget_get_ancestor (text, GTK_TYPE_SCROLLED_WINDOW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));
  GdkRectangle place;
  GtkTextIter cursor;
  gint left, top;
  gdouble x, y;

  gtk_text_buffer_get_iter_at_mark (buffer, &cursor, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (GTK_TEXT_VIEW (text), &cursor, &place);
  gtk_text_view_buffer_to_window_coords (GTK_TEXT_VIEW (text), GTK_TEXT_WINDOW_WIDGET, place.x, place.y,
                                         &left, &top);
  g_assert_true (gtk_widget_translate_coordinates (text, around, left, top, &x, &y));
  return y >= 0 && y + place.height <= gtk_widget_get_height (around);
}

static void
type_much (GtkWindow *window)
{
  GtkWidget *text = windows_find (GTK_WIDGET (window), GTK_TYPE_TEXT_VIEW);
  gint64 end = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  g_assert_nonnull (text);
  gtk_widget_grab_focus (text);
  windows_draw (GTK_WIDGET (window));
  for (gint i = 0; i < 60; i++)
    g_signal_emit_by_name (text, "insert-at-cursor", "1 2 3\n");
  windows_draw (GTK_WIDGET (window));
  while (!is_in_sight (text) && g_get_monotonic_time () < end) {
    windows_settle ();
    g_usleep (1000);
  }
  g_assert_true (is_in_sight (text));
}

static void
test_new (void)
{
  GsWindow *window = windows_open ("xor");
  GtkWidget *text;

  g_action_group_activate_action (G_ACTION_GROUP (window), "new", NULL);
  text = windows_find (GTK_WIDGET (find_newest ()), GTK_TYPE_TEXT_VIEW);
  gtk_stack_set_visible_child_name (GTK_STACK (gtk_widget_get_ancestor (text, GTK_TYPE_STACK)), "typed");
  type_much (find_newest ());
  gtk_window_destroy (find_newest ());
  windows_close (window);
}

static void
test_lesson (void)
{
  GsWindow *window = windows_open ("xor");
  GtkWidget *add;

  g_action_group_activate_action (G_ACTION_GROUP (window), "make-lesson", NULL);
  add = find_button (GTK_WIDGET (find_newest ()), "_Add what the sheet shows");
  g_signal_emit_by_name (add, "clicked");
  type_much (find_newest ());
  windows_close (window);
}

/* The whole of it is seen, however many digits it has, and it stays within the sheet. */
static void
expect_whole (GtkWidget *sheet, gboolean is_wide)
{
  GtkWidget *entry = windows_find (sheet, GTK_TYPE_ENTRY);
  g_autoptr (PangoLayout) layout =
      gtk_widget_create_pango_layout (entry, gtk_editable_get_text (GTK_EDITABLE (entry)));
  graphene_rect_t place;
  gint width;

  pango_layout_set_attributes (layout, gtk_entry_get_attributes (GTK_ENTRY (entry)));
  pango_layout_get_pixel_size (layout, &width, NULL);
  g_assert_cmpint (gtk_widget_get_width (entry), >=, width);
  g_assert_true (gtk_widget_compute_bounds (entry, sheet, &place));
  g_assert_cmpfloat (place.origin.x, >=, 0);
  g_assert_cmpfloat (place.origin.x + place.size.width, <=, gtk_widget_get_width (sheet));
  g_assert_true ((place.size.width > 140) == is_wide);
}

static void
test_cell (void)
{
  GsWindow *window = windows_open ("mazur");
  GtkWidget *sheet = GTK_WIDGET (gs_sheet_pane_get_sheet (window->sheet_pane));
  NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (window->view));

  gs_sheet_view_set_zoom (GS_SHEET_VIEW (sheet), 2);
  for (gint i = 0; i < 2; i++) {
    NnCell cell = { nn_program_find (program, i == 0 ? "W1" : "t"), i == 0 ? 0 : 1 };
    g_autoptr (GArray) cells = g_array_new (FALSE, FALSE, sizeof (NnCell));

    g_array_append_val (cells, cell);
    g_assert_true (gs_range_type (window->view, cells, "0.21642182696209836", NULL, NULL));
    gs_view_select (window->view, &cell, FALSE);
    gs_sheet_view_edit (GS_SHEET_VIEW (sheet), NULL);
    windows_draw (GTK_WIDGET (window));
    expect_whole (sheet, TRUE);
    gtk_editable_set_text (GTK_EDITABLE (windows_find (sheet, GTK_TYPE_ENTRY)), "1");
    windows_draw (GTK_WIDGET (window));
    expect_whole (sheet, FALSE);
    gs_view_select (window->view, NULL, FALSE);
  }
  windows_close (window);
}

/* How many labels stand before fields of this optimiser; a choice shows its words for people, too. */
static guint
check_labels (GtkWidget *widget, NnOptimizerKind kind)
{
  const gchar *text = GTK_IS_LABEL (widget) ? gtk_label_get_text (GTK_LABEL (widget)) : NULL;
  guint n = 0;

  for (const NnField *field = nn_optimizer_next_field (kind, NULL); text != NULL && field != NULL;
       field = nn_optimizer_next_field (kind, field)) {
    n += g_str_equal (text, field->label);
    if (strchr (field->name, '-') != NULL || field->type == NN_FIELD_CHOICE)
      g_assert_cmpstr (text, !=, field->name);
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += check_labels (child, kind);
  return n;
}

static void
test_labels (void)
{
  GtkWidget *list = g_object_ref_sink (g_object_new (GS_TYPE_BUILD_LIST, NULL));

  for (gint i = 0; i < NN_N_OPTIMIZERS; i++) {
    NnOptimizerKind kind = (NnOptimizerKind) i;
    GsBlueprint *blueprint = gs_blueprint_new_from_line ("input 2 · dense 1");
    guint n = 0;

    gs_blueprint_set_optimizer (blueprint, kind);
    gs_build_list_set_blueprint (GS_BUILD_LIST (list), blueprint);
    for (const NnField *field = nn_optimizer_next_field (kind, NULL); field != NULL;
         field = nn_optimizer_next_field (kind, field))
      n++;
    g_assert_cmpuint (check_labels (list, kind), ==, n);
  }
  g_object_unref (list);
}

/* The drop-down that lists a text, and where. */
static GtkDropDown *
find_choice (GtkWidget *widget, const gchar *text, guint *place)
{
  GListModel *model = GTK_IS_DROP_DOWN (widget) ? gtk_drop_down_get_model (GTK_DROP_DOWN (widget)) : NULL;
  GtkDropDown *found = NULL;

  for (guint i = 0; model != NULL && i < g_list_model_get_n_items (model); i++)
    if (g_strcmp0 (gtk_string_list_get_string (GTK_STRING_LIST (model), i), text) == 0) {
      *place = i;
      return GTK_DROP_DOWN (widget);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_choice (child, text, place);
  return found;
}

static void
expect_language (const gchar *language)
{
  g_autofree gchar *kept = g_settings_get_string (gs_settings_get (), "lesson-language");

  g_assert_cmpstr (kept, ==, language);
}

static void
test_languages (void)
{
  GsWindow *window = windows_open ("xor");
  GtkDropDown *choice;
  guint german, english;

  g_settings_set_string (gs_settings_get (), "lesson-language", "tlh"); /* typed before there was a list */
  g_action_group_activate_action (G_ACTION_GROUP (window), "preferences", NULL);
  choice = find_choice (GTK_WIDGET (find_newest ()), "Deutsch", &german);
  g_assert_nonnull (choice);
  g_assert_true (find_choice (GTK_WIDGET (choice), "polski", &english) == choice);
  g_assert_true (find_choice (GTK_WIDGET (choice), "English", &english) == choice);
  g_assert_cmpstr (gtk_string_object_get_string (gtk_drop_down_get_selected_item (choice)), ==, "tlh");
  expect_language ("tlh");
  gtk_drop_down_set_selected (choice, german);
  expect_language ("de");
  g_assert_cmpstr (gs_settings_get_lesson_language (), ==, "de");
  gtk_drop_down_set_selected (choice, english);
  expect_language ("en");
  gtk_drop_down_set_selected (choice, 0);
  expect_language ("");
  gtk_window_destroy (find_newest ());
  windows_close (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-texts/new", test_new);
  g_test_add_func ("/window-texts/lesson", test_lesson);
  g_test_add_func ("/window-texts/cell", test_cell);
  g_test_add_func ("/window-texts/labels", test_labels);
  g_test_add_func ("/window-texts/languages", test_languages);
  return g_test_run ();
}
