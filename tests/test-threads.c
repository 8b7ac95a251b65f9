/* Threads: every part runs exactly once, whatever their number, through starts and stops; and
 * kernels that are split among them give the bits of one thread. */
#include <pthread.h>
#include <string.h>

#include "draw-bits.h"
#include "nn/nn-kernel.h"
#include "nn/nn-threads.h"

#define MAX_PARTS 100

static gdouble
draw (void)
{
  return (gdouble) (draw_bits () >> 11) * 0x1p-52 - 1.0;
}

typedef struct {
  guint count[MAX_PARTS]; /* not atomic: a part that ran twice at once is a race, too */
  pthread_t where[MAX_PARTS];
} Tally;

static void
count_part (gpointer data, guint part)
{
  Tally *tally = data;

  g_assert_cmpuint (part, <, MAX_PARTS);
  tally->count[part]++;
  tally->where[part] = pthread_self ();
}

static void
check_once (guint n_parts)
{
  Tally tally;

  memset (&tally, 0, sizeof tally);
  nn_threads_run (n_parts, count_part, &tally);
  for (guint part = 0; part < MAX_PARTS; part++)
    g_assert_cmpuint (tally.count[part], ==, part < n_parts ? 1 : 0);
  if (n_parts > 0)
    g_assert_true (pthread_equal (tally.where[0], pthread_self ()));
}

static void
test_every_part_once (void)
{
  for (guint n_parts = 1; n_parts <= 4; n_parts++)
    for (gint round = 0; round < 2000; round++)
      check_once (n_parts);
}

static void
test_changing_count (void)
{
  for (gint round = 0; round < 4000; round++)
    check_once ((guint) (draw_bits () % 5)); /* 0 is no work at all */
}

typedef struct {
  Tally tally;
  guint n_begun; /* atomic */
} Meeting;

/* Stays until all four are there. */
static void
meet (gpointer data, guint part)
{
  Meeting *meeting = data;

  count_part (&meeting->tally, part);
  __atomic_add_fetch (&meeting->n_begun, 1, __ATOMIC_ACQ_REL);
  while (__atomic_load_n (&meeting->n_begun, __ATOMIC_ACQUIRE) < 4)
    g_thread_yield ();
}

/* Work really goes elsewhere: parts that wait for each other are each in a place of its own. */
static void
test_elsewhere (void)
{
  for (gint round = 0; round < 50; round++) {
    Meeting meeting;

    memset (&meeting, 0, sizeof meeting);
    nn_threads_run (4, meet, &meeting);
    for (guint i = 0; i < 4; i++)
      for (guint k = 0; k < i; k++)
        g_assert_false (pthread_equal (meeting.tally.where[i], meeting.tally.where[k]));
  }
}

/* A thread that sleeps is not waited for: the caller does its part, too, as soon as it gets to it first. */
static void
test_nobody_waits_for_a_sleeper (void)
{
  gboolean all_here = FALSE;

  for (gint round = 0; round < 2000 && !all_here; round++) {
    Tally tally;

    memset (&tally, 0, sizeof tally);
    g_usleep (2000);
    nn_threads_run (2, count_part, &tally);
    all_here = pthread_equal (tally.where[1], pthread_self ());
  }
  g_assert_true (all_here);
}

/* More parts than threads may be made: the caller does the rest. */
static void
test_many_parts (void)
{
  for (gint round = 0; round < 20; round++)
    check_once (MAX_PARTS);
  nn_threads_stop ();
}

static void
test_stop_and_start (void)
{
  nn_threads_stop ();
  nn_threads_stop (); /* nothing to stop */
  for (gint round = 0; round < 300; round++) {
    check_once (2 + (guint) (draw_bits () % 3));
    if (draw_bits () % 2 == 0)
      check_once (2);
    nn_threads_stop ();
  }
}

/* Threads that have gone to sleep between two calls wake up. */
static void
test_sleepers_wake (void)
{
  for (gint round = 0; round < 20; round++) {
    g_usleep (3000);
    check_once (1 + (guint) round % 4);
  }
}

/* ---- several callers ---- */

static void
nested (gpointer data, guint part)
{
  Tally *outer = data;
  Tally inner;

  memset (&inner, 0, sizeof inner);
  nn_threads_run (3, count_part, &inner);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (inner.count[i], ==, 1);
  count_part (outer, part);
}

static void
test_nested (void)
{
  for (gint round = 0; round < 300; round++) {
    Tally tally;

    memset (&tally, 0, sizeof tally);
    nn_threads_run (3, nested, &tally);
    for (guint i = 0; i < 3; i++)
      g_assert_cmpuint (tally.count[i], ==, 1);
  }
}

static gpointer
call_often (gpointer data)
{
  for (guint round = 0; round < 2000; round++)
    check_once (1 + round % 4);
  return NULL;
}

static gpointer
stop_often (gpointer data)
{
  for (gint round = 0; round < 100; round++) {
    nn_threads_stop ();
    g_usleep (50);
  }
  return NULL;
}

static void
test_callers_at_once (void)
{
  GThread *callers[4];

  for (guint i = 0; i < 3; i++)
    callers[i] = g_thread_new ("caller", call_often, NULL);
  callers[3] = g_thread_new ("stopper", stop_often, NULL);
  for (guint i = 0; i < 4; i++)
    g_thread_join (callers[i]);
}

/* ---- kernels ---- */

static gdouble *
draw_tensor (const NnShape *shape)
{
  gsize n = nn_shape_count (shape);
  gdouble *values = g_new (gdouble, n);

  for (gsize i = 0; i < n; i++)
    values[i] = draw ();
  return values;
}

static gdouble *
run_call (NnOp op, NnCall *call, guint n_threads)
{
  call->out = g_new0 (gdouble, nn_shape_count (&call->out_shape));
  nn_kernel_set_n_threads (n_threads);
  nn_kernel_prepare (op, call);
  g_assert_true (call->is_large); /* or else it would not be split at all */
  nn_kernel_execute (call);
  return call->out;
}

static void
check_same_bits (NnOp op, NnCall *call)
{
  gdouble *in[3];

  for (gint i = 0; i < nn_op_get (op)->n_inputs; i++)
    call->in[i] = in[i] = draw_tensor (&call->in_shape[i]);
  for (gint cpu = 0; cpu < NN_N_CPUS; cpu++) {
    g_autofree gdouble *one = NULL;

    if (!nn_kernel_set_cpu ((NnCpu) cpu))
      continue;
    one = run_call (op, call, 1);
    for (guint n_threads = 2; n_threads <= 4; n_threads++) {
      g_autofree gdouble *many = run_call (op, call, n_threads);

      g_assert_cmpmem (one, call->n_cells * sizeof (gdouble), many, call->n_cells * sizeof (gdouble));
    }
  }
  for (gint i = 0; i < nn_op_get (op)->n_inputs; i++)
    g_free (in[i]);
}

static void
test_dense (void)
{
  NnShape x = nn_shape (2, 33, 301), W = nn_shape (2, 301, 131), bias = nn_shape (1, 131);
  NnShape z = nn_shape (2, 33, 131);
  NnCpu before = nn_kernel_get_cpu ();
  NnCall forward = { .out_shape = z, .in_shape = { x, W, bias } };
  NnCall dx = { .out_shape = x, .in_shape = { z, W } };
  NnCall dw = { .out_shape = W, .in_shape = { x, z } };

  check_same_bits (NN_OP_DENSE, &forward);
  check_same_bits (NN_OP_DENSE_DX, &dx);
  check_same_bits (NN_OP_DENSE_DW, &dw);
  g_assert_true (nn_kernel_set_cpu (before));
}

static void
test_conv (void)
{
  NnShape x = nn_shape (4, 5, 3, 24, 23), W = nn_shape (4, 13, 3, 5, 5), bias = nn_shape (1, 13);
  NnShape z = nn_shape (4, 5, 13, 23, 22);
  NnCpu before = nn_kernel_get_cpu ();
  gint attributes[] = { 1, 1, 2, 1, 1, 2 };
  NnCall forward = { .out_shape = z, .in_shape = { x, W, bias } };
  NnCall dx = { .out_shape = x, .in_shape = { z, W } };
  NnCall dw = { .out_shape = W, .in_shape = { x, z } };

  memcpy (forward.attribute, attributes, sizeof attributes);
  memcpy (dx.attribute, attributes, sizeof attributes);
  memcpy (dw.attribute, attributes, sizeof attributes);
  check_same_bits (NN_OP_CONV, &forward);
  check_same_bits (NN_OP_CONV_DX, &dx);
  check_same_bits (NN_OP_CONV_DW, &dw);
  g_assert_true (nn_kernel_set_cpu (before));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/threads/every-part-once", test_every_part_once);
  g_test_add_func ("/threads/changing-count", test_changing_count);
  g_test_add_func ("/threads/elsewhere", test_elsewhere);
  g_test_add_func ("/threads/nobody-waits-for-a-sleeper", test_nobody_waits_for_a_sleeper);
  g_test_add_func ("/threads/many-parts", test_many_parts);
  g_test_add_func ("/threads/stop-and-start", test_stop_and_start);
  g_test_add_func ("/threads/sleepers-wake", test_sleepers_wake);
  g_test_add_func ("/threads/nested", test_nested);
  g_test_add_func ("/threads/callers-at-once", test_callers_at_once);
  g_test_add_func ("/threads/dense", test_dense);
  g_test_add_func ("/threads/conv", test_conv);
  return g_test_run ();
}
