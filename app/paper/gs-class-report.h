/* A class on paper: points of every learner and task, where each went astray, which mistakes how many made.
 */
#pragma once

#include "app/lesson/gs-class.h"
#include "gs-paper.h"

G_BEGIN_DECLS

gboolean gs_class_report_write (const GsClass *class, GsPaperSize size, const gchar *path, GError **error);

G_END_DECLS
