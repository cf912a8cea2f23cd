/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From what a person types to the office behind it: <address>/.well-known/klantportaal is read. The
 * function ending in _sync blocks and is for a worker, never for main or kp-store.
 */

#pragma once

#include "kp-address.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  char *url_name;    /* (owned) */
  GHashTable *names; /* (owned) (element-type utf8 utf8): language → name */
} KpDiscoveryPortal;

/**
 * KpDiscovery:
 *
 * What an office says of itself before anybody has signed in.
 */
typedef struct
{
  char *address;      /* (owned): of the office: normalised, without the portal's part */
  char *office_name;  /* (owned) */
  char *portal;       /* (owned) (nullable): url_name that the address named */
  GPtrArray *portals; /* (owned) (element-type KpDiscoveryPortal) */
  GStrv languages;    /* (owned): of the office, first = preferred */
  guint password_min; /* characters */
} KpDiscovery;

/**
 * kp_discovery_fetch_sync:
 * @typed: as for kp_address_normalise(), which is applied first
 *
 * Follows up to three redirects that stay as secure as @typed was.
 *
 * Returns: (transfer full): fails as kp_address_normalise() does, and with %KP_ERROR_OFFLINE,
 *   %KP_ERROR_INSECURE (certificate) or %KP_ERROR_NOT_A_PORTAL
 */
KpDiscovery *kp_discovery_fetch_sync (const char *typed,
                                      GCancellable *cancellable,
                                      GError **error);
KpDiscovery *kp_discovery_copy (const KpDiscovery *self);
void kp_discovery_free (KpDiscovery *self);

/* Returns: (transfer none) (nullable): the portal of that name */
const KpDiscoveryPortal *kp_discovery_find (const KpDiscovery *self,
                                            const char *url_name);

/* Returns: (transfer none): the name in @language, else English, else any, else the url_name */
const char *kp_discovery_portal_get_name (const KpDiscoveryPortal *self,
                                          const char *language);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpDiscovery, kp_discovery_free)

G_END_DECLS
