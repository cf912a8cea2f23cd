/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rules behind what the application says: pure functions, tried without a window.
 */

#include "kp-change-text.h"
#include "kp-change-ways.h"
#include "kp-error-text.h"
#include "kp-error.h"
#include "kp-help.h"
#include "kp-home-page.h"
#include "kp-inbox.h"
#include "kp-link.h"
#include "kp-month-chart.h"
#include "kp-news.h"
#include "kp-page-registry.h"
#include "kp-password-dialog.h"
#include "kp-request-lists.h"
#include "kp-status-frame.h"
#include "kp-status-text.h"
#include "kp-task-text.h"
#include "kp-time-text.h"

#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

/* Returns: UTC milliseconds of a moment in local time */
static gint64
at (int day,
    int hour,
    int minute)
{
  g_autoptr (GDateTime) moment = g_date_time_new_local (2026, 6, day, hour, minute, 0);

  return g_date_time_to_unix (moment) * 1000;
}

static void
test_capitals (void)
{
  static const char *const CASES[][2] = {
    { "zaterdag 28 november", "Zaterdag 28 november" },
    { "érable", "Érable" },
    { "12 juni", "12 juni" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *text = kp_time_text_capitalise (CASES[i][0]);

      g_assert_cmpstr (text, ==, CASES[i][1]);
    }
}

/* A column has little room, so a day of another year is short there. */
static void
test_days (void)
{
  gint64 now = at (20, 12, 0);
  g_autofree char *today = kp_time_text_day (at (20, 9, 5), now);
  g_autofree char *yesterday = kp_time_text_day (at (19, 23, 59), now);
  g_autofree char *earlier = kp_time_text_day (at (18, 9, 5), now);
  g_autofree char *old = kp_time_text_day (at (20, 9, 5) - 365 * DAY, now);
  g_autofree char *in_full = kp_time_text_moment (at (20, 9, 5) - 365 * DAY, now);

  g_assert_cmpstr (today, ==, "Today, 09:05");
  g_assert_cmpstr (yesterday, ==, "Yesterday");
  g_assert_cmpstr (earlier, ==, "18 June");
  g_assert_cmpstr (old, ==, "20 Jun 2025");
  g_assert_cmpstr (in_full, ==, "20 June 2025");
}

static void
test_choose_page (void)
{
  g_autoptr (GError) error = g_error_new_literal (KP_ERROR, KP_ERROR_BUSY, "Busy");

  static const struct
  {
    gboolean allowed;
    guint n_items;
    gboolean loading;
    gboolean failed;
    gboolean online;
    gboolean arriving;
    const char *page;
  } CASES[] = {
    { FALSE, 1, TRUE, TRUE, FALSE, TRUE, "no-rights" },
    { TRUE, 1, TRUE, TRUE, FALSE, TRUE, "content" },
    { TRUE, 0, TRUE, TRUE, FALSE, TRUE, "error" },
    { TRUE, 0, TRUE, FALSE, FALSE, TRUE, "loading" },
    /* Nothing is here, and that is no proof that there is nothing. */
    { TRUE, 0, FALSE, FALSE, FALSE, TRUE, "offline" },
    { TRUE, 0, FALSE, FALSE, TRUE, TRUE, "loading" },
    /* Everything is here, so what is empty is so, with or without a connection. */
    { TRUE, 0, FALSE, FALSE, FALSE, FALSE, "empty" },
    { TRUE, 0, FALSE, FALSE, TRUE, FALSE, "empty" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    g_assert_cmpstr (kp_status_frame_choose_page (CASES[i].allowed, CASES[i].n_items,
                                                  CASES[i].loading,
                                                  CASES[i].failed ? error : NULL,
                                                  CASES[i].online, CASES[i].arriving),
                     ==, CASES[i].page);
}

static void
assert_banner (KpStatusState state,
               gint64 last_contact,
               guint n_changes,
               const char *expected)
{
  g_autofree char *text = kp_status_text_banner (state, 0, last_contact, n_changes, at (12, 15, 0));

  g_assert_cmpstr (text, ==, expected);
}

static void
test_banner (void)
{
  assert_banner (KP_STATUS_UP_TO_DATE, at (12, 14, 5), 0, NULL);
  assert_banner (KP_STATUS_SENDING, at (12, 14, 5), 2, NULL);
  assert_banner (KP_STATUS_QUEUED, at (12, 14, 5), 2, NULL);
  assert_banner (KP_STATUS_OFFLINE, at (12, 14, 5), 2,
                 "Offline – showing data as of 14:05; 2 changes will be sent");
  assert_banner (KP_STATUS_OFFLINE, at (12, 14, 5), 1,
                 "Offline – showing data as of 14:05; 1 change will be sent");
  assert_banner (KP_STATUS_OFFLINE, at (12, 14, 5), 0, "Offline – showing data as of 14:05");
  assert_banner (KP_STATUS_OFFLINE, at (10, 14, 5), 0,
                 "Offline – showing data as of 10 June, 14:05");
  assert_banner (KP_STATUS_OFFLINE, 0, 0,
                 "Offline – data appears as soon as there is a connection");
}

/* What waiting does not mend is said in place of "offline", and what mends itself is not. */
static void
test_banner_reasons (void)
{
  static const int SAID[] = {
    KP_ERROR_STORAGE,
    KP_ERROR_CORRUPT,
    KP_ERROR_TOO_NEW,
    KP_ERROR_INVALID,
    KP_ERROR_INSECURE,
    KP_ERROR_PORTAL_DISABLED,
    KP_ERROR_INTERNAL,
  };
  static const int CALM[] = { 0, KP_ERROR_OFFLINE, KP_ERROR_TOO_MANY, KP_ERROR_NOT_FOUND };
  const gint64 contact = at (12, 14, 5);

  for (guint i = 0; i < G_N_ELEMENTS (SAID); i++)
    {
      const char *sentence = kp_error_text_of_code (SAID[i]);
      g_autofree char *offline =
        kp_status_text_banner (KP_STATUS_OFFLINE, SAID[i], contact, 1, contact);
      g_autofree char *queued =
        kp_status_text_banner (KP_STATUS_QUEUED, SAID[i], contact, 1, contact);
      g_autofree char *signed_out =
        kp_status_text_banner (KP_STATUS_SIGNED_OUT, SAID[i], contact, 1, contact);

      g_assert_cmpstr (offline, ==, sentence);
      g_assert_cmpstr (queued, ==, sentence);
      g_assert_cmpstr (signed_out, !=, sentence);
    }
  for (guint i = 0; i < G_N_ELEMENTS (CALM); i++)
    {
      g_autofree char *offline =
        kp_status_text_banner (KP_STATUS_OFFLINE, CALM[i], contact, 0, contact);
      g_autofree char *queued =
        kp_status_text_banner (KP_STATUS_QUEUED, CALM[i], contact, 1, contact);

      g_assert_cmpstr (offline, ==, "Offline – showing data as of 14:05");
      g_assert_null (queued);
    }
}

static void
test_left_out (void)
{
  g_autofree char *none = kp_status_text_notice (FALSE, 0);
  g_autofree char *one = kp_status_text_notice (FALSE, 1);
  g_autofree char *many = kp_status_text_notice (FALSE, 67);

  g_autofree char *restored = kp_status_text_notice (TRUE, 1);

  g_assert_null (none);
  g_assert_true (g_str_has_prefix (restored, "The office went back to an older copy"));
  g_assert_nonnull (strstr (one, "1 organisation is not shown"));
  g_assert_nonnull (strstr (many, "67 organisations are not shown"));
}

static void
assert_button (KpStatusState state,
               guint n_changes,
               guint n_needs_you,
               const char *text,
               const char *icon)
{
  g_autofree char *said = kp_status_text_button (state, n_changes, n_needs_you);

  g_assert_cmpstr (said, ==, text);
  g_assert_cmpstr (kp_status_text_icon (state, n_changes, n_needs_you), ==, icon);
}

static void
test_sync_button (void)
{
  assert_button (KP_STATUS_OFFLINE, 2, 0, "Offline. 2 changes will be sent. Open changes",
                 "kp-offline-symbolic");
  assert_button (KP_STATUS_UP_TO_DATE, 0, 0, "Up to date. Open changes", "kp-confirmed-symbolic");
  assert_button (KP_STATUS_QUEUED, 1, 0,
                 "Waiting for the office. 1 change will be sent. Open changes",
                 "kp-queued-symbolic");
  assert_button (KP_STATUS_SENDING, 0, 0, "Exchanging data with the office. Open changes", NULL);
  assert_button (KP_STATUS_UP_TO_DATE, 0, 1, "Up to date. 1 change needs you. Open changes",
                 "dialog-warning-symbolic");
}

static void
test_error_texts (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "Secret");

  g_assert_null (kp_error_text (NULL));
  for (int code = KP_ERROR_INTERNAL; code <= KP_ERROR_LEASE_EXPIRED; code++)
    {
      g_autoptr (GError) error = g_error_new_literal (KP_ERROR, code, "Secret");
      const char *text = kp_error_text (error);

      g_assert_nonnull (text);
      g_assert_null (strstr (text, "Secret"));
      g_assert_true (g_str_has_suffix (text, "."));
      g_assert_true (g_hash_table_add (seen, (gpointer) text));
      g_assert_cmpstr (kp_error_text_of_code (code), ==, text);
    }

  g_assert_null (strstr (kp_error_text (foreign), "Secret"));
}

static void
test_reasons (void)
{
  static const char *const REASONS[] = {
    KP_REASON_CONFLICT,
    KP_REASON_NEED,
    KP_REASON_DENIED,
    KP_REASON_GONE,
    KP_REASON_UPGRADE,
    KP_REASON_LOST,
    KP_REASON_BYTES,
    "a later one",
  };
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  g_assert_null (kp_error_text_of_reason (NULL));
  for (guint i = 0; i < G_N_ELEMENTS (REASONS); i++)
    g_assert_true (g_hash_table_add (seen, (gpointer) kp_error_text_of_reason (REASONS[i])));
}

static void
test_groups_of_inbox (void)
{
  gint64 now = at (12, 9, 0);

  g_assert_cmpint (kp_inbox_group_of (at (12, 0, 1), now), ==, KP_INBOX_TODAY);
  g_assert_cmpint (kp_inbox_group_of (at (11, 23, 59), now), ==, KP_INBOX_WEEK);
  g_assert_cmpint (kp_inbox_group_of (now - 7 * DAY + 1, now), ==, KP_INBOX_WEEK);
  g_assert_cmpint (kp_inbox_group_of (now - 7 * DAY, now), ==, KP_INBOX_EARLIER);
  g_assert_cmpint (kp_inbox_group_of (now - 365 * DAY, now), ==, KP_INBOX_EARLIER);
}

static void
assert_greeting (int hour,
                 const char *name,
                 const char *expected)
{
  g_autofree char *greeting = kp_home_page_dup_greeting (hour, name);

  g_assert_cmpstr (greeting, ==, expected);
}

static void
test_greeting (void)
{
  assert_greeting (0, "Sanne de Graaf", "Good evening, Sanne");
  assert_greeting (6, "Sanne de Graaf", "Good morning, Sanne");
  assert_greeting (12, "Sanne", "Good afternoon, Sanne");
  assert_greeting (18, "", "Good evening");
  assert_greeting (9, NULL, "Good morning");
}

static void
test_passwords (void)
{
  const char *good = "correct horse battery";

  g_assert_null (kp_password_dialog_check ("old", good, good));
  g_assert_nonnull (kp_password_dialog_check ("", good, good));
  g_assert_nonnull (kp_password_dialog_check ("old", "too short", "too short"));
  g_assert_nonnull (kp_password_dialog_check ("old", good, "correct horse batterij"));
  g_assert_nonnull (kp_password_dialog_check (good, good, good));
  /* Characters count, not bytes. */
  g_assert_nonnull (kp_password_dialog_check ("old", "éééééééééééééé", "éééééééééééééé"));
  g_assert_null (kp_password_dialog_check ("old", "ééééééééééééééé", "ééééééééééééééé"));
}

static void
assert_title (const char *kind,
              const char *subject,
              const char *number,
              const char *expected)
{
  g_autofree char *title = kp_change_text_title (kind, subject, number);

  g_assert_cmpstr (title, ==, expected);
}

static void
test_change_titles (void)
{
  assert_title ("request.submit", "Second oven", NULL, "New request: Second oven");
  assert_title ("request.answer", NULL, "R-2026-00043", "Answer in R-2026-00043");
  assert_title ("request.comment", "", "", "Message in something no longer here");
  assert_title ("user.update", NULL, NULL, "My details");
  assert_title ("of.later", "100 %s", NULL, "Change: 100 %s");
  g_assert_cmpint (kp_change_text_group (KP_SYNC_NEEDS_YOU), ==, KP_CHANGE_GROUP_CHOICE);
  g_assert_cmpint (kp_change_text_group (KP_SYNC_SENT), ==, KP_CHANGE_GROUP_QUEUE);
  g_assert_cmpint (kp_change_text_group (KP_SYNC_CONFIRMED), ==, KP_CHANGE_GROUP_SENT);
}

static void
test_task_titles (void)
{
  g_autofree char *question = kp_task_text_title (KP_TASK_ANSWER, "Second oven");
  g_autofree char *untitled = kp_task_text_title (KP_TASK_DRAFT, NULL);
  g_autofree char *details = kp_task_text_title (KP_TASK_CHANGE, "");
  g_autofree char *unknown = kp_task_text_title ("of.later", "100 %n");

  g_assert_cmpstr (question, ==, "Question: Second oven");
  g_assert_cmpstr (untitled, ==, "Finish the draft: Without a title");
  g_assert_cmpstr (details, ==, "A change of yours was not accepted");
  g_assert_cmpstr (unknown, ==, "100 %n");
  g_assert_cmpstr (kp_task_text_kind (NULL), ==, "");
}

/* @words: (nullable): what the person wrote; @draft: (nullable): where it lies again */
static void
assert_ways (const char *kind,
             const char *reason,
             const char *detail,
             const char *words,
             const char *draft,
             const KpChangeSituation *situation,
             guint ways)
{
  g_autoptr (KpChange) change =
    g_object_new (KP_TYPE_CHANGE, "kind", kind, "reason", reason, "reason-detail", detail, "text",
                  words, "draft-id", draft, NULL);
  g_autofree char *said = kp_change_explain (change, NULL, at (12, 15, 0));

  g_assert_cmpuint (kp_change_find_ways (change, situation), ==, ways);
  g_assert_cmpstr (said, !=, "");
}

static void
test_ways (void)
{
  const KpChangeSituation details = { .n_different = 2, .may_repeat = TRUE };
  const KpChangeSituation moved_on = { .here = TRUE, .may_comment = TRUE };
  const KpChangeSituation possible = { .here = TRUE, .may_repeat = TRUE, .may_comment = TRUE };
  const KpChangeSituation readable = { .here = TRUE };
  const KpChangeSituation nothing = { .n_different = 0 };
  const guint look = KP_WAY_SHOW | KP_WAY_COPY;

  assert_ways ("user.update", KP_REASON_CONFLICT, "", NULL, NULL, &details, KP_WAY_CHOOSE | look);
  assert_ways ("user.update", KP_REASON_NEED, "email:malformed", NULL, NULL, &details,
               KP_WAY_EDIT | look);
  assert_ways ("user.update", KP_REASON_NEED, "confirm", NULL, NULL, &details,
               KP_WAY_AGAIN | look);
  assert_ways ("request.accept", KP_REASON_CONFLICT, "", NULL, NULL, &moved_on, KP_WAY_SHOW);
  assert_ways ("request.accept", KP_REASON_CONFLICT, "", NULL, NULL, &possible,
               KP_WAY_AGAIN | KP_WAY_SHOW);
  assert_ways ("request.answer", KP_REASON_CONFLICT, "", "Here", NULL, &moved_on,
               KP_WAY_MESSAGE | look);
  assert_ways ("request.answer", KP_REASON_GONE, "", "Here", NULL, &nothing, KP_WAY_COPY);
  assert_ways ("request.comment", KP_REASON_LOST, "", "Here", NULL, &possible,
               KP_WAY_AGAIN | look);
  assert_ways ("request.comment", KP_REASON_DENIED, "", "Here", NULL, &readable, look);
  assert_ways ("request.submit", KP_REASON_NEED, "terms", NULL, "draft", &nothing, KP_WAY_EDIT);
  assert_ways ("request.submit", KP_REASON_NEED, "confirm", "More", "draft", &nothing,
               KP_WAY_EDIT | KP_WAY_COPY);
  assert_ways ("request.of-later", "of-later", "", "Here", NULL, &moved_on, look);
}

static void
test_explanation (void)
{
  g_autoptr (KpChange) change =
    g_object_new (KP_TYPE_CHANGE, "kind", "request.accept", "reason", KP_REASON_CONFLICT,
                  "reason-by", "Fatima", "reason-at", at (12, 13, 55), NULL);
  g_autofree char *said = kp_change_explain (change, "Declined", at (12, 15, 0));

  g_assert_cmpstr (said, ==,
                   "Fatima was first (today, 13:55): it is now “Declined”. What you did was not "
                   "carried out.");
}

static void
test_chart_text (void)
{
  const guint completed[KP_MONTH_CHART_MONTHS] = { 0, 0, 0, 0, 0, 0, 3, 5, 4, 7, 4, 0 };
  const guint open[KP_MONTH_CHART_MONTHS] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2 };
  g_autoptr (KpMonthChart) chart = g_object_ref_sink (g_object_new (KP_TYPE_MONTH_CHART, NULL));
  g_autofree char *text = NULL;

  kp_month_chart_set_numbers (chart, open, completed, 2026, 2);
  text = kp_month_chart_dup_text (chart);
  g_assert_true (g_str_has_prefix (text, "Requests per month: March 0, April 0,"));
  g_assert_true (g_str_has_suffix (text, "December 7, January 6 (2 open), February 2 (2 open)"));
  gtk_test_accessible_assert_role (chart, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_test_accessible_assert_property (chart, GTK_ACCESSIBLE_PROPERTY_LABEL, text);
}

static void
test_portal_filters (void)
{
  g_autofree char *none = kp_request_lists_explain ("Ask here.", 0, FALSE);
  g_autofree char *days = kp_request_lists_explain ("Ask here.", 90, FALSE);
  g_autofree char *kinds = kp_request_lists_explain ("Ask here.", 0, TRUE);

  g_assert_cmpstr (none, ==, "Ask here.");
  g_assert_cmpstr (days, ==,
                   "Ask here. Your portal lists what was completed if it was requested in the "
                   "last 90 days.");
  g_assert_cmpstr (kinds, ==, "Ask here. Your portal lists some kinds of work only.");
}

static void
assert_help (const char *base,
             const char *expected)
{
  g_autofree char *uri = kp_help_dup_uri (base, "requests-new", "nl");

  g_assert_cmpstr (uri, ==, expected);
}

static void
test_help (void)
{
  assert_help (NULL, "help:klantportaal/requests-new");
  assert_help ("https://office.example/help", "https://office.example/help/requests-new");
  assert_help ("https://office.example/help/", "https://office.example/help/requests-new");
  assert_help ("https://office.example/{language}/{page}.html",
               "https://office.example/nl/requests-new.html");
  /* A portal must not make the program open what is on this computer. */
  assert_help ("file:///etc/passwd", "help:klantportaal/requests-new");
  assert_help ("http://office.example", "help:klantportaal/requests-new");

  g_assert_cmpstr (kp_help_find_topic (NULL, NULL, NULL), ==, "sign-in");
}

static void
assert_link (const char *uri,
             gboolean is_link,
             const char *place,
             const char *id)
{
  g_autofree char *found_place = NULL;
  g_autofree char *found_id = NULL;

  g_assert_cmpint (kp_link_parse (uri, &found_place, &found_id), ==, is_link);
  g_assert_cmpstr (found_place, ==, place);
  g_assert_cmpstr (found_id, ==, id);
}

static void
test_links (void)
{
  assert_link ("klantportaal:request/AZq", TRUE, "request", "AZq");
  assert_link ("KLANTPORTAAL://work-order/AZq/", TRUE, "work-order", "AZq");
  assert_link ("klantportaal:home", TRUE, "home", NULL);
  assert_link ("klantportaal:home/", TRUE, "home", NULL);
  assert_link ("klantportaal:", FALSE, NULL, NULL);
  assert_link ("klantportaal:///", FALSE, NULL, NULL);
  assert_link ("https://office.example/request/AZq", FALSE, NULL, NULL);
  assert_link ("", FALSE, NULL, NULL);
}

/* Text without its last sentence, that is, whether there is another one before it. */
static gboolean
has_two_sentences (const char *text)
{
  return g_str_has_suffix (text, ".") && strstr (text, ". ") != NULL;
}

static void
test_registry (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (const KpPageKind *kind = kp_page_registry_get_kinds (); kind->name != NULL; kind++)
    {
      g_assert_true (g_hash_table_add (names, (gpointer) kind->name));
      g_assert_true (g_type_is_a (kind->get_type (), KP_TYPE_PAGE));
      g_assert_nonnull (kind->title);
      g_assert_true (has_two_sentences (kind->information));
      g_assert_nonnull (kind->is_allowed);
      g_assert_true (kp_page_registry_find (kind->name) == kind);
    }
  g_assert_null (kp_page_registry_find ("of-later"));
  g_assert_null (kp_page_registry_find (NULL));
}

static void
test_dates (void)
{
  g_autofree char *whole = kp_time_text_date ("2026-12-12");
  g_autofree char *in_short = kp_time_text_short_date ("2026-12-12");
  g_autofree char *unknown = kp_time_text_short_date ("soon");

  g_assert_cmpstr (whole, ==, "Saturday 12 December 2026");
  g_assert_cmpstr (in_short, ==, "Sat 12 Dec 2026");
  g_assert_cmpstr (unknown, ==, "soon");
}

int
main (int argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/time-text/date/whole-and-in-short", test_dates);
  g_test_add_func ("/time-text/capitalise/any-script-and-nothing", test_capitals);
  g_test_add_func ("/time-text/day/in-another-year-is-short", test_days);
  g_test_add_func ("/status-frame/choose-page/content-comes-first", test_choose_page);
  g_test_add_func ("/status-text/banner/says-what-is-shown-and-sent", test_banner);
  g_test_add_func ("/status-text/banner/says-what-waiting-does-not-mend", test_banner_reasons);
  g_test_add_func ("/status-text/left-out/says-how-many-and-what-to-do", test_left_out);
  g_test_add_func ("/status-text/button/says-the-whole-state", test_sync_button);
  g_test_add_func ("/error-text/codes/each-has-its-own-sentence", test_error_texts);
  g_test_add_func ("/error-text/reasons/each-has-its-own-sentence", test_reasons);
  g_test_add_func ("/inbox/groups/follow-the-local-day", test_groups_of_inbox);
  g_test_add_func ("/home-page/greeting/follows-the-hour", test_greeting);
  g_test_add_func ("/password/check/says-what-to-do", test_passwords);
  g_test_add_func ("/change-text/titles/survive-missing-and-odd-subjects", test_change_titles);
  g_test_add_func ("/change-ways/reasons/each-has-its-ways-out", test_ways);
  g_test_add_func ("/change-ways/explanation/says-who-and-when", test_explanation);
  g_test_add_func ("/task-text/titles/survive-missing-and-odd-subjects", test_task_titles);
  g_test_add_func ("/month-chart/text/names-every-month", test_chart_text);
  g_test_add_func ("/registry/kinds/are-complete", test_registry);
  g_test_add_func ("/help/uri/is-the-portals-or-our-own", test_help);
  g_test_add_func ("/information/portal-filters/are-said", test_portal_filters);
  g_test_add_func ("/link/parse/tells-ours-from-others", test_links);

  return g_test_run ();
}
