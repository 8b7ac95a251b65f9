/* What comes with the program to learn from, and where it lies. */
#include "gs-shipped.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "gs-places.h"

static const gchar *const names[] = { "iris", "digits8", NULL };
static const gchar *const files[] = { "iris.csv", "digits8.csv.gz" };
static const gchar *const titles[] = { NC_ ("rows", "irises"), NC_ ("rows", "digits") };
static const gchar *const whats[] = {
  N_ ("150 irises, four measures in cm and the species (R. A. Fisher, 1936)"),
  N_ ("1,797 digits written by hand, 8x8 pixels of 0 to 16 and the digit (E. Alpaydin, C. Kaynak, 1998)"),
};

const gchar *const *
gs_shipped_list (void)
{
  return names;
}

static gint
find (const gchar *name)
{
  for (gint i = 0; names[i] != NULL; i++)
    if (g_str_equal (names[i], name))
      return i;
  return -1;
}

const gchar *
gs_shipped_get_title (const gchar *name)
{
  gint place = find (name);

  return place >= 0 ? g_dpgettext2 (GETTEXT_PACKAGE, "rows", titles[place]) : NULL;
}

const gchar *
gs_shipped_get_what (const gchar *name)
{
  gint place = find (name);

  return place >= 0 ? _ (whats[place]) : NULL;
}

gchar *
gs_shipped_find_file (const gchar *name)
{
  static const gchar *const folders[] = { GS_DATA_SOURCE, GS_DATA_INSTALLED };
  gint place = find (name);

  for (gsize i = 0; i < G_N_ELEMENTS (folders) && place >= 0; i++) {
    g_autofree gchar *path = g_build_filename (folders[i], files[place], NULL);

    if (g_file_test (path, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&path);
  }
  return place >= 0 ? g_build_filename (GS_DATA_INSTALLED, files[place], NULL) : NULL;
}
