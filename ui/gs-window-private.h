/* What the files of the window share: gs-window.c builds it and knows the others, which
 * act; all of them tell by -tell, which is the lowest. */
#pragma once

#include "app/lesson/gs-work.h"
#include "gs-actions.h"
#include "gs-autosave.h"
#include "gs-data-panel.h"
#include "gs-formula-bar.h"
#include "gs-later.h"
#include "gs-lesson-pane.h"
#include "gs-loss-panel.h"
#include "gs-message.h"
#include "gs-operation-panel.h"
#include "gs-panes.h"
#include "gs-poll.h"
#include "gs-practice-panel.h"
#include "gs-sheet-pane.h"
#include "gs-tape.h"
#include "gs-transport.h"
#include "gs-window.h"

G_BEGIN_DECLS

struct _GsWindow {
  GtkApplicationWindow parent_instance;

  GsView *view;
  gchar *path;
  gchar *changed_path; /* about which one is being asked */
  gchar *goal;         /* of the last training that was asked for; NULL before */
  gboolean closes_when_saved;
  GtkWidget *header, *title, *subtitle, *short_subtitle, *menu_button, *stage_box, *lesson_button;
  GtkWidget *content; /* formula bar, panes, time, tape */
  GsMessage *message;
  gboolean tells_to_the_end; /* what it says stays until it has been read */
  GsFormulaBar *formula_bar;
  GsSheetPane *sheet_pane;
  GsLessonPane *lesson_pane;    /* NULL without a lesson */
  GsLater pane_later;           /* takes away the one that was left */
  GFileMonitor *lesson_monitor; /* of the lesson's file, or NULL */
  GsWork *work;                 /* what is done in it */
  GsPanes *panes;               /* lesson, sheet and side */
  GtkOverlay *sheet_overlay;    /* the views, and what is laid over them */
  GtkPaned *views;              /* the view that is chosen above, the sheet beneath */
  GtkWidget *view_switch, *view_toggles, *view_menu;
  guint possible_views; /* bits */
  GtkWidget *data_panel;
  GtkWidget *side, *switcher; /* the panels and their switch */
  GsOperationPanel *panel;
  GsLossPanel *loss_panel;
  GsPracticePanel *practice;
  GtkStack *side_stack; /* of all of them */
  GsTape *tape;
  GsTransport *transport;
  GsAutosave *autosave;
  GtkWidget *time_box, *time_scale, *time_loss;   /* over the passes that are kept */
  GtkWindow *presenter, *teacher, *lesson_editor; /* while they are open */
  GsPoll *poll;                                   /* of the class */
  gboolean may_close;
  gboolean leaves_row;    /* the one that is not whole goes with the window */
  GtkWidget *home;        /* what had the keyboard last, popovers aside; weak */
  guint focus_later;      /* an idle that looks after it */
  gboolean is_astray;     /* it has gone where nobody put it */
  gboolean is_navigating; /* the last key was one to go elsewhere with */
};

/* In a table of actions: what the window has under this name does it. */
#define OF(member) G_STRUCT_OFFSET (GsWindow, member)

void gs_window_add_actions (GsWindow *self);
/* Those of gs-window-files.c. */
void gs_window_add_file_actions (GsWindow *self);
/* Those of gs-window-rows.c. */
void gs_window_add_rows_actions (GsWindow *self);
/* Files (GFile) that were dropped on the window are opened, or their rows are taken. */
gboolean gs_window_take_files (GsWindow *self, GSList *files);
/* Those of gs-window-train.c. */
void gs_window_add_train_actions (GsWindow *self);
/* Those of gs-window-bookmarks.c. */
void gs_window_add_bookmark_actions (GsWindow *self);
/* Whether closing would end a training or a job; then it has been asked about, and the window closes when
 * that is answered. */
gboolean gs_window_ask_about_work (GsWindow *self);
/* Those of gs-window-look.c: how things are shown. */
void gs_window_add_look_actions (GsWindow *self);
/* Those of gs-window-views.c: the sheet, and what else the document can be seen as. */
void gs_window_add_view_actions (GsWindow *self);
/* After another program or other rows: which views there can be. */
void gs_window_update_views (GsWindow *self);
/* Those of gs-window-lesson.c. */
void gs_window_add_lesson_actions (GsWindow *self); /* the last: it says which are possible */
void gs_window_end_lesson (GsWindow *self);
/* Those of gs-window-teach.c: the projector, the teacher's window. */
void gs_window_add_teach_actions (GsWindow *self);
void gs_window_add_paper_actions (GsWindow *self);
/* Whether closing would lose a lesson that is being made; then it has been asked about, and the window closes
 * when that is answered. */
gboolean gs_window_ask_about_lesson (GsWindow *self);
/* The lesson that the window plays, or NULL. */
GsLessonPlayer *gs_window_get_lesson (GsWindow *self);
/* Another lesson, or none any more: those two follow. */
void gs_window_tell_teaching (GsWindow *self);
/* The projector, the teacher's window and the editor of a lesson go with the document's. */
void gs_window_stop_teaching (GsWindow *self);
/* Where what there is to ask is asked: the projector where that has the keyboard. */
GtkWindow *gs_window_get_front (GsWindow *self);
/* On the projector, if there is one. */
void gs_window_show_class (GsWindow *self, const gchar *text);
/* Those of gs-window-focus.c: from now on the keyboard is always somewhere in the window. */
void gs_window_watch_focus (GsWindow *self);
void gs_window_forget_focus (GsWindow *self);
/* With each key, before it does anything. */
void gs_window_note_key (GsWindow *self, guint key);
/* Gives it to somebody if nobody has it; TRUE if it has. */
gboolean gs_window_check_focus (GsWindow *self);
/* Buttons in here are clicked without taking it. */
void gs_window_keep_focus_on_click (GtkWidget *widget);
/* Which actions are possible now. */
void gs_window_update_actions (GsWindow *self);
/* Those of gs-window-tell.c. The document's title or file; caller frees. */
gchar *gs_window_get_title (GsWindow *self);
void gs_window_update_title (GsWindow *self);
/* The slider over time spans the passes one can go to. */
void gs_window_update_time (GsWindow *self);
/* A line over the lower edge of the sheet, until the next change or until it has been read; NULL takes it
 * away. */
void gs_window_tell (GsWindow *self, const gchar *text);
/* What is done here is no document's: no copy is kept. */
void gs_window_keep_no_more (GsWindow *self);
/* Numbers of others, of a file, beside those of the document; or it is said why not. */
void gs_window_compare (GsWindow *self, const gchar *path);
/* Saves where it was last saved, or asks where. `then_close` closes the window after it. */
void gs_window_save (GsWindow *self, gboolean ask_where, gboolean then_close);

G_END_DECLS
