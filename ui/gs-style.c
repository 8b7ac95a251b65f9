/* The colours and the stylesheet of widgets. */
#include "gs-style.h"

#include <math.h>

#include "app/paint/gs-theme.h"
#include "gs-ui-resources.h"

#define STYLESHEET "/org/gradsheet/ui/style.css"

static GtkCssProvider *provider;

gboolean
gs_style_is_dark (void)
{
  gboolean dark = FALSE;

  g_object_get (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", &dark, NULL);
  return dark;
}

void
gs_style_set_dark (gboolean dark)
{
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", dark, NULL);
}

gdouble
gs_style_get_text_scale (void)
{
  gint resolution = -1; /* 1024 times dots per inch */

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &resolution, NULL);
  return resolution > 0 ? CLAMP (resolution / 1024.0 / 96, 0.5, 4) : 1;
}

gdouble
gs_style_choose_scale (gdouble own)
{
  return own > 0 ? own : gs_style_get_text_scale ();
}

void
gs_style_watch_text_scale (gpointer object, GCallback changed)
{
  g_signal_connect_object (gtk_settings_get_default (), "notify::gtk-xft-dpi", changed, object,
                           G_CONNECT_SWAPPED);
}

gboolean
gs_style_has_high_contrast (void)
{
  g_autofree gchar *name = NULL;

  g_object_get (gtk_settings_get_default (), "gtk-theme-name", &name, NULL);
  return name != NULL && g_str_has_prefix (name, "HighContrast");
}

void
gs_style_set_high_contrast (gboolean high_contrast)
{
  /* GTK's own two themes: they are always there. */
  g_object_set (gtk_settings_get_default (), "gtk-theme-name", high_contrast ? "HighContrast" : "Default",
                NULL);
}

/* The painter's colours under the names that the stylesheet knows them by. */
static void
define_colours (GString *css, const GsTheme *theme)
{
  const struct {
    const gchar *name;
    const GsColour *colour;
  } colours[] = {
    { "window", &theme->window }, { "header", &theme->header },       { "canvas", &theme->canvas },
    { "panel", &theme->panel },   { "card", &theme->card },           { "line", &theme->line },
    { "button", &theme->button }, { "border", &theme->border },       { "text", &theme->text },
    { "dim", &theme->dim },       { "faint", &theme->faint },         { "accent", &theme->accent },
    { "tint", &theme->tint },     { "on_accent", &theme->on_accent }, { "ok", &theme->ok },
    { "error", &theme->error },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (colours); i++)
    g_string_append_printf (css, "@define-color gs_%s #%02lX%02lX%02lX;\n", colours[i].name,
                            lround (colours[i].colour->red * 255), lround (colours[i].colour->green * 255),
                            lround (colours[i].colour->blue * 255));
}

static void
update (void)
{
  g_autoptr (GBytes) rules = g_resources_lookup_data (STYLESHEET, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (GString) css = g_string_new (NULL);

  g_assert (rules != NULL);
  define_colours (css, gs_theme_get (gs_style_is_dark (), FALSE));
  g_string_append_len (css, g_bytes_get_data (rules, NULL), (gssize) g_bytes_get_size (rules));
  gtk_css_provider_load_from_data (provider, css->str, (gssize) css->len);
}

void
gs_style_load (void)
{
  if (provider != NULL)
    return;
  g_resources_register (gs_ui_get_resource ()); /* named, so that a static library keeps it */
  provider = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  update ();
  g_signal_connect (gtk_settings_get_default (), "notify::gtk-application-prefer-dark-theme",
                    G_CALLBACK (update), NULL);
}

const GsTheme *
gs_style_get_theme (void)
{
  return gs_theme_get (gs_style_is_dark (), gs_style_has_high_contrast ());
}

void
gs_style_watch_theme (gpointer object, GCallback changed)
{
  GtkSettings *settings = gtk_settings_get_default ();

  g_signal_connect_object (settings, "notify::gtk-application-prefer-dark-theme", changed, object,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "notify::gtk-theme-name", changed, object, G_CONNECT_SWAPPED);
}

void
gs_style_set_class (GtkWidget *widget, const gchar *name, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}
