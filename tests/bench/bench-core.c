/* How fast the core is: whole passes of six workloads, at one thread and two, beside the machine's own peak.
 *
 *   bench-core                          the table
 *   bench-core --only W2 --instructions where the time of one workload goes
 *   bench-core --json                   microseconds per sample at one thread, for bench-peers
 *   bench-core --quick                  a few passes of everything; the figures mean nothing
 *
 * A machine that others use too is never quiet for long. So every round times each workload for
 * a few milliseconds with bursts of the peak in between, and best and median of many rounds are told.
 */
#include "bench-networks.h"
#include "bench-peak.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "nn/nn-kernel.h"

#define MAX_ROUNDS 1000
#define MIB        (1024.0 * 1024.0)

static gint n_rounds = 40, slice_us = 4000;
static gboolean quick, instructions, json;
static gchar *only;

static const GOptionEntry entries[] = {
  { "only", 0, 0, G_OPTION_ARG_STRING, &only, "Only this workload", "W2" },
  { "instructions", 0, 0, G_OPTION_ARG_NONE, &instructions, "Time of each instruction", NULL },
  { "rounds", 0, 0, G_OPTION_ARG_INT, &n_rounds, "Rounds (40)", "N" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Only microseconds per sample at one thread", NULL },
  { "quick", 0, 0, G_OPTION_ARG_NONE, &quick, "Only see that it runs", NULL },
  G_OPTION_ENTRY_NULL
};

/* ---- figures of several rounds ---- */

static int
compare (const void *a, const void *b)
{
  gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

static void
add_figure (GArray *figures, gdouble value)
{
  g_array_append_val (figures, value);
}

/* 0 is the smallest, 0.5 the median, 1 the largest. */
static gdouble
figure_at (GArray *figures, gdouble share)
{
  if (figures->len == 0)
    return 0.0;
  g_array_sort (figures, compare);
  return g_array_index (figures, gdouble, (guint) (share * (figures->len - 1)));
}

static gdouble
seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gdouble) now.tv_sec + (gdouble) now.tv_nsec * 1e-9;
}

/* ---- whole passes ---- */

typedef struct {
  Bench *bench;
  gint repeats;    /* passes timed together, so that the clock is not what is measured */
  GArray *time[2]; /* gdouble: seconds per sample, at one thread and two */
  GArray *share;   /* gdouble: of the peak just before and just after, at one thread */
} Measured;

static void
measured_init (Measured *measured, const BenchWorkload *workload)
{
  gdouble start;

  measured->bench = bench_new (workload);
  measured->share = g_array_new (FALSE, FALSE, sizeof (gdouble));
  for (gint i = 0; i < 2; i++)
    measured->time[i] = g_array_new (FALSE, FALSE, sizeof (gdouble));
  for (gint i = 0; i < 3; i++)
    bench_pass (measured->bench);
  start = seconds ();
  bench_pass (measured->bench);
  /* A tenth of a slice at a time; the best of ten is likely to be undisturbed. */
  measured->repeats = CLAMP ((gint) (slice_us * 1e-7 / (seconds () - start)), 1, 100000);
}

static void
measured_clear (Measured *measured)
{
  bench_free (measured->bench);
  g_array_unref (measured->share);
  for (gint i = 0; i < 2; i++)
    g_array_unref (measured->time[i]);
}

/* One burst of the widest FMA there is: what the processor could do at this very moment. */
static gdouble
measure_burst (void)
{
  gdouble start = seconds (), flops = bench_burst (10000);

  return flops / (seconds () - start);
}

/* One slice: ten groups of passes, each between bursts of the processor's best. */
static void
measure_slice (Measured *measured, gint n_threads, GArray *peaks)
{
  Bench *bench = measured->bench;
  gdouble before, after;

  nn_kernel_set_n_threads ((guint) n_threads);
  bench_pass (bench);
  before = measure_burst ();
  for (gint group = 0; group < 10; group++) {
    gdouble start = seconds (), passed;

    for (gint i = 0; i < measured->repeats; i++)
      bench_pass (bench);
    passed = (seconds () - start) / measured->repeats;
    after = measure_burst ();
    add_figure (measured->time[n_threads - 1], passed / bench->workload->batch);
    if (n_threads == 1) {
      add_figure (measured->share, bench->flops / passed / ((before + after) / 2));
      add_figure (peaks, after);
    }
    before = after;
  }
}

static void
print_row (Measured *measured, gdouble peak)
{
  const BenchWorkload *workload = measured->bench->workload;
  gdouble best = figure_at (measured->time[0], 0), share = figure_at (measured->share, 0.5);

  printf ("%-4s %-29s %9.3f %9.3f %9.3f %9.3f %8.1f %8.1f ", workload->name, workload->about,
          measured->bench->sample_flops * 1e-3, best * 1e6, figure_at (measured->time[0], 0.5) * 1e6,
          figure_at (measured->time[1], 0) * 1e6, measured->bench->sample_flops / best / peak * 100,
          share * 100);
  if (workload->bound > 0)
    printf ("%6.0f  %s\n", workload->bound * 100, share >= workload->bound ? "reached" : "falls short");
  else
    printf ("%6s\n", "-");
}

static void
print_table (Measured *measured, gint n, GArray *peaks)
{
  const gchar *line = "%-4s %-29s %9s %9s %9s %9s %8s %8s %6s\n";
  gdouble peak = figure_at (peaks, 1);

  printf ("Instruction set %s. Peak of one thread: best %.1f Gflop/s, median %.1f. %d rounds.\n\n",
          nn_cpu_get_name (nn_kernel_get_cpu ()), peak * 1e-9, figure_at (peaks, 0.5) * 1e-9, n_rounds);
  printf (line, "", "", "kflop", "us", "us", "us, best", "% of", "% of", "bound");
  printf (line, "", "per sample", "", "best", "median", "2 threads", "best", "now", "%");
  for (gint i = 0; i < n; i++)
    print_row (&measured[i], peak);
  printf (
      "\n%% of best: the best pass beside the best burst of multiply-and-add in the whole run. %% of now: "
      "the\n"
      "median of passes, each beside the bursts just before and after it; the bound is held against this.\n");
}

static void
print_json (Measured *measured, gint n)
{
  printf ("{");
  for (gint i = 0; i < n; i++)
    printf ("%s\"%s\": { \"us\": %.6g, \"median\": %.6g, \"bound\": %g }", i > 0 ? ", " : "",
            measured[i].bench->workload->name, figure_at (measured[i].time[0], 0) * 1e6,
            figure_at (measured[i].time[0], 0.5) * 1e6, measured[i].bench->workload->peer_bound);
  printf ("}\n");
}

static gboolean
is_wanted (const BenchWorkload *workload)
{
  return only == NULL || g_ascii_strcasecmp (only, workload->name) == 0;
}

static void
measure_passes (void)
{
  g_autofree Measured *measured = g_new0 (Measured, bench_n_workloads);
  g_autoptr (GArray) peaks = g_array_new (FALSE, FALSE, sizeof (gdouble));
  gint n = 0;

  bench_measure_peak (); /* the processor takes a while to reach its pace */
  for (gint i = 0; i < bench_n_workloads; i++)
    if (is_wanted (&bench_workloads[i]))
      measured_init (&measured[n++], &bench_workloads[i]);
  for (gint round = 0; round < n_rounds; round++) {
    for (gint i = 0; i < n; i++)
      for (gint threads = 1; threads <= (json ? 1 : 2); threads++)
        measure_slice (&measured[i], threads, peaks);
    nn_kernel_set_n_threads (1);
  }
  if (json)
    print_json (measured, n);
  else
    print_table (measured, n, peaks);
  for (gint i = 0; i < n; i++)
    measured_clear (&measured[i]);
}

/* ---- instructions ---- */

/* Each instruction between two looks at the clock, whose own cost is taken off. */
static gdouble
measure_clock (void)
{
  gdouble best = G_MAXDOUBLE;

  for (gint i = 0; i < 1000; i++) {
    gdouble start = seconds ();

    best = MIN (best, seconds () - start);
  }
  return best;
}

static void
time_instructions (Bench *bench, gdouble *best)
{
  gdouble clock = measure_clock ();
  gint n_passes = CLAMP ((gint) (n_rounds * 50), 1, 5000);

  for (gint i = 0; i < bench->end; i++)
    best[i] = G_MAXDOUBLE;
  for (gint pass = 0; pass < n_passes; pass++) {
    bench_load (bench);
    for (gint i = 0; i < bench->end; i++) {
      gdouble start = seconds ();

      nn_run_ensure (bench->run, i + 1, NULL, NULL);
      best[i] = MIN (best[i], seconds () - start - clock);
    }
    if (bench->workload->trains)
      nn_run_commit (bench->run);
  }
}

static void
print_instructions (const BenchWorkload *workload)
{
  g_autoptr (Bench) bench = bench_new (workload);
  g_autofree gdouble *best = g_new (gdouble, bench->end);
  gdouble peak = bench_measure_peak (), total = 0.0;

  time_instructions (bench, best);
  peak = MAX (peak, bench_measure_peak ());
  for (gint i = 0; i < bench->end; i++)
    total += best[i];
  printf ("%s, %s: %.2f us per pass, each instruction at its best\n\n%10s %7s %8s %8s\n", workload->name,
          workload->about, total * 1e6, "us", "% time", "kflop", "% peak");
  for (gint i = 0; i < bench->end; i++) {
    g_autofree gchar *brief = nn_program_get_brief (bench->program, i);
    const NnInstruction *line = nn_program_get_instruction (bench->program, i);
    gdouble flops = bench_count_flops (bench->program, i, i + 1);

    printf ("%10.3f %7.1f %8.0f %8.1f  %s = %s\n", best[i] * 1e6, best[i] / total * 100, flops * 1e-3,
            flops / best[i] / peak * 100, nn_program_get_tensor (bench->program, line->output)->name, brief);
  }
}

/* ---- dispatch ---- */

static void
do_nothing (const NnCall *call, gsize begin, gsize end, void *scratch)
{
}

/* What a run and nn_kernel_execute() cost for each instruction, besides the kernel. */
static void
print_dispatch (void)
{
  NnCall call = { .kernel = do_nothing, .n_units = 1 };
  gint n_calls = quick ? 1000 : 100000;
  gdouble best = G_MAXDOUBLE;

  for (gint round = 0; round < MAX (n_rounds, 3); round++) {
    gdouble start = seconds ();

    for (gint i = 0; i < n_calls; i++) {
      nn_kernel_execute (&call);
      __asm__ volatile("" ::: "memory");
    }
    best = MIN (best, (seconds () - start) / n_calls);
  }
  for (gint i = 0; i < bench_n_workloads; i += 3) {
    g_autoptr (Bench) bench = bench_new (&bench_workloads[i]);
    gdouble pass = G_MAXDOUBLE;

    for (gint round = 0; round < n_rounds * 100; round++) {
      gdouble start = seconds ();

      bench_pass (bench);
      pass = MIN (pass, seconds () - start);
    }
    pass -= measure_clock ();
    printf ("Dispatch, %s (%s): %d instructions, %.2f ns each, %.1f %% of a pass of %.0f ns.\n",
            bench->workload->name, bench->workload->about, bench->end, best * 1e9,
            best * bench->end / pass * 100, pass * 1e9);
  }
}

/* ---- memory ---- */

/* Bytes of this process that are in memory now, from the kernel's own count. */
static gdouble
resident (void)
{
  g_autofree gchar *text = NULL;
  g_auto (GStrv) fields = NULL;

  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return 0.0;
  fields = g_strsplit (text, " ", 3);
  return (gdouble) g_ascii_strtoull (fields[1], NULL, 10) * (gdouble) sysconf (_SC_PAGESIZE);
}

static void
print_memory_of (const gchar *title, NnNetwork *network, gint batch, gdouble bound)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (NnProgram) program = nn_network_compile (network, batch, NN_COMPILE_TRAINING, NULL, &error);
  g_autoptr (NnState) state = NULL;
  g_autoptr (NnRun) run = NULL;
  gdouble before, tensors;

  if (program == NULL)
    g_error ("%s: %s", title, error->message);
  state = nn_network_initialize (network, program, 1, &error);
  before = resident ();
  run = nn_run_new (program);
  nn_run_load_state (run, state);
  nn_run_ensure (run, nn_program_get_n_instructions (program) - 1, NULL, NULL);
  nn_run_commit (run);
  tensors = (gdouble) nn_program_get_memory (program);
  printf ("Memory, %s: tensors %.1f MiB, resident after a pass %.1f MiB; bound %.0f: %s.\n", title,
          tensors / MIB, (resident () - before) / MIB, bound,
          MAX (tensors, resident () - before) < bound * MIB ? "kept" : "exceeded");
}

static void
print_memory (void)
{
  g_autoptr (NnNetwork) conv = bench_workloads[2].make (), excelnet = bench_make_excelnet ();

  print_memory_of ("W3's network at batch 20", conv, 20, 64);
  print_memory_of ("ExcelNet's with Adam at batch 1", excelnet, 1, 128);
}

int
main (int argc, char **argv)
{
  g_autoptr (GOptionContext) context = g_option_context_new ("- time the core");
  g_autoptr (GError) error = NULL;
  gboolean found = FALSE;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error)) {
    g_printerr ("bench-core: %s\n", error->message);
    return 2;
  }
  n_rounds = quick ? 1 : CLAMP (n_rounds, 1, MAX_ROUNDS);
  slice_us = quick ? 100 : slice_us;
  for (gint i = 0; i < bench_n_workloads; i++) {
    found |= is_wanted (&bench_workloads[i]);
    if (instructions && is_wanted (&bench_workloads[i]))
      print_instructions (&bench_workloads[i]);
  }
  if (!found) {
    g_printerr ("bench-core: there is no workload “%s”; they are W1, W2, W3, W4a, W4b, W4c\n", only);
    return 2;
  }
  if (!instructions)
    measure_passes ();
  if (!instructions && !json && only == NULL) {
    printf ("\n");
    print_dispatch ();
    print_memory ();
  }
  return 0;
}
