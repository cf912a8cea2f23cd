/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The access matrix (SECURITY.md section 4), generated: every stream × person × portal setting,
 * every operation of the table × person × relation to its subject, and searching. What a person may
 * not see is answered byte for byte like what does not exist, and nothing changes. Then every
 * decision in the sources is switched off in turn, and the matrix must notice.
 */

#include "kp-error.h"
#include "kp-operation.h"
#include "kps-access-doors.h"
#include "kps-access-files.h"
#include "kps-find.h"
#include "kps-test-office.h"

#include <string.h>

/* The numbers of KPS_ALLOW in src/server/domain that are about streams and operations. */
#define FIRST_DECISION 50
#define LAST_DECISION 72

/* What a portal shows. */
typedef struct
{
  const char *requests;
  const char *work_orders;
  gboolean shows_prices;
} Settings;

/* Which subject an operation is about. */
typedef enum
{
  SUBJECT_OF_NORTH = 0, /* Anna's */
  SUBJECT_OF_EAST,
  SUBJECT_OF_WEST,
  SUBJECT_DELETED,
  SUBJECT_GUESSED,
  N_SUBJECTS
} Subject;

/* One run over the matrix. */
typedef struct
{
  KpsTestOffice *office;
  Settings settings;
  gboolean is_verbose;
  guint n_cells;
  guint n_leaks;
  KpId requests[N_SUBJECTS];
  KpId orders[N_SUBJECTS];
} Matrix;

static const KpsTestOrganisation HOME[N_PEOPLE] = {
  [ANNA] = NORTH,
  [BERT] = NORTH,
  [RITA] = NORTH,
  [CARL] = EAST,
  [DORA] = WEST,
  [SARA] = SOUTH,
  [HUGO] = N_ORGANISATIONS,
  [EVA] = N_ORGANISATIONS,
  [FINN] = N_ORGANISATIONS,
  [GIL] = N_ORGANISATIONS,
};

static gboolean
is_staff (KpsTestPerson person)
{
  return person == EVA || person == FINN || person == GIL;
}

static void
count (Matrix *self,
       gboolean is_right,
       const char *what,
       guint person,
       const char *subject)
{
  self->n_cells++;
  if (is_right)
    return;

  self->n_leaks++;
  if (self->is_verbose)
    g_printerr ("leak: %s, person %u, %s\n", what, person, subject);
}

/* --- Streams: the oracle is DOMAIN.md's table once more, in other words --- */

static gboolean
shows (const char *setting,
       const char *least)
{
  static const char *const ORDER[] = { "none", "own", "organisation", "group" };
  guint is = 0;
  guint wants = 0;

  for (guint i = 0; i < G_N_ELEMENTS (ORDER); i++)
    {
      is = g_str_equal (ORDER[i], setting) ? i : is;
      wants = g_str_equal (ORDER[i], least) ? i : wants;
    }

  return is >= wants;
}

static gboolean
customer_may_hold (Matrix *self,
                   KpsTestPerson person,
                   KpsTestOrganisation org,
                   const char *kind,
                   int owner)
{
  static const Settings OTHER_PORTAL = { "own", "own", FALSE };
  const Settings *settings = HOME[person] == WEST ? &OTHER_PORTAL : &self->settings;
  const char *setting = g_str_equal (kind, "req") ? settings->requests : settings->work_orders;
  gboolean is_home = HOME[person] == org;
  gboolean is_held = HOME[person] == NORTH && org == SOUTH;

  if (g_str_equal (kind, "gen"))
    return is_home || (is_held && (shows (settings->requests, "group") ||
                                   shows (settings->work_orders, "group")));
  /* The office of the test treats both alike. */
  if (g_str_equal (kind, "doc"))
    return is_home && shows (settings->work_orders, "own");
  if (g_str_equal (kind, "price") && !settings->shows_prices)
    return FALSE;
  if (owner >= 0)
    return is_home && owner == (int) person &&
           (g_str_equal (kind, "req") || shows (setting, "own"));

  return (is_home && shows (setting, "organisation")) || (is_held && shows (setting, "group"));
}

static gboolean
staff_may_hold (KpsTestPerson person,
                KpsTestOrganisation org,
                int owner)
{
  return owner < 0 && (person != FINN || org == EAST);
}

static void
check_stream (Matrix *self,
              const KpsAccess *access,
              KpsTestPerson person,
              const char *stream,
              gboolean expected)
{
  count (self, kps_access_allows (access, stream) == expected, "stream", person, stream);
}

static void
check_organisation_streams (Matrix *self,
                            const KpsAccess *access,
                            KpsTestPerson person,
                            KpsTestOrganisation org)
{
  static const char *const KINDS[] = { "gen", "doc", "req", "wo", "price" };
  KpsTestText text = kps_test_text (&self->office->organisations[org]);
  g_autofree char *notes = g_strdup_printf ("s:%s", text.text);

  check_stream (self, access, person, notes, is_staff (person) && staff_may_hold (person, org, -1));
  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      for (int owner = -1; owner < (i < 2 ? 0 : N_PEOPLE); owner++)
        {
          g_autofree char *stream = NULL;

          stream = owner < 0 ? g_strdup_printf ("o:%s:%s", text.text, KINDS[i])
                             : g_strdup_printf ("o:%s:%s:own:%s", text.text, KINDS[i],
                                                kps_test_text (&self->office->people[owner]).text);
          check_stream (self, access, person, stream,
                        is_staff (person)
                          ? staff_may_hold (person, org, owner)
                          : customer_may_hold (self, person, org, KINDS[i], owner));
        }
    }
}

static void
check_streams_of (Matrix *self,
                  KpsTestPerson person)
{
  KpDb *db = kps_office_get_read_db (self->office->office);
  g_autoptr (KpsPerson) loaded = kps_test_office_load_person (self->office, person);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsAccess) access = kps_access_load (db, loaded, &error);
  g_autofree char *one = g_strdup_printf ("p:%s", kps_test_text (&self->office->portal).text);
  g_autofree char *two = g_strdup_printf ("p:%s", kps_test_text (&self->office->other_portal).text);

  g_assert_no_error (error);
  check_stream (self, access, person, one, person != DORA);
  check_stream (self, access, person, two, person == DORA || is_staff (person));
  check_stream (self, access, person, "s:dir", is_staff (person));
  check_stream (self, access, person, "s:*", FALSE);
  check_stream (self, access, person, "q:requests", person == EVA || person == GIL);
  check_stream (self, access, person, "q:work", person == EVA);
  check_stream (self, access, person, "q:office", person == EVA);
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_autofree char *own =
        g_strdup_printf ("u:%s", kps_test_text (&self->office->people[i]).text);

      check_stream (self, access, person, own, i == person);
    }
  for (guint i = 0; i < N_ORGANISATIONS; i++)
    check_organisation_streams (self, access, person, i);
}

static void
use_settings (Matrix *self,
              Settings settings)
{
  self->settings = settings;
  kps_test_office_set_portal (self->office, settings.requests, settings.work_orders,
                              settings.shows_prices, FALSE);
}

static void
check_streams (Matrix *self)
{
  static const char *const VISIBILITIES[] = { "none", "own", "organisation", "group" };

  for (guint i = 0; i < G_N_ELEMENTS (VISIBILITIES) * 4 * 2; i++)
    {
      use_settings (self, (Settings) {
                            .requests = VISIBILITIES[i / 8],
                            .work_orders = VISIBILITIES[i / 2 % 4],
                            .shows_prices = i % 2,
                          });
      for (guint person = 0; person < N_PEOPLE; person++)
        check_streams_of (self, person);
    }
}

/* --- Searching --- */

static void
check_finds (Matrix *self)
{
  KpDb *db = kps_office_get_read_db (self->office->office);

  for (guint person = 0; person < N_PEOPLE; person++)
    {
      g_autoptr (KpsPerson) loaded = kps_test_office_load_person (self->office, person);
      g_autoptr (GError) error = NULL;
      g_autofree char *north =
        kps_find (db, loaded, &(KpsQuestion) { .query = "nort", .limit = 50 }, NULL, &error);
      g_autofree char *east =
        kps_find (db, loaded, &(KpsQuestion) { .query = "EAST", .limit = 50 }, NULL, NULL);

      if (!is_staff (person))
        {
          count (self, g_error_matches (error, KP_ERROR, KP_ERROR_FORBIDDEN), "find", person, "");
          continue;
        }
      count (self, (strstr (north, "North") != NULL) == (person != FINN), "find", person, "north");
      count (self, strstr (east, "East") != NULL, "find", person, "east");
    }
}

/* --- Operations --- */

static const KpId *
get_subject (const Matrix *self,
             KpEntityType entity,
             Subject subject)
{
  return entity == KP_ENTITY_REQUEST ? &self->requests[subject] : &self->orders[subject];
}

static void
put_subject (Matrix *self,
             KpEntityType entity,
             Subject subject,
             const char *state)
{
  static const KpsTestPerson REQUESTER[] = { ANNA, CARL, DORA };
  KpsTestOffice *office = self->office;
  KpsTestPerson person = REQUESTER[subject];

  kps_test_office_put (office, entity, get_subject (self, entity, subject),
                       "{\"org_id\":\"%s\",\"requester_id\":\"%s\",\"state\":\"%s\","
                       "\"request_id\":\"%s\",\"title\":\"T\"}",
                       kps_test_text (&office->organisations[HOME[person]]).text,
                       kps_test_text (&office->people[person]).text, state,
                       kps_test_text (&self->requests[subject]).text);
}

static void
put_deleted (Matrix *self,
             KpEntityType entity)
{
  const KpId *id = get_subject (self, entity, SUBJECT_DELETED);

  kps_test_office_put (self->office, entity, id, "{\"org_id\":\"%s\",\"state\":\"submitted\"}",
                       kps_test_text (&self->office->organisations[NORTH]).text);
  kps_test_office_delete (self->office, entity, id);
}

static void
put_subjects (Matrix *self)
{
  const KpEnvironment *environment = &self->office->environment.environment;

  for (guint i = 0; i < N_SUBJECTS; i++)
    {
      self->requests[i] = kp_id_make (environment);
      self->orders[i] = kp_id_make (environment);
    }
  for (guint i = SUBJECT_OF_NORTH; i <= SUBJECT_OF_WEST; i++)
    {
      put_subject (self, KP_ENTITY_REQUEST, i, "submitted");
      put_subject (self, KP_ENTITY_WORK_ORDER, i, "new");
    }
  put_deleted (self, KP_ENTITY_REQUEST);
  put_deleted (self, KP_ENTITY_WORK_ORDER);
}

/* Whether the person sees the subject (it always waits for the office, so it is in a queue). */
static gboolean
sees (const Matrix *self,
      KpEntityType entity,
      KpsTestPerson person,
      Subject subject)
{
  const char *setting = entity == KP_ENTITY_REQUEST ? self->settings.requests
                                                    : self->settings.work_orders;

  switch (subject)
    {
    case SUBJECT_OF_NORTH:
      return person == ANNA || person == EVA || person == GIL ||
             ((person == BERT || person == RITA) && shows (setting, "organisation"));

    case SUBJECT_OF_EAST:
      return person == CARL || is_staff (person);

    case SUBJECT_OF_WEST:
      return person == DORA || person == EVA || person == GIL;

    case SUBJECT_DELETED:
    case SUBJECT_GUESSED:
    case N_SUBJECTS:
      break;
    }

  return FALSE;
}

/* Whether somebody who sees it may do it. */
static gboolean
may_do (const KpOperationKind *kind,
        KpsTestPerson person,
        Subject subject)
{
  static const KpsTestPerson REQUESTER[] = { ANNA, CARL, DORA };

  if (is_staff (person))
    return (kind->who & KP_WHO_STAFF) != 0 && person != GIL;
  if (person == RITA)
    return FALSE;

  return (kind->who & KP_WHO_MEMBER) != 0 ||
         ((kind->who & KP_WHO_REQUESTER) != 0 && REQUESTER[subject] == person);
}

static void
add_argument (const KpArgument *argument,
              GString *text)
{
  static const char *const BY_KIND[] = {
    [KP_FIELD_TEXT] = "\"other\"",
    [KP_FIELD_INT] = "5",
    [KP_FIELD_BOOL] = "true",
    [KP_FIELD_TIME] = "5",
    [KP_FIELD_NAMES] = "{}",
    [KP_FIELD_JSON] = "{}",
    [KP_FIELD_DATE] = "\"2026-12-01\"",
  };

  g_string_append_printf (text, ",\"%s\":%s", argument->name, BY_KIND[argument->kind]);
}

/* Returns: (transfer full): arguments of @kind about @subject, made from the table */
static char *
make_arguments (Matrix *self,
                const KpOperationKind *kind,
                const KpId *subject,
                const KpId *added)
{
  KpId fresh = kp_id_make (&self->office->environment.environment);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "{\"%s\":\"%s\"", kind->subject_argument,
                          kps_test_text (subject).text);
  for (const KpArgument *argument = kind->arguments; argument->name != NULL; argument++)
    {
      if (!argument->required || g_str_equal (argument->name, kind->subject_argument))
        continue;
      if (argument->kind == KP_FIELD_ID)
        g_string_append_printf (text, ",\"%s\":\"%s\"", argument->name,
                                kps_test_text (added != NULL ? added : &fresh).text);
      else
        add_argument (argument, text);
    }
  g_string_append_c (text, '}');

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Returns: (transfer full): the line of the result, the operation's own identifier taken out */
static char *
ask (Matrix *self,
     KpsTestPerson person,
     const char *kind,
     const char *was,
     const char *arguments)
{
  KpId id = { 0 };
  g_autoptr (GBytes) operation =
    kps_test_office_make_operation (self->office, &id, NULL, kind, was, arguments);
  g_autofree char *line = kps_test_office_ask (self->office, person, operation);
  g_autoptr (GString) text = g_string_new (line);

  g_string_replace (text, kps_test_text (&id).text, "ID", 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define GONE "{\"op\":\"ID\",\"r\":\"gone\"}"
#define DENIED "{\"op\":\"ID\",\"r\":\"denied\"}"

static void
check_cell (Matrix *self,
            const KpOperationKind *kind,
            KpsTestPerson person,
            Subject subject)
{
  const char *state = kind->from != NULL ? kind->from[0] : "submitted";
  const KpId *id = get_subject (self, kind->subject, subject);
  g_autofree char *name = g_strdup_printf ("%s@%d", kind->name, kind->version);
  g_autofree char *was = NULL;
  g_autofree char *arguments = make_arguments (self, kind, id, NULL);
  g_autofree char *line = NULL;
  g_autoptr (KpsRecord) before = NULL;
  g_autoptr (KpsRecord) after = NULL;
  gboolean is_done;

  if (subject <= SUBJECT_OF_WEST)
    put_subject (self, kind->subject, subject, state);
  if (kind->to != NULL)
    was = g_strdup_printf ("{\"state\":\"%s\"}", state);

  before = kps_test_office_get (self->office, kind->subject, id);
  line = ask (self, person, name, was, arguments);
  after = kps_test_office_get (self->office, kind->subject, id);
  is_done = strstr (line, "\"r\":\"ok\"") != NULL;
  if (!sees (self, kind->subject, person, subject))
    count (self, g_str_equal (line, GONE), kind->name, person, line);
  else if (!may_do (kind, person, subject))
    count (self, g_str_equal (line, DENIED), kind->name, person, line);
  else
    count (self, is_done, kind->name, person, line);

  /* What was not done left no trace. */
  count (self, is_done || (before == NULL && after == NULL) || before->rev == after->rev,
         "changed", person, line);
}

static void
check_submit (Matrix *self,
              KpsTestPerson person,
              const KpId *org,
              const KpId *flow,
              const char *expected)
{
  KpId request = kp_id_make (&self->office->environment.environment);
  g_autofree char *arguments =
    g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"T\","
                     "\"answers\":{}}",
                     kps_test_text (&request).text, kps_test_text (org).text,
                     kps_test_text (flow).text);
  g_autofree char *line = ask (self, person, "request.submit@1", NULL, arguments);

  count (self, expected != NULL ? g_str_equal (line, expected) : strstr (line, "\"ok\"") != NULL,
         "request.submit", person, line);
}

static void
check_submits (Matrix *self)
{
  KpsTestOffice *office = self->office;
  KpId guessed = kp_id_make (&office->environment.environment);

  for (guint person = 0; person < N_PEOPLE; person++)
    {
      const KpId *flow = person == DORA ? &office->other_flow : &office->plain_flow;
      const KpId *foreign = person == DORA ? &office->plain_flow : &office->other_flow;

      check_submit (self, person, &guessed, flow, GONE);
      for (guint org = 0; org < N_ORGANISATIONS; org++)
        {
          gboolean is_home = HOME[person] == org;
          gboolean is_seen = is_home || (is_staff (person) && staff_may_hold (person, org, -1));
          const char *expected = is_seen ? DENIED : GONE;

          if (is_home && person != RITA)
            expected = NULL;
          check_submit (self, person, &office->organisations[org], flow, expected);
          if (expected == NULL)
            check_submit (self, person, &office->organisations[org], foreign, GONE);
        }
    }
}

/* @user: whom it is for; N_PEOPLE = nobody in particular */
static void
check_enter (Matrix *self,
             KpsTestPerson person,
             KpsTestOrganisation org,
             KpsTestPerson user,
             const KpId *flow,
             const char *expected)
{
  KpsTestOffice *office = self->office;
  KpId request = kp_id_make (&office->environment.environment);
  g_autofree char *named =
    user < N_PEOPLE
      ? g_strdup_printf (",\"user\":\"%s\"", kps_test_text (&office->people[user]).text)
      : g_strdup ("");
  g_autofree char *arguments =
    g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\","
                     "\"title\":\"T\",\"answers\":{}%s}",
                     kps_test_text (&request).text,
                     kps_test_text (&office->organisations[org]).text, kps_test_text (flow).text,
                     named);
  g_autofree char *line = ask (self, person, "request.enter@1", NULL, arguments);

  count (self, expected != NULL ? g_str_equal (line, expected) : strstr (line, "\"ok\"") != NULL,
         "request.enter", person, line);
}

/* The office enters for members of organisations that it serves, on forms of their portal. */
static void
check_enters (Matrix *self)
{
  KpsTestOffice *office = self->office;

  for (guint person = 0; person < N_PEOPLE; person++)
    {
      for (guint org = 0; org < N_ORGANISATIONS; org++)
        {
          const KpId *flow = org == WEST ? &office->other_flow : &office->plain_flow;
          const KpId *foreign = org == WEST ? &office->plain_flow : &office->other_flow;
          gboolean is_seen =
            is_staff (person) ? staff_may_hold (person, org, -1) : HOME[person] == org;
          gboolean may = is_seen && is_staff (person) && person != GIL;
          const char *refusal = is_seen && !may ? DENIED : GONE;

          check_enter (self, person, org, N_PEOPLE, flow, may ? NULL : refusal);
          check_enter (self, person, org, N_PEOPLE, foreign, refusal);
          for (guint user = 0; may && user < N_PEOPLE; user++)
            {
              if (user != HUGO)
                check_enter (self, person, org, user, flow, HOME[user] == org ? NULL : GONE);
              check_enter (self, person, org, user, foreign, GONE);
            }
        }
    }
}

/* An identifier of somebody else's record where a new one belongs tells nothing. */
static void
check_taken_id (Matrix *self,
                const KpOperationKind *kind)
{
  gboolean by_staff = (kind->who & KP_WHO_MEMBER) == 0;
  KpsTestPerson person = by_staff ? FINN : ANNA;
  Subject own = by_staff ? SUBJECT_OF_EAST : SUBJECT_OF_NORTH;
  Subject foreign = by_staff ? SUBJECT_OF_NORTH : SUBJECT_OF_EAST;
  const char *state = kind->from != NULL ? kind->from[0] : "submitted";
  KpId taken = kp_id_make (&self->office->environment.environment);
  g_autofree char *name = g_strdup_printf ("%s@%d", kind->name, kind->version);
  g_autofree char *was =
    kind->to != NULL ? g_strdup_printf ("{\"state\":\"%s\"}", state) : NULL;
  g_autofree char *arguments = NULL;
  g_autofree char *line = NULL;

  put_subject (self, kind->subject, own, state);
  kps_test_office_put (
    self->office, kind->added, &taken,
    "{\"org_id\":\"%s\",\"request_id\":\"%s\",\"text\":\"Secret\"}",
    kps_test_text (&self->office->organisations[by_staff ? NORTH : EAST]).text,
    kps_test_text (&self->requests[foreign]).text);
  arguments = make_arguments (self, kind, get_subject (self, kind->subject, own), &taken);
  line = ask (self, person, name, was, arguments);
  count (self, g_str_equal (line, GONE), "taken id", person, line);
}

/* Nor does that of a request, where one is made. */
static void
check_taken_request (Matrix *self,
                     KpsTestPerson person,
                     const char *kind,
                     KpsTestOrganisation org,
                     Subject foreign)
{
  KpsTestOffice *office = self->office;
  g_autofree char *arguments =
    g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"T\","
                     "\"answers\":{}}",
                     kps_test_text (&self->requests[foreign]).text,
                     kps_test_text (&office->organisations[org]).text,
                     kps_test_text (&office->plain_flow).text);
  g_autofree char *line = ask (self, person, kind, NULL, arguments);

  count (self, g_str_equal (line, GONE), "taken request", person, line);
}

/* Other people's own things. */
static void
check_own_things (Matrix *self)
{
  KpsTestOffice *office = self->office;
  KpId mark = kp_id_make (&office->environment.environment);
  g_autofree char *mark_body =
    g_strdup_printf ("{\"mark\":\"%s\",\"subject\":\"%s\",\"at\":5}", kps_test_text (&mark).text,
                     kps_test_text (&mark).text);
  g_autofree char *mine = ask (self, ANNA, "read.mark@1", NULL, mark_body);
  g_autofree char *theirs = ask (self, BERT, "read.mark@1", NULL, mark_body);

  count (self, strstr (mine, "\"ok\"") != NULL, "read.mark", ANNA, mine);
  count (self, g_str_equal (theirs, GONE), "read.mark", BERT, theirs);

  for (guint person = 0; person < N_PEOPLE; person++)
    {
      for (guint other = 0; other < N_PEOPLE; other++)
        {
          g_autofree char *body = g_strdup_printf ("{\"user\":\"%s\",\"locale\":\"en\"}",
                                                   kps_test_text (&office->people[other]).text);
          g_autofree char *result = ask (self, person, "user.update@1", NULL, body);

          count (self,
                 person == other ? strstr (result, "\"ok\"") != NULL : g_str_equal (result, GONE),
                 "user.update", person, result);
        }
    }
}

static void
check_foreign_ids (Matrix *self)
{
  for (const KpOperationKind *kind = kp_operation_get_kinds (); kind->name != NULL; kind++)
    {
      if (kind->added != KP_ENTITY_NONE && kind->use == KP_SUBJECT_CHANGES)
        check_taken_id (self, kind);
    }
  check_taken_request (self, ANNA, "request.submit@1", NORTH, SUBJECT_OF_EAST);
  check_taken_request (self, ANNA, "request.submit@1", NORTH, SUBJECT_OF_WEST);
  check_taken_request (self, FINN, "request.enter@1", EAST, SUBJECT_OF_NORTH);
  check_taken_request (self, FINN, "request.enter@1", EAST, SUBJECT_OF_WEST);
  check_own_things (self);
}

/* @who: rows for one of these only */
static void
check_kinds_of (Matrix *self,
                KpEntityType entity,
                guint who)
{
  for (const KpOperationKind *kind = kp_operation_get_kinds (); kind->name != NULL; kind++)
    {
      if (kind->subject != entity || kind->use != KP_SUBJECT_CHANGES || (kind->who & who) == 0)
        continue;
      for (guint person = 0; person < N_PEOPLE; person++)
        {
          for (guint subject = 0; subject < N_SUBJECTS; subject++)
            check_cell (self, kind, person, subject);
        }
    }
}

static void
check_operations (Matrix *self)
{
  use_settings (self, (Settings) { "organisation", "own", FALSE });
  put_subjects (self);
  check_kinds_of (self, KP_ENTITY_REQUEST, ~0u);
  check_kinds_of (self, KP_ENTITY_WORK_ORDER, ~0u);
  check_submits (self);
  check_enters (self);
  check_foreign_ids (self);
  self->n_leaks += kps_access_check_files (self->office, &self->n_cells);
  use_settings (self, (Settings) { "own", "organisation", FALSE });
  check_kinds_of (self, KP_ENTITY_WORK_ORDER, KP_WHO_MEMBER);
}

/* Returns: how many cells of the whole matrix are wrong */
static guint
run_matrix (KpsTestOffice *office,
            gboolean is_verbose,
            guint *n_cells)
{
  Matrix matrix = { .office = office, .is_verbose = is_verbose };

  check_streams (&matrix);
  matrix.n_leaks += kps_access_check_doors (office, &matrix.n_cells);
  check_finds (&matrix);
  check_operations (&matrix);
  if (n_cells != NULL)
    *n_cells = matrix.n_cells;

  return matrix.n_leaks;
}

static void
test_matrix (KpsTestOffice *self,
             gconstpointer data)
{
  guint n_cells = 0;
  guint n_leaks = run_matrix (self, TRUE, &n_cells);

  g_test_message ("%u cells, %u leaks", n_cells, n_leaks);
  g_assert_cmpuint (n_leaks, ==, 0);
  g_assert_cmpuint (n_cells, >, 5000);
}

/* Every kind of the table is in the matrix: a new one needs a row here first. */
static void
test_every_kind (KpsTestOffice *self,
                 gconstpointer data)
{
  for (const KpOperationKind *kind = kp_operation_get_kinds (); kind->name != NULL; kind++)
    g_assert_true ((kind->subject == KP_ENTITY_REQUEST && kind->use != KP_SUBJECT_UPSERTED) ||
                   (kind->subject == KP_ENTITY_WORK_ORDER && kind->use == KP_SUBJECT_CHANGES) ||
                   kind->subject == KP_ENTITY_USER || kind->subject == KP_ENTITY_READ_MARK);
}

static void
test_mutant (KpsTestOffice *self,
             gconstpointer data)
{
  g_autofree char *number = g_strdup_printf ("%d", GPOINTER_TO_INT (data));
  guint n_leaks;

  g_setenv ("KPS_TEST_SWITCHED_OFF", number, TRUE);
  n_leaks = run_matrix (self, FALSE, NULL);
  g_unsetenv ("KPS_TEST_SWITCHED_OFF");
  g_assert_cmpuint (n_leaks, >, 0);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/access/matrix/no-leaks", KpsTestOffice, NULL, kps_test_office_set_up, test_matrix,
              kps_test_office_tear_down);
  g_test_add ("/access/matrix/every-operation-is-in-it", KpsTestOffice, NULL,
              kps_test_office_set_up, test_every_kind, kps_test_office_tear_down);
  for (int n = FIRST_DECISION; n < LAST_DECISION + 1; n++)
    {
      g_autofree char *path = g_strdup_printf ("/access/mutant/%d/is-noticed", n);

      g_test_add (path, KpsTestOffice, GINT_TO_POINTER (n), kps_test_office_set_up, test_mutant,
                  kps_test_office_tear_down);
    }

  return g_test_run ();
}
