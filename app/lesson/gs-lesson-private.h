/* What the files that read lessons share: gs-lesson-load.c reads the lesson and its steps, -show what the
 * sheet shows, -task the tasks, -network inline networks. */
#pragma once

#include "app/text/gs-json.h"
#include "gs-lesson-translation.h"
#include "gs-lesson.h"

G_BEGIN_DECLS

typedef struct {
  GsReader reader;
  const GsLessonTranslation *translation; /* or NULL */
  const cJSON *networks;                  /* the lesson's own, or NULL */
  GsLesson *lesson;
} GsLessonLoader;

/* A text as it is read, in the translation's language. */
const gchar *gs_lesson_loader_translate (const GsLessonLoader *loader, const gchar *text);

/* Each is NULL where the key is missing, and after an error. */
gchar *gs_lesson_loader_get_words (GsLessonLoader *loader, const cJSON *object, const gchar *key);
GsLessonText *gs_lesson_loader_get_text (GsLessonLoader *loader, const cJSON *object, const gchar *key);
GsExpression *gs_lesson_loader_get_formula (GsLessonLoader *loader, const cJSON *object, const gchar *key);
GsExpression *gs_lesson_loader_get_condition (GsLessonLoader *loader, const cJSON *object, const gchar *key);
/* A text or a list of texts; empty where the key is missing. */
GPtrArray *gs_lesson_loader_get_texts (GsLessonLoader *loader, const cJSON *object, const gchar *key);
/* One name or a list; never NULL. */
gchar **gs_lesson_loader_get_names (GsLessonLoader *loader, const cJSON *object, const gchar *key);
/* A number, or a formula in quotes. */
GsExpression *gs_lesson_loader_to_formula (GsLessonLoader *loader, const cJSON *item);
/* {"W1[1,1]": 0.5}; elements GsLessonSetting; empty where the key is missing. */
GPtrArray *gs_lesson_loader_get_settings (GsLessonLoader *loader, const cJSON *object, const gchar *key);

/* Of a word list, NULL-terminated; `otherwise` where the key is missing. */
gint gs_lesson_loader_get_word (GsLessonLoader *loader,
                                const cJSON *object,
                                const gchar *key,
                                const gchar *const *words,
                                gint otherwise);

void gs_lesson_loader_read_show (GsLessonLoader *loader, const cJSON *item, GsLessonShow *show);
GsLessonTask *gs_lesson_loader_read_task (GsLessonLoader *loader, const cJSON *item);
/* Gives the network's name, and the text of its document if it is no ready-made one. */
void gs_lesson_loader_read_network (GsLessonLoader *loader, const cJSON *item, GsLessonShow *show);

/* Whether what stands under this key of a network is for people. */
gboolean gs_lesson_is_network_text (const gchar *key);

void gs_lesson_setting_free (GsLessonSetting *setting);
void gs_lesson_task_free (GsLessonTask *task);
void gs_lesson_show_clear (GsLessonShow *show);

/* The file of a ready-made network, those beside the lesson first; NULL if there is none. Caller frees. */
gchar *gs_lesson_find_network (const gchar *lesson_path, const gchar *name);

G_END_DECLS
