/* The list of the selected cell's terms, a page of them at a time; hidden where there is none. The term under
 * the pointer has its cell lit in the sheet. */
#pragma once

#include <gtk/gtk.h>

#include "app/view/gs-view.h"

G_BEGIN_DECLS

#define GS_TYPE_TERMS_VIEW (gs_terms_view_get_type ())
G_DECLARE_FINAL_TYPE (GsTermsView, gs_terms_view, GS, TERMS_VIEW, GtkWidget)

GtkWidget *gs_terms_view_new (GsView *view);

G_END_DECLS
