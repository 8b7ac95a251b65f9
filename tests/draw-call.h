/* Random calls of any operation: shapes from the formula's own subscripts, so that a new row of the table
 * needs nothing here; windows (conv, pool, flatten) have their own draws. Numbers come from a generator of
 * the tests' own, so that nothing depends on the code under test. */
#pragma once

#include <math.h>
#include <string.h>

#include "draw-bits.h"
#include "nn/nn-kernel.h"

static inline gdouble
draw (void)
{
  return (gdouble) (draw_bits () >> 11) * 0x1p-53;
}

static inline gint
draw_int (gint low, gint high)
{
  return low + (gint) (draw_bits () % (guint64) (high - low + 1));
}

/* ---- values ---- */

typedef enum { PLAIN, SPARSE, TIES, WIDE, TINY, STRANGE, N_FLAVOURS } Flavour;

static inline gdouble
draw_strange (void)
{
  static const gdouble values[] = { INFINITY,  -INFINITY,  NAN,   0.0,    -0.0,
                                    0x1p-1074, -0x1p-1074, 1e308, -1e308, 1.0 };

  return values[draw_int (0, G_N_ELEMENTS (values) - 1)];
}

static inline gdouble
draw_value (Flavour flavour)
{
  gdouble plain = draw () * 4 - 2;

  switch (flavour) {
  case SPARSE: return draw () < 0.7 ? (draw () < 0.5 ? 0.0 : -0.0) : plain;
  case TIES: return draw_int (-2, 2) * (draw () < 0.5 ? 1.0 : -1.0);
  case WIDE: return ldexp (plain, draw_int (-40, 12));
  case TINY: return ldexp (plain, draw_int (-1074, -460));
  case STRANGE: return draw () < 0.1 ? draw_strange () : plain;
  case PLAIN:
  case N_FLAVOURS:
  default: return plain;
  }
}

static inline gdouble
draw_role (const gchar *role, Flavour flavour, const gint *attribute)
{
  if (g_str_equal (role, "which"))
    return draw () < 0.95 ? draw_int (1, attribute[0] * attribute[1]) : draw_value (flavour);
  if (g_str_equal (role, "pin"))
    return draw_int (0, 1);
  if (g_str_equal (role, "count"))
    return draw_int (1, 9);
  if (g_str_equal (role, "u") || g_str_equal (role, "keep") || g_str_equal (role, "p")
      || g_str_equal (role, "s"))
    return flavour == STRANGE ? draw_value (flavour) : fabs (draw_value (flavour)) / 2;
  return draw_value (flavour);
}

/* ---- shapes ---- */

typedef struct {
  gint letter[26]; /* size of each index */
  gint rest[NN_MAX_RANK], n_rest;
} Sizes;

static inline gint
draw_size (void)
{
  static const gint common[] = { 1, 2, 3, 5, 7, 8, 9, 10, 16, 17 };

  return draw () < 0.2 ? draw_int (1, 40) : common[draw_int (0, G_N_ELEMENTS (common) - 1)];
}

/* The text between the brackets behind `name`, or NULL where it stands bare. Caller frees. */
static inline gchar *
find_subscripts (const gchar *formula, const gchar *name)
{
  g_autofree gchar *pattern = g_strdup_printf ("\\b%s\\[([^\\]]*)\\]", name);
  g_autoptr (GRegex) regex = g_regex_new (pattern, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (!g_regex_match (regex, formula, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 1);
}

static inline NnShape
shape_of_subscripts (const gchar *subscripts, const Sizes *sizes)
{
  NnShape shape = nn_shape (0);

  for (const gchar *c = subscripts; c != NULL && *c != '\0'; c++) {
    if (g_str_has_prefix (c, "..")) {
      for (gint i = 0; i < sizes->n_rest; i++)
        shape.dim[shape.rank++] = sizes->rest[i];
      c++;
    } else if (*c != ',') {
      shape.dim[shape.rank++] = sizes->letter[(*c == 'j' ? 'o' : *c) - 'a'];
    }
  }
  return shape;
}

static inline void
draw_plain_shapes (const NnOpInfo *info, NnCall *call)
{
  Sizes sizes = { .n_rest = 0 };
  g_autofree gchar *out = find_subscripts (info->formula, "out");
  gint most = out != NULL && g_str_has_prefix (out, "..") ? 4 : 2;
  gboolean big = draw () < 0.1;

  for (gint i = 0; i < 26; i++)
    sizes.letter[i] = big && strchr ("io", 'a' + i) != NULL ? draw_int (30, 250) : draw_size ();
  sizes.n_rest = draw_int (0, most);
  if (info->n_inputs > 0 && strstr (info->formula, "sum(..") != NULL)
    sizes.n_rest = draw_int (0, 4);
  for (gint i = 0; i < sizes.n_rest; i++)
    sizes.rest[i] = sizes.n_rest > 2 ? draw_int (1, 6) : draw_size ();
  for (gint k = 0; k < info->n_inputs; k++) {
    g_autofree gchar *subscripts = find_subscripts (info->formula, info->inputs[k]);

    call->in_shape[k] = shape_of_subscripts (subscripts, &sizes);
  }
  call->out_shape = shape_of_subscripts (out, &sizes);
  for (gint i = 0; i < info->n_attributes; i++)
    call->attribute[i] = draw_int (1, 50);
}

/* A window of kernel[] with strides and padding on an image; the grid's size. */
static inline gint
count_places (gint size, gint kernel, gint stride, gint before, gint after)
{
  return (size + before + after - kernel) / stride + 1;
}

/* Windows as layers of pictures have them, rows of a vector or more: 5 x 5 padded, or side by side. */
static inline void
draw_usual_window (NnShape *image, gint kernel[2], gint *a, gboolean pool)
{
  gint size = pool ? draw_int (2, 3) : 5;

  *image = nn_shape (4, draw_int (1, 2), draw () < 0.5 ? 8 : draw_int (1, 9), draw_int (10, 20),
                     draw_int (16, 29));
  for (gint axis = 0; axis < 2; axis++) {
    kernel[axis] = size;
    a[axis] = pool ? size : 1;
    a[2 + axis] = a[4 + axis] = pool ? 0 : 2;
  }
}

static inline void
draw_window (NnShape *image, NnShape *grid, gint kernel[2], gint *a, gboolean pool)
{
  gboolean larger = draw () < 0.2, usual = draw () < 0.15;

  *image = nn_shape (4, draw_int (1, 3), draw_int (1, draw () < 0.2 ? 9 : 3), draw_int (1, larger ? 26 : 9),
                     draw_int (1, larger ? 26 : 9));
  for (gint axis = 0; axis < 2; axis++) {
    gint size = image->dim[2 + axis], most;

    a[axis] = draw_int (1, 3);
    a[2 + axis] = draw () < 0.5 ? 0 : draw_int (0, 3);
    a[4 + axis] = draw () < 0.5 ? 0 : draw_int (0, 3);
    most = size + a[2 + axis] + a[4 + axis];
    kernel[axis] = draw () < 0.1 ? most : draw_int (1, MIN (most, 5));
    if (pool) {
      a[2 + axis] = MIN (a[2 + axis], kernel[axis] - 1);
      a[4 + axis] = MIN (a[4 + axis], kernel[axis] - 1);
      kernel[axis] = MIN (kernel[axis], size + a[2 + axis] + a[4 + axis]);
      a[2 + axis] = MIN (a[2 + axis], kernel[axis] - 1);
      a[4 + axis] = MIN (a[4 + axis], kernel[axis] - 1);
    }
  }
  if (usual)
    draw_usual_window (image, kernel, a, pool);
  for (gint axis = 0; axis < 2; axis++)
    grid->dim[2 + axis] =
        count_places (image->dim[2 + axis], kernel[axis], a[axis], a[2 + axis], a[4 + axis]);
  grid->rank = 4;
  grid->dim[0] = image->dim[0];
  grid->dim[1] = image->dim[1];
}

static inline void
draw_conv_shapes (const NnOpInfo *info, NnCall *call)
{
  NnShape image, grid, W;
  gint kernel[2];

  draw_window (&image, &grid, kernel, call->attribute, FALSE);
  grid.dim[1] = draw_int (1, draw () < 0.3 ? 19 : 4);
  W = nn_shape (4, grid.dim[1], image.dim[1], kernel[0], kernel[1]);
  switch ((gint) info->op) {
  case NN_OP_CONV_DX:
    call->in_shape[0] = grid;
    call->in_shape[1] = W;
    call->out_shape = image;
    break;
  case NN_OP_CONV_DW:
    call->in_shape[0] = image;
    call->in_shape[1] = grid;
    call->out_shape = W;
    break;
  default:
    call->in_shape[0] = image;
    call->in_shape[1] = W;
    call->in_shape[2] = nn_shape (1, grid.dim[1]);
    call->out_shape = grid;
  }
}

static inline void
draw_pool_shapes (const NnOpInfo *info, NnCall *call)
{
  NnShape image, grid, flat;

  draw_window (&image, &grid, call->attribute, call->attribute + 2, TRUE);
  flat = nn_shape (2, grid.dim[2], grid.dim[3]);
  call->in_shape[0] = g_str_has_suffix (info->name, "_dx") ? grid : image;
  call->out_shape = g_str_has_suffix (info->name, "_dx") ? image : grid;
  if (info->op == NN_OP_POOL_COUNT)
    call->out_shape = flat;
  if (info->n_inputs > 1)
    call->in_shape[1] = g_str_equal (info->inputs[1], "count") ? flat : grid;
}

static inline void
draw_flatten_shapes (const NnOpInfo *info, NnCall *call)
{
  NnShape image = nn_shape (4, draw_int (1, 4), draw_int (1, 5), draw_int (1, 6), draw_int (1, 6));
  NnShape flat = nn_shape (2, image.dim[0], image.dim[1] * image.dim[2] * image.dim[3]);

  for (gint i = 0; i < info->n_attributes; i++)
    call->attribute[i] = image.dim[4 - info->n_attributes + i];
  call->in_shape[0] = info->op == NN_OP_FLATTEN ? image : flat;
  call->out_shape = info->op == NN_OP_FLATTEN ? flat : image;
}

/* Two tensors alike but for their second axis, side by side; or one of them from both. */
static inline void
draw_side_by_side (const NnOpInfo *info, NnCall *call)
{
  NnShape first = { draw_int (2, 4), { draw_size (), draw_size (), draw_int (1, 6), draw_int (1, 6) } },
          second, both;

  for (gint axis = first.rank; axis < NN_MAX_RANK; axis++)
    first.dim[axis] = 1;
  second = both = first;
  second.dim[1] = draw_size ();
  both.dim[1] += second.dim[1];
  call->attribute[0] = first.dim[1];
  call->in_shape[0] = first;
  call->in_shape[1] = second;
  call->out_shape = both;
  if (info->op == NN_OP_CONCATENATE_DX) {
    call->in_shape[0] = both;
    call->out_shape = second;
  }
}

static inline void
draw_shapes (const NnOpInfo *info, NnCall *call)
{
  if (g_str_has_prefix (info->name, "concatenate"))
    draw_side_by_side (info, call);
  else if (g_str_has_prefix (info->name, "conv") && info->op != NN_OP_CONV_DB)
    draw_conv_shapes (info, call);
  else if (g_str_has_prefix (info->name, "pool"))
    draw_pool_shapes (info, call);
  else if (info->op == NN_OP_FLATTEN || info->op == NN_OP_UNFLATTEN)
    draw_flatten_shapes (info, call);
  else
    draw_plain_shapes (info, call);
}
