/* What the fuzzers share. Each target is a file fuzz-NAME.c, has beginnings in corpus/NAME, and says at its
 * head what it holds true of every input. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A critical message is a finding, a warning none: undo, for one, says so that it could not. */
void fuzz_begin (void);

/* That there is a result or an error, not both, and that the error can be shown: it is text, whole characters
 * of it. */
void fuzz_check (gboolean good, const GError *error);

/* The bytes as text, as every reader of what people type gets it. Caller frees. */
gchar *fuzz_to_text (const guint8 *data, gsize size);

G_END_DECLS
