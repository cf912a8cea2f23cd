/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Imports (data/demo/README.md): the demonstration comes in whole, twice is the same as once, a dry
 * run leaves nothing, and every mistake is named by file, line and column.
 */

#include "kp-form.h"
#include "kp-test.h"
#include "kp-value.h"
#include "kps-audit.h"
#include "kps-import.h"
#include "kps-test-office.h"

#include <glib/gstdio.h>
#include <string.h>

static const char *const FILES[] = {
  "office.json",
  "portals.json",
  "staff.csv",
  "organisations.csv",
  "links.csv",
  "customers.csv",
  "requests.csv",
  "work-orders.csv",
  "messages.csv",
  "attachments.csv",
  "files/invoice-103035.pdf",
  "files/ketelhuis.jpg",
  "files/openstaande-posten.csv",
  "files/typeplaatje.jpg",
};
static const char *const FLOWS[] = {
  "flows/lindevos/change_details.json",
  "flows/lindevos/question.json",
  "flows/lindevos/new_employee.json",
  "flows/lindevos/invoice.json",
  "flows/vostechniek/fault.json",
  "flows/vostechniek/maintenance.json",
  "flows/vostechniek/parts.json",
};

static char *
get_demo (void)
{
  return g_strdup (g_getenv ("KP_TEST_DEMO"));
}

static void
copy_one (const char *folder,
          const char *name)
{
  g_autofree char *demo = get_demo ();
  g_autofree char *from = g_build_filename (demo, name, NULL);
  g_autofree char *to = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (to);
  g_autofree char *text = NULL;
  gsize length;

  g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
  g_assert_true (g_file_get_contents (from, &text, &length, NULL));
  g_assert_true (g_file_set_contents (to, text, (gssize) length, NULL));
}

/* Returns: (transfer full): a folder with a copy of the demonstration's files */
static char *
copy_demo (void)
{
  char *folder = kp_test_dup_path ("files");

  for (guint i = 0; i < G_N_ELEMENTS (FILES); i++)
    copy_one (folder, FILES[i]);
  for (guint i = 0; i < G_N_ELEMENTS (FLOWS); i++)
    copy_one (folder, FLOWS[i]);

  return folder;
}

/* Replaces the first @old in a file by @new. */
static void
edit (const char *folder,
      const char *name,
      const char *old,
      const char *new)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) edited = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  edited = g_string_new (text);
  g_assert_cmpuint (g_string_replace (edited, old, new, 1), ==, 1);
  g_assert_true (g_file_set_contents (path, edited->str, (gssize) edited->len, NULL));
}

static KpsImportResult *
import (KpsTestOffice *self,
        const char *folder,
        gboolean dry_run,
        guint scale)
{
  KpsImportOptions options = { .folder = folder, .dry_run = dry_run, .scale = scale };
  g_autoptr (GError) error = NULL;
  KpsImportResult *result = kps_import_run (self->office, &options, &error);

  g_assert_no_error (error);

  return result;
}

static gint64
get_number (KpsTestOffice *self,
            const char *sql)
{
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_write_db (self->office), sql, NULL);
  gboolean has_row;

  g_assert_nonnull (select);
  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL));

  return kp_statement_get_int64 (select, 0);
}

/* Says what is wrong when there should be nothing. */
static void
assert_no_faults (KpsImportResult *result)
{
  for (guint i = 0; i < result->faults->len; i++)
    {
      const KpsImportFault *fault = result->faults->pdata[i];

      g_test_message ("%s:%u:%u: %s", fault->file, fault->line, fault->column, fault->message);
    }
  g_assert_cmpuint (result->faults->len, ==, 0);
}

static void
test_demo (KpsTestOffice *self,
           gconstpointer data)
{
  static const char COUNT_REQUESTS[] =
    "SELECT count (*) FROM record WHERE ent = 12 AND updated_at > 0";
  static const char COUNT_RECORDS[] = "SELECT count (*) FROM record WHERE ent > 0";
  static const char SUM_HEADS[] = "SELECT sum (head) FROM stream WHERE no > 0";
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) dry = import (self, folder, TRUE, 0);
  gint64 before = get_number (self, COUNT_RECORDS);
  g_autoptr (KpsImportResult) first = import (self, folder, FALSE, 0);
  gint64 heads = get_number (self, SUM_HEADS);
  g_autoptr (KpsImportResult) second = NULL;

  assert_no_faults (first);
  g_assert_cmpuint (dry->added, ==, first->added);
  g_assert_cmpint (get_number (self, COUNT_REQUESTS), ==, 300);
  /* Organisations bring their entries along. */
  g_assert_cmpint (get_number (self, COUNT_RECORDS), ==, before + first->added + 10);
  g_assert_cmpuint (first->accounts->len, ==, 15);

  /* A week later: nothing changed, not even dates, and nobody is told anything. */
  kp_test_environment_advance (&self->environment, 7 * G_GINT64_CONSTANT (86400000));
  second = import (self, folder, FALSE, 0);
  g_assert_cmpuint (second->added, ==, 0);
  g_assert_cmpuint (second->changed, ==, 0);
  g_assert_cmpuint (second->unchanged, ==, first->added);
  g_assert_cmpint (get_number (self, SUM_HEADS), ==, heads);
}

/* Contents are in their places, known to their organisations, waiting for the scanner; answers that
 * are files name them.
 */
static void
test_attachments (KpsTestOffice *self,
                  gconstpointer data)
{
  static const char ANSWERED[] =
    "SELECT count (*) FROM record AS a JOIN record AS r ON r.id = a.parent_id AND r.ent = 12"
    " WHERE a.ent = 18 AND instr (r.body, json_extract (a.body, '$.place') || '\":[\"') > 0"
    " AND json_extract (r.body, '$.answers.' || json_extract (a.body, '$.place')) IS NOT NULL";
  static const char BLOBS[] =
    "SELECT count (*) FROM blob WHERE state = 'pending' AND added_at > 0";
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) first = import (self, folder, FALSE, 0);
  g_autoptr (KpsImportResult) second = import (self, folder, FALSE, 0);
  g_autofree char *blobs =
    g_build_filename (kps_office_get_folder (self->office), "blobs", "incoming", NULL);
  g_autoptr (GDir) incoming = g_dir_open (blobs, 0, NULL);

  assert_no_faults (second);
  g_assert_cmpint (get_number (self, "SELECT count (*) FROM record WHERE ent = 18 AND no > 0"), ==,
                   11);
  g_assert_cmpint (get_number (self, BLOBS), ==, 4);
  g_assert_cmpint (get_number (self, "SELECT count (*) FROM blob_use WHERE sha256 > ''"), ==, 11);
  g_assert_cmpint (get_number (self, ANSWERED), ==, 6);
  g_assert_nonnull (incoming);
  g_assert_null (g_dir_read_name (incoming));
}

static void
test_update (KpsTestOffice *self,
             gconstpointer data)
{
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) first = import (self, folder, FALSE, 0);
  g_autoptr (KpsImportResult) second = NULL;

  edit (folder, "organisations.csv", "Hotel Duinzicht B.V.", "Hotel Zeezicht B.V.");
  second = import (self, folder, FALSE, 0);
  assert_no_faults (second);
  g_assert_cmpuint (second->added, ==, 0);
  /* Memberships and requests carry the name too. */
  g_assert_cmpuint (second->changed, >, 1);
  g_assert_cmpint (get_number (self, "SELECT count (*) FROM record WHERE ent = 6 AND rev = 2"), ==,
                   1);
}

/* By a connection of its own, because those of the office never scan. */
static gint64
count (KpsTestOffice *self,
       const char *sql)
{
  const KpDbOptions options = { .read_only = TRUE };
  g_autoptr (KpDb) db = kp_db_open (kps_office_get_db_path (self->office), &options, NULL);
  g_autoptr (KpStatement) select = kp_db_prepare (db, sql, NULL);
  gboolean has_row;

  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL));

  return kp_statement_get_int64 (select, 0);
}

/* As for any change: a row for each record, in the chain of its organisation. */
static void
test_audit (KpsTestOffice *self,
            gconstpointer data)
{
  static const char ROWS[] = "SELECT count (*) FROM audit";
  static const char ONCE[] =
    "SELECT count (*) FROM record AS r JOIN audit AS a ON a.subject = r.id AND a.ent = r.ent"
    " WHERE a.verb = 'office.import'";
  static const char CHAINS[] = "SELECT count (DISTINCT org_id) FROM audit";
  static const char MOVED[] = "SELECT count (*) FROM audit WHERE before_sha <> zeroblob (32)";
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) dry = import (self, folder, TRUE, 0);
  g_autoptr (KpsImportResult) first = NULL;
  g_autoptr (KpsImportResult) second = NULL;
  guint64 n_rows;

  assert_no_faults (dry);
  g_assert_cmpint (count (self, ROWS), ==, 0);
  first = import (self, folder, FALSE, 0);
  g_assert_cmpint (count (self, ROWS), ==, first->added);
  g_assert_cmpint (count (self, ONCE), ==, first->added);
  /* Ten organisations, and what is the office's own. */
  g_assert_cmpint (count (self, CHAINS), ==, 11);

  edit (folder, "organisations.csv", "Hotel Duinzicht B.V.", "Hotel Zeezicht B.V.");
  second = import (self, folder, FALSE, 0);
  g_assert_cmpuint (second->changed, >, 0);
  g_assert_cmpint (count (self, MOVED), ==, second->changed);
  g_assert_true (kps_audit_verify (kps_office_get_write_db (self->office), &n_rows, NULL));
  g_assert_cmpuint (n_rows, ==, first->added + second->changed);
}

static void
test_numbers_are_kept (KpsTestOffice *self,
                       gconstpointer data)
{
  static const char SELECT_LAST[] = "SELECT last FROM counter WHERE prefix = 'R' AND year = 2026";
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) first = import (self, folder, FALSE, 0);
  gint64 last = get_number (self, SELECT_LAST);
  g_autoptr (KpsImportResult) second = NULL;

  edit (folder, "requests.csv", "Mijn collega is ook op de hoogte.", "Mijn collega weet ervan.");
  second = import (self, folder, FALSE, 0);
  g_assert_cmpuint (first->faults->len + second->faults->len, ==, 0);
  g_assert_cmpuint (second->changed, ==, 1);
  g_assert_cmpint (get_number (self, SELECT_LAST), ==, last);
  kps_test_office_submit (self, ANNA, NORTH, "Leak");
  g_assert_cmpint (get_number (self, SELECT_LAST), ==, last + 1);
}

/* A mistake in a file and where it is reported. */
typedef struct
{
  const char *file;
  const char *old;
  const char *new;
  const char *reported; /* file:line: */
  const char *message;  /* part of it */
} Mistake;

static const Mistake MISTAKES[] = {
  { "office.json", "\"name\":", "\"name\"", "office.json:2:", "malformed" },
  { "portals.json", "\"url_name\": \"lindevos\"", "\"url_name\": \"Linde Vos\"", "portals.json:",
    "small letters" },
  { "portals.json", "\"show_prices\": false", "\"show_prices\": \"no\"", "portals.json:",
    "another kind" },
  { "portals.json", "\"lease_days\"", "\"lease_dayz\"", "portals.json:", "no “lease_dayz”" },
  { "portals.json", "\"lease_days\"",
    "\"request_filters\": { \"completed_days\": 0 },\n    \"lease_days\"", "portals.json:",
    "“completed_days” is a number from 1" },
  { "portals.json", "\"lease_days\"",
    "\"request_filters\": { \"work_types\": [\"ADV\", \"XYZ\"] },\n    \"lease_days\"",
    "portals.json:", "has no work_type “XYZ”" },
  { "portals.json", "\"state\": \"superseded\"", "\"state\": \"published\"", "portals.json:",
    "Exactly one" },
  { "flows/lindevos/invoice.json", "\"type\": \"amount\"", "\"type\": \"money\"",
    "flows/lindevos/invoice.json:", "amount" },
  { "flows/lindevos/invoice.json", "\"work_type\": \"ADM\"", "\"work_type\": \"XYZ\"",
    "flows/lindevos/invoice.json:", "XYZ" },
  { "flows/lindevos/invoice.json", "\"required\": true", "\"requierd\": true",
    "flows/lindevos/invoice.json:31:11:", "what: “requierd” is unknown" },
  { "flows/lindevos/invoice.json", "\"title_from\": \"what\"", "\"title_from\": \"which\"",
    "flows/lindevos/invoice.json:", "No question has the key “which”" },
  { "flows/lindevos/new_employee.json", "\"key\": \"kind\",\n            \"value\"",
    "\"key\": \"sort\",\n            \"value\"", "flows/lindevos/new_employee.json:",
    "the key is that of no earlier question" },
  { "portals.json", "\"required\": true", "\"required\": \"yes\"", "portals.json:",
    "“required” is no boolean" },
  { "staff.csv", ",queues,", ",", "staff.csv:", "" },
  { "organisations.csv", "3511 AW", "3511 A", "organisations.csv:5:", "postcode" },
  { "organisations.csv", "r.vos@", "x.vos@", "organisations.csv:", "member of staff" },
  { "links.csv", "holding\n", "parent\n", "links.csv:", "holding" },
  { "customers.csv", "deboer-holding:member", "deboer-holding:owner", "customers.csv:6:", "role" },
  { "customers.csv", "anna@deboer.example,lindevos", "anna@deboer.example,elsewhere",
    "customers.csv:6:", "portal" },
  { "requests.csv", ",accepted,", ",agreed,", "requests.csv:", "no state" },
  { "requests.csv", "kind: permanent", "kind: forever", "requests.csv:", "kind" },
  { "work-orders.csv", ",archived,", ",lost,", "work-orders.csv:", "no state" },
  { "attachments.csv", "invoice-103035.pdf", "invoice.pdf", "attachments.csv:6:", "no file" },
  { "attachments.csv", "invoice-103035.pdf", "../office.json", "attachments.csv:6:", "taken" },
  { "attachments.csv", "r255,-10d 07:45", "r255,-10d 07:46", "attachments.csv:6:", "no message" },
  { "attachments.csv", "r255", "r999", "attachments.csv:6:", "no request" },
  { "attachments.csv", "r263,,pictures,typeplaatje.jpg", "r263,,pictures,invoice-103035.pdf",
    "attachments.csv:13:", "does not ask" },
  { "attachments.csv", "r285,,letter", "r285,,subject", "attachments.csv:10:", "does not ask" },
  { "messages.csv", ",question,", ",shout,", "messages.csv:", "comment, question or answer" },
};

/* Whether a fault at @reported says @message. */
static gboolean
has_fault (KpsImportResult *result,
           const char *reported,
           const char *message)
{
  gboolean found = FALSE;

  for (guint i = 0; i < result->faults->len; i++)
    {
      const KpsImportFault *fault = result->faults->pdata[i];
      g_autofree char *text =
        g_strdup_printf ("%s:%u:%u: %s", fault->file, fault->line, fault->column, fault->message);

      g_test_message ("%s", text);
      found = found || (g_str_has_prefix (text, reported) && fault->line > 0 &&
                        strstr (text, message) != NULL);
    }

  return found;
}

static void
test_mistake (KpsTestOffice *self,
              gconstpointer data)
{
  const Mistake *mistake = data;
  g_autofree char *folder = copy_demo ();
  gint64 before = get_number (self, "SELECT count (*) FROM record WHERE ent > 0");
  g_autoptr (KpsImportResult) result = NULL;

  edit (folder, mistake->file, mistake->old, mistake->new);
  result = import (self, folder, FALSE, 0);
  g_assert_true (has_fault (result, mistake->reported, mistake->message));
  g_assert_cmpint (get_number (self, "SELECT count (*) FROM record WHERE ent > 0"), ==, before);
}

/* A slip in the name of a folder does not leave its flows out in silence, and a file that is no
 * flow at all has a place too.
 */
static void
test_strange_flows (KpsTestOffice *self,
                    gconstpointer data)
{
  g_autofree char *folder = copy_demo ();
  g_autofree char *nowhere = g_build_filename (folder, "flows", "lindvos", NULL);
  g_autofree char *list = g_build_filename (folder, "flows", "lindevos", "list.json", NULL);
  g_autoptr (KpsImportResult) result = NULL;
  const KpsImportFault *fault = NULL;

  g_assert_no_errno (g_mkdir (nowhere, 0700));
  result = import (self, folder, FALSE, 0);
  g_assert_cmpuint (result->faults->len, ==, 1);
  fault = result->faults->pdata[0];
  g_assert_cmpstr (fault->file, ==, "flows/lindvos");
  g_assert_cmpstr (fault->message, ==, "There is no portal “lindvos” in portals.json.");

  g_assert_no_errno (g_rmdir (nowhere));
  g_assert_true (g_file_set_contents (list, "[]", -1, NULL));
  g_clear_pointer (&result, kps_import_result_free);
  result = import (self, folder, FALSE, 0);
  g_assert_true (has_fault (result, "flows/lindevos/list.json:1:1:", ""));
}

/* Changes of what people answered or agreed to, under the number that it had. */
static const Mistake CHANGES[] = {
  { "flows/lindevos/invoice.json", "Wat wilt u weten?", "Wat wilt u kwijt?",
    "flows/lindevos/invoice.json:2:3:",
    "Version 1 is in use with other questions, and requests keep to it: call the changed one "
    "version 2." },
  { "flows/lindevos/invoice.json", "\"required\": true", "\"required\": false",
    "flows/lindevos/invoice.json:2:3:", "with other questions" },
  { "flows/lindevos/invoice.json", "\"title_from\": \"what\"", "\"title_from\": \"number\"",
    "flows/lindevos/invoice.json:2:3:", "with another “title_from”" },
  { "flows/lindevos/question.json", "\"checklist\": \"question\"", "\"checklist\": \"employee\"",
    "flows/lindevos/question.json:2:3:", "with another checklist" },
  { "flows/lindevos/invoice.json", "\"version\": 1", "\"version\": 0",
    "flows/lindevos/invoice.json:2:3:", "whole number of 1 or more" },
  { "portals.json", "geen wachtwoorden", "geen geheimen", "portals.json:", "with other items" },
  /* The flow that uses it is not what it was either. */
  { "portals.json", "\"key\": \"question\"", "\"key\": \"question\", \"version\": 2",
    "flows/lindevos/question.json:2:3:", "with another checklist" },
  { "portals.json", "zeven jaar", "tien jaar", "portals.json:251:9:", "with another text" },
  { "portals.json", "\"version\": 1", "\"version\": 0", "portals.json:", "whole number" },
};

static void
test_same_version (KpsTestOffice *self,
                   gconstpointer data)
{
  static const char SUM[] = "SELECT sum (rev) FROM record WHERE ent > 0";
  const Mistake *change = data;
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) first = import (self, folder, FALSE, 0);
  gint64 before = get_number (self, SUM);
  g_autoptr (KpsImportResult) second = NULL;

  assert_no_faults (first);
  edit (folder, change->file, change->old, change->new);
  second = import (self, folder, FALSE, 0);
  g_assert_true (has_fault (second, change->reported, change->message));
  g_assert_cmpint (get_number (self, SUM), ==, before);
}

/* How many records of a kind are there that this is true of? */
#define COUNT_FLOWS(condition) "SELECT count (*) FROM record WHERE ent = 3 AND " condition
#define COUNT_LISTS(condition) "SELECT count (*) FROM record WHERE ent = 4 AND " condition
#define COUNT_TERMS(condition) "SELECT count (*) FROM record WHERE ent = 5 AND " condition
#define COUNT_REQUESTS(condition) "SELECT count (*) FROM record WHERE ent = 12 AND " condition
#define IN_STATE(state) "body ->> '$.state' = '" state "'"
#define OF_DEMO "body LIKE '%Voorwaarden voor het klantportaal%' AND "
#define SEVEN_YEARS "body LIKE '%zeven jaar%' AND "
#define WITH_AMOUNT OF_INVOICE "body LIKE '%\"amount\"%' AND "
#define OF_INVOICE "body ->> '$.key' = 'invoice' AND "
#define MADE_WITH_FIRST                                                                   \
  "body ->> '$.flow_id' IN (SELECT r.body ->> '$.flow_id' FROM record r WHERE r.ent = 12" \
  " AND r.rev = 1) AND body ->> '$.flow_name' LIKE '%factuur%'"

static void
test_new_version (KpsTestOffice *self,
                  gconstpointer data)
{
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) first = import (self, folder, FALSE, 0);
  gint64 made = get_number (self, COUNT_REQUESTS (MADE_WITH_FIRST));
  g_autoptr (KpsImportResult) second = NULL;
  g_autoptr (KpsImportResult) third = NULL;
  g_autoptr (KpsImportResult) fourth = NULL;

  edit (folder, "flows/lindevos/invoice.json", "\"version\": 1", "\"version\": 2");
  edit (folder, "flows/lindevos/invoice.json", "\"key\": \"amount\"", "\"key\": \"total\"");
  second = import (self, folder, FALSE, 0);
  assert_no_faults (first);
  assert_no_faults (second);
  g_assert_cmpuint (second->added, ==, 1);
  g_assert_cmpuint (second->changed, ==, 1);
  g_assert_cmpint (get_number (self, COUNT_FLOWS (OF_INVOICE IN_STATE ("published"))), ==, 1);
  g_assert_cmpint (get_number (self, COUNT_FLOWS (WITH_AMOUNT IN_STATE ("retired"))),
                   ==, 1);
  /* The requests that came with the files are what they were, with answers that fit. */
  g_assert_cmpint (made, >, 0);
  g_assert_cmpint (get_number (self, COUNT_REQUESTS (MADE_WITH_FIRST)), ==, made);
  g_assert_cmpint (get_number (self, COUNT_REQUESTS ("rev > 1")), ==, 0);

  third = import (self, folder, FALSE, 0);
  g_assert_cmpuint (third->added + third->changed, ==, 0);
  edit (folder, "flows/lindevos/invoice.json", "\"version\": 2", "\"version\": 1");
  edit (folder, "flows/lindevos/invoice.json", "\"key\": \"total\"", "\"key\": \"amount\"");
  fourth = import (self, folder, FALSE, 0);
  g_assert_true (has_fault (fourth, "flows/lindevos/invoice.json:2:3:",
                            "Version 1 was replaced by version 2: to go back, call it version 3."));
}

/* A checklist and its flow go together; the earlier one stays for those who ticked it. */
static void
test_new_checklist (KpsTestOffice *self,
                    gconstpointer data)
{
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) first = import (self, folder, FALSE, 0);
  gint64 lists = get_number (self, COUNT_LISTS ("rev = 1"));
  g_autoptr (KpsImportResult) second = NULL;

  edit (folder, "portals.json", "\"key\": \"question\"",
        "\"key\": \"question\", \"version\": 2");
  edit (folder, "portals.json", "geen wachtwoorden", "geen geheimen");
  edit (folder, "flows/lindevos/question.json", "\"version\": 1", "\"version\": 2");
  second = import (self, folder, FALSE, 0);
  assert_no_faults (first);
  assert_no_faults (second);
  g_assert_cmpint (get_number (self, COUNT_LISTS ("rev = 1")), ==, lists + 1);
  g_assert_cmpint (get_number (self, COUNT_LISTS ("body LIKE '%geen wachtwoorden%'")), ==, 1);
  g_assert_cmpint (get_number (self, COUNT_REQUESTS ("rev > 1")), ==, 0);
}

/* New terms replace the ones in force, and nobody who agreed to those agrees to these. */
static void
test_new_terms (KpsTestOffice *self,
                gconstpointer data)
{
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) first = import (self, folder, FALSE, 0);
  g_autoptr (KpsImportResult) second = NULL;
  g_autoptr (KpsImportResult) third = NULL;

  edit (folder, "portals.json", "\"version\": 2", "\"version\": 3");
  edit (folder, "portals.json", "zeven jaar", "tien jaar");
  second = import (self, folder, FALSE, 0);
  assert_no_faults (first);
  assert_no_faults (second);
  g_assert_cmpint (get_number (self, COUNT_TERMS (OF_DEMO IN_STATE ("published"))), ==, 1);
  g_assert_cmpint (get_number (self, COUNT_TERMS (OF_DEMO IN_STATE ("superseded"))), ==, 2);
  g_assert_cmpint (get_number (self, COUNT_TERMS (SEVEN_YEARS IN_STATE ("superseded"))),
                   ==, 1);
  g_assert_cmpint (get_number (self, COUNT_REQUESTS ("rev > 1")), ==, 0);

  third = import (self, folder, FALSE, 0);
  g_assert_cmpuint (third->added + third->changed, ==, 0);
}

/* What an editor offers while a flow is written is what the import takes. */
static void
test_schema (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("KP_TEST_DEMO"), "..", "flow.schema.json", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) types = g_hash_table_new (NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *names;
  yyjson_val *name;
  size_t i;
  size_t n;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  doc = yyjson_read (text, strlen (text), 0);
  names = yyjson_doc_ptr_get (doc, "/$defs/question/properties/type/enum");
  yyjson_arr_foreach (names, i, n, name)
  {
    g_autofree char *question = g_strdup_printf ("{\"type\":\"%s\"}", yyjson_get_str (name));
    g_autoptr (yyjson_doc) parsed = yyjson_read (question, strlen (question), 0);
    KpFormType type = kp_form_get_type (yyjson_doc_get_root (parsed));

    g_test_message ("%s", question);
    g_assert_cmpint (type, !=, KP_FORM_TYPE_UNKNOWN);
    g_assert_true (g_hash_table_add (types, GINT_TO_POINTER (type)));
  }
  g_assert_cmpuint (g_hash_table_size (types), ==, KP_N_FORM_TYPES);
}

/* Not only the first: three mistakes in three files are three lines. */
static void
test_all_mistakes (KpsTestOffice *self,
                   gconstpointer data)
{
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) result = NULL;

  edit (folder, "organisations.csv", "3511 AW", "3511 A");
  edit (folder, "customers.csv", "06 1234 5603", "12");
  edit (folder, "messages.csv", ",question,", ",shout,");
  result = import (self, folder, FALSE, 0);
  g_assert_cmpuint (result->faults->len, ==, 3);
}

/* One quote that is never closed makes a file unreadable, and what refers to it is no news. */
static void
test_unreadable (KpsTestOffice *self,
                 gconstpointer data)
{
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) result = NULL;

  edit (folder, "organisations.csv", "De Boer Holding B.V.", "\"De Boer Holding B.V.");
  result = import (self, folder, FALSE, 0);
  g_assert_true (result->is_partial);
  g_assert_cmpuint (result->faults->len, >, 0);
  for (guint i = 0; i < result->faults->len; i++)
    {
      const KpsImportFault *fault = result->faults->pdata[i];

      g_assert_cmpstr (fault->file, ==, "organisations.csv");
      g_assert_cmpuint (fault->line, ==, 5);
    }
}

static void
test_scale (KpsTestOffice *self,
            gconstpointer data)
{
  g_autofree char *folder = copy_demo ();
  g_autoptr (KpsImportResult) result = import (self, folder, FALSE, 3);

  assert_no_faults (result);
  g_assert_cmpint (get_number (self, "SELECT count (*) FROM record WHERE ent = 12"), ==, 900);
  g_assert_cmpint (get_number (self, "SELECT count (*) FROM record WHERE ent = 6"), ==,
                   30 + N_ORGANISATIONS);
  g_assert_cmpuint (result->accounts->len, ==, 15);
}

#define ADD(path, func)                                                           \
  g_test_add ("/import/" path, KpsTestOffice, NULL, kps_test_office_set_up, func, \
              kps_test_office_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("demo/comes-in-whole/again-changes-nothing", test_demo);
  ADD ("attachments/bring-their-contents", test_attachments);
  ADD ("changed-file/updates-and-never-doubles", test_update);
  ADD ("changed-file/numbers-are-kept", test_numbers_are_kept);
  ADD ("audit/row-per-record", test_audit);
  ADD ("mistakes/all-are-named", test_all_mistakes);
  ADD ("mistakes/unreadable-file/hides-its-consequences", test_unreadable);
  ADD ("scale/multiplies", test_scale);
  ADD ("versions/flow/new-one-comes-beside-the-old", test_new_version);
  ADD ("versions/checklist/new-one-comes-beside-the-old", test_new_checklist);
  ADD ("versions/terms/new-ones-replace-and-bind-nobody", test_new_terms);
  for (guint i = 0; i < G_N_ELEMENTS (CHANGES); i++)
    {
      g_autofree char *path =
        g_strdup_printf ("/import/versions/%u/changed/is-named-and-refused", i);

      g_test_add (path, KpsTestOffice, &CHANGES[i], kps_test_office_set_up, test_same_version,
                  kps_test_office_tear_down);
    }
  g_test_add_func ("/import/schema/knows-every-type", test_schema);
  g_test_add ("/import/mistakes/strange-flows-are-told", KpsTestOffice, NULL,
              kps_test_office_set_up, test_strange_flows, kps_test_office_tear_down);
  for (guint i = 0; i < G_N_ELEMENTS (MISTAKES); i++)
    {
      g_autofree char *path = g_strdup_printf ("/import/mistake/%u/%s/is-named-nothing-is-written",
                                               i, MISTAKES[i].file);

      g_test_add (path, KpsTestOffice, &MISTAKES[i], kps_test_office_set_up, test_mistake,
                  kps_test_office_tear_down);
    }

  return g_test_run ();
}
