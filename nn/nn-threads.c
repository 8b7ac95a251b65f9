/* Threads that spin a moment for the next job before they sleep. */
#include "nn-threads.h"

#include <pthread.h>

/* How often a thread looks for new work, or for the others' end, before it sleeps: calls of one pass
 * follow each other within microseconds, and waking a sleeper costs more than most of them. */
#define SPINS 4000

typedef struct {
  pthread_mutex_t busy;  /* held by the caller whose work is being done */
  pthread_mutex_t mutex; /* with the two conditions */
  pthread_cond_t begun, done;
  guint n_threads; /* besides the caller */
  pthread_t thread[NN_MAX_THREADS];
  guint64 seen[NN_MAX_THREADS]; /* the last job before a thread was made */

  /* Atomic. A job is the fields below it; it begins when its number rises. */
  guint64 job;
  guint n_left; /* parts that others have not finished yet */
  gboolean stopping;

  guint n_parts;
  NnThreadsWork work;
  gpointer data;
} Pool;

static Pool pool = { .busy = PTHREAD_MUTEX_INITIALIZER,
                     .mutex = PTHREAD_MUTEX_INITIALIZER,
                     .begun = PTHREAD_COND_INITIALIZER,
                     .done = PTHREAD_COND_INITIALIZER };

static inline void
relax (void)
{
#if defined(__x86_64__)
  __builtin_ia32_pause ();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

/* Waits until there is a job after `seen`; returns its number. */
static guint64
wait_for_job (guint64 seen)
{
  guint64 job;

  for (gint i = 0; i < SPINS; i++) {
    job = __atomic_load_n (&pool.job, __ATOMIC_ACQUIRE);
    if (job != seen)
      return job;
    relax ();
  }
  pthread_mutex_lock (&pool.mutex);
  while ((job = __atomic_load_n (&pool.job, __ATOMIC_ACQUIRE)) == seen)
    pthread_cond_wait (&pool.begun, &pool.mutex);
  pthread_mutex_unlock (&pool.mutex);
  return job;
}

static void
finish_part (void)
{
  if (__atomic_sub_fetch (&pool.n_left, 1, __ATOMIC_ACQ_REL) > 0)
    return;
  pthread_mutex_lock (&pool.mutex);
  pthread_cond_signal (&pool.done);
  pthread_mutex_unlock (&pool.mutex);
}

static void *
thread_main (void *data)
{
  guint number = GPOINTER_TO_UINT (data); /* from 1; the caller is 0 */
  guint64 seen = pool.seen[number - 1];

  for (;;) {
    seen = wait_for_job (seen);
    if (__atomic_load_n (&pool.stopping, __ATOMIC_ACQUIRE))
      return NULL;
    if (number < pool.n_parts)
      pool.work (pool.data, number);
    finish_part ();
  }
}

/* Every thread takes note of every job, so that none can miss one or do one twice. */
static void
begin_job (void)
{
  __atomic_store_n (&pool.n_left, pool.n_threads, __ATOMIC_RELEASE);
  pthread_mutex_lock (&pool.mutex);
  __atomic_add_fetch (&pool.job, 1, __ATOMIC_ACQ_REL);
  pthread_cond_broadcast (&pool.begun);
  pthread_mutex_unlock (&pool.mutex);
}

static void
wait_for_end (void)
{
  for (gint i = 0; i < SPINS; i++) {
    if (__atomic_load_n (&pool.n_left, __ATOMIC_ACQUIRE) == 0)
      return;
    relax ();
  }
  pthread_mutex_lock (&pool.mutex);
  while (__atomic_load_n (&pool.n_left, __ATOMIC_ACQUIRE) > 0)
    pthread_cond_wait (&pool.done, &pool.mutex);
  pthread_mutex_unlock (&pool.mutex);
}

/* As many threads as can be had, at most `wanted`. */
static void
make_threads (guint wanted)
{
  while (pool.n_threads < MIN (wanted, NN_MAX_THREADS)) {
    pool.seen[pool.n_threads] = pool.job;
    if (pthread_create (&pool.thread[pool.n_threads], NULL, thread_main,
                        GUINT_TO_POINTER (pool.n_threads + 1))
        != 0)
      return;
    pool.n_threads++;
  }
}

void
nn_threads_run (guint n_parts, NnThreadsWork work, gpointer data)
{
  guint n_elsewhere = 0;

  if (n_parts > 1 && pthread_mutex_trylock (&pool.busy) == 0) {
    make_threads (n_parts - 1);
    n_elsewhere = MIN (n_parts - 1, pool.n_threads);
    pool.n_parts = n_parts;
    pool.work = work;
    pool.data = data;
    if (n_elsewhere > 0)
      begin_job ();
    work (data, 0);
    for (guint part = n_elsewhere + 1; part < n_parts; part++)
      work (data, part);
    if (n_elsewhere > 0)
      wait_for_end ();
    pthread_mutex_unlock (&pool.busy);
    return;
  }
  for (guint part = 0; part < n_parts; part++)
    work (data, part);
}

void
nn_threads_stop (void)
{
  pthread_mutex_lock (&pool.busy);
  if (pool.n_threads > 0) {
    __atomic_store_n (&pool.stopping, TRUE, __ATOMIC_RELEASE);
    begin_job ();
    for (guint i = 0; i < pool.n_threads; i++)
      pthread_join (pool.thread[i], NULL);
    pool.n_threads = 0;
    __atomic_store_n (&pool.stopping, FALSE, __ATOMIC_RELEASE);
  }
  pthread_mutex_unlock (&pool.busy);
}
