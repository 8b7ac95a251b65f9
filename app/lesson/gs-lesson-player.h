/* Playing a lesson on a sheet: shows each step, checks what is answered in the pane or done in the sheet,
 * gives hints, and finds back to the step from wherever one has played.
 *
 *   player = gs_lesson_player_new (lesson, view, progress, &error);     // the first step, or where one was
 * last g_signal_connect (player, "changed", ...);                          // draw the pane again
 *   g_signal_connect (player, "solved", ...);                           // celebrate
 *   runs = gs_lesson_player_get_text (player);                          // paragraphs of GsLessonRun
 *   gs_lesson_player_answer (player, "0,3775", &verdict);
 *   gs_lesson_player_next (player, &error);
 *
 * The sheet is the view's own workbook: a step is set up aside and exchanged with what is there
 * (gs-workbook-replace.h), so all views of it follow. Tasks done in the sheet (set, step-to, reach) are
 * watched through the workbook's signals and solve themselves. docs/LESSONS.md says what each thing means.
 *
 * Signals: "changed" (text, values, feedback, hints, whether one is away), "moved" (another step), "solved"
 * (the step has just been solved).
 */
#pragma once

#include "app/inspect/gs-nudge.h"
#include "app/practice/gs-blanks.h"
#include "app/practice/gs-marking.h"
#include "app/view/gs-view.h"
#include "gs-lesson-progress.h"
#include "gs-lesson.h"

G_BEGIN_DECLS

#define GS_TYPE_LESSON_PLAYER (gs_lesson_player_get_type ())
G_DECLARE_FINAL_TYPE (GsLessonPlayer, gs_lesson_player, GS, LESSON_PLAYER, GObject)

/* Takes the lesson. `progress` may be NULL. Goes to the step one was at last, the first otherwise. On an
 * error (a step that cannot be set up) the sheet is as it was. */
GsLessonPlayer *
gs_lesson_player_new (GsLesson *lesson, GsView *view, GsLessonProgress *progress, GError **error);

/* The lesson is over, though somebody may still hold the player: it hears of the sheet no more, shows nothing
 * on it, and keeps nothing. */
void gs_lesson_player_leave (GsLessonPlayer *player);

/* The same for the lesson of a file, with a sheet of its own: for who has no window. */
GsLessonPlayer *
gs_lesson_player_open (const gchar *path, const gchar *language, GsLessonProgress *progress, GError **error);

/* ---- steps ---- */

const GsLesson *gs_lesson_player_get_lesson (GsLessonPlayer *player);
GsView *gs_lesson_player_get_view (GsLessonPlayer *player);
/* Whether what is done is kept; without a progress to keep it in, a lesson is rehearsed. */
gboolean gs_lesson_player_is_kept (GsLessonPlayer *player);
guint gs_lesson_player_get_n_steps (GsLessonPlayer *player);
guint gs_lesson_player_get_number (GsLessonPlayer *player); /* from 0 */
const GsLessonStep *gs_lesson_player_get_step (GsLessonPlayer *player);

/* On an error everything stays. */
gboolean gs_lesson_player_go_to (GsLessonPlayer *player, guint number, GError **error);
/* FALSE without an error at the end of the lesson, or its beginning. */
gboolean gs_lesson_player_next (GsLessonPlayer *player, GError **error);
gboolean gs_lesson_player_previous (GsLessonPlayer *player, GError **error);

/* Whether the step `number` is solved; one without a task is when it has been left for the next. */
gboolean gs_lesson_player_is_solved (GsLessonPlayer *player, guint number);
/* Whether the present step's question is answered now: solved since the lesson was begun, or told. */
gboolean gs_lesson_player_is_answered (GsLessonPlayer *player);
/* Whether all steps are. */
gboolean gs_lesson_player_is_finished (GsLessonPlayer *player);

/* Whether the sheet has been changed in ways that are not the step's: then the pane offers to return. */
gboolean gs_lesson_player_is_away (GsLessonPlayer *player);
/* The sheet as the step began, or as it was when it was solved. */
gboolean gs_lesson_player_return (GsLessonPlayer *player, GError **error);
/* As the step began, to be tried again; with seeded numbers, with others. */
gboolean gs_lesson_player_restart (GsLessonPlayer *player, GError **error);
/* The seed that seeded steps take next, for tests, worksheets, work that is handed in; and the one that the
 * present step's numbers were drawn with. */
void gs_lesson_player_set_seed (GsLessonPlayer *player, guint64 seed);
guint64 gs_lesson_player_get_seed (GsLessonPlayer *player);
/* What is known of the step `number`: tries, hints, whether it is solved. */
void gs_lesson_player_get_done (GsLessonPlayer *player, guint number, GsLessonDone *done);

/* ---- what is read: arrays of paragraphs, each an array of GsLessonRun; caller unrefs ---- */

GPtrArray *gs_lesson_player_get_text (GsLessonPlayer *player);
GPtrArray *gs_lesson_player_get_notes (GsLessonPlayer *player);
/* NULL if the step has no task. */
GPtrArray *gs_lesson_player_get_prompt (GsLessonPlayer *player);
/* The text of an option of “choose”, from 1. */
GPtrArray *gs_lesson_player_get_option (GsLessonPlayer *player, guint number);
/* The hints given so far. */
GPtrArray *gs_lesson_player_get_hints (GsLessonPlayer *player);
/* What was said to the last answer; empty if nothing. */
GPtrArray *gs_lesson_player_get_feedback (GsLessonPlayer *player);
/* The derivation of the answer, once it has been shown; empty before. */
GPtrArray *gs_lesson_player_get_derivation (GsLessonPlayer *player);
/* For the teacher, whatever has been shown: how the answer is found, and the usual wrong answers with what
 * they mean, from the lesson's file: a number (or an option's), then what is said to it. */
GPtrArray *gs_lesson_player_get_solution (GsLessonPlayer *player);
GPtrArray *gs_lesson_player_get_mistakes (GsLessonPlayer *player);
/* The one cell whose number (predict) or precedents are asked for; FALSE where there is none. */
gboolean gs_lesson_player_get_asked (GsLessonPlayer *player, NnCell *cell);
/* Paragraphs as plain text, with an empty line between. Caller frees. */
gchar *gs_lesson_paragraphs_join (GPtrArray *paragraphs);

/* ---- what is shown ---- */

/* As NnCell in the workbook's program; caller unrefs. */
GArray *gs_lesson_player_list_highlighted (GsLessonPlayer *player);
gboolean gs_lesson_player_is_hidden (GsLessonPlayer *player, const NnCell *cell);
/* Shows all of it in the view: what is pointed at, and `picked` beside it, what is hidden, to be filled in
 * and marked. */
void gs_lesson_player_show (GsLessonPlayer *player, const GArray *picked);
/* Whether the step lets this be done now (a GsLessonLock); of editing, whether it lets the cell be edited. */
gboolean gs_lesson_player_is_locked (GsLessonPlayer *player, GsLessonLock lock);
gboolean gs_lesson_player_can_edit (GsLessonPlayer *player, const NnCell *cell);

/* ---- tasks ---- */

typedef enum {
  GS_LESSON_VERDICT_NONE, /* nothing answered yet */
  GS_LESSON_VERDICT_RIGHT,
  GS_LESSON_VERDICT_WRONG,
  GS_LESSON_VERDICT_COARSE, /* right as far as it goes: more digits, more cells */
  GS_LESSON_VERDICT_JUNK    /* no answer at all: a reason, and it costs nothing */
} GsLessonVerdict;

/* predict: a number. choose: the option's number. precedents: cells, with spaces between. fill: “CELL =
 * NUMBER”, or a number for the first empty blank. Of set, step-to and reach the sheet is looked at, as by
 * _check(). */
GsLessonVerdict gs_lesson_player_answer (GsLessonPlayer *player, const gchar *text);
/* Looks at the sheet, or marks the blanks, and says what is still missing. */
GsLessonVerdict gs_lesson_player_check (GsLessonPlayer *player);
GsLessonVerdict gs_lesson_player_get_verdict (GsLessonPlayer *player);
/* The place among the task's mistakes of the one that was recognised last, or -1. */
gint gs_lesson_player_get_mistake (GsLessonPlayer *player);
/* What was answered last, as typed; NULL if nothing. */
const gchar *gs_lesson_player_get_answer (GsLessonPlayer *player);

/* The next hint; FALSE when all have been given. */
gboolean gs_lesson_player_hint (GsLessonPlayer *player);
/* The answer with its derivation, the number of a cell that was asked for also in the sheet; the step then
 * counts as shown, not as solved by oneself. */
void gs_lesson_player_reveal (GsLessonPlayer *player);
/* Does in the sheet what the task asks for (as the check does); the text an answer in the pane would have is
 * in *answer where there is one. Caller frees. */
gboolean gs_lesson_player_carry_out (GsLessonPlayer *player, gchar **answer, GError **error);

/* What F7 would show: of a gradient, the cell it belongs to is moved. Where the gradient is asked for the
 * quotient is shown and `is_covered` says that the gradient stays covered; in a test nothing is. */
gboolean gs_lesson_player_nudge (GsLessonPlayer *player, const NnCell *cell, GsNudge *nudge, GError **error);

/* The blanks of a “fill” task, NULL otherwise; typed into directly. Its marks after _check(), NULL before and
 * after further typing. Borrowed. */
GsBlanks *gs_lesson_player_get_blanks (GsLessonPlayer *player);
GsMarking *gs_lesson_player_get_marking (GsLessonPlayer *player);
/* Why a blank has its mark, the task's own mistakes recognised; NULL before _check() and for a cell that is
 * no blank. Caller frees. */
GsMarkNote *gs_lesson_player_explain_blank (GsLessonPlayer *player, const NnCell *cell, gboolean reveal);

G_END_DECLS
