/* Exercises: which numbers of one pass a learner computes on paper, and what is given for it.
 *
 *   g_autoptr(GsExercise) exercise = gs_exercise_new (document, "z1..a2, dW1", 4, &error);   // takes
 * `document` g_autoptr(GPtrArray) exercises = gs_exercise_list_of_lesson (path, languages, seed, &error);
 *
 * Given is whatever the asked cells are computed from directly and is not asked itself: an exercise on the
 * backward pass alone has the activations among its given numbers.
 */
#pragma once

#include "app/lesson/gs-lesson.h"
#include "app/practice/gs-blanks.h"

G_BEGIN_DECLS

/* Nobody fills in more by hand. */
#define GS_EXERCISE_MAX_CELLS 400

typedef struct {
  GsWorkbook *book;
  GsBlanks *blanks; /* what is asked */
  gchar *title;     /* of the network, or of the step; or NULL */
} GsExercise;

/* Takes the document. `cells` as gs_blanks_add_text() has them; NULL: every computed cell of the pass that
 * the document stands in. The errors are those of the blanks, NN_ERROR_SIZE for more than fits on paper, and
 * NN_ERROR_VALUE for a document without rows. */
GsExercise *gs_exercise_new (GsDocument *document, const gchar *cells, gint digits, GError **error);
void gs_exercise_free (GsExercise *exercise);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsExercise, gs_exercise_free)

/* The same exercises `n` times with other numbers each, drawn from the seed (gs-variant.h). Elements
 * GPtrArray of GsExercise; caller unrefs. NN_ERROR_VALUE where no friendly numbers are found. */
GPtrArray *gs_exercise_vary (const GPtrArray *exercises, guint n, guint64 seed, GError **error);

/* What a lesson lets one compute: its tasks to fill in or to predict a cell, with the numbers of their steps;
 * tasks on the same numbers are one exercise. Elements GsExercise, at least one; NN_ERROR_VALUE if there is
 * none. `languages` are those of its words (gs-lesson-translation.h), NULL for the original; `seed` is that
 * of steps whose numbers are drawn. */
GPtrArray *
gs_exercise_list_of_lesson (const gchar *path, const gchar *languages, guint64 seed, GError **error);

/* The tensor's cells are asked: all, some, or none. */
typedef enum { GS_ASKED_NONE, GS_ASKED_SOME, GS_ASKED_ALL } GsAsked;
GsAsked gs_exercise_asks (const GsExercise *exercise, gint tensor);
gboolean gs_exercise_asks_cell (const GsExercise *exercise, const NnCell *cell);
/* Tensors, gint in program order, that an asked one is computed from and that are not asked wholly. Caller
 * unrefs. */
GArray *gs_exercise_list_given (const GsExercise *exercise);
/* Cells of the tensor, NnCell, that asked ones are computed from directly, some more than once. Caller
 * unrefs. */
GArray *gs_exercise_list_read (const GsExercise *exercise, gint tensor);
/* The exact number of any cell. */
gdouble gs_exercise_get_value (const GsExercise *exercise, const NnCell *cell);

G_END_DECLS
