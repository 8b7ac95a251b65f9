/* Where rows come from: made rows, IDX, packed files, and the data that come with the program. */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "app/data/gs-feature.h"
#include "app/data/gs-shipped.h"
#include "app/data/gs-source.h"
#include "app/text/gs-task.h"

static NnNetwork *
make_network (const NnShape *input, gint n_units)
{
  NnNetwork *network = nn_network_new ();

  network->input = *input;
  network->loss = n_units > 1 ? NN_LOSS_CROSS_ENTROPY : NN_LOSS_BINARY_CROSS_ENTROPY;
  if (input->rank == 3)
    nn_network_add_layer (network, NN_LAYER_FLATTEN);
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = n_units;
  return network;
}

static GsTable *
make_table (const gchar *word)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GsSource) source = gs_source_open (word, &error);
  GsTable *table;

  g_assert_no_error (error);
  table = gs_source_read_table (source, 3, &error);
  g_assert_no_error (error);
  return table;
}

static void
refuse (const gchar *word, const gchar *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (gs_source_open (word, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
}

/* What is known of each figure without noise. */
static gboolean
fits (GsGeneratorKind kind, gdouble x, gdouble y, gdouble learned)
{
  gdouble radius = sqrt (x * x + y * y);

  switch (kind) {
  case GS_GENERATOR_CIRCLE: return learned == 1 ? radius <= 2.5 : radius >= 3.5 && radius <= 5.0001;
  case GS_GENERATOR_XOR: return learned == (x * y < 0) && fabs (x) >= 0.3 && fabs (y) >= 0.3;
  case GS_GENERATOR_SPIRAL:
    return fabs (remainder (atan2 (y, x) / (2 * G_PI) - 1.75 * radius / 5 - learned / 2, 1)) < 1e-9;
  case GS_GENERATOR_MOONS: {
    gdouble dx = learned == 1 ? 1.5 - x : x + 1.5, dy = learned == 1 ? 0.75 - y : y + 0.75;

    return fabs (sqrt (dx * dx + dy * dy) - 3) < 1e-9 && dy > 0;
  }
  case GS_GENERATOR_PLANE: return fabs (learned - (x + y) / 12) < 1e-15;
  case GS_GENERATOR_CURVE: return learned == (y > x * x / 4 - 2);
  case GS_GENERATOR_HILLS: return fabs (learned) <= 1.1;
  case GS_GENERATOR_GAUSSIANS:
  case GS_GENERATOR_BLOBS:
  case GS_N_GENERATORS:
  default: return TRUE;
  }
}

static void
test_figures (void)
{
  for (gint kind = 0; kind < GS_N_GENERATORS; kind++) {
    const gchar *name = gs_generator_get_name ((GsGeneratorKind) kind);
    gint n_classes = gs_generator_get_n_classes ((GsGeneratorKind) kind), counts[3] = { 0 };
    g_autofree gchar *word =
        g_strdup_printf ("%s:rows=300,seed=5%s", name, kind == GS_GENERATOR_CURVE ? ",f=x^2/4 - 2" : "");
    g_autoptr (GsTable) table = make_table (word);

    g_assert_cmpint (gs_generator_find (name), ==, kind);
    /* What a window says is translated, what one types is not: no title is a name of another kind. */
    g_assert_cmpstr (gs_generator_get_title ((GsGeneratorKind) kind), !=, "");
    g_assert_cmpint (gs_generator_find (gs_generator_get_title ((GsGeneratorKind) kind)), ==,
                     kind == GS_GENERATOR_HILLS ? -1 : kind);
    g_assert_cmpuint (gs_table_get_n_rows (table), ==, 300);
    g_assert_cmpstr (gs_table_get_heading (table, 2), ==, n_classes > 0 ? "class" : "y");
    for (gsize row = 0; row < 300; row++) {
      const gdouble *values = gs_table_get_row (table, row);

      g_assert_true (fits ((GsGeneratorKind) kind, values[0], values[1], values[2]));
      if (n_classes > 0)
        counts[(gint) values[2]]++;
    }
    for (gint class = 0; class < n_classes && kind != GS_GENERATOR_CURVE; class ++)
      g_assert_cmpint (counts[class], ==, 300 / n_classes);
  }
}

/* The same description gives the same bytes for ever; another seed gives others; noise moves points. */
static void
test_same_again (void)
{
  GsGenerator made = { .kind = GS_GENERATOR_SPIRAL, .n_rows = 200, .noise = 0.1, .seed = 7 };
  gsize length;
  g_autofree gchar *first = gs_generator_make (&made, &length, NULL), *sum = NULL, *second = NULL,
                   *other = NULL;

  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) first, length);
  g_assert_cmpstr (sum, ==, "40dad6023bb3118bbe993d1f71e9b7f88b88cc968bde650daff129c3208bcd47");
  second = gs_generator_make (&made, &length, NULL);
  g_assert_cmpstr (first, ==, second);
  made.seed = 8;
  other = gs_generator_make (&made, &length, NULL);
  g_assert_cmpstr (first, !=, other);
}

static void
test_words (void)
{
  g_autoptr (GsSource) source = gs_source_open ("circle", NULL);

  g_assert_null (gs_source_get_path (source));
  refuse ("circel", "did you mean “circle”?");
  refuse ("circle:noise=2", "the noise is 2; it lies between 0 and 1");
  refuse ("circle:rows=0", "circle:rows=0");
  refuse ("circle:colour=1", "“colour” is no setting");
  refuse ("curve", "the curve is missing");
  refuse ("curve:f=x+", "cannot be read");
  refuse ("curve:f=1/x", "no value at x = 0");
  refuse ("curve:f=7/x div 2", "“div” is not for curves");
  refuse ("curve:f=x mod 2", "“mod” is not for curves");
  refuse ("curve:f=x[1]", "“[” is not for curves");
  refuse ("curve:f=sum(i=1..9: x)", "“sum” is not for curves");
  refuse ("nothing.csv", "nothing.csv");
}

/* A curve as people type it is within the word what it was outside. */
static void
test_typed_curves (void)
{
  static const gchar *const typed[][2] = {
    { "0,5*x", "curve:rows=30,noise=0,seed=1,f=0.5*x" },
    { " x/2 - 1,25 ", "curve:rows=30,noise=0,seed=1,f=x/2 - 1.25" },
    { "x*x/4 - 2", "curve:rows=30,noise=0,seed=1,f=x*x/4 - 2" },
    { "x,rows=20", NULL },
    { "x, 5", NULL },
    { "1,2,3*x", NULL },
    { "x=2", NULL },
    { "f:x", NULL },
    { "", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++) {
    GsGenerator made = {
      .kind = GS_GENERATOR_CURVE, .n_rows = 30, .seed = 1, .curve = (gchar *) typed[i][0]
    };
    g_autoptr (GError) error = NULL;
    g_autofree gchar *word = gs_source_write_made (&made, &error);

    g_assert_cmpstr (word, ==, typed[i][1]);
    if (word != NULL) {
      g_autoptr (GsTable) table = make_table (word);

      g_assert_cmpuint (gs_table_get_n_rows (table), ==, 30);
    } else {
      g_assert_error (error, NN_ERROR, NN_ERROR_SYNTAX);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, "the curve"));
      g_assert_null (strstr (error->message, "setting"));
    }
  }
}

static void
test_shipped (void)
{
  const gchar *const *names = gs_shipped_list ();
  const NnShape four = { 1, { 4 } }, picture = { 3, { 1, 8, 8 } };
  g_autoptr (NnNetwork) flowers = make_network (&four, 3), digits = make_network (&picture, 10);
  g_autoptr (GsSource) iris = NULL, digits8 = NULL;
  g_autoptr (GsDataset) data = NULL, pictures = NULL;
  g_autoptr (GError) error = NULL;
  gint counts[3] = { 0 };

  for (gint i = 0; names[i] != NULL; i++) {
    g_assert_nonnull (gs_shipped_get_title (names[i]));
    g_assert_nonnull (gs_shipped_get_what (names[i]));
  }
  g_assert_null (gs_shipped_get_title ("tulips"));
  iris = gs_source_open ("iris", &error);
  g_assert_no_error (error);
  data = gs_source_read (iris, flowers, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_n_rows (data), ==, 150);
  for (gint row = 1; row <= 150; row++)
    counts[gs_dataset_get_class (data, row)]++;
  g_assert_true (counts[0] == 50 && counts[1] == 50 && counts[2] == 50);
  g_assert_cmpstr (gs_names_get (gs_dataset_get_names (data, GS_NAMES_TARGETS), 2), ==, "virginica");
  g_assert_cmpstr (gs_names_get (gs_dataset_get_names (data, GS_NAMES_FEATURES), 3), ==, "petal width");
  digits8 = gs_source_open ("digits8", &error);
  g_assert_no_error (error);
  pictures = gs_source_read (digits8, digits, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gs_dataset_get_n_rows (pictures), ==, 1797);
  g_assert_cmpint (gs_dataset_get_class (pictures, 1), ==, 0);
  g_assert_cmpfloat (gs_dataset_get_input (pictures, 1)[2], ==, 5);
}

/* ---- IDX ---- */

typedef struct {
  gchar *folder, *pictures, *labels, *both;
} Files;

static void
files_init (Files *files)
{
  files->folder = g_dir_make_tmp (NULL, NULL);
  files->pictures = g_build_filename (files->folder, "images", NULL);
  files->labels = g_build_filename (files->folder, "labels", NULL);
  files->both = g_strconcat (files->pictures, ",", files->labels, NULL);
}

static void
files_clear (Files *files)
{
  g_unlink (files->pictures);
  g_unlink (files->labels);
  g_rmdir (files->folder);
  g_free (files->folder);
  g_free (files->pictures);
  g_free (files->labels);
  g_free (files->both);
}

static void
put (const gchar *path, const gchar *bytes, gsize length, gboolean packed)
{
  g_autoptr (GConverter) gzip = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1));
  gchar all[1000];
  gsize read = 0, written = length;

  memcpy (all, bytes, length);
  if (packed)
    g_assert_cmpint (g_converter_convert (gzip, bytes, length, all, sizeof all, G_CONVERTER_INPUT_AT_END,
                                          &read, &written, NULL),
                     ==, G_CONVERTER_FINISHED);
  g_assert_true (g_file_set_contents (path, all, (gssize) written, NULL));
}

/* Two pictures of 2x2. */
#define PICTURES                                                                                             \
  "\0\0\x08\x03\0\0\0\x02\0\0\0\x02\0\0\0\x02"                                                               \
  "\0\xff\x33\x66"                                                                                           \
  "\x01\x02\x03\x04"
#define LABELS                                                                                               \
  "\0\0\x08\x01\0\0\0\x02"                                                                                   \
  "\x02\0"

static void
test_idx (void)
{
  const NnShape shapes[] = { { 3, { 1, 2, 2 } }, { 1, { 4 } } };
  Files files;

  files_init (&files);
  for (gint i = 0; i < 2; i++) {
    g_autoptr (NnNetwork) network = make_network (&shapes[i], 3);
    g_autoptr (GsSource) source = NULL;
    g_autoptr (GsDataset) data = NULL;
    g_autoptr (GError) error = NULL;

    put (files.pictures, PICTURES, sizeof PICTURES - 1, i == 1);
    put (files.labels, LABELS, sizeof LABELS - 1, i == 1);
    source = gs_source_open (files.both, &error);
    g_assert_no_error (error);
    g_assert_cmpint (gs_source_get_kind (source), ==, GS_SOURCE_PICTURES);
    g_assert_cmpuint (strlen (gs_source_get_sum (source)), ==, 128);
    data = gs_source_read (source, network, NULL, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpint (gs_dataset_get_n_rows (data), ==, 2);
    g_assert_cmpfloat (gs_dataset_get_input (data, 1)[1], ==, 1);
    g_assert_cmpfloat (gs_dataset_get_input (data, 1)[2], ==, 0x33 / 255.0);
    g_assert_cmpint (gs_dataset_get_class (data, 1), ==, 2);
    g_assert_cmpstr (gs_names_get (gs_dataset_get_names (data, GS_NAMES_TARGETS), 2), ==, "2");
  }
  files_clear (&files);
}

static void
refuse_idx (Files *files,
            const gchar *pictures,
            gsize n_pictures,
            const gchar *labels,
            gsize n_labels,
            const gchar *says)
{
  const NnShape shape = { 1, { 4 } };
  g_autoptr (NnNetwork) network = make_network (&shape, 3);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsSource) source = NULL;

  put (files->pictures, pictures, n_pictures, FALSE);
  put (files->labels, labels, n_labels, FALSE);
  source = gs_source_open (files->both, &error);
  if (source != NULL)
    g_assert_null (gs_source_read (source, network, NULL, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, says));
}

#define REFUSE(pictures, labels, says)                                                                       \
  refuse_idx (&files, pictures, sizeof pictures - 1, labels, sizeof labels - 1, says)

/* Headers that lie, halves, and files that do not belong together. */
static void
test_bad_idx (void)
{
  Files files;

  files_init (&files);
  REFUSE (PICTURES "\x05", LABELS, "the header says that 8 bytes follow, and there are 9");
  REFUSE ("\0\0\x08\x03\0\0\0\x03\0\0\0\x02\0\0\0\x02"
          "\0\xff\x33\x66",
          LABELS, "12 bytes follow, and there are 4");
  REFUSE ("\0\0\x08\x03\x7f\xff\xff\xff\x7f\xff\xff\xff\x7f\xff\xff\xff"
          "\0",
          LABELS, "does not fit memory");
  REFUSE ("\0\0\x08\x03\0\0\0\0\0\0\0\x02\0\0\0\x02", LABELS, "there is nothing in it");
  REFUSE ("\0\0\x0d\x03\0\0\0\x01\0\0\0\x01\0\0\0\x01"
          "abcd",
          LABELS, "type 13");
  REFUSE ("\0\0\x08\x03\0\0", LABELS, "no IDX file");
  REFUSE ("1,2,3\n", LABELS, "no IDX file");
  REFUSE (PICTURES,
          "\0\0\x08\x01\0\0\0\x03"
          "\x02\0\x01",
          "2 pictures and 3 labels");
  REFUSE (PICTURES,
          "\0\0\x08\x01\0\0\0\x02"
          "\x02\x03",
          "label 2 is 3; the network has 3 outputs");
  REFUSE (LABELS, LABELS, "of one kind");
  REFUSE (PICTURES, PICTURES, "of one kind");
  REFUSE ("\0\0\x08\x03\0\0\0\x02\0\0\0\x01\0\0\0\x02"
          "\0\xff\x33\x66",
          LABELS, "1×2 and the network takes 4");
  put (files.pictures, PICTURES, sizeof PICTURES - 1, FALSE);
  refuse (files.pictures, "need their labels");
  put (files.pictures, "\x1f\x8b\x08\0\0\0\0\0\0\0hello", 15, FALSE);
  refuse (files.pictures, "cannot be unpacked");
  files_clear (&files);
}

/* Reading ends where its task is cancelled: made rows, a table. */
static void
test_stopped (void)
{
  g_autoptr (GsTask) task = gs_task_new ();
  g_autoptr (GString) text = g_string_new ("x,y\n");
  g_autoptr (GError) made = NULL, read = NULL;
  g_autoptr (GsSource) source = NULL;
  GsTable *table;

  for (gint row = 0; row < 1000; row++)
    g_string_append_printf (text, "%d,%d\n", row, row);
  g_cancellable_cancel (G_CANCELLABLE (task));
  g_cancellable_push_current (G_CANCELLABLE (task));
  table = gs_table_read (text->str, text->len, "rows", 0, &read);
  source = gs_source_open ("circle:rows=100000", &made);
  g_cancellable_pop_current (G_CANCELLABLE (task));
  g_assert_null (table);
  g_assert_error (read, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (source);
  g_assert_error (made, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Pictures made from the small digits: the same again from the same seed, in reach, of the same classes. */
static void
test_enlarged (void)
{
  g_autoptr (NnNetwork) network = nn_network_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GsSource) source = gs_source_open ("digits28:rows=40,seed=3", &error);
  g_autoptr (GsSource) same = gs_source_open ("digits28:rows=40,seed=3", NULL),
                       other = gs_source_open ("digits28:rows=40", NULL);
  g_autoptr (GsSource) small = gs_source_open ("digits8", NULL);
  g_autoptr (GsDataset) data = NULL, again = NULL, others = NULL, digits = NULL;

  g_assert_no_error (error);
  network->input = nn_shape (3, 1, 28, 28);
  nn_network_add_layer (network, NN_LAYER_FLATTEN);
  nn_network_add_layer (network, NN_LAYER_DENSE)->units = 10;
  network->loss = NN_LOSS_CROSS_ENTROPY;
  data = gs_source_read (source, network, NULL, NULL, &error);
  g_assert_no_error (error);
  again = gs_source_read (same, network, NULL, NULL, NULL);
  others = gs_source_read (other, network, NULL, NULL, NULL);
  g_assert_true (gs_dataset_equal (data, again));
  g_assert_false (gs_dataset_equal (data, others));
  g_assert_cmpint (gs_dataset_get_n_rows (data), ==, 40);
  network->input = nn_shape (3, 1, 8, 8);
  digits = gs_source_read (small, network, NULL, NULL, NULL);
  for (gint row = 1; row <= 40; row++) {
    gdouble ink = 0;

    for (gint i = 0; i < 784; i++) {
      gdouble value = gs_dataset_get_input (data, row)[i];

      g_assert_true (value >= 0 && value <= 1);
      ink += value;
    }
    g_assert_cmpfloat (ink, >, 15);
    g_assert_cmpfloat (ink, <, 260);
    g_assert_cmpint (gs_dataset_get_class (data, row), ==, gs_dataset_get_class (digits, row));
  }
  g_assert_null (gs_source_open ("digits28:rows=20001", &error));
  g_assert_nonnull (strstr (error->message, "20001 pictures cannot be made; from 1 to 20000"));
  g_clear_error (&error);
  g_assert_null (gs_source_open ("digits28:row=1", &error));
  g_assert_nonnull (strstr (error->message, "no setting"));
}

/* ---- parts of a file ---- */

static gchar *
write_file (const gchar *name, const gchar *bytes, gsize length)
{
  g_autofree gchar *folder = g_dir_make_tmp ("source-XXXXXX", NULL);
  gchar *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  return path;
}

/* Columns in another order than the text's; messages tell where they stand there. */
static void
test_columns (void)
{
  static const gchar text[] = "name;y;extra;b;a\nu;1;x;0,5;7\nv;0;y;1,5;8\n";
  g_autofree gchar *path = write_file ("rows.csv", text, strlen (text));
  g_autofree gchar *word = g_strconcat (path, ":columns=1;5;4;2", NULL),
                   *wrong = g_strconcat (path, ":columns=6", NULL),
                   *twice = g_strconcat (path, ":columns=1-2;2", NULL),
                   *bad = g_strconcat (path, ":columns=a", NULL),
                   *words = g_strconcat (path, ":columns=3-5", NULL),
                   *crop = g_strconcat (path, ":crop=3", NULL);
  const NnShape two = nn_shape (1, 2);
  g_autoptr (NnNetwork) network = make_network (&two, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (GsSource) source = gs_source_open (word, &error), other = gs_source_open (words, NULL);
  g_autoptr (GsDataset) data = gs_source_read (source, network, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpfloat (gs_dataset_get_input (data, 2)[0], ==, 8);
  g_assert_cmpfloat (gs_dataset_get_input (data, 2)[1], ==, 1.5);
  g_assert_cmpfloat (gs_dataset_get_target (data, 1)[0], ==, 1);
  g_assert_cmpstr (gs_names_get (gs_dataset_get_names (data, GS_NAMES_FEATURES), 0), ==, "a");
  g_assert_cmpstr (gs_names_get (gs_dataset_get_names (data, GS_NAMES_ROWS), 1), ==, "v");
  /* The third column of the text is the first one here. */
  g_assert_null (gs_source_read (other, network, NULL, NULL, &error));
  g_assert_nonnull (strstr (error->message, "column 3"));
  refuse (bad, "“a” is no column here");
  refuse (crop, "crop is for files of pictures");
  for (gint i = 0; i < 2; i++) {
    g_autoptr (GsSource) opened = gs_source_open (i == 0 ? wrong : twice, NULL);

    g_clear_error (&error);
    g_assert_null (gs_source_read_table (opened, 0, &error));
    g_assert_nonnull (
        strstr (error->message, i == 0 ? "no column 6; the rows have 5" : "column 2 is picked twice"));
  }
}

/* The middle of pictures, against the place of each pixel worked out by itself. */
static void
test_crop (void)
{
  enum { N = 2, ROWS = 6, COLUMNS = 7, SIZE = 3 };
  gchar pictures[16 + N * ROWS * COLUMNS] = { 0, 0, 8, 3, 0, 0, 0, N, 0, 0, 0, ROWS, 0, 0, 0, COLUMNS };
  const gchar labels[] = { 0, 0, 8, 1, 0, 0, 0, N, 1, 0 };
  const NnShape small = nn_shape (3, 1, SIZE, SIZE);
  g_autoptr (NnNetwork) network = make_network (&small, 2);
  g_autofree gchar *path = NULL, *other = NULL, *word = NULL, *large = NULL;
  g_autoptr (GsSource) source = NULL;
  g_autoptr (GsDataset) data = NULL;
  g_autoptr (GError) error = NULL;

  for (gint i = 0; i < N * ROWS * COLUMNS; i++)
    pictures[16 + i] = (gchar) i;
  path = write_file ("pictures", pictures, sizeof pictures);
  other = write_file ("labels", labels, sizeof labels);
  word = g_strdup_printf ("%s,%s:crop=%d", path, other, SIZE);
  large = g_strdup_printf ("%s,%s:crop=7", path, other);
  source = gs_source_open (word, &error);
  g_assert_no_error (error);
  data = gs_source_read (source, network, NULL, NULL, &error);
  g_assert_no_error (error);
  for (gint n = 0; n < N; n++)
    for (gint i = 0; i < SIZE * SIZE; i++)
      g_assert_cmpfloat (gs_dataset_get_input (data, n + 1)[i], ==,
                         ((n * ROWS + 1 + i / SIZE) * COLUMNS + 2 + i % SIZE) / 255.0);
  g_assert_cmpint (gs_dataset_get_class (data, 1), ==, 1);
  refuse (large, "no 7×7 pixels can be cut out");
}

/* Channels each by themselves. */
static void
test_crop_channels (void)
{
  enum { N = 2, CHANNELS = 3, SIDE = 4, SIZE = 2 };
  g_auto (GsIdx) pictures = { 4, { N, CHANNELS, SIDE, SIDE }, g_malloc (N * CHANNELS * SIDE * SIDE) };
  g_autoptr (GError) error = NULL;

  for (gint i = 0; i < N * CHANNELS * SIDE * SIDE; i++)
    pictures.bytes[i] = (guint8) i;
  g_assert_true (gs_idx_crop (&pictures, SIZE, "pictures", &error));
  g_assert_cmpint (pictures.dim[2], ==, SIZE);
  for (gint i = 0; i < N * CHANNELS * SIZE * SIZE; i++)
    g_assert_cmpint (pictures.bytes[i], ==,
                     i / (SIZE * SIZE) * SIDE * SIDE + (1 + i / SIZE % SIZE) * SIDE + 1 + i % SIZE);
}

/* As people write them, and with numbers in the place of x1 and x2. */
static void
test_features_as_texts (void)
{
  static const gchar *const titles[] = { "x1²", "x2²", "x1·x2", "sin x1", "sin x2" };
  static const gchar *const printed[] = { "0.5 × 0.5", "3 × 3", "0.5 × 3", "sin(0.5)", "sin(3)" };

  for (gint i = 0; i < GS_N_FEATURES; i++) {
    g_autofree gchar *text = gs_feature_print ((GsFeature) i, "0.5", "3");

    g_assert_cmpstr (gs_feature_get_title ((GsFeature) i), ==, titles[i]);
    g_assert_cmpstr (text, ==, printed[i]);
  }
}

int
main (gint argc, gchar **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/figures", test_figures);
  g_test_add_func ("/source/same-again", test_same_again);
  g_test_add_func ("/source/words", test_words);
  g_test_add_func ("/source/typed-curves", test_typed_curves);
  g_test_add_func ("/source/shipped", test_shipped);
  g_test_add_func ("/source/idx", test_idx);
  g_test_add_func ("/source/bad-idx", test_bad_idx);
  g_test_add_func ("/source/stopped", test_stopped);
  g_test_add_func ("/source/enlarged", test_enlarged);
  g_test_add_func ("/source/columns", test_columns);
  g_test_add_func ("/source/crop", test_crop);
  g_test_add_func ("/source/crop-channels", test_crop_channels);
  g_test_add_func ("/source/features-as-texts", test_features_as_texts);
  return g_test_run ();
}
