/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The help of what a person looks at: topics of help/, or the portal's own pages on the web. Main
 * thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

/**
 * kp_help_find_topic:
 * @dialog: (nullable): in front of everything
 * @page: (nullable): in front otherwise; %NULL = signing in
 * @module: (nullable): registered name of @page
 *
 * Returns: the name of a topic, that is of a file in each language's folder of help/
 */
const char *kp_help_find_topic (AdwDialog *dialog,
                                KpPage *page,
                                const char *module);

/**
 * kp_help_dup_uri:
 * @base: (nullable): the portal's address for help; "{page}" and "{language}" in it are replaced,
 *   without them the name of the topic is appended
 * @language: such as "nl"
 *
 * Returns: (transfer full): what a browser (@base) or a help viewer opens
 */
char *kp_help_dup_uri (const char *base,
                       const char *topic,
                       const char *language);

/**
 * kp_help_open:
 * @client: (nullable): whose portal may have pages of its own
 *
 * Opens @topic: the portal's own page while there is a connection, else the one that came with the
 * program; says so calmly if nothing can show it.
 */
void kp_help_open (GtkWindow *window,
                   KpClient *client,
                   const char *topic);

G_END_DECLS
