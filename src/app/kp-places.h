/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where the program finds what belongs to it, also when it runs from the folder it was built in,
 * and where it keeps a person's things. Main thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The application id that files, schemas and resources are named after. */
#define KP_APPLICATION_ID "org.klantportaal.Klantportaal"

/**
 * kp_places_get_application_id:
 *
 * Returns: (transfer none): the one that the program was built for (see the option profile), unless
 *   the environment's KP_APP_ID holds another valid one, which keeps a demo apart from a real
 *   account
 */
const char *kp_places_get_application_id (void);

/* Returns: (transfer full): the folder with the translations */
char *kp_places_dup_locale_folder (void);

/* Returns: (transfer full): the folder of the accounts of this application id */
char *kp_places_dup_data_folder (const char *application_id);

/**
 * kp_places_make_settings:
 *
 * The settings lie in a key file of their own, so that the language can be read from it before any
 * thread runs, and so that two application ids do not share them.
 *
 * Returns: (transfer full) (nullable): %NULL if the schema is not installed
 */
GSettings *kp_places_make_settings (const char *application_id);

/**
 * kp_places_dup_language:
 *
 * Reads the language from the key file. Starts no thread.
 *
 * Returns: (transfer full) (nullable): "en" or "nl"; %NULL = that of the session
 */
char *kp_places_dup_language (const char *application_id);

G_END_DECLS
