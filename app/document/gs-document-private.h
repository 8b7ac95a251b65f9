/* What saving and loading a document share: the words of the file, and its parts. */
#pragma once

#include "app/text/gs-json.h"
#include "gs-document.h"

G_BEGIN_DECLS

/* All numbers of a file together: 512 MiB, which as base64 is less than GS_JSON_MAX_LENGTH. */
#define GS_DOCUMENT_MAX_CELLS ((gsize) 1 << 26)
/* Of these, undo and redo may have so many; the edits farthest away are not saved. */
#define GS_DOCUMENT_MAX_HISTORY (GS_DOCUMENT_MAX_CELLS / 2)
/* So that no file of a few lines keeps the machine busy for minutes. */
#define GS_DOCUMENT_MAX_LAYERS 1000
#define GS_DOCUMENT_MAX_OFFSET ((gint64) NN_MAX_CELLS - 1)

/* Keys that a network has, in a document and in an edit. NULL-terminated. */
extern const gchar *const gs_document_network_keys[];

extern const gchar *const gs_edit_kind_names[]; /* by GsEditKind; 5 of them */

/* The keys of a network, into the object that is open. */
void gs_document_write_network (GsWriter *writer, const NnNetwork *network);
/* From an object that may have other keys too; NULL after an error. */
NnNetwork *gs_document_read_network (GsReader *reader, const cJSON *object);

void gs_document_write_state (GsWriter *writer, const NnState *state);
NnState *gs_document_read_state (GsReader *reader, const cJSON *object);

/* The datasets of a file: the document's own first, then those that its edits remember, each
 * written as what differs from the one before it where that is shorter. */
typedef struct {
  GPtrArray *list;     /* GsDataset, borrowed when writing, owned when reading */
  GHashTable *numbers; /* by dataset; NULL when reading */
} GsDataTable;

/* From 1; adds it if need be. */
gint gs_data_table_find (GsDataTable *table, GsDataset *data);
/* `table` has the datasets that stand before this one. */
GsDataset *gs_document_read_data (GsReader *reader,
                                  const cJSON *object,
                                  const NnNetwork *network,
                                  const GsDataTable *table);

/* The key "names" of a dataset, if it has names; with a base, if they differ from the base's. */
void gs_document_write_names (GsWriter *writer, GsDataset *data, GsDataset *base);
/* `data` with the names that the object says in place of its own, if it says any; NULL after an error. */
GsDataset *gs_document_read_names (GsReader *reader, const cJSON *object, GsDataset *data);

/* The key "source", in place of rows, for data that have one. */
void gs_document_write_source (GsWriter *writer, GsDataset *data);
/* The rows from there, not scaled; NULL after an error. */
GsDataset *gs_document_read_source (GsReader *reader, const cJSON *object);

/* The keys "split" and "scaling" of a dataset, where it has them. */
void gs_document_write_split (GsWriter *writer, GsDataset *data);
/* `data` with what they say; batches are by size. NULL after an error. */
GsDataset *gs_document_read_split (GsReader *reader, const cJSON *object, GsDataset *data);
gboolean gs_document_same_split (GsDataset *a, GsDataset *b);

/* The key "epochs", with those before `pass`: nothing for none; NULL after an error. */
void gs_document_write_epochs (GsWriter *writer, const GsEpochs *epochs, guint32 pass);
GsEpochs *gs_document_read_epochs (GsReader *reader, const cJSON *root);

/* "2×3", or "a single number". Caller frees. */
gchar *gs_document_describe_shape (const NnShape *shape);

/* Those from `first` on. */
void gs_document_write_edits (GsWriter *writer, const GPtrArray *edits, guint first, GsDataTable *table);
GPtrArray *gs_document_read_edits (GsReader *reader, const cJSON *array, const GsDataTable *table);
/* Those of passes from `from` on. */
void
gs_document_write_overrides (GsWriter *writer, const GPtrArray *overrides, guint32 from, GsDataTable *table);
GPtrArray *gs_document_read_overrides (GsReader *reader, const cJSON *array, const GsDataTable *table);
/* How many are of passes up to that of the document's place: only undo asks for them. */
guint gs_document_count_past (const GsDocument *document);

/* ---- what a document must be, read or to be written ---- */

/* Nothing in it but empty lists, the cursor at the start of pass 1. */
GsDocument *gs_document_new_empty (void);
/* Whether network and data fit each other, and a file: NN_ERROR. Compiles if need be. */
gboolean gs_document_fits (GsDocument *document, GError **error);
/* The numbers in the rows of `data`. */
gsize gs_document_count_data (GsDataset *data);

/* Whether what the document says is so in its network: pins, state, hand-made changes, places. The reader
 * asks when the syntax is right, the writer before it writes. The error's place is that in the file. */
gboolean gs_document_check (GsReader *reader, GsDocument *document);
/* The same of undo or redo and what only they ask for, the nearest edit first: the place in the list behind
 * the first edit that cannot be, with an error; 0 if all can. */
guint gs_document_check_edits (GsReader *reader, GsDocument *document, gboolean redo);

/* Whether there is a tensor of that name, and it is computed; or else one that persists: a parameter, a
 * hyperparameter, or the optimizer's. FALSE after an error. */
gboolean
gs_document_check_tensor (GsReader *reader, NnProgram *program, const gchar *name, gboolean computed);
/* A leaf that persists, and its cell. */
void gs_document_check_leaf (GsReader *reader, NnProgram *program, const gchar *name, gsize offset);
/* Every tensor of the state (or NULL) is one of the program's, of the same shape. */
void gs_document_check_state (GsReader *reader, NnProgram *program, const NnState *state);
/* Whether rows are such as the network takes. */
void gs_document_check_rows (GsReader *reader, const NnNetwork *network, GsDataset *data);

/* A network with the pins of one pass after another: its program, and when asked for the one with a row more,
 * which tells what grows with the batch. Begins as { network }. */
typedef struct {
  const NnNetwork *network;
  gchar **pinned; /* names of the tensors with pins */
  NnProgram *program;
  NnProgram *wider; /* or NULL */
  gint n_programs;
  GsRegime *asked; /* what was asked for last */
  guint32 asked_pass;
} GsHeld;

void gs_held_clear (GsHeld *held);
/* That of the pass; NULL after an error. Borrowed, until it is asked again. */
NnProgram *gs_held_get_program (GsHeld *held, GsReader *reader, GsRegime *regime, guint32 pass);

/* Whether a pin may lie there. Tensors with a row for each sample keep pins of rows that are gone: they
 * hold nothing, but undo may bring the row back. */
gboolean gs_document_check_pin (GsReader *reader, GsHeld *held, const gchar *tensor, gsize offset);
/* Those of passes `from` to `to`, where all of them have been laid down in `regime`. */
void gs_document_check_overrides (GsReader *reader,
                                  GsHeld *held,
                                  GsRegime *regime,
                                  const GPtrArray *overrides,
                                  guint32 from,
                                  guint32 to);
gboolean gs_document_check_cursor (GsReader *reader, const GsCursor *cursor);

/* How many changes from `first` on are of cells that follow each other, held alike. */
guint gs_document_count_run (const GPtrArray *changes, guint first);
/* One number, or as many as there are cells that follow each other: a list of them. */
void gs_document_write_numbers (GsWriter *writer, const gchar *key, const gdouble *values, gsize n);
/* A tensor of one axis; that of `otherwise` if the key is missing, NULL after an error. */
NnTensor *
gs_document_read_numbers (GsReader *reader, const cJSON *object, const gchar *key, gdouble otherwise);

void gs_document_write_cursor (GsWriter *writer, const GsCursor *cursor);
void gs_document_read_cursor (GsReader *reader, const cJSON *object, GsCursor *cursor);

G_END_DECLS
