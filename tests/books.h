/* Workbooks for tests: a ready-made network, or one from a line and rows of numbers. */
#pragma once

#include "app/cells/gs-cell-name.h"
#include "app/network/gs-spec.h"
#include "app/workbook/gs-workbook-layers.h"
#include "app/workbook/gs-workbook-rows.h"
#include "app/workbook/gs-workbook.h"

static inline GsWorkbook *
book_open (const gchar *name)
{
  g_autofree gchar *path = g_strdup_printf ("%s/lessons/networks/%s.gradsheet", SOURCE_ROOT, name);
  g_autoptr (GError) error = NULL;
  GsWorkbook *book = gs_workbook_open (path, &error);

  g_assert_no_error (error);
  return book;
}

/* From a line, with rows from a source. */
static inline GsWorkbook *
book_make (const gchar *line, const gchar *source)
{
  g_autoptr (GError) error = NULL;
  GsWorkbook *book = gs_workbook_new_from_line (line, &error);

  g_assert_no_error (error);
  gs_workbook_import_rows (book, source, NULL, &error);
  g_assert_no_error (error);
  return book;
}

/* `rows` of inputs, then of targets. */
static inline GsWorkbook *
book_new (const gchar *spec, NnLossKind loss, gint n_rows, const gdouble *inputs, const gdouble *targets)
{
  g_autoptr (GError) error = NULL;
  NnNetwork *network = nn_network_new ();
  g_autoptr (GsDataset) data = NULL;
  NnShape target;
  GsWorkbook *book;

  gs_spec_parse (spec, network, &error);
  g_assert_no_error (error);
  network->loss = loss;
  nn_network_get_target_shape (network, &target, &error);
  g_assert_no_error (error);
  data = gs_dataset_new (&network->input, &target, n_rows, inputs, targets);
  book = gs_workbook_new (gs_document_new (network, data, 1, &error), &error);
  g_assert_no_error (error);
  return book;
}

static inline NnCell
book_find (GsWorkbook *book, const gchar *name)
{
  g_autoptr (GError) error = NULL;
  NnCell cell;

  gs_cell_name_parse (gs_workbook_get_scope (book), name, &cell, &error);
  g_assert_no_error (error);
  return cell;
}

static inline void
book_set (GsWorkbook *book, const gchar *name, gdouble value)
{
  g_autoptr (GError) error = NULL;
  NnCell cell = book_find (book, name);

  gs_workbook_set_cells (book, &cell, &value, 1, &error);
  g_assert_no_error (error);
}
