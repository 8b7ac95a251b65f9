/* Printing: a PDF of one page with the sheet's numbers in it as text. Needs no display. */
#include <glib/gstdio.h>
#include <string.h>

#include "ui/gs-print.h"

/* In text that has zero bytes, too. */
static guint
count (const gchar *text, gsize length, const gchar *what)
{
  gsize size = strlen (what);
  guint n = 0;

  for (gsize i = 0; i + size <= length; i++)
    n += memcmp (text + i, what, size) == 0;
  return n;
}

static void
test_pdf (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", &error);
  g_autoptr (GsView) view = gs_view_new (book);
  g_autofree gchar *folder = g_dir_make_tmp ("gradsheet-XXXXXX", NULL);
  g_autofree gchar *path = g_build_filename (folder, "sheet.pdf", NULL), *text = NULL;
  gsize length;

  g_assert_true (gs_print_sheet_to_pdf (view, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_true (g_str_has_prefix (text, "%PDF-"));
  /* One page, wider than high, with a font in it: numbers are text, not pictures of text. */
  g_assert_cmpuint (count (text, length, "/Type /Page %"), ==, 1);
  g_assert_cmpuint (count (text, length, "/Type /Font\n"), >=, 1);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_unwritable (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsWorkbook) book = gs_workbook_open (SOURCE_ROOT "/lessons/networks/mazur.gradsheet", &error);
  g_autoptr (GsView) view = gs_view_new (book);

  g_assert_false (gs_print_sheet_to_pdf (view, "/no/such/folder/sheet.pdf", &error));
  g_assert_nonnull (error);
}

gint
main (gint argc, gchar **argv)
{
  gtk_disable_setlocale ();
  gtk_init_check ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/print/pdf", test_pdf);
  g_test_add_func ("/print/unwritable", test_unwritable);
  return g_test_run ();
}
