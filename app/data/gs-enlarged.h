/* Pictures of 28 by 28 pixels for networks that read such, where MNIST is not at hand: made from the real
 * digits of 8 by 8 pixels, each enlarged, turned, stretched, shifted and made thicker or thinner by chance.
 * They are no MNIST: what is learned from them reads MNIST's pictures worse than its own
 * (docs/COMMAND-LINE.md says by how much).
 *
 *   text = gs_enlarged_make (digits8, length, 2000, 1, &n);     // 784 numbers from 0 to 1, then the digit
 *
 * Row r is of digit r, from the first again behind the last; it is a function of seed and row alone, the same
 * on every machine.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GS_ENLARGED_NAME     "digits28"
#define GS_ENLARGED_MAX_ROWS 20000

/* What they are, in a few words, translated. */
const gchar *gs_enlarged_get_what (void);

/* `digits`: lines of 64 whole numbers from 0 to 16 and the digit, with commas. NN_ERROR_SYNTAX if they are
 * none; NN_ERROR_VALUE for less than one row or more than GS_ENLARGED_MAX_ROWS. Caller frees. */
gchar *gs_enlarged_make (const gchar *digits, gint n_rows, guint64 seed, gsize *length, GError **error);

G_END_DECLS
