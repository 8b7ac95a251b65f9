/* Render nodes that are kept as long as what they show is the same. */
#include "gs-sheet-nodes.h"

#include <math.h>

#include "app/paint/gs-enlarged-map.h"
#include "app/paint/gs-strip.h"

/* The drawn part of the sheet begins and ends at multiples of this many pixels: so far one scrolls before a
 * block that reaches beyond the window is drawn again. */
#define RASTER 256

#define N_PIECES 2 /* beside the blocks */

/* One kept node, and what it shows. */
typedef struct {
  GskRenderNode *node;
  guint64 key;
  cairo_rectangle_int_t part; /* of the sheet that it covers, in pixels */
} Kept;

struct _GsSheetNodes {
  GPtrArray *blocks; /* Kept, by the number of the block */
  Kept ground, pieces[N_PIECES];
  const GsLayout *layout; /* whose blocks these are */
  gdouble zoom;
  guint n_drawn;
};

static void
kept_clear (Kept *kept)
{
  g_clear_pointer (&kept->node, gsk_render_node_unref);
}

static void
kept_free (gpointer kept)
{
  kept_clear (kept);
  g_free (kept);
}

GsSheetNodes *
gs_sheet_nodes_new (void)
{
  GsSheetNodes *nodes = g_new0 (GsSheetNodes, 1);

  nodes->blocks = g_ptr_array_new_with_free_func (kept_free);
  return nodes;
}

void
gs_sheet_nodes_free (GsSheetNodes *nodes)
{
  if (nodes == NULL)
    return;
  kept_clear (&nodes->ground);
  for (gint piece = 0; piece < N_PIECES; piece++)
    kept_clear (&nodes->pieces[piece]);
  g_ptr_array_unref (nodes->blocks);
  g_free (nodes);
}

guint
gs_sheet_nodes_get_n_drawn (const GsSheetNodes *nodes)
{
  return nodes->n_drawn;
}

/* Another layout or zoom: nothing that is kept is right. */
static void
adopt (GsSheetNodes *nodes, const GsScene *scene)
{
  gint n = gs_layout_get_n_blocks (scene->layout);

  if (nodes->layout == scene->layout && nodes->zoom == scene->zoom && nodes->blocks->len == (guint) n)
    return;
  for (gint piece = 0; piece < N_PIECES; piece++)
    kept_clear (&nodes->pieces[piece]);
  nodes->layout = scene->layout;
  nodes->zoom = scene->zoom;
  g_ptr_array_set_size (nodes->blocks, 0);
  for (gint i = 0; i < n; i++)
    g_ptr_array_add (nodes->blocks, g_new0 (Kept, 1));
}

/* ---- the scene in the sheet's own coordinates ---- */

/* A scene of the window and some of its surroundings, on the raster. */
static GsScene
widen (const GsScene *scene)
{
  GsScene wide = *scene;
  gdouble left = floor (scene->left * scene->zoom / RASTER) * RASTER;
  gdouble top = floor (scene->top * scene->zoom / RASTER) * RASTER;

  wide.left = left / scene->zoom;
  wide.top = top / scene->zoom;
  wide.width = (gint) (ceil ((scene->left * scene->zoom + scene->width) / RASTER) * RASTER - left);
  wide.height = (gint) (ceil ((scene->top * scene->zoom + scene->height) / RASTER) * RASTER - top);
  return wide;
}

/* What a block covers within the wide scene, in pixels of the sheet. */
static gboolean
find_part (const GsScene *wide, gint block, cairo_rectangle_int_t *part)
{
  gdouble x, y, width, height, left = wide->left * wide->zoom, top = wide->top * wide->zoom;
  gdouble right, bottom;

  if (!gs_painter_get_extent (wide, block, &x, &y, &width, &height))
    return FALSE;
  right = ceil (MIN (x + width, wide->width) + left);
  bottom = ceil (MIN (y + height, wide->height) + top);
  part->x = (gint) floor (MAX (x, 0) + left);
  part->y = (gint) floor (MAX (y, 0) + top);
  part->width = (gint) right - part->x;
  part->height = (gint) bottom - part->y;
  return part->width > 0 && part->height > 0;
}

static gboolean
is_same_part (const cairo_rectangle_int_t *a, const cairo_rectangle_int_t *b)
{
  return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

static void
draw_block (GsSheetNodes *nodes, GsPainter *painter, const GsScene *wide, gint block, Kept *kept)
{
  graphene_rect_t bounds = GRAPHENE_RECT_INIT ((float) kept->part.x, (float) kept->part.y,
                                               (float) kept->part.width, (float) kept->part.height);
  cairo_t *cr;

  kept_clear (kept);
  kept->node = gsk_cairo_node_new (&bounds);
  cr = gsk_cairo_node_get_draw_context (kept->node);
  cairo_translate (cr, round (wide->left * wide->zoom), round (wide->top * wide->zoom));
  gs_painter_draw_block (painter, cr, wide, block);
  cairo_destroy (cr);
  nodes->n_drawn++;
}

static void
append_blocks (GsSheetNodes *nodes, GsPainter *painter, const GsScene *scene, GtkSnapshot *snapshot)
{
  GsScene wide = widen (scene);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) -round (scene->left * scene->zoom),
                                                          (float) -round (scene->top * scene->zoom)));
  for (guint i = 0; i < nodes->blocks->len; i++) {
    Kept *kept = g_ptr_array_index (nodes->blocks, i);
    cairo_rectangle_int_t part;
    guint64 key;

    if (!find_part (&wide, (gint) i, &part)) {
      kept_clear (kept);
      continue;
    }
    key = gs_painter_get_key (painter, scene, (gint) i);
    if (kept->node == NULL || key != kept->key || !is_same_part (&part, &kept->part)) {
      kept->key = key;
      kept->part = part;
      draw_block (nodes, painter, &wide, (gint) i, kept);
    }
    gtk_snapshot_append_node (snapshot, kept->node);
  }
  gtk_snapshot_restore (snapshot);
}

/* ---- beside the blocks ---- */

/* What all shows the selected cell: as long as the sight is the same, so is its picture. */
static const struct {
  gboolean (*get_extent) (const GsScene *scene, gdouble *x, gdouble *y, gdouble *width, gdouble *height);
  void (*draw) (cairo_t *cr, const GsScene *scene);
} pieces[N_PIECES] = { { gs_strip_get_extent, gs_strip_draw },
                       { gs_enlarged_map_get_extent, gs_enlarged_map_draw } };

/* From its own corner on, so that scrolling moves it. */
static GskRenderNode *
draw_piece (const GsScene *scene, gint piece)
{
  GsScene own = *scene;
  GskRenderNode *node;
  gdouble x, y, width, height;
  cairo_t *cr;

  pieces[piece].get_extent (scene, &x, &y, &width, &height);
  own.left += x / scene->zoom;
  own.top += y / scene->zoom;
  own.width = (gint) ceil (width) + 1;
  own.height = (gint) ceil (height) + 1;
  node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) own.width, (float) own.height));
  cr = gsk_cairo_node_get_draw_context (node);
  pieces[piece].draw (cr, &own);
  cairo_destroy (cr);
  return node;
}

static void
append_piece (GsSheetNodes *nodes, const GsScene *scene, GtkSnapshot *snapshot, gint piece)
{
  Kept *kept = &nodes->pieces[piece];
  gdouble x, y, width, height;
  guint64 key;

  if (!pieces[piece].get_extent (scene, &x, &y, &width, &height)) {
    kept_clear (kept);
    return;
  }
  key = (scene->sight->serial * 4096 + (guint64) gs_layout_get_strip (scene->layout)->part)
        ^ (guint64) (guintptr) scene->theme;
  if (kept->node == NULL || key != kept->key) {
    kept_clear (kept);
    kept->key = key;
    kept->node = draw_piece (scene, piece);
  }
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) round (x), (float) round (y)));
  gtk_snapshot_append_node (snapshot, kept->node);
  gtk_snapshot_restore (snapshot);
}

/* ---- beneath and above ---- */

static gboolean
is_ground_old (const GsSheetNodes *nodes, const GsScene *scene, guint64 key)
{
  const Kept *kept = &nodes->ground;

  return kept->node == NULL || kept->key != key || kept->part.width != scene->width
         || kept->part.height != scene->height || kept->part.x != (gint) round (scene->left * scene->zoom)
         || kept->part.y != (gint) round (scene->top * scene->zoom);
}

static void
append_ground (GsSheetNodes *nodes, const GsScene *scene, GtkSnapshot *snapshot)
{
  Kept *kept = &nodes->ground;
  guint64 key = (guint64) (guintptr) scene->theme ^ (guint64) (guintptr) scene->layout
                ^ (guint64) llround (scene->zoom * 1e6);

  if (is_ground_old (nodes, scene, key)) {
    cairo_t *cr;

    kept_clear (kept);
    kept->key = key;
    kept->part =
        (cairo_rectangle_int_t){ (gint) round (scene->left * scene->zoom),
                                 (gint) round (scene->top * scene->zoom), scene->width, scene->height };
    kept->node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) scene->width, (float) scene->height));
    cr = gsk_cairo_node_get_draw_context (kept->node);
    gs_painter_draw_ground (cr, scene);
    cairo_destroy (cr);
  }
  gtk_snapshot_append_node (snapshot, kept->node);
}

/* The marks are few and cheap, but they must not cover more than they do: what a node covers is painted anew.
 */
static void
append_marks (GsPainter *painter, const GsScene *scene, GtkSnapshot *snapshot)
{
  cairo_rectangle_t whole = { 0, 0, scene->width, scene->height };
  cairo_surface_t *marks = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, &whole);
  cairo_t *cr = cairo_create (marks);
  gdouble x, y, width, height;

  gs_painter_draw_marks (painter, cr, scene);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (marks, &x, &y, &width, &height);
  if (width > 0 && height > 0) {
    cr = gtk_snapshot_append_cairo (
        snapshot, &GRAPHENE_RECT_INIT ((float) x, (float) y, (float) width, (float) height));
    cairo_set_source_surface (cr, marks, 0, 0);
    cairo_paint (cr);
    cairo_destroy (cr);
  }
  cairo_surface_destroy (marks);
}

void
gs_sheet_nodes_snapshot (GsSheetNodes *nodes, GsPainter *painter, const GsScene *scene, GtkSnapshot *snapshot)
{
  adopt (nodes, scene);
  append_ground (nodes, scene, snapshot);
  append_blocks (nodes, painter, scene, snapshot);
  for (gint piece = 0; piece < N_PIECES; piece++)
    append_piece (nodes, scene, snapshot, piece);
  append_marks (painter, scene, snapshot);
}
