/* Options of commands that choose an optimiser: which one, and one option for each of its fields.
 *
 *   static GsOptimizerOptions how;
 *   static const GOptionEntry entries[] = { GS_OPTIMIZER_OPTION_ENTRIES ... };
 *   gs_optimizer_options_apply (&how, &network->optimizer, &error);   // a network being made
 *   gs_optimizer_options_set (&how, book, &error);                    // a workbook, its cells too
 *
 * What an optimiser does not have, or its schedule does not use, is refused: it would be lost without a word.
 */
#pragma once

#include "gs-command.h"

G_BEGIN_DECLS

#define GS_OPTIMIZER_NOTHING(...)

typedef enum {
#define GS_OPTIMIZER_OPTION_ENUM(member, ...) GS_OPTIMIZER_OPTION_##member,
  NN_OPTIMIZER_FIELD_TABLE (GS_OPTIMIZER_OPTION_ENUM, GS_OPTIMIZER_NOTHING)
#undef GS_OPTIMIZER_OPTION_ENUM
      GS_N_OPTIMIZER_OPTIONS
} GsOptimizerOption;

/* Texts as they were typed; NULL: not said. */
typedef struct {
  gchar *kind;
  gchar *fields[GS_N_OPTIMIZER_OPTIONS];
} GsOptimizerOptions;

/* clang-format off */
#define GS_OPTIMIZER_ARGUMENT_NUMBER   "NUMBER"
#define GS_OPTIMIZER_ARGUMENT_OPTIONAL "NUMBER"
#define GS_OPTIMIZER_ARGUMENT_CHOICE   "WORD"
#define GS_OPTIMIZER_ENTRY(options, member, type, name, doc)                                                 \
  { name, 0, 0, G_OPTION_ARG_STRING, &(options).fields[GS_OPTIMIZER_OPTION_##member], doc,                   \
    GS_OPTIMIZER_ARGUMENT_##type },
/* The options' struct must be called `how`. */
#define GS_OPTIMIZER_HOW_ENTRY(member, ctype, type, name, kinds, otherwise, range, spec, label, shown, doc)  \
  GS_OPTIMIZER_ENTRY (how, member, type, name, doc)
#define GS_OPTIMIZER_OPTION_ENTRIES                                                                          \
  { "optimizer", 0, 0, G_OPTION_ARG_STRING, &how.kind,                                                       \
    "sgd, momentum, nesterov, rmsprop, adagrad, adam, adamw", "NAME" },                                      \
  NN_OPTIMIZER_FIELD_TABLE (GS_OPTIMIZER_HOW_ENTRY, GS_OPTIMIZER_NOTHING)
/* clang-format on */

/* Changes the optimiser as the options say; another kind begins from its defaults. */
gboolean
gs_optimizer_options_apply (const GsOptimizerOptions *options, NnOptimizer *optimizer, GError **error);
/* The same for a document: its network where need be, and the cells that hold the numbers now. */
gboolean gs_optimizer_options_set (const GsOptimizerOptions *options, GsWorkbook *book, GError **error);

G_END_DECLS
