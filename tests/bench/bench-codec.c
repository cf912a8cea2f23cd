/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reply bytes → rows in memory with the columns of the projection, against bare yyjson over the
 * same lines. Both only compute, on one thread, and are measured in what that thread computed:
 * milliseconds of the wall's clock are mostly those of others on a busy machine.
 */

#include "kp-bench.h"
#include "kp-sync-codec.h"
#include "kp-value.h"

#include <string.h>

/* Lines of one reply; the size is that of a reply of some MiB. */
#define RECORDS 6000
#define RECORDS_SMOKE 600

static const char BODY[] =
  "{\"org_id\":\"AZOsfmJ2cAGl5u3m3pXKWg\",\"org_name\":\"Bakkerij De Graaf B.V.\","
  "\"portal_id\":\"AZOsfmJ2cAGl5u3m3pXKWh\",\"requester_id\":\"AZOsfmJ2cAGl5u3m3pXKWi\","
  "\"requester_name\":\"Sanne de Graaf\",\"flow_id\":\"AZOsfmJ2cAGl5u3m3pXKWj\","
  "\"flow_name\":{\"nl\":\"Nieuwe medewerker\",\"en\":\"New "
  "employee\"},\"number\":\"R-2026-00042\","
  "\"title\":\"Nieuwe medewerker: Mila Bosman\",\"answers\":{\"name\":\"Mila "
  "Bosman\",\"hours\":24},"
  "\"explanation\":null,\"state\":\"submitted\",\"work_order_id\":null,"
  "\"created_at\":1763769990123,\"updated_at\":1763769990123}";

static GBytes *
make_reply (guint n_records)
{
  KpReplyWriter *writer = kp_reply_writer_new ();
  const KpEntity *entity = kp_entity_get (KP_ENTITY_REQUEST);
  const KpSeen seen = { .number = 1, .nonce = "9f3a02c1aa10b7e4" };

  kp_reply_writer_seen (writer, &seen, "51c0d251c0d251c0", 1763770000456);
  kp_reply_writer_load (writer, "o:AZOsfmJ2cAGl5u3m3pXKWg:req", n_records, 0, TRUE);
  for (guint i = 0; i < n_records; i++)
    {
      KpId id = { { 1, 2, 3, 4, 5, 6, 0x70, 8, 0x80 } };

      memcpy (id.bytes + 12, &i, sizeof i);
      kp_reply_writer_record (writer, entity, &id, BODY, strlen (BODY));
    }

  return kp_reply_writer_end (writer, FALSE, NULL);
}

/* Returns: something that depends on each column, so that nothing is optimised away */
static guint64
touch_columns (const KpEntity *entity,
               yyjson_val *body)
{
  yyjson_obj_iter members = yyjson_obj_iter_with (body);
  guint64 sum = 0;

  /* The iterator looks on where it found the last one: members mostly have the order of the table.
   */
  for (const KpField *field = entity->fields; field->name != NULL; field++)
    {
      yyjson_val *value = field->column ? yyjson_obj_iter_get (&members, field->name) : NULL;
      KpId id;

      if (value == NULL)
        continue;
      if (field->kind == KP_FIELD_ID && kp_value_get_id (value, &id))
        sum += id.bytes[15];
      else
        sum += yyjson_get_len (value) + yyjson_get_uint (value);
    }

  return sum;
}

static guint64
read_ours (GBytes *reply)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpReplyReader) reader = kp_reply_reader_new (reply, &error);
  guint64 sum = 0;
  KpLine line;

  g_assert_no_error (error);
  while (kp_reply_reader_next (reader, &line, &error))
    {
      if (line.kind == KP_LINE_RECORD)
        sum += touch_columns (kp_entity_find (line.entity, strlen (line.entity)), line.value);
    }
  g_assert_no_error (error);

  return sum;
}

static guint64
read_bare (GBytes *reply)
{
  gsize size;
  const char *text = g_bytes_get_data (reply, &size);
  const char *end = text + size;
  guint64 sum = 0;

  while (text < end)
    {
      const char *stop = memchr (text, '\n', (gsize) (end - text));
      gsize length = (gsize) ((stop != NULL ? stop : end) - text);
      g_autoptr (yyjson_doc) doc = yyjson_read (text, length, YYJSON_READ_NOFLAG);

      g_assert_nonnull (doc);
      sum += yyjson_doc_get_val_count (doc);
      text += length + 1;
    }

  return sum;
}

int
main (int argc,
      char **argv)
{
  guint n = kp_bench_is_smoke (argc, argv) ? RECORDS_SMOKE : RECORDS;
  g_autoptr (GBytes) reply = make_reply (n);
  double ours[KP_BENCH_PAIRS];
  double bare[KP_BENCH_PAIRS];
  guint64 sum = 0;

  for (guint i = 0; i < KP_BENCH_PAIRS; i++)
    {
      gint64 began = kp_bench_get_thread_time ();
      gint64 read;

      sum += read_ours (reply);
      read = kp_bench_get_thread_time ();
      sum += read_bare (reply);
      ours[i] = (double) (read - began) / G_USEC_PER_SEC;
      bare[i] = (double) (kp_bench_get_thread_time () - read) / G_USEC_PER_SEC;
    }

  g_assert_cmpuint (sum, >, 0);
  kp_bench_print (&(KpBenchResult) {
    .bench = "codec",
    .n = n,
    .ours = kp_bench_median (ours, KP_BENCH_PAIRS),
    .reference = kp_bench_median (bare, KP_BENCH_PAIRS),
    .target = 2.0,
    .unit = "s",
  });

  return 0;
}
