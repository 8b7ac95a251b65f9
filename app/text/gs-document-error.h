/* Why a file cannot be read or written. Messages name the file, the place and the cure. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GS_DOCUMENT_ERROR (gs_document_error_quark ())
GQuark gs_document_error_quark (void);

typedef enum {
  GS_DOCUMENT_ERROR_READ,   /* the file cannot be read */
  GS_DOCUMENT_ERROR_SYNTAX, /* not JSON */
  GS_DOCUMENT_ERROR_FORMAT, /* JSON, but not a document */
  GS_DOCUMENT_ERROR_NEWER,  /* made by a newer version */
  GS_DOCUMENT_ERROR_WRITE,  /* cannot be written; what was there is untouched */
  GS_DOCUMENT_ERROR_LOCKED, /* another program is at it */
  GS_DOCUMENT_ERROR_CHANGED /* it is not what it was when it was read */
} GsDocumentError;

G_END_DECLS
