/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exchanges with their faults, the steps of a history, and the quiet at its end.
 */

#include "sim.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-sync-codec.h"

#include <glib/gstdio.h>
#include <string.h>

/* A history ends within so many exchanges once nothing new happens. */
#define MAX_SETTLING 150

static const char *const FAULT_NAMES[SIM_N_FAULTS] = {
  "",
  "request lost",
  "before commit",
  "after commit",
  "reply lost",
  "cut",
  "duplicate",
  "die before",
  "die between",
  "die after",
  "power lost",
};

static const char *const MUTANT_NAMES[SIM_N_MUTANTS] = {
  "none",
  "gone and allowed lines lost",
  "record line lost",
  "ended line lost",
  "body changed",
  "refusal turned into ok",
  "outbox keeps no seen of its own",
  "operations not offered again after a reset",
  "rights not re-applied after a restore",
  "new generation not said",
};

const char *
sim_mutant_get_name (SimMutant mutant)
{
  return MUTANT_NAMES[mutant];
}

gboolean
sim_chance (Sim *self,
            double p)
{
  return g_rand_double (self->rand) < p;
}

guint
sim_pick (Sim *self,
          guint n)
{
  return n == 0 ? 0 : g_rand_int_range (self->rand, 0, n);
}

void
sim_say (Sim *self,
         const char *format,
         ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  if (!self->trace)
    return;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_print ("%9.3f  %s\n", (self->environment.now - KP_TEST_NOW) / (double) SIM_DAY, text);
}

void
sim_fail (Sim *self,
          const char *format,
          ...)
{
  va_list arguments;

  if (self->failure != NULL)
    return;

  va_start (arguments, format);
  self->failure = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  sim_say (self, "BROKEN %s", self->failure);
}

void
sim_check_error (Sim *self,
                 const char *doing,
                 const GError *error)
{
  if (error != NULL)
    sim_fail (self, "%s: %s", doing, error->message);
}

void
sim_advance (Sim *self,
             gint64 milliseconds)
{
  kp_test_environment_advance (&self->environment, milliseconds);
  for (guint i = 0; i < SIM_DEVICES; i++)
    kp_test_environment_advance (&self->devices[i].environment, milliseconds);
}

static void
request_free (SimRequest *self)
{
  kps_person_free (self->person);
  g_bytes_unref (self->body);
  g_free (self);
}

static void
keep_late (Sim *self,
           const KpsPerson *person,
           GBytes *body)
{
  SimRequest *request = g_new (SimRequest, 1);

  *request = (SimRequest) { .person = kps_person_copy (person), .body = g_bytes_ref (body) };
  g_ptr_array_add (self->late, request);
}

static void
run_jobs (Sim *self,
          KpsExchange *exchange,
          const KpsPerson *person,
          GBytes *request,
          gboolean meanwhile)
{
  g_autoptr (SimJudgement) judgement = sim_judgement_new (self, person, request);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_job_free);

  if (kps_exchange_has_operations (exchange))
    g_ptr_array_add (jobs, kps_exchange_make_job (exchange, NULL, NULL));
  if (meanwhile)
    g_ptr_array_add (jobs, sim_office_make_background_job (self));
  if (jobs->len > 0)
    kps_batch_run (kps_office_get_write_db (self->office), &self->environment.environment, jobs,
                   NULL, NULL);
  sim_judgement_end (judgement, !meanwhile);
}

/* Returns: (transfer full) (nullable): NULL if the server died, or refused (then @closed is set) */
static GBytes *
serve (Sim *self,
       const KpsPerson *person,
       GBytes *request,
       SimFault fault,
       gboolean busy,
       gboolean *closed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsExchange) exchange = kps_exchange_new (person, request, &error);
  GBytes *reply;

  *closed = FALSE;
  sim_check_error (self, "a request is refused", error);
  if (exchange == NULL)
    return NULL;

  if (fault == SIM_FAULT_BEFORE_COMMIT)
    {
      sim_office_restart (self);
      return NULL;
    }

  run_jobs (self, exchange, person, request, busy && sim_chance (self, 0.2));
  if (fault == SIM_FAULT_AFTER_COMMIT)
    {
      sim_office_restart (self);
      return NULL;
    }
  if (busy && sim_chance (self, 0.2))
    sim_office_background (self);

  reply = kps_exchange_read (exchange, kps_office_get_read_db (self->office),
                             &self->environment.environment, NULL, &error);
  if (g_error_matches (error, KP_ERROR, KP_ERROR_ACCOUNT_DISABLED))
    *closed = TRUE;
  else
    sim_check_error (self, "a reply is read", error);

  return reply;
}

/* Deliberate errors: what a wrong server or network would do to a line. */

static gboolean
is_hit (Sim *self,
        const char *line)
{
  switch (self->mutant)
    {
    case SIM_MUTANT_GONE_LINE_LOST:
      return g_str_has_prefix (line, "{\"gone\"") || g_str_has_prefix (line, "{\"allowed\"");

    case SIM_MUTANT_RECORD_LINE_LOST:
      return g_str_has_prefix (line, "{\"e\"") && strstr (line, "\"v\"") != NULL &&
             sim_chance (self, 0.02);

    case SIM_MUTANT_ENDED_LINE_LOST:
      return g_str_has_prefix (line, "{\"e\"") && g_str_has_suffix (line, "\"x\":1}");

    case SIM_MUTANT_BODY_CHANGED:
      return g_str_has_prefix (line, "{\"e\"") && strstr (line, "\"touched\"") != NULL;

    case SIM_MUTANT_RESULT_TURNED:
      return g_str_has_prefix (line, "{\"op\"") && strstr (line, "\"r\":\"conflict\"") != NULL;

    case SIM_MUTANT_GENERATION_LOST:
      return strstr (line, ",\"new\":1}") != NULL;

    case SIM_MUTANT_NONE:
    case SIM_MUTANT_OUTBOX_SEEN_LOST:
    case SIM_MUTANT_OFFERS_LOST_AFTER_RESET:
    case SIM_MUTANT_RIGHTS_LOG_LOST:
    case SIM_N_MUTANTS:
      break;
    }

  return FALSE;
}

static char *
replace (const char *line,
         const char *from,
         const char *to)
{
  g_auto (GStrv) parts = g_strsplit (line, from, 2);

  return g_strjoinv (to, parts);
}

/* Returns: (transfer full) (nullable): what becomes of the line; NULL = it is lost */
static char *
spoil_line (Sim *self,
            const char *line)
{
  g_autofree char *id = NULL;

  if (!is_hit (self, line))
    return g_strdup (line);
  if (self->mutant == SIM_MUTANT_BODY_CHANGED)
    return replace (line, "\"touched\"", "\"toucheD\"");
  if (self->mutant == SIM_MUTANT_GENERATION_LOST)
    return replace (line, ",\"new\":1}", "}");
  if (self->mutant != SIM_MUTANT_RESULT_TURNED)
    return NULL;

  id = g_strndup (line + strlen ("{\"op\":\""), KP_ID_LENGTH);
  return g_strdup_printf ("{\"op\":\"%s\",\"r\":\"ok\"}", id);
}

static GBytes *
spoil_reply (Sim *self,
             GBytes *reply)
{
  gsize length;
  const char *data = g_bytes_get_data (reply, &length);
  g_autofree char *text = g_strndup (data, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", 0);
  GString *spoilt = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL && lines[i][0] != '\0'; i++)
    {
      g_autofree char *line = spoil_line (self, lines[i]);

      if (line != NULL)
        g_string_append_printf (spoilt, "%s\n", line);
    }

  return g_string_free_to_bytes (spoilt);
}

static GBytes *
spoil_request (Sim *self,
               GBytes *body)
{
  g_autoptr (KpSyncRequest) request = kp_sync_request_decode (body, NULL);

  g_assert_nonnull (request);
  if (self->mutant == SIM_MUTANT_OUTBOX_SEEN_LOST)
    request->seen[1] = (KpSeen) { 0 };
  if (self->mutant == SIM_MUTANT_OFFERS_LOST_AFTER_RESET)
    {
      for (guint i = request->offers->len; i > 0; i--)
        {
          const KpOffer *offer = g_ptr_array_index (request->offers, i - 1);

          if (offer->again && g_strcmp0 (offer->result, "ok") == 0)
            g_ptr_array_remove_index (request->offers, i - 1);
        }
    }

  return kp_sync_request_encode (request);
}

/* Applying a reply, with what befalls the client. */

static void
apply (SimDevice *self,
       GBytes *reply,
       SimFault fault)
{
  Sim *sim = self->sim;
  g_autoptr (GHashTable) held = sim_device_list_held (self);
  g_autoptr (GError) error = NULL;
  g_auto (KpFeedResult) result = { 0 };
  gboolean had_gone = g_strstr_len (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply),
                                    "{\"gone\":") != NULL;
  KpEngineStatus status;

  /* A purge amid a reload may show what had been hidden by it. */
  if (had_gone && (self->more || self->person->staff))
    sim_device_forget_tracks (self);
  if (fault == SIM_FAULT_DIE_BETWEEN)
    sim_device_copy_cache (self);

  kp_engine_feed (self->engine, reply, self->environment.now, &result, &error);
  sim_check_error (sim, "a reply is fed", error);
  if (fault == SIM_FAULT_DIE_BETWEEN || fault == SIM_FAULT_POWER_LOST)
    {
      /* The outbox has the reply, the cache does not. */
      sim_device_fall_back (self, fault == SIM_FAULT_POWER_LOST ? 1 + sim_pick (sim, 3) : 1);
      sim_device_forget_tracks (self);
      return;
    }

  g_assert_true (kp_engine_get_status (self->engine, &status, NULL));
  self->more = status.more;
  if (result.fed == KP_FED_RESET)
    {
      sim->resets++;
      sim_device_forget_tracks (self);
    }
  if (result.fed != KP_FED_CUT)
    sim_check_applied (self, result.fed, held);
  if (fault == SIM_FAULT_DIE_AFTER)
    sim_device_restart (self);
}

static GBytes *
cut (Sim *self,
     GBytes *reply)
{
  return g_bytes_new_from_bytes (reply, 0, sim_pick (self, g_bytes_get_size (reply) - 1));
}

static void
lose (SimDevice *self,
      SimFault fault)
{
  g_autoptr (GError) error = NULL;

  if (fault == SIM_FAULT_DIE_BEFORE || sim_chance (self->sim, 0.3))
    sim_device_restart (self);
  else
    kp_engine_fail (self->engine, KP_REACH_SENT, &error);
  sim_check_error (self->sim, "an exchange fails", error);
}

void
sim_exchange (SimDevice *self,
              gboolean faults)
{
  Sim *sim = self->sim;
  SimFault fault =
    faults && sim_chance (sim, 0.3) ? 1 + sim_pick (sim, SIM_N_FAULTS - 1) : SIM_FAULT_NONE;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GBytes) reply = NULL;
  gboolean closed;

  sim->exchanges++;
  if (faults && sim_chance (sim, 0.15))
    sim_device_copy_cache (self);
  kp_engine_ask (self->engine);
  request = kp_engine_next (self->engine, self->environment.now, &error);
  sim_check_error (sim, "a request is made", error);
  if (request == NULL)
    return;

  /* Pinned while the request is under way: held with the next one. */
  sim_device_note_pins (self);
  if (faults && self->person->staff && sim_chance (sim, 0.1))
    sim_device_pin (self);
  if (sim->mutant != SIM_MUTANT_NONE)
    {
      GBytes *spoilt = spoil_request (sim, request);

      g_bytes_unref (request);
      request = spoilt;
    }

  sim_say (sim, "%s exchanges %s", self->name, FAULT_NAMES[fault]);
  if (fault == SIM_FAULT_REQUEST_LOST || fault == SIM_FAULT_DUPLICATE || sim_chance (sim, 0.02))
    keep_late (sim, self->person, request);
  if (fault != SIM_FAULT_REQUEST_LOST)
    reply = serve (sim, self->person, request, fault, faults, &closed);
  if (fault == SIM_FAULT_DUPLICATE)
    {
      gboolean ignored;
      g_autoptr (GBytes) second = NULL;

      /* Only what its operations do matters: nobody reads the second reply. */
      if (!closed)
        second = serve (sim, self->person, request, SIM_FAULT_NONE, FALSE, &ignored);
      g_clear_pointer (&reply, g_bytes_unref);
      reply = g_steal_pointer (&second);
    }

  if (fault == SIM_FAULT_REQUEST_LOST || (reply == NULL && !closed) ||
      fault == SIM_FAULT_REPLY_LOST || fault == SIM_FAULT_DIE_BEFORE)
    {
      lose (self, fault);
      return;
    }
  if (closed)
    {
      sim_device_close_account (self);
      return;
    }

  if (g_bytes_get_size (reply) > self->max + KP_LIMIT_REPLY_SLACK)
    sim_fail (sim, "I8 a reply of %" G_GSIZE_FORMAT " bytes", g_bytes_get_size (reply));
  if (sim->mutant != SIM_MUTANT_NONE)
    {
      GBytes *spoilt = spoil_reply (sim, reply);

      g_bytes_unref (reply);
      reply = spoilt;
    }
  if (fault == SIM_FAULT_CUT)
    {
      GBytes *part = cut (sim, reply);

      g_bytes_unref (reply);
      reply = part;
    }
  apply (self, reply, fault);
}

static void
arrive_late (Sim *self)
{
  SimRequest *request;
  g_autoptr (GBytes) reply = NULL;
  gboolean closed;

  if (self->late->len == 0)
    return;

  request = g_ptr_array_steal_index (self->late, sim_pick (self, self->late->len));
  reply = serve (self, request->person, request->body, SIM_FAULT_NONE, FALSE, &closed);
  sim_say (self, "a late request");
  request_free (request);
}

static void
be_absent (Sim *self)
{
  static const int DAYS[] = { 1, 5, 16, 36 };

  if (sim_chance (self, 0.05))
    sim_advance (self, 410 * SIM_DAY);
  else
    sim_advance (self, DAYS[sim_pick (self, G_N_ELEMENTS (DAYS))] * SIM_DAY);
}

static void
step (Sim *self)
{
  static const guint BURSTS[] = { 1, 1, 2, 4, 8 };
  SimDevice *device = &self->devices[sim_pick (self, SIM_DEVICES)];
  double x = g_rand_double (self->rand);

  self->steps++;
  sim_advance (self, g_rand_double (self->rand) * 0.05 * SIM_DAY);
  if (x < 0.36)
    {
      for (guint n = BURSTS[sim_pick (self, G_N_ELEMENTS (BURSTS))]; n > 0 && self->failure == NULL;
           n--)
        sim_exchange (device, TRUE);
    }
  else if (x < 0.76)
    {
      sim_device_act (device);
      sim_check_flicker (device, NULL);
    }
  else if (x < 0.86)
    sim_office_background (self);
  else if (x < 0.88)
    sim_office_change_right (self);
  else if (x < 0.90)
    sim_office_prune (self);
  else if (x < 0.94)
    sim_office_back_up (self);
  else if (x < 0.955)
    sim_office_restore (self);
  else if (x < 0.965)
    sim_device_lose_cache (device);
  else if (x < 0.975)
    {
      SimDevice *of_staff = &self->devices[SIM_DEVICES - 1 - sim_pick (self, SIM_STAFF)];

      sim_device_pin (of_staff);
    }
  else if (x < 0.985)
    arrive_late (self);
  else if (sim_chance (self, 0.3))
    be_absent (self);
}

static gboolean
has_offers (SimDevice *self)
{
  static const char COUNT_OFFERS[] = "SELECT count(*) FROM operation WHERE offer = 1";

  return sim_device_query (self, kp_store_get_outbox (self->store), COUNT_OFFERS) > 0;
}

/* Whether some of its operations could go with a request now. */
static gboolean
has_due_offers (SimDevice *self)
{
  KpEngineStatus status;

  return has_offers (self) && kp_engine_get_status (self->engine, &status, NULL) &&
         (status.next_retry == 0 || status.next_retry <= self->environment.now);
}

static void
settle (SimDevice *self)
{
  Sim *sim = self->sim;

  for (guint n = 0; n < MAX_SETTLING && sim->failure == NULL; n++)
    {
      sim_exchange (self, FALSE);
      if (!self->more && (!sim_office_is_on (sim, KPS_STANDING_ACCOUNT, &self->person->id) ||
                          !has_due_offers (self)))
        return;
    }

  sim_fail (sim, "I8 no end of exchanges: %s", self->name);
}

/* Twice: operations offered again are given up only after two weeks. */
static void
quiesce (Sim *self)
{
  static const gint64 JUMPS[] = { 0, 15 * SIM_DAY };

  sim_say (self, "---- quiet");
  for (guint jump = 0; jump < G_N_ELEMENTS (JUMPS); jump++)
    {
      sim_advance (self, JUMPS[jump]);
      for (guint turn = 0; turn < 4; turn++)
        {
          for (guint i = 0; i < SIM_DEVICES && self->failure == NULL; i++)
            {
              sim_advance (self, 0.03 * SIM_DAY);
              settle (&self->devices[i]);
            }
        }
    }
  for (guint i = 0; i < SIM_DEVICES && self->failure == NULL; i++)
    settle (&self->devices[i]);
}

static void
set_up_device (Sim *self,
               guint n,
               const char *name,
               const KpId *user)
{
  static const gsize SIZES[] = { KP_LIMIT_REPLY_MIN, 2 * KP_LIMIT_REPLY_MIN, KP_LIMIT_REPLY_MAX };
  SimDevice *device = &self->devices[n];
  g_autoptr (GError) error = NULL;

  *device = (SimDevice) {
    .sim = self,
    .name = name,
    .folder = g_build_filename (self->folder, name, NULL),
    .copies = g_ptr_array_new_with_free_func (g_free),
    .operations = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_operation_free),
    .pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .max = SIZES[sim_pick (self, G_N_ELEMENTS (SIZES))],
  };
  g_assert_no_errno (g_mkdir_with_parents (device->folder, 0700));
  kp_test_environment_init (&device->environment, g_rand_int (self->rand));
  device->environment.now += ((gint64) sim_pick (self, 7200) - 3600) * 1000;
  for (guint i = 0; i < sizeof device->key; i++)
    device->key[i] = g_rand_int (self->rand);

  kps_person_load (kps_office_get_read_db (self->office), user, &device->person, &error);
  g_assert_no_error (error);
  sim_device_open (device);
  if (device->person->staff)
    sim_device_pin (device);
}

static void
set_up (Sim *self,
        guint seed)
{
  static const char SHARED_MEMORY[] = "/dev/shm";
  g_autofree char *pattern = NULL;

  /* Every commit is flushed, as in earnest; in memory that costs nothing. */
  pattern =
    g_build_filename (g_access (SHARED_MEMORY, W_OK) == 0 ? SHARED_MEMORY : g_get_tmp_dir (),
                      "klantportaal-simulation-XXXXXX", NULL);
  self->folder = g_strdup (g_mkdtemp_full (pattern, 0700));
  g_assert_nonnull (self->folder);
  self->rand = g_rand_new_with_seed (seed);
  self->backups = g_ptr_array_new_with_free_func (g_free);
  self->late = g_ptr_array_new_with_free_func ((GDestroyNotify) request_free);
  self->standings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->deleted = g_hash_table_new_full (kp_id_hash, kp_id_equal, g_free, NULL);
  self->by_id = g_hash_table_new (kp_id_hash, kp_id_equal);
  kp_test_environment_init (&self->environment, seed);
  sim_office_set_up (self);

  set_up_device (self, 0, "c1a", &self->customers[0]);
  set_up_device (self, 1, "c1b", &self->customers[0]);
  set_up_device (self, 2, "c2a", &self->customers[1]);
  set_up_device (self, 3, "c3a", &self->customers[2]);
  set_up_device (self, 4, "s1a", &self->staff[0]);
  set_up_device (self, 5, "s2a", &self->staff[1]);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (Sim *self)
{
  for (guint i = 0; i < SIM_DEVICES; i++)
    {
      SimDevice *device = &self->devices[i];

      sim_device_close (device);
      kp_test_environment_clear (&device->environment);
      kps_person_free (device->person);
      g_ptr_array_unref (device->copies);
      g_ptr_array_unref (device->operations);
      g_hash_table_unref (device->pins);
      g_hash_table_unref (device->asked);
      g_free (device->folder);
    }
  kps_office_close (self->office);
  remove_tree (self->folder);
  kp_test_environment_clear (&self->environment);
  g_ptr_array_unref (self->backups);
  g_ptr_array_unref (self->late);
  g_hash_table_unref (self->standings);
  g_hash_table_unref (self->deleted);
  g_hash_table_unref (self->by_id);
  g_rand_free (self->rand);
  g_free (self->folder);
}

char *
sim_run (guint seed,
         SimMutant mutant,
         gboolean trace,
         Sim *total)
{
  static const guint LENGTHS[] = { 40, 80, 120, 200 };
  Sim sim = { .seed = seed, .mutant = mutant, .trace = trace };

  set_up (&sim, seed);
  for (guint n = LENGTHS[sim_pick (&sim, G_N_ELEMENTS (LENGTHS))]; n > 0 && sim.failure == NULL;
       n--)
    step (&sim);
  if (sim.failure == NULL)
    quiesce (&sim);
  if (sim.failure == NULL)
    sim_check_quiet (&sim);
  if (sim.failure == NULL)
    sim_check_moves (&sim);
  tear_down (&sim);

  total->steps += sim.steps;
  total->exchanges += sim.exchanges;
  total->rounds += sim.rounds;
  total->resets += sim.resets;
  total->restores += sim.restores;
  total->confirmed += sim.confirmed;
  total->refused += sim.refused;
  total->moves += sim.moves;
  total->conflicts += sim.conflicts;
  return sim.failure;
}
