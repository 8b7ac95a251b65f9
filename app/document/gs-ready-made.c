/* Documents that come with the program. */
#include "gs-ready-made.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-words.h"
#include "gs-places.h"

#define ENDING ".gradsheet"

static const gchar *const folders[] = { GS_NETWORKS_SOURCE, GS_NETWORKS_INSTALLED };

static const GsReadyMade offered[] = {
  { "mazur", N_ ("Mazur"), N_ ("2-2-2, by hand"), N_ ("A step by step backpropagation example") },
  { "welch", N_ ("Sleep and study"), N_ ("2-3-1, Welch"), N_ ("Sleep, study and a test score") },
  { "xor", N_ ("Exclusive or"), N_ ("2-3-1"), N_ ("Exclusive or") },
  { "logistic", N_ ("Logistic regression"), N_ ("one neuron"), N_ ("Logistic regression") },
  { "softmax3", N_ ("Three classes"), N_ ("softmax"), N_ ("Three classes") },
  { "residual", N_ ("A way around a layer"), N_ ("adding"), N_ ("A way around a layer") },
  { "branches", N_ ("Two branches"), N_ ("side by side"), N_ ("Two branches") },
  { "convnet", N_ ("Lines in pictures"), N_ ("convolution"), N_ ("Lines that stand and lines that lie") },
  { "convnetjs", N_ ("Digits, ConvNetJS' shape"), N_ ("24×24"), N_ ("Digits, 24 by 24") },
  { "excelnet", N_ ("Digits, ExcelNet's shape"), N_ ("28×28"), N_ ("A digit recogniser in a workbook") },
  { "digits8-dense", N_ ("Digits, a dense layer"), N_ ("8×8, trained"), N_ ("Digits, 8 by 8, trained") },
  { "digits8-conv", N_ ("Digits, a convolution"), N_ ("8×8, trained"),
    N_ ("Digits, 8 by 8, a small convolution, trained") },
  { "convnetjs-trained", N_ ("ConvNetJS' network"), N_ ("24×24, trained"), N_ ("Digits, 24 by 24, trained") },
  { "excelnet-trained", N_ ("ExcelNet's network"), N_ ("28×28, trained"),
    N_ ("A digit recogniser in a workbook, trained") },
};

const GsReadyMade *
gs_ready_made_list (gsize *n)
{
  *n = G_N_ELEMENTS (offered);
  return offered;
}

const gchar *
gs_ready_made_translate (const gchar *heading)
{
  for (gsize i = 0; i < G_N_ELEMENTS (offered); i++)
    if (g_strcmp0 (offered[i].heading, heading) == 0)
      return _ (offered[i].heading);
  return heading;
}

gchar *
gs_ready_made_find (const gchar *name)
{
  g_autofree gchar *file =
      g_str_has_suffix (name, ENDING) ? g_strdup (name) : g_strconcat (name, ENDING, NULL);

  for (gsize i = 0; strchr (name, G_DIR_SEPARATOR) == NULL && i < G_N_ELEMENTS (folders); i++) {
    g_autofree gchar *found = g_build_filename (folders[i], file, NULL);

    if (g_file_test (found, G_FILE_TEST_EXISTS))
      return g_steal_pointer (&found);
  }
  return NULL;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

GPtrArray *
gs_ready_made_list_names (void)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autoptr (GDir) folder = g_dir_open (folders[i], 0, NULL);
    const gchar *file;

    while (folder != NULL && (file = g_dir_read_name (folder)) != NULL) {
      g_autofree gchar *name = g_strndup (file, strlen (file) - MIN (strlen (file), strlen (ENDING)));

      if (g_str_has_suffix (file, ENDING)
          && !g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  }
  g_ptr_array_sort (names, compare_names);
  return names;
}

gchar *
gs_ready_made_suggest (const gchar *name)
{
  g_autoptr (GPtrArray) names = gs_ready_made_list_names ();
  gboolean has_ending = g_str_has_suffix (name, ENDING);
  g_autofree gchar *stem = g_strndup (name, strlen (name) - (has_ending ? strlen (ENDING) : 0));

  return g_strdup (gs_words_find_nearest (stem, (const gchar *const *) names->pdata, names->len));
}
