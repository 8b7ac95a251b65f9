/* check: every gradient against a central difference. */
#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "app/inspect/gs-nudge.h"
#include "app/text/gs-json.h"
#include "app/text/gs-number.h"
#include "gs-command.h"
#include "gs-terminal.h"
#include "nn/nn-dialect.h"
#include "nn/nn-error.h"

#define SHOWN 10

/* So many numbers, or so many microseconds for all of them, are announced where no bar can be drawn. */
#define MANY      20000
#define LONG_TIME (10 * G_USEC_PER_SEC)

static gdouble tolerance = 1e-6;
static gboolean as_json;

static const GOptionEntry entries[] = {
  { "tolerance", 0, 0, G_OPTION_ARG_DOUBLE, &tolerance, "How far off a gradient may be; 1e-6", "T" },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, "For programs", NULL },
  { NULL },
};

static gboolean
is_off (const GsCheckRow *row)
{
  return (row->nudge.kind == GS_NUDGE_SMOOTH || row->nudge.kind == GS_NUDGE_FLAT)
         && !(row->error <= tolerance + row->noise);
}

static void
print_column (gdouble value, gint digits, gint width)
{
  g_autofree gchar *number = nn_dialect_number (value, digits, '\0');
  g_autofree gchar *padded = gs_terminal_pad_left (number, width);

  g_print ("%s", padded);
}

static void
print_row (const GsCheckRow *row)
{
  g_autofree gchar *name = gs_terminal_pad (row->name, 22);

  g_print ("  %s", name);
  print_column (row->nudge.gradient, 9, 17);
  print_column (row->nudge.difference, 9, 17);
  print_column (row->error, 2, 12);
  g_print ("%s\n", is_off (row) ? "  OFF" : "");
}

/* Those of one kind, and why they stand apart. */
static void
print_apart (GPtrArray *rows, GsNudgeKind kind)
{
  static const gchar *const reasons[GS_NUDGE_N_KINDS] = {
    [GS_NUDGE_KINK] = "at a kink, where a difference is no derivative",
    [GS_NUDGE_TIE] = "at a tie, where a difference is no derivative",
    [GS_NUDGE_JUMP] = "where a step jumps, and a difference is no derivative",
    [GS_NUDGE_FLAT] =
        ("before a step, whose gradient is 0 on both sides: nothing is learned there (pass-through "
         "would hand the gradient on)"),
    [GS_NUDGE_RULE] = "by the delta rule (pass-through), which is no derivative",
    [GS_NUDGE_HELD] = "where a gradient is held by hand, and what is computed from it is no derivative",
  };
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += ((const GsCheckRow *) g_ptr_array_index (rows, i))->nudge.kind == kind;
  if (n == 0)
    return;
  g_print ("\n%u %s:\n", n, reasons[kind]);
  for (guint i = 0, shown = 0; i < rows->len && shown < SHOWN; i++) {
    const GsCheckRow *row = g_ptr_array_index (rows, i);

    if (row->nudge.kind != kind)
      continue;
    print_row (row);
    shown++;
  }
  if (n > SHOWN)
    g_print ("  … (%u more)\n", n - SHOWN);
}

static void
print_table (GPtrArray *rows, guint n_smooth, guint n_off)
{
  g_autofree gchar *bound = nn_dialect_number (tolerance, 0, '\0');

  g_print ("%u gradients against central differences, the worst first (tolerance %s)\n\n", rows->len, bound);
  g_print ("%s  %-22s%17s%17s%12s%s\n", gs_terminal_begin (GS_INK_FAINT), "cell", "gradient", "difference",
           "off by", gs_terminal_end ());
  for (guint i = 0; i < MIN (n_smooth, MAX (SHOWN, n_off)); i++)
    print_row (g_ptr_array_index (rows, i));
  if (n_smooth > MAX (SHOWN, n_off))
    g_print ("  … (%u more, all better)\n", n_smooth - MAX (SHOWN, n_off));
  for (gint kind = GS_NUDGE_SMOOTH + 1; kind < GS_NUDGE_N_KINDS; kind++)
    print_apart (rows, (GsNudgeKind) kind);
  g_print ("\n%s\n", n_off == 0 ? "All right." : "Some gradients are off.");
}

static void
write_row (GsWriter *writer, const GsCheckRow *row)
{
  static const gchar *const kinds[GS_NUDGE_N_KINDS] = { "smooth", "kink", "tie", "jump",
                                                        "flat",   "rule", "held" };
  gchar buffer[GS_NUMBER_BUFFER];
  const struct {
    const gchar *key;
    gdouble value;
  } numbers[] = { { "gradient", row->nudge.gradient },
                  { "difference", row->nudge.difference },
                  { "h", row->nudge.h },
                  { "error", row->error },
                  { "noise", row->noise } };

  gs_writer_begin_object (writer, TRUE);
  gs_writer_put_string (writer, "cell", row->name);
  gs_writer_put_string (writer, "kind", kinds[row->nudge.kind]);
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++) {
    gs_writer_key (writer, numbers[i].key);
    if (isfinite (numbers[i].value))
      gs_writer_number (writer, numbers[i].value);
    else
      gs_writer_string (writer, gs_number_to_text (numbers[i].value, buffer));
  }
  gs_writer_end_object (writer);
}

static void
print_json (GPtrArray *rows, guint n_off)
{
  GsWriter *writer = gs_writer_new ();
  g_autofree gchar *text = NULL;

  gs_writer_begin_object (writer, FALSE);
  gs_writer_put_integer (writer, "off", n_off);
  gs_writer_put_array (writer, "rows", FALSE);
  for (guint i = 0; i < rows->len; i++)
    write_row (writer, g_ptr_array_index (rows, i));
  gs_writer_end_array (writer);
  gs_writer_end_object (writer);
  text = gs_writer_end (writer, NULL);
  fputs (text, stdout);
}

/* Into a file or a pipe goes no bar, but one line after the first numbers, if there is long to wait. */
static gboolean
tell_progress (guint32 done, guint32 total, gdouble loss, gpointer user_data)
{
  gint64 *begin = user_data;

  if (*begin != 0 && !isatty (STDERR_FILENO)) {
    gint64 expected = (g_get_monotonic_time () - *begin) / done * total;

    if (total > done && (total > MANY || expected > LONG_TIME))
      g_printerr ("gradsheet-cli: checking %u numbers, one after another. This takes a while.\n", total);
  }
  *begin = 0;
  return gs_terminal_progress (done, total, loss, NULL);
}

static gint
check (GsWorkbook *book)
{
  GError *error = NULL;
  gint64 begin = g_get_monotonic_time ();
  g_autoptr (GPtrArray) rows = gs_check (book, tell_progress, &begin, &error);
  guint n_smooth = 0, n_off = 0;

  gs_terminal_end_progress ();
  if (rows == NULL)
    return gs_command_fail (error);
  for (guint i = 0; i < rows->len; i++) {
    const GsCheckRow *row = g_ptr_array_index (rows, i);

    n_smooth += row->nudge.kind == GS_NUDGE_SMOOTH;
    n_off += is_off (row);
  }
  if (as_json)
    print_json (rows, n_off);
  else
    print_table (rows, n_smooth, n_off);
  return n_off == 0 ? 0 : GS_EXIT_OFF;
}

static gint
run (gint n_arguments, gchar **arguments)
{
  g_autoptr (GsWorkbook) book = NULL;

  if (n_arguments != 1)
    return gs_command_fail_usage (&gs_command_check);
  if (!(tolerance > 0 && isfinite (tolerance)))
    return gs_command_fail (
        g_error_new (NN_ERROR, NN_ERROR_VALUE, "--tolerance: a finite number, more than 0, as in 1e-6."));
  book = gs_command_open (arguments[0]);
  return book != NULL ? check (book) : GS_EXIT_BAD;
}

const GsCommand gs_command_check = {
  .name = "check",
  .summary = "Every gradient against a central difference; exit status 1 when off",
  .usage = "FILE",
  .help =
      "Each parameter and input is nudged up and down by a small h, and the whole loss is computed\n"
      "again. Dropout's mask is held. Kinks (relu at 0), ties (max-pool) and jumps\n"
      "(step) are listed apart, and so is what lies before a step or a layer with pass-through.\n\nExample:\n"
      "  gradsheet-cli check convnet\n",
  .options = entries,
  .run = run,
};
