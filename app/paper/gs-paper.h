/* Paper: blocks one below the other, on as many pages as they need; a PDF whose text can be selected.
 *
 *   static void
 *   compose (GsPaper *paper, gpointer data)
 *   {
 *     cairo_t *cr;
 *
 *     gs_paper_begin_sheet (paper, "15-4172-03", "lesson 15, seed 4172", "24 points");
 *     cr = gs_paper_begin (paper);                // the block's upper left corner is 0, 0
 *     gs_paper_show (cr, "Given", 0, 12, 11, TRUE);
 *     gs_paper_end (paper, 18, TRUE);             // it is 18 high, and stays with what follows
 *     gs_paper_add_lines (paper, "Room to work"); // lines to write on, to the end of the page
 *   }
 *
 *   gs_paper_write (GS_PAPER_A4, compose, data, "out.pdf", &error);
 *
 * It is composed twice: to find out how high everything is, and, once it is known what stands on which page,
 * to be drawn; so composing must do the same both times. Blocks are never cut; one that is higher than a page
 * gets a page of its own and is drawn smaller. Lengths are points, 1/72 of an inch; margins are 15 mm.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

#define GS_PAPER_MM (72 / 25.4)

typedef enum { GS_PAPER_A4, GS_PAPER_LETTER, GS_PAPER_N_SIZES } GsPaperSize;

/* The size called "a4" or "letter", or -1. */
gint gs_paper_size_find (const gchar *name);

typedef struct _GsPaper GsPaper;

/* Between the margins. */
gdouble gs_paper_get_width (const GsPaper *paper);

/* What follows begins on a new page. At the foot of its pages stand the code, what it means beneath `note`'s
 * line, and to the right of it `total` with the number of the page. */
void gs_paper_begin_sheet (GsPaper *paper, const gchar *code, const gchar *note, const gchar *total);

cairo_t *gs_paper_begin (GsPaper *paper);
void gs_paper_end (GsPaper *paper, gdouble height, gboolean keep_with_next);
/* Dotted lines below a heading, as many as the page still has room for; nothing if that is too few. */
void gs_paper_add_lines (GsPaper *paper, const gchar *heading);

typedef void (*GsPaperCompose) (GsPaper *paper, gpointer user_data);
gboolean gs_paper_write (GsPaperSize size,
                         GsPaperCompose compose,
                         gpointer user_data,
                         const gchar *path,
                         GError **error);

/* ---- drawing ---- */

/* One line, `y` being its base line; in the font of the sheet, with digits of equal width. */
void gs_paper_show (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble size, gboolean bold);
/* The same around a middle, not wider than `room`: smaller digits if need be. */
void gs_paper_show_centred (cairo_t *cr,
                            const gchar *text,
                            gdouble x,
                            gdouble y,
                            gdouble room,
                            gdouble size,
                            gboolean bold);
gdouble gs_paper_measure (const gchar *text, gdouble size, gboolean bold);
/* Lines broken at the width, the first one's top at `y`. How high they are. */
gdouble
gs_paper_show_wrapped (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble width, gdouble size);

G_END_DECLS
