/* For tests of ranges: a matrix, a bias, an image and kernels, and what is marked in them. */
#pragma once

#include <string.h>

#include "app/view/gs-range-edit.h"
#include "app/view/gs-range-select.h"

/* ---- a network of each kind of tensor ---- */

static inline GsView *
open_view (const gchar *text)
{
  g_autoptr (GError) error = NULL;
  GsDocument *document = gs_document_load_bytes (text, strlen (text), "range", &error);
  g_autoptr (GsWorkbook) book = NULL;

  g_assert_no_error (error);
  book = gs_workbook_new (document, &error);
  g_assert_no_error (error);
  return gs_view_new (book);
}

/* W1 is 3×4. */
static inline GsView *
open_dense (void)
{
  return open_view ("{\"format\":\"gradsheet\",\"version\":1,\"input\":[3],\"layers\":[{\"kind\":\"dense\","
                    "\"units\":4}],\"data\":{\"inputs\":[[1,2,3],[4,5,6]],\"targets\":[[1,2,3,4],[5,6,7,8]]},"
                    "\"state\":{\"W1\":[[1,2,3,4],[5,6,7,8],[9,10,11,12]],\"b1\":[0.5,0.25,-1,2]}}");
}

/* x is 1×2×3×3, W1 2×2×2×2. */
static inline GsView *
open_conv (void)
{
  return open_view (
      "{\"format\":\"gradsheet\",\"version\":1,\"input\":[2,3,3],\"layers\":[{\"kind\":\"conv\","
      "\"units\":2,\"kernel\":2}],\"data\":{\"inputs\":[[[[1,2,3],[4,5,6],[7,8,9]],"
      "[[11,12,13],[14,15,16],[17,18,19]]]],\"targets\":[[[[0,0],[0,0]],[[0,0],[0,0]]]]}}");
}

static inline NnCell
find (GsView *view, const gchar *tensor, gsize offset)
{
  NnCell cell = { nn_program_find (gs_workbook_get_program (gs_view_get_workbook (view)), tensor), offset };

  g_assert_cmpint (cell.tensor, >=, 0);
  return cell;
}

static inline void
mark (GsView *view, const gchar *tensor, gsize from, gsize to)
{
  NnCell cell = find (view, tensor, from), corner = find (view, tensor, to);

  gs_view_select (view, &cell, FALSE);
  gs_view_select (view, &corner, TRUE);
}

static inline void
assert_copied (GsView *view, const gchar *want)
{
  g_autofree gchar *text = gs_range_copy (view, GS_COPY_LOCAL);

  g_assert_cmpstr (text, ==, want);
}
