/* The light Markdown the help is written in, taken apart. Needs no screen.
 *
 *   # Title, ## Heading, ### Smaller heading
 *   text of a paragraph, over any number of lines, ended by an empty line
 *   - item of a list, whose further lines are indented
 *   ```  code, as it stands, up to the next ```
 *
 * Within a paragraph: **strong**, `code`, [a link](page) or [a link](page#heading). A backslash before one of
 * * ` [ \ takes its meaning away. What does not close is text.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum { GS_HELP_TEXT, GS_HELP_HEADING, GS_HELP_ITEM, GS_HELP_CODE } GsHelpKind;
typedef enum { GS_HELP_PLAIN, GS_HELP_STRONG, GS_HELP_LITERAL, GS_HELP_LINK } GsHelpStyle;

typedef struct {
  GsHelpStyle style;
  gchar *text;
  gchar *target; /* of a link, else NULL */
} GsHelpSpan;

typedef struct {
  GsHelpKind kind;
  gint level;       /* of a heading: 1, 2 or 3 */
  GPtrArray *spans; /* GsHelpSpan */
} GsHelpParagraph;

/* The paragraphs in order (GsHelpParagraph). Caller unrefs. */
GPtrArray *gs_help_markup_parse (const gchar *text);

/* The text of a paragraph alone. Caller frees. */
gchar *gs_help_paragraph_to_text (const GsHelpParagraph *paragraph);

/* What a link to this heading says behind its #: "Chain rule" is chain-rule. Caller frees. */
gchar *gs_help_markup_make_anchor (const gchar *heading);

G_END_DECLS
