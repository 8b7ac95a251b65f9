/* Reading what the sheet shows at a step. */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-lesson-private.h"

static const gchar *const step_sizes[] = { "term", "cell", "operation", "layer", "pass", NULL };

static void
read_cursor (GsLessonLoader *loader, const cJSON *item, GsLessonShow *show)
{
  static const gchar *const keys[] = { "step", NULL };
  GsReader *reader = &loader->reader;
  gsize mark = gs_reader_enter (reader, "cursor");

  if (cJSON_IsString (item)) {
    if (g_str_equal (item->valuestring, "start"))
      show->cursor = GS_LESSON_CURSOR_START;
    else if (g_str_equal (item->valuestring, "end"))
      show->cursor = GS_LESSON_CURSOR_END;
    else if (g_str_equal (item->valuestring, "keep"))
      show->cursor = GS_LESSON_CURSOR_KEEP;
    else {
      show->cursor = GS_LESSON_CURSOR_CELL;
      show->cursor_cell = g_strdup (item->valuestring);
    }
  } else if (gs_reader_check_object (reader, item, keys)) {
    show->cursor = GS_LESSON_CURSOR_STEP;
    if (gs_reader_need (reader, item, "step", "3") != NULL)
      show->cursor_step = (gint) gs_reader_get_integer (reader, item, "step", 0, 0, 1000000);
  }
  gs_reader_leave (reader, mark);
}

static void
read_panels (GsLessonLoader *loader, const cJSON *item, GsLessonShow *show)
{
  const gchar *keys[GS_LESSON_N_PANELS + 1] = { NULL };
  gsize mark = gs_reader_enter (&loader->reader, "panels");

  for (gint i = 0; i < GS_LESSON_N_PANELS; i++)
    keys[i] = gs_lesson_panel_get_name ((GsLessonPanel) i);
  if (gs_reader_check_object (&loader->reader, item, keys))
    for (gint i = 0; i < GS_LESSON_N_PANELS; i++)
      if (gs_reader_find (item, keys[i]) != NULL)
        show->panels[i] = gs_reader_get_boolean (&loader->reader, item, keys[i], FALSE);
  gs_reader_leave (&loader->reader, mark);
}

static void
read_lock (GsLessonLoader *loader, const cJSON *item, GsLessonShow *show)
{
  static const gchar *const words[] = { "edit", "step", "train", "network", "data" };
  GsReader *reader = &loader->reader;
  gsize mark = gs_reader_enter (reader, "lock");
  const cJSON *child;
  GsReaderItems items = { 0 };

  while ((child = gs_reader_next (reader, item, &items)) != NULL)
    show->lock |= 1u << gs_reader_to_word (reader, child, words, G_N_ELEMENTS (words));
  gs_reader_leave (reader, mark);
}

/* What each kind of plot needs beside its kind and range, with what to write for it. */
static void
read_plot_parts (GsLessonLoader *loader, const cJSON *item, GsLessonPlotSpec *plot)
{
  const gchar *activations[NN_N_ACTIVATIONS + 1] = { NULL };
  static const gchar *const losses[] = { "mse", "half-mse", "bce", NULL };
  gboolean is_curve = plot->kind == GS_LESSON_PLOT_ACTIVATION || plot->kind == GS_LESSON_PLOT_LOSS;
  GsReader *reader = &loader->reader;

  /* Softmax is no function of one number. */
  for (gint i = 0, n = 0; i < NN_N_ACTIVATIONS; i++)
    if (i != NN_ACTIVATION_SOFTMAX)
      activations[n++] = nn_activation_get_name ((NnActivation) i);
  if (is_curve) {
    const gchar *const *words = plot->kind == GS_LESSON_PLOT_ACTIVATION ? activations : losses;

    gs_reader_need (reader, item, "function", words == losses ? "\"half-mse\"" : "\"sigmoid\"");
    gs_reader_need (reader, item, "at", "\"z1[1,1]\"");
    plot->function = gs_lesson_loader_get_word (loader, item, "function", words, 0);
    plot->function =
        words == losses ? nn_loss_find (words[plot->function]) : nn_activation_find (words[plot->function]);
    plot->at = gs_lesson_loader_get_formula (loader, item, "at");
    plot->target = gs_lesson_loader_get_formula (loader, item, "target");
  } else if (plot->kind >= GS_LESSON_PLOT_BARS) {
    gs_reader_need (reader, item, "cells",
                    plot->kind == GS_LESSON_PLOT_PLANE ? "[\"x\", \"z1\"]" : "[\"p\"]");
  } else {
    const gchar *key = plot->kind == GS_LESSON_PLOT_LINE ? "weight" : "cell";

    gs_reader_need (reader, item, key, "\"W1[1,1]\"");
    plot->weight = g_strdup (gs_reader_get_string (reader, item, key, NULL));
    plot->bias = g_strdup (gs_reader_get_string (reader, item, "bias", NULL));
  }
}

static void
read_plot (GsLessonLoader *loader, const cJSON *item, GsLessonPlotSpec *plot)
{
  static const gchar *const kinds[] = { "activation", "loss",    "line",  "descent",
                                        "bars",       "picture", "plane", NULL };
  static const gchar *const keys[][7] = {
    { "kind", "function", "at", "from", "to", NULL },
    { "kind", "function", "at", "target", "from", "to", NULL },
    { "kind", "weight", "bias", "from", "to", NULL },
    { "kind", "cell", "from", "to", NULL },
    { "kind", "cells", NULL },
    { "kind", "cells", NULL },
    { "kind", "cells", "from", "to", NULL },
  };
  GsReader *reader = &loader->reader;
  gsize mark = gs_reader_enter (reader, "plot");

  if (!cJSON_IsObject (item)) {
    gs_reader_fail (reader, _ ("must be an object; write {\"kind\": \"activation\", ...}"));
  } else if (gs_reader_need (reader, item, "kind", "\"activation\"") != NULL) {
    gint kind = gs_lesson_loader_get_word (loader, item, "kind", kinds, 0);

    plot->kind = (GsLessonPlotKind) (kind + 1);
    if (gs_reader_check_object (reader, item, keys[kind]))
      read_plot_parts (loader, item, plot);
    if (plot->kind == GS_LESSON_PLOT_LOSS)
      gs_reader_need (reader, item, "target", "\"t[1,1]\"");
    plot->cells = gs_lesson_loader_get_names (loader, item, "cells");
    if (plot->kind == GS_LESSON_PLOT_PLANE && g_strv_length (plot->cells) != 2)
      gs_reader_fail (reader, _ ("needs two blocks in “cells”, the points before and after"));
    plot->from = gs_reader_get_number (reader, item, "from", -6);
    plot->to = gs_reader_get_number (reader, item, "to", 6);
    if (!(plot->from < plot->to) || !isfinite (plot->to - plot->from))
      gs_reader_fail (reader, _ ("“from” must be smaller than “to”"));
  }
  gs_reader_leave (reader, mark);
}

static void
read_zoom (GsLessonLoader *loader, const cJSON *object, GsLessonShow *show)
{
  const cJSON *item = gs_reader_find (object, "zoom");

  if (cJSON_IsString (item) && g_str_equal (item->valuestring, "fit"))
    show->fit = TRUE;
  else if (item != NULL)
    show->zoom = gs_lesson_loader_get_names (loader, object, "zoom");
  else
    show->fit = show->network != NULL;
}

void
gs_lesson_loader_read_show (GsLessonLoader *loader, const cJSON *item, GsLessonShow *show)
{
  static const gchar *const keys[] = { "network",   "set",  "train",  "cursor",    "zoom", "panels", "lock",
                                       "highlight", "hide", "select", "step-size", "plot", NULL };
  GsReader *reader = &loader->reader;
  gsize mark = gs_reader_enter (reader, "show");
  const cJSON *part;

  if (item != NULL && gs_reader_check_object (reader, item, keys)) {
    part = gs_reader_find (item, "network");
    if (part != NULL) {
      gsize inner = gs_reader_enter (reader, "network");

      gs_lesson_loader_read_network (loader, part, show);
      gs_reader_leave (reader, inner);
      show->cursor = GS_LESSON_CURSOR_START;
    }
    part = gs_reader_find (item, "cursor");
    if (part != NULL)
      read_cursor (loader, part, show);
    part = gs_reader_find (item, "panels");
    if (part != NULL)
      read_panels (loader, part, show);
    part = gs_reader_find (item, "lock");
    if (part != NULL)
      read_lock (loader, part, show);
    part = gs_reader_find (item, "plot");
    if (part != NULL)
      read_plot (loader, part, &show->plot);
    read_zoom (loader, item, show);
    show->train = (guint32) gs_reader_get_integer (reader, item, "train", 0, 1, GS_LESSON_MAX_TRAIN);
    show->step_size = gs_lesson_loader_get_word (loader, item, "step-size", step_sizes, -1);
    show->select = g_strdup (gs_reader_get_string (reader, item, "select", NULL));
  } else {
    show->step_size = -1;
    item = NULL;
  }
  show->set = gs_lesson_loader_get_settings (loader, item, "set");
  show->highlight = gs_lesson_loader_get_names (loader, item, "highlight");
  show->hide = gs_lesson_loader_get_names (loader, item, "hide");
  gs_reader_leave (reader, mark);
}
