/* What a document must be, beyond its syntax: asked when one has been read, and before one is written. */
#include <glib/gi18n-lib.h>

#include "gs-document-private.h"

/* The pins without those of one tensor, or of any if that is NULL. */
static NnProgram *
compile_without (const GsDocument *document, const gchar *name)
{
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  g_auto (GStrv) pinned = NULL;

  for (guint i = 0; name != NULL && i < document->pins->len; i++)
    if (!g_str_equal (((const GsCellChange *) g_ptr_array_index (document->pins, i))->tensor, name))
      g_ptr_array_add (others, g_ptr_array_index (document->pins, i));
  pinned = gs_cell_changes_list_tensors (others);
  return nn_network_compile (document->network, 1, 0, (const gchar *const *) pinned, NULL);
}

/* The network does not compile with these pins: which of them it is, if it is one. */
static void
blame_pin (GsReader *reader, const GsDocument *document)
{
  g_autoptr (NnProgram) none = compile_without (document, NULL);

  for (gint round = 0; round < 2; round++)
    for (guint i = 0; none != NULL && i < document->pins->len && reader->error == NULL; i++) {
      const gchar *name = ((const GsCellChange *) g_ptr_array_index (document->pins, i))->tensor;
      gint tensor = nn_program_find (none, name);
      g_autoptr (NnProgram) rest = NULL;
      gsize mark = reader->path->len, inner;

      if (tensor >= 0 && nn_program_get_tensor (none, tensor)->producer >= 0)
        continue;
      /* What only other pins bring about is no fault, so the one that stands in the way alone comes first. */
      rest = round == 0 ? compile_without (document, name) : nn_program_ref (none);
      if (rest == NULL)
        continue;
      gs_reader_enter (reader, "pins");
      inner = gs_reader_enter_item (reader, (gint) i + 1);
      gs_document_check_tensor (reader, rest, name, TRUE);
      gs_reader_leave (reader, inner);
      gs_reader_leave (reader, mark);
    }
}

static void
check_pins (GsReader *reader, const GsDocument *document)
{
  GsHeld held = { document->network, gs_cell_changes_list_tensors (document->pins),
                  nn_program_ref (document->program) };
  gsize mark = gs_reader_enter (reader, "pins");

  for (guint i = 0; i < document->pins->len && reader->error == NULL; i++) {
    const GsCellChange *pin = g_ptr_array_index (document->pins, i);
    gsize inner = gs_reader_enter_item (reader, (gint) i + 1);

    gs_document_check_pin (reader, &held, pin->tensor, pin->offset);
    gs_reader_leave (reader, inner);
  }
  gs_reader_leave (reader, mark);
  gs_held_clear (&held);
}

/* ---- the whole ---- */

/* What is laid down for passes ahead. */
static void
check_ahead (GsReader *reader, const GsDocument *document)
{
  g_autoptr (GsRegime) regime = NULL;
  GsHeld held = { document->network };
  gsize mark = gs_reader_enter (reader, "overrides");

  if (document->overrides->len > 0) {
    regime = gs_document_make_regime (document);
    gs_document_check_overrides (reader, &held, regime, document->overrides, document->cursor.pass + 1,
                                 G_MAXUINT32);
  }
  gs_reader_leave (reader, mark);
  gs_held_clear (&held);
}

/* They are what the passes before this one came to. A writer leaves later ones out. */
static void
check_epochs (GsReader *reader, const GsDocument *document)
{
  guint n = document->epochs != NULL && reader->error == NULL ? gs_epochs_get_n (document->epochs) : 0;
  gsize outer;

  if (n == 0 || gs_epochs_get (document->epochs, n - 1)->last_pass < document->cursor.pass)
    return;
  outer = gs_reader_enter (reader, "epochs");
  gs_reader_fail (reader,
                  _ ("the last epoch ends with pass %u, but the document stands in pass %u, before its end"),
                  gs_epochs_get (document->epochs, n - 1)->last_pass, document->cursor.pass);
  gs_reader_leave (reader, outer);
}

static void
check_bookmarks (GsReader *reader, const GsDocument *document)
{
  gsize outer = gs_reader_enter (reader, "bookmarks");

  for (guint i = 0; document->bookmarks != NULL && i < document->bookmarks->len && reader->error == NULL;
       i++) {
    const GsBookmark *bookmark = g_ptr_array_index (document->bookmarks, i);
    gsize mark = gs_reader_enter_item (reader, (gint) i + 1), inner = gs_reader_enter (reader, "state");

    gs_document_check_state (reader, document->program, bookmark->state);
    if (reader->error == NULL && !gs_bookmark_fits (bookmark, document->program))
      gs_reader_fail (
          reader,
          _ ("a bookmark has all parameters, and all that the optimizer remembers; some are missing"));
    gs_reader_leave (reader, inner);
    gs_reader_leave (reader, mark);
  }
  gs_reader_leave (reader, outer);
}

static void
check_parts (GsReader *reader, const GsDocument *document)
{
  gsize mark = gs_reader_enter (reader, "place");

  gs_document_check_cursor (reader, &document->cursor);
  gs_reader_leave (reader, mark);
  mark = gs_reader_enter (reader, "state");
  gs_document_check_state (reader, document->program, document->state);
  gs_reader_leave (reader, mark);
  mark = gs_reader_enter (reader, "start");
  gs_document_check_state (reader, document->program, document->start);
  gs_reader_leave (reader, mark);
  check_bookmarks (reader, document);
  check_epochs (reader, document);
  check_pins (reader, document);
  check_ahead (reader, document);
}

gboolean
gs_document_check (GsReader *reader, GsDocument *document)
{
  GError *error = NULL;

  if (reader->error != NULL)
    return FALSE;
  if (gs_document_fits (document, &error)) {
    check_parts (reader, document);
  } else {
    if (document->program == NULL)
      blame_pin (reader, document);
    gs_reader_fail_with (reader, error);
  }
  return reader->error == NULL;
}
