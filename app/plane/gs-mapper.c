/* Maps made on a thread, one after the other. */
#include "gs-mapper.h"

#include <string.h>

#define SIDE 100

/* A plane that is shared with the thread that asks it. */
typedef struct {
  gint n_refs;
  GsPlane *plane;  /* for who asks, one at a time */
  GsPlane *places; /* for who only wants to know where things lie */
} Shared;

struct _GsMapper {
  GObject parent_instance;

  GsView *view;
  Shared *shared;  /* NULL: no plane */
  GsDataset *data; /* whose points these are */
  GsMaps *maps;
  guint64 made_for, wanted; /* the weights' stamps */
  gboolean is_watched, is_busy;
};

G_DEFINE_FINAL_TYPE (GsMapper, gs_mapper, G_TYPE_OBJECT)

static guint changed_signal;

static Shared *
shared_ref (Shared *shared)
{
  g_atomic_int_inc (&shared->n_refs);
  return shared;
}

static void
shared_unref (Shared *shared)
{
  if (!g_atomic_int_dec_and_test (&shared->n_refs))
    return;
  gs_plane_free (shared->plane);
  gs_plane_free (shared->places);
  g_free (shared);
}

/* ---- what is asked ---- */

typedef struct {
  Shared *shared;
  NnState *weights;
  guint64 stamp;
} Order;

static void
order_free (gpointer data)
{
  Order *order = data;

  shared_unref (order->shared);
  nn_state_free (order->weights);
  g_free (order);
}

/* The weights as the frame has them. */
static NnState *
copy_weights (const GsFrame *frame)
{
  NnProgram *program = gs_frame_get_program (frame);
  NnState *weights = nn_state_new ();

  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++) {
    const NnTensorInfo *info = nn_program_get_tensor (program, tensor);
    gsize n = 0;
    const gdouble *values = nn_tensor_info_persists (info) ? gs_frame_get_values (frame, tensor, &n) : NULL;
    NnTensor *copy;

    if (values == NULL)
      continue;
    copy = nn_tensor_new (info->name, &info->shape);
    memcpy (copy->values, values, n * sizeof (gdouble));
    nn_state_put (weights, copy);
  }
  return weights;
}

static guint64
sum_up_weights (const GsFrame *frame)
{
  NnProgram *program = gs_frame_get_program (frame);
  guint64 sum = 1;

  for (gint tensor = 0; tensor < nn_program_get_n_tensors (program); tensor++)
    if (nn_tensor_info_persists (nn_program_get_tensor (program, tensor))) {
      sum = (sum ^ gs_frame_get_stamp (frame, tensor)) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      sum ^= sum >> 29;
    }
  return sum;
}

static void
ask (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;

  g_task_return_pointer (task, gs_plane_ask (order->shared->plane, order->weights, SIDE, NULL),
                         (GDestroyNotify) gs_maps_unref);
}

static void start (GsMapper *self);

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GsMapper *self = GS_MAPPER (source);
  Order *order = g_task_get_task_data (G_TASK (result));
  g_autoptr (GsMaps) maps = g_task_propagate_pointer (G_TASK (result), NULL);

  self->is_busy = FALSE;
  if (self->view == NULL)
    return;
  if (maps != NULL && order->shared == self->shared) {
    g_clear_pointer (&self->maps, gs_maps_unref);
    self->maps = g_steal_pointer (&maps);
    self->made_for = order->stamp;
    g_signal_emit (self, changed_signal, 0);
  }
  start (self);
}

/* The next one, if there is anything new. */
static void
start (GsMapper *self)
{
  g_autoptr (GTask) task = NULL;
  Order *order;

  if (self->is_busy || !self->is_watched || self->shared == NULL || self->made_for == self->wanted)
    return;
  order = g_new (Order, 1);
  *order = (Order){ shared_ref (self->shared), copy_weights (gs_view_get_sight (self->view)->frame),
                    self->wanted };
  self->is_busy = TRUE;
  task = g_task_new (self, NULL, on_asked, NULL);
  g_task_set_task_data (task, order, order_free);
  g_task_run_in_thread (task, ask);
}

/* ---- the view ---- */

static void
make_plane (GsMapper *self)
{
  const NnNetwork *network = gs_workbook_get_network (gs_view_get_workbook (self->view));
  GsPlane *plane = gs_plane_new (network, self->data);

  g_clear_pointer (&self->shared, shared_unref);
  g_clear_pointer (&self->maps, gs_maps_unref);
  self->made_for = 0;
  if (plane == NULL)
    return;
  self->shared = g_new (Shared, 1);
  *self->shared = (Shared){ 1, plane, gs_plane_new (network, self->data) };
}

static void
on_view_changed (GsMapper *self, guint change)
{
  const GsFrame *frame = gs_view_get_sight (self->view)->frame;
  GsDataset *data = gs_frame_get_data (frame);

  /* What is dealt anew for each epoch has the same points. */
  if ((change & GS_VIEW_PROGRAM) != 0 || self->data == NULL || !gs_dataset_equal (data, self->data)) {
    g_clear_pointer (&self->data, gs_dataset_unref);
    self->data = gs_dataset_ref (data);
    make_plane (self);
    g_signal_emit (self, changed_signal, 0);
  }
  if ((change & (GS_VIEW_VALUES | GS_VIEW_CURSOR | GS_VIEW_PROGRAM | GS_VIEW_LIVE)) == 0)
    return;
  self->wanted = sum_up_weights (frame);
  start (self);
}

/* ---- the object ---- */

static void
dispose (GObject *object)
{
  GsMapper *self = GS_MAPPER (object);

  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_object (&self->view);
  g_clear_pointer (&self->shared, shared_unref);
  g_clear_pointer (&self->maps, gs_maps_unref);
  g_clear_pointer (&self->data, gs_dataset_unref);
  G_OBJECT_CLASS (gs_mapper_parent_class)->dispose (object);
}

static void
gs_mapper_class_init (GsMapperClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  changed_signal =
      g_signal_new ("changed", GS_TYPE_MAPPER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gs_mapper_init (GsMapper *self)
{
}

GsMapper *
gs_mapper_new (GsView *view)
{
  GsMapper *self = g_object_new (GS_TYPE_MAPPER, NULL);

  self->view = g_object_ref (view);
  g_signal_connect_swapped (view, "changed", G_CALLBACK (on_view_changed), self);
  on_view_changed (self, GS_VIEW_PROGRAM);
  return self;
}

GsView *
gs_mapper_get_view (GsMapper *mapper)
{
  return mapper->view;
}

void
gs_mapper_set_watched (GsMapper *mapper, gboolean watched)
{
  mapper->is_watched = watched;
  start (mapper);
}

GsMaps *
gs_mapper_get_maps (GsMapper *mapper)
{
  return mapper->maps;
}

const GsPlane *
gs_mapper_get_plane (GsMapper *mapper)
{
  return mapper->shared != NULL ? mapper->shared->places : NULL;
}

gboolean
gs_mapper_is_current (GsMapper *mapper)
{
  return mapper->shared == NULL || mapper->made_for == mapper->wanted;
}
