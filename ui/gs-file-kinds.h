/* What files can be put into the program: a table of kinds, found by the ending of a file's name.
 *
 *   switch (gs_file_kinds_find ("model.onnx")) { case GS_FILE_MODEL: … }
 *   gs_file_kinds_add_patterns (filter, GS_FILE_OPENS);
 *
 * File > Open, what is dropped and what is named on the command line read the same table.
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum {
  GS_FILE_DOCUMENT = 1 << 0, /* of ours */
  GS_FILE_MODEL = 1 << 1,    /* a network of another program's: opens as a new document */
  GS_FILE_LESSON = 1 << 2,
  GS_FILE_ARRAYS = 1 << 3, /* numbers of others, to be compared with those of the network that is open */
  GS_FILE_ROWS = 1 << 4,   /* for the network that is open, or a new one: whatever has no other ending */
} GsFileKind;

/* Those that open in a window of their own; rows as those of a new network. */
#define GS_FILE_OPENS (GS_FILE_DOCUMENT | GS_FILE_MODEL | GS_FILE_ROWS)

/* By the name's ending, small or capital. */
GsFileKind gs_file_kinds_find (const gchar *path);
/* By what is in it, for one of another ending: text that begins with a brace is meant as a document. */
gboolean gs_file_kinds_is_document (const gchar *path);
/* The filter shows files of these kinds. */
void gs_file_kinds_add_patterns (GtkFileFilter *filter, guint kinds);

/* A bare word that is no file here may be a ready-made network, or nearly one; caller frees. NULL: a file. */
gchar *gs_file_kinds_find_name (GFile *file);

G_END_DECLS
