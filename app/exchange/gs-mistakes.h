/* Usual mistakes: what somebody who makes one gets in a cell, from their own earlier numbers.
 *
 *   g_autoptr (GArray) mistakes = gs_mistakes_list (marking, program, &cell);     // GsMistake
 *   gs_marking_explain (marking, &cell, TRUE, (GsMistake *) mistakes->data, mistakes->len);
 */
#pragma once

#include "app/practice/gs-marking.h"

G_BEGIN_DECLS

/* For a computed cell; sentences are static and translated. The likelier ones first. Caller unrefs. */
GArray *gs_mistakes_list (GsMarking *marking, NnProgram *program, const NnCell *cell);

G_END_DECLS
