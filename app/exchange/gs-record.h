/* A record: passes that were gone through, from the present one on, each as the frame at its end. What
 * exports read, so that a workbook, a script and a page for the browser show the same numbers.
 *
 *   GsRecordOptions options = { .n_passes = 3 };
 *   g_autoptr (GPtrArray) frames = gs_record_take (book, &options, &error);
 *
 * Going there moves the workbook's cursor, and fewer rows replace its data: who has a window open takes a
 * copy first (gs_workbook_to_document()).
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct {
  guint n_passes;   /* 0: one */
  gint n_rows;      /* of each batch, the first ones; 0: all. The loss is then of these rows alone. */
  gint n_layers;    /* the last ones; 0: all. What comes before gives them plain numbers. */
  gint first_layer; /* filled in: the layers shown begin with this one, from 0 */
} GsRecordOptions;

/* GsFrame, one a pass, each complete. NN_ERROR_VALUE without rows, for options that cannot be, and where a
 * pass makes a NaN or an infinity, with its cell. Caller unrefs. */
GPtrArray *gs_record_take (GsWorkbook *book, GsRecordOptions *options, GError **error);

/* The same frames before anything is computed: of the same programs, without the numbers. To see whether they
 * would fit where they are to go. */
GPtrArray *gs_record_foresee (GsWorkbook *book, GsRecordOptions *options, GError **error);

G_END_DECLS
