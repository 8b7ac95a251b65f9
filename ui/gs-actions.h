/* What menus, keys and buttons ask for by name, as plain functions of who does it.
 *
 *   static const GsAct acts[] = {
 *     { "copy", G_CALLBACK (copy) },                                      // void copy (GsWindow *self)
 *     { "tell", G_CALLBACK (gs_window_tell), GS_ACT_TEXT },               // ... (self, const gchar *text)
 *     { "signs", G_CALLBACK (gs_view_set_signs), GS_ACT_OFF, OF (view) }, // ... (self->view, gboolean on)
 *   };
 *   gs_actions_add (G_ACTION_MAP (self), acts, G_N_ELEMENTS (acts), self);
 *
 * `of` is the place in `self` of a pointer to who does it, as G_STRUCT_OFFSET() tells; 0 is `self`. While
 * there is nobody (NULL), nothing happens. A switch has its new state when its function is called;
 * without one (NULL) it is for others to follow.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  GS_ACT_PLAIN,
  GS_ACT_TEXT,   /* with a text, const gchar * */
  GS_ACT_NUMBER, /* with a number, gint */
  GS_ACT_LAMP,   /* plain; shows by its state whether it goes on: gs_actions_set_on() */
  GS_ACT_OFF,    /* a switch, gboolean, that is off at first */
  GS_ACT_ON,
} GsActKind;

typedef struct {
  const gchar *name;
  GCallback act;
  GsActKind kind;
  gsize of;
} GsAct;

/* The table stays where it is. */
void gs_actions_add (GActionMap *map, const GsAct *acts, gsize n, gpointer self);
/* Under a prefix, for the widget and what is in it. */
void gs_actions_insert (GtkWidget *widget, const gchar *prefix, const GsAct *acts, gsize n, gpointer self);

/* A lamp, or a switch that follows what has been done without it. */
void gs_actions_set_on (GActionMap *map, const gchar *name, gboolean on);

G_END_DECLS
