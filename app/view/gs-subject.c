/* What a network of pictures is subject about, for all who show it. */
#include "gs-subject.h"

struct _GsSubject {
  GObject parent_instance;

  GsDrawing *drawing;
  gint row; /* 0: the drawing */
  gint meant;
  gboolean is_said; /* by somebody, or by the data */
  gboolean is_new;
};

G_DEFINE_FINAL_TYPE (GsSubject, gs_subject, G_TYPE_OBJECT)

static void
tell (GsSubject *subject)
{
  subject->is_new = subject->row > 0 || gs_drawing_get_n_strokes (subject->drawing) > 0;
  g_signal_emit_by_name (subject, "changed");
}

GsDrawing *
gs_subject_get_drawing (GsSubject *subject)
{
  return subject->drawing;
}

void
gs_subject_drawn (GsSubject *subject)
{
  subject->row = 0;
  /* After an empty pad another one comes. */
  if (gs_drawing_get_n_strokes (subject->drawing) == 0)
    subject->is_said = FALSE;
  tell (subject);
}

void
gs_subject_set_row (GsSubject *subject, gint row, gint known)
{
  gs_drawing_clear (subject->drawing);
  subject->row = row;
  subject->is_said = known >= 0;
  if (known >= 0)
    subject->meant = known;
  tell (subject);
}

gint
gs_subject_get_row (GsSubject *subject)
{
  return subject->row;
}

gboolean
gs_subject_is_new (GsSubject *subject)
{
  return subject->is_new;
}

void
gs_subject_take (GsSubject *subject)
{
  subject->is_new = FALSE;
}

gint
gs_subject_get_meant (GsSubject *subject)
{
  return subject->meant;
}

void
gs_subject_say (GsSubject *subject, gint class)
{
  subject->meant = class;
  subject->is_said = TRUE;
  tell (subject);
}

void
gs_subject_guess (GsSubject *subject, gint class)
{
  if (!subject->is_said)
    subject->meant = class;
}

static void
finalize (GObject *object)
{
  gs_drawing_free (GS_SUBJECT (object)->drawing);
  G_OBJECT_CLASS (gs_subject_parent_class)->finalize (object);
}

static void
gs_subject_class_init (GsSubjectClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  g_signal_new ("changed", GS_TYPE_SUBJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gs_subject_init (GsSubject *subject)
{
  subject->drawing = gs_drawing_new ();
}

GsSubject *
gs_subject_new (void)
{
  return g_object_new (GS_TYPE_SUBJECT, NULL);
}
