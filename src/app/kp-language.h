/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The language of this run. Before the first thread, as changing the environment later is not safe.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_language_set_up:
 * @language: (nullable): "en" or "nl"; %NULL = that of the session
 *
 * Sets the locale for texts and dates, and LANGUAGE for whoever asks the environment. Numbers stay
 * as the session has them. Also binds the translations, so it is called once and before GTK starts.
 */
void kp_language_set_up (const char *language);

/**
 * kp_language_find_locales:
 *
 * Returns: (transfer none): locales to try for @language, NULL-terminated, best first
 */
const char *const *kp_language_find_locales (const char *language);

G_END_DECLS
