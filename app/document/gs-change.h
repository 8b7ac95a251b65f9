/* Single cells changed by hand: what edits and regimes are made of. */
#pragma once

#include "app/data/gs-dataset.h"

G_BEGIN_DECLS

typedef struct {
  gchar *tensor;
  gsize offset;
  gdouble old_value, new_value;
  gboolean old_pinned, new_pinned; /* GS_EDIT_PIN only */
} GsCellChange;

/* What is laid down by hand when a pass begins. */
typedef enum {
  GS_OVERRIDE_CELL,  /* a leaf is set */
  GS_OVERRIDE_PIN,   /* a computed cell is held from then on */
  GS_OVERRIDE_UNPIN, /* and let go */
  GS_OVERRIDE_DATA   /* these are the rows from then on */
} GsOverrideKind;

/* Kept for passes that lie ahead of the cursor, so that going back and forth returns to it; and of pins and
 * rows for passes behind it, too, so that undo finds them there. */
typedef struct {
  guint32 pass;
  GsOverrideKind kind;
  gchar *tensor; /* NULL for rows */
  gsize offset;
  gdouble value;   /* 0 for a cell let go */
  GsDataset *data; /* NULL but for rows */
} GsOverride;

GsCellChange *gs_cell_change_new (const gchar *tensor, gsize offset, gdouble old_value, gdouble new_value);
void gs_cell_change_free (GsCellChange *change);
/* The names of the tensors that changes are of: each once, sorted. Caller frees. */
gchar **gs_cell_changes_list_tensors (const GPtrArray *changes);

/* A leaf that is set. */
GsOverride *gs_override_new (guint32 pass, const gchar *tensor, gsize offset, gdouble value);
/* Held at a value, or let go. */
GsOverride *
gs_override_new_pin (guint32 pass, const gchar *tensor, gsize offset, gboolean pinned, gdouble value);
GsOverride *gs_override_new_data (guint32 pass, GsDataset *data);
GsOverride *gs_override_copy (const GsOverride *override);
void gs_override_free (GsOverride *override);

G_END_DECLS
