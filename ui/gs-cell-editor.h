/* The editor in a cell of a sheet: an entry over the cell and, beneath it, why its text is not taken.
 *
 *   static const GsCellEditorActs acts = { .take = take, .walk = walk, .move = move };
 *   self->editor = gs_cell_editor_new (GTK_WIDGET (self), home, &acts);
 *   if (gs_cell_editor_begin (self->editor, book))        // what another editor holds is settled
 *     gs_cell_editor_show (self->editor, &text);
 *   gs_cell_editor_place (self->editor, &cell);           // in the sheet's size_allocate, and likewise its
 * snapshot
 *
 * Enter and Tab take the text and walk on; with Ctrl (or Alt) Enter takes it for all that is marked. Arrow
 * keys take it and move on if one has begun to type, else they move the caret; F2 changes between the two.
 * Escape leaves what was there.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct {
  /* The text is for the cell that it was opened for, or with `fills` for all that was marked then. FALSE: it
   * stays open, and the reason is shown. */
  gboolean (*take) (GtkWidget *sheet, const gchar *text, gboolean fills, GError **error);
  /* Enter and Tab: to the next cell, within what is marked if several are. */
  void (*walk) (GtkWidget *sheet, gint down, gint right);
  void (*move) (GtkWidget *sheet, gint down, gint right);
  /* Scrolls to the cell that is edited. */
  void (*reveal) (GtkWidget *sheet);
  /* A key that takes the text takes it even if it is as it was: a computed cell is held then. */
  gboolean takes_unchanged;
} GsCellEditorActs;

typedef struct {
  const gchar *place;   /* "Row 3": where one types */
  const gchar *name;    /* for screen readers */
  const gchar *typed;   /* what one has begun with; NULL: what stands there is changed */
  const gchar *present; /* that; NULL: nothing */
} GsCellEditorText;

typedef struct _GsCellEditor GsCellEditor;

/* `home` has the keyboard when it closes. */
GsCellEditor *gs_cell_editor_new (GtkWidget *sheet, GtkWidget *home, const GsCellEditorActs *acts);
/* In the sheet's dispose: what is typed is forgotten. */
void gs_cell_editor_free (GsCellEditor *self);
/* A GtkEntry. */
GtkWidget *gs_cell_editor_get_entry (GsCellEditor *self);

/* FALSE if another editor is open and cannot be settled. */
gboolean gs_cell_editor_begin (GsCellEditor *self, GsWorkbook *book);
void gs_cell_editor_show (GsCellEditor *self, const GsCellEditorText *text);
void gs_cell_editor_close (GsCellEditor *self);
gboolean gs_cell_editor_is_open (GsCellEditor *self);
/* Applies what is typed; FALSE if it is wrong and stays open. */
gboolean gs_cell_editor_settle (GsCellEditor *self);

/* Over the cell; with NULL, where that is not seen, nowhere. */
void gs_cell_editor_place (GsCellEditor *self, const GdkRectangle *cell);
void gs_cell_editor_snapshot (GsCellEditor *self, GtkSnapshot *into);

G_END_DECLS
