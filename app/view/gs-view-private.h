/* What the files of the view share: gs-view.c holds it, -selection
 * selects and steps, -options switches, -sight
 * shows, -exercise covers, blanks out and points. */
#pragma once

#include "gs-view.h"

G_BEGIN_DECLS

struct _GsView {
  GObject parent_instance;

  GsWorkbook *book;
  GsSight *sight; /* the last one made, or NULL */
  gboolean has_selection, has_pointed, selected_by_step;
  gchar *selected_tensor;         /* by name, so that it outlives another program */
  gsize selected, anchor, corner; /* offsets */
  gchar *other_tensor;            /* of the earlier range; NULL if there is none */
  gsize other_anchor, other_corner;
  NnCell pointed;
  GsStep step;
  gint digits, sample, levels_back, levels_on;
  GsScaleChoice scale_choice;
  gboolean ask_first, differences, scientific, signs;
  GHashTable *breakpoints;       /* names of outputs */
  GHashTable *displays;          /* GsDisplay by a tensor's name: those that are not BOTH */
  GArray *highlighted, *covered; /* NnCell, sorted: what a lesson points at, and hides */
  gboolean plain_captions;
  GArray *secret;         /* gint: tensors of which nothing is told; or NULL */
  GsBlanks *blanks;       /* what is to be filled in, or NULL */
  GsViewMayEdit may_edit; /* or NULL */
  gpointer may_edit_data;
  NnCell question;
  GsViewJudge judge; /* of guesses at it; NULL without a question */
  gpointer judge_data;
  GsMarking *marking; /* of the blanks as they are, or NULL */
  GArray *tabs;       /* GsTab */
  guint tab;
  gboolean follow, folded;
  GHashTable *pages; /* by a tensor's name */
  gint rows_page;
  gint part;          /* channel of a window */
  GsSubject *subject; /* about pictures */
  gchar *data_cell;   /* what is selected on the data's sheet, in words */
  GsCursor revealed;  /* with ask_first: cells up to here are shown */
};

/* What is seen is another thing now. */
static inline void
gs_view_emit (GsView *view, GsViewChange change)
{
  g_clear_pointer (&view->sight, gs_sight_unref);
  g_signal_emit_by_name (view, "changed", (guint) change);
}

/* The tabs of the present program; the tab shown is kept by its name. */
/* Whether its cells are too many to be read one by one. */
gboolean gs_view_is_large (GsView *view);
void gs_view_list_tabs (GsView *view);
void gs_view_clear_tabs (GsView *view);
/* If it is followed: to the tab of the operation the cursor is at. */
void gs_view_follow_cursor (GsView *view);
/* What a step has made: no sheet is turned for it unless the steps are followed. */
void gs_view_select_by_step (GsView *view, const NnCell *cell);

void gs_view_forget_exercise (GsView *view);

G_END_DECLS
