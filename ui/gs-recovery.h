/* What a program kept that ended without closing, offered to whoever starts the next one. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks once, when the first window is up. */
void gs_recovery_offer (GtkApplication *application);

G_END_DECLS
