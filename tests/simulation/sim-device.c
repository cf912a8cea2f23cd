/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A device: the real store and engine, what its person does, and what befalls its files.
 */

#include "sim.h"

#include "kp-store-private.h"
#include "kp-value.h"

#include <glib/gstdio.h>
#include <string.h>

#define MAX_COPIES 3

void
sim_operation_free (SimOperation *self)
{
  g_free (self->value);
  g_clear_pointer (&self->seen, g_hash_table_unref);
  g_free (self);
}

void
sim_device_open (SimDevice *self)
{
  g_autoptr (GError) error = NULL;

  self->store = kp_store_open (self->folder, self->key, &self->environment.environment, &error);
  g_assert_no_error (error);
  kp_store_set_person (self->store, &self->person->id, self->person->name,
                       self->person->staff ? "staff" : "customer", &error);
  g_assert_no_error (error);
  self->engine = kp_engine_new (self->store);
  kp_engine_set_reply_max (self->engine, self->max);
  self->more = TRUE;
}

void
sim_device_close (SimDevice *self)
{
  g_clear_pointer (&self->engine, kp_engine_free);
  g_clear_pointer (&self->store, kp_store_close);
}

void
sim_device_restart (SimDevice *self)
{
  sim_device_close (self);
  sim_device_open (self);
}

static void
remove_cache (SimDevice *self)
{
  g_autoptr (GError) error = NULL;

  kp_store_erase_cache (self->folder, &error);
  g_assert_no_error (error);
}

static void
forget_copies (SimDevice *self)
{
  for (guint i = 0; i < self->copies->len; i++)
    g_unlink (g_ptr_array_index (self->copies, i));
  g_ptr_array_set_size (self->copies, 0);
}

void
sim_device_lose_cache (SimDevice *self)
{
  sim_device_close (self);
  remove_cache (self);
  forget_copies (self);
  sim_device_open (self);
  sim_device_forget_tracks (self);
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &bytes, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (to, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

void
sim_device_copy_cache (SimDevice *self)
{
  g_autofree char *cache = g_build_filename (self->folder, "cache.db", NULL);
  g_autofree char *copy = g_strdup_printf ("%s/copy-%u", self->folder, ++self->serial);

  /* Everything into the one file, so that the copy is whole. */
  g_assert_true (kp_db_checkpoint_truncate (kp_store_get_cache (self->store), NULL));
  copy_file (cache, copy);
  g_ptr_array_add (self->copies, g_steal_pointer (&copy));
  if (self->copies->len > MAX_COPIES)
    {
      g_unlink (g_ptr_array_index (self->copies, 0));
      g_ptr_array_remove_index (self->copies, 0);
    }
}

void
sim_device_fall_back (SimDevice *self,
                      guint n)
{
  g_autofree char *cache = g_build_filename (self->folder, "cache.db", NULL);
  guint keep;

  if (self->copies->len == 0)
    return;

  keep = self->copies->len - MIN (n, self->copies->len);
  sim_device_close (self);
  remove_cache (self);
  copy_file (g_ptr_array_index (self->copies, keep), cache);

  /* What came after it never was. */
  while (self->copies->len > keep + 1)
    {
      g_unlink (g_ptr_array_index (self->copies, self->copies->len - 1));
      g_ptr_array_remove_index (self->copies, self->copies->len - 1);
    }
  sim_device_open (self);
}

void
sim_device_close_account (SimDevice *self)
{
  g_autoptr (GError) error = NULL;

  kp_engine_close_account (self->engine, &error);
  sim_check_error (self->sim, "the account is closed", error);
  sim_check_closed (self);
  if (sim_chance (self->sim, 0.5))
    {
      sim_device_close (self);
      remove_cache (self);
      sim_device_open (self);
    }
  forget_copies (self);
  self->more = FALSE;
  sim_device_forget_tracks (self);
}

void
sim_device_forget_tracks (SimDevice *self)
{
  for (guint i = 0; i < self->operations->len; i++)
    ((SimOperation *) g_ptr_array_index (self->operations, i))->track = 0;
}

gint64
sim_device_query (SimDevice *self,
                  KpDb *db,
                  const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select = kp_db_prepare (db, sql, &error);
  gboolean has_row;

  g_assert_no_error (error);
  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL));
  return has_row ? kp_statement_get_int64 (select, 0) : 0;
}

static const char PICK_REQUEST[] =
  "SELECT id, state FROM p_request WHERE state IS NOT NULL ORDER BY id LIMIT 1 OFFSET $1";
static const char COUNT_REQUESTS[] = "SELECT count(*) FROM p_request WHERE state IS NOT NULL";

/* @state: (out) (transfer full). Returns: whether there is a request to pick */
static gboolean
pick_request (SimDevice *self,
              KpId *id,
              char **state)
{
  KpDb *cache = kp_store_get_cache (self->store);
  gint64 n = sim_device_query (self, cache, COUNT_REQUESTS);
  g_autoptr (KpStatement) pick = NULL;
  gboolean has_row;

  if (n == 0)
    return FALSE;

  pick = kp_db_prepare (cache, PICK_REQUEST, NULL);
  kp_statement_bind_int64 (pick, 1, sim_pick (self->sim, n));
  g_assert_true (kp_statement_step (pick, &has_row, NULL, NULL) && has_row);
  kp_statement_get_id (pick, 0, id);
  *state = g_strdup (kp_statement_get_text (pick, 1));
  return TRUE;
}

/* I7: it names the one before it on the same subject, unless that is so old that a server may have
 * forgotten it.
 */
static void
check_lane (SimDevice *self,
            const KpOperation *made)
{
  for (guint i = self->operations->len; i > 0; i--)
    {
      const SimOperation *before = self->operations->pdata[i - 1];
      g_autoptr (KpOutboxItem) item = NULL;

      if (!kp_id_equal (&before->subject, &made->subject) &&
          !kp_id_equal (&before->added, &made->subject))
        continue;

      item = kp_store_get_change (self->store, &before->id, NULL);
      if (item == NULL)
        continue;
      if ((item->ended_at == 0 || self->environment.now - item->ended_at < 34 * SIM_DAY) &&
          !kp_id_equal (&before->id, &made->after))
        sim_fail (self->sim, "I7 a lane is broken: %s %s after %s", self->name, made->kind->name,
                  before->kind->name);
      return;
    }
}

SimOperation *
sim_device_note (SimDevice *self,
                 const KpOperation *made,
                 const char *value)
{
  SimOperation *operation = g_new0 (SimOperation, 1);

  check_lane (self, made);
  operation->id = made->id;
  operation->kind = made->kind;
  operation->subject = made->subject;
  operation->added = made->added;
  operation->value = g_strdup (value);
  operation->queued_at = self->environment.now;
  g_ptr_array_add (self->operations, operation);
  g_hash_table_replace (self->sim->by_id, &operation->id, operation);

  return operation;
}

SimOperation *
sim_device_queue (SimDevice *self,
                  const char *kind_name,
                  const char *arguments,
                  const KpId *org,
                  const char *value)
{
  const KpOperationKind *kind = kp_operation_find_kind (kind_name, strlen (kind_name));
  g_autoptr (yyjson_doc) doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);
  g_autoptr (KpOutboxItem) item = NULL;
  g_autoptr (GError) error = NULL;
  SimOperation *operation;
  KpId id;

  g_assert_nonnull (doc);
  sim_say (self->sim, "%s queues %s %s", self->name, kind_name, value != NULL ? value : "");
  if (kp_store_queue (self->store, kind, NULL, yyjson_doc_get_root (doc), &id, &error))
    item = kp_store_get_change (self->store, &id, &error);
  sim_check_error (self->sim, kind_name, error);
  if (item == NULL)
    return NULL;

  operation = sim_device_note (self, item->operation, value);
  if (org != NULL)
    operation->org = *org;

  return operation;
}

static void
submit (SimDevice *self)
{
  Sim *sim = self->sim;
  const KpId *org = &sim->organisations[sim_pick (sim, SIM_ORGANISATIONS)];
  KpId request = kp_id_make (&self->environment.environment);
  g_autofree char *request_text = kp_id_dup_text (&request);
  g_autofree char *org_text = kp_id_dup_text (org);
  g_autofree char *flow = kp_id_dup_text (&sim->flow);
  g_autofree char *title = g_strdup_printf ("aanvraag %u", ++sim->serial);
  g_autofree char *arguments = g_strdup_printf (
    "{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"%s\",\"answers\":{}}",
    request_text, org_text, flow, title);

  sim_device_queue (self, "request.submit@1", arguments, org, title);
}

static void
change_phone (SimDevice *self)
{
  g_autofree char *user = kp_id_dup_text (&self->person->id);
  g_autofree char *phone = g_strdup_printf ("+31%09u", ++self->sim->serial);
  g_autofree char *arguments = g_strdup_printf ("{\"user\":\"%s\",\"phone\":\"%s\"}", user, phone);
  g_autoptr (GHashTable) seen = sim_look_on_screen (self, KP_ENTITY_USER, &self->person->id);
  SimOperation *operation;

  if (seen == NULL)
    return;

  /* In a burst the screen is behind what was queued. */
  operation = sim_device_queue (self, "user.update@1", arguments, NULL, phone);
  if (operation != NULL && !self->in_burst)
    operation->seen = g_steal_pointer (&seen);
}

static void
add_to_request (SimDevice *self,
                const char *kind,
                const char *added)
{
  Sim *sim = self->sim;
  KpId made = kp_id_make (&self->environment.environment);
  g_autofree char *made_text = kp_id_dup_text (&made);
  g_autofree char *text = g_strdup_printf ("tekst %u", ++sim->serial);
  g_autofree char *padding = g_strnfill (sim_pick (sim, 9000), 'x');
  g_autofree char *request_text = NULL;
  g_autofree char *state = NULL;
  g_autofree char *arguments = NULL;
  KpId request;

  if (!pick_request (self, &request, &state))
    return;

  request_text = kp_id_dup_text (&request);
  arguments = g_strdup_printf ("{\"request\":\"%s\",\"%s\":\"%s\",\"text\":\"%s %s\"}",
                               request_text, added, made_text, text, padding);
  sim_device_queue (self, kind, arguments, NULL, text);
}

static void
read_request (SimDevice *self)
{
  KpId mark = kp_id_make (&self->environment.environment);
  g_autofree char *mark_text = kp_id_dup_text (&mark);
  g_autofree char *request_text = NULL;
  g_autofree char *state = NULL;
  g_autofree char *arguments = NULL;
  KpId request;

  if (!pick_request (self, &request, &state))
    return;

  request_text = kp_id_dup_text (&request);
  arguments = g_strdup_printf ("{\"mark\":\"%s\",\"subject\":\"%s\",\"at\":%" G_GINT64_FORMAT "}",
                               mark_text, request_text, self->environment.now);
  sim_device_queue (self, "read.mark@1", arguments, NULL, NULL);
}

static void
act (SimDevice *self)
{
  gboolean staff = self->person->staff;

  switch (sim_pick (self->sim, 10))
    {
    case 0:
    case 1:
      if (!staff)
        submit (self);
      break;

    case 2:
    case 3:
      change_phone (self);
      break;

    case 4:
    case 5:
    case 6:
      if (staff)
        add_to_request (self, "request.note@1", "note");
      break;

    case 7:
      read_request (self);
      break;

    default:
      add_to_request (self, "request.comment@1", "message");
      break;
    }
}

/* One thing, or several in a burst; which the device may not survive. */
void
sim_device_act (SimDevice *self)
{
  if (!sim_chance (self->sim, 0.2))
    {
      for (guint n = 1 + sim_pick (self->sim, 3); n > 0; n--)
        sim_move (self);
      if (sim_chance (self->sim, 0.5))
        act (self);
      return;
    }

  kp_store_begin_burst (self->store);
  self->in_burst = TRUE;
  for (guint n = 1 + sim_pick (self->sim, 4); n > 0; n--)
    act (self);
  self->in_burst = FALSE;
  if (sim_chance (self->sim, 0.1))
    sim_device_restart (self);
  else
    kp_store_end_burst (self->store);
}

/* Letting go of an organisation, or holding it for good or for some days. */
void
sim_device_pin (SimDevice *self)
{
  static const guint DAYS[] = { 0, 0, 1, 7 };
  const KpId *org = &self->sim->organisations[sim_pick (self->sim, SIM_ORGANISATIONS)];
  g_autofree char *text = kp_id_dup_text (org);
  g_autoptr (GError) error = NULL;

  if (g_hash_table_remove (self->pins, text))
    kp_store_unpin (self->store, org, &error);
  else
    {
      guint days = DAYS[sim_pick (self->sim, G_N_ELEMENTS (DAYS))];
      gint64 until = days != 0 ? self->environment.now + days * SIM_DAY : 0;

      kp_store_pin (self->store, org, days, &error);
      g_hash_table_insert (self->pins, g_strdup (text), g_memdup2 (&until, sizeof until));
    }
  sim_check_error (self->sim, "pinning", error);
  sim_say (self->sim, "%s pins or lets go of %s", self->name, text);
  sim_device_forget_tracks (self);
}

void
sim_device_note_pins (SimDevice *self)
{
  GHashTableIter iter;
  gpointer org;
  gpointer until;

  g_hash_table_remove_all (self->asked);
  g_hash_table_iter_init (&iter, self->pins);
  while (g_hash_table_iter_next (&iter, &org, &until))
    {
      if (*(gint64 *) until == 0 || *(gint64 *) until > self->environment.now)
        g_hash_table_add (self->asked, g_strdup (org));
    }
}
