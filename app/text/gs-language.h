/* The language that a program speaks.
 *
 *   setlocale (LC_ALL, "");
 *   gs_language_load ();     // before the first text
 *
 * A text is looked up as _("…") says, in the language of the locale; numbers are no concern of it.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts are translated by the catalogues of the build, which a program that is not installed has beside it,
 * or by the installed ones; GRADSHEET_LOCALE_DIR names others. */
void gs_language_load (void);

/* What those who speak it call a language ("de": "Deutsch"); the code itself of one that is not known here.
 */
const gchar *gs_language_get_own_name (const gchar *code);

G_END_DECLS
