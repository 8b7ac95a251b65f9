/* The menus: the window's own, and the one of a cell. All they do is name actions of the window. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Behind the button in the header bar; caller unrefs. */
GMenuModel *gs_menus_make_main (void);
/* The same of the first page, which has no document; caller unrefs. */
GMenuModel *gs_menus_make_welcome (void);
/* At a cell, by the right button or the menu key; caller unrefs. */
GMenuModel *gs_menus_make_cell (void);

/* Of the data's sheet: the actions of "rows". */
GMenuModel *gs_menus_make_rows (void);

/* A menu that opens over a widget, and is its child; takes the model. */
GtkWidget *gs_menus_attach (GtkWidget *widget, GMenuModel *model);
/* At a place in the widget. A menu of what is out of sight opens in the middle: outside the window there may
 * be no screen to open on. */
void gs_menus_open_at (GtkWidget *menu, GdkRectangle place);
/* Whoever has a menu calls it where it is given its size: the menu stays in the window when its widget
 * shrinks. */
void gs_menus_allocate (GtkWidget *menu);
/* Before what lies there is moved out of the window. */
void gs_menus_close_within (GtkWidget *widget);

G_END_DECLS
