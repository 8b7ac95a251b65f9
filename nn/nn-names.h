/* What tensors are called, where a name alone has to tell.
 *
 * The first word of a name (up to the point) is either generated (x, W1, z2, L, lr, ...)
 * or the name a user gave to a layer: in "z1.max" the tensor is z1, in "hidden.W" it is
 * W and the layer is hidden. The gradient's d goes before the tensor: dz1.max, hidden.dW.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether a user may call a layer so: a letter, then letters, digits and _, none of the
 * generated words. NN_ERROR_NAME with the reason. */
gboolean nn_name_check (const gchar *name, GError **error);

G_END_DECLS
