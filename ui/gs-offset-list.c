/* Cells of a tensor as a model. */
#include "gs-offset-list.h"

struct _GsOffsetList {
  GObject parent_instance;

  GArray *offsets; /* gsize */
};

static void implement_list (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GsOffsetList,
                               gs_offset_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, implement_list))

static GType
get_item_type (GListModel *model)
{
  return G_TYPE_OBJECT;
}

static guint
get_n_items (GListModel *model)
{
  return GS_OFFSET_LIST (model)->offsets->len;
}

/* Who shows it asks by position: an item has nothing to say. */
static gpointer
get_item (GListModel *model, guint position)
{
  return position < get_n_items (model) ? g_object_new (G_TYPE_OBJECT, NULL) : NULL;
}

static void
implement_list (GListModelInterface *interface)
{
  interface->get_item_type = get_item_type;
  interface->get_n_items = get_n_items;
  interface->get_item = get_item;
}

static void
finalize (GObject *object)
{
  g_array_unref (GS_OFFSET_LIST (object)->offsets);
  G_OBJECT_CLASS (gs_offset_list_parent_class)->finalize (object);
}

static void
gs_offset_list_class_init (GsOffsetListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
}

static void
gs_offset_list_init (GsOffsetList *self)
{
}

GsOffsetList *
gs_offset_list_new (GArray *offsets)
{
  GsOffsetList *self = g_object_new (GS_TYPE_OFFSET_LIST, NULL);

  self->offsets = g_array_ref (offsets);
  return self;
}

gsize
gs_offset_list_get (GsOffsetList *self, guint position)
{
  g_assert (position < self->offsets->len);
  return g_array_index (self->offsets, gsize, position);
}
