/* What the files of the player share: gs-lesson-player.c holds it, -say tells, -steps sets up and moves,
 * -watch sees what is done in the sheet or typed, -mistakes knows wrong answers, -derive shows how it is
 * done; what is peculiar to a kind of task stands in gs-lesson-kind-*.c. */
#pragma once

#include "gs-lesson-player.h"
#include "gs-lesson-values.h"

G_BEGIN_DECLS

/* What is known of one step. */
typedef struct {
  GsDocument *begin; /* as it was set up, or NULL before */
  GsDocument *end;   /* as it was when solved, or NULL */
  GsLessonDone done;
  guint64 seed;        /* of its numbers, where they are drawn */
  guint n_hints;       /* given now */
  gboolean is_shown;   /* the answer, now */
  GPtrArray *feedback; /* runs, or NULL */
  GsLessonVerdict verdict;
  gint mistake;
  gchar *answer;
  GHashTable *entries; /* FILL: cells by name to what is typed into them, or NULL */
  gboolean is_marked;  /* just as they are */
} GsStepState;

struct _GsLessonPlayer {
  GObject parent_instance;

  GsLesson *lesson;
  GsView *view;
  GsWorkbook *book; /* the view's */
  GsLessonProgress *progress;
  GsStepState *states; /* one for each step */
  guint number;
  guint64 seed;
  GsLessonValues values;
  gdouble *wanted; /* SET: what the cells are to be, worked out when the step begins */
  GsCursor begin_cursor;
  gboolean away;
  gboolean is_setting_up; /* signals of the workbook are the player's own doing */
  GsBlanks *blanks;
  GsMarking *marking;
  gboolean has_left;
};

static inline GsStepState *
gs_lesson_player_get_state (GsLessonPlayer *player)
{
  return &player->states[player->number];
}

static inline const GsLessonTask *
gs_lesson_player_get_task (GsLessonPlayer *player)
{
  return gs_lesson_get_step (player->lesson, player->number)->task;
}

/* ---- gs-lesson-player-say.c ---- */

void gs_lesson_player_notify (GsLessonPlayer *player);
void gs_lesson_player_tell_moved (GsLessonPlayer *player);
/* Keeps the verdict and what is said: a text of the lesson (with the answer in it), or plain words. */
GsLessonVerdict gs_lesson_player_say (GsLessonPlayer *player,
                                      GsLessonVerdict verdict,
                                      const GsLessonText *text,
                                      const gchar *words,
                                      gdouble answer);
/* Solves the step: keeps the sheet as it is now, says what is to be said. */
GsLessonVerdict gs_lesson_player_solve (GsLessonPlayer *player, const GsLessonText *text, gdouble answer);
void gs_lesson_player_save (GsLessonPlayer *player);
/* Whether the step's question is what its cells are made of, and no hint has been paid for. */
gboolean gs_lesson_player_is_secret (GsLessonPlayer *player);
/* A paragraph of plain words. */
GPtrArray *gs_lesson_words_to_runs (const gchar *words);

/* ---- gs-lesson-player-steps.c ---- */

void gs_step_state_clear (GsStepState *state);
/* The first step that is shown. */
gboolean gs_lesson_player_start (GsLessonPlayer *player, guint number, GError **error);
/* Nobody asks for them any more. */
void gs_lesson_player_drop_blanks (GsLessonPlayer *player);
/* Goes on in time until the cell that PREDICT asks for has its number. */
void gs_lesson_player_compute_asked (GsLessonPlayer *player);

/* ---- kinds of tasks: a file for each, gs-lesson-kind-*.c, behind one table ---- */

/* NULL for what a kind does not have. */
typedef struct {
  /* What is typed into the pane; else what is done in the sheet is looked at. */
  GsLessonVerdict (*judge) (GsLessonPlayer *player, const GsLessonTask *task, const gchar *text);
  /* What has been filled in, when one asks for it. */
  GsLessonVerdict (*mark) (GsLessonPlayer *player, const GsLessonTask *task);

  /* Of what is done in the sheet: whether it is what is wanted; whether one has gone too far, of which alone
   * is told on the way; what is missing, where *passed says that a limit has been passed and the lesson's own
   * words no longer fit (caller frees); the number that it comes to. */
  gboolean (*is_done) (GsLessonPlayer *player, const GsLessonTask *task);
  gboolean (*is_past) (GsLessonPlayer *player, const GsLessonTask *task);
  gchar *(*describe) (GsLessonPlayer *player, const GsLessonTask *task, gboolean *passed);
  gdouble (*read_answer) (GsLessonPlayer *player, const GsLessonTask *task);
  gboolean edits; /* cells are changed on the way */

  /* Its own answer: as it would be typed (caller frees), typed into the blanks, done in a workbook in which
   * the step has been set up; and in words. */
  gchar *(*find_answer) (GsLessonPlayer *player, const GsLessonTask *task, GError **error);
  gboolean (*fill) (GsLessonPlayer *player, GError **error);
  gboolean (*carry_out) (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error);
  void (*derive) (GsLessonPlayer *player, const GsLessonTask *task, GPtrArray *paragraphs);
} GsLessonKind;

extern const GsLessonKind gs_lesson_kind_predict, gs_lesson_kind_choose, gs_lesson_kind_precedents,
    gs_lesson_kind_fill, gs_lesson_kind_set, gs_lesson_kind_step_to, gs_lesson_kind_reach;

const GsLessonKind *gs_lesson_kind_get (GsLessonTaskKind kind);
/* The task's own answer in a workbook in which the step has just been set up; tasks that leave no trace in
 * the sheet do nothing. */
gboolean
gs_lesson_task_carry_out (const GsLessonTask *task, GsWorkbook *book, GsLessonValues *values, GError **error);

/* ---- gs-lesson-player-mistakes.c, gs-lesson-kind-fill.c ---- */

/* The right number of PREDICT. */
gboolean gs_lesson_player_get_right (GsLessonPlayer *player, gdouble *value, GError **error);
/* Whether a mistake fits: its condition holds, or its number agrees with the answer (NaN: none). */
gboolean gs_lesson_player_is_mistake (GsLessonPlayer *player,
                                      const GsLessonMistake *mistake,
                                      gdouble answer,
                                      gint digits);
/* Whether a condition holds now. */
gboolean gs_lesson_player_holds (GsLessonPlayer *player, const GsExpression *condition);
/* The first that fits, or -1. */
gint gs_lesson_player_find_mistake (GsLessonPlayer *player, gdouble answer, gint digits);

/* What a blank would hold with this mistake, given the learner's own earlier numbers; FALSE if it belongs to
 * another cell. */
gboolean gs_lesson_player_get_blank_mistake (GsLessonPlayer *player,
                                             const GsLessonMistake *mistake,
                                             const NnCell *cell,
                                             gdouble *value);

/* ---- gs-lesson-player-watch.c ---- */

void gs_lesson_player_watch (GsLessonPlayer *player);

/* ---- gs-lesson-player-derive.c ---- */

GPtrArray *gs_lesson_player_derive (GsLessonPlayer *player);
/* For kinds of tasks: a line, which is taken; the cell's formula in symbols, in numbers, and the result; the
 * same of a formula of the lesson, and of the cell that the task names. */
void gs_lesson_derive_line (GPtrArray *paragraphs, GsLessonRunKind kind, gchar *line);
void gs_lesson_derive_cell (GsLessonPlayer *player, const NnCell *cell, gint digits, GPtrArray *paragraphs);
void gs_lesson_derive_formula (GsLessonPlayer *player,
                               const GsExpression *formula,
                               gint digits,
                               GPtrArray *paragraphs);
void gs_lesson_derive_named (GsLessonPlayer *player, const GsLessonTask *task, GPtrArray *paragraphs);

G_END_DECLS
