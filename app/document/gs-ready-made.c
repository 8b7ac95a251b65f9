/* Documents that come with the program. */
#include "gs-ready-made.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-words.h"
#include "gs-places.h"

#define ENDING ".gradsheet"

static const gchar *const folders[] = { GS_NETWORKS_SOURCE, GS_NETWORKS_INSTALLED };

static const GsReadyMade offered[] = {
  { "mazur", N_ ("Mazur"), N_ ("2-2-2, by hand"), N_ ("A step by step backpropagation example"),
    N_ ("Matt Mazur's 2-2-2 network of 2015, with his numbers: two inputs, two hidden and two output "
        "neurons, biases that do not learn. The error is 0.298371109 before the first update and "
        "0.291027774 after it.") },
  { "welch", N_ ("Sleep and study"), N_ ("2-3-1, Welch"), N_ ("Sleep, study and a test score"),
    N_ ("After Stephen Welch's “Neural Networks Demystified”: hours of sleep and of study, each "
        "divided by its largest, and the score divided by 100. Three rows, three hidden neurons, no "
        "biases.") },
  { "xor", N_ ("Exclusive or"), N_ ("2-3-1"), N_ ("Exclusive or"),
    N_ ("True when exactly one of the two inputs is. No single line separates the ones from the "
        "zeros, so there is a hidden layer.") },
  { "logistic", N_ ("Logistic regression"), N_ ("one neuron"), N_ ("Logistic regression"),
    N_ ("One neuron: a line that separates two groups of points as well as it can. Two of the points "
        "lie on the wrong side.") },
  { "softmax3", N_ ("Three classes"), N_ ("softmax"), N_ ("Three classes"),
    N_ ("Softmax regression: two features, three classes, one score for each class. The scores become "
        "probabilities in five steps that can be looked at one by one.") },
  { "circle", N_ ("A disc in a ring"), "2-4-2-1", N_ ("A disc in a ring"),
    N_ ("Playground's first problem: a disc within a ring, which no straight line parts. 250 points "
        "to learn from, 250 kept apart. After 100 epochs the loss on those is 0.0004. Press “Run” in "
        "the playground, or type: gradsheet-cli train circle --epochs 100 -o circle.gradsheet. It "
        "takes a second.") },
  { "moons", N_ ("Two moons"), "2-8-1", N_ ("Two moons"),
    N_ ("Two half circles that reach into each other. 280 points to learn from, 120 kept apart. After 150 "
        "epochs it answers 99.17 % rightly of those. Press “Run” in the playground, or type: gradsheet-cli "
        "train "
        "moons --epochs 150 -o moons.gradsheet. It takes a second.") },
  { "spiral", N_ ("A spiral"), "2-8-8-1", N_ ("A spiral"),
    N_ ("Two arms that wind around each other. 350 points to learn from, 150 kept apart. After 300 epochs, "
        "in "
        "which the rate comes down along a cosine, it answers 99.33 % rightly of those. Press “Run” in the "
        "playground, or type: gradsheet-cli train spiral --epochs 300 -o spiral.gradsheet. It takes a few "
        "seconds.") },
  { "residual", N_ ("A way around a layer"), N_ ("adding"), N_ ("A way around a layer"),
    N_ ("A residual network as small as can be: the second layer adds something to what the first one "
        "gives, h, instead of replacing it. On the way back the gradient of h comes by two ways, "
        "through the layer and around it, and the sheet adds them up. Numbers that can be checked on "
        "paper: the output of the first row is 1.5, the loss 0.25.") },
  { "branches", N_ ("Two branches"), N_ ("side by side"), N_ ("Two branches"),
    N_ ("Both branches look at the same two inputs: one bends them (relu), one keeps them straight. "
        "Their features stand side by side before the last neuron weighs them all. Numbers that can "
        "be checked on paper: the output of the first row is 1.5, the loss 0.25.") },
  { "convnet", N_ ("Lines in pictures"), N_ ("convolution"), N_ ("Lines that stand and lines that lie"),
    N_ ("Images of 6 by 6 points with one line. A small network with a convolution, a max-pool and a "
        "dense layer tells which way the line runs.") },
  { "convnetjs", N_ ("Digits, ConvNetJS' shape"), N_ ("24×24"), N_ ("Digits, 24 by 24"),
    N_ ("The shape of ConvNetJS' network for handwritten digits, with ten drawn digits as rows. Put "
        "your own images in their place.") },
  { "excelnet", N_ ("Digits, ExcelNet's shape"), N_ ("28×28"), N_ ("A digit recogniser in a workbook"),
    N_ ("The shape of ExcelNet by David Fouhey and Daniel Maturana: 431,080 parameters, one sheet a "
        "layer. Theirs could not learn; this one can. It begins with random weights.") },
  { "digits8-dense", N_ ("Digits, a dense layer"), N_ ("8×8, trained"), N_ ("Digits, 8 by 8, trained"),
    N_ ("A layer of 32 neurons over 64 pixels. Trained on 1,797 real digits (E. Alpaydin, C. Kaynak, "
        "UCI, 1998), two thirds of them: 40 epochs at rate 0.003, Adam, batches of 32, 0.1 seconds at "
        "one thread. Of the 599 that were kept apart its weights, rounded to 16 bits, answer 97.66 % "
        "rightly. The command “make trained-digits” does it again.") },
  { "digits8-conv", N_ ("Digits, a convolution"), N_ ("8×8, trained"),
    N_ ("Digits, 8 by 8, a small convolution, trained"),
    N_ ("Eight kernels of 3 by 3. Trained on 1,797 real digits (E. Alpaydin, C. Kaynak, UCI, 1998), "
        "two thirds of them: 40 epochs at rate 0.003, Adam, batches of 32, 0.1 seconds at one thread. "
        "Of the 599 that were kept apart its weights, rounded to 16 bits, answer 97.66 % rightly. The "
        "command “make trained-digits” does it again.") },
  { "convnetjs-trained", N_ ("ConvNetJS' network"), N_ ("24×24, trained"), N_ ("Digits, 24 by 24, trained"),
    N_ ("The shape of ConvNetJS' network for handwritten digits; it reads the middle 24 by 24 of 28 "
        "by 28 pixels. Trained on the 60,000 pictures of MNIST (Y. LeCun, C. Cortes, C. Burges), "
        "which are not in this document: 3 epochs at rate 0.001, then 3 epochs at rate 0.0003, then 2 "
        "epochs at rate 0.0001, Adam, batches of 32, 17.8 seconds at one thread. Of MNIST's 10,000 "
        "test pictures its weights, rounded to 16 bits, answer 98.96 % rightly. The command “make "
        "trained-digits” does it again.") },
  { "excelnet-trained", N_ ("ExcelNet's network"), N_ ("28×28, trained"),
    N_ ("A digit recogniser in a workbook, trained"),
    N_ ("The shape of ExcelNet by David Fouhey and Daniel Maturana: 431,080 parameters, one sheet a "
        "layer. Trained on the 60,000 pictures of MNIST (Y. LeCun, C. Cortes, C. Burges), which are "
        "not in this document: 3 epochs at rate 0.001, then 3 epochs at rate 0.0003, Adam, batches of "
        "32, 130.4 seconds at one thread. Of MNIST's 10,000 test pictures its weights, rounded to 16 "
        "bits, answer 99.10 % rightly. The command “make trained-digits” does it again.") },
};

const GsReadyMade *
gs_ready_made_list (gsize *n)
{
  *n = G_N_ELEMENTS (offered);
  return offered;
}

const gchar *
gs_ready_made_translate (const gchar *text)
{
  for (gsize i = 0; i < G_N_ELEMENTS (offered); i++)
    if (g_strcmp0 (offered[i].heading, text) == 0 || g_strcmp0 (offered[i].notes, text) == 0)
      return _ (text);
  return text;
}

const gchar *
gs_ready_made_get_title (const gchar *heading)
{
  return heading != NULL ? gs_ready_made_translate (heading) : _ ("A neural network");
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
