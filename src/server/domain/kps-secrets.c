/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file, several keys: libsodium's key derivation gives each purpose its own. The file is
 * written whole and flushed before it gets its name, because losing it loses every password and
 * folder key.
 */

#include "kps-secrets.h"

#include "kp-error.h"
#include "kps-durable.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct _KpsSecrets
{
  guint8 pepper[KPS_KEY_SIZE];
  guint8 folder[KPS_KEY_SIZE];
  guint8 nonce[KPS_KEY_SIZE];
  guint8 limiter[KPS_KEY_SIZE];
  guint8 signer[crypto_sign_SECRETKEYBYTES];
  guint8 public_key[KPS_KEY_SIZE];
};

/* Numbers of crypto_kdf: a purpose keeps its number for ever. */
enum
{
  PURPOSE_PEPPER = 1,
  PURPOSE_FOLDER,
  PURPOSE_NONCE,
  PURPOSE_LIMITER,
  PURPOSE_SIGNER
};

/* Eight characters; part of the derivation, so never changed. */
#define CONTEXT "kpserver"

G_STATIC_ASSERT (crypto_kdf_KEYBYTES == KPS_KEY_SIZE);
G_STATIC_ASSERT (crypto_auth_BYTES == KPS_KEY_SIZE);
G_STATIC_ASSERT (crypto_sign_SEEDBYTES == KPS_KEY_SIZE);
G_STATIC_ASSERT (crypto_sign_PUBLICKEYBYTES == KPS_KEY_SIZE);
G_STATIC_ASSERT (crypto_sign_BYTES == KPS_SIGNATURE_SIZE);
G_STATIC_ASSERT (crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES == KPS_SEAL_OVERHEAD);

static gboolean
make_file (const char *path,
           const KpEnvironment *environment,
           GError **error)
{
  g_autofree char *draft = g_strconcat (path, ".new", NULL);
  guint8 master[KPS_KEY_SIZE];
  g_autofd int file = g_open (draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  gboolean written;

  if (file < 0)
    return kps_durable_fail ("make", draft, error);

  kp_environment_fill (environment, master, sizeof master);
  written = write (file, master, sizeof master) == sizeof master && fsync (file) == 0;
  sodium_memzero (master, sizeof master);

  if (!written || g_rename (draft, path) != 0)
    return kps_durable_fail ("write", path, error);

  return TRUE;
}

/* Returns: whether the file is whole and nobody else's to read */
static gboolean
read_file (const char *path,
           guint8 *master,
           GError **error)
{
  g_autofd int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  struct stat status;
  guint8 extra;

  if (file < 0 || fstat (file, &status) != 0)
    return kps_durable_fail ("read", path, error);

  if ((status.st_mode & 077) != 0)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_CORRUPT, "%s can be read by others than its owner",
                   path);
      return FALSE;
    }

  if (read (file, master, KPS_KEY_SIZE) != KPS_KEY_SIZE || read (file, &extra, 1) != 0)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_CORRUPT, "%s does not hold a key", path);
      return FALSE;
    }

  return TRUE;
}

static void
derive (guint8 *key,
        guint purpose,
        const guint8 *master)
{
  crypto_kdf_derive_from_key (key, KPS_KEY_SIZE, purpose, CONTEXT, master);
}

KpsSecrets *
kps_secrets_open (const char *path,
                  const KpEnvironment *environment,
                  GError **error)
{
  guint8 master[KPS_KEY_SIZE];
  guint8 seed[KPS_KEY_SIZE];
  KpsSecrets *self;

  g_return_val_if_fail (path != NULL && environment != NULL, NULL);

  if (sodium_init () < 0)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INTERNAL, "libsodium does not start");
      return NULL;
    }

  if (!g_file_test (path, G_FILE_TEST_EXISTS) && !make_file (path, environment, error))
    return NULL;

  if (!read_file (path, master, error))
    return NULL;

  self = sodium_malloc (sizeof *self);
  if (self == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_STORAGE, "No memory for keys");
      return NULL;
    }

  derive (self->pepper, PURPOSE_PEPPER, master);
  derive (self->folder, PURPOSE_FOLDER, master);
  derive (self->nonce, PURPOSE_NONCE, master);
  derive (self->limiter, PURPOSE_LIMITER, master);
  derive (seed, PURPOSE_SIGNER, master);
  crypto_sign_seed_keypair (self->public_key, self->signer, seed);
  sodium_memzero (seed, sizeof seed);
  sodium_memzero (master, sizeof master);
  sodium_mprotect_readonly (self);

  return self;
}

void
kps_secrets_free (KpsSecrets *self)
{
  /* Overwrites it too. */
  sodium_free (self);
}

void
kps_secrets_pepper (const KpsSecrets *self,
                    const char *password,
                    guint8 *digest)
{
  crypto_auth (digest, (const guint8 *) password, strlen (password), self->pepper);
}

const guint8 *
kps_secrets_get_limiter_key (const KpsSecrets *self)
{
  return self->limiter;
}

void
kps_secrets_make_nonce (const KpsSecrets *self,
                        gint64 bucket,
                        guint8 *digest)
{
  gint64 number = GINT64_TO_BE (bucket);

  crypto_auth (digest, (const guint8 *) &number, sizeof number, self->nonce);
}

const guint8 *
kps_secrets_get_public_key (const KpsSecrets *self)
{
  return self->public_key;
}

void
kps_secrets_sign (const KpsSecrets *self,
                  const char *text,
                  guint8 *signature)
{
  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), self->signer);
}

void
kps_secrets_seal (const KpsSecrets *self,
                  const KpEnvironment *environment,
                  const guint8 *key,
                  guint8 *sealed)
{
  kp_environment_fill (environment, sealed, crypto_secretbox_NONCEBYTES);
  crypto_secretbox_easy (sealed + crypto_secretbox_NONCEBYTES, key, KPS_KEY_SIZE,
                         sealed, self->folder);
}

gboolean
kps_secrets_unseal (const KpsSecrets *self,
                    const guint8 *sealed,
                    guint8 *key)
{
  return crypto_secretbox_open_easy (key, sealed + crypto_secretbox_NONCEBYTES,
                                     KPS_KEY_SIZE + crypto_secretbox_MACBYTES,
                                     sealed, self->folder) == 0;
}
