/* The language that a program speaks.
 *
 *   setlocale (LC_ALL, "");
 *   gs_language_load (GS_LOCALE_INSTALLED);     // before the first text
 *
 * A text is looked up as _("…") says, in the language of the locale; numbers are no concern of it.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Texts are translated by the catalogues below the folder `installed`; GRADSHEET_LOCALE_DIR names another
 * one, for trying translations that are not installed. */
void gs_language_load (const gchar *installed);

G_END_DECLS
