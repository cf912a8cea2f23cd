/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Equal ends are put aside; in between, a longest increasing subsequence of the old positions, read
 * in the new order, is what stays.
 */

#include "kp-id-diff.h"

#define NOT_THERE G_MAXUINT

/* The middle that differs, and for each new row of it the old one. */
typedef struct
{
  const KpId *old;
  const KpId *new;
  guint n_old;
  guint n_new;
  guint *places;  /* (owned): of each new row among the old ones, or NOT_THERE */
  gboolean *kept; /* (owned): of each new row: whether it stays where it is */
} Middle;

/* Returns: (transfer full) (element-type guint): indexes into places of one longest increasing
 *   subsequence, last first
 */
static GArray *
find_increasing (const guint *places,
                 guint n)
{
  g_autofree guint *tails = g_new (guint, n + 1); /* index of the smallest end, per length */
  g_autofree guint *previous = g_new (guint, n + 1);
  GArray *chain = g_array_new (FALSE, FALSE, sizeof (guint));
  guint length = 0;

  for (guint i = 0; i < n; i++)
    {
      guint low = 0;
      guint high = length;

      if (places[i] == NOT_THERE)
        continue;

      while (low < high)
        {
          guint half = low + (high - low) / 2;

          if (places[tails[half]] < places[i])
            low = half + 1;
          else
            high = half;
        }

      previous[i] = low > 0 ? tails[low - 1] : NOT_THERE;
      tails[low] = i;
      length = MAX (length, low + 1);
    }

  for (guint i = length > 0 ? tails[length - 1] : NOT_THERE; i != NOT_THERE; i = previous[i])
    g_array_append_val (chain, i);

  return chain;
}

static void
find_places (Middle *middle)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (kp_id_hash, kp_id_equal);
  g_autoptr (GArray) chain = NULL;

  for (guint i = 0; i < middle->n_old; i++)
    g_hash_table_insert (by_id, (gpointer) &middle->old[i], GUINT_TO_POINTER (i + 1));

  middle->places = g_new (guint, middle->n_new + 1);
  middle->kept = g_new0 (gboolean, middle->n_new + 1);
  for (guint i = 0; i < middle->n_new; i++)
    {
      gpointer found = g_hash_table_lookup (by_id, &middle->new[i]);

      middle->places[i] = found != NULL ? GPOINTER_TO_UINT (found) - 1 : NOT_THERE;
    }

  chain = find_increasing (middle->places, middle->n_new);
  for (guint i = 0; i < chain->len; i++)
    middle->kept[g_array_index (chain, guint, i)] = TRUE;
}

/* Returns: (transfer full) (element-type KpSplice): the gaps between what stays */
static GArray *
list_gaps (const Middle *middle)
{
  GArray *gaps = g_array_new (FALSE, FALSE, sizeof (KpSplice));
  guint old = 0;
  guint new = 0;

  for (guint i = 0; i <= middle->n_new; i++)
    {
      gboolean is_end = i == middle->n_new;
      guint place;
      KpSplice gap;

      if (!is_end && !middle->kept[i])
        continue;

      place = is_end ? middle->n_old : middle->places[i];
      gap = (KpSplice) {
        .old_start = old,
        .removed = place - old,
        .new_start = new,
        .added = i - new,
      };
      if (gap.removed > 0 || gap.added > 0)
        g_array_append_val (gaps, gap);

      old = place + 1;
      new = i + 1;
    }

  return gaps;
}

/* Makes one splice of [first, last], with what lies between them. */
static KpSplice
cover (GArray *gaps,
       guint first,
       guint last)
{
  const KpSplice *begin = &g_array_index (gaps, KpSplice, first);
  const KpSplice *end = &g_array_index (gaps, KpSplice, last);

  return (KpSplice) {
    .old_start = begin->old_start,
    .removed = end->old_start + end->removed - begin->old_start,
    .new_start = begin->new_start,
    .added = end->new_start + end->added - begin->new_start,
  };
}

/* Returns: index of the last gap that begins at or before the position, by old or new rows */
static guint
find_gap (GArray *gaps,
          guint position,
          gboolean old)
{
  guint low = 0;
  guint high = gaps->len;

  while (low + 1 < high)
    {
      guint half = low + (high - low) / 2;
      const KpSplice *gap = &g_array_index (gaps, KpSplice, half);

      if ((old ? gap->old_start : gap->new_start) <= position)
        low = half;
      else
        high = half;
    }

  return low;
}

/* Merges every gap up to the furthest one that something moved from or to. */
static GArray *
merge_moves (const Middle *middle,
             GArray *gaps)
{
  g_autofree guint *reach = g_new (guint, gaps->len + 1); /* per gap: the furthest it must reach */
  GArray *merged = g_array_new (FALSE, FALSE, sizeof (KpSplice));

  for (guint i = 0; i < gaps->len; i++)
    reach[i] = i;

  for (guint i = 0; i < middle->n_new; i++)
    {
      guint from;
      guint to;

      if (middle->kept[i] || middle->places[i] == NOT_THERE)
        continue;

      from = find_gap (gaps, middle->places[i], TRUE);
      to = find_gap (gaps, i, FALSE);
      reach[MIN (from, to)] = MAX (reach[MIN (from, to)], MAX (from, to));
    }

  for (guint i = 0; i < gaps->len;)
    {
      guint last = reach[i];
      KpSplice splice;

      for (guint j = i; j <= last; j++)
        last = MAX (last, reach[j]);

      splice = cover (gaps, i, last);
      g_array_append_val (merged, splice);
      i = last + 1;
    }

  return merged;
}

static int
compare_distances (gconstpointer a,
                   gconstpointer b)
{
  guint first = *(const guint *) a;
  guint second = *(const guint *) b;

  return (first > second) - (first < second);
}

/* Rows that stay between gap @i and the next one. */
static guint
distance_after (GArray *gaps,
                guint i)
{
  const KpSplice *gap = &g_array_index (gaps, KpSplice, i);

  return g_array_index (gaps, KpSplice, i + 1).old_start - gap->old_start - gap->removed;
}

/* Merges the nearest ones until there are at most @most. */
static GArray *
merge_near (GArray *gaps,
            guint most)
{
  g_autoptr (GArray) distances = g_array_new (FALSE, FALSE, sizeof (guint));
  GArray *merged;
  guint limit;
  guint excess;

  if (gaps->len <= most)
    return g_array_ref (gaps);

  for (guint i = 0; i + 1 < gaps->len; i++)
    {
      guint distance = distance_after (gaps, i);

      g_array_append_val (distances, distance);
    }
  g_array_sort (distances, compare_distances);

  /* So many joints have to go; of those exactly at the limit only as many as it takes. */
  excess = gaps->len - most;
  limit = g_array_index (distances, guint, excess - 1);
  for (guint i = 0; i < distances->len && g_array_index (distances, guint, i) < limit; i++)
    excess--;

  merged = g_array_new (FALSE, FALSE, sizeof (KpSplice));
  for (guint i = 0; i < gaps->len;)
    {
      guint last = i;
      KpSplice splice;

      while (last + 1 < gaps->len &&
             (distance_after (gaps, last) < limit ||
              (distance_after (gaps, last) == limit && excess > 0)))
        {
          if (distance_after (gaps, last) == limit)
            excess--;
          last++;
        }

      splice = cover (gaps, i, last);
      g_array_append_val (merged, splice);
      i = last + 1;
    }

  return merged;
}

/* Notes which of them take something away and put it back. */
static void
note_moves (const Middle *middle,
            GArray *splices)
{
  for (guint i = 0; i < splices->len; i++)
    {
      KpSplice *splice = &g_array_index (splices, KpSplice, i);

      for (guint j = 0; j < splice->added && !splice->moves; j++)
        {
          guint place = middle->places[splice->new_start + j];

          splice->moves = place >= splice->old_start &&
                          place < splice->old_start + splice->removed;
        }
    }
}

GArray *
kp_id_diff (GArray *old,
            GArray *new,
            guint most)
{
  const KpId *olds = (const KpId *) old->data;
  const KpId *news = (const KpId *) new->data;
  guint shorter = MIN (old->len, new->len);
  guint head = 0;
  guint tail = 0;
  Middle middle;
  g_autoptr (GArray) gaps = NULL;
  g_autoptr (GArray) moved = NULL;
  GArray *splices;

  g_return_val_if_fail (most > 0, NULL);

  while (head < shorter && kp_id_equal (&olds[head], &news[head]))
    head++;
  while (tail < shorter - head &&
         kp_id_equal (&olds[old->len - 1 - tail], &news[new->len - 1 - tail]))
    tail++;

  middle = (Middle) {
    .old = old->len > 0 ? olds + head : NULL,
    .new = new->len > 0 ? news + head : NULL,
    .n_old = old->len - head - tail,
    .n_new = new->len - head - tail,
  };
  find_places (&middle);
  gaps = list_gaps (&middle);
  moved = merge_moves (&middle, gaps);
  splices = merge_near (moved, most);
  note_moves (&middle, splices);
  g_free (middle.places);
  g_free (middle.kept);

  for (guint i = 0; i < splices->len; i++)
    {
      g_array_index (splices, KpSplice, i).old_start += head;
      g_array_index (splices, KpSplice, i).new_start += head;
    }

  return splices;
}
