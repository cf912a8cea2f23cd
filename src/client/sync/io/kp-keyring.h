/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The person's keyring (Secret Service or, in Flatpak, the secret portal), by libsecret's simple
 * API: one item per account folder. These functions block, also while a dialog asks to unlock the
 * keyring, so they belong on kp-sync or a worker made for signing in, never on main or kp-store.
 *
 * All fail with one of three codes that ask different things of a person:
 * %KP_ERROR_KEYRING_ABSENT (the keyring works and has no item: sign in), %KP_ERROR_KEYRING_LOCKED
 * (it is locked or unlocking was cancelled: try again) and %KP_ERROR_KEYRING_UNAVAILABLE (there is
 * no keyring: sign in at every start). %G_IO_ERROR_CANCELLED passes through.
 */

#pragma once

#include "kp-secrets.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * kp_keyring_store_sync:
 * @folder: id of the account folder
 * @label: what the keyring's own window shows, such as "Klantportaal: jan@voorbeeld.nl"
 *
 * Replaces the item as a whole: afterwards either the old or the new content is there.
 */
gboolean kp_keyring_store_sync (const char *folder,
                                const char *label,
                                const KpSecrets *secrets,
                                GCancellable *cancellable,
                                GError **error);

/* Returns: (transfer full): fails also with %KP_ERROR_INVALID for a damaged item */
KpSecrets *kp_keyring_load_sync (const char *folder,
                                 GCancellable *cancellable,
                                 GError **error);

/* An item that is not there is no error. */
gboolean kp_keyring_clear_sync (const char *folder,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
