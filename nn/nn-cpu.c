/* Which instruction set the kernels use. */
#include "nn-kernel.h"

static const gchar *const cpu_names[NN_N_CPUS] = { "baseline", "avx2", "avx512" };

/* -1 until first asked; atomic. */
static gint current_cpu = -1;

const gchar *
nn_cpu_get_name (NnCpu cpu)
{
  g_assert ((guint) cpu < NN_N_CPUS);
  return cpu_names[cpu];
}

gboolean
nn_cpu_is_supported (NnCpu cpu)
{
  switch (cpu) {
  case NN_CPU_BASELINE: return TRUE;
#ifdef __x86_64__
  case NN_CPU_AVX2: return __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
  case NN_CPU_AVX512:
    return nn_cpu_is_supported (NN_CPU_AVX2) && __builtin_cpu_supports ("avx512f")
           && __builtin_cpu_supports ("avx512dq") && __builtin_cpu_supports ("avx512vl");
#else
  case NN_CPU_AVX2:
  case NN_CPU_AVX512:
#endif
  case NN_N_CPUS:
  default: return FALSE;
  }
}

static NnCpu
find_widest (void)
{
  gint cpu = NN_N_CPUS - 1;

  while (!nn_cpu_is_supported ((NnCpu) cpu))
    cpu--;
  return (NnCpu) cpu;
}

/* What GRADSHEET_CPU says, if this processor can do it. */
static NnCpu
choose_cpu (void)
{
  const gchar *wanted = g_getenv ("GRADSHEET_CPU");
  NnCpu widest = find_widest ();

  if (wanted == NULL || *wanted == '\0')
    return widest;
  for (gint cpu = 0; cpu < NN_N_CPUS; cpu++)
    if (g_str_equal (wanted, cpu_names[cpu]) && nn_cpu_is_supported ((NnCpu) cpu))
      return (NnCpu) cpu;
  g_printerr ("GRADSHEET_CPU is \"%s\", which this processor does not have; "
              "using %s. It may be one of baseline, avx2, avx512.\n",
              wanted, cpu_names[widest]);
  return widest;
}

NnCpu
nn_kernel_get_cpu (void)
{
  gint cpu = g_atomic_int_get (&current_cpu);

  if (cpu < 0) {
    cpu = (gint) choose_cpu ();
    g_atomic_int_set (&current_cpu, cpu);
  }
  return (NnCpu) cpu;
}

gboolean
nn_kernel_set_cpu (NnCpu cpu)
{
  if (!nn_cpu_is_supported (cpu))
    return FALSE;
  g_atomic_int_set (&current_cpu, (gint) cpu);
  return TRUE;
}
