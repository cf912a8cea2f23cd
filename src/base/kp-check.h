/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether numbers and addresses can be right at all, by their form and check digits; whether they
 * exist is not known here. Spaces between groups are allowed where people write them. Texts are
 * untrusted UTF-8. Pure functions, any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Number of the Chamber of Commerce: 8 digits, no check digit. */
gboolean kp_check_kvk (const char *text);

/* RSIN of a legal person, BSN of a natural one: 9 digits that pass the eleven-test (weights 9 to 2
 * and -1, the sum divisible by 11).
 */
gboolean kp_check_rsin (const char *text);
gboolean kp_check_bsn (const char *text);

/* Dutch VAT number, NL123456789B01: nine digits that pass the eleven-test, or the whole modulo 97.
 * Sole traders' numbers since 2020 only pass the latter, real older ones only the former.
 */
gboolean kp_check_vat (const char *text);

/* ISO 13616: modulo 97 over the whole (ISO 7064), 18 characters for NL. */
gboolean kp_check_iban (const char *text);

/* Dutch postcode, 1234 AB: not beginning with 0, not ending in SA, SD or SS. */
gboolean kp_check_postcode (const char *text);

/* One @ between a name of at most 64 bytes and a domain with a dot; at most 254 (RFC 5321). */
gboolean kp_check_email (const char *text);

/* 8 to 15 digits (ITU-T E.164), grouped by spaces, dashes and parentheses, maybe after a plus. */
gboolean kp_check_phone (const char *text);

G_END_DECLS
