/* Zip archives, as little of them as arrays need: members that are stored or deflated, in memory.
 *
 * Reading goes by the list at the end. Sizes are checked against the file and against `most` before memory is
 * taken, and what a member unpacks to is checked against its size and its sum. No encryption, no parts, no
 * archives of more than 4 GiB.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct {
  gchar *name;
  GBytes *bytes;
} GsZipMember;

void gs_zip_member_free (GsZipMember *member);

/* GsZipMember in the list's order; GS_DOCUMENT_ERROR_READ. All together unpack to at most `most` bytes. */
GPtrArray *gs_zip_read (const guint8 *bytes, gsize length, gsize most, GError **error);
/* Stored, with a time that never changes. Caller unrefs. NULL if it would be more than 4 GiB. */
GByteArray *gs_zip_write (GPtrArray *members);

G_END_DECLS
