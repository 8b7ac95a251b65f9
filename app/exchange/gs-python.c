/* A pass as a script. */
#include "gs-python.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#include "app/text/gs-file.h"
#include "gs-npz.h"
#include "nn/nn-dialect-array.h"

#define MAX_LITERALS 2000 /* numbers that stand in the script itself */

typedef struct {
  GsFrame *frame;
  NnProgram *program;
  gboolean torch;
  GPtrArray *names; /* a tensor: what it is called in Python */
  GString *body;
  guint words; /* what it calls, 1 << NnArrayWord */
} Script;

/* ---- words that the script defines where it uses them; the others come from the library ---- */

typedef struct {
  const gchar *numpy, *torch;
} Helper;

/* The same in both libraries but for what they return. */
#define INSIDE                                                                                               \
  "def inside(x, sizes, place, condition=None):\n"                                                           \
  "    \"\"\"Whether x has the places, counted from 1, that follow from indices from 1 to `sizes`.\"\"\"\n"  \
  "    grid = np.ogrid[tuple(slice(1, n + 1) for n in sizes)]\n"                                             \
  "    there = np.ones(sizes, bool) if condition is None else np.broadcast_to(condition(*grid), sizes)\n"    \
  "    for index, n in zip(place(*grid), x.shape):\n"                                                        \
  "        there = there & (1 <= index) & (index <= n)\n"                                                    \
  "    return "
#define FIRST_LARGEST                                                                                        \
  "def first_largest(x, n):\n"                                                                               \
  "    \"\"\"Where along the last n axes the first of the largest stands, counted from 1.\"\"\"\n"           \
  "    return x.reshape(*x.shape[:-n], -1).argmax(-1) + 1.0"

static const Helper helpers[NN_N_ARRAY_WORDS] = {
  [NN_ARRAY_WHERE] = { NULL, "def where(condition, yes, no):\n"
                             "    return torch.where(condition, torch.as_tensor(yes, dtype=torch.float64), "
                             "torch.as_tensor(no, "
                             "dtype=torch.float64))" },
  [NN_ARRAY_COSPI] = { "def cospi(x):\n"
                       "    return np.cos(np.pi * x)",
                       "def cospi(x):\n"
                       "    return torch.cos(torch.pi * x)" },
  [NN_ARRAY_COUNT] = { "def count(n):\n"
                       "    return np.arange(1, n + 1)",
                       "def count(n):\n"
                       "    return torch.arange(1, n + 1)" },
  [NN_ARRAY_SPREAD] = { "def spread(x, shape):\n"
                        "    return np.broadcast_to(x, shape).copy()",
                        "def spread(x, shape):\n"
                        "    return x.expand(shape)" },
  [NN_ARRAY_INSIDE] = { INSIDE "there", INSIDE "torch.from_numpy(np.ascontiguousarray(there))" },
  [NN_ARRAY_AT] = { "def at(x, sizes, place, condition=None):\n"
                    "    \"\"\"x at these places; 0 where there is none.\"\"\"\n"
                    "    grid = np.ogrid[tuple(slice(1, n + 1) for n in sizes)]\n"
                    "    values = x[tuple(np.clip(index, 1, n) - 1 for index, n in zip(place(*grid), "
                    "x.shape))]\n"
                    "    return np.where(inside(x, sizes, place, condition), values, 0)",
                    "def at(x, sizes, place, condition=None):\n"
                    "    \"\"\"x at these places; 0 where there is none.\"\"\"\n"
                    "    grid = np.ogrid[tuple(slice(1, n + 1) for n in sizes)]\n"
                    "    values = x[tuple(torch.as_tensor(np.clip(index, 1, n) - 1) for index, n in "
                    "zip(place(*grid), "
                    "x.shape))]\n"
                    "    return torch.where(inside(x, sizes, place, condition), values, torch.zeros((), "
                    "dtype=torch.float64))" },
  [NN_ARRAY_FIRST_LARGEST] = { FIRST_LARGEST, FIRST_LARGEST },
  [NN_ARRAY_LARGEST] = { "def largest(x, n):\n"
                         "    return x.max(axis=tuple(range(-n, 0)))",
                         "def largest(x, n):\n"
                         "    \"\"\"The first of the largest gets the gradient.\"\"\"\n"
                         "    x = x.reshape(*x.shape[:-n], -1)\n"
                         "    return x.take_along_dim(x.argmax(-1, keepdim=True), -1)[..., 0]" },
};

static const gchar *
get_helper (const Script *self, NnArrayWord word)
{
  return self->torch ? helpers[word].torch : helpers[word].numpy;
}

static void
append_helpers (const Script *self, GString *head)
{
  const gchar *before = self->torch ? "from torch import " : "from numpy import ";
  guint words = self->words;

  if (words & 1u << NN_ARRAY_AT)
    words |= 1u << NN_ARRAY_INSIDE; /* which it calls */
  for (NnArrayWord word = 0; word < NN_N_ARRAY_WORDS; word++)
    if ((words & 1u << word) && get_helper (self, word) == NULL) {
      g_string_append_printf (head, "%s%s", before, nn_array_word_get_name (word));
      before = ", ";
    }
  g_string_append (head, *before == ',' ? "\n" : "");
  for (NnArrayWord word = 0; word < NN_N_ARRAY_WORDS; word++)
    if ((words & 1u << word) && get_helper (self, word) != NULL)
      g_string_append_printf (head, "\n\n%s\n", get_helper (self, word));
}

/* ---- names and numbers ---- */

/* W1.next is W1_next. A name that means something else in the script gets a line behind it. */
static gchar *
make_name (GPtrArray *names, const gchar *tensor)
{
  static const gchar *const taken[] = {
    "and",  "as",     "assert",   "async",   "await", "break", "class",  "continue", "def",    "del",
    "elif", "else",   "except",   "finally", "for",   "from",  "global", "if",       "import", "in",
    "is",   "lambda", "nonlocal", "not",     "or",    "pass",  "raise",  "return",   "try",    "while",
    "with", "yield",  "None",     "True",    "False", "np",    "torch",  "numbers",  NULL
  };
  GString *name = g_string_new (tensor);

  g_string_replace (name, ".", "_", 0);
  if (g_strv_contains (taken, name->str))
    g_string_append_c (name, '_');
  for (guint i = 0; i < names->len; i++)
    if (g_str_equal (g_ptr_array_index (names, i), name->str)) {
      g_string_append_c (name, '_');
      i = 0;
    }
  return g_string_free (name, FALSE);
}

static const gchar *
get_name (const Script *self, gint tensor)
{
  return g_ptr_array_index (self->names, tensor);
}

static void
append_literal (GString *text, const NnShape *shape, const gdouble **values, gint axis)
{
  if (axis == shape->rank) {
    g_autofree gchar *number = nn_dialect_plain_number (*(*values)++);

    g_string_append (text, number);
    return;
  }
  g_string_append_c (text, '[');
  for (gint i = 0; i < shape->dim[axis]; i++) {
    g_string_append (text, i > 0 ? ", " : "");
    append_literal (text, shape, values, axis + 1);
  }
  g_string_append_c (text, ']');
}

/* ---- lines ---- */

static void
append_leaf (Script *self, gint tensor, gboolean beside)
{
  const NnTensorInfo *info = nn_program_get_tensor (self->program, tensor);
  gboolean watched = self->torch && info->gradient >= 0;
  gsize n;
  const gdouble *values = gs_frame_get_values (self->frame, tensor, &n);

  g_string_append_printf (self->body, "%s = %s(", get_name (self, tensor),
                          self->torch ? "torch.tensor" : "np.array");
  if (beside)
    g_string_append_printf (self->body, "numbers[\"%s\"]", info->name);
  else
    append_literal (self->body, &info->shape, &values, 0);
  g_string_append_printf (self->body, ", dtype=%s%s)\n", self->torch ? "torch.float64" : "float",
                          watched ? ", requires_grad=True" : "");
}

/* Cells that are held by hand: what lies behind them does not see them move. */
static void
append_pins (Script *self, gint tensor)
{
  const NnTensorInfo *info = nn_program_get_tensor (self->program, tensor);
  const gchar *name = get_name (self, tensor);
  gboolean copied = FALSE;
  gsize n;
  const gdouble *values = gs_frame_get_values (self->frame, tensor, &n);

  for (gsize i = 0; i < n; i++) {
    g_autofree gchar *number = NULL;
    gint index[NN_MAX_RANK];

    if (!gs_frame_is_pinned (self->frame, &(NnCell){ tensor, i }))
      continue;
    if (!copied)
      g_string_append_printf (self->body, self->torch ? "%s = %s.clone()\n" : "%s = np.array(%s)\n", name,
                              name);
    copied = TRUE;
    nn_shape_index (&info->shape, i, index);
    g_string_append_printf (self->body, "%s[", name);
    for (gint axis = 0; axis < info->shape.rank; axis++)
      g_string_append_printf (self->body, "%s%d", axis > 0 ? ", " : "", index[axis] - 1);
    number = nn_dialect_plain_number (values[i]);
    g_string_append_printf (self->body, "%s] = %s  # held by hand\n", info->shape.rank == 0 ? "()" : "",
                            number);
  }
}

static void
append_instruction (Script *self, gint instruction)
{
  const NnInstruction *line = nn_program_get_instruction (self->program, instruction);
  const NnTensorInfo *info = nn_program_get_tensor (self->program, line->output);
  const gchar *out = get_name (self, line->output);
  g_autofree gchar *text = NULL;
  NnArrayUse use = { 0 };
  NnNames names;
  NnBinding binding;

  nn_program_get_names (self->program, instruction, &names);
  nn_program_get_binding (self->program, instruction, &binding);
  for (gint i = 0; i < line->n_inputs; i++)
    names.in[i] = get_name (self, line->inputs[i]);
  text = nn_dialect_print_array (nn_formula_for_op (line->op), &names, &binding, &use);
  self->words |= use.words;
  if (self->torch && use.is_name) {
    /* A copy has a gradient of its own. */
    g_autofree gchar *name = g_steal_pointer (&text);

    text = g_strconcat (name, ".clone()", NULL);
  }
  if (self->torch && line->pass_through)
    g_string_append_printf (self->body, "%s = %s + (%s - %s).detach()  # hands its gradient on unchanged\n",
                            out, names.in[0], text, names.in[0]);
  else
    g_string_append_printf (self->body, "%s = %s\n", out, text);
  append_pins (self, line->output);
  if (self->torch && info->gradient >= 0)
    g_string_append_printf (self->body, "watch(%s)\n", out);
}

static void
append_section (Script *self, const gchar *title)
{
  g_string_append_printf (self->body, "\n# ---- %s ----\n", title);
}

/* PyTorch finds the gradients by itself. */
static void
append_gradients (Script *self)
{
  gint loss = nn_program_get_loss (self->program);

  append_section (self, "backward");
  if (nn_program_get_tensor (self->program, loss)->gradient < 0)
    return; /* nothing learns */
  g_string_append_printf (self->body, "%s.backward()\n", get_name (self, loss));
  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (self->program, i);

    if (info->gradient_of >= 0 && info->role == NN_ROLE_COMPUTED)
      g_string_append_printf (self->body, "%s = gradient(%s)\n", get_name (self, i),
                              get_name (self, info->gradient_of));
  }
}

static void
append_program (Script *self)
{
  gint phase = -1;

  for (gint i = 0; i < nn_program_get_n_instructions (self->program); i++) {
    const NnInstruction *line = nn_program_get_instruction (self->program, i);

    if (line->output < 0)
      continue;
    if ((gint) line->phase != phase) {
      phase = (gint) line->phase;
      if (self->torch && line->phase == NN_PHASE_BACKWARD)
        append_gradients (self);
      else
        append_section (self, nn_phase_get_name (line->phase));
      if (self->torch && line->phase == NN_PHASE_UPDATE)
        g_string_append (self->body, "torch.set_grad_enabled(False)\n");
    }
    if (!self->torch || line->phase != NN_PHASE_BACKWARD)
      append_instruction (self, i);
  }
}

/* Loss, gradients of what is learned, and what it becomes. */
static void
append_results (Script *self)
{
  append_section (self, "what came out");
  g_string_append (self->body, "for name, value in [\n");
  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (self->program, i);
    gboolean is_gradient =
        info->gradient_of >= 0
        && nn_program_get_tensor (self->program, info->gradient_of)->role == NN_ROLE_PARAMETER;

    if (i == nn_program_get_loss (self->program) || is_gradient
        || nn_program_find_replaced (self->program, i) >= 0)
      g_string_append_printf (self->body, "    (\"%s\", %s),\n", info->name, get_name (self, i));
  }
  g_string_append_printf (self->body, "]:\n    print(f\"{name} = {np.asarray(%s)}\")\n",
                          self->torch ? "torch.as_tensor(value).detach()" : "value");
}

/* ---- the file ---- */

static gsize
count_numbers (const Script *self)
{
  gsize count = 0;

  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (self->program, i);

    if (info->producer < 0)
      count += nn_shape_count (&info->shape);
  }
  return count;
}

static gboolean
write_numbers (Script *self, const gchar *path, GError **error)
{
  g_autoptr (GPtrArray) tensors = g_ptr_array_new_with_free_func ((GDestroyNotify) nn_tensor_free);

  for (gint i = 0; i < nn_program_get_n_tensors (self->program); i++) {
    const NnTensorInfo *info = nn_program_get_tensor (self->program, i);
    NnTensor *tensor;
    gsize n;

    if (info->producer >= 0)
      continue;
    tensor = nn_tensor_new (info->name, &info->shape);
    memcpy (tensor->values, gs_frame_get_values (self->frame, i, &n),
            nn_shape_count (&info->shape) * sizeof (gdouble));
    g_ptr_array_add (tensors, tensor);
  }
  return gs_npz_write (tensors, path, error);
}

static GString *
make_head (Script *self, const NnNetwork *network, const gchar *beside)
{
  GString *head = g_string_new ("\"\"\"");
  g_autofree gchar *title = g_strdup (network->title != NULL ? network->title : "A neural network");

  g_strdelimit (title, "\"\\\n\r", ' ');
  g_string_append_printf (head, "%s: pass %u, %s.\"\"\"\n", title, gs_frame_get_cursor (self->frame)->pass,
                          self->torch ? "with the gradients of PyTorch"
                                      : "forward, backward and update by hand");
  if (beside != NULL)
    g_string_append (head, "import os\n\n");
  g_string_append (head, "import numpy as np\n");
  if (self->torch)
    g_string_append (head, "import torch\n");
  append_helpers (self, head);
  if (self->torch)
    g_string_append (head,
                     "\n\ndef watch(x):\n    if x.requires_grad:\n        x.retain_grad()\n"
                     "\n\ndef gradient(x):\n    return torch.zeros_like(x) if x.grad is None else x.grad\n");
  g_string_append (head, "\n\nnp.set_printoptions(precision=12)\n");
  if (beside != NULL)
    g_string_append_printf (
        head, "numbers = np.load(os.path.join(os.path.dirname(os.path.abspath(__file__)), \"%s\"))\n",
        beside);
  return head;
}

/* Nobody stops it between two files that belong together. */
static gboolean
write_script (const gchar *path, const GString *text, gboolean belongs_to_numbers, GError **error)
{
  g_autoptr (GCancellable) no_task = g_cancellable_new ();
  gboolean done;

  if (belongs_to_numbers)
    g_cancellable_push_current (no_task);
  done = gs_file_write (path, text->str, text->len, GS_FILE_PUBLIC, error);
  if (belongs_to_numbers)
    g_cancellable_pop_current (no_task);
  return done;
}

gboolean
gs_python_write (const NnNetwork *network,
                 GsFrame *frame,
                 GsPythonKind kind,
                 const gchar *path,
                 GError **error)
{
  Script self = { .frame = frame, .program = gs_frame_get_program (frame), .torch = kind == GS_PYTHON_TORCH };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GString) text = NULL;
  g_autofree gchar *stem = g_strndup (path, strlen (path) - (g_str_has_suffix (path, ".py") ? 3 : 0));
  g_autofree gchar *npz = g_strconcat (stem, ".npz", NULL);
  g_autofree gchar *beside = NULL;

  self.names = names;
  self.body = body;
  for (gint i = 0; i < nn_program_get_n_tensors (self.program); i++)
    g_ptr_array_add (names, make_name (names, nn_program_get_tensor (self.program, i)->name));
  if (count_numbers (&self) > MAX_LITERALS)
    beside = g_path_get_basename (npz);
  append_section (&self, "given");
  for (gint i = 0; i < nn_program_get_n_tensors (self.program); i++)
    if (nn_program_get_tensor (self.program, i)->producer < 0)
      append_leaf (&self, i, beside != NULL);
  append_program (&self);
  append_results (&self);
  text = make_head (&self, network, beside);
  g_string_append (text, body->str);
  return (beside == NULL || write_numbers (&self, npz, error))
         && write_script (path, text, beside != NULL, error);
}
