/* A lesson that is being written: its steps, texts and tasks as a document that is not finished yet.
 *
 *   g_autoptr(GsLessonDraft) draft = gs_lesson_draft_new (_ ("My lesson"));      // or _load()
 *   guint step = gs_lesson_draft_add_step (draft, 0);
 *   gs_lesson_draft_record (draft, step, book);                   // what the sheet shows now
 *   gs_lesson_draft_set_text (draft, step, "text", "A neuron multiplies and adds.");
 *   gs_lesson_draft_set_task (draft, step, cells, "Work out [[z1[1,1]]].");
 *   problems = gs_lesson_draft_check (draft, folder);              // as the reader and `lesson check` see it
 *   gs_lesson_draft_save (draft, "mine.json", &error);
 *
 * It is the file's own tree: whatever else stands in a lesson (networks, plots, hints, tasks of other kinds)
 * stays as it was and is saved again, every number to the bit. A draft need not be whole to be saved and
 * opened again; what is missing, the check says. docs/LESSONS.md has the format.
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct _GsLessonDraft GsLessonDraft;

/* A lesson without steps. */
GsLessonDraft *gs_lesson_draft_new (const gchar *title);
/* GS_DOCUMENT_ERROR with file, place and cure, if it is no JSON, no lesson or a newer one, or its steps are
 * no list of objects. */
GsLessonDraft *gs_lesson_draft_load (const gchar *path, GError **error);
/* For a thread, while the draft is written on. */
GsLessonDraft *gs_lesson_draft_copy (const GsLessonDraft *draft);
void gs_lesson_draft_free (GsLessonDraft *draft);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsLessonDraft, gs_lesson_draft_free)

/* The file's text; caller frees. */
gchar *gs_lesson_draft_to_text (const GsLessonDraft *draft, gsize *length);
gboolean gs_lesson_draft_save (const GsLessonDraft *draft, const gchar *path, GError **error);

/* Plays the lesson as it is, from a file of its own in `folder`; may run on a thread, with a copy. Sentences
 * "steps[2].task: ...", none if all is well; caller unrefs. */
GPtrArray *gs_lesson_draft_check (const GsLessonDraft *draft, const gchar *folder);

/* The same for who sees steps, not a file: "Step 2, task: ...". `step` gets its number from 1, or 0 if the
 * problem is the lesson's. Caller frees. */
gchar *gs_lesson_draft_say_problem (const gchar *problem, guint *step);

/* The lesson's; "" if there is none. Borrowed. A new lesson's id follows its title. */
const gchar *gs_lesson_draft_get_title (const GsLessonDraft *draft);
void gs_lesson_draft_set_title (GsLessonDraft *draft, const gchar *title);

/* ---- steps, counted from 0 ---- */

guint gs_lesson_draft_get_n_steps (const GsLessonDraft *draft);
/* Adds an empty step before `at`, which may be the number of steps, and gives its place. */
guint gs_lesson_draft_add_step (GsLessonDraft *draft, guint at);
void gs_lesson_draft_remove_step (GsLessonDraft *draft, guint step);
void gs_lesson_draft_move_step (GsLessonDraft *draft, guint step, guint to);
/* The step shows the network, its numbers, rows and the place in the pass as they are in the workbook now.
 * What else it says of the sheet (plots, panels) stays. */
void gs_lesson_draft_record (GsLessonDraft *draft, guint step, GsWorkbook *book);

/* A step's "title", "text" or "notes", paragraphs with an empty line between; "" if there is none. Caller
 * frees. */
gchar *gs_lesson_draft_get_text (const GsLessonDraft *draft, guint step, const gchar *key);
void gs_lesson_draft_set_text (GsLessonDraft *draft, guint step, const gchar *key, const gchar *text);

/* ---- the task of a step ---- */

/* Its kind as in files, or NULL if the step is only read. Borrowed. */
const gchar *gs_lesson_draft_get_task (const GsLessonDraft *draft, guint step);
/* The cells that it is about, with commas; "" if none. Caller frees. */
gchar *gs_lesson_draft_get_cells (const GsLessonDraft *draft, guint step);
/* One cell is to be predicted, several (NULL-terminated) are to be filled in. Its question stays, if it had
 * one; mistakes, which were another cell's, go. */
void
gs_lesson_draft_set_task (GsLessonDraft *draft, guint step, const gchar *const *cells, const gchar *prompt);
void gs_lesson_draft_remove_task (GsLessonDraft *draft, guint step);
/* "" if there is none. Caller frees. */
gchar *gs_lesson_draft_get_prompt (const GsLessonDraft *draft, guint step);
void gs_lesson_draft_set_prompt (GsLessonDraft *draft, guint step, const gchar *prompt);

guint gs_lesson_draft_get_n_mistakes (const GsLessonDraft *draft, guint step);
/* Either may be "", as in a mistake of `cells`. Borrowed. */
void gs_lesson_draft_get_mistake (const GsLessonDraft *draft,
                                  guint step,
                                  guint mistake,
                                  const gchar **when,
                                  const gchar **say);
/* One with that formula already stays as it is. */
void gs_lesson_draft_add_mistake (GsLessonDraft *draft, guint step, const gchar *when, const gchar *say);
void gs_lesson_draft_say_mistake (GsLessonDraft *draft, guint step, guint mistake, const gchar *say);
void gs_lesson_draft_remove_mistake (GsLessonDraft *draft, guint step, guint mistake);

G_END_DECLS
