/* What a network can be handed over as. A format is a row of a table: its ending, what it is, its writer.
 *
 *   const GsExchange *format = gs_exchange_find ("mazur.xlsx", NULL);
 *   GsExchangeOptions options = { .record.n_passes = 3 };
 *   gs_exchange_write (format, document, &options, "mazur.xlsx", &error);
 */
#pragma once

#include "gs-record.h"

G_BEGIN_DECLS

typedef struct {
  GsRecordOptions record;
  const gchar *tensor; /* for formats that hold one; NULL: none in particular */
} GsExchangeOptions;

/* What can be chosen about a format. */
typedef enum {
  GS_EXCHANGE_PASSES = 1 << 0,
  GS_EXCHANGE_ROWS = 1 << 1,
  GS_EXCHANGE_LAYERS = 1 << 2,
  GS_EXCHANGE_TENSOR = 1 << 3, /* must be said */
  GS_EXCHANGE_CELL = 1 << 4    /* may be said: only this one */
} GsExchangeChoices;

typedef struct {
  const gchar *name;   /* as an option picks it, where several have an ending: "torch" */
  const gchar *ending; /* ".xlsx" */
  const gchar *title;  /* a phrase, to be translated where it is shown */
  guint choices;       /* GsExchangeChoices; others are passed over */
  /* What can be said without computing; The workbook is taken apart. */
  gboolean (*check) (GsWorkbook *book, GsExchangeOptions *options, GError **error);
  gboolean (*hand_over) (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error);
} GsExchange;

/* The rows, in the order in which they are offered; NULL behind the last. */
const GsExchange *gs_exchange_get (guint position);
/* The format of a file's name, and of this name among those of the same ending (NULL: the first); NULL if
 * there is none. */
const GsExchange *gs_exchange_find (const gchar *path, const gchar *name);

/* Whether it could be written, as far as sizes, names and options say: before one is asked where it goes.
 * Takes the document. */
gboolean gs_exchange_check (const GsExchange *format,
                            GsDocument *document,
                            GsExchangeOptions *options,
                            GError **error);

/* Writes the document, which it takes, as it stands: its present pass and those that follow. */
gboolean gs_exchange_write (const GsExchange *format,
                            GsDocument *document,
                            GsExchangeOptions *options,
                            const gchar *path,
                            GError **error);

G_END_DECLS
