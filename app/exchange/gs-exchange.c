/* The table of formats that a network can be handed over in. */
#include "gs-exchange.h"

#include <glib/gi18n-lib.h>

#include "gs-xlsx.h"

static gboolean
write_xlsx (GsWorkbook *book, GsExchangeOptions *options, const gchar *path, GError **error)
{
  g_autoptr (GPtrArray) frames = gs_record_take (book, &options->record, error);

  return frames != NULL
         && gs_xlsx_write (gs_workbook_get_network (book), frames, options->record.first_layer, path, error);
}

static const GsExchange formats[] = {
  { "xlsx", ".xlsx", N_ ("Live workbook"), write_xlsx },
};

const GsExchange *
gs_exchange_get (guint position)
{
  return position < G_N_ELEMENTS (formats) ? &formats[position] : NULL;
}

const GsExchange *
gs_exchange_find (const gchar *path, const gchar *name)
{
  g_autofree gchar *folded = g_ascii_strdown (path, -1);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (folded, formats[i].ending) && (name == NULL || g_str_equal (name, formats[i].name)))
      return &formats[i];
  return NULL;
}

gboolean
gs_exchange_write (const GsExchange *format,
                   GsDocument *document,
                   GsExchangeOptions *options,
                   const gchar *path,
                   GError **error)
{
  g_autoptr (GsWorkbook) book = gs_workbook_new (document, error);

  return book != NULL && format->hand_over (book, options, path, error);
}
