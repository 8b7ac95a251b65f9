/* Rows that are made: points on the plane to learn from.
 *
 *   GsGenerator made = { .kind = GS_GENERATOR_CIRCLE, .n_rows = 500, .noise = 0.1, .seed = 1 };
 *   g_autofree gchar *text = gs_generator_make (&made, &length, &error);  // read by gs_table_read()
 *
 * The text has a heading and the columns x1, x2 and the class as one number, or y, the number to be learned,
 * last. It is a function of the description alone: the numbers come from nn-random.h (stream data, pass: the
 * kind, layer: what the number is for, cell: the row), sines from a polynomial, so that it is the same to the
 * last digit on every machine. Classes take turns from row to row.
 *
 * Points lie within about 6 of the middle. Noise moves each of them by a normal number of that many times 5
 * in either direction once its class is known; of a number to be learned it moves the number itself.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* X (ID, name, title, classes (0: a number is learned), what it is). The name is what one types and files
 * say, in every language; the title is what a window says. */
#define GS_GENERATOR_TABLE(X)                                                                                \
  X (CIRCLE, "circle", NC_ ("rows", "circle"), 2, N_ ("a disc (1) within a ring (0)"))                       \
  X (XOR, "xor", NC_ ("rows", "xor"), 2, N_ ("quarters of a square: 1 where the signs of x1 and x2 differ")) \
  X (GAUSSIANS, "gaussians", NC_ ("rows", "gaussians"), 2,                                                   \
     N_ ("two round clouds, which a straight line parts"))                                                   \
  X (SPIRAL, "spiral", NC_ ("rows", "spiral"), 2, N_ ("two arms that wind around each other"))               \
  X (MOONS, "moons", NC_ ("rows", "moons"), 2, N_ ("two half circles that reach into each other"))           \
  X (BLOBS, "blobs", NC_ ("rows", "blobs"), 3, N_ ("three round clouds, a class each"))                      \
  X (PLANE, "plane", NC_ ("rows", "plane"), 0,                                                               \
     N_ ("a number to learn: y grows evenly from one corner to the other"))                                  \
  X (HILLS, "multi-gaussian", NC_ ("rows", "hills"), 0,                                                      \
     N_ ("a number to learn: three hills and three hollows"))                                                \
  X (CURVE, "curve", NC_ ("rows", "curve"), 2,                                                               \
     N_ ("above (1) or below (0) a curve that one types, such as x*x/4 - 2"))

typedef enum {
#define GS_GENERATOR_ENUM(ID, name, title, classes, what) GS_GENERATOR_##ID,
  GS_GENERATOR_TABLE (GS_GENERATOR_ENUM)
#undef GS_GENERATOR_ENUM
      GS_N_GENERATORS
} GsGeneratorKind;

#define GS_GENERATOR_MAX_ROWS 1000000

typedef struct {
  GsGeneratorKind kind;
  gint n_rows;   /* 1 to GS_GENERATOR_MAX_ROWS */
  gdouble noise; /* 0 to 1 */
  guint64 seed;
  gchar *curve;   /* owned; f of y = f(x), for GS_GENERATOR_CURVE */
  guint features; /* bits of GsFeature: columns behind x1 and x2 (gs-feature.h) */
} GsGenerator;

const gchar *gs_generator_get_name (GsGeneratorKind kind);
/* In a word, translated. */
const gchar *gs_generator_get_title (GsGeneratorKind kind);
/* In a few words, translated. */
const gchar *gs_generator_get_what (GsGeneratorKind kind);
gint gs_generator_get_n_classes (GsGeneratorKind kind);
/* -1 if there is none of that name. */
gint gs_generator_find (const gchar *name);

/* The curve as it is kept, from what one types: a comma between two digits is a decimal point. NULL and
 * NN_ERROR_SYNTAX for what is no curve. Caller frees. */
gchar *gs_generator_read_curve (const gchar *typed, GError **error);

/* The rows as text, with a point and commas. NN_ERROR_VALUE for numbers out of range, _SYNTAX for a curve
 * that is no expression, _NOT_FINITE where it has no value. Caller frees. */
gchar *gs_generator_make (const GsGenerator *generator, gsize *length, GError **error);

G_END_DECLS
