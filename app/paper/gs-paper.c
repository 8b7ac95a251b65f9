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
  GArray *blocks;    /* Block */
  GPtrArray *sheets; /* Sheet */
  cairo_t *cr;       /* of the block that is measured; of the document while it is drawn */
  gboolean is_drawn; /* the second time */
  guint next;        /* the block that comes next, then */
  gboolean is_open;  /* a page has been begun: */
  guint sheet, page;
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
sheet_free (gpointer data)
{
  Sheet *sheet = data;

  g_free (sheet->code);
  g_free (sheet->note);
  g_free (sheet->total);
  g_free (sheet);
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
  Sheet *sheet;

  if (self->is_drawn)
    return;
  sheet = g_new0 (Sheet, 1);
  sheet->code = g_strdup (code);
  sheet->note = g_strdup (note);
  sheet->total = g_strdup (total);
  g_ptr_array_add (self->sheets, sheet);
}

/* ---- pages ---- */

/* The height of what must stand on one page with the block: itself, and all it is to be kept with. */
static gdouble
measure_group (const GsPaper *self, guint first)
{
  gdouble height = 0;

  for (guint i = first; i < self->blocks->len; i++) {
    const Block *block = &g_array_index (self->blocks, Block, i);

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
    Block *block = &g_array_index (self->blocks, Block, i);
    const Block *before = i > 0 ? block - 1 : NULL;
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
draw_lines (const GsPaper *self, const gchar *heading, const Block *block)
{
  cairo_t *cr = self->cr;
  gdouble width = gs_paper_get_width (self), first = block->top + LINE_SPACE + LINE_LETTER;
  gint n = (gint) ((get_room (self) - first) / LINE_SPACE);
  const gdouble dots[] = { 0, 4 };

  if (n < MIN_LINES)
    return;
  cairo_save (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  gs_paper_show (cr, heading, 0, block->top + LINE_SPACE, LINE_LETTER, FALSE);
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
draw_foot (const GsPaper *self)
{
  const Sheet *sheet = g_ptr_array_index (self->sheets, self->sheet);
  cairo_t *cr = self->cr;
  gdouble width = gs_paper_get_width (self), y = get_room (self) + 10;
  g_autofree gchar *number = g_strdup_printf (_ ("page %u of %u"), self->page + 1, sheet->n_pages);
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
end_page (GsPaper *self)
{
  draw_foot (self);
  cairo_restore (self->cr);
  cairo_show_page (self->cr);
  self->is_open = FALSE;
}

/* The page that the block stands on is the one that is drawn on. */
static void
turn_to (GsPaper *self, const Block *block)
{
  if (self->is_open && (block->sheet != self->sheet || block->page != self->page))
    end_page (self);
  if (self->is_open)
    return;
  self->sheet = block->sheet;
  self->page = block->page;
  self->is_open = TRUE;
  cairo_save (self->cr);
  cairo_translate (self->cr, MARGIN, MARGIN);
}

/* ---- blocks ---- */

static void
add_block (GsPaper *self)
{
  Block block = { .sheet = self->sheets->len - 1 };

  g_assert (self->sheets->len > 0);
  g_array_append_val (self->blocks, block);
}

static const Block *
take_block (GsPaper *self)
{
  const Block *block = &g_array_index (self->blocks, Block, self->next++);

  turn_to (self, block);
  return block;
}

cairo_t *
gs_paper_begin (GsPaper *self)
{
  gdouble room = get_room (self);
  const Block *block;

  if (!self->is_drawn) {
    cairo_surface_t *scratch = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);

    add_block (self);
    self->cr = cairo_create (scratch);
    cairo_surface_destroy (scratch);
    return self->cr;
  }
  block = take_block (self);
  cairo_save (self->cr);
  cairo_translate (self->cr, 0, block->top);
  if (block->height > room)
    cairo_scale (self->cr, room / block->height, room / block->height);
  return self->cr;
}

void
gs_paper_end (GsPaper *self, gdouble height, gboolean keep_with_next)
{
  Block *block = &g_array_index (self->blocks, Block, self->blocks->len - 1);

  if (self->is_drawn) {
    cairo_restore (self->cr);
    return;
  }
  block->height = height;
  block->keep_with_next = keep_with_next;
  cairo_destroy (g_steal_pointer (&self->cr));
}

void
gs_paper_add_lines (GsPaper *self, const gchar *heading)
{
  if (self->is_drawn)
    draw_lines (self, heading, take_block (self));
  else
    add_block (self);
}

/* ---- writing ---- */

static cairo_status_t
collect (gpointer closure, const guchar *bytes, guint length)
{
  g_byte_array_append (closure, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

/* The second time, on a PDF that goes into `bytes`. */
static cairo_status_t
draw (GsPaper *self, GsPaperCompose compose, gpointer user_data, GByteArray *bytes)
{
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream (collect, bytes, sizes[self->size].width, sizes[self->size].height);
  cairo_status_t status;

  self->is_drawn = TRUE;
  self->cr = cairo_create (surface);
  compose (self, user_data);
  if (self->is_open)
    end_page (self);
  cairo_destroy (g_steal_pointer (&self->cr));
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

gboolean
gs_paper_write (GsPaperSize size,
                GsPaperCompose compose,
                gpointer user_data,
                const gchar *path,
                GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (sheet_free);
  GsPaper self = { .size = size, .blocks = blocks, .sheets = all };
  cairo_status_t status;

  compose (&self, user_data);
  lay_out (&self);
  status = draw (&self, compose, user_data, bytes);
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
  pango_context_set_round_glyph_positions (context, FALSE); /* so that half the size is half as wide */
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
