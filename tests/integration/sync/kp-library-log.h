/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the libraries under a test's server may warn of without ending the test.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_library_log_let_clients_hang_up:
 *
 * From here on libsoup's warning of a client that hung up before its connection was looked at is
 * dropped; everything else it warns of stays fatal. Once per process is enough. Main thread.
 */
void kp_library_log_let_clients_hang_up (void);

G_END_DECLS
