/* Blocks and sheets: how cells lie. Each cell of each tensor has one spot on one page, and the spot leads
 * back to it; a block stays within its bound; a tab holds what its layer reads and makes. */
#include "app/network/gs-spec.h"
#include "app/paint/gs-layout.h"
#include "app/view/gs-outline.h"
#include "nn/nn-network.h"
#include "views.h"

static NnTensorInfo
make_info (NnShape shape, const gchar *axes)
{
  NnTensorInfo info = { .name = (gchar *) "x", .shape = shape };

  g_strlcpy (info.axes, axes, sizeof info.axes);
  return info;
}

/* Every cell is found on exactly the page that gs_block_find_page() names, at a spot that gives it back. */
static void
check_cells (const NnTensorInfo *info, GsRoom room)
{
  GsBlock first = gs_block_shape (info, room, 0);
  gint n_pages = gs_block_get_n_pages (&first);
  gsize n = nn_shape_count (&info->shape), n_found = 0;

  for (gint page = 0; page < n_pages; page++) {
    GsBlock block = gs_block_shape (info, room, page);

    g_assert_cmpint (block.n_shown, >, 0);
    for (gsize offset = 0; offset < n; offset++) {
      gint sample = block.by_sample ? (gint) (offset / block.sample_stride) + 1 : 1;
      GsSpot spot, at;
      gdouble x, y;

      if (gs_block_find_page (&block, offset) != page) {
        g_assert_false (gs_block_find_spot (&block, offset, sample, &spot));
        continue;
      }
      g_assert_true (gs_block_find_spot (&block, offset, sample, &spot));
      g_assert_cmpuint (gs_block_get_offset (&block, sample, &spot), ==, offset);
      gs_block_get_corner (&block, &spot, &x, &y);
      g_assert_cmpfloat (x + block.cell_width, <=, block.width + 1e-6);
      g_assert_cmpfloat (y + block.cell_height, <=, block.height + 1e-6);
      g_assert_true (gs_block_find_at (&block, x + block.cell_width / 2, y + block.cell_height / 2, &at));
      g_assert_cmpmem (&at, sizeof at, &spot, sizeof spot);
      if (block.by_sample)
        g_assert_false (gs_block_find_spot (&block, offset, sample + 1, &spot));
      n_found++;
    }
  }
  g_assert_cmpuint (n_found, ==, n);
}

static void
test_every_cell_has_one_spot (void)
{
  for (gint round = 0; round < 400; round++) {
    gint rank = g_test_rand_int_range (0, 5), dim[4];
    gboolean batch = g_test_rand_bit ();
    NnTensorInfo info;

    for (gint i = 0; i < 4; i++)
      dim[i] = g_test_rand_int_range (1, rank == 1 ? 700 : rank == 2 ? 80 : 9);
    info = make_info (rank == 0   ? nn_shape (0)
                      : rank == 1 ? nn_shape (1, dim[0])
                      : rank == 2 ? nn_shape (2, dim[0], dim[1])
                      : rank == 3 ? nn_shape (3, dim[0], dim[1], dim[2])
                                  : nn_shape (4, dim[0], dim[1], dim[2], dim[3]),
                      batch ? "bkrc" : "fkuv");
    for (gint room = GS_ROOM_NUMBERS; room <= GS_ROOM_LAYER; room++)
      check_cells (&info, (GsRoom) room);
  }
}

static void
test_large_tensors_stay_within_bounds (void)
{
  const NnTensorInfo infos[] = {
    make_info (nn_shape (4, 500, 50, 4, 4), "fkuv"), make_info (nn_shape (2, 500, 10), "io"),
    make_info (nn_shape (2, 784, 128), "io"),        make_info (nn_shape (4, 32, 64, 28, 28), "bkrc"),
    make_info (nn_shape (2, 1000, 1000), "bo"),      make_info (nn_shape (1, 4096), "o"),
    make_info (nn_shape (2, 64, 64), "io"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (infos); i++) {
    GsBlock drawing = gs_block_shape (&infos[i], GS_ROOM_DRAWING, 0);
    GsBlock layer = gs_block_shape (&infos[i], GS_ROOM_LAYER, 0);

    g_assert_cmpfloat (drawing.width, <=, 201);
    g_assert_cmpfloat (drawing.height, <=, 286);
    g_assert_cmpfloat (layer.width, <=, 301);
    g_assert_cmpfloat (layer.height, <=, 286);
  }
}

/* A page asked for beyond the last is the last. */
static void
test_pages_end (void)
{
  NnTensorInfo filters = make_info (nn_shape (4, 500, 50, 4, 4), "fkuv");
  GsBlock block = gs_block_shape (&filters, GS_ROOM_DRAWING, 10000);
  gint n = gs_block_get_n_pages (&block);

  g_assert_cmpint (n, >, 10);
  g_assert_cmpint (block.first_tile + block.n_shown, ==, 500);
  g_assert_cmpint (gs_block_shape (&filters, GS_ROOM_DRAWING, -3).first_tile, ==, 0);
}

static NnProgram *
compile (const gchar *spec, NnNetwork **network)
{
  g_autoptr (GError) error = NULL;
  NnProgram *program;

  *network = nn_network_new ();
  gs_spec_parse (spec, *network, &error);
  g_assert_no_error (error);
  program = nn_network_compile (*network, 1, 0, NULL, &error);
  g_assert_no_error (error);
  return program;
}

static gboolean
holds (const GArray *tabs, NnProgram *program, const gchar *title, const gchar *tensor)
{
  gint number = nn_program_find (program, tensor);

  g_assert_cmpint (number, >=, 0);
  for (guint i = 0; i < tabs->len; i++)
    if (g_str_equal (g_array_index (tabs, GsTab, i).title, title))
      return gs_tab_holds (&g_array_index (tabs, GsTab, i), program, number);
  g_assert_not_reached ();
}

static void
test_tabs_hold_their_layers (void)
{
  g_autoptr (NnNetwork) network = NULL;
  g_autoptr (NnProgram) program =
      compile ("input 1x8x8 · conv 4 3x3 relu · max-pool 2 · flatten · dense 3", &network);
  g_autoptr (GArray) tabs = gs_tabs_list (network);
  static const gchar *const titles[] = { "All",   "x",    "conv",      "max-pool", "flatten",
                                         "dense", "Loss", "Optimiser", "Data" };

  g_assert_cmpuint (tabs->len, ==, G_N_ELEMENTS (titles));
  for (guint i = 0; i < tabs->len; i++)
    g_assert_cmpstr (g_array_index (tabs, GsTab, i).title, ==, titles[i]);
  g_assert_true (holds (tabs, program, "conv", "x"));
  g_assert_true (holds (tabs, program, "conv", "W1"));
  g_assert_true (holds (tabs, program, "conv", "dW1"));
  g_assert_true (holds (tabs, program, "conv", "da1"));
  g_assert_true (holds (tabs, program, "conv", "W1.next"));
  g_assert_false (holds (tabs, program, "conv", "W2"));
  g_assert_true (holds (tabs, program, "dense", "f1"));
  g_assert_true (holds (tabs, program, "Loss", "t"));
  g_assert_true (holds (tabs, program, "Loss", "dL"));
  g_assert_true (holds (tabs, program, "Loss", "L"));
  g_assert_false (holds (tabs, program, "Loss", "W1"));
  g_assert_true (holds (tabs, program, "Optimiser", "lr"));
  g_assert_true (holds (tabs, program, "Optimiser", "W2.next"));
  for (gint i = 0; i < nn_program_get_n_instructions (program); i++) {
    const NnInstruction *line = nn_program_get_instruction (program, i);
    guint tab = gs_tabs_find_instruction (tabs, program, i);

    if (line->output >= 0)
      g_assert_true (gs_tab_holds (&g_array_index (tabs, GsTab, tab), program, line->output));
  }
}

static void
test_long_names_are_cut_between_characters (void)
{
  g_autoptr (NnNetwork) network = NULL;
  g_autoptr (NnProgram) program = compile ("input 2 · dense 3 · dense 1", &network);
  g_autoptr (GArray) tabs = NULL;
  NnLayer *layer = g_ptr_array_index (network->layers, 0);

  g_free (layer->name);
  layer->name = g_strdup ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
  tabs = gs_tabs_list (network);
  g_assert_true (g_utf8_validate (g_array_index (tabs, GsTab, 1).title, -1, NULL));
  g_assert_true (g_str_has_suffix (g_array_index (tabs, GsTab, 1).title, "…"));
}

/* A copy shares the block of what it copies, so that its cells are found there. */
static void
test_drawings_share_blocks (void)
{
  g_autoptr (NnNetwork) network = NULL;
  g_autoptr (NnProgram) program =
      compile ("input 1x28x28 · conv 20 5x5 · max-pool 2 · flatten · dense 10", &network);
  g_autoptr (GsLayout) layout = NULL;
  gdouble width, height;

  layout = gs_layout_new_sheet (program, &(GsLayoutChoice){ .folded = TRUE });
  g_assert_true (gs_layout_is_large (program));
  g_assert_true (gs_layout_find_block (layout, nn_program_find (program, "a1"))
                 == gs_layout_find_block (layout, nn_program_find (program, "z1")));
  g_assert_null (gs_layout_find_block (layout, nn_program_find (program, "W1.next")));
  g_assert_cmpint (gs_layout_get_n_folded (layout), >, 0);
  gs_layout_get_size (layout, &width, &height);
  g_assert_cmpfloat (width, <, 1600);
  g_assert_cmpfloat (height, <, 1000);
}

/* An optimiser's steps, folded, are called by their layers. */
static void
test_layers_of_the_outline (void)
{
  static const struct {
    const gchar *book;
    gboolean inner;
  } books[] = { { "mazur", FALSE }, { "excelnet", TRUE } };

  for (gsize b = 0; b < G_N_ELEMENTS (books); b++) {
    g_autoptr (GsView) view = view_open (books[b].book);
    NnProgram *program = gs_workbook_get_program (gs_view_get_workbook (view));
    const GArray *tabs = gs_view_get_tabs (view);
    const GsFold folds[GS_N_PHASES] = { [NN_PHASE_UPDATE] = GS_FOLD_LAYERS };
    g_autoptr (GArray) items = gs_outline_list (program, folds);
    g_autoptr (GString) names = g_string_new (NULL);

    g_assert_cmpint (gs_tabs_have_inner_update (program), ==, books[b].inner);
    for (guint i = 0; i < items->len; i++) {
      const gchar *name =
          gs_outline_find_layer (tabs, program, &g_array_index (items, GsOutlineItem, i), folds);

      if (name != NULL)
        g_string_append_printf (names, "%s; ", name);
    }
    g_assert_cmpstr (names->str, ==, books[b].inner ? "Optimiser; conv 1; conv 2; conv 3; dense; " : "");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/block/every-cell-has-one-spot", test_every_cell_has_one_spot);
  g_test_add_func ("/block/large-tensors-stay-within-bounds", test_large_tensors_stay_within_bounds);
  g_test_add_func ("/block/pages-end", test_pages_end);
  g_test_add_func ("/tabs/hold-their-layers", test_tabs_hold_their_layers);
  g_test_add_func ("/tabs/long-names", test_long_names_are_cut_between_characters);
  g_test_add_func ("/layout/drawings-share-blocks", test_drawings_share_blocks);
  g_test_add_func ("/tabs/layers-of-the-outline", test_layers_of_the_outline);
  return g_test_run ();
}
