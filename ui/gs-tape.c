/* The tape drawn as one strip, with its cards laid over. */
#include "gs-tape.h"

#include <math.h>

#include "app/cells/gs-cell-name.h"
#include "app/paint/gs-theme.h"
#include "app/view/gs-outline.h"
#include "app/view/gs-phase.h"
#include "app/view/gs-tabs.h"
#include "gs-accessible.h"
#include "gs-actions.h"
#include "gs-pool.h"
#include "gs-style.h"
#include "gs-tape-card.h"

#define CARD_WIDTH  105
#define CARD_SLIM   90 /* where that lets all cards be seen */
#define CARD_HEIGHT 50
#define CARD_GAP    4
#define PHASE_GAP   16
#define MARGIN      16
#define HEIGHT      112
#define CARD_TOP    40
#define MAX_COUNTED 99 /* what is done of more is told in per cent: both figures would cover the name */

struct _GsTape {
  GtkWidget parent_instance;

  GsView *view;
  GtkWidget *scroller, *area;
  GtkWidget *fixed; /* the area, and above it a GsTapeCard for each card */
  GPtrArray *cards; /* as many as there are items */
  GsFold folds[GS_N_PHASES];
  GArray *items; /* GsOutlineItem: a card each */
  gdouble scale; /* pixels for one of the design, in which the cards are laid out */
  gint card_width;
  gboolean is_folded; /* its update, as the sheet's */
  gboolean waits;     /* for a frame, to choose another one */
  GsCursor shown;     /* where it stood when the cards were last told */
};

G_DEFINE_FINAL_TYPE (GsTape, gs_tape, GTK_TYPE_WIDGET)

static NnProgram *
get_program (GsTape *self)
{
  return gs_view_get_sight (self->view)->program;
}

static const GsCursor *
get_cursor (GsTape *self)
{
  return gs_frame_get_cursor (gs_view_get_sight (self->view)->frame);
}

/* ---- where cards are ---- */

static const GsOutlineItem *
get_item (GsTape *self, gint card)
{
  return &g_array_index (self->items, GsOutlineItem, card);
}

static gboolean
is_last_of_phase (GsTape *self, gint card)
{
  return card + 1 == (gint) self->items->len
         || get_item (self, card)->phase != get_item (self, card + 1)->phase;
}

/* The left edge of a card; behind the last one for n. */
static gint
get_card_x (GsTape *self, gint card)
{
  gint x = MARGIN;

  for (gint i = 0; i < card; i++)
    x += self->card_width + CARD_GAP + (is_last_of_phase (self, i) ? PHASE_GAP : 0);
  return x;
}

static gint
find_card (GsTape *self, gdouble x)
{
  for (gint i = 0; i < (gint) self->items->len; i++) {
    gint left = get_card_x (self, i);

    if (x >= left && x < left + self->card_width)
      return i;
  }
  return -1;
}

/* The card of what was worked on last; of what comes first, before the first step. */
static gint
find_current (GsTape *self)
{
  return gs_outline_find (self->items, MAX (gs_phase_find_now (get_cursor (self)), 0));
}

/* How far the card has got. */
static GsTapeCardState
get_state (GsTape *self, gint card)
{
  const GsOutlineItem *item = get_item (self, card);
  gint now = gs_phase_find_now (get_cursor (self)), next = get_cursor (self)->instruction;
  GsTapeCardState state = item->last < next ? GS_TAPE_CARD_DONE : 0;

  if (now >= item->first && now <= item->last)
    state |= GS_TAPE_CARD_CURRENT;
  else if (next >= item->first && next <= item->last)
    state |= GS_TAPE_CARD_NEXT;
  for (gint i = item->first; i <= item->last; i++)
    if (gs_sight_has_breakpoint (gs_view_get_sight (self->view), i))
      state |= GS_TAPE_CARD_STOPS;
  return state;
}

/* ---- drawing ---- */

static void
draw_check (cairo_t *cr, gdouble x, gdouble y)
{
  cairo_set_line_width (cr, 1.8);
  cairo_move_to (cr, x, y + 4);
  cairo_line_to (cr, x + 3.5, y + 7.5);
  cairo_line_to (cr, x + 9, y);
  cairo_stroke (cr);
}

/* How far the present card has got: terms of the cell that is written, cells, or operations. None of none
 * where there is nothing to be told. */
static void
count_done (GsTape *self, const GsOutlineItem *item, gsize *done, gsize *n)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  const GsCursor *cursor = get_cursor (self);
  gint output = nn_program_get_instruction (get_program (self), cursor->instruction)->output;

  *n = output >= 0 ? nn_shape_count (&nn_program_get_tensor (get_program (self), output)->shape) : 0;
  *done = cursor->cell;
  if (item->last > item->first) {
    *n = (gsize) (item->last - item->first + 1);
    *done = (gsize) (cursor->instruction - item->first);
  } else if (sight->writing != NULL) {
    *n = gs_explanation_count_terms (sight->writing);
    *done = sight->term.number;
  }
  if (*n == 0 || *done == 0 || cursor->instruction > item->last)
    *n = *done = 0;
}

static void
draw_progress (GsTape *self, cairo_t *cr, gsize done, gsize n, gint x)
{
  cairo_rectangle (cr, x + 2, CARD_TOP + CARD_HEIGHT - 3,
                   (self->card_width - 4) * (gdouble) done / (gdouble) n, 2);
  cairo_fill (cr);
}

/* Over the card of what was worked on last. */
static void
draw_wedge (GsTape *self, cairo_t *cr, const GsTheme *theme, gint x)
{
  gdouble middle = x + self->card_width / 2.0;

  gs_paint_set_colour (cr, &theme->accent);
  cairo_move_to (cr, middle - 5, CARD_TOP - 8);
  cairo_line_to (cr, middle + 5, CARD_TOP - 8);
  cairo_line_to (cr, middle, CARD_TOP - 2);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static gboolean
is_secret (const GsSight *sight, const GsOutlineItem *item)
{
  return item->first == item->last
         && gs_sight_is_secret (sight, nn_program_get_instruction (sight->program, item->first)->output);
}

static void
draw_card (GsTape *self, cairo_t *cr, const GsTheme *theme, gint card, gint x)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  const GsOutlineItem *item = get_item (self, card);
  GsTapeCardState state = get_state (self, card);
  gboolean done = (state & GS_TAPE_CARD_DONE) != 0, current = (state & GS_TAPE_CARD_CURRENT) != 0;
  gboolean near = current || done || (state & GS_TAPE_CARD_NEXT) != 0;
  const gchar *layer =
      gs_outline_find_layer (gs_view_get_tabs (self->view), get_program (self), item, self->folds);
  const graphene_rect_t place =
      GRAPHENE_RECT_INIT ((float) x, CARD_TOP, (float) self->card_width, CARD_HEIGHT);
  const GsColour *colours[2];
  g_autofree gchar *name = NULL, *brief = NULL, *count = NULL;
  gsize n_done = 0, n = 0;

  gs_outline_describe (get_program (self), item, &name, &brief);
  if (is_secret (sight, item))
    *brief = '\0';
  if (current && sight->writing != NULL && item->first == item->last) {
    g_free (brief);
    brief = gs_cell_name (get_program (self), gs_explanation_get_cell (sight->writing));
  }
  gs_tape_card_draw_frame (cr, theme, state, &place);
  if (current)
    count_done (self, item, &n_done, &n);
  /* A card of several operations has their names where the figures would stand. */
  if (n > MAX_COUNTED && item->first == item->last)
    count = g_strdup_printf ("%d %%", (gint) (100 * n_done / n));
  else if (n > 0 && item->first == item->last)
    count = g_strdup_printf ("%" G_GSIZE_FORMAT " / %" G_GSIZE_FORMAT, n_done, n);
  if (layer != NULL) {
    g_free (name);
    name = g_strdup (layer);
  }
  colours[0] = current ? &theme->accent : near ? &theme->text : &theme->faint;
  colours[1] = near ? &theme->dim : &theme->faint;
  gs_tape_card_draw_texts (GTK_WIDGET (self), cr, name, brief, count, colours, &place);
  if (done) {
    gs_paint_set_colour (cr, &theme->ok);
    draw_check (cr, x + self->card_width - 19, CARD_TOP + 11);
  }
  if (current) {
    draw_wedge (self, cr, theme, x);
    if (n > 0)
      draw_progress (self, cr, n_done, n, x);
  }
  if ((state & GS_TAPE_CARD_STOPS) != 0) { /* a run stops before it */
    gs_paint_set_colour (cr, &theme->error);
    cairo_arc (cr, x + 0.5, CARD_TOP + CARD_HEIGHT / 2.0, 5, 0, 2 * G_PI);
    cairo_fill (cr);
  }
}

/* "3 of 6" of the phase that one is in; NULL elsewhere. Caller frees. */
static gchar *
count_phase (GsTape *self, gint first, gint last)
{
  gint now = gs_phase_find_now (get_cursor (self)), from = get_item (self, first)->first;
  gint to = get_item (self, last)->last;

  /* Translators: how many operations of a phase are done, the one under way included. */
  return now >= from && now <= to ? g_strdup_printf (_ ("%d of %d"), now - from + 1, to - from + 1) : NULL;
}

/* Open, by layers, closed: what a click on the title goes through. */
static void
draw_phase (GsTape *self, cairo_t *cr, const GsTheme *theme, gint first, gint last)
{
  static const gchar *const marks[] = { "▾", "≡", "▸" };
  NnPhase phase = get_item (self, first)->phase;
  gint x = get_card_x (self, first), end = get_card_x (self, last) + self->card_width, wide;
  g_autofree gchar *title = NULL, *count = count_phase (self, first, last);

  if (phase == NN_PHASE_COMMIT)
    return;
  title = g_strdup_printf ("%s %s", marks[self->folds[phase]], gs_phase_title (phase));
  gs_paint_set_colour (cr, &theme->text);
  wide = gs_tape_card_show_text (GTK_WIDGET (self), cr, title, x, 12, self->card_width, 12, TRUE) + 8;
  gs_paint_set_colour (cr, &theme->dim);
  if (count != NULL && x + wide < end)
    wide +=
        gs_tape_card_show_text (GTK_WIDGET (self), cr, count, x + wide, 12, end - x - wide, 12, FALSE) + 8;
  gs_paint_set_colour (cr, &theme->line);
  if (end > x + wide)
    cairo_rectangle (cr, x + wide, 20, end - x - wide, 1);
  cairo_fill (cr);
}

static void
draw (GtkDrawingArea *area, cairo_t *cr, gint width, gint height, gpointer user_data)
{
  GsTape *self = user_data;
  const GsTheme *theme = gs_style_get_theme ();
  gint first = 0, x = MARGIN;
  gdouble left, top, right, bottom;

  cairo_scale (cr, self->scale, self->scale);
  cairo_clip_extents (cr, &left, &top, &right, &bottom);
  for (gint i = 0; i < (gint) self->items->len; i++) {
    gboolean last = is_last_of_phase (self, i);

    if (x + self->card_width > left && x < right)
      draw_card (self, cr, theme, i, x);
    if (last) {
      draw_phase (self, cr, theme, first, i);
      first = i + 1;
    }
    x += self->card_width + CARD_GAP + (last ? PHASE_GAP : 0);
  }
}

/* ---- following the cursor ---- */

static void
follow (GsTape *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gdouble x = get_card_x (self, find_current (self)) * self->scale, card = self->card_width * self->scale;
  gdouble page = gtk_adjustment_get_page_size (adjustment), value = gtk_adjustment_get_value (adjustment);

  if (x < value + card || x + 2 * card > value + page)
    gtk_adjustment_set_value (adjustment, x - page / 2);
}

/* ---- the cards as widgets ---- */

static GsTapeCard *
find_focused (GsTape *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (gtk_widget_has_focus (g_ptr_array_index (self->cards, i)))
      return g_ptr_array_index (self->cards, i);
  return NULL;
}

static void
focus_card (GsTape *self, gint card)
{
  gtk_widget_grab_focus (g_ptr_array_index (self->cards, CLAMP (card, 0, (gint) self->cards->len - 1)));
}

static void
update_cards (GsTape *self)
{
  self->shown = *get_cursor (self);
  for (gint i = 0; i < (gint) self->cards->len; i++)
    gs_tape_card_set_state (g_ptr_array_index (self->cards, i), get_state (self, i));
}

static GtkWidget *
make_card (gpointer user_data)
{
  GtkWidget *card = gs_tape_card_new ();

  return card;
}

/* Another item for each card; what had the focus before has it after. */
static void
place_cards (GsTape *self, gint focused)
{
  g_ptr_array_set_size (self->cards, 0);
  for (gint i = 0; i < (gint) self->items->len; i++) {
    g_autofree gchar *name = gs_outline_speak (get_program (self), get_item (self, i));
    /* The first child is the drawing beneath them. */
    GtkWidget *card = gs_pool_get (self->fixed, (guint) i + 1, make_card, NULL);

    gs_tape_card_set_item (GS_TAPE_CARD (card), i, name);
    gtk_widget_set_size_request (card, (gint) (self->card_width * self->scale),
                                 (gint) (CARD_HEIGHT * self->scale));
    gtk_fixed_move (GTK_FIXED (self->fixed), card, get_card_x (self, i) * self->scale,
                    CARD_TOP * self->scale);
    g_ptr_array_add (self->cards, card);
  }
  gs_pool_trim (self->fixed, self->items->len + 1);
  update_cards (self);
  if (focused >= 0)
    focus_card (self, gs_outline_find (self->items, focused));
}

/* Slimmer cards where all of them have room then. */
static gint
choose_width (GsTape *self)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  gint n = (gint) self->items->len, rest;
  gint page = (gint) (gtk_adjustment_get_page_size (adjustment) / self->scale);

  self->card_width = 0;
  rest = page - get_card_x (self, n) - MARGIN;
  return n > 0 && rest >= n * CARD_SLIM ? MIN (rest / n, CARD_WIDTH) : CARD_WIDTH;
}

/* Another program, another way of folding it, another width. */
static void
rebuild (GsTape *self)
{
  GsTapeCard *focused = find_focused (self);
  gint instruction = focused != NULL ? get_item (self, gs_tape_card_get_number (focused))->first : -1;

  g_clear_pointer (&self->items, g_array_unref);
  self->items = gs_outline_list (get_program (self), self->folds);
  self->card_width = choose_width (self);
  place_cards (self, instruction);
  gtk_drawing_area_set_content_width (
      GTK_DRAWING_AREA (self->area),
      (gint) ((get_card_x (self, (gint) self->items->len) + MARGIN) * self->scale));
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area), (gint) ((HEIGHT - 8) * self->scale));
  gtk_widget_queue_draw (self->area);
}

/* The next frame lays the cards out anew: while places are allocated nothing may ask for another one. */
static gboolean
on_frame (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  GsTape *self = GS_TAPE (widget);
  gint before = self->card_width, now = choose_width (self);

  self->card_width = before;
  if (now != before)
    rebuild (self);
  self->waits = FALSE;
  return G_SOURCE_REMOVE;
}

static void
on_width_changed (GsTape *self)
{
  if (self->waits || self->items == NULL)
    return;
  self->waits = TRUE;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame, NULL, NULL);
}

/* While it trains each frame is of another pass, but all stand behind the loss. */
static gboolean
has_moved (GsTape *self)
{
  const GsCursor *cursor = get_cursor (self);

  return cursor->instruction != self->shown.instruction || cursor->cell != self->shown.cell
         || cursor->term != self->shown.term;
}

/* Where the sheet folds the optimiser's own cells, the tape has its steps by layer. */
static void
fold_as_sheet (GsTape *self)
{
  gboolean folded = gs_view_get_folded (self->view) && gs_tabs_have_inner_update (get_program (self));

  if (folded == self->is_folded)
    return;
  self->is_folded = folded;
  self->folds[NN_PHASE_UPDATE] = folded ? GS_FOLD_LAYERS : GS_FOLD_OPEN;
  rebuild (self);
}

static void
on_view_changed (GsTape *self, guint change)
{
  if (change & GS_VIEW_PROGRAM)
    rebuild (self);
  if (change & (GS_VIEW_PROGRAM | GS_VIEW_SHEET))
    fold_as_sheet (self);
  if (change & (GS_VIEW_CURSOR | GS_VIEW_PROGRAM))
    follow (self);
  if ((change & (GS_VIEW_CURSOR | GS_VIEW_PROGRAM | GS_VIEW_OPTIONS))
      || ((change & GS_VIEW_LIVE) && has_moved (self))) {
    update_cards (self);
    gtk_widget_queue_draw (self->area);
  }
}

/* ---- clicks ---- */

/* The phase whose title is at x, or -1. */
static gint
find_title (GsTape *self, gdouble x)
{
  gint first = 0;

  for (gint i = 0; i < (gint) self->items->len; i++) {
    if (!is_last_of_phase (self, i))
      continue;
    if (x >= get_card_x (self, first) && x < get_card_x (self, i) + self->card_width)
      return (gint) get_item (self, i)->phase;
    first = i + 1;
  }
  return -1;
}

static void
fold (GsTape *self, gint phase)
{
  if (phase < 0 || phase == NN_PHASE_COMMIT)
    return;
  self->folds[phase] = (self->folds[phase] + 1) % (GS_FOLD_CLOSED + 1);
  rebuild (self);
}

/* A click does what the card says; on a card that is done it goes back to behind it. */
static void
go_to_card (GsTape *self, const GsOutlineItem *item)
{
  const gint last = item->last; /* going there may lay the cards out anew, and the item is gone */
  GsCursor cursor;
  NnCell cell;

  gs_view_pause_training (self->view);
  cursor = *get_cursor (self);
  cursor.instruction = MIN (last + 1, nn_program_get_n_instructions (get_program (self)) - 1);
  cursor.cell = cursor.term = 0;
  gs_workbook_go_to (gs_view_get_workbook (self->view), &cursor, NULL);
  if (last >= nn_program_get_n_instructions (get_program (self)))
    return;
  cell = (NnCell){ nn_program_get_instruction (get_program (self), last)->output, 0 };
  if (cell.tensor >= 0)
    gs_view_select (self->view, &cell, FALSE);
}

static void
on_pressed (GtkGestureClick *gesture, gint n, gdouble x, gdouble y, GsTape *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  gboolean secondary =
      gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture)) == GDK_BUTTON_SECONDARY;
  gint card;

  x /= self->scale;
  y /= self->scale;
  card = find_card (self, x);
  if (y < CARD_TOP - 8)
    fold (self, find_title (self, x));
  else if (card >= 0 && (secondary || (state & GDK_CONTROL_MASK) != 0))
    gs_view_toggle_breakpoint (self->view, get_item (self, card)->first);
  else if (card >= 0)
    go_to_card (self, get_item (self, card));
}

/* ---- keys, and what screen readers ask for ---- */

static void
go_to_number (GsTape *self, gint number)
{
  go_to_card (self, get_item (self, number));
}

static void
break_at_number (GsTape *self, gint number)
{
  gs_view_toggle_breakpoint (self->view, get_item (self, number)->first);
}

static void
fold_number (GsTape *self, gint number)
{
  fold (self, (gint) get_item (self, number)->phase);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, GsTape *self)
{
  GsTapeCard *card = find_focused (self);
  gint number;

  if (card == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  number = gs_tape_card_get_number (card);
  switch (key) {
  case GDK_KEY_Left: focus_card (self, number - 1); return TRUE;
  case GDK_KEY_Right: focus_card (self, number + 1); return TRUE;
  case GDK_KEY_Home: focus_card (self, 0); return TRUE;
  case GDK_KEY_End: focus_card (self, G_MAXINT); return TRUE;
  case GDK_KEY_space:
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter: gtk_widget_activate_action (GTK_WIDGET (card), "card.go", NULL); return TRUE;
  case GDK_KEY_b: gtk_widget_activate_action (GTK_WIDGET (card), "card.breakpoint", NULL); return TRUE;
  case GDK_KEY_f: gtk_widget_activate_action (GTK_WIDGET (card), "card.fold", NULL); return TRUE;
  default: return FALSE;
  }
}

/* Tab enters at the current card and leaves the tape; the arrow keys go from card to card. */
static gboolean
focus (GtkWidget *widget, GtkDirectionType direction)
{
  GsTape *self = GS_TAPE (widget);

  if (find_focused (self) != NULL)
    return FALSE;
  focus_card (self, find_current (self));
  return TRUE;
}

static void
add_actions (GsTape *self)
{
  static const GsAct acts[] = {
    { "go", G_CALLBACK (go_to_number), GS_ACT_NUMBER },
    { "breakpoint", G_CALLBACK (break_at_number), GS_ACT_NUMBER },
    { "fold", G_CALLBACK (fold_number), GS_ACT_NUMBER },
  };
  GtkEventController *keys = gtk_event_controller_key_new ();

  gs_actions_insert (GTK_WIDGET (self), "tape", acts, G_N_ELEMENTS (acts), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->fixed, keys);
}

static gboolean
on_tooltip (GsTape *self, gint at_x, gint at_y, gboolean keyboard, GtkTooltip *tooltip)
{
  gdouble x = at_x / self->scale, y = at_y / self->scale;
  gint card = find_card (self, x);

  if (keyboard)
    return FALSE;
  if (y < CARD_TOP - 8 && find_title (self, x) >= 0)
    gtk_tooltip_set_text (tooltip, _ ("Click: fold to layers, fold away, open"));
  else if (card >= 0)
    gtk_tooltip_set_text (tooltip, _ ("Click: go there. Right button: running stops before it"));
  else
    return FALSE;
  return TRUE;
}

void
gs_tape_toggle_breakpoint (GsTape *self)
{
  gs_view_toggle_breakpoint (self->view, get_cursor (self)->instruction);
}

void
gs_tape_fold (GsTape *self)
{
  gint instruction = get_cursor (self)->instruction;

  fold (self, (gint) nn_program_get_instruction (get_program (self), instruction)->phase);
}

static void
dispose (GObject *object)
{
  GsTape *self = GS_TAPE (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->items, g_array_unref);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (gs_tape_parent_class)->dispose (object);
}

static void
on_text_scale (GsTape *self)
{
  self->scale = gs_style_get_text_scale ();
  if (self->view != NULL)
    rebuild (self);
}

static void
gs_tape_class_init (GsTapeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  GTK_WIDGET_CLASS (klass)->focus = focus;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "gs-tape");
}

static void
gs_tape_init (GsTape *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scroller)),
                           "notify::page-size", G_CALLBACK (on_width_changed), self, G_CONNECT_SWAPPED);
  self->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw, self, NULL);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_set_has_tooltip (self->area, TRUE);
  g_signal_connect_swapped (self->area, "query-tooltip", G_CALLBACK (on_tooltip), self);
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (click));
  gs_style_watch_text_scale (self, G_CALLBACK (on_text_scale));
  on_text_scale (self);
  self->cards = g_ptr_array_new ();
  self->fixed = g_object_new (GTK_TYPE_FIXED, "accessible-role", GTK_ACCESSIBLE_ROLE_LIST, NULL);
  gs_accessible_set_name (self->fixed, _ ("Tape"));
  gtk_widget_set_focusable (self->scroller, FALSE);
  gtk_fixed_put (GTK_FIXED (self->fixed), self->area, 0, 0);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->fixed);
  add_actions (self);
}

GtkWidget *
gs_tape_new (GsView *view)
{
  GsTape *self = g_object_new (GS_TYPE_TAPE, NULL);

  self->view = g_object_ref (view);
  rebuild (self);
  fold_as_sheet (self);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  return GTK_WIDGET (self);
}
