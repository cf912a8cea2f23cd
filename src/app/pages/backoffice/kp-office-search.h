/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching everything at the office, beyond what this computer holds. Only with a connection. Main
 * thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_OFFICE_SEARCH (kp_office_search_get_type ())
G_DECLARE_FINAL_TYPE (KpOfficeSearch, kp_office_search, KP, OFFICE_SEARCH, AdwNavigationPage)

AdwNavigationPage *kp_office_search_new (KpClient *client);

/* Searches for these words; empty = puts the cursor into the field. */
void kp_office_search_find (KpOfficeSearch *self,
                            const char *words);

/**
 * kp_office_search_choose_page:
 * @words: what is searched for
 * @asking: whether the first page is on its way
 *
 * Pure, so that the rule can be tested without an office.
 *
 * Returns: (transfer none): which page is shown: hint, results, searching, nothing, offline, error
 */
const char *kp_office_search_choose_page (const char *words,
                                          guint n_results,
                                          gboolean asking,
                                          gboolean offline,
                                          const GError *error);

G_END_DECLS
