/* Documents: everything that is saved, and how. One readable JSON file (.gradsheet);
 * docs/FORMAT.md specifies it.
 *
 *   g_autoptr(GsDocument) document = gs_document_load ("mazur.gradsheet", &error);
 *   ...
 *   gs_document_save (document, "mine.gradsheet", &error);
 *
 * Every number survives a save and load to the bit. Loading refuses trailing text,
 * duplicate keys, numbers that are not finite, shapes that do not fit, and sizes that
 * would not fit memory, each with the file, the place (as a path such as layers[2].units) and
 * the cure. Saving is atomic: written beside, flushed, renamed.
 */
#pragma once

#include "app/data/gs-dataset.h"
#include "app/text/gs-document-error.h"
#include "gs-bookmark.h"
#include "gs-edit.h"
#include "gs-epochs.h"
#include "gs-regime.h"
#include "nn/nn-network.h"
#include "nn/nn-tensor.h"

G_BEGIN_DECLS

#define GS_FORMAT_VERSION 2

typedef struct {
  NnNetwork *network;
  GsDataset *data;
  guint64 seed;
  NnState *state; /* at the start of place.pass, hand-made changes included */
  NnState
      *start; /* what it began with, in pass 1; NULL: `state` if it stands there, else drawn from the seed */
  GsCursor cursor;
  GPtrArray *pins;      /* GsCellChange with new_value; in force now */
  GPtrArray *overrides; /* GsOverride of other passes: those after cursor.pass, and for undo those before */
  GPtrArray *undo;      /* GsEdit, the oldest first */
  GPtrArray *redo;      /* GsEdit, the next to be done again last */
  GPtrArray *bookmarks; /* GsBookmark; NULL: none */
  GsEpochs *epochs;     /* that were trained through before the cursor's pass; NULL: none */

  gchar *checksum; /* of the file it was read from or written to last; NULL before */

  /* See gs_document_get_program(). */
  NnProgram *program;
  gchar *program_key;
} GsDocument;

/* A fresh document: takes `network`, refs `data`; the state is initialised from `seed`.
 * Fails if the network does not compile or the data do not fit it. */
GsDocument *gs_document_new (NnNetwork *network, GsDataset *data, guint64 seed, GError **error);
void gs_document_free (GsDocument *document);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsDocument, gs_document_free)

/* What is laid down by hand: its rows, pins and overrides. Caller unrefs. */
GsRegime *gs_document_make_regime (const GsDocument *document);

/* The program of the pass the document stands at, with gates for its own pins. Compiled when first asked
 * for, and anew only when batch or pins have changed since; forget it (g_clear_pointer) after changing the
 * network. Borrowed. */
NnProgram *gs_document_get_program (GsDocument *document, GError **error);
/* That program, where somebody has it already. Takes it. */
void gs_document_take_program (GsDocument *document, NnProgram *program);

/* Of the bytes of a file. Caller frees. */
gchar *gs_document_compute_checksum (const gchar *text, gsize length);

GsDocument *gs_document_load (const gchar *path, GError **error);
GsDocument *gs_document_load_bytes (const gchar *text, gsize length, const gchar *name, GError **error);
/* Asks of the document all that loading will ask, before anything is written: what was saved can be opened.
 * Edits that no file can hold are left out, with those before them. */
gboolean gs_document_save (GsDocument *document, const gchar *path, GError **error);
/* The text of that file, or NULL with GS_DOCUMENT_ERROR_WRITE; `name` is the file's, for the message. */
gchar *gs_document_to_file (GsDocument *document, const gchar *name, gsize *length, GError **error);
/* The text, whether it can be read or not. */
gchar *gs_document_to_text (const GsDocument *document, gsize *length);

G_END_DECLS
