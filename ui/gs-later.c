/* What is done later: one source of the main loop at most. */
#include "gs-later.h"

static gboolean
on_time (gpointer user_data)
{
  GsLater *later = user_data;

  later->source = 0;
  later->act (later->owner);
  return G_SOURCE_REMOVE;
}

void
gs_later_when_laid_out (GsLater *later, GsLaterFunc act, gpointer owner)
{
  if (later->source > 0)
    return;
  later->act = act;
  later->owner = owner;
  later->source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_time, later, NULL);
}

void
gs_later_at_rest (GsLater *later, guint milliseconds, GsLaterFunc act, gpointer owner)
{
  gs_later_forget (later);
  later->act = act;
  later->owner = owner;
  later->source = g_timeout_add (milliseconds, on_time, later);
}

gboolean
gs_later_is_due (const GsLater *later)
{
  return later->source > 0;
}

void
gs_later_forget (GsLater *later)
{
  g_clear_handle_id (&later->source, g_source_remove);
}
