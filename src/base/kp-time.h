/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Instants and dates as they are stored and sent: UTC milliseconds, and YYYY-MM-DD of the Gregorian
 * calendar. What people read is formatted by the application. Pure functions, any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The last millisecond of the year 9999; nothing later can be written in the forms below. */
#define KP_TIME_MAX G_GINT64_CONSTANT (253402300799999)

#define KP_TIME_SECOND G_GINT64_CONSTANT (1000)
#define KP_TIME_MINUTE (60 * KP_TIME_SECOND)
#define KP_TIME_HOUR (60 * KP_TIME_MINUTE)
#define KP_TIME_DAY (24 * KP_TIME_HOUR)

/* The characters of a date, and a buffer that holds them with the final zero. */
#define KP_DATE_LENGTH 10
#define KP_DATE_SIZE 11

/* Returns: whether @time, in UTC milliseconds, lies in the years 1970 to 9999 */
gboolean kp_time_is_valid (gint64 time);

/**
 * kp_time_format_iso:
 * @time: valid, UTC milliseconds
 *
 * Returns: (transfer full): such as 2026-11-22T21:05:03.007Z (RFC 3339)
 */
char *kp_time_format_iso (gint64 time);

/**
 * kp_time_parse_iso:
 * @text: untrusted
 * @time: (out): UTC milliseconds, set on success only
 *
 * Returns: whether @text has exactly the form that kp_time_format_iso() gives, with or without the
 *   milliseconds
 */
gboolean kp_time_parse_iso (const char *text,
                            gint64 *time);

/* A moment of the day, HH:MM, and one of a day, YYYY-MM-DDTHH:MM, both by the clock on the wall. */
#define KP_CLOCK_LENGTH 5
#define KP_LOCAL_LENGTH 16

/* Returns: whether @text is HH:MM, from 00:00 to 23:59 */
gboolean kp_clock_is_valid (const char *text,
                            gsize length);

/* Returns: whether @text is a valid date, a T and a valid clock */
gboolean kp_local_is_valid (const char *text,
                            gsize length);

/* Returns: whether @text is YYYY-MM-DD and such a day exists */
gboolean kp_date_is_valid (const char *text,
                           gsize length);

/**
 * kp_date_parse:
 * @text: untrusted
 *
 * Returns: whether @text is a valid date; the rest is set only then
 */
gboolean kp_date_parse (const char *text,
                        gsize length,
                        int *year,
                        int *month,
                        int *day);

/* @text: (out): at least %KP_DATE_SIZE bytes; the numbers are those of a real day */
void kp_date_format (int year,
                     int month,
                     int day,
                     char *text);

/**
 * kp_date_from_time:
 * @time: valid, UTC milliseconds
 * @zone: where the day is asked
 * @text: (out): at least %KP_DATE_SIZE bytes
 */
void kp_date_from_time (gint64 time,
                        GTimeZone *zone,
                        char *text);

G_END_DECLS
