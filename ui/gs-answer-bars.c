/* A network's answer drawn as bars, the largest ones where there are many. */
#include "gs-answer-bars.h"

#include <glib/gi18n-lib.h>

#include "app/paint/gs-theme.h"
#include "app/text/gs-number.h"
#include "gs-accessible.h"
#include "gs-style.h"

#define MOST        10 /* classes that are shown, unless somebody says otherwise */
#define LINE_HEIGHT 22.0
#define BAR_HEIGHT  7.0
#define NAME_WIDTH  26.0
#define MAX_NAME    76.0
#define NUMBER      56.0

typedef struct {
  gchar *name;
  gdouble value;
} Answer;

struct _GsAnswerBars {
  GtkWidget parent_instance;

  GArray *answers; /* Answer, in the order of the classes */
  gint best;       /* among them; -1 without numbers */
  gint shown;      /* classes, at most */
  gdouble scale;   /* of its own; 0: the desktop's */
};

G_DEFINE_FINAL_TYPE (GsAnswerBars, gs_answer_bars, GTK_TYPE_WIDGET)

static void
clear_answer (gpointer data)
{
  g_free (((Answer *) data)->name);
}

/* ---- what is shown ---- */

/* Whether fewer than so many classes have a greater number. */
static gboolean
is_among_greatest (GsAnswerBars *self, const gdouble *answers, gsize n, gsize at)
{
  gint greater = 0;

  for (gsize i = 0; i < n; i++)
    greater += answers[i] > answers[at] || (i < at && answers[i] == answers[at]);
  return greater < self->shown;
}

static void
describe (GsAnswerBars *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; self->best >= 0 && i < self->answers->len; i++) {
    const Answer *answer = &g_array_index (self->answers, Answer, i);

    g_autofree gchar *value = gs_number_show_fixed (answer->value, 4);

    g_string_append_printf (text, "%s%s: %s", i > 0 ? ", " : "", answer->name, value);
  }
  gs_accessible_set_description (GTK_WIDGET (self), text->str);
}

void
gs_answer_bars_set (GsAnswerBars *self, const gdouble *answers, gsize n, const GPtrArray *names)
{
  gdouble most = 0;

  g_array_set_size (self->answers, 0);
  self->best = -1;
  for (gsize i = 0; i < n; i++) {
    const gchar *name = names != NULL && i < names->len ? g_ptr_array_index (names, i) : "";
    Answer answer = { *name != '\0' ? g_strdup (name) : g_strdup_printf ("%zu", i),
                      answers != NULL ? answers[i] : 0 };

    if (answers != NULL ? !is_among_greatest (self, answers, n, i) : i >= (gsize) self->shown) {
      g_free (answer.name);
      continue;
    }
    if (answers != NULL && (self->best < 0 || answer.value > most)) {
      self->best = (gint) self->answers->len;
      most = answer.value;
    }
    g_array_append_val (self->answers, answer);
  }
  describe (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
gs_answer_bars_set_scale (GsAnswerBars *self, gdouble scale)
{
  self->scale = scale;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
gs_answer_bars_set_most (GsAnswerBars *self, gint classes)
{
  self->shown = classes;
}

/* ---- drawing ---- */

static GdkRGBA
get_rgba (const GsColour *colour)
{
  return (GdkRGBA){ (float) colour->red, (float) colour->green, (float) colour->blue, 1 };
}

/* At the right or left end of a place whose middle is at y. */
static void
show_text (GtkWidget *widget,
           GtkSnapshot *into,
           const gchar *text,
           gboolean bold,
           const graphene_rect_t *place,
           gboolean right,
           const GdkRGBA *colour)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  gint text_width, text_height;

  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_SEMIBOLD));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (layout, (gint) (place->size.width * PANGO_SCALE));
  pango_layout_set_alignment (layout, right ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  gtk_snapshot_save (into);
  gtk_snapshot_translate (into,
                          &GRAPHENE_POINT_INIT (place->origin.x, place->origin.y - (float) text_height / 2));
  gtk_snapshot_append_layout (into, layout, colour);
  gtk_snapshot_restore (into);
}

/* Four decimals take so much, as wide as the greatest one is set. */
static gdouble
measure_number (GtkWidget *widget)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, "0.0000");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  gint width;

  pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  pango_layout_set_attributes (layout, attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return width + 1;
}

static void
show_bar (GtkSnapshot *into, gdouble x, gdouble y, gdouble width, gdouble height, const GdkRGBA *colour)
{
  GskRoundedRect bar;

  if (width <= 0)
    return;
  gsk_rounded_rect_init_from_rect (
      &bar, &GRAPHENE_RECT_INIT ((float) x, (float) (y - height / 2), (float) width, (float) height), 2);
  gtk_snapshot_push_rounded_clip (into, &bar);
  gtk_snapshot_append_color (into, colour, &bar.bounds);
  gtk_snapshot_pop (into);
}

static gboolean
has_long_names (GsAnswerBars *self)
{
  for (guint i = 0; i < self->answers->len; i++)
    if (g_utf8_strlen (g_array_index (self->answers, Answer, i).name, -1) > 2)
      return TRUE;
  return FALSE;
}

static void
snapshot (GtkWidget *widget, GtkSnapshot *into)
{
  GsAnswerBars *self = GS_ANSWER_BARS (widget);
  const GsTheme *theme = gs_style_get_theme ();
  GdkRGBA text = get_rgba (&theme->text), accent = get_rgba (&theme->accent), line = get_rgba (&theme->line);
  gdouble scale = gs_style_choose_scale (self->scale),
          name = (has_long_names (self) ? MAX_NAME : NAME_WIDTH) * scale,
          number = MAX (NUMBER * scale, measure_number (widget)),
          room = gtk_widget_get_width (widget) - name - number - 8;

  for (guint i = 0; i < self->answers->len; i++) {
    const Answer *answer = &g_array_index (self->answers, Answer, i);
    gdouble y = (i + 0.5) * LINE_HEIGHT * scale;
    gboolean is_best = (gint) i == self->best;

    show_text (widget, into, answer->name, is_best, &GRAPHENE_RECT_INIT (0, (float) y, (float) name, 0),
               FALSE, &text);
    show_bar (into, name, y, room, BAR_HEIGHT * scale, &line);
    show_bar (into, name, y, room * CLAMP (answer->value, 0, 1), BAR_HEIGHT * scale,
              is_best ? &accent : &text);
    if (self->best >= 0) {
      g_autofree gchar *value = gs_number_show_fixed (answer->value, 4);

      show_text (widget, into, value, is_best,
                 &GRAPHENE_RECT_INIT ((float) (name + room + 8), (float) y, (float) number, 0), TRUE, &text);
    }
  }
}

static void
measure (GtkWidget *widget,
         GtkOrientation orientation,
         gint for_size,
         gint *minimum,
         gint *natural,
         gint *minimum_baseline,
         gint *natural_baseline)
{
  gdouble size =
      orientation == GTK_ORIENTATION_HORIZONTAL ? 160 : GS_ANSWER_BARS (widget)->answers->len * LINE_HEIGHT;

  *minimum = *natural = (gint) (size * gs_style_choose_scale (GS_ANSWER_BARS (widget)->scale));
}

/* ---- the widget ---- */

static void
finalize (GObject *object)
{
  g_array_unref (GS_ANSWER_BARS (object)->answers);
  G_OBJECT_CLASS (gs_answer_bars_parent_class)->finalize (object);
}

static void
gs_answer_bars_class_init (GsAnswerBarsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->snapshot = snapshot;
  GTK_WIDGET_CLASS (klass)->measure = measure;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
gs_answer_bars_init (GsAnswerBars *self)
{
  self->answers = g_array_new (FALSE, FALSE, sizeof (Answer));
  g_array_set_clear_func (self->answers, clear_answer);
  self->best = -1;
  self->shown = MOST;
  gs_accessible_set_name (GTK_WIDGET (self), _ ("Answer to what is drawn"));
}

GtkWidget *
gs_answer_bars_new (void)
{
  return g_object_new (GS_TYPE_ANSWER_BARS, NULL);
}
