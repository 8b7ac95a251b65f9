/* A card of the tape as a widget, for keyboard and screen readers. The tape draws what is seen; the card has
 * the place, the focus and the words: "3: z1 = x·W1 + b1, forward", and where one is with it.
 *
 *   GtkWidget *card = gs_tape_card_new ();
 *   gs_tape_card_set_item (GS_TAPE_CARD (card), 3, "3: z1 = x·W1 + b1, forward");
 *   gs_tape_card_set_state (GS_TAPE_CARD (card), GS_TAPE_CARD_CURRENT);
 *
 * Its actions are "card.go", "card.breakpoint" and "card.fold"; they activate "tape.go" and so on with the
 * card's number.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/paint/gs-theme.h"

G_BEGIN_DECLS

#define GS_TYPE_TAPE_CARD (gs_tape_card_get_type ())
G_DECLARE_FINAL_TYPE (GsTapeCard, gs_tape_card, GS, TAPE_CARD, GtkWidget)

typedef enum {
  GS_TAPE_CARD_DONE = 1 << 0,
  GS_TAPE_CARD_CURRENT = 1 << 1,
  GS_TAPE_CARD_NEXT = 1 << 2,
  GS_TAPE_CARD_STOPS = 1 << 3 /* running stops before it */
} GsTapeCardState;

GtkWidget *gs_tape_card_new (void);
void gs_tape_card_set_item (GsTapeCard *self, gint number, const gchar *name);
gint gs_tape_card_get_number (GsTapeCard *self);
void gs_tape_card_set_state (GsTapeCard *self, GsTapeCardState state);

/* A card's edge and ground: done, now, next, to come. */
void gs_tape_card_draw_frame (cairo_t *cr,
                              const GsTheme *theme,
                              GsTapeCardState state,
                              const graphene_rect_t *place);

/* A line of a card's text, `size` pixels high or as much smaller as makes it fit `width`. Returns how wide it
 * is. */
gint gs_tape_card_show_text (GtkWidget *widget,
                             cairo_t *cr,
                             const gchar *text,
                             gdouble x,
                             gdouble y,
                             gint width,
                             gint size,
                             gboolean bold);

/* The texts of the card at `place`: its name in colours[0], below it in colours[1] what it does, and at the
 * end of one of these lines, which gets what room that leaves, how far it is; NULL for a card that is not
 * under way. */
void gs_tape_card_draw_texts (GtkWidget *widget,
                              cairo_t *cr,
                              const gchar *name,
                              const gchar *brief,
                              const gchar *count,
                              const GsColour *const *colours,
                              const graphene_rect_t *place);

G_END_DECLS
