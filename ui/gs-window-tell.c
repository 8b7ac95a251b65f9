/* What the window says of its document: title, time, the line of messages. */
#include <glib/gi18n-lib.h>

#include "app/document/gs-ready-made.h"
#include "app/text/gs-number.h"
#include "gs-presenter.h"
#include "gs-window-private.h"

/* ---- title ---- */

gchar *
gs_window_get_title (GsWindow *self)
{
  const gchar *title =
      gs_ready_made_translate (gs_workbook_get_network (gs_view_get_workbook (self->view))->title);

  if (self->path != NULL)
    return g_path_get_basename (self->path);
  return g_strdup (title != NULL ? title : _ ("Untitled"));
}

void
gs_window_update_title (GsWindow *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  const GsSight *sight = gs_view_get_sight (self->view);
  g_autofree gchar *title = gs_window_get_title (self);
  g_autofree gchar *marked = g_strconcat (gs_workbook_is_modified (book) ? "• " : "", title, NULL);
  gchar *ending = g_str_has_suffix (marked, ".gradsheet") ? strrchr (marked, '.') : NULL;
  g_autofree gchar *subtitle = gs_sight_describe_step (sight);
  g_autofree gchar *pass = g_strdup_printf (_ ("Pass %u"), gs_frame_get_cursor (sight->frame)->pass);

  /* What every document ends in tells nothing, and there is not always room for it. */
  if (ending != NULL)
    *ending = '\0';
  gtk_label_set_text (GTK_LABEL (self->title), marked);
  gtk_widget_set_tooltip_text (self->title, title); /* where it has no room */
  gtk_label_set_text (GTK_LABEL (self->subtitle), subtitle);
  gtk_label_set_text (GTK_LABEL (self->short_subtitle), pass);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

/* ---- time ---- */

/* Beside the slider: what the pass before has done to the loss. Nothing that is asked for stands here. */
static gchar *
describe_losses (GsWindow *self)
{
  const GsSight *sight = gs_view_get_sight (self->view);
  NnCell cell = { nn_program_get_loss (sight->program), 0 };
  g_autofree gchar *now = NULL, *was = NULL;
  gdouble loss, before;

  if (gs_sight_see (sight, &cell, &loss) != GS_SEEN_NUMBER
      || !gs_frame_get_loss_before (sight->frame, &before))
    return g_strdup ("");
  now = gs_number_show (loss, 4);
  was = gs_number_show (before, 4);
  /* Translators: the loss of the pass before, and of this one. */
  return g_strdup_printf (_ ("L  %s → %s"), was, now);
}

/* The slider over time spans the passes one can go to. */
void
gs_window_update_time (GsWindow *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  guint32 pass = gs_frame_get_cursor (gs_view_get_sight (self->view)->frame)->pass;
  /* While it trains, passes are seen that the document will have only when training has ended. */
  guint32 oldest = gs_workbook_get_earliest_pass (book),
          newest = MAX (gs_workbook_get_newest_pass (book), pass);
  g_autofree gchar *losses = describe_losses (self);

  gtk_label_set_text (GTK_LABEL (self->time_loss), losses);
  /* It has its room from the first pass on: nothing moves when there is another. */
  gtk_widget_set_sensitive (self->time_box, newest > oldest);
  gtk_range_set_range (GTK_RANGE (self->time_scale), oldest, MAX (newest, oldest + 1));
  gtk_range_set_value (GTK_RANGE (self->time_scale), pass);
}

/* ---- messages ---- */

void
gs_window_tell (GsWindow *self, const gchar *text)
{
  if (text == NULL && self->tells_to_the_end && gs_message_is_shown (self->message))
    return;
  self->tells_to_the_end = FALSE;
  gs_message_set (self->message, text);
  if (self->presenter != NULL)
    gs_presenter_tell (GS_PRESENTER (self->presenter), text);
}
