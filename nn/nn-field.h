/* Fields of layers and optimisers: a table each, read by everything else.
 *
 * A row says what a field is called, what it holds, which kinds have it, what it is when nothing is said,
 * what it may be, how it is said in a network's line, and what it is for. From the rows follow the structs
 * themselves, the defaults, the checks and their messages, documents, the line, the command line's help,
 * the panels, and the schema's test. Adding a field is one row.
 *
 *   for (const NnField *field = nn_layer_next_field (kind, NULL); field; field = nn_layer_next_field (kind,
 * field))
 *     ...
 *
 * A field with another default for some kinds has a row for each.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum {
  NN_FIELD_WHOLE,    /* gint */
  NN_FIELD_NUMBER,   /* gdouble */
  NN_FIELD_OPTIONAL, /* gdouble; NaN: there is none, and what it is for is left out */
  NN_FIELD_FLAG,     /* gboolean */
  NN_FIELD_CHOICE,   /* an enum; the range lists its words in order */
  NN_FIELD_PAIR,     /* NnPair */
  NN_FIELD_PADDING,  /* NnPadding */
  NN_FIELD_INIT,     /* NnInit */
  NN_FIELD_NAME,     /* gchar *, owned, or NULL */
  NN_FIELD_NAMES     /* gchar **, owned, or NULL */
} NnFieldType;

typedef struct {
  gint rows, columns;
} NnPair;

typedef struct {
  const gchar *name; /* its key in documents: "freeze-kernel" */
  NnFieldType type;
  gsize offset;       /* in the struct */
  guint kinds;        /* NN_FIELD_OF (kind) of each kind that has it */
  gdouble otherwise;  /* the default; of a choice its number */
  const gchar *range; /* "[0, 1)" as in mathematics, or the words of a choice */
  const gchar *spec; /* its word in a line; "=": it stands right behind the kind; "": its values say it all */
  /* To be translated where they are shown. */
  const gchar *label; /* a few words to stand before it; NULL where no window shows the field by itself */
  const gchar *shown; /* the words of a choice for people: "constant|in steps|cosine"; NULL likewise */
  const gchar *doc;   /* a phrase */
} NnField;

/* Nobody's bit for a kind that there is not. */
#define NN_FIELD_OF(kind) ((guint) (kind) < 32 ? 1u << ((guint) (kind) &31) : 0u)
/* The default of a pool's stride. */
#define NN_FIELD_AS_KERNEL 0

/* A row of a table as a row of an array; STRUCT is what it is a field of. */
#define NN_FIELD_ROW(STRUCT, member, TYPE, name, kinds, otherwise, range, spec, label, shown, doc)            \
  {                                                                                                           \
    name, NN_FIELD_##TYPE, G_STRUCT_OFFSET (STRUCT, member), kinds, otherwise, range, spec, label, shown, doc \
  },

/* Where the field stands in `object`. */
#define nn_field_at(field, object, Type) ((Type *) (gpointer) ((gchar *) (object) + (field)->offset))

/* The next row behind `previous` (NULL: from the beginning) that `kind` has, or NULL. */
const NnField *nn_field_next (const NnField *rows, gsize n_rows, gint kind, const NnField *previous);

/* The row of this name that `kind` has, or NULL. */
const NnField *nn_field_find (const NnField *rows, gsize n_rows, gint kind, const gchar *name);

/* Gives the field of a fresh object its default. */
void nn_field_reset (const NnField *field, gpointer object);

/* Whether the field is what it was in a fresh object. */
gboolean nn_field_is_default (const NnField *field, gconstpointer object);

/* What stands before the field for people, in their language. */
const gchar *nn_field_get_label (const NnField *field);
/* The words of a choice, NULL-terminated. Caller frees. */
gchar **nn_field_list_words (const NnField *field);
/* The same for people, in their language, in the same order. */
gchar **nn_field_list_shown (const NnField *field);

/* Whether a number lies in the range. */
gboolean nn_field_contains (const NnField *field, gdouble value);
/* The ends of the range, infinite where it has none; whether each belongs to it. */
void nn_field_get_range (const NnField *field, gdouble ends[2], gboolean closed[2]);
/* "0 or more", "from 0 up to, but not including, 1", "one of outside, inside". Caller frees. */
gchar *nn_field_describe_range (const NnField *field);

/* NN_ERROR_VALUE: "mu is 1.5; it must be from 0 to 1". */
void nn_field_refuse (const NnField *field, const gchar *name, gdouble value, GError **error);
/* Refuses a number, a whole number or a choice out of range. */
gboolean nn_field_check (const NnField *field, gconstpointer object, GError **error);

G_END_DECLS
