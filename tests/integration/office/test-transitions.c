/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every move of a request and its work order, by customer and staff, from what each of them last
 * saw, against the real office (SYNC.md section 7). The oracle is the arrows of DOMAIN.md sections
 * 4 and 5, written down once more. Sequences are made from a seed, which a failure names.
 */

#include "kp-operation.h"
#include "kps-test-office.h"

#include <string.h>

#define N_SEEDS 60
#define N_MOVES 40

/* An arrow of DOMAIN.md; the bar separates states that it starts from. */
typedef struct
{
  const char *kind;
  const char *from;
  const char *to;
  gboolean by_customer;
  const char *rest; /* arguments after the subject; %s = a new identifier */
} Arrow;

#define MESSAGE ",\"message\":\"%s\",\"text\":\"Because\""

static const Arrow OF_REQUESTS[] = {
  { "request.withdraw@1", "submitted|needs_information", "withdrawn", TRUE, "" },
  { "request.answer@1", "needs_information", "submitted", TRUE, MESSAGE },
  { "request.review@1", "submitted", "in_review", FALSE, "" },
  { "request.ask@1", "submitted|in_review", "needs_information", FALSE, MESSAGE },
  { "request.accept@1", "submitted|in_review|needs_information", "accepted", FALSE,
    ",\"work_order\":\"%s\"" },
  { "request.decline@1", "submitted|in_review|needs_information", "declined", FALSE,
    ",\"reason\":\"other\",\"text\":\"Because\"" },
};

static const Arrow OF_WORK_ORDERS[] = {
  { "work_order.plan@1", "new|planned", "planned", FALSE, ",\"planned_on\":\"2026-12-01\"" },
  { "work_order.start@1", "planned", "in_progress", FALSE, "" },
  { "work_order.block@1", "in_progress", "blocked", FALSE, MESSAGE },
  { "work_order.resume@1", "blocked", "in_progress", FALSE, "" },
  { "work_order.complete@1", "in_progress", "done", FALSE, "" },
  { "work_order.cancel@1", "new|planned|in_progress|blocked", "cancelled", FALSE, MESSAGE },
  { "work_order.confirm@1", "done", "confirmed", TRUE, "" },
  { "work_order.reopen@1", "done", "in_progress", TRUE, MESSAGE },
};

static const char *const REQUEST_STATES[] = { "submitted", "in_review", "needs_information",
                                              "accepted", "declined", "withdrawn" };
static const char *const WORK_ORDER_STATES[] = { "new", "planned", "in_progress", "blocked", "done",
                                                 "confirmed", "sent", "archived", "cancelled" };

/* One kind of subject. */
typedef struct
{
  KpEntityType entity;
  const char *argument;
  const Arrow *arrows;
  guint n_arrows;
  const char *const *states;
  guint n_states;
} Life;

static const Life REQUEST_LIFE = {
  KP_ENTITY_REQUEST,
  "request",
  OF_REQUESTS,
  G_N_ELEMENTS (OF_REQUESTS),
  REQUEST_STATES,
  G_N_ELEMENTS (REQUEST_STATES),
};
static const Life WORK_ORDER_LIFE = {
  KP_ENTITY_WORK_ORDER,
  "work_order",
  OF_WORK_ORDERS,
  G_N_ELEMENTS (OF_WORK_ORDERS),
  WORK_ORDER_STATES,
  G_N_ELEMENTS (WORK_ORDER_STATES),
};

static gboolean
starts_from (const Arrow *arrow,
             const char *state)
{
  g_auto (GStrv) states = g_strsplit (arrow->from, "|", -1);

  return g_strv_contains ((const char *const *) states, state);
}

static void
put (KpsTestOffice *self,
     const Life *life,
     const KpId *id,
     const char *state)
{
  kps_test_office_put (self, life->entity, id,
                       "{\"org_id\":\"%s\",\"requester_id\":\"%s\",\"title\":\"T\","
                       "\"state\":\"%s\",\"state_by\":\"Nobody\",\"updated_at\":1}",
                       kps_test_text (&self->organisations[NORTH]).text,
                       kps_test_text (&self->people[ANNA]).text, state);
}

static char *
dup_state (KpsTestOffice *self,
           const Life *life,
           const KpId *id)
{
  g_autoptr (KpsRecord) record = kps_test_office_get (self, life->entity, id);

  g_assert_nonnull (record);

  return g_strdup (kps_record_get_text (record, "state"));
}

/**
 * freeze:
 * @last: (inout) (nullable): the operation before it of the same person, zero = none
 *
 * Returns: (transfer full): the operation as it is made when @seen is on the screen
 */
static GBytes *
freeze (KpsTestOffice *self,
        const Life *life,
        const Arrow *arrow,
        const KpId *id,
        const char *seen,
        KpId *last)
{
  KpId operation = kp_id_make (&self->environment.environment);
  KpId after = last != NULL ? *last : (KpId) { 0 };
  KpId made = kp_id_make (&self->environment.environment);
  g_auto (GStrv) parts = g_strsplit (arrow->rest, "%s", 2);
  g_autofree char *rest = g_strjoinv (kps_test_text (&made).text, parts);
  g_autofree char *was = g_strdup_printf ("{\"state\":\"%s\"}", seen);
  g_autofree char *arguments =
    g_strdup_printf ("{\"%s\":\"%s\"%s}", life->argument, kps_test_text (id).text, rest);

  if (last != NULL)
    *last = operation;

  return kps_test_office_make_operation (self, &operation, &after, arrow->kind, was, arguments);
}

/**
 * send:
 * @seen: the state that the person saw
 *
 * Sends one operation and holds the answer against the arrows: it moves if the subject is still as
 * it was seen and the arrow starts there, else it is a conflict that says how things are, and
 * nothing changes.
 *
 * Returns: whether it moved
 */
static gboolean
send (KpsTestOffice *self,
      const Life *life,
      const Arrow *arrow,
      const KpId *id,
      const char *seen,
      GBytes *operation)
{
  g_autofree char *before = dup_state (self, life, id);
  gboolean may = g_str_equal (before, seen) && starts_from (arrow, before);
  g_autofree char *line = kps_test_office_ask (self, arrow->by_customer ? ANNA : EVA, operation);
  g_autofree char *again = kps_test_office_ask (self, arrow->by_customer ? ANNA : EVA, operation);
  g_autofree char *outcome = kps_test_get_outcome (line);
  g_autofree char *after = dup_state (self, life, id);
  /* Only a step from the state that it leads to can write over what a colleague wrote. */
  gboolean writes_over = g_str_equal (before, arrow->to) && starts_from (arrow, before);
  g_autofree char *now = g_strdup_printf ("\"now\":{\"state\":\"%s\"%s", before,
                                          writes_over ? ",\"planned_on\":" : "}");

  g_test_message ("%s, seen %s, is %s: %s", arrow->kind, seen, before, line);
  g_assert_cmpstr (outcome, ==, may ? "ok" : "conflict");
  g_assert_cmpstr (after, ==, may ? arrow->to : before);
  g_assert_true (may || strstr (line, now) != NULL);
  g_assert_true (may || strstr (line, "\"by\":") != NULL);
  /* Sent twice, as after a lost reply: the same answer, and no second effect. */
  g_assert_cmpstr (again, ==, line);

  return may;
}

/* Each arrow from each state, seen rightly: only the arrows of the design move anything. */
static void
test_arrows (KpsTestOffice *self,
             gconstpointer data)
{
  const Life *life = data;

  for (guint state = 0; state < life->n_states; state++)
    {
      for (guint i = 0; i < life->n_arrows; i++)
        {
          KpId id = kp_id_make (&self->environment.environment);
          g_autoptr (GBytes) operation =
            freeze (self, life, &life->arrows[i], &id, life->states[state], NULL);

          put (self, life, &id, life->states[state]);
          send (self, life, &life->arrows[i], &id, life->states[state], operation);
        }
    }
}

/* Two people see the same, each acts, and both are on the wire: in either order. */
static void
test_crossing (KpsTestOffice *self,
               gconstpointer data)
{
  const Life *life = data;
  guint n_pairs = life->n_arrows * life->n_arrows;

  for (guint n = 0; n < n_pairs * life->n_states; n++)
    {
      const char *state = life->states[n / n_pairs];
      const Arrow *first = &life->arrows[n % n_pairs / life->n_arrows];
      const Arrow *second = &life->arrows[n % life->n_arrows];
      KpId id = kp_id_make (&self->environment.environment);
      g_autoptr (GBytes) one = freeze (self, life, first, &id, state, NULL);
      g_autoptr (GBytes) two = freeze (self, life, second, &id, state, NULL);

      put (self, life, &id, state);
      send (self, life, first, &id, state, one);
      send (self, life, second, &id, state, two);
    }
}

/* The customer is number 0, staff number 1. */
typedef struct
{
  const char *seen[2]; /* on each one's screen */
  KpId last[2];        /* what each did last */
  GPtrArray *queued;   /* (owned) (element-type Queued): made while offline */
} World;

typedef struct
{
  const Arrow *arrow;
  const char *seen;
  GBytes *operation; /* (owned) */
} Queued;

static void
free_queued (gpointer data)
{
  Queued *queued = data;

  g_bytes_unref (queued->operation);
  g_free (queued);
}

static const char *
find_state (const Life *life,
            const char *state)
{
  for (guint i = 0; i < life->n_states; i++)
    {
      if (g_str_equal (life->states[i], state))
        return life->states[i];
    }

  g_assert_not_reached ();
}

/* Returns: the oldest of those queued by whoever made @any: per lane, the author's order holds */
static guint
find_oldest (const World *world,
             guint any)
{
  const Queued *chosen = world->queued->pdata[any];
  guint i = 0;

  while (((const Queued *) world->queued->pdata[i])->arrow->by_customer !=
         chosen->arrow->by_customer)
    i++;

  return i;
}

/* Contact: what is queued goes, in whatever order the wire makes of it, then all is seen. */
static void
meet (KpsTestOffice *self,
      const Life *life,
      const KpId *id,
      World *world,
      GRand *rand)
{
  g_autofree char *state = NULL;

  while (world->queued->len > 0)
    {
      guint i =
        find_oldest (world, (guint) g_rand_int_range (rand, 0, (gint32) world->queued->len));
      const Queued *queued = world->queued->pdata[i];

      send (self, life, queued->arrow, id, queued->seen, queued->operation);
      g_ptr_array_remove_index (world->queued, i);
    }

  state = dup_state (self, life, id);
  world->seen[0] = world->seen[1] = find_state (life, state);
}

static void
run_sequence (KpsTestOffice *self,
              const Life *life,
              guint seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  KpId id = kp_id_make (&self->environment.environment);
  World world = { .queued = g_ptr_array_new_with_free_func (free_queued) };

  g_test_message ("seed %u", seed);
  put (self, life, &id, life->states[0]);
  world.seen[0] = world.seen[1] = life->states[0];
  for (guint i = 0; i < N_MOVES; i++)
    {
      const Arrow *arrow = &life->arrows[g_rand_int_range (rand, 0, (gint32) life->n_arrows)];
      guint person = arrow->by_customer ? 0 : 1;
      const char **seen = &world.seen[person];
      Queued *queued;

      /* A button is there only if the table allows it in the state that is seen. */
      if (starts_from (arrow, *seen))
        {
          queued = g_new (Queued, 1);
          *queued = (Queued) {
            .arrow = arrow,
            .seen = *seen,
            .operation = freeze (self, life, arrow, &id, *seen, &world.last[person]),
          };
          g_ptr_array_add (world.queued, queued);
          /* Offline, his own screen goes on from what he did. */
          *seen = arrow->to;
        }
      if (g_rand_double (rand) < 0.3)
        meet (self, life, &id, &world, rand);
    }
  meet (self, life, &id, &world, rand);
  g_ptr_array_unref (world.queued);
}

static void
test_sequences (KpsTestOffice *self,
                gconstpointer data)
{
  for (guint seed = 1; seed <= N_SEEDS; seed++)
    run_sequence (self, data, seed);
}

static const Arrow *
find_arrow (const Life *life,
            const KpOperationKind *kind)
{
  g_autofree char *name = g_strdup_printf ("%s@%d", kind->name, kind->version);

  for (guint i = 0; i < life->n_arrows; i++)
    {
      if (g_str_equal (life->arrows[i].kind, name))
        return &life->arrows[i];
    }

  return NULL;
}

/* Each row of the table that moves such a subject is an arrow here, with the same ends. */
static void
test_every_move (KpsTestOffice *self,
                 gconstpointer data)
{
  const Life *life = data;
  guint n = 0;

  for (const KpOperationKind *kind = kp_operation_get_kinds (); kind->name != NULL; kind++)
    {
      const Arrow *arrow = find_arrow (life, kind);
      g_autofree char *from = NULL;

      if (kind->subject != life->entity || kind->from == NULL)
        continue;

      g_test_message ("%s", kind->name);
      g_assert_nonnull (arrow);
      from = g_strjoinv ("|", (char **) kind->from);
      g_assert_cmpstr (from, ==, arrow->from);
      g_assert_cmpstr (kind->to, ==, arrow->to);
      g_assert_true (arrow->by_customer == ((kind->who & KP_WHO_STAFF) == 0));
      n++;
    }

  g_assert_cmpuint (n, ==, life->n_arrows);
}

/* Two plan what is planned already: the second is told of the first. */
static void
test_replanned (KpsTestOffice *self,
                gconstpointer data)
{
  static const char WAS[] = "{\"state\":\"planned\",\"planned_on\":\"2026-12-01\"}";
  KpId id = kp_id_make (&self->environment.environment);
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (KpsRecord) record = NULL;

  put (self, &WORK_ORDER_LIFE, &id, "new");
  g_free (kps_test_office_do (self, EVA, "work_order.plan@1", "{\"state\":\"new\"}",
                              "{\"work_order\":\"%s\",\"planned_on\":\"2026-12-01\"}",
                              kps_test_text (&id).text));
  first = kps_test_office_do (self, EVA, "work_order.plan@1", WAS,
                              "{\"work_order\":\"%s\",\"planned_on\":\"2026-12-02\"}",
                              kps_test_text (&id).text);
  second = kps_test_office_do (self, EVA, "work_order.plan@1", WAS,
                               "{\"work_order\":\"%s\",\"planned_on\":\"2026-12-03\"}",
                               kps_test_text (&id).text);
  record = kps_test_office_get (self, KP_ENTITY_WORK_ORDER, &id);
  g_assert_cmpstr (first, ==, "ok");
  g_assert_cmpstr (second, ==, "conflict");
  g_assert_cmpstr (kps_record_get_text (record, "planned_on"), ==, "2026-12-02");
}

/* A reason is read in the conversation, also after the next one took its place. */
static void
test_reasons (KpsTestOffice *self,
              gconstpointer data)
{
  KpId request = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  KpId order = kp_id_make (&self->environment.environment);
  KpId message = kp_id_make (&self->environment.environment);
  KpsTestText text = kps_test_text (&order);
  g_autoptr (KpsRecord) record = NULL;
  g_autoptr (KpsRecord) reason = NULL;
  g_autofree char *streams = NULL;
  g_autofree char *request_streams = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *blank = NULL;

  g_free (kps_test_office_do (self, EVA, "request.accept@1", "{\"state\":\"submitted\"}",
                              "{\"request\":\"%s\",\"work_order\":\"%s\"}",
                              kps_test_text (&request).text, text.text));
  blank = kps_test_office_do (self, EVA, "work_order.cancel@1", "{\"state\":\"new\"}",
                              "{\"work_order\":\"%s\",\"message\":\"%s\",\"text\":\" \"}",
                              text.text, kps_test_text (&message).text);
  outcome = kps_test_office_do (self, EVA, "work_order.cancel@1", "{\"state\":\"new\"}",
                                "{\"work_order\":\"%s\",\"message\":\"%s\",\"text\":\"Sold\"}",
                                text.text, kps_test_text (&message).text);
  record = kps_test_office_get (self, KP_ENTITY_WORK_ORDER, &order);
  reason = kps_test_office_get (self, KP_ENTITY_MESSAGE, &message);
  streams = kps_test_office_get_streams (self, KP_ENTITY_MESSAGE, &message);
  request_streams = kps_test_office_get_streams (self, KP_ENTITY_REQUEST, &request);
  g_assert_cmpstr (blank, ==, "need");
  g_assert_cmpstr (outcome, ==, "ok");
  g_assert_cmpstr (kps_record_get_text (record, "reason"), ==, "Sold");
  g_assert_cmpstr (kps_record_get_text (record, "state_by"), ==, "Eva");
  g_assert_cmpstr (kps_record_get_text (reason, "kind"), ==, "cancelled");
  g_assert_cmpstr (kps_record_get_text (reason, "text"), ==, "Sold");
  g_assert_cmpstr (streams, ==, request_streams);
}

#define ADD(path, data, test) \
  g_test_add (path, KpsTestOffice, data, kps_test_office_set_up, test, kps_test_office_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("/transitions/requests/every-move-is-an-arrow", &REQUEST_LIFE, test_every_move);
  ADD ("/transitions/requests/arrows-only", &REQUEST_LIFE, test_arrows);
  ADD ("/transitions/requests/crossing-in-every-order", &REQUEST_LIFE, test_crossing);
  ADD ("/transitions/requests/sequences", &REQUEST_LIFE, test_sequences);
  ADD ("/transitions/work-orders/every-move-is-an-arrow", &WORK_ORDER_LIFE, test_every_move);
  ADD ("/transitions/work-orders/arrows-only", &WORK_ORDER_LIFE, test_arrows);
  ADD ("/transitions/work-orders/crossing-in-every-order", &WORK_ORDER_LIFE, test_crossing);
  ADD ("/transitions/work-orders/sequences", &WORK_ORDER_LIFE, test_sequences);
  ADD ("/transitions/work-orders/replanning-never-overwrites", NULL, test_replanned);
  ADD ("/transitions/work-orders/reasons-stay-in-the-conversation", NULL, test_reasons);

  return g_test_run ();
}
