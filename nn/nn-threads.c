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

  /* Atomic. The job's number, how many parts it has, and the first that nobody has taken: in one word, so
   * that who takes a part of it knows that it is not over. */
  guint64 ticket;
  guint n_left; /* parts that are not finished */
  gboolean stopping;

  NnThreadsWork work; /* these may be read by who has taken a part */
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

#define PART_BITS 12
#define MAX_PARTS ((1u << PART_BITS) - 1)

static inline guint64
get_job (guint64 ticket)
{
  return ticket >> 2 * PART_BITS;
}

/* Takes a part of this job, if there is one left. */
static gboolean
take_part (guint64 job, guint *part)
{
  guint64 ticket = __atomic_load_n (&pool.ticket, __ATOMIC_ACQUIRE);

  while (get_job (ticket) == job && (ticket & MAX_PARTS) < (ticket >> PART_BITS & MAX_PARTS)) {
    *part = (guint) (ticket & MAX_PARTS);
    if (__atomic_compare_exchange_n (&pool.ticket, &ticket, ticket + 1, FALSE, __ATOMIC_ACQ_REL,
                                     __ATOMIC_ACQUIRE))
      return TRUE;
  }
  return FALSE;
}

/* Waits until there is a job after `seen`; returns its number. */
static guint64
wait_for_job (guint64 seen)
{
  guint64 job;

  for (gint i = 0; i < SPINS; i++) {
    job = get_job (__atomic_load_n (&pool.ticket, __ATOMIC_ACQUIRE));
    if (job != seen)
      return job;
    relax ();
  }
  pthread_mutex_lock (&pool.mutex);
  while ((job = get_job (__atomic_load_n (&pool.ticket, __ATOMIC_ACQUIRE))) == seen)
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
  guint part;

  for (;;) {
    seen = wait_for_job (seen);
    if (__atomic_load_n (&pool.stopping, __ATOMIC_ACQUIRE))
      return NULL;
    while (take_part (seen, &part)) {
      pool.work (pool.data, part);
      finish_part ();
    }
  }
}

/* The first part is the caller's; returns the job's number. */
static guint64
begin_job (guint n_parts)
{
  guint64 job = get_job (__atomic_load_n (&pool.ticket, __ATOMIC_ACQUIRE)) + 1;

  __atomic_store_n (&pool.n_left, n_parts, __ATOMIC_RELEASE);
  pthread_mutex_lock (&pool.mutex);
  __atomic_store_n (&pool.ticket, job << 2 * PART_BITS | (guint64) n_parts << PART_BITS | 1,
                    __ATOMIC_RELEASE);
  pthread_cond_broadcast (&pool.begun);
  pthread_mutex_unlock (&pool.mutex);
  return job;
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
    pool.seen[pool.n_threads] = get_job (__atomic_load_n (&pool.ticket, __ATOMIC_ACQUIRE));
    if (pthread_create (&pool.thread[pool.n_threads], NULL, thread_main,
                        GUINT_TO_POINTER (pool.n_threads + 1))
        != 0)
      return;
    pool.n_threads++;
  }
}

/* The caller, too, takes whatever is left: a thread that sleeps yet, or whose processor draws a window, is
 * not waited for. */
static void
run_job (guint n_parts, NnThreadsWork work, gpointer data)
{
  guint64 job;
  guint part = 0, done = 0;

  make_threads (n_parts - 1);
  pool.work = work;
  pool.data = data;
  job = begin_job (n_parts);
  do {
    work (data, part);
    done++;
  } while (take_part (job, &part));
  if (__atomic_sub_fetch (&pool.n_left, done, __ATOMIC_ACQ_REL) > 0)
    wait_for_end ();
}

void
nn_threads_run (guint n_parts, NnThreadsWork work, gpointer data)
{
  if (n_parts > 1 && n_parts <= MAX_PARTS && pthread_mutex_trylock (&pool.busy) == 0) {
    run_job (n_parts, work, data);
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
    begin_job (0);
    for (guint i = 0; i < pool.n_threads; i++)
      pthread_join (pool.thread[i], NULL);
    pool.n_threads = 0;
    __atomic_store_n (&pool.stopping, FALSE, __ATOMIC_RELEASE);
  }
  pthread_mutex_unlock (&pool.busy);
}
