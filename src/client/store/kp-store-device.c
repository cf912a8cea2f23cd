/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the device knows besides records: facts, the person, the lease, pins. All in outbox.db.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-store-exchange.h"
#include "kp-store-private.h"

#include <string.h>

#define PERSON_ID "store.person-id"
#define PERSON_NAME "store.person-name"
#define PERSON_KIND "store.person-kind"
#define CONTACT_SERVER "store.contact-server" /* the server's clock */
#define CONTACT_WALL "store.contact-wall"     /* this computer's clock */
#define CONTACT_BOOT "store.contact-boot"     /* the boot clock when the age was last counted */
#define CONTACT_AGE "store.contact-age"       /* milliseconds counted by then */

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

/* Streams of an organisation, and what a member of staff holds besides. */
#define STREAMS_PER_PIN 5
#define STREAMS_BESIDES 96
#define MAX_PINS ((KP_LIMIT_STREAMS - STREAMS_BESIDES) / STREAMS_PER_PIN)

/* What the age is counted in: saving it more often would only wear the disk. */
#define AGE_STEP_MS (60 * G_GINT64_CONSTANT (1000))
/* How far the wall clock may be from what was counted since the last contact. It may be far ahead,
 * because a computer that is switched off counts nothing. */
#define CLOCK_MAY_BE_BEHIND_MS DAY_MS
#define CLOCK_MAY_BE_AHEAD_MS (365 * DAY_MS)

static const char PUT_FACT[] =
  "INSERT INTO fact (name, value) VALUES ($1, $2)"
  " ON CONFLICT (name) DO UPDATE SET value = excluded.value";
static const char DELETE_FACT[] = "DELETE FROM fact WHERE name = $1";

static gboolean
put_fact (KpStore *self,
          const char *name,
          const char *value,
          GError **error)
{
  g_autoptr (KpStatement) put =
    kp_db_prepare (self->outbox, value != NULL ? PUT_FACT : DELETE_FACT, error);

  if (put == NULL)
    return FALSE;

  kp_statement_bind_text (put, 1, name);
  if (value != NULL)
    kp_statement_bind_text (put, 2, value);
  return kp_statement_run (put, NULL, error);
}

static gboolean
put_number (KpStore *self,
            const char *name,
            gint64 number,
            GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return put_fact (self, name, text, error);
}

gboolean
kp_store_set_fact (KpStore *self,
                   const char *name,
                   const char *value,
                   GError **error)
{
  g_return_val_if_fail (self != NULL && name != NULL, FALSE);

  return put_fact (self, name, value, error);
}

static const char SELECT_FACT[] = "SELECT value FROM fact WHERE name = $1";

char *
kp_store_dup_fact (KpStore *self,
                   const char *name,
                   GError **error)
{
  g_autoptr (KpStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  select = kp_db_prepare (self->outbox, SELECT_FACT, error);
  if (select == NULL)
    return NULL;
  kp_statement_bind_text (select, 1, name);
  if (!kp_statement_step (select, &has_row, NULL, error) || !has_row)
    return NULL;

  return g_strdup (kp_statement_get_text (select, 0));
}

/* @number: (inout): left alone if there is no such fact */
static gboolean
load_number (KpStore *self,
             const char *name,
             gint64 *number,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = kp_store_dup_fact (self, name, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (text != NULL)
    *number = g_ascii_strtoll (text, NULL, 10);
  return TRUE;
}

gboolean
kp_store_set_person (KpStore *self,
                     const KpId *id,
                     const char *name,
                     const char *kind,
                     GError **error)
{
  g_autoptr (KpTransaction) transaction = NULL;
  char text[KP_ID_SIZE];

  g_return_val_if_fail (self != NULL && id != NULL && name != NULL && kind != NULL, FALSE);

  kp_id_format (id, text);
  transaction = kp_db_begin (self->outbox, error);

  return transaction != NULL &&
         put_fact (self, PERSON_ID, text, error) &&
         put_fact (self, PERSON_NAME, name, error) &&
         put_fact (self, PERSON_KIND, kind, error) &&
         kp_transaction_commit (g_steal_pointer (&transaction), error);
}

gboolean
kp_store_load_person (KpStore *self,
                      KpPerson *person,
                      GError **error)
{
  g_autoptr (GError) local_error = NULL;

  *person = (KpPerson) { 0 };
  person->id = kp_store_dup_fact (self, PERSON_ID, &local_error);
  if (local_error == NULL)
    person->name = kp_store_dup_fact (self, PERSON_NAME, &local_error);
  if (local_error == NULL)
    person->kind = kp_store_dup_fact (self, PERSON_KIND, &local_error);
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

void
kp_person_clear (KpPerson *self)
{
  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->kind, g_free);
}

gboolean
kp_store_get_person_id (KpStore *self,
                        KpId *id)
{
  g_autofree char *text = NULL;
  KpId parsed;

  g_return_val_if_fail (self != NULL, FALSE);

  text = kp_store_dup_fact (self, PERSON_ID, NULL);
  if (text == NULL || !kp_id_parse (text, strlen (text), &parsed))
    return FALSE;

  if (id != NULL)
    *id = parsed;
  return TRUE;
}

gboolean
kp_store_is_staff (KpStore *self)
{
  g_autofree char *kind = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  kind = kp_store_dup_fact (self, PERSON_KIND, NULL);

  return g_strcmp0 (kind, "staff") == 0;
}

gboolean
kp_store_put_contact (KpStore *self,
                      gint64 server_now,
                      GError **error)
{
  return put_number (self, CONTACT_SERVER, server_now, error) &&
         put_number (self, CONTACT_WALL, kp_environment_now (self->environment), error) &&
         put_number (self, CONTACT_BOOT, kp_environment_boot_time (self->environment), error) &&
         put_number (self, CONTACT_AGE, 0, error);
}

gboolean
kp_store_note_contact (KpStore *self,
                       gint64 server_now,
                       GError **error)
{
  g_autoptr (KpTransaction) transaction = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  transaction = kp_db_begin (self->outbox, error);

  return transaction != NULL &&
         kp_store_put_contact (self, server_now, error) &&
         kp_transaction_commit (g_steal_pointer (&transaction), error);
}

gboolean
kp_store_get_server_now (KpStore *self,
                         gint64 *server_now,
                         GError **error)
{
  *server_now = 0;
  return load_number (self, CONTACT_SERVER, server_now, error);
}

/* The boot clock starts again with the computer: what was counted before is kept. */
static gboolean
count_age (KpStore *self,
           gint64 *age,
           GError **error)
{
  g_autoptr (KpTransaction) transaction = NULL;
  gint64 boot_now = kp_environment_boot_time (self->environment);
  gint64 boot_then = boot_now;
  gint64 passed;

  if (!load_number (self, CONTACT_AGE, age, error) ||
      !load_number (self, CONTACT_BOOT, &boot_then, error))
    return FALSE;

  passed = boot_now >= boot_then ? boot_now - boot_then : boot_now;
  *age += passed;
  if (passed < AGE_STEP_MS && boot_now >= boot_then)
    return TRUE;

  transaction = kp_db_begin (self->outbox, error);

  return transaction != NULL &&
         put_number (self, CONTACT_AGE, *age, error) &&
         put_number (self, CONTACT_BOOT, boot_now, error) &&
         kp_transaction_commit (g_steal_pointer (&transaction), error);
}

gboolean
kp_store_get_last_contact (KpStore *self,
                           gint64 *server_ms,
                           gint64 *age_ms,
                           GError **error)
{
  gint64 wall_now;
  gint64 wall_then;

  g_return_val_if_fail (self != NULL && server_ms != NULL && age_ms != NULL, FALSE);

  *server_ms = 0;
  *age_ms = 0;
  wall_now = kp_environment_now (self->environment);
  wall_then = wall_now;
  if (!load_number (self, CONTACT_SERVER, server_ms, error) ||
      !load_number (self, CONTACT_WALL, &wall_then, error) ||
      (*server_ms != 0 && !count_age (self, age_ms, error)))
    return FALSE;

  *age_ms = MAX (*age_ms, wall_now - wall_then);
  return TRUE;
}

gboolean
kp_store_get_claimed_time (KpStore *self,
                           gint64 *at,
                           GError **error)
{
  gint64 server_ms = 0;
  gint64 age_ms = 0;
  gint64 least;

  g_return_val_if_fail (self != NULL && at != NULL, FALSE);

  *at = kp_environment_now (self->environment);
  if (!load_number (self, CONTACT_SERVER, &server_ms, error) ||
      (server_ms != 0 && !count_age (self, &age_ms, error)))
    return FALSE;

  least = server_ms + age_ms;
  if (server_ms != 0 &&
      (*at < least - CLOCK_MAY_BE_BEHIND_MS || *at > least + CLOCK_MAY_BE_AHEAD_MS))
    *at = least;

  return TRUE;
}

gboolean
kp_store_is_contact_due (KpStore *self,
                         gint64 server_now,
                         gboolean *due,
                         GError **error)
{
  gint64 server_ms;
  gint64 age_ms;

  if (!kp_store_get_last_contact (self, &server_ms, &age_ms, error))
    return FALSE;

  *due = server_ms == 0 || age_ms >= AGE_STEP_MS || ABS (server_now - server_ms) >= AGE_STEP_MS;
  return TRUE;
}

static const char PUT_PIN[] =
  "INSERT INTO pin (org, until) VALUES ($1, $2)"
  " ON CONFLICT (org) DO UPDATE SET until = excluded.until"
  " WHERE pin.until <> 0 AND (excluded.until = 0 OR excluded.until > pin.until)";

gboolean
kp_store_pin (KpStore *self,
              const KpId *org,
              guint days,
              GError **error)
{
  g_autoptr (KpStatement) put = NULL;

  g_return_val_if_fail (self != NULL && org != NULL, FALSE);

  put = kp_db_prepare (self->outbox, PUT_PIN, error);
  if (put == NULL)
    return FALSE;

  kp_statement_bind_id (put, 1, org);
  kp_statement_bind_int64 (put, 2,
                           days == 0 ? 0 : kp_environment_now (self->environment) + days * DAY_MS);
  return kp_statement_run (put, NULL, error);
}

static const char DELETE_PIN[] = "DELETE FROM pin WHERE org = $1";

gboolean
kp_store_unpin (KpStore *self,
                const KpId *org,
                GError **error)
{
  g_autoptr (KpStatement) delete = NULL;

  g_return_val_if_fail (self != NULL && org != NULL, FALSE);

  delete = kp_db_prepare (self->outbox, DELETE_PIN, error);
  if (delete == NULL)
    return FALSE;

  kp_statement_bind_id (delete, 1, org);
  return kp_statement_run (delete, NULL, error);
}

/* An organisation has five streams, and a request names KP_LIMIT_STREAMS at most: the oldest pins
 * of those that end by themselves are left out first.
 */
static const char SELECT_PINS[] =
  "SELECT org FROM (SELECT org FROM pin WHERE until = 0 OR until > $1"
  "                 ORDER BY until = 0 DESC, until DESC LIMIT $2)"
  " ORDER BY org";

GPtrArray *
kp_store_list_pins (KpStore *self,
                    GError **error)
{
  g_autoptr (GPtrArray) pins = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KpStatement) select = kp_db_prepare (self->outbox, SELECT_PINS, error);

  if (select == NULL)
    return NULL;

  kp_statement_bind_int64 (select, 1, kp_environment_now (self->environment));
  kp_statement_bind_int64 (select, 2, MAX_PINS);
  for (;;)
    {
      gboolean has_row;
      KpId org;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&pins);
      if (kp_statement_get_id (select, 0, &org))
        g_ptr_array_add (pins, kp_id_dup_text (&org));
    }
}
