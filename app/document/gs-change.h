/* Single cells changed by hand: what edits and regimes are made of. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gchar *tensor;
  gsize offset;
  gdouble old_value, new_value;
  gboolean old_pinned, new_pinned; /* GS_EDIT_PIN only */
} GsCellChange;

/* A hand-made change of a leaf that takes effect when pass `pass` begins; kept for passes that
 * lie ahead of the cursor, so that going back and forth returns to them. */
typedef struct {
  guint32 pass;
  gchar *tensor;
  gsize offset;
  gdouble value;
} GsOverride;

GsCellChange *gs_cell_change_new (const gchar *tensor, gsize offset, gdouble old_value, gdouble new_value);
void gs_cell_change_free (GsCellChange *change);
/* The names of the tensors that changes are of: each once, sorted. Caller frees. */
gchar **gs_cell_changes_list_tensors (const GPtrArray *changes);

GsOverride *gs_override_new (guint32 pass, const gchar *tensor, gsize offset, gdouble value);
void gs_override_free (GsOverride *override);

G_END_DECLS
