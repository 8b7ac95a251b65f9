/* Usual mistakes, proposed for a cell from its operation's formula: a term or a factor that was left out, a
 * sign that was turned, a sum where a product belongs.
 *
 *   g_autoptr(GPtrArray) proposals = gs_lesson_propose_mistakes (book, &cell, 4);
 *   for each: const GsLessonProposal *proposal; proposal->when, proposal->say
 *
 * Each gives another number than the cell has and than those before it, to the digits asked for, so that a
 * lesson can tell them apart. Signs, misplaced points and neighbours are recognised without being proposed.
 */
#pragma once

#include "app/workbook/gs-workbook.h"

G_BEGIN_DECLS

typedef struct {
  gchar *when; /* a formula of lessons (gs-expression.h) */
  gchar *say;  /* a text of lessons */
} GsLessonProposal;

/* None for a leaf. At most GS_LESSON_MAX_PROPOSALS, in the order of the formula. Computes the cell's pass.
 * Caller unrefs. */
#define GS_LESSON_MAX_PROPOSALS 6
GPtrArray *gs_lesson_propose_mistakes (GsWorkbook *book, const NnCell *cell, gint digits);

G_END_DECLS
