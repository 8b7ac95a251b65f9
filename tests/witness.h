/* Who remembers an object without holding it: to see that it goes. */
#pragma once

#include <glib-object.h>

typedef struct {
  GWeakRef object;
  gchar *name;   /* of its class */
  guint n_looks; /* for who looks again and again */
} Witness;

static inline Witness *
witness_new (gpointer object)
{
  Witness *witness = g_new0 (Witness, 1);

  g_weak_ref_init (&witness->object, object);
  witness->name = g_strdup (G_OBJECT_TYPE_NAME (object));
  return witness;
}

static inline void
witness_free (gpointer data)
{
  Witness *witness = data;

  g_weak_ref_clear (&witness->object);
  g_free (witness->name);
  g_free (witness);
}
