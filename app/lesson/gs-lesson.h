/* Lessons: what a lesson's file says, checked and ready to be played (gs-lesson-player.h).
 *
 *   g_autoptr(GsLesson) lesson = gs_lesson_load ("lessons/08-chain-rule.json", NULL, &error);
 *   for (guint i = 0; i < lesson->steps->len; i++)
 *     const GsLessonStep *step = gs_lesson_get_step (lesson, i);
 *
 * docs/LESSONS.md specifies the format. Reading refuses, with the file, the step and the field, what is no
 * lesson: unknown keys, wrong types, formulas that do not parse, networks that do not exist, a later
 * version. Whether each cell exists and each task can be solved takes playing: gs-lesson-check.h.
 *
 * All structures are the lesson's own; read only.
 */
#pragma once

#include "app/document/gs-document.h"
#include "app/workbook/gs-workbook.h"
#include "gs-lesson-text.h"
#include "gs-lesson-translation.h"

G_BEGIN_DECLS

#define GS_LESSON_VERSION   1
#define GS_LESSON_MAX_STEPS 200
#define GS_LESSON_MAX_WORDS 90
#define GS_LESSON_MAX_TRAIN 100000
/* Of 100: with so many a test is passed. */
#define GS_LESSON_PASS_SCORE 80

/* ---- what the sheet shows ---- */

typedef enum {
  GS_LESSON_PANEL_FORMULA,
  GS_LESSON_PANEL_OPERATION,
  GS_LESSON_PANEL_TAPE,
  GS_LESSON_PANEL_TRANSPORT,
  GS_LESSON_PANEL_LOSS,
  GS_LESSON_PANEL_DATA,
  GS_LESSON_PANEL_PLOT,
  GS_LESSON_N_PANELS
} GsLessonPanel;

/* As they are called in files. */
const gchar *gs_lesson_panel_get_name (GsLessonPanel panel);

typedef enum {
  GS_LESSON_LOCK_EDIT = 1 << 0, /* but the cells of the task */
  GS_LESSON_LOCK_STEP = 1 << 1,
  GS_LESSON_LOCK_TRAIN = 1 << 2,
  GS_LESSON_LOCK_NETWORK = 1 << 3,
  GS_LESSON_LOCK_DATA = 1 << 4
} GsLessonLock;

typedef enum {
  GS_LESSON_CURSOR_KEEP,
  GS_LESSON_CURSOR_START,
  GS_LESSON_CURSOR_END,
  GS_LESSON_CURSOR_CELL,
  GS_LESSON_CURSOR_STEP
} GsLessonCursor;

typedef enum {
  GS_LESSON_PLOT_NONE,
  GS_LESSON_PLOT_ACTIVATION,
  GS_LESSON_PLOT_LOSS,
  GS_LESSON_PLOT_LINE,
  GS_LESSON_PLOT_DESCENT,
  GS_LESSON_PLOT_BARS,
  GS_LESSON_PLOT_PICTURE,
  GS_LESSON_PLOT_PLANE
} GsLessonPlotKind;

typedef struct {
  GsLessonPlotKind kind;
  gint function; /* ACTIVATION: an NnActivation; LOSS: an NnLossKind */
  GsExpression *at, *target;
  gchar *weight, *bias; /* LINE; of DESCENT the cell is in `weight` */
  gchar **cells;        /* BARS, PICTURE, PLANE: blocks and ranges; of PLANE before and after. Never NULL */
  gdouble from, to;
} GsLessonPlotSpec;

/* A cell and what it is set to. */
typedef struct {
  gchar *cell;
  GsExpression *value;
} GsLessonSetting;

typedef struct {
  gchar *network;  /* NULL: the sheet goes on; else a ready-made network's name or its own below */
  gchar *document; /* of an inline network: the text of a document */
  GPtrArray *set;  /* GsLessonSetting */
  guint32 train;   /* passes */
  GsLessonCursor cursor;
  gchar *cursor_cell;
  gint cursor_step;
  gboolean fit;
  gchar **zoom;                    /* blocks to be in view; NULL: as it is */
  gint panels[GS_LESSON_N_PANELS]; /* 1 shown, 0 hidden, -1 as the learner has it; carried over already */
  guint lock;                      /* GsLessonLock */
  gchar **highlight, **hide;       /* cells and blocks; never NULL */
  gchar *select;                   /* or NULL */
  gint step_size;                  /* a GsStep, or -1 */
  GsLessonPlotSpec plot;
} GsLessonShow;

/* ---- tasks ---- */

typedef enum {
  GS_LESSON_TASK_SET,
  GS_LESSON_TASK_PREDICT,
  GS_LESSON_TASK_CHOOSE,
  GS_LESSON_TASK_STEP_TO,
  GS_LESSON_TASK_REACH,
  GS_LESSON_TASK_FILL,
  GS_LESSON_TASK_PRECEDENTS
} GsLessonTaskKind;

typedef struct {
  gchar *name; /* or NULL */
  GsExpression *when;
  gchar **cells; /* for precedents, in place of `when` */
  gboolean missing;
  GsLessonText *say;
} GsLessonMistake;

typedef struct {
  GsLessonText *text, *say; /* `say` may be NULL */
  gboolean right;
} GsLessonOption;

/* A move on the way to a condition: cells set, or passes trained. */
typedef struct {
  GPtrArray *set; /* GsLessonSetting, or NULL */
  guint32 train;
} GsLessonMove;

typedef struct {
  GsLessonTaskKind kind;
  GsLessonText *prompt, *right, *derivation; /* all but the first may be NULL */
  GsLessonText *not_yet;                     /* while the condition does not hold, or NULL */
  GPtrArray *hints;                          /* GsLessonText */
  GPtrArray *mistakes;                       /* GsLessonMistake */
  gint digits;
  gchar **cells;           /* SET, FILL: several; PREDICT, STEP_TO, PRECEDENTS: one or none */
  GPtrArray *values;       /* GsExpression: SET: wanted (or a way to the condition); PREDICT: one or none */
  GsExpression *condition; /* SET, REACH */
  GPtrArray *options;      /* GsLessonOption: CHOOSE */
  gboolean exactly;        /* STEP_TO */
  gint pass;               /* STEP_TO; 0: any */
  gint updates;            /* REACH: at most; -1: any */
  GPtrArray *answer;       /* GsLessonMove: REACH */
  GPtrArray *accept, *refuse; /* GsLessonMove: states that pass, and do not; for the check */
  gboolean seeded;            /* FILL */
  gboolean test;              /* FILL: nothing is told unless a hint is taken, and a score is kept */
} GsLessonTask;

/* ---- lessons ---- */

typedef struct {
  gchar *id, *title;       /* the title may be NULL */
  GPtrArray *text, *notes; /* GsLessonText: paragraphs */
  GsLessonShow show;
  GsLessonTask *task; /* or NULL */
} GsLessonStep;

typedef struct {
  gchar *path, *id, *title, *summary, *level, *language;
  gint minutes, digits;
  gboolean captions; /* blocks say above them how they are computed */
  gchar **needs;
  GPtrArray *steps; /* GsLessonStep */
} GsLesson;

/* `languages`: NULL for the original; else texts come from the translation beside the file where there is one
 * (gs-lesson-translation.h); one that cannot be read is an error. Errors are GS_DOCUMENT_ERROR. */
GsLesson *gs_lesson_load (const gchar *path, const gchar *languages, GError **error);
/* `name` is the path for messages and for finding ready-made networks; `translation` may be NULL. */
GsLesson *gs_lesson_load_bytes (const gchar *text,
                                gsize length,
                                const gchar *name,
                                const GsLessonTranslation *translation,
                                GError **error);
void gs_lesson_free (GsLesson *lesson);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLesson, gs_lesson_free)

const GsLessonStep *gs_lesson_get_step (const GsLesson *lesson, guint number);
/* The place of the step, or -1. */
gint gs_lesson_find_step (const GsLesson *lesson, const gchar *id);

/* A fresh document with a step's network; NULL with an error if the step has none of its own or it cannot be
 * read. */
GsDocument *gs_lesson_open_network (const GsLesson *lesson, const GsLessonStep *step, GError **error);

G_END_DECLS
