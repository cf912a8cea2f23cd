/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a bench and the window it starts say to each other.
 */

#pragma once

/* First argument of the process: a filled account folder (four more: folder of the accounts, id,
 * key, seed), or a bare window (one more: rows). */
#define KP_BENCH_WINDOW_CACHE "--show-cache"
#define KP_BENCH_WINDOW_BARE "--show-bare"

/* Its lines: the first with the number of rows, the second when it has nothing left to do. */
#define KP_BENCH_WINDOW_PAINTED "painted "
#define KP_BENCH_WINDOW_RESTS "rests"
