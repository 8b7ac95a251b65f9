/* A network being built: its layers as parts of a line, each looked at by itself, so that what does not fit
 * is said at its place. The loss goes with the output (shares of classes: cross-entropy; a chance: its binary
 * kind; numbers: squared error) until another one is chosen.
 *
 *   g_autoptr(GsBlueprint) blueprint = gs_blueprint_new (network);
 *   gs_blueprint_insert (blueprint, 2, "dense 8 tanh");
 *   g_autoptr(GArray) parts = gs_blueprint_check (blueprint);     // GsBlueprintPart
 *   NnNetwork *built = gs_blueprint_build (blueprint, &error);
 *
 * The first part is the input. The words are those of gs-spec.h.
 */
#pragma once

#include "nn/nn-network.h"

G_BEGIN_DECLS

typedef struct _GsBlueprint GsBlueprint;

typedef struct {
  gchar *shape;       /* behind it, "8" or "16×12×12"; NULL if it is not known */
  gsize n_parameters; /* its own */
  gchar *problem;     /* why it does not fit, or NULL */
} GsBlueprintPart;

/* The loss goes on with the output where it is the one that suits it. */
GsBlueprint *gs_blueprint_new (const NnNetwork *network);
/* A network to be, of which nothing is chosen yet: the optimiser goes with the layers, too. Plain steps,
 * which can be followed by hand; adam, where they would be slow: for classes and for pictures. */
GsBlueprint *gs_blueprint_new_from_line (const gchar *line);
void gs_blueprint_free (GsBlueprint *blueprint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GsBlueprint, gs_blueprint_free)

guint gs_blueprint_get_n (const GsBlueprint *blueprint);
const gchar *gs_blueprint_get (const GsBlueprint *blueprint, guint part);
void gs_blueprint_set (GsBlueprint *blueprint, guint part, const gchar *text);
/* Before `part`, which is not 0: the input stays first. */
void gs_blueprint_insert (GsBlueprint *blueprint, guint part, const gchar *text);
/* Behind the last. What takes in a second layer takes in the last but one, which gets a name where it has
 * none. */
void gs_blueprint_append (GsBlueprint *blueprint, const gchar *text);
/* What can be added, as it is written; NULL-terminated. */
const gchar *const *gs_blueprint_list_templates (void);
void gs_blueprint_remove (GsBlueprint *blueprint, guint part);
/* Up (-1) or down (1) among the layers; FALSE at the end. */
gboolean gs_blueprint_move (GsBlueprint *blueprint, guint part, gint by);

/* All parts as one line; caller frees. Setting takes a line apart again. */
gchar *gs_blueprint_get_line (const GsBlueprint *blueprint);
void gs_blueprint_set_line (GsBlueprint *blueprint, const gchar *line);

/* The loss that suits the output of a network with layers. */
NnLossKind gs_blueprint_find_loss (const NnNetwork *network);
/* The same of the line; FALSE while it is no network. */
gboolean gs_blueprint_propose_loss (const GsBlueprint *blueprint, NnLossKind *loss);
NnLossKind gs_blueprint_get_loss (const GsBlueprint *blueprint);
/* Chosen: it stays, unless it is the one that suits. */
void gs_blueprint_set_loss (GsBlueprint *blueprint, NnLossKind loss);
NnOptimizerKind gs_blueprint_get_optimizer (const GsBlueprint *blueprint);
/* Another optimiser comes with its own defaults. */
void gs_blueprint_set_optimizer (GsBlueprint *blueprint, NnOptimizerKind kind);
/* A field of the optimiser (nn-optimizer.h) as text, "" for none; caller frees. Setting is refused with what
 * it may be: NN_ERROR_VALUE. */
/* Whether the optimiser's field says anything now: those of a schedule do only where it is the one. */
gboolean gs_blueprint_uses_field (const GsBlueprint *blueprint, const NnField *field);
gchar *gs_blueprint_get_field (const GsBlueprint *blueprint, const NnField *field);
gboolean
gs_blueprint_set_field (GsBlueprint *blueprint, const NnField *field, const gchar *text, GError **error);

/* The name of the part's layer, so that others can read it; one without a name gets one. NULL if the part
 * does not read. Borrowed until the part changes. */
const gchar *gs_blueprint_name_part (GsBlueprint *blueprint, guint part);

/* Elements GsBlueprintPart, one for each part; behind one that does not fit, shapes are not known. Caller
 * unrefs. */
GArray *gs_blueprint_check (const GsBlueprint *blueprint);

/* The network, with everything else as in the one it began with; NULL with an error if something does not
 * fit. */
NnNetwork *gs_blueprint_build (const GsBlueprint *blueprint, GError **error);

G_END_DECLS
