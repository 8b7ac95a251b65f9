/* The words of the course, in the order in which they are explained. */
#include "gs-lesson-glossary.h"

#include <string.h>

static const GsLessonWord words[] = {
  { "neuron", "neuron" },
  { "weight", "neuron" },
  { "bias", "neuron" },
  { "pre-activation", "neuron" },
  { "vector", "shapes" },
  { "matrix", "shapes" },
  { "matrices", "shapes" },
  { "layer", "shapes" },
  { "batch", "shapes" },
  { "target", "line" },
  { "loss", "line" },
  { "slope", "nudge" },
  { "derivative", "nudge" },
  { "gradient", "nudge" },
  { "dL/d", "nudge" },
  { "activation", "activations" },
  { "sigmoid", "activations" },
  { "tanh", "activations" },
  { "relu", "activations" },
  { "saturated", "activations" },
  { "σ", "activations" },
  { "mean squared error", "losses" },
  { "learning rate", "descent" },
  { "commit", "descent" },
  { "diverge", "descent" },
  { "chain rule", "chain-rule" },
  { "delta", "chain-rule" },
  { "σ′", "chain-rule" },
  { "backpropagation", "backpropagation" },
  { "hidden layer", "backpropagation" },
  { "ᵀ", "backpropagation" },
  { "perceptron", "perceptron" },
  { "delta rule", "perceptron" },
  { "logistic", "logistic" },
  { "log-loss", "logistic" },
  { "decision boundary", "xor" },
  { "over-fitting", "overfitting" },
  { "softmax", "softmax" },
  { "entropy", "cross-entropy" },
  { "distribution", "cross-entropy" },
  { "kullback", "cross-entropy" },
  { "epoch", "batches" },
  { "stochastic", "batches" },
  { "momentum", "momentum" },
  { "velocity", "momentum" },
  { "μ", "momentum" },
  { "rmsprop", "adam" },
  { "adam", "adam" },
  { "β", "adam" },
  { "dead", "relu" },
  { "vanish", "vanishing" },
  { "penalty", "regularisation" },
  { "λ", "regularisation" },
  { "weight decay", "regularisation" },
  { "dropout", "regularisation" },
  { "tensor", "pictures" },
  { "pixel", "pictures" },
  { "channel", "pictures" },
  { "convolution", "convolution" },
  { "kernel", "convolution" },
  { "feature map", "convolution" },
  { "padding", "padding" },
  { "stride", "padding" },
  { "pooling", "padding" },
  { "determinant", "plane" },
  { "rank", "plane" },
};

gsize
gs_lesson_glossary_get_size (void)
{
  return G_N_ELEMENTS (words);
}

const GsLessonWord *
gs_lesson_glossary_get (gsize number)
{
  return &words[number];
}

const gchar *
gs_lesson_glossary_find (const GsLessonWord *word, const gchar *text)
{
  gboolean is_word = g_ascii_isalpha (*word->word);

  for (const gchar *at = text; *at != '\0'; at = g_utf8_next_char (at)) {
    gboolean fits = is_word ? g_ascii_strncasecmp (at, word->word, strlen (word->word)) == 0
                            : g_str_has_prefix (at, word->word);

    /* “pre-activation” is a word of its own. */
    if (fits && is_word && at > text)
      fits = at[-1] != '-' && !g_unichar_isalpha (g_utf8_get_char (g_utf8_prev_char (at)));
    if (fits)
      return at;
  }
  return NULL;
}
