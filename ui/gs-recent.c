/* Documents opened or saved lately. */
#include "gs-recent.h"

void
gs_recent_add (const gchar *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree gchar *uri = g_file_get_uri (file);

  gtk_recent_manager_add_item (gtk_recent_manager_get_default (), uri);
}

GPtrArray *
gs_recent_list (guint most)
{
  GPtrArray *documents = g_ptr_array_new_with_free_func ((GDestroyNotify) gtk_recent_info_unref);
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());

  for (GList *link = items; link != NULL && documents->len < most; link = link->next)
    if (g_str_has_suffix (gtk_recent_info_get_uri (link->data), ".gradsheet")
        && gtk_recent_info_exists (link->data))
      g_ptr_array_add (documents, gtk_recent_info_ref (link->data));
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  return documents;
}
