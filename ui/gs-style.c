#include "gs-style.h"

#include <string.h>

static const gchar light_colours[] = "@define-color gs_window #F6F6F4; @define-color gs_header #ECECE9;"
                                     "@define-color gs_canvas #FFFFFF; @define-color gs_panel #FAFAF8;"
                                     "@define-color gs_card #FFFFFF; @define-color gs_line #DCDCD7;"
                                     "@define-color gs_button #FFFFFF; @define-color gs_border #CFCFCA;"
                                     "@define-color gs_text #1B1E22; @define-color gs_dim #555B63;"
                                     "@define-color gs_faint #6B7179; @define-color gs_accent #8A2A7C;"
                                     "@define-color gs_on_accent #FFFFFF; @define-color gs_tint #F6E9F3;"
                                     "@define-color gs_ok #1D6B45; @define-color gs_error #A4262C;";

static const gchar dark_colours[] = "@define-color gs_window #202225; @define-color gs_header #2A2C30;"
                                    "@define-color gs_canvas #17191C; @define-color gs_panel #202225;"
                                    "@define-color gs_card #292C30; @define-color gs_line #393D42;"
                                    "@define-color gs_button #34373C; @define-color gs_border #484C52;"
                                    "@define-color gs_text #F1F2F3; @define-color gs_dim #B4B9BF;"
                                    "@define-color gs_faint #989EA5; @define-color gs_accent #DC92CE;"
                                    "@define-color gs_on_accent #1B1E22; @define-color gs_tint #3B2838;"
                                    "@define-color gs_ok #7FD0A4; @define-color gs_error #FF8F8F;";

static const gchar rules[] =
    "window.gs { background: @gs_window; color: @gs_text; }"
    "window.gs headerbar { background: @gs_header; color: @gs_text; border-bottom: 1px solid @gs_line; "
    "box-shadow: none;"
    "  min-height: 47px; padding: 0 8px; }"
    "window.gs headerbar button, window.gs .gs-controls button, window.gs .gs-controls menubutton > button {"
    "  background: @gs_button; color: @gs_text; border: 1px solid @gs_border; box-shadow: none; min-height: "
    "26px;"
    "  min-width: 26px; padding: 2px 7px; font-weight: normal; text-shadow: none; }"
    "window.gs headerbar windowcontrols button { background: none; border: none; }"
    "window.gs headerbar button:checked, window.gs .gs-controls button:checked { background: @gs_accent;"
    "  color: @gs_on_accent; border-color: @gs_accent; }"
    "window.gs headerbar button:disabled { color: @gs_faint; opacity: 0.6; }"
    /* GTK's own margins there make a short number less than nothing wide, and it complains. */
    "stackswitcher > button.circular > label { margin: 0; padding: 0; }"
    ".gs-title { font-weight: 600; font-size: 11pt; } .gs-subtitle { font-size: 9pt; color: @gs_dim; }"
    "gs-formula-bar { padding: 8px 14px; min-height: 52px; background: @gs_window; border-bottom: 1px solid "
    "@gs_line; }"
    ".gs-name-box { font-family: monospace; background: @gs_card; color: @gs_text; border: 1px solid "
    "@gs_border; box-shadow: none; }"
    ".gs-name-box.error, .gs-cell-editor.error { border-color: @gs_error; color: @gs_error; outline-color: "
    "@gs_error; }"
    ".gs-sign { font-style: italic; font-size: 14pt; color: @gs_dim; margin: 0 4px; }"
    ".gs-formula { background: @gs_card; border: 1px solid @gs_border; border-radius: 6px; padding: 3px "
    "10px; }"
    "gs-formula-line { font-family: monospace; font-size: 10.5pt; }"
    ".gs-remark { color: @gs_dim; font-size: 9.5pt; "
    "margin-left: 8px; }"
    ".gs-cell-editor { background: @gs_card; color: @gs_text; border: 2px solid @gs_accent; border-radius: "
    "2px; min-height: 26px; padding: 0 4px; box-shadow: none; }"
    ".gs-reason { background: @gs_card; color: @gs_error; border: 1px solid @gs_error; border-radius: 6px; "
    "padding: 5px 8px; font-size: 9.5pt; }"
    ".gs-panel { background: @gs_panel; border-left: 1px solid @gs_line; }"
    ".gs-panel-title { font-weight: 600; font-size: 11.5pt; color: @gs_text; } .gs-panel-text { color: "
    "@gs_text; font-size: 10pt; }"
    ".gs-dim { color: @gs_dim; font-size: 9.5pt; } .gs-mono { font-family: monospace; font-size: 9.5pt; "
    "color: @gs_text; }"
    ".gs-ok { color: @gs_ok; } .gs-bad { color: @gs_error; }"
    ".gs-card { background: @gs_card; border: 1px solid @gs_line; border-radius: 8px; padding: 10px 12px; }"
    ".gs-link { color: @gs_text; font-family: monospace; font-size: 9.5pt; padding: 1px 4px; min-height: 0; "
    "min-width: 0;"
    "  background: none; border: none; box-shadow: none; font-weight: normal; } .gs-link:hover { color: "
    "@gs_accent; text-decoration-line: underline; }"
    ".gs-legend { background: @gs_canvas; color: @gs_dim; padding: 4px 14px 8px 14px; }"
    ".gs-controls label { color: @gs_text; } .gs-controls label.gs-dim { color: @gs_dim; }"
    ".gs-controls label.gs-bad { color: @gs_error; } .gs-controls label.gs-ok { color: @gs_ok; }"
    "gs-tabs { background: @gs_header; border-top: 1px solid @gs_line; padding: 0 12px 0 0; }"
    "gs-tabs button { background: none; border: none; box-shadow: none; border-radius: 0; min-height: 34px; "
    "padding: 0 14px; color: @gs_dim; font-weight: normal; }"
    "gs-tabs button.gs-chevron { padding: 0 4px; min-width: 16px; } gs-tabs button.gs-chevron:disabled { "
    "opacity: 0; }"
    "gs-tabs button.gs-tab:hover { color: @gs_text; }"
    "gs-tabs button.gs-tab:checked { background: @gs_canvas; color: @gs_text; font-weight: 600; box-shadow: "
    "inset 0 -3px "
    "@gs_accent; }"
    "gs-tabs button.gs-current { background-image: linear-gradient(@gs_accent, @gs_accent); background-size: "
    "14px 3px; "
    "background-repeat: no-repeat; background-position: center top; }"
    "gs-tabs checkbutton { color: @gs_dim; font-size: 9.5pt; margin: 0 16px; }"
    ".gs-controls button.gs-fold { background: none; border: none; box-shadow: none; font-weight: normal; }"
    "gs-tape { background: @gs_panel; border-top: 1px solid @gs_line; }"
    ".gs-dialog { padding: 22px; background: @gs_window; color: @gs_text; } .gs-dialog-title { font-weight: "
    "600; font-size: 12pt; }"
    ".gs-dialog-text { color: @gs_dim; }"
    ".gs-message { background: @gs_tint; color: @gs_text; padding: 9px 14px; margin: 5px 12px; border: 1px "
    "solid "
    "@gs_accent; border-radius: 8px; }"
    "window.gs-presenter { background: @gs_canvas; color: @gs_text; }"
    ".gs-presenter gs-formula-bar { background: @gs_canvas; border: none; padding: 24px 40px; min-height: "
    "150px; }"
    ".gs-presenter .gs-formula { border: none; background: none; }"
    ".gs-presenter gs-formula-line { font-size: 27pt; }"
    ".gs-heading { font-size: 21pt; color: @gs_dim; padding: 28px 48px 12px 48px; min-height: 40px; }"
    ".gs-panel-page { padding: 16px; } .gs-switcher { padding: 10px 12px 0 12px; }"
    ".gs-rows { background: @gs_card; border: 1px solid @gs_line; border-radius: 8px; }"
    ".gs-rows row { padding: 3px 8px; background: none; color: @gs_text; } .gs-rows row:selected { "
    "box-shadow: inset 0 0 0 1px @gs_accent; }"
    ".gs-rows row.gs-in-batch { background: @gs_tint; }"
    ".gs-controls button:checked label { color: @gs_on_accent; }"
    ".gs-time { padding: 2px 16px; background: @gs_panel; border-top: 1px solid @gs_line; } .gs-time scale "
    "highlight { background: @gs_accent; }"
    "gs-train-bar { background: @gs_card; color: @gs_text; border: 1px solid @gs_border; border-radius: 8px; "
    "padding: 8px 12px; margin: 12px; box-shadow: 0 2px 8px alpha(black, 0.2); }"
    ".gs-numbers { font-size: 9.5pt; font-feature-settings: \"tnum\"; }"
    "gs-train-bar progressbar > trough { background: @gs_line; min-height: 6px; border: none; border-radius: "
    "3px; }"
    "gs-train-bar progressbar > trough > progress { background: @gs_accent; min-height: 6px; border: none; "
    "margin: 0; "
    "border-radius: 3px; }"
    "gs-lesson { background: @gs_panel; border-right: 1px solid @gs_line; }"
    ".gs-lesson-head { padding: 10px 8px 4px 16px; } .gs-lesson-body { padding: 4px 16px 16px 16px; }"
    ".gs-lesson-task { padding: 0 16px 10px 16px; } .gs-lesson-foot { padding: 10px 16px; border-top: 1px "
    "solid @gs_line; }"
    ".gs-paragraph { color: @gs_text; } .gs-paragraph link { color: @gs_accent; }"
    ".gs-ok .gs-paragraph { color: @gs_ok; } .gs-bad .gs-paragraph { color: @gs_error; }"
    ".gs-dim .gs-paragraph { color: @gs_dim; } .gs-card-title { font-weight: 600; }"
    ".gs-card.gs-solved { border-color: @gs_ok; } .gs-controls entry.gs-right { border-color: @gs_ok; }"
    ".gs-lesson-large { padding: 8px 32px 32px 48px; } .gs-lesson-large .gs-paragraph { font-size: 17pt; }"
    ".gs-lesson-large-title { font-size: 24pt; font-weight: 600; }"
    ".gs-lesson-large-prompt .gs-paragraph { color: @gs_accent; }"
    ".gs-dots { color: @gs_accent; letter-spacing: 1px; }"
    ".gs-controls button.suggested-action, .gs-controls button.suggested-action label { background: "
    "@gs_accent; color: @gs_on_accent; }"
    ".gs-welcome { padding: 28px 32px; } .gs-welcome-title { font-size: 19pt; font-weight: 600; }"
    ".gs-welcome-side { padding: 28px 24px; background: @gs_panel; border-left: 1px solid @gs_line; }"
    ".gs-lesson-card { padding: 14px 16px; background: @gs_card; border: 1px solid @gs_line; border-radius: "
    "8px; box-shadow: none; font-weight: normal; } .gs-lesson-card:hover { border-color: @gs_accent; }"
    ".gs-teacher { padding: 20px 24px; } .gs-teacher-title { font-size: 14pt; font-weight: 600; }"
    ".gs-teacher-formula { font-family: monospace; font-size: 12pt; }"
    ".gs-help-side { padding: 12px; background: @gs_panel; border-right: 1px solid @gs_line; }"
    ".gs-help-side list { background: none; } .gs-help-side row { padding: 6px 10px; border-radius: 6px; "
    "color: @gs_text; }"
    ".gs-help-side row:selected { background: @gs_tint; color: @gs_accent; }"
    ".gs-help-side entry { background: @gs_card; color: @gs_text; border: 1px solid @gs_border; box-shadow: "
    "none; }"
    "textview.gs-help, textview.gs-help text { background: @gs_canvas; color: @gs_text; font-size: 11pt; }"
    ".gs-black { background: black; }";

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

static void
update (void)
{
  g_autofree gchar *css = g_strconcat (gs_style_is_dark () ? dark_colours : light_colours, rules, NULL);

  gtk_css_provider_load_from_data (provider, css, -1);
}

void
gs_style_load (void)
{
  if (provider != NULL)
    return;
  provider = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  update ();
  g_signal_connect (gtk_settings_get_default (), "notify::gtk-application-prefer-dark-theme",
                    G_CALLBACK (update), NULL);
}
