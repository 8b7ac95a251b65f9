/* Work: what a learner has done in a lesson, as a file to be handed in.
 *
 *   g_autoptr(GsWork) work = gs_work_new (player, "Ada");     // follows the player from now on
 *   gs_work_save (work, "ada.json", &error);                  // at any time, at the end or before
 *   g_autoptr(GsWork) theirs = gs_work_load ("ada.json", &error);
 *   if (gs_work_is_edited (theirs)) ...                       // somebody has changed the file by hand
 *
 * For each step there are the seed of its numbers, what was typed, tries, hints and seconds. The checksum is
 * no lock: it tells what was written by this program from what was changed afterwards. docs/LESSONS.md says
 * what stands in the file; gs-grade.h marks it.
 */
#pragma once

#include "gs-lesson-player.h"

G_BEGIN_DECLS

typedef struct {
  gchar *id;         /* of the step */
  gchar *answer;     /* as typed last, or NULL */
  GHashTable *cells; /* names of cells to what was typed into them; empty where none are blank */
  guint64 seed;      /* of the step's numbers, where they are drawn */
  GsLessonDone done;
  gdouble seconds; /* on this step */
} GsWorkStep;

typedef struct _GsWork GsWork;

/* Nothing done yet. `learner` may be NULL. The player may go before the work does. */
GsWork *gs_work_new (GsLessonPlayer *player, const gchar *learner);
void gs_work_free (GsWork *work);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsWork, gs_work_free)

const gchar *gs_work_get_lesson (const GsWork *work);  /* its id */
const gchar *gs_work_get_learner (const GsWork *work); /* NULL if nobody is named */
void gs_work_set_learner (GsWork *work, const gchar *learner);
gdouble gs_work_get_seconds (const GsWork *work);
/* NULL if nobody has been at it. */
const GsWorkStep *gs_work_find_step (const GsWork *work, const gchar *id);

/* Saves it there whenever something has been done, so that nothing is lost by leaving early. What fails is
 * said by gs_work_save() in the end. */
void gs_work_keep (GsWork *work, const gchar *path);
gboolean gs_work_save (GsWork *work, const gchar *path, GError **error);
/* GS_DOCUMENT_ERROR with file, place and cure: cut short, another format, a newer version. */
GsWork *gs_work_load (const gchar *path, GError **error);
GsWork *gs_work_load_bytes (const gchar *text, gsize length, const gchar *name, GError **error);
/* Whether what was loaded is not what was saved. */
gboolean gs_work_is_edited (const GsWork *work);

G_END_DECLS
