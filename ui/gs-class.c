/* The answer first, then the next step. */
#include "gs-class.h"

gboolean
gs_class_is_asking (GsView *view, GsLessonPlayer *lesson)
{
  const GsSight *sight = gs_view_get_sight (view);

  if (lesson != NULL)
    return gs_lesson_player_get_step (lesson)->task != NULL && !gs_lesson_player_is_answered (lesson);
  return sight->has_selection && gs_sight_is_hidden (sight, &sight->selected);
}

gboolean
gs_class_is_selection_asked (GsView *view, GsLessonPlayer *lesson)
{
  GsBlanks *blanks = gs_lesson_player_get_blanks (lesson);
  NnCell asked, selected;

  if (!gs_view_get_selected (view, &selected))
    return FALSE;
  return blanks != NULL ? gs_blanks_find (blanks, &selected) >= 0
                        : gs_lesson_player_get_asked (lesson, &asked) && nn_cell_equal (&asked, &selected);
}

/* What may take long, training until something is reached, the class wants to see: it is only told. */
static gboolean
is_done_at_once (GsLessonPlayer *lesson)
{
  GsLessonTaskKind kind = gs_lesson_player_get_step (lesson)->task->kind;

  return kind == GS_LESSON_TASK_FILL || kind == GS_LESSON_TASK_SET || kind == GS_LESSON_TASK_STEP_TO;
}

/* Shows what is asked for: the number in its cell, blanks filled in, cells set, a place stepped to. */
static void
reveal (GsView *view, GsLessonPlayer *lesson)
{
  g_autofree gchar *answer = NULL;
  NnCell asked;

  if (!gs_workbook_settle (gs_view_get_workbook (view), NULL))
    return;
  if (lesson == NULL) {
    gs_view_reveal (view);
    return;
  }
  if (gs_lesson_player_get_step (lesson)->task == NULL)
    return;
  gs_lesson_player_reveal (lesson);
  /* What a number is made of is seen where it stands. */
  if (gs_lesson_player_get_step (lesson)->task->kind == GS_LESSON_TASK_PRECEDENTS
      && gs_lesson_player_get_asked (lesson, &asked))
    gs_view_select (view, &asked, FALSE);
  if (is_done_at_once (lesson) && gs_lesson_player_carry_out (lesson, &answer, NULL))
    gs_lesson_player_check (lesson);
}

void
gs_class_go_on (GsView *view, GsLessonPlayer *lesson)
{
  if (gs_class_is_asking (view, lesson))
    reveal (view, lesson);
  else if (lesson == NULL)
    gs_view_step (view, 1);
  else if (gs_workbook_settle (gs_view_get_workbook (view), NULL))
    gs_lesson_player_next (lesson, NULL);
}

void
gs_class_go_back (GsView *view, GsLessonPlayer *lesson)
{
  if (lesson == NULL)
    gs_view_step (view, -1);
  else if (gs_workbook_settle (gs_view_get_workbook (view), NULL))
    gs_lesson_player_previous (lesson, NULL);
}

GActionMap *
gs_class_share_actions (GtkWidget *window, GActionMap *actions)
{
  static const gchar *const names[] = { "step",
                                        "back",
                                        "start",
                                        "end",
                                        "size",
                                        "run",
                                        "run-slowly",
                                        "run-to-cell",
                                        "train",
                                        "train-on",
                                        "train-epoch",
                                        "train-batch",
                                        "train-sample",
                                        "stop-training",
                                        "undo",
                                        "redo",
                                        "save",
                                        "reset",
                                        "ask-first",
                                        "nudge",
                                        "reveal",
                                        "lesson-next",
                                        "lesson-pick",
                                        "rehearse",
                                        "view",
                                        "next-tab",
                                        "previous-tab",
                                        "tour",
                                        "plane-bent",
                                        "plane-of-selected",
                                        "two-colours",
                                        "test-points",
                                        "all-gradients",
                                        "grades",
                                        "lesson-anew",
                                        "pause-training",
                                        "lesson-previous",
                                        "teacher",
                                        "black",
                                        "present",
                                        "help",
                                        "keys" };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    GAction *action = g_action_map_lookup_action (actions, names[i]);

    if (action != NULL)
      g_action_map_add_action (G_ACTION_MAP (group), action);
  }
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (group));
  return G_ACTION_MAP (group); /* the window keeps it */
}
