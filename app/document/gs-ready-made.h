/* The ready-made networks: documents that come with the program, beside the sources or as installed, called
 * by a bare name.
 *
 *   g_autofree gchar *path = gs_ready_made_find ("xor");                        // NULL: none is called so
 *   for (const GsReadyMade *one = gs_ready_made_list (&n); n > 0; n--, one++)
 *     add_row (_ (one->title), _ (one->remark));
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* As they are offered: what they are, and what they are like in a word or two; and the title and the notes in
 * the document itself. All to be translated. */
typedef struct {
  const gchar *name, *title, *remark, *heading, *notes;
} GsReadyMade;

/* In the order in which one gets to know them. */
const GsReadyMade *gs_ready_made_list (gsize *n);

/* A document's title or notes as people read them: those of a ready-made network in their language, any other
 * (or none, NULL) as they stand. The document keeps its own. */
const gchar *gs_ready_made_translate (const gchar *text);
/* The same of a title for what is handed over: “A neural network” where there is none. */
const gchar *gs_ready_made_get_title (const gchar *heading);

/* The file of this name, with or without its ending; NULL if there is none. A path is no name, lest a
 * mistyped one be taken. Caller frees. */
gchar *gs_ready_made_find (const gchar *name);

/* The names of all files that there are, in the alphabet's order. Caller unrefs. */
GPtrArray *gs_ready_made_list_names (void);

/* The one that was probably meant by a name that is none; NULL if it is like no other. Caller frees. */
gchar *gs_ready_made_suggest (const gchar *name);

G_END_DECLS
