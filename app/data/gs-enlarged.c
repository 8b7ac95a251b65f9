/* Digits of 8 by 8 pixels, enlarged by chance. */
#include "gs-enlarged.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "gs-sine.h"
#include "nn/nn-error.h"
#include "nn/nn-random.h"

#define SIDE      28
#define SMALL     8
#define PER_PIXEL 2.5  /* 8 pixels become 20, as MNIST's digits lie in 20 of 28 */
#define CONTRAST  3.0  /* edges that are as steep as a pen's */
#define PASS      2000 /* of the generator: numbers that nothing else draws */

/* What a random number is for. */
enum { TURN = 1, SIZE, STRETCH, SHIFT_X, SHIFT_Y, THICKNESS };

typedef struct {
  gdouble pixels[SMALL][SMALL]; /* 0 to 1 */
  gdouble x, y;                 /* the centre of mass */
  gint digit;
} Small;

const gchar *
gs_enlarged_get_what (void)
{
  return _ ("pictures of 28x28 made from digits8: enlarged, turned, stretched, shifted, thicker or thinner");
}

/* ---- the small ones ---- */

static gboolean
read_number (const gchar **at, gint most, gint *number)
{
  gchar *end;

  *number = (gint) g_ascii_strtoll (*at, &end, 10);
  if (end == *at || *number < 0 || *number > most)
    return FALSE;
  *at = *end == ',' ? end + 1 : end;
  return TRUE;
}

static gboolean
read_small (const gchar **at, Small *small)
{
  gdouble mass = 0;
  gint number;

  for (gint row = 0; row < SMALL; row++)
    for (gint column = 0; column < SMALL; column++) {
      if (!read_number (at, 16, &number))
        return FALSE;
      small->pixels[row][column] = number / 16.0;
      small->x += number * (column + 0.5);
      small->y += number * (row + 0.5);
      mass += number;
    }
  small->x = mass > 0 ? small->x / mass : SMALL / 2.0;
  small->y = mass > 0 ? small->y / mass : SMALL / 2.0;
  return read_number (at, 9, &small->digit);
}

static GArray *
read_all (const gchar *digits, GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (Small));

  while (*digits != '\0') {
    Small small = { 0 };

    if (!read_small (&digits, &small)) {
      g_set_error (error, NN_ERROR, NN_ERROR_SYNTAX,
                   _ ("line %u is no digit of 8x8 pixels from 0 to 16; fetch the file again"), all->len + 1);
      return NULL;
    }
    g_array_append_val (all, small);
    while (g_ascii_isspace (*digits))
      digits++;
  }
  return g_steal_pointer (&all);
}

/* ---- the large ones ---- */

static gdouble
get_pixel (const Small *small, gint row, gint column)
{
  return row >= 0 && row < SMALL && column >= 0 && column < SMALL ? small->pixels[row][column] : 0;
}

/* Between the middles of pixels, linearly. */
static gdouble
sample (const Small *small, gdouble x, gdouble y)
{
  gint column = (gint) floor (x - 0.5), row = (gint) floor (y - 0.5);
  gdouble right = x - 0.5 - column, down = y - 0.5 - row;

  return (1 - down)
             * ((1 - right) * get_pixel (small, row, column) + right * get_pixel (small, row, column + 1))
         + down
               * ((1 - right) * get_pixel (small, row + 1, column)
                  + right * get_pixel (small, row + 1, column + 1));
}

static gdouble
draw_number (guint64 seed, gint row, guint32 use, gdouble low, gdouble high)
{
  return low + (high - low) * nn_random_uniform (seed, NN_STREAM_DATA, PASS, use, (guint32) row);
}

/* Three decimals, as short as they come. */
static void
append_pixel (GString *text, gdouble value)
{
  gint thousandths = (gint) (value * 1000 + 0.5);

  if (thousandths == 0 || thousandths == 1000)
    g_string_append_c (text, thousandths == 0 ? '0' : '1');
  else
    g_string_append_printf (text, "0.%03d", thousandths);
  g_string_append_c (text, ',');
}

static void
append_row (GString *text, const Small *small, guint64 seed, gint row)
{
  gdouble across = PER_PIXEL * draw_number (seed, row, SIZE, 0.85, 1.1), down = across;
  gdouble left = SIDE / 2.0 + draw_number (seed, row, SHIFT_X, -1, 1),
          top = SIDE / 2.0 + draw_number (seed, row, SHIFT_Y, -1, 1);
  gdouble edge = draw_number (seed, row, THICKNESS, 0.45, 0.85), sine, cosine;

  across *= draw_number (seed, row, STRETCH, 0.85, 1.25);
  gs_sine_of_turn (draw_number (seed, row, TURN, -0.05, 0.05), &sine, &cosine);
  for (gint y = 0; y < SIDE; y++)
    for (gint x = 0; x < SIDE; x++) {
      gdouble dx = x + 0.5 - left, dy = y + 0.5 - top;
      gdouble value = sample (small, small->x + (cosine * dx + sine * dy) / across,
                              small->y + (cosine * dy - sine * dx) / down);

      append_pixel (text, CLAMP ((value - edge) * CONTRAST + 0.5, 0, 1));
    }
  g_string_append_printf (text, "%d\n", small->digit);
}

gchar *
gs_enlarged_make (const gchar *digits, gint n_rows, guint64 seed, gsize *length, GError **error)
{
  g_autoptr (GArray) all = NULL;
  GString *text;

  if (n_rows < 1 || n_rows > GS_ENLARGED_MAX_ROWS) {
    g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("%d pictures cannot be made; from 1 to %d can"), n_rows,
                 GS_ENLARGED_MAX_ROWS);
    return NULL;
  }
  all = read_all (digits, error);
  if (all == NULL || all->len == 0)
    return NULL;
  text = g_string_sized_new ((gsize) n_rows * 2000);
  for (gint row = 0; row < n_rows; row++)
    append_row (text, &g_array_index (all, Small, (guint) row % all->len), seed, row);
  *length = text->len;
  return g_string_free (text, FALSE);
}
