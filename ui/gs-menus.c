/* The menus' tables. */
#include "gs-menus.h"

#include <glib/gi18n-lib.h>

#include "app/document/gs-ready-made.h"
#include "gs-recent.h"

typedef struct {
  const gchar *label, *action;
} Item;

static GMenu *
make_items (const Item *items)
{
  GMenu *menu = g_menu_new ();

  for (; items->label != NULL; items++)
    g_menu_append (menu, _ (items->label), items->action);
  return menu;
}

static void
add_section (GMenu *menu, const Item *items)
{
  g_autoptr (GMenu) section = make_items (items);

  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
add_submenu (GMenu *menu, const gchar *label, const Item *items)
{
  g_autoptr (GMenu) submenu = make_items (items);

  g_menu_append_submenu (menu, label, G_MENU_MODEL (submenu));
}

#define MAX_RECENT 8

static void
fill_recent (GMenu *menu)
{
  g_autoptr (GPtrArray) documents = gs_recent_list (MAX_RECENT);

  g_menu_remove_all (menu);
  for (guint i = 0; i < documents->len; i++) {
    GtkRecentInfo *info = g_ptr_array_index (documents, i);
    g_autoptr (GMenuItem) item = g_menu_item_new (gtk_recent_info_get_display_name (info), NULL);

    g_menu_item_set_action_and_target (item, "win.open-uri", "s", gtk_recent_info_get_uri (info));
    g_menu_append_item (menu, item);
  }
  if (documents->len == 0) /* an action that there is none of: it stands there dim */
    g_menu_append (menu, _ ("No document yet"), "win.none");
}

/* It goes with what is opened and saved, in whatever window. */
static GMenu *
make_recent (void)
{
  GMenu *menu = g_menu_new ();

  fill_recent (menu);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill_recent), menu,
                           G_CONNECT_SWAPPED);
  return menu;
}

static GMenu *
make_ready_made (void)
{
  GMenu *menu = g_menu_new ();
  gsize n;

  for (const GsReadyMade *one = gs_ready_made_list (&n); n > 0; n--, one++) {
    g_autofree gchar *action = g_strconcat ("win.example::", one->name, NULL);

    g_menu_append (menu, _ (one->title), action);
  }
  return menu;
}

static void
add_documents (GMenu *menu)
{
  g_autoptr (GMenu) recent = make_recent (), ready_made = make_ready_made ();

  g_menu_append_submenu (menu, _ ("Ready-made networks"), G_MENU_MODEL (ready_made));
  g_menu_append_submenu (menu, _ ("Open again"), G_MENU_MODEL (recent));
}

static const Item display[] = { { N_ ("Numbers on colours"), "win.display::both" },
                                { N_ ("Numbers only"), "win.display::numbers" },
                                { N_ ("Colours only"), "win.display::colours" },
                                { NULL, NULL } };

static const Item help[] = { { N_ ("Preferences…"), "win.preferences" },
                             { N_ ("Help"), "win.help" },
                             { N_ ("Keyboard"), "win.keys" },
                             { N_ ("About Gradsheet"), "win.about" },
                             { NULL, NULL } };

static const Item arrows[] = { { N_ ("Arrows"), "win.arrows" },
                               { N_ ("One level farther back"), "win.more-back" },
                               { N_ ("One level farther on"), "win.more-on" },
                               { N_ ("Only what goes in"), "win.fewer-arrows" },
                               { NULL, NULL } };

GMenuModel *
gs_menus_make_main (void)
{
  static const Item document[] = { { N_ ("New network…"), "win.new" },
                                   { N_ ("Build the network"), "win.build" },
                                   { N_ ("Change the layers in one line…"), "win.layers" },
                                   { N_ ("Save as…"), "win.save-as" },
                                   { N_ ("Another window on it"), "win.another" },
                                   { NULL, NULL } };
  static const Item paper[] = { { N_ ("Print…"), "win.print" },
                                { N_ ("Export…"), "win.export" },
                                { N_ ("Compare with numbers of others…"), "win.compare" },
                                { N_ ("Worksheet…"), "win.worksheet" },
                                { NULL, NULL } };
  static const Item edit[] = { { N_ ("Undo"), "win.undo" },
                               { N_ ("Redo"), "win.redo" },
                               { N_ ("Fill down"), "win.fill-down" },
                               { N_ ("Fill right"), "win.fill-right" },
                               { N_ ("Back to the starting weights"), "win.reset" },
                               { N_ ("Copy the formula"), "win.copy-formula" },
                               { N_ ("Copy the formula as LaTeX"), "win.copy-latex" },
                               { NULL, NULL } };
  static const Item train[] = { { N_ ("Train…"), "win.train" },
                                { N_ ("Train until it is stopped"), "win.train-on" },
                                { N_ ("Train one epoch"), "win.train-epoch" },
                                { N_ ("Train one batch"), "win.train-batch" },
                                { N_ ("Next sample"), "win.train-sample" },
                                { N_ ("Pause training, or go on"), "win.pause-training" },
                                { N_ ("Stop training"), "win.stop-training" },
                                { N_ ("Same again with one thing changed…"), "win.race" },
                                { NULL, NULL } };
  static const Item time[] = { { N_ ("Run to this cell"), "win.run-to-cell" },
                               { N_ ("Set a bookmark…"), "win.set-bookmark" },
                               { N_ ("Bookmarks…"), "win.go-to-bookmark" },
                               { N_ ("Running stops here, or no longer"), "win.breakpoint" },
                               { N_ ("To the first number that is not finite"), "win.first-error" },
                               { NULL, NULL } };
  static const Item look[] = { { N_ ("Differences to before the edit"), "win.differences" },
                               { N_ ("Scientific notation"), "win.scientific" },
                               { N_ ("Signs on colours"), "win.signs" },
                               { N_ ("All gradients"), "win.all-gradients" },
                               { N_ ("Sheet alone"), "win.view::sheet" },
                               { N_ ("Playground"), "win.view::playground" },
                               { N_ ("Side panel"), "win.side" },
                               { N_ ("Dark"), "win.dark" },
                               { N_ ("Colours of the desktop"), "app.colour-scheme::system" },
                               { N_ ("High contrast"), "win.contrast" },
                               { NULL, NULL } };
  static const Item teach[] = { { N_ ("Present"), "win.present" },
                                { N_ ("The teacher's window"), "win.teacher" },
                                { N_ ("Ask first"), "win.ask-first" },
                                { N_ ("Begin this lesson anew"), "win.lesson-anew" },
                                { N_ ("Rehearse this lesson, keep nothing"), "win.rehearse" },
                                { N_ ("Hand in…"), "win.hand-in" },
                                { N_ ("Grade what was handed in…"), "win.grades" },
                                { N_ ("Make or change a lesson…"), "win.make-lesson" },
                                { N_ ("Practice with blank cells"), "win.practice" },
                                { NULL, NULL } };
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) all_look = make_items (look);

  g_menu_append (menu, _ ("Lessons"), "win.lessons");
  add_documents (menu);
  add_section (menu, document);
  add_submenu (menu, _ ("Paper and pictures"), paper);
  add_submenu (menu, _ ("Edit"), edit);
  add_submenu (all_look, _ ("The selected block"), display);
  add_submenu (all_look, _ ("Arrows"), arrows);
  g_menu_append_submenu (menu, _ ("Looks"), G_MENU_MODEL (all_look));
  add_submenu (menu, _ ("Time"), time);
  add_submenu (menu, _ ("Training"), train);
  add_submenu (menu, _ ("Teaching and practising"), teach);
  add_section (menu, help);
  return G_MENU_MODEL (menu);
}

GMenuModel *
gs_menus_make_welcome (void)
{
  static const Item document[] = { { N_ ("New network…"), "win.new" },
                                   { N_ ("Open…"), "win.open" },
                                   { NULL, NULL } };
  GMenu *menu = g_menu_new ();

  add_section (menu, document);
  add_documents (menu);
  add_section (menu, help);
  return G_MENU_MODEL (menu);
}

GMenuModel *
gs_menus_make_cell (void)
{
  static const Item cell[] = { { N_ ("Edit or pin…"), "sheet.edit" },
                               { N_ ("Let the pinned cell go"), "sheet.unpin" },
                               { N_ ("Set to 0, or let go"), "sheet.clear" },
                               { N_ ("Cut"), "sheet.cut" },
                               { N_ ("Copy"), "sheet.copy" },
                               { N_ ("Copy with a point"), "sheet.copy-pointed" },
                               { N_ ("Paste"), "sheet.paste" },
                               { N_ ("Fill down"), "win.fill-down" },
                               { N_ ("Fill right"), "win.fill-right" },
                               { NULL, NULL } };
  static const Item ask[] = { { N_ ("Run to this cell"), "win.run-to-cell" },
                              { N_ ("Nudge this number"), "win.nudge" },
                              { N_ ("Copy the formula"), "win.copy-formula" },
                              { NULL, NULL } };
  GMenu *menu = g_menu_new ();

  add_section (menu, cell);
  add_section (menu, ask);
  add_submenu (menu, _ ("This block"), display);
  add_submenu (menu, _ ("Arrows"), arrows);
  return G_MENU_MODEL (menu);
}

GMenuModel *
gs_menus_make_rows (void)
{
  static const Item cells[] = { { N_ ("Edit…"), "rows.edit" },
                                { N_ ("Set to 0"), "rows.clear" },
                                { N_ ("Cut"), "rows.cut" },
                                { N_ ("Copy"), "rows.copy" },
                                { N_ ("Paste"), "rows.paste" },
                                { N_ ("Fill down"), "win.fill-down" },
                                { N_ ("Fill right"), "win.fill-right" },
                                { NULL, NULL } };
  static const Item rows[] = { { N_ ("Step this row"), "rows.step" },
                               { N_ ("Remove the rows"), "rows.remove" },
                               { NULL, NULL } };
  GMenu *menu = g_menu_new ();

  add_section (menu, cells);
  add_section (menu, rows);
  return G_MENU_MODEL (menu);
}

/* ---- at a place ---- */

GtkWidget *
gs_menus_attach (GtkWidget *widget, GMenuModel *model)
{
  GtkWidget *menu = gtk_popover_menu_new_from_model (model);

  g_object_unref (model);
  gtk_popover_set_has_arrow (GTK_POPOVER (menu), FALSE);
  gtk_popover_set_position (GTK_POPOVER (menu), GTK_POS_BOTTOM);
  gtk_widget_set_parent (menu, widget);
  return menu;
}

/* What of the widget lies in its window; FALSE when nothing does. */
static gboolean
find_seen (GtkWidget *widget, GdkRectangle *seen)
{
  GdkRectangle whole = { 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget) }, screen;
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_rect_t place;

  if (window == NULL || !gtk_widget_compute_bounds (window, widget, &place))
    return FALSE;
  screen = (GdkRectangle){ (gint) place.origin.x, (gint) place.origin.y, (gint) place.size.width,
                           (gint) place.size.height };
  return gdk_rectangle_intersect (&whole, &screen, seen);
}

static void
point_at (GtkWidget *menu, GdkRectangle place)
{
  GdkRectangle seen, now;

  if (!find_seen (gtk_widget_get_parent (menu), &seen))
    return;
  if (!gdk_rectangle_intersect (&place, &seen, &place))
    place = (GdkRectangle){ seen.x + seen.width / 2, seen.y + seen.height / 2, 1, 1 };
  if (!gtk_popover_get_pointing_to (GTK_POPOVER (menu), &now) || !gdk_rectangle_equal (&now, &place))
    gtk_popover_set_pointing_to (GTK_POPOVER (menu), &place);
}

void
gs_menus_open_at (GtkWidget *menu, GdkRectangle place)
{
  point_at (menu, place);
  gtk_popover_popup (GTK_POPOVER (menu));
}

void
gs_menus_allocate (GtkWidget *menu)
{
  GdkRectangle place;

  if (!gtk_widget_get_visible (menu))
    return;
  if (gtk_popover_get_pointing_to (GTK_POPOVER (menu), &place))
    point_at (menu, place);
  gtk_popover_present (GTK_POPOVER (menu));
}

void
gs_menus_close_within (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child))
      gtk_widget_set_visible (child, FALSE);
    else
      gs_menus_close_within (child);
}
