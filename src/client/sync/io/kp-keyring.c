/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simple API of libsecret, and the reduction of its many failures to the three that a person
 * can do something about. Blocks; on kp-sync or a worker made for signing in.
 */

#include "kp-keyring.h"

#include "kp-error.h"

#include <libsecret/secret.h>

static const SecretSchema SCHEMA = {
  "org.klantportaal.Account",
  SECRET_SCHEMA_NONE,
  { { "folder", SECRET_SCHEMA_ATTRIBUTE_STRING }, { NULL, 0 } }
};

/* Replaces libsecret's @cause, which is not about locking, by ours. */
static void
set_error (GError **error,
           const GError *cause)
{
  int code = KP_ERROR_KEYRING_UNAVAILABLE;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_error_copy (cause));
      return;
    }

  if (g_error_matches (cause, SECRET_ERROR, SECRET_ERROR_IS_LOCKED) ||
      g_error_matches (cause, G_DBUS_ERROR, G_DBUS_ERROR_ACCESS_DENIED))
    code = KP_ERROR_KEYRING_LOCKED;

  g_set_error (error, KP_ERROR, code, "The keyring failed: %s", cause->message);
}

/* A dismissed dialog looks like an absent item: only a search that does not unlock tells. It is
 * asked of the service itself, because libsecret's search makes a proxy per item that outlives its
 * context. Without that service, as in Flatpak, nothing can be locked.
 */
static gboolean
is_locked (const char *folder,
           GCancellable *cancellable)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, cancellable, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GVariant) locked = NULL;
  GVariantBuilder builder;

  if (bus == NULL)
    return FALSE;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&builder, "{ss}", "xdg:schema", SCHEMA.name);
  g_variant_builder_add (&builder, "{ss}", "folder", folder);
  reply = g_dbus_connection_call_sync (bus, "org.freedesktop.secrets", "/org/freedesktop/secrets",
                                       "org.freedesktop.Secret.Service", "SearchItems",
                                       g_variant_new ("(a{ss})", &builder),
                                       G_VARIANT_TYPE ("(aoao)"), G_DBUS_CALL_FLAGS_NONE, -1,
                                       cancellable, NULL);
  if (reply == NULL)
    return FALSE;

  locked = g_variant_get_child_value (reply, 1);

  return g_variant_n_children (locked) > 0;
}

gboolean
kp_keyring_store_sync (const char *folder,
                       const char *label,
                       const KpSecrets *secrets,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) cause = NULL;
  char *text = kp_secrets_format (secrets);
  gboolean stored = secret_password_store_sync (&SCHEMA, SECRET_COLLECTION_DEFAULT, label, text,
                                                cancellable, &cause, "folder", folder, NULL);

  kp_secrets_free_text (text);
  if (stored)
    return TRUE;

  /* A dismissed dialog leaves no error behind. */
  if (cause == NULL)
    g_set_error_literal (error, KP_ERROR, KP_ERROR_KEYRING_LOCKED, "The keyring stayed locked");
  else
    set_error (error, cause);

  return FALSE;
}

KpSecrets *
kp_keyring_load_sync (const char *folder,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GError) cause = NULL;
  KpSecrets *secrets;
  char *text;

  text = secret_password_lookup_nonpageable_sync (&SCHEMA, cancellable, &cause,
                                                  "folder", folder, NULL);
  if (text != NULL)
    {
      secrets = kp_secrets_parse (text, error);
      secret_password_free (text);
      return secrets;
    }

  if (cause != NULL)
    set_error (error, cause);
  else if (is_locked (folder, cancellable))
    g_set_error_literal (error, KP_ERROR, KP_ERROR_KEYRING_LOCKED, "The keyring stayed locked");
  else
    g_set_error_literal (error, KP_ERROR, KP_ERROR_KEYRING_ABSENT,
                         "The keyring holds nothing for this account");

  return NULL;
}

gboolean
kp_keyring_clear_sync (const char *folder,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GError) cause = NULL;

  /* FALSE without an error means that there was nothing. */
  secret_password_clear_sync (&SCHEMA, cancellable, &cause, "folder", folder, NULL);
  if (cause == NULL)
    return TRUE;

  set_error (error, cause);

  return FALSE;
}
