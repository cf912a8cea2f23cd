/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Through the server's own store, in this process, before the server runs.
 */

#include "kp-small-office.h"

#include "kps-accounts.h"
#include "kps-standing.h"

#include <string.h>

/* What a step of the writer needs. */
typedef struct
{
  KpsOffice *office;
  const char *hash;
} Making;

typedef struct
{
  const char *login;
  const char *portal;       /* (nullable): NULL = office staff */
  const char *organisation; /* (nullable) */
  gboolean disabled;
  gboolean among_staff; /* the account, in spite of the portal */
} Person;

static const Person PEOPLE[] = {
  { "anna", "north", "N-1", FALSE },
  { "dora", "north", "N-1", TRUE },
  { "anna", "south", "S-1", FALSE },
  { "bert", "south", "S-1", FALSE },
  { "cor", "west", NULL, FALSE },
  { "eva", NULL, NULL, FALSE },
  { "mole", "north", "N-1", FALSE, TRUE },
};

/* Identifiers that follow from names, so that nothing has to be remembered. */
static KpId
make_id (const char *kind,
         const char *name)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[32];
  gsize length = sizeof digest;
  KpId id;

  g_checksum_update (checksum, (const guchar *) kind, strlen (kind) + 1);
  g_checksum_update (checksum, (const guchar *) name, strlen (name));
  g_checksum_get_digest (checksum, digest, &length);
  memcpy (id.bytes, digest, sizeof id.bytes);
  /* A UUIDv7 by its version and variant (RFC 9562). */
  id.bytes[6] = 0x70 | (id.bytes[6] & 0x0f);
  id.bytes[8] = 0x80 | (id.bytes[8] & 0x3f);

  return id;
}

static char *
make_id_text (const char *kind,
              const char *name)
{
  KpId id = make_id (kind, name);

  return kp_id_dup_text (&id);
}

static gboolean
put (KpsTx *tx,
     KpEntityType entity,
     const char *kind,
     const char *name,
     const char *body,
     GError **error)
{
  KpId id = make_id (kind, name);

  return kps_tx_put (tx, entity, &id, body, strlen (body), error);
}

static gboolean
put_portal (KpsTx *tx,
            const char *name,
            gboolean enabled,
            GError **error)
{
  g_autofree char *body = g_strdup_printf (
    "{\"url_name\":\"%s\",\"name\":{\"nl\":\"%s\",\"en\":\"%s\"},\"enabled\":%s,"
    "\"office_name\":\"Small office\",\"visibility\":{\"request\":\"organisation\","
    "\"work_order\":\"organisation\"},\"show_prices\":false,\"terms_required\":false,"
    "\"lease_days\":30}",
    name, name, name, enabled ? "true" : "false");

  return put (tx, KP_ENTITY_PORTAL, "portal", name, body, error);
}

static gboolean
put_flow (KpsTx *tx,
          const char *name,
          const char *portal,
          GError **error)
{
  g_autofree char *portal_id = make_id_text ("portal", portal);
  g_autofree char *body = g_strdup_printf (
    "{\"portal_id\":\"%s\",\"key\":\"%s\",\"version\":1,\"state\":\"published\","
    "\"name\":{\"en\":\"Files\"},\"sections\":[{\"key\":\"s\",\"title\":{\"en\":\"S\"},"
    "\"questions\":[{\"key\":\"plate\",\"type\":\"photo\",\"label\":{\"en\":\"Plate\"}},"
    "{\"key\":\"papers\",\"type\":\"file\",\"label\":{\"en\":\"Papers\"}}]}]}",
    portal_id, name);

  return put (tx, KP_ENTITY_REQUEST_FLOW, "flow", name, body, error);
}

static gboolean
put_organisation (KpsTx *tx,
                  const char *number,
                  GError **error)
{
  g_autofree char *body =
    g_strdup_printf ("{\"name\":\"Organisation %s\",\"number\":\"%s\"}", number, number);

  return put (tx, KP_ENTITY_ORGANISATION, "organisation", number, body, error);
}

static gboolean
put_membership (KpsTx *tx,
                const Person *person,
                const char *key,
                GError **error)
{
  g_autofree char *user_id = make_id_text ("user", key);
  g_autofree char *org_id = make_id_text ("organisation", person->organisation);
  g_autofree char *body =
    g_strdup_printf ("{\"user_id\":\"%s\",\"org_id\":\"%s\",\"role\":\"member\","
                     "\"rights\":[\"request.submit\",\"request.view\"]}",
                     user_id, org_id);

  return put (tx, KP_ENTITY_MEMBERSHIP, "membership", key, body, error);
}

static gboolean
put_person (KpsTx *tx,
            const Person *person,
            const Making *making,
            GError **error)
{
  g_autofree char *key =
    g_strdup_printf ("%s/%s", person->portal != NULL ? person->portal : "", person->login);
  g_autofree char *portal_text =
    person->portal != NULL ? make_id_text ("portal", person->portal) : NULL;
  g_autofree char *portal_member =
    portal_text != NULL ? g_strdup_printf ("\"%s\"", portal_text) : g_strdup ("null");
  g_autofree char *body = g_strdup_printf (
    "{\"login\":\"%s\",\"display_name\":\"%s\",\"kind\":\"%s\",\"portal_id\":%s,"
    "\"queues\":[\"requests\",\"work\"],\"rights\":[\"customers.all\"]}",
    person->login, person->login, person->portal != NULL ? "customer" : "staff", portal_member);
  KpId user_id = make_id ("user", key);
  KpId portal_id = { { 0 } };

  if (person->portal != NULL && !person->among_staff)
    portal_id = make_id ("portal", person->portal);

  return put (tx, KP_ENTITY_USER, "user", key, body, error) &&
         (person->organisation == NULL || put_membership (tx, person, key, error)) &&
         kps_account_save (tx, &user_id, &portal_id, person->login, making->hash, error) &&
         (!person->disabled || kps_account_switch (tx, kps_office_get_rights_path (making->office),
                                                   &user_id, FALSE, error));
}

static gboolean
make_in_step (KpsTx *tx,
              gpointer data,
              GError **error)
{
  if (!put_portal (tx, "north", TRUE, error) || !put_portal (tx, "south", TRUE, error) ||
      !put_portal (tx, "west", FALSE, error) || !put_organisation (tx, "N-1", error) ||
      !put_organisation (tx, "S-1", error) || !put_flow (tx, "files", "north", error) ||
      !put_flow (tx, "south-files", "south", error))
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (PEOPLE); i++)
    {
      if (!put_person (tx, &PEOPLE[i], data, error))
        return FALSE;
    }

  return TRUE;
}

KpPortalClient *
kp_small_office_sign_in (KpServerProcess *server,
                         const char *portal,
                         const char *login)
{
  KpPortalClient *client = kp_portal_client_new (kp_server_process_get_address (server), portal,
                                                 login, KP_OFFICE_PASSWORD);

  kp_portal_client_sign_in (client);

  return client;
}

char *
kp_small_office_dup_id (const char *kind,
                        const char *name)
{
  return make_id_text (kind, name);
}

void
kp_small_office_make (KpServerProcess *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsOffice) office = kps_office_open (kp_server_process_get_folder (server), 0,
                                                  kp_environment_get_real (), NULL, &error);
  g_autoptr (KpsAccounts) accounts = NULL;
  g_autofree char *hash = NULL;
  KpsAccountsOptions options;
  Making making = { .office = office };

  g_assert_no_error (error);
  kps_accounts_options_init (&options);
  options.cost = (KpsPasswordCost) { KPS_PASSWORD_FLOOR_KIB, KPS_PASSWORD_FLOOR_PASSES };
  accounts = kps_accounts_new (office, &options, &error);
  g_assert_no_error (error);

  hash = kps_passwords_hash (kps_accounts_get_passwords (accounts), KP_OFFICE_PASSWORD);
  making.hash = hash;
  kps_office_write (office, make_in_step, &making, &error);
  g_assert_no_error (error);
}

/* What is to be switched. */
typedef struct
{
  KpsOffice *office;
  const char *name;
  gboolean is_on;
} Switching;

static gboolean
switch_device_in_step (KpsTx *tx,
                       gpointer data,
                       GError **error)
{
  const Switching *switching = data;
  KpId id;

  g_assert_true (kp_id_parse (switching->name, strlen (switching->name), &id));

  return kps_standing_set (tx, kps_office_get_rights_path (switching->office), KPS_STANDING_DEVICE,
                           &id, switching->is_on, error);
}

static gboolean
switch_portal_in_step (KpsTx *tx,
                       gpointer data,
                       GError **error)
{
  const Switching *switching = data;

  return put_portal (tx, switching->name, switching->is_on, error);
}

static void
switch_in_office (KpServerProcess *server,
                  const char *name,
                  gboolean is_on,
                  KpsStepFunc run)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsOffice) office = kps_office_open (kp_server_process_get_folder (server), 0,
                                                  kp_environment_get_real (), NULL, &error);
  Switching switching = { .office = office, .name = name, .is_on = is_on };

  g_assert_no_error (error);
  kps_office_write (office, run, &switching, &error);
  g_assert_no_error (error);
}

void
kp_small_office_switch_device (KpServerProcess *server,
                               const char *device,
                               gboolean is_on)
{
  switch_in_office (server, device, is_on, switch_device_in_step);
}

void
kp_small_office_switch_portal (KpServerProcess *server,
                               const char *portal,
                               gboolean is_open)
{
  switch_in_office (server, portal, is_open, switch_portal_in_step);
}
