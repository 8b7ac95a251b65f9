/* The domain of errors of files. */
#include "gs-document-error.h"

GQuark
gs_document_error_quark (void)
{
  return g_quark_from_static_string ("gs-document-error-quark");
}
