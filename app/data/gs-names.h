/* Names for people: of features (columns of x), of targets or classes (columns of t and of the outputs), of
 * the two classes of a single target, and of rows.
 *
 * A name has 1 to 80 characters, none of them a control character or a quotation mark, and no space at its
 * ends; features differ from each other, targets do, classes do; rows need not. An empty text is no name:
 * lists are as long as what they name, whoever has none is called by number.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GS_NAME_MAX_LENGTH 80

typedef enum {
  GS_NAMES_FEATURES,
  GS_NAMES_TARGETS, /* or the classes that several targets stand for */
  GS_NAMES_CLASSES, /* two: what a single target of 0 and of 1 means */
  GS_NAMES_ROWS,
  GS_N_NAMES
} GsNameKind;

/* Whether `n` texts may be names of this kind; else NN_ERROR_NAME, which says which one and why. */
gboolean gs_names_check (GsNameKind kind, const gchar *const *names, gsize n, GError **error);

/* A list of owned copies, NULL if none of them names anything. */
GPtrArray *gs_names_copy (const gchar *const *names, gsize n);

/* The n-th from 0; NULL if the list is NULL or that one is empty. */
const gchar *gs_names_get (const GPtrArray *list, gsize n);

/* The place of a name from 0, or -1. */
gssize gs_names_find (const GPtrArray *list, const gchar *name);

/* "sleep, study", and back; "" for no list. Caller frees. */
gchar *gs_names_to_line (const GPtrArray *list);
GPtrArray *gs_names_from_line (const gchar *line);

/* Both may be NULL. */
gboolean gs_names_equal (const GPtrArray *a, const GPtrArray *b);

G_END_DECLS
