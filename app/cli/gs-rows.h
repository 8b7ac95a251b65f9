/* Rows of numbers in a text file: inputs, then targets, separated by commas, semicolons, tabs or
 * spaces; empty lines and lines that begin with # are passed over. Where ; or a tab separates, a
 * comma is a decimal sign. Nothing between two separators is a number that is missing.
 */
#pragma once

#include "app/data/gs-dataset.h"

G_BEGIN_DECLS

/* NULL with the file, line and column of what is wrong. */
GsDataset *gs_rows_load (const gchar *path, const NnShape *input, const NnShape *target, GError **error);

/* The numbers of one text, n of them expected; NULL with the place. Caller frees. */
gdouble *gs_rows_parse (const gchar *text, gsize n, GError **error);

G_END_DECLS
