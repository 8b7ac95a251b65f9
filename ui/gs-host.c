/* What windows ask of their application. */
#include "gs-host.h"

G_DEFINE_INTERFACE (GsHost, gs_host, GTK_TYPE_APPLICATION)

static void
gs_host_default_init (GsHostInterface *iface)
{
}

static GsHost *
get_host (void)
{
  return GS_HOST (g_application_get_default ());
}

GsLessonProgress *
gs_host_get_progress (void)
{
  return GS_HOST_GET_IFACE (get_host ())->get_progress (get_host ());
}

void
gs_host_show_welcome (void)
{
  GS_HOST_GET_IFACE (get_host ())->show_welcome (get_host ());
}

void
gs_host_open_file (GtkWindow *from, GFile *file)
{
  GS_HOST_GET_IFACE (get_host ())->open_file (get_host (), from, file);
}

void
gs_host_open_example (GtkWindow *from, const gchar *name)
{
  GS_HOST_GET_IFACE (get_host ())->open_example (get_host (), from, name);
}

void
gs_host_open_book (GsWorkbook *book, const gchar *path)
{
  GS_HOST_GET_IFACE (get_host ())->open_book (get_host (), book, path);
}

void
gs_host_try_lesson (GtkWindow *from, const gchar *path, guint step)
{
  GS_HOST_GET_IFACE (get_host ())->try_lesson (get_host (), from, path, step);
}

void
gs_host_open_work (GtkWindow *from,
                   const gchar *lesson,
                   const GsWork *work,
                   const gchar *step,
                   const gchar *cell)
{
  GS_HOST_GET_IFACE (get_host ())->open_work (get_host (), from, lesson, work, step, cell);
}
