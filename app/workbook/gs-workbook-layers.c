/* Another network in a workbook. */
#include "gs-workbook-layers.h"

#include <glib/gi18n-lib.h>

#include "app/network/gs-blueprint.h"
#include "app/network/gs-spec.h"

static GsDataset *
make_no_rows (const NnNetwork *network, GError **error)
{
  NnShape target;

  return nn_network_get_target_shape (network, &target, error)
             ? gs_dataset_new_empty (&network->input, &target)
             : NULL;
}

gboolean
gs_workbook_check_line (const gchar *line, GError **error)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  NnShape target;

  return gs_spec_parse (line, network, error) && nn_network_get_target_shape (network, &target, error);
}

GsWorkbook *
gs_workbook_new_from_network (NnNetwork *network, gint batch_size, GError **error)
{
  g_autoptr (NnNetwork) taken = network;
  g_autoptr (GsDataset) none = make_no_rows (network, error), data = NULL;
  GsDocument *document;

  if (none == NULL)
    return NULL;
  data = batch_size > 0 ? gs_dataset_with_batch_size (none, batch_size) : gs_dataset_ref (none);
  document = gs_document_new (g_steal_pointer (&taken), data, 1, error);
  return document != NULL ? gs_workbook_new (document, error) : NULL;
}

GsWorkbook *
gs_workbook_new_from_line (const gchar *line, GError **error)
{
  g_autoptr (GsBlueprint) blueprint = gs_blueprint_new_from_line (line);
  NnNetwork *network = gs_blueprint_build (blueprint, error);

  return network != NULL ? gs_workbook_new_from_network (network, 0, error) : NULL;
}

gboolean
gs_workbook_rows_fit (GsWorkbook *book, const NnNetwork *network)
{
  GsDataset *data = gs_workbook_get_data (book);
  NnShape target;

  return nn_network_get_target_shape (network, &target, NULL)
         && nn_shape_equal (&network->input, gs_dataset_get_input_shape (data))
         && nn_shape_equal (&target, gs_dataset_get_target_shape (data));
}

gboolean
gs_workbook_set_layers (GsWorkbook *book, NnNetwork *network, GError **error)
{
  g_autoptr (NnNetwork) taken = network;
  g_autoptr (GsDataset) data = gs_workbook_rows_fit (book, network)
                                   ? gs_dataset_ref (gs_workbook_get_data (book))
                                   : make_no_rows (network, error);

  return data != NULL
         && gs_workbook_set_network (book, g_steal_pointer (&taken), data, _ ("Change the layers"), error);
}

gboolean
gs_workbook_set_line (GsWorkbook *book, const gchar *line, GError **error)
{
  g_autoptr (NnNetwork) network = nn_network_copy (gs_workbook_get_network (book));

  return gs_spec_parse (line, network, error)
         && gs_workbook_set_layers (book, g_steal_pointer (&network), error);
}
