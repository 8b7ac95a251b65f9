/* Numbers as text: exact in files, forgiving when typed.
 *
 * Files and copies hold the shortest decimal that reads back to the same bits, always with
 * a point. People may type decimals with a point, a comma or the locale's sign, exponents, fractions and per
 * cent: "0.25", "0,25", "1/4", "25%", "-1e-3", also with U+2212 for minus. Where the locale's sign is no
 * comma "1,234" could part thousands, and is refused.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define GS_NUMBER_BUFFER 32

/* Writes the shortest exact text into `buffer` and returns it. Finite values as JSON wants
 * them ("0.1", "1e-07" never with a locale's comma); others as "NaN", "Infinity", "-Infinity". */
gchar *gs_number_to_text (gdouble value, gchar buffer[GS_NUMBER_BUFFER]);

/* The decimal sign that people prefer, '.' or ','; '\0' (as at first): the locale's. Files know only points.
 */
void gs_number_prefer_sign (gchar sign);
/* The sign of numbers that are shown: '.' or ',' (a point where the locale has neither). */
gchar gs_number_get_sign (void);

/* As gs_number_to_text(), but with that sign: for the clipboard, and to begin typing with. */
gchar *gs_number_to_local_text (gdouble value, gchar buffer[GS_NUMBER_BUFFER]);
/* As nn_dialect_number() with that sign: a number for people. */
gchar *gs_number_show (gdouble value, gint digits);
/* The same with so many decimals: per cent, probabilities. */
gchar *gs_number_show_fixed (gdouble value, gint decimals);

/* Reads what a person typed; the whole text must be one number. Fails with NN_ERROR_SYNTAX or
 * NN_ERROR_VALUE (infinite, not a number, divided by 0), saying what is wrong with it. */
gboolean gs_number_parse (const gchar *text, gdouble *value, GError **error);

/* The same for one cell of a table, of which there may be millions: `length` bytes, which need not end
 * with a zero. Its decimal sign is a point or a comma, whatever the locale: *sign says which, or is 0 where
 * there is none. FALSE if it is no finite number. */
gboolean gs_number_read_cell (const gchar *text, gsize length, gchar *sign, gdouble *value);

/* How the sheet shows a value to so many significant digits: how many of them stand behind the point; -1
 * where it has an exponent, because it is small or has more places before the point than there are digits
 * (and than 4). */
gint gs_number_count_decimals (gdouble value, gint digits);

/* One unit of the last digit with which the sheet shows the value; 0 for 0 and for what is not finite. */
gdouble gs_number_get_unit (gdouble value, gint digits);

G_END_DECLS
