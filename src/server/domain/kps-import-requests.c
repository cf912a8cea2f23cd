/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests: requests.csv, work-orders.csv and messages.csv: what customers asked for, and what
 * became of it.
 */

#include "kps-import-private.h"

#include "kp-form.h"
#include "kp-limits.h"
#include "kp-value.h"

#include <string.h>

static const char *const REQUEST_COLUMNS[] = {
  "key",
  "portal",
  "organisation",
  "requester",
  "flow",
  "title",
  "state",
  "created",
  "changed",
  "answers",
  "explanation",
  "handled_by",
  "decline_reason",
  "decline_text",
  NULL,
};

/* A row of requests.csv with what it refers to. */
typedef struct
{
  const KpsCsv *csv;
  guint row;
  const char *key; /* of the request, with the number of its copy */
  KpsImportRecord *portal;
  KpsImportRecord *organisation;
  KpsImportRecord *requester;
  KpsImportRecord *flow;
  yyjson_doc *flow_doc;      /* (owned): the flow's body, to be asked */
  yyjson_doc *checklist_doc; /* (owned) (nullable): of its checklist */
} Row;

static void
row_clear (Row *self)
{
  g_clear_pointer (&self->flow_doc, yyjson_doc_free);
  g_clear_pointer (&self->checklist_doc, yyjson_doc_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static const char *
get (const Row *self,
     const char *column)
{
  return kps_csv_get (self->csv, self->row, column)->text;
}

/* Returns: (nullable): the record that the cell of @column names, within the portal if @in_portal
 */
static KpsImportRecord *
find (KpsImport *self,
      const Row *row,
      const char *column,
      KpEntityType entity,
      gboolean in_portal)
{
  const KpsCell *cell = kps_csv_get (row->csv, row->row, column);
  g_autofree char *key = NULL;
  KpsImportRecord *record;

  key = in_portal ? g_strdup_printf ("%s/%s", row->portal->key, cell->text) : g_strdup (cell->text);
  record = kps_import_find (self, entity, key);
  if (record == NULL)
    kps_import_fault_cell (self, row->csv, cell, "There is no %s “%s”.", column, cell->text);

  return record;
}

static gboolean
find_references (KpsImport *self,
                 Row *row)
{
  const KpsImportPin *pin = g_hash_table_lookup (self->pins, get (row, "key"));
  KpsImportRecord *checklist = NULL;
  KpsImportRecord *pinned = NULL;
  const char *checklist_id;

  row->portal = find (self, row, "portal", KP_ENTITY_PORTAL, FALSE);
  row->organisation = find (self, row, "organisation", KP_ENTITY_ORGANISATION, FALSE);
  if (row->portal == NULL)
    return FALSE;

  row->requester = find (self, row, "requester", KP_ENTITY_USER, TRUE);
  row->flow = find (self, row, "flow", KP_ENTITY_REQUEST_FLOW, TRUE);
  if (row->organisation == NULL || row->requester == NULL || row->flow == NULL)
    return FALSE;

  /* What was imported before keeps to the version that it was made with. */
  if (pin != NULL && pin->flow_id != NULL)
    pinned = g_hash_table_lookup (self->by_id, pin->flow_id);
  if (pinned != NULL && g_strcmp0 (kps_import_get_text (pinned, "key"),
                                   kps_import_get_text (row->flow, "key")) == 0)
    row->flow = pinned;

  row->flow_doc = yyjson_mut_doc_imut_copy (row->flow->doc, NULL);
  checklist_id = kps_import_get_text (row->flow, "checklist_id");
  if (checklist_id != NULL)
    checklist = g_hash_table_lookup (self->by_id, checklist_id);
  if (checklist != NULL)
    row->checklist_doc = yyjson_mut_doc_imut_copy (checklist->doc, NULL);

  return TRUE;
}

/* Returns: (nullable): the question called @key */
static yyjson_val *
find_question (const Row *row,
               const char *key)
{
  yyjson_val *sections = yyjson_obj_get (yyjson_doc_get_root (row->flow_doc), "sections");
  yyjson_val *section;
  yyjson_val *question;
  size_t i;
  size_t j;
  size_t n;
  size_t m;

  yyjson_arr_foreach (sections, i, n, section)
  {
    yyjson_arr_foreach (yyjson_obj_get (section, "questions"), j, m, question)
    {
      if (g_strcmp0 (yyjson_get_str (yyjson_obj_get (question, "key")), key) == 0)
        return question;
    }
  }

  return NULL;
}

static yyjson_mut_val *
make_choices (yyjson_mut_doc *doc,
              const char *text)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  yyjson_mut_val *array = yyjson_mut_arr (doc);

  for (guint i = 0; words[i] != NULL; i++)
    yyjson_mut_arr_add_strcpy (doc, array, g_strstrip (words[i]));

  return array;
}

/* "postcode=1234 AB; number=7" */
static yyjson_mut_val *
make_parts (yyjson_mut_doc *doc,
            const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);
  yyjson_mut_val *object = yyjson_mut_obj (doc);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (parts[i], "=", 2);

      if (words[0] == NULL || *g_strstrip (words[0]) == '\0')
        continue;
      yyjson_mut_obj_put (object, yyjson_mut_strcpy (doc, words[0]),
                          yyjson_mut_strcpy (doc, words[1] != NULL ? g_strstrip (words[1]) : ""));
    }

  return object;
}

/* Returns: (transfer full): YYYY-MM-DD, or with HH:MM */
static char *
format_moment (gint64 time,
               KpFormType type)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / 1000);

  return g_date_time_format (date, type == KP_FORM_TYPE_DATE ? "%Y-%m-%d" : "%Y-%m-%dT%H:%M");
}

/* Returns: the answer to a question, as people write it; kp_form_check() judges the rest */
static yyjson_mut_val *
make_answer (KpsImport *self,
             yyjson_mut_doc *doc,
             yyjson_val *question,
             const char *text)
{
  const char *type = yyjson_get_str (yyjson_obj_get (question, "type"));
  KpFormType kind = kp_form_get_type (question);
  gint64 number;
  char *end;

  if (kp_form_get_parts (kind) != NULL)
    return make_parts (doc, text);
  if (g_str_equal (type, "yes_no"))
    return yyjson_mut_bool (doc, g_str_equal (text, "yes"));
  if (g_str_equal (type, "choices"))
    return make_choices (doc, text);
  if (g_str_equal (type, "number") || g_str_equal (type, "amount"))
    {
      number = g_ascii_strtoll (text, &end, 10);
      if (end != text && *end == '\0')
        return yyjson_mut_sint (doc, number);
    }
  if ((kind == KP_FORM_TYPE_DATE || kind == KP_FORM_TYPE_DATE_TIME) &&
      kps_import_parse_time (self, text, &number))
    {
      g_autofree char *date = format_moment (number, kind);

      return yyjson_mut_strcpy (doc, date);
    }

  return yyjson_mut_strcpy (doc, text);
}

/* "device: laptop | urgent: yes" → an object. */
static void
set_answers (KpsImport *self,
             const Row *row,
             KpsImportRecord *request)
{
  const KpsCell *cell = kps_csv_get (row->csv, row->row, "answers");
  yyjson_mut_val *answers = yyjson_mut_obj (request->doc);
  g_auto (GStrv) parts = g_strsplit (cell->text, "|", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (parts[i], ":", 2);
      yyjson_val *question;

      if (*g_strstrip (parts[i]) == '\0')
        continue;

      question = words[1] != NULL ? find_question (row, g_strstrip (words[0])) : NULL;
      if (question == NULL)
        {
          kps_import_fault_cell (self, row->csv, cell, "The flow does not ask “%s”.", words[0]);
          continue;
        }

      yyjson_mut_obj_put (answers, yyjson_mut_strcpy (request->doc, words[0]),
                          make_answer (self, request->doc, question, g_strstrip (words[1])));
    }

  yyjson_mut_obj_put (request->root, yyjson_mut_str (request->doc, "answers"), answers);
}

/* What was sent had every item ticked, but for those that need evidence, and the terms accepted. */
static void
set_checklist (KpsImport *self,
               const Row *row,
               KpsImportRecord *request)
{
  yyjson_mut_val *state = yyjson_mut_obj (request->doc);
  yyjson_val *item;
  size_t i;
  size_t n;

  yyjson_arr_foreach (yyjson_obj_get (yyjson_doc_get_root (row->checklist_doc), "items"), i, n,
                      item)
  {
    const char *key = yyjson_get_str (yyjson_obj_get (item, "key"));

    if (kp_form_get_evidence (item) == KP_FORM_EVIDENCE_TICK)
      yyjson_mut_obj_put (state, yyjson_mut_strcpy (request->doc, key),
                          yyjson_mut_bool (request->doc, TRUE));
  }
  yyjson_mut_obj_put (request->root, yyjson_mut_str (request->doc, "checklist"), state);
}

static void
set_terms (KpsImport *self,
           const Row *row,
           KpsImportRecord *request)
{
  const KpsImportRecord *terms = g_hash_table_lookup (self->terms, row->portal->text_id);
  const KpsImportPin *pin = g_hash_table_lookup (self->pins, request->key);

  /* New terms are never accepted for somebody. */
  if (pin != NULL)
    terms = pin->terms_id != NULL ? g_hash_table_lookup (self->by_id, pin->terms_id) : NULL;
  kps_import_set_id (request, "terms_id", terms);
  if (terms != NULL)
    kps_import_set_int (request, "terms_at", request->created_at);
  else
    kps_import_set_null (request, "terms_at");
}

/* The same question as for a request that a client sends. */
static void
check_form (KpsImport *self,
            const Row *row,
            const KpsImportRecord *request)
{
  const KpsCell *cell = kps_csv_get (row->csv, row->row, "answers");
  g_autoptr (yyjson_doc) body = yyjson_mut_doc_imut_copy (request->doc, NULL);
  yyjson_val *root = yyjson_doc_get_root (body);
  g_autoptr (GPtrArray) problems =
    kp_form_check (yyjson_obj_get (yyjson_doc_get_root (row->flow_doc), "sections"),
                   yyjson_obj_get (root, "answers"),
                   yyjson_obj_get (yyjson_doc_get_root (row->checklist_doc), "items"),
                   yyjson_obj_get (root, "checklist"));

  for (guint i = 0; i < problems->len; i++)
    {
      const KpFormProblem *problem = problems->pdata[i];

      kps_import_fault_cell (self, row->csv, cell, "The answer to “%s” is %s.", problem->place,
                             problem->fault == KP_FORM_MISSING ? "missing" : "not one it takes");
    }
}

static void
set_state (KpsImport *self,
           const Row *row,
           KpsImportRecord *request)
{
  static const char *const STATES[] = { "submitted", "in_review", "needs_information", "accepted",
                                        "declined", "withdrawn", NULL };
  const KpsCell *state = kps_csv_get (row->csv, row->row, "state");
  const KpsCell *changed = kps_csv_get (row->csv, row->row, "changed");
  const KpsCell *handler = kps_csv_get (row->csv, row->row, "handled_by");
  g_autofree char *key = g_strconcat ("staff/", handler->text, NULL);
  KpsImportRecord *staff = kps_import_find (self, KP_ENTITY_USER, key);
  gboolean is_declined = g_str_equal (state->text, "declined");
  gint64 at;

  if (!g_strv_contains (STATES, state->text))
    kps_import_fault_cell (self, row->csv, state, "“%s” is no state of a request.", state->text);
  if (!kps_import_parse_time (self, changed->text, &at) || at < request->created_at)
    {
      kps_import_fault_cell (self, row->csv, changed, "“%s” is no moment after the request.",
                             changed->text);
      at = request->created_at;
    }
  if (*handler->text != '\0' && staff == NULL)
    kps_import_fault_cell (self, row->csv, handler, "There is no member of staff “%s”.",
                           handler->text);
  if (is_declined != (*get (row, "decline_reason") != '\0'))
    kps_import_fault_cell (self, row->csv, kps_csv_get (row->csv, row->row, "decline_reason"),
                           "A declined request has a reason, and no other has.");

  kps_import_set_text (request, "state", state->text);
  kps_import_set_text (
    request, "state_by",
    kps_import_get_text (staff != NULL ? staff : row->requester, "display_name"));
  kps_import_set_int (request, "state_at", at);
  kps_import_set_int (request, "updated_at", at);
  kps_import_set_text (request, "decline_reason", is_declined ? get (row, "decline_reason") : NULL);
  kps_import_set_text (request, "decline_text", is_declined ? get (row, "decline_text") : NULL);
}

static void
set_rest (KpsImport *self,
          const Row *row,
          KpsImportRecord *request)
{
  const char *title = get (row, "title");
  const char *explanation = get (row, "explanation");

  if (*title == '\0' || strlen (title) > KP_LIMIT_TITLE)
    kps_import_fault_cell (self, row->csv, kps_csv_get (row->csv, row->row, "title"),
                           "A title has 1 to %d bytes.", KP_LIMIT_TITLE);

  kps_import_set_id (request, "org_id", row->organisation);
  kps_import_set_text (request, "org_name", kps_import_get_text (row->organisation, "name"));
  kps_import_set_id (request, "portal_id", row->portal);
  kps_import_set_id (request, "requester_id", row->requester);
  kps_import_set_text (request, "requester_name",
                       kps_import_get_text (row->requester, "display_name"));
  kps_import_set_id (request, "flow_id", row->flow);
  kps_import_copy (request, "flow_name",
                   yyjson_obj_get (yyjson_doc_get_root (row->flow_doc), "name"));
  kps_import_set_text (request, "work_type_id", kps_import_get_text (row->flow, "work_type_id"));
  kps_import_set_text (request, "title", title);
  kps_import_set_text (request, "explanation", *explanation != '\0' ? explanation : NULL);
  kps_import_set_null (request, "work_order_id");
  kps_import_set_int (request, "created_at", request->created_at);
  request->prefix = "R";
}

static void
read_request (KpsImport *self,
              Row *row)
{
  const KpsCell *cell = kps_csv_get (row->csv, row->row, "created");
  KpsImportRecord *request;
  gint64 created_at;

  if (!kps_import_parse_time (self, cell->text, &created_at))
    {
      kps_import_fault_cell (self, row->csv, cell, "“%s” is no moment.", cell->text);
      created_at = self->day;
    }

  request = kps_import_add (self, KP_ENTITY_REQUEST, row->key, created_at);
  if (request == NULL)
    {
      kps_import_fault_cell (self, row->csv, kps_csv_get (row->csv, row->row, "key"),
                             "The request “%s” is there twice.", row->key);
      return;
    }

  set_rest (self, row, request);
  set_state (self, row, request);
  set_answers (self, row, request);
  set_checklist (self, row, request);
  set_terms (self, row, request);
  if (strchr (row->key, '+') == NULL)
    check_form (self, row, request);
}

/* Returns: (transfer full): the key of one of the copies that a scaled import makes */
static char *
make_key (const char *key,
          guint copy)
{
  return copy == 0 ? g_strdup (key) : g_strdup_printf ("%s+%u", key, copy);
}

static void
read_requests (KpsImport *self)
{
  g_autoptr (KpsCsv) csv = kps_import_load_csv (self, "requests.csv", REQUEST_COLUMNS);

  for (guint i = 0; csv != NULL && i < csv->rows->len; i++)
    {
      g_auto (Row) row = { .csv = csv, .row = i };

      if (!find_references (self, &row))
        continue;

      for (guint copy = 0; copy < MAX (self->options->scale, 1); copy++)
        {
          g_autofree char *key = make_key (get (&row, "key"), copy);

          row.key = key;
          read_request (self, &row);
        }
    }
}

static void
add_work_order (KpsImport *self,
                const KpsCsv *csv,
                guint row,
                KpsImportRecord *request)
{
  static const char *const SAME[] = { "org_id", "org_name", "portal_id", "requester_id",
                                      "requester_name", "work_type_id", "title", NULL };
  const KpsCell *changed = kps_csv_get (csv, row, "changed");
  const char *planned = kps_csv_get (csv, row, "planned")->text;
  const char *engineer = kps_csv_get (csv, row, "engineer")->text;
  KpsImportRecord *order;
  gint64 at;
  gint64 planned_at;

  if (!kps_import_parse_time (self, changed->text, &at) || at < request->created_at)
    {
      kps_import_fault_cell (self, csv, changed, "“%s” is no moment after the request.",
                             changed->text);
      return;
    }

  order = kps_import_add (self, KP_ENTITY_WORK_ORDER, request->key, at);
  if (order == NULL)
    {
      kps_import_fault_cell (self, csv, changed, "The request has a work order already.");
      return;
    }

  for (guint i = 0; SAME[i] != NULL; i++)
    kps_import_set_text (order, SAME[i], kps_import_get_text (request, SAME[i]));
  kps_import_set_id (order, "request_id", request);
  kps_import_set_text (order, "state", kps_csv_get (csv, row, "state")->text);
  kps_import_set_text (order, "engineer", *engineer != '\0' ? engineer : NULL);
  kps_import_set_null (order, "planned_on");
  if (*planned != '\0' && kps_import_parse_time (self, planned, &planned_at))
    {
      g_autofree char *date = kps_import_format_date (planned_at);

      kps_import_set_text (order, "planned_on", date);
    }
  else if (*planned != '\0')
    kps_import_fault_cell (self, csv, kps_csv_get (csv, row, "planned"), "“%s” is no day.",
                           planned);
  kps_import_set_int (order, "created_at", at);
  kps_import_set_int (order, "updated_at", at);
  order->prefix = "W";
  kps_import_set_id (request, "work_order_id", order);
}

static void
add_price (KpsImport *self,
           const KpsCsv *csv,
           guint row,
           const KpsImportRecord *request)
{
  const KpsCell *cell = kps_csv_get (csv, row, "price_cents");
  KpsImportRecord *order = kps_import_find (self, KP_ENTITY_WORK_ORDER, request->key);
  KpsImportRecord *price;
  gint64 cents;
  char *end;

  if (*cell->text == '\0' || order == NULL)
    return;

  cents = g_ascii_strtoll (cell->text, &end, 10);
  if (*end != '\0')
    {
      kps_import_fault_cell (self, csv, cell, "“%s” is no whole number of cents.", cell->text);
      return;
    }

  price = kps_import_add (self, KP_ENTITY_WORK_ORDER_PRICE, request->key, order->created_at);
  if (price == NULL)
    return;

  kps_import_set_text (price, "org_id", kps_import_get_text (request, "org_id"));
  kps_import_set_text (price, "requester_id", kps_import_get_text (request, "requester_id"));
  kps_import_set_id (price, "work_order_id", order);
  kps_import_set_int (price, "cents", cents);
  kps_import_set_text (price, "currency", "EUR");
}

static void
read_work_orders (KpsImport *self)
{
  static const char *const COLUMNS[] = { "request", "state", "engineer", "planned",
                                         "changed", "price_cents", NULL };
  static const char *const STATES[] = { "new", "planned", "in_progress", "blocked", "done",
                                        "confirmed", "sent", "archived", "cancelled", NULL };
  g_autoptr (KpsCsv) csv = kps_import_load_csv (self, "work-orders.csv", COLUMNS);

  for (guint row = 0; csv != NULL && row < csv->rows->len; row++)
    {
      const KpsCell *name = kps_csv_get (csv, row, "request");
      const KpsCell *state = kps_csv_get (csv, row, "state");

      if (!g_strv_contains (STATES, state->text))
        kps_import_fault_cell (self, csv, state, "“%s” is no state of a work order.", state->text);

      for (guint copy = 0; copy < MAX (self->options->scale, 1); copy++)
        {
          g_autofree char *key = make_key (name->text, copy);
          KpsImportRecord *request = kps_import_find (self, KP_ENTITY_REQUEST, key);

          if (request == NULL ||
              g_strcmp0 (kps_import_get_text (request, "state"), "accepted") != 0)
            {
              kps_import_fault_cell (self, csv, name, "There is no accepted request “%s”.", key);
              break;
            }
          add_work_order (self, csv, row, request);
          add_price (self, csv, row, request);
        }
    }
}

/* Every accepted request became a work order. */
static void
check_work_orders (KpsImport *self)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      KpsImportRecord *request = self->records->pdata[i];

      if (request->entity == KP_ENTITY_REQUEST &&
          g_strcmp0 (kps_import_get_text (request, "state"), "accepted") == 0 &&
          kps_import_get_text (request, "work_order_id") == NULL)
        kps_import_fault (self, "work-orders.csv", 0, 0,
                          "The accepted request “%s” has no work order.", request->key);
    }
}

static KpsImportRecord *
find_author (KpsImport *self,
             const KpsCsv *csv,
             guint row,
             const KpsImportRecord *request)
{
  const KpsCell *cell = kps_csv_get (csv, row, "author");
  g_autofree char *key = g_strconcat ("staff/", cell->text, NULL);
  KpsImportRecord *author = kps_import_find (self, KP_ENTITY_USER, key);

  /* The customer who asked needs no name. */
  if (author == NULL && *cell->text == '\0')
    author = g_hash_table_lookup (self->by_id, kps_import_get_text (request, "requester_id"));
  if (author == NULL)
    kps_import_fault_cell (self, csv, cell, "There is no member of staff “%s”.", cell->text);

  return author;
}

static void
add_message (KpsImport *self,
             const KpsCsv *csv,
             guint row,
             const KpsImportRecord *request,
             const KpsImportRecord *author)
{
  const KpsCell *cell = kps_csv_get (csv, row, "at");
  g_autofree char *key = NULL;
  KpsImportRecord *message;
  gint64 at;

  if (!kps_import_parse_time (self, cell->text, &at) || at < request->created_at)
    {
      kps_import_fault_cell (self, csv, cell, "“%s” is no moment after the request.", cell->text);
      return;
    }

  key = g_strdup_printf ("%s/%u", request->key, row);
  message = kps_import_add (self, KP_ENTITY_MESSAGE, key, at);
  if (message == NULL)
    return;

  kps_import_set_id (message, "request_id", request);
  kps_import_set_text (message, "org_id", kps_import_get_text (request, "org_id"));
  kps_import_set_id (message, "author_id", author);
  kps_import_set_text (message, "author_name", kps_import_get_text (author, "display_name"));
  kps_import_set_text (message, "author_kind", kps_import_get_text (author, "kind"));
  kps_import_set_text (message, "kind", kps_csv_get (csv, row, "kind")->text);
  kps_import_set_text (message, "text", kps_csv_get (csv, row, "text")->text);
  kps_import_set_int (message, "created_at", at);
}

static void
read_messages (KpsImport *self)
{
  static const char *const COLUMNS[] = { "request", "author", "kind", "at", "text", NULL };
  static const char *const KINDS[] = { "comment", "question", "answer", NULL };
  g_autoptr (KpsCsv) csv = kps_import_load_csv (self, "messages.csv", COLUMNS);

  for (guint row = 0; csv != NULL && row < csv->rows->len; row++)
    {
      const KpsCell *name = kps_csv_get (csv, row, "request");
      const KpsCell *kind = kps_csv_get (csv, row, "kind");
      const KpsCell *text = kps_csv_get (csv, row, "text");
      KpsImportRecord *author;

      if (!g_strv_contains (KINDS, kind->text))
        kps_import_fault_cell (self, csv, kind, "A message is a comment, question or answer.");
      if (*text->text == '\0' || strlen (text->text) > KP_LIMIT_TEXT)
        kps_import_fault_cell (self, csv, text, "A message has 1 to %d bytes.", KP_LIMIT_TEXT);

      for (guint copy = 0; copy < MAX (self->options->scale, 1); copy++)
        {
          g_autofree char *key = make_key (name->text, copy);
          KpsImportRecord *request = kps_import_find (self, KP_ENTITY_REQUEST, key);

          if (request == NULL)
            {
              kps_import_fault_cell (self, csv, name, "There is no request “%s”.", key);
              break;
            }
          author = find_author (self, csv, row, request);
          if (author != NULL)
            add_message (self, csv, row, request, author);
        }
    }
}

void
kps_import_requests (KpsImport *self)
{
  read_requests (self);
  read_work_orders (self);
  check_work_orders (self);
  read_messages (self);
}
