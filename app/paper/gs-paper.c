/* Paper: blocks are recorded first, then laid on pages, so that each page's foot can say of how many it is.
 */
#include "gs-paper.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>
#include <pango/pangocairo.h>

#include "app/paint/gs-theme.h"
#include "app/text/gs-file.h"
#include "nn/nn-error.h"

#define MARGIN      (15 * GS_PAPER_MM)
#define FOOT        34.0 /* below the blocks */
#define LINE_SPACE  17.0
#define MIN_LINES   3
#define LINE_LETTER 9.0

static const struct {
  const gchar *name;
  gdouble width, height;
} sizes[GS_PAPER_N_SIZES] = {
  [GS_PAPER_A4] = { "a4", 210 * GS_PAPER_MM, 297 * GS_PAPER_MM },
  [GS_PAPER_LETTER] = { "letter", 612, 792 },
};

typedef struct {
  cairo_surface_t *drawing; /* NULL: lines to write on, below the heading */
  gchar *heading;
  gdouble height;
  gboolean keep_with_next;
  guint sheet;
  guint page; /* within its sheet, from 0: set by lay_out() */
  gdouble top;
} Block;

typedef struct {
  gchar *code, *note, *total;
  guint n_pages;
} Sheet;

struct _GsPaper {
  GsPaperSize size;
  GPtrArray *blocks; /* Block */
  GPtrArray *sheets; /* Sheet */
  cairo_t *cr;       /* of the block that is being drawn */
};

gint
gs_paper_size_find (const gchar *name)
{
  for (gint i = 0; i < GS_PAPER_N_SIZES; i++)
    if (g_ascii_strcasecmp (sizes[i].name, name) == 0)
      return i;
  return -1;
}

static void
block_free (gpointer data)
{
  Block *block = data;

  g_clear_pointer (&block->drawing, cairo_surface_destroy);
  g_free (block->heading);
  g_free (block);
}

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;

  g_free (sheet->code);
  g_free (sheet->note);
  g_free (sheet->total);
  g_free (sheet);
}

GsPaper *
gs_paper_new (GsPaperSize size)
{
  GsPaper *self = g_new0 (GsPaper, 1);

  self->size = size;
  self->blocks = g_ptr_array_new_with_free_func (block_free);
  self->sheets = g_ptr_array_new_with_free_func (sheet_free);
  return self;
}

void
gs_paper_free (GsPaper *self)
{
  g_assert (self->cr == NULL);
  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->sheets);
  g_free (self);
}

gdouble
gs_paper_get_width (const GsPaper *self)
{
  return sizes[self->size].width - 2 * MARGIN;
}

static gdouble
get_room (const GsPaper *self)
{
  return sizes[self->size].height - 2 * MARGIN - FOOT;
}

void
gs_paper_begin_sheet (GsPaper *self, const gchar *code, const gchar *note, const gchar *total)
{
  Sheet *sheet = g_new0 (Sheet, 1);

  sheet->code = g_strdup (code);
  sheet->note = g_strdup (note);
  sheet->total = g_strdup (total);
  g_ptr_array_add (self->sheets, sheet);
}

static Block *
add_block (GsPaper *self)
{
  Block *block = g_new0 (Block, 1);

  g_assert (self->sheets->len > 0);
  block->sheet = self->sheets->len - 1;
  g_ptr_array_add (self->blocks, block);
  return block;
}

cairo_t *
gs_paper_begin (GsPaper *self)
{
  Block *block = add_block (self);

  g_assert (self->cr == NULL);
  block->drawing = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  self->cr = cairo_create (block->drawing);
  return self->cr;
}

void
gs_paper_end (GsPaper *self, gdouble height, gboolean keep_with_next)
{
  Block *block = g_ptr_array_index (self->blocks, self->blocks->len - 1);

  block->height = height;
  block->keep_with_next = keep_with_next;
  cairo_destroy (g_steal_pointer (&self->cr));
}

void
gs_paper_add_lines (GsPaper *self, const gchar *heading)
{
  add_block (self)->heading = g_strdup (heading);
}

/* ---- pages ---- */

/* The height of what must stand on one page with the block: itself, and all it is to be kept with. */
static gdouble
measure_group (const GsPaper *self, guint first)
{
  gdouble height = 0;

  for (guint i = first; i < self->blocks->len; i++) {
    const Block *block = g_ptr_array_index (self->blocks, i);

    height += MIN (block->height, get_room (self));
    if (!block->keep_with_next)
      break;
  }
  return height;
}

static void
lay_out (GsPaper *self)
{
  guint page = 0;
  gdouble top = 0;
  gboolean is_kept = FALSE;

  for (guint i = 0; i < self->blocks->len; i++) {
    Block *block = g_ptr_array_index (self->blocks, i);
    const Block *before = i > 0 ? g_ptr_array_index (self->blocks, i - 1) : NULL;
    gdouble room = get_room (self), height = MIN (block->height, room);

    if (before == NULL || before->sheet != block->sheet) {
      page = 0;
      top = 0;
    } else if (top > 0 && top + (is_kept ? height : MIN (measure_group (self, i), room)) > room) {
      page++;
      top = 0;
    }
    block->page = page;
    block->top = top;
    top += height;
    is_kept = block->keep_with_next;
    ((Sheet *) g_ptr_array_index (self->sheets, block->sheet))->n_pages = page + 1;
  }
}

static void
draw_lines (const GsPaper *self, cairo_t *cr, const Block *block)
{
  gdouble width = gs_paper_get_width (self), first = block->top + LINE_SPACE + LINE_LETTER;
  gint n = (gint) ((get_room (self) - first) / LINE_SPACE);
  const gdouble dots[] = { 0, 4 };

  if (n < MIN_LINES)
    return;
  cairo_save (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  gs_paper_show (cr, block->heading, 0, block->top + LINE_SPACE, LINE_LETTER, FALSE);
  cairo_set_line_width (cr, 0.7);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_dash (cr, dots, G_N_ELEMENTS (dots), 0);
  for (gint i = 1; i <= n; i++) {
    cairo_move_to (cr, 0, first + i * LINE_SPACE);
    cairo_rel_line_to (cr, width, 0);
  }
  cairo_stroke (cr);
  cairo_restore (cr);
}

static void
draw_block (const GsPaper *self, cairo_t *cr, const Block *block)
{
  gdouble room = get_room (self);

  if (block->drawing == NULL) {
    draw_lines (self, cr, block);
    return;
  }
  cairo_save (cr);
  cairo_translate (cr, 0, block->top);
  if (block->height > room)
    cairo_scale (cr, room / block->height, room / block->height);
  cairo_set_source_surface (cr, block->drawing, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
}

static void
draw_foot (const GsPaper *self, cairo_t *cr, const Sheet *sheet, guint page)
{
  gdouble width = gs_paper_get_width (self), y = get_room (self) + 10;
  g_autofree gchar *number = g_strdup_printf (_ ("page %u of %u"), page + 1, sheet->n_pages);
  g_autofree gchar *right = g_strdup_printf ("%s, %s", sheet->total, number);
  const gchar *promise = _ ("A slip counts once: what follows from it is marked as it follows.");
  gdouble indent = gs_paper_measure (sheet->code, 10, TRUE) + 12,
          right_width = gs_paper_measure (right, 8.5, FALSE);
  gdouble room = MAX (width - indent - right_width - 12, 1);

  cairo_set_source_rgb (cr, 0, 0, 0);
  cairo_set_line_width (cr, 0.7);
  cairo_move_to (cr, 0, y);
  cairo_rel_line_to (cr, width, 0);
  cairo_stroke (cr);
  gs_paper_show (cr, sheet->code, 0, y + 13, 10, TRUE);
  gs_paper_show (cr, sheet->note, indent, y + 13,
                 8.5 * MIN (1, room / gs_paper_measure (sheet->note, 8.5, FALSE)), FALSE);
  gs_paper_show (cr, right, width - right_width, y + 13, 8.5, FALSE);
  gs_paper_show (cr, _ ("Gradsheet worksheet"), 0, y + 25, 8.5, FALSE);
  gs_paper_show (cr, promise, width - gs_paper_measure (promise, 8.5, FALSE), y + 25, 8.5, FALSE);
}

static void
draw_pages (GsPaper *self, cairo_t *cr)
{
  guint next = 0;

  for (guint i = 0; i < self->sheets->len; i++) {
    const Sheet *sheet = g_ptr_array_index (self->sheets, i);

    for (guint page = 0; page < sheet->n_pages; page++) {
      cairo_save (cr);
      cairo_translate (cr, MARGIN, MARGIN);
      for (; next < self->blocks->len; next++) {
        const Block *block = g_ptr_array_index (self->blocks, next);

        if (block->sheet != i || block->page != page)
          break;
        draw_block (self, cr, block);
      }
      draw_foot (self, cr, sheet, page);
      cairo_restore (cr);
      cairo_show_page (cr);
    }
  }
}

static cairo_status_t
collect (gpointer closure, const guchar *bytes, guint length)
{
  g_byte_array_append (closure, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
gs_paper_write (GsPaper *self, const gchar *path, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (collect, bytes, sizes[self->size].width, sizes[self->size].height);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  lay_out (self);
  draw_pages (self, cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return gs_file_write (path, (const gchar *) bytes->data, bytes->len, GS_FILE_PUBLIC, error);
  g_set_error (error, NN_ERROR, NN_ERROR_VALUE, _ ("The worksheet cannot be drawn (%s)."),
               cairo_status_to_string (status));
  return FALSE;
}

/* ---- drawing ---- */

static PangoLayout *
make_layout (const gchar *text, gdouble size, gboolean bold)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  g_autoptr (PangoFontDescription) font = pango_font_description_new ();
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  PangoLayout *layout = pango_layout_new (context);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Paper has no pixels that letters would have to fit. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_layout_context_changed (layout);
  g_object_unref (context);
  pango_font_description_set_family (font, gs_theme_get_font ());
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, text, -1);
  return layout;
}

gdouble
gs_paper_measure (const gchar *text, gdouble size, gboolean bold)
{
  g_autoptr (PangoLayout) layout = make_layout (text, size, bold);
  PangoRectangle logical;

  pango_layout_get_extents (layout, NULL, &logical);
  return (gdouble) logical.width / PANGO_SCALE;
}

void
gs_paper_show (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble size, gboolean bold)
{
  g_autoptr (PangoLayout) layout = make_layout (text, size, bold);

  cairo_move_to (cr, x, y);
  pango_cairo_show_layout_line (cr, pango_layout_get_line_readonly (layout, 0));
}

void
gs_paper_show_centred (cairo_t *cr,
                       const gchar *text,
                       gdouble x,
                       gdouble y,
                       gdouble room,
                       gdouble size,
                       gboolean bold)
{
  gdouble width = gs_paper_measure (text, size, bold);

  if (width > room) {
    size *= room / width;
    width = room;
  }
  gs_paper_show (cr, text, x - width / 2, y + size * 0.36, size, bold);
}

gdouble
gs_paper_show_wrapped (cairo_t *cr, const gchar *text, gdouble x, gdouble y, gdouble width, gdouble size)
{
  g_autoptr (PangoLayout) layout = make_layout (text, size, FALSE);
  PangoRectangle logical;

  pango_layout_set_width (layout, (gint) (width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  pango_layout_get_extents (layout, NULL, &logical);
  return (gdouble) logical.height / PANGO_SCALE;
}
