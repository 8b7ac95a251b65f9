/* Workbooks of random small networks with a few batches, and what can be seen of them compared to the bit. */
#pragma once

#include <string.h>

#include "app/workbook/gs-workbook.h"
#include "pass.h"

static inline NnNetwork *
make_network (guint64 *random)
{
  NnNetwork *network = nn_network_new ();
  gint kind = pass_random_int (random, 0, 2);
  NnLayer *layer;

  if (kind == 0) {
    network->input = nn_shape (3, 1, 4, 4);
    layer = nn_network_add_layer (network, NN_LAYER_CONV);
    layer->units = 2;
    layer->activation = NN_ACTIVATION_RELU;
    nn_network_add_layer (network, NN_LAYER_FLATTEN);
  } else {
    network->input = nn_shape (1, 3);
    layer = nn_network_add_layer (network, NN_LAYER_DENSE);
    layer->units = 4;
    layer->activation = kind == 1 ? NN_ACTIVATION_TANH : NN_ACTIVATION_SIGMOID;
    if (kind == 2)
      nn_network_add_layer (network, NN_LAYER_DROPOUT);
  }
  layer = nn_network_add_layer (network, NN_LAYER_DENSE);
  layer->units = 2;
  network->loss = kind == 1 ? NN_LOSS_CROSS_ENTROPY : NN_LOSS_SQUARED_ERROR;
  network->optimizer = nn_optimizer_default (pass_random_int (random, 0, NN_N_OPTIMIZERS - 1));
  return network;
}

static inline GsDataset *
make_data (guint64 *random, const NnNetwork *network)
{
  NnShape target = nn_shape (1, 2);
  gsize width = nn_shape_count (&network->input);
  g_autofree gdouble *inputs = g_new (gdouble, 7 * width);
  gdouble targets[14];
  g_autoptr (GsDataset) all = NULL;

  for (gsize i = 0; i < 7 * width; i++)
    inputs[i] = pass_random (random) * 2 - 1;
  for (gint i = 0; i < 14; i++)
    targets[i] = (i / 2 + i) % 2;
  all = gs_dataset_new (&network->input, &target, 7, inputs, targets);
  return gs_dataset_with_batch_size (all, 3); /* batches of 3, 3 and 1 */
}

static inline GsWorkbook *
make_book (guint64 seed)
{
  guint64 random = seed;
  NnNetwork *network = make_network (&random);
  g_autoptr (GsDataset) data = make_data (&random, network);
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_new (network, data, seed, &error);
  GsWorkbook *book;

  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  return book;
}

static inline NnCell
find (GsWorkbook *book, const gchar *tensor, gsize offset)
{
  NnCell cell = { nn_program_find (gs_workbook_get_program (book), tensor), offset };

  g_assert_cmpint (cell.tensor, >=, 0);
  return cell;
}

static inline void
assert_step (GsWorkbook *book, GsStep step, gint count)
{
  g_assert_true (gs_workbook_step (book, step, count));
}

/* Everything that can be seen, to the bit. */
static inline void
assert_same_view (GsWorkbook *a, GsWorkbook *b)
{
  NnProgram *program = gs_workbook_get_program (a);
  GsCursor cursor = gs_workbook_get_cursor (a), other = gs_workbook_get_cursor (b);

  g_assert_cmpuint (cursor.pass, ==, other.pass);
  g_assert_cmpint (cursor.instruction, ==, other.instruction);
  g_assert_cmpuint (cursor.cell, ==, other.cell);
  g_assert_cmpuint (cursor.term, ==, other.term);
  g_assert_cmpint (nn_program_get_n_tensors (program), ==,
                   nn_program_get_n_tensors (gs_workbook_get_program (b)));
  for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
    gsize n = nn_shape_count (&nn_program_get_tensor (program, i)->shape);

    for (gsize offset = 0; offset < n; offset++) {
      NnCell cell = { i, offset };
      gdouble value, expected;

      g_assert_cmpint (gs_workbook_look (a, &cell, &value), ==, gs_workbook_look (b, &cell, &expected));
      if (memcmp (&value, &expected, sizeof value) != 0)
        g_error ("%s[%" G_GSIZE_FORMAT "]: %.17g is not %.17g", nn_program_get_tensor (program, i)->name,
                 offset, value, expected);
    }
  }
}

static inline GsCursor
go (GsWorkbook *book, const GsCursor *cursor)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (gs_workbook_go_to (book, cursor, &error));
  g_assert_no_error (error);
  return gs_workbook_get_cursor (book);
}

/* The state at each of the first passes, as one text. */
static inline gchar *
describe (GsWorkbook *book)
{
  GString *text = g_string_new (NULL);
  GsCursor cursor = gs_workbook_get_cursor (book);

  for (guint32 pass = cursor.pass; pass < cursor.pass + 4; pass++) {
    NnProgram *program;

    go (book, &(GsCursor){ pass, G_MAXINT, 0, 0 });
    program = gs_workbook_get_program (book);
    for (gint i = 0; i < nn_program_get_n_tensors (program); i++) {
      const NnTensorInfo *info = nn_program_get_tensor (program, i);

      g_string_append_printf (text, "%u %s", pass, info->name);
      for (gsize offset = 0; offset < nn_shape_count (&info->shape); offset++)
        g_string_append_printf (text, " %a", nn_run_get_values (gs_workbook_get_run (book), i)[offset]);
      g_string_append_c (text, '\n');
    }
  }
  go (book, &cursor);
  return g_string_free (text, FALSE);
}
