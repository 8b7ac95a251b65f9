/* Numbers by chance from a generator of the tests' own (Marsaglia's xorshift64), so that nothing depends on
 * the code under test. It begins with any `state` but 0.
 */
#pragma once

#include <glib.h>

static guint64 state = 88172645463325252;

static inline guint64
draw_bits (void)
{
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state;
}
