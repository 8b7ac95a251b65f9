/* Training from the window: asking how long, telling the end, and what closing means meanwhile. */
#include <glib/gi18n-lib.h>

#include "app/workbook/gs-trainer.h"
#include "gs-dialogs.h"
#include "gs-job.h"
#include "gs-window-private.h"

#define MAX_PASSES 1000000000

static GsTrainer *
get_trainer (GsWindow *self)
{
  return gs_workbook_get_trainer (gs_view_get_workbook (self->view));
}

static gboolean
check_passes (const gchar *text, GError **error)
{
  guint64 passes;

  if (g_ascii_string_to_unsigned (text, 10, 1, MAX_PASSES, &passes, NULL))
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, _ ("Type a whole number from 1 to %d."),
               MAX_PASSES);
  return FALSE;
}

/* Told in the window that has asked for it. */
static void
on_trainer_changed (GsTrainer *trainer, GsWindow *self)
{
  g_autofree gchar *text = NULL;

  if (!gs_trainer_has_ended (trainer))
    return;
  g_signal_handlers_disconnect_by_data (trainer, self);
  text = gs_trainer_describe_end (trainer);
  gs_window_tell (self, text);
}

static void
on_train_line (const gchar *text, gpointer user_data)
{
  GsWindow *self = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) breakpoints = gs_view_list_breakpoints (self->view);
  GsTrainerPlan plan = { .breakpoints = (const gchar *const *) breakpoints };
  GsTrainer *trainer;
  guint64 passes;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 1, MAX_PASSES, &passes, NULL))
    return;
  plan.passes = (guint32) passes;
  trainer = gs_trainer_start (gs_view_get_workbook (self->view), &plan, &error);
  if (trainer == NULL) {
    gs_window_tell (self, error->message);
    return;
  }
  gs_window_tell (self, NULL);
  g_signal_connect_object (trainer, "changed", G_CALLBACK (on_trainer_changed), self, 0);
}

static void
on_train (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (!gs_workbook_settle (gs_view_get_workbook (GS_WINDOW (user_data)->view), NULL))
    return;
  if (get_trainer (user_data) != NULL)
    gs_window_tell (user_data, _ ("This network is being trained already. Stop that first (Ctrl+Shift+T), or "
                                  "wait until it ends."));
  else
    gs_dialogs_ask_line (user_data, _ ("Train"), _ ("How many passes? One pass is one batch and one update."),
                         "100", _ ("_Train"), check_passes, on_train_line, user_data);
}

static void
on_stop (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  if (get_trainer (user_data) != NULL)
    gs_trainer_stop (get_trainer (user_data));
}

void
gs_window_add_train_actions (GsWindow *self)
{
  static const GActionEntry entries[] = {
    { .name = "train", .activate = on_train },
    { .name = "stop-training", .activate = on_stop },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
}

/* ---- closing ---- */

/* Other windows on the document go on showing it, and training it. */
static gboolean
is_last_of_its_document (GsWindow *self)
{
  GsWorkbook *book = gs_view_get_workbook (self->view);
  const GList *windows = gtk_application_get_windows (gtk_window_get_application (GTK_WINDOW (self)));

  for (const GList *link = windows; link != NULL; link = link->next)
    if (link->data != self && GS_IS_WINDOW (link->data)
        && gs_view_get_workbook (GS_WINDOW (link->data)->view) == book)
      return FALSE;
  return TRUE;
}

static void
on_close_answered (gint button, gpointer user_data)
{
  if (button != 1)
    return;
  on_stop (NULL, NULL, user_data);
  /* What is done is not saved, and is asked about as always. */
  gtk_window_close (user_data);
}

static void
on_close_job_answered (gint button, gpointer user_data)
{
  if (button != 1)
    return;
  gs_job_stop (gs_window_get_work (user_data));
  gtk_window_close (user_data);
}

static gboolean
ask_about_job (GsWindow *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Stop and close"), NULL };
  const gchar *what = gs_job_find (gs_window_get_work (self));
  g_autofree gchar *text = NULL;

  if (what == NULL)
    return FALSE;
  text =
      g_strdup_printf (_ ("%s is still going on. If the window is closed now, nothing comes of it."), what);
  gs_dialogs_ask (GTK_WINDOW (self), _ ("Stop it?"), text, buttons, on_close_job_answered, self);
  return TRUE;
}

gboolean
gs_window_ask_about_work (GsWindow *self)
{
  static const gchar *const buttons[] = { N_ ("_Cancel"), N_ ("_Stop training and close"), NULL };

  if (get_trainer (self) == NULL || !is_last_of_its_document (self))
    return ask_about_job (self);
  gs_dialogs_ask (
      GTK_WINDOW (self), _ ("Stop training?"),
      _ ("This network is being trained. The passes that are done are kept; the rest is not done."), buttons,
      on_close_answered, self);
  return TRUE;
}
