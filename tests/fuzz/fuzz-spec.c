/* Fuzzing networks in one line: whatever the text is, it is refused with a message, or its network written as
 * a line gives the same line again; and building the network part by part says of each part that it fits or
 * why not. */
#include "app/network/gs-blueprint.h"
#include "app/network/gs-spec.h"
#include "fuzz.h"

static void
check_again (const NnNetwork *network)
{
  g_autofree gchar *line = gs_spec_to_text (network), *again = NULL;
  g_autoptr (NnNetwork) second = nn_network_new ();
  g_autoptr (GError) error = NULL;

  if (!gs_spec_parse (line, second, &error))
    g_error ("what was written cannot be read: %s\n%s", error->message, line);
  again = gs_spec_to_text (second);
  if (!g_str_equal (line, again))
    g_error ("what was written is read as something else:\n%s\n%s", line, again);
}

static void
check_parts (const gchar *text)
{
  g_autoptr (NnNetwork) empty = nn_network_new ();
  g_autoptr (GsBlueprint) blueprint = NULL;
  g_autoptr (GArray) parts = NULL;

  g_assert (gs_spec_parse ("input 1 · dense 1", empty, NULL));
  blueprint = gs_blueprint_new (empty);
  gs_blueprint_set_line (blueprint, text);
  parts = gs_blueprint_check (blueprint);
  g_assert (parts->len == gs_blueprint_get_n (blueprint));
  for (guint i = 0; i < parts->len; i++) {
    const GsBlueprintPart *part = &g_array_index (parts, GsBlueprintPart, i);

    g_assert (part->problem == NULL || g_utf8_validate (part->problem, -1, NULL));
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree gchar *text = fuzz_to_text (data, size);
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GError) error = NULL;
  gboolean good;

  fuzz_begin ();
  good = gs_spec_parse (text, network, &error);
  fuzz_check (good, error);
  if (good)
    check_again (network);
  check_parts (text);
  return 0;
}
