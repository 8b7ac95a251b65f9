/* The errors of the core: everything a user can cause, each with a message that
 * says what happened, where, and what to do. What only the program itself can
 * get wrong is asserted instead.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define NN_ERROR (nn_error_quark ())
GQuark nn_error_quark (void);

typedef enum {
  NN_ERROR_SYNTAX,     /* a text that does not parse (formula, number, cell name) */
  NN_ERROR_SHAPE,      /* shapes that do not fit each other */
  NN_ERROR_NAME,       /* an unknown name, or a name used twice */
  NN_ERROR_VALUE,      /* a number out of its range, NaN or infinity where none may be */
  NN_ERROR_SIZE,       /* more than fits memory or the stated limits */
  NN_ERROR_NOT_FINITE, /* a computation made a NaN or an infinity */
  NN_ERROR_NO_GRADIENT /* an operation without a backward rule on the way to the loss */
} NnError;

G_END_DECLS
