/* The table of features. */
#include "gs-feature.h"

#include "gs-sine.h"

static const struct {
  const gchar *name, *title;
} table[] = {
#define ROW(ID, name, title, formula) { name, title },
  GS_FEATURE_TABLE (ROW)
#undef ROW
};

const gchar *
gs_feature_get_name (GsFeature feature)
{
  return table[feature].name;
}

const gchar *
gs_feature_get_title (GsFeature feature)
{
  return table[feature].title;
}

gint
gs_feature_find (const gchar *name)
{
  for (gint feature = 0; name != NULL && feature < GS_N_FEATURES; feature++)
    if (g_str_equal (table[feature].name, name))
      return feature;
  return -1;
}

gchar *
gs_feature_print (GsFeature feature, const gchar *x1, const gchar *x2)
{
  GString *text = g_string_new (NULL);

  for (const gchar *at = table[feature].name; *at != '\0'; at++)
    if (at[0] == 'x') {
      g_string_append (text, at[1] == '1' ? x1 : x2);
      at++;
    } else if (at[0] == '*') {
      g_string_append (text, " × ");
    } else {
      g_string_append_c (text, at[0]);
    }
  return g_string_free (text, FALSE);
}

gdouble
gs_feature_evaluate (GsFeature feature, gdouble x1, gdouble x2)
{
  switch (feature) {
#define CASE(ID, name, title, formula)                                                                       \
  case GS_FEATURE_##ID: return formula;
    GS_FEATURE_TABLE (CASE)
#undef CASE
  case GS_N_FEATURES:
  default: g_assert_not_reached ();
  }
}
