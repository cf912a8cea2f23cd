/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Routes × roles: every route of the table is called by everybody there is, and each cell has one
 * right answer. What a role may not have must read, byte for byte, like what does not exist. Then
 * each check of the server (KPS_ALLOW) is switched off in turn, and the matrix must notice.
 */

#include "kp-file-client.h"
#include "kp-small-office.h"
#include "kps-route.h"

#include <string.h>

/* Who calls. */
typedef enum
{
  ROLE_NOBODY = 0, /* with a key of his own and no token */
  ROLE_FORGER,     /* with a token that he made up */
  ROLE_THIEF,      /* with somebody's token and not the key */
  ROLE_SIGNED_OUT,
  ROLE_EXPIRED,
  ROLE_REVOKED_DEVICE,
  ROLE_DISABLED,
  ROLE_CLOSED_PORTAL,
  ROLE_CUSTOMER,
  ROLE_STAFF,
  N_ROLES
} Role;

static const char *const ROLE_NAMES[N_ROLES] = {
  "nobody",
  "forger",
  "thief",
  "signed out",
  "expired",
  "revoked device",
  "disabled",
  "closed portal",
  "customer",
  "staff",
};

typedef struct
{
  KpServerProcess *server;        /* (owned) */
  KpPortalClient *roles[N_ROLES]; /* (owned) */
  guint faults;
  guint cells;
  gboolean quiet; /* a fault is what is hoped for */
} Matrix;

/* What a cell must answer. */
typedef struct
{
  guint status;
  const char *code; /* (nullable) */
} Expected;

#define HOUR_MS (60 * 60 * (gint64) 1000)
#define HASH "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
#define NO_ID "AZr3kZ0HcgCBAgMEBQYHCA"
#define TICKET "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static KpPortalClient *
make_client (Matrix *matrix,
             const char *portal,
             const char *login)
{
  return kp_portal_client_new (kp_server_process_get_address (matrix->server), portal, login,
                               KP_OFFICE_PASSWORD);
}

static KpPortalClient *
sign_in (Matrix *matrix,
         const char *portal,
         const char *login)
{
  KpPortalClient *client = make_client (matrix, portal, login);

  kp_portal_client_sign_in (client);

  return client;
}

static void
judge (Matrix *matrix,
       const char *what,
       const KpAnswer *answer,
       Expected expected)
{
  matrix->cells++;
  if (answer->status == expected.status && g_strcmp0 (answer->code, expected.code) == 0)
    return;

  matrix->faults++;
  if (!matrix->quiet)
    g_printerr ("# %s: %u %s instead of %u %s\n", what, answer->status, answer->code,
                expected.status, expected.code);
}

/* Takes the answer over. */
static void
judge_owned (Matrix *matrix,
             const char *what,
             KpAnswer *answer,
             guint status,
             const char *code)
{
  judge (matrix, what, answer, (Expected) { status, code });
  kp_answer_free (answer);
}

/* Returns: the answer that everybody gets who is not stopped by @capability */
static Expected
expect_inside (const KpsRoute *route)
{
  if (g_str_equal (route->path, "/v1/sign-out"))
    return (Expected) { SOUP_STATUS_NO_CONTENT, NULL };

  /* An empty object is no exchange, no password, no sign-in, and a file has somewhere to go. */
  if (!g_str_equal (route->method, "GET"))
    return (Expected) { SOUP_STATUS_BAD_REQUEST, "bad-request" };

  if (route->capability == KPS_CAPABILITY_TICKET || g_str_has_prefix (route->path, "/v1/blob/"))
    return (Expected) { SOUP_STATUS_NOT_FOUND, "not-found" };

  return (Expected) { SOUP_STATUS_OK, NULL };
}

/* One row per capability: a new one must not compile until it is decided here. */
static Expected
expect (const KpsRoute *route,
        Role role)
{
  const Expected signed_out = { SOUP_STATUS_UNAUTHORIZED, "signed-out" };

  switch (route->capability)
    {
    case KPS_CAPABILITY_PUBLIC:
    case KPS_CAPABILITY_DEVICE:
    case KPS_CAPABILITY_TICKET:
      return expect_inside (route);

    case KPS_CAPABILITY_SIGNED_IN:
    case KPS_CAPABILITY_STAFF:
      break;
    }

  switch (role)
    {
    case ROLE_NOBODY:
    case ROLE_FORGER:
    case ROLE_SIGNED_OUT:
    case ROLE_EXPIRED:
      return signed_out;

    case ROLE_THIEF:
      return (Expected) { SOUP_STATUS_UNAUTHORIZED, "proof" };

    case ROLE_REVOKED_DEVICE:
      return (Expected) { SOUP_STATUS_FORBIDDEN, "device-revoked" };

    case ROLE_DISABLED:
      return (Expected) { SOUP_STATUS_FORBIDDEN, "account-disabled" };

    case ROLE_CLOSED_PORTAL:
      return (Expected) { SOUP_STATUS_FORBIDDEN, "portal-disabled" };

    case ROLE_CUSTOMER:
      if (route->capability == KPS_CAPABILITY_STAFF)
        return (Expected) { SOUP_STATUS_NOT_FOUND, "not-found" };
      break;

    case ROLE_STAFF:
      break;

    case N_ROLES:
      g_assert_not_reached ();
    }

  return expect_inside (route);
}

static void
free_roles (Matrix *matrix)
{
  for (guint i = 0; i < N_ROLES; i++)
    g_clear_pointer (&matrix->roles[i], kp_portal_client_free);
}

static void
restart (Matrix *matrix)
{
  kp_server_process_start (matrix->server);
  for (guint i = 0; i < N_ROLES; i++)
    {
      if (matrix->roles[i] != NULL)
        g_set_str (&matrix->roles[i]->address, kp_server_process_get_address (matrix->server));
    }
}

/* Brings everybody into his state. Signing in, and what the office does, is right in itself here.
 */
static void
make_roles (Matrix *matrix)
{
  KpPortalClient **roles = matrix->roles;

  /* Signed in an hour before everybody else. */
  kp_server_process_set_clock (matrix->server, 0);
  roles[ROLE_EXPIRED] = sign_in (matrix, "north", "anna");
  kp_server_process_set_clock (matrix->server, HOUR_MS);

  roles[ROLE_NOBODY] = make_client (matrix, "north", "anna");
  roles[ROLE_FORGER] = make_client (matrix, "north", "anna");
  roles[ROLE_FORGER]->access = g_strnfill (64, 'A');
  roles[ROLE_CUSTOMER] = sign_in (matrix, "north", "anna");
  roles[ROLE_THIEF] = make_client (matrix, "north", "anna");
  roles[ROLE_THIEF]->access = g_strdup (roles[ROLE_CUSTOMER]->access);
  roles[ROLE_STAFF] = sign_in (matrix, NULL, "eva");
  roles[ROLE_REVOKED_DEVICE] = sign_in (matrix, "north", "anna");
  roles[ROLE_CLOSED_PORTAL] = sign_in (matrix, "south", "bert");
  roles[ROLE_SIGNED_OUT] = sign_in (matrix, "north", "anna");
  kp_answer_expect (kp_portal_client_call (roles[ROLE_SIGNED_OUT], "POST", "/v1/sign-out",
                                           roles[ROLE_SIGNED_OUT]->access, "{}"),
                    SOUP_STATUS_NO_CONTENT, NULL);

  g_assert_cmpint (kp_server_process_run (matrix->server, NULL, NULL, "user", "enable", "dora",
                                          "--portal", "north", NULL),
                   ==, 0);
  roles[ROLE_DISABLED] = sign_in (matrix, "north", "dora");
  g_assert_cmpint (kp_server_process_run (matrix->server, NULL, NULL, "user", "disable", "dora",
                                          "--portal", "north", NULL),
                   ==, 0);

  kp_server_process_stop (matrix->server);
  kp_small_office_switch_device (matrix->server, roles[ROLE_REVOKED_DEVICE]->device, FALSE);
  kp_small_office_switch_portal (matrix->server, "south", FALSE);
  restart (matrix);
}

static char *
make_target (const KpsRoute *route)
{
  if (g_str_has_prefix (route->path, "/v1/blob/"))
    return g_strdup (g_str_equal (route->method, "PUT") ? "/v1/blob/" HASH : "/v1/blob/" NO_ID);

  if (strchr (route->path, '{') != NULL)
    return g_strdup ("/north/.well-known/klantportaal");

  if (route->capability == KPS_CAPABILITY_TICKET)
    return g_strconcat (route->path, "?ticket=" TICKET, NULL);

  return g_strconcat (route->path, g_str_equal (route->path, "/v1/find") ? "?q=organisation" : "",
                      NULL);
}

/* Routes that change the caller's own state come last, or the next cell would have another role. */
static gboolean
is_last (const KpsRoute *route)
{
  return g_str_equal (route->path, "/v1/sign-out");
}

static void
fill_cell (Matrix *matrix,
           const KpsRoute *route,
           Role role)
{
  KpPortalClient *client = matrix->roles[role];
  g_autofree char *target = make_target (route);
  g_autofree char *what = g_strdup_printf ("%s %s by %s", route->method, target, ROLE_NAMES[role]);
  const char *body = route->body_limit > 0 ? "{}" : NULL;
  g_autoptr (KpAnswer) answer = kp_portal_client_call (client, route->method, target,
                                                       client->access, body);
  Expected expected = expect (route, role);

  judge (matrix, what, answer, expected);
  if (expected.status == SOUP_STATUS_NOT_FOUND && answer->status == SOUP_STATUS_NOT_FOUND)
    {
      g_autoptr (KpAnswer) nothing = kp_portal_client_call (client, "GET", "/v1/nothing",
                                                            client->access, NULL);

      /* Byte for byte what does not exist. */
      if (g_strcmp0 (answer->text, nothing->text) != 0)
        judge (matrix, what, answer, (Expected) { 0, NULL });
    }

  if ((expected.status == SOUP_STATUS_FORBIDDEN && role != ROLE_CLOSED_PORTAL) &&
      answer->status == SOUP_STATUS_FORBIDDEN && !kp_portal_client_believes (client, answer))
    judge (matrix, what, answer, (Expected) { 0, "signed" });
}

static void
fill_routes (Matrix *matrix)
{
  for (guint last = 0; last < 2; last++)
    {
      for (const KpsRoute *route = KPS_ROUTES; route->method != NULL; route++)
        {
          for (Role role = 0; role < N_ROLES && is_last (route) == (last == 1); role++)
            fill_cell (matrix, route, role);
        }
    }
}

/* --- Signing in: who with which password, key and portal --- */

static void
fill_sign_in (Matrix *matrix)
{
  g_autoptr (KpPortalClient) wrong = make_client (matrix, "north", "anna");
  g_autoptr (KpPortalClient) disabled = make_client (matrix, "north", "dora");
  g_autoptr (KpPortalClient) closed = make_client (matrix, "south", "bert");
  g_autoptr (KpPortalClient) customer = make_client (matrix, NULL, "anna");
  g_autoptr (KpPortalClient) mole = make_client (matrix, NULL, "mole");
  g_autoptr (KpPortalClient) staff = make_client (matrix, "north", "eva");
  g_autoptr (KpPortalClient) keyless = make_client (matrix, "north", "anna");
  KpPortalClient *revoked = matrix->roles[ROLE_REVOKED_DEVICE];

  g_set_str (&wrong->password, "not the password at all");
  memcpy (keyless->public_key, wrong->public_key, sizeof keyless->public_key);

  judge_owned (matrix, "sign-in, wrong password", kp_portal_client_try_sign_in (wrong), 401,
               "wrong-password");
  judge_owned (matrix, "sign-in, disabled", kp_portal_client_try_sign_in (disabled), 401,
               "wrong-password");
  judge_owned (matrix, "sign-in, closed portal", kp_portal_client_try_sign_in (closed), 403,
               "portal-disabled");
  judge_owned (matrix, "sign-in, customer as staff", kp_portal_client_try_sign_in (customer), 401,
               "wrong-password");
  judge_owned (matrix, "sign-in, mole", kp_portal_client_try_sign_in (mole), 401, "wrong-password");
  judge_owned (matrix, "sign-in, staff as customer", kp_portal_client_try_sign_in (staff), 401,
               "wrong-password");
  judge_owned (matrix, "sign-in, without the key", kp_portal_client_try_sign_in (keyless), 401,
               "proof");
  judge_owned (matrix, "sign-in, revoked device", kp_portal_client_try_sign_in (revoked), 403,
               "device-revoked");
}

static void
fill_password (Matrix *matrix)
{
  g_autoptr (KpPortalClient) anna = sign_in (matrix, "north", "anna");

  judge_owned (matrix, "password, wrong old one",
               kp_portal_client_call (anna, "POST", "/v1/password", anna->access,
                                      "{\"old\":\"not the password at all\","
                                      "\"new\":\"violet umbrella ticket\"}"),
               401, "wrong-password");
}

/* --- Refreshing: with which token, signed by which key --- */

static void
fill_refresh (Matrix *matrix)
{
  g_autoptr (KpPortalClient) anna = sign_in (matrix, "north", "anna");
  g_autoptr (KpPortalClient) thief = make_client (matrix, "north", "anna");
  g_autoptr (KpPortalClient) careless = sign_in (matrix, "north", "anna");
  g_autofree char *older = g_strdup (anna->refresh);

  thief->refresh = g_strdup (careless->refresh);
  judge_owned (matrix, "refresh, by a thief", kp_portal_client_try_refresh (thief), 401,
               "signed-out");

  judge_owned (matrix, "refresh", kp_portal_client_try_refresh (anna), 200, NULL);
  judge_owned (matrix, "refresh again", kp_portal_client_try_refresh (anna), 200, NULL);
  g_set_str (&anna->refresh, older);
  judge_owned (matrix, "refresh, older", kp_portal_client_try_refresh (anna), 401, "signed-out");

  for (Role role = ROLE_REVOKED_DEVICE; role <= ROLE_CLOSED_PORTAL; role++)
    {
      const KpsRoute like = { .capability = KPS_CAPABILITY_SIGNED_IN };
      g_autoptr (KpAnswer) answer = kp_portal_client_try_refresh (matrix->roles[role]);

      judge (matrix, ROLE_NAMES[role], answer, expect (&like, role));
    }
}

/* --- Looking for things: not even that a question is malformed is said to those who may not ask
 * --- */

static void
fill_find (Matrix *matrix)
{
  g_autoptr (KpPortalClient) anna = sign_in (matrix, "north", "anna");
  g_autoptr (KpPortalClient) eva = sign_in (matrix, NULL, "eva");

  judge_owned (matrix, "find, malformed, by a customer",
               kp_portal_client_call (anna, "GET", "/v1/find", anna->access, NULL), 404,
               "not-found");
  judge_owned (matrix, "find, malformed, by staff",
               kp_portal_client_call (eva, "GET", "/v1/find", eva->access, NULL), 400,
               "bad-request");
}

/* --- Files: of one's own organisation, of another one, of none --- */

static void
fill_files (Matrix *matrix)
{
  g_autoptr (KpPortalClient) anna = sign_in (matrix, "north", "anna");
  g_autoptr (KpPortalClient) eva = sign_in (matrix, NULL, "eva");
  g_autoptr (KpPortalClient) other = NULL;
  g_autoptr (GBytes) content = g_bytes_new_static ("text", 4);
  g_autofree char *north = kp_small_office_dup_id ("organisation", "N-1");
  g_autofree char *south = kp_small_office_dup_id ("organisation", "S-1");
  g_autofree char *attachment = NULL;
  g_autofree char *line = NULL;

  judge_owned (matrix, "file, to another organisation",
               kp_file_client_put (anna, south, "text/plain", content), 404, "not-found");
  judge_owned (matrix, "file, to no organisation",
               kp_file_client_put (anna, NO_ID, "text/plain", content), 404, "not-found");
  judge_owned (matrix, "file", kp_file_client_put (anna, north, "text/plain", content), 201, NULL);
  line = kp_file_client_submit (anna, "N-1", "files", "a.txt", "text/plain", content, &attachment);
  judge_owned (matrix, "file, by a member", kp_file_client_get_scanned (anna, attachment), 200,
               NULL);
  judge_owned (matrix, "file, by staff", kp_file_client_get (eva, attachment, NULL), 200, NULL);

  /* Of the other organisation, whose portal is open for this. */
  kp_server_process_stop (matrix->server);
  kp_small_office_switch_portal (matrix->server, "south", TRUE);
  restart (matrix);
  other = sign_in (matrix, "south", "bert");
  judge_owned (matrix, "file, by a stranger", kp_file_client_get (other, attachment, NULL), 404,
               "not-found");
  judge_owned (matrix, "file, by a stranger to its organisation",
               kp_file_client_put (other, north, "text/plain", content), 404, "not-found");
  /* That another organisation sent it before is told to nobody. */
  judge_owned (matrix, "file, that another organisation sent",
               kp_file_client_put (other, south, "text/plain", content), 201, NULL);
  judge_owned (matrix, "file, that this organisation sent",
               kp_file_client_put (other, south, "text/plain", content), 204, NULL);
}

/* --- The exchange: streams of others --- */

/* Returns: (transfer full): the reply to somebody who says that he holds @stream up to nothing */
static KpAnswer *
ask_for_stream (KpPortalClient *client,
                const char *stream)
{
  g_autofree char *body = g_strdup_printf (
    "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":262144,\"have\":{\"%s\":null},\"n\":0}\n", stream);

  return kp_portal_client_call (client, "POST", "/v1/sync", client->access, body);
}

static void
judge_stream (Matrix *matrix,
              KpPortalClient *client,
              const char *stream,
              gboolean may)
{
  g_autoptr (KpAnswer) answer = ask_for_stream (client, stream);
  g_autofree char *gone = g_strdup_printf ("{\"gone\":[\"%s\"]}", stream);
  gboolean refused = strstr (answer->text, gone) != NULL;
  gboolean told = strstr (answer->text, "{\"e\":") != NULL;

  judge (matrix, stream, answer, (Expected) { SOUP_STATUS_OK, NULL });
  if (may ? refused : !refused || told)
    judge (matrix, stream, answer, (Expected) { 0, may ? "allowed" : "gone" });
}

static void
fill_streams (Matrix *matrix)
{
  static const char *const PARTS[] = { "gen", "req", "wo", "price", "doc" };
  g_autoptr (KpPortalClient) anna = sign_in (matrix, "north", "anna");
  g_autofree char *north = kp_small_office_dup_id ("organisation", "N-1");
  g_autofree char *south = kp_small_office_dup_id ("organisation", "S-1");
  g_autofree char *portal = kp_small_office_dup_id ("portal", "south");
  g_autofree char *mine = kp_small_office_dup_id ("user", "north/anna");
  g_autofree char *theirs = kp_small_office_dup_id ("user", "south/bert");
  g_autofree char *own = g_strdup_printf ("u:%s", mine);
  g_autofree char *other = g_strdup_printf ("u:%s", theirs);
  g_autofree char *settings = g_strdup_printf ("p:%s", portal);
  g_autofree char *general = g_strdup_printf ("o:%s:gen", north);
  g_autofree char *notes = g_strdup_printf ("s:%s", north);

  judge_stream (matrix, anna, own, TRUE);
  judge_stream (matrix, anna, general, TRUE);
  judge_stream (matrix, anna, other, FALSE);
  judge_stream (matrix, anna, settings, FALSE);
  judge_stream (matrix, anna, notes, FALSE);
  judge_stream (matrix, anna, "s:dir", FALSE);
  judge_stream (matrix, anna, "q:requests", FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (PARTS); i++)
    {
      g_autofree char *stream = g_strdup_printf ("o:%s:%s", south, PARTS[i]);

      judge_stream (matrix, anna, stream, FALSE);
    }
}

/* --- The push socket: with which ticket --- */

static void
fill_push (Matrix *matrix)
{
  g_autoptr (KpPortalClient) anna = sign_in (matrix, "north", "anna");
  g_autoptr (KpAnswer) answer = kp_portal_client_sync (anna, NULL, TRUE);
  const char *start = strstr (answer->text, "\"push\":\"");
  g_autofree char *ticket = NULL;
  g_autofree char *target = NULL;

  g_assert_nonnull (start);
  start += strlen ("\"push\":\"");
  ticket = g_strndup (start, strcspn (start, "\""));
  target = g_strconcat ("/v1/push?ticket=", ticket, NULL);
  kp_server_process_set_clock (matrix->server, HOUR_MS + 61 * 1000);
  judge_owned (matrix, "push, old ticket", kp_portal_client_call (anna, "GET", target, NULL, NULL),
               404, "not-found");
}

/* Returns: how many cells are wrong with that check switched off */
static guint
fill (guint check,
      guint *cells)
{
  Matrix matrix = { .server = kp_server_process_new (), .quiet = check > 0 };

  kp_server_process_configure (matrix.server, "[limits]\nlogin-tries=100\naddress-tries=100000\n"
                                              "[files]\nscanner=simulator\n");
  kp_server_process_switch_off (matrix.server, 0);
  kp_small_office_make (matrix.server);
  kp_server_process_start (matrix.server);
  make_roles (&matrix);
  if (check > 0)
    {
      kp_server_process_stop (matrix.server);
      kp_server_process_switch_off (matrix.server, check);
      restart (&matrix);
    }

  fill_sign_in (&matrix);
  fill_refresh (&matrix);
  fill_routes (&matrix);
  fill_find (&matrix);
  fill_files (&matrix);
  fill_streams (&matrix);
  fill_push (&matrix);
  /* Last: where it is noticed, nobody signs in as before. */
  fill_password (&matrix);

  free_roles (&matrix);
  kp_server_process_free (matrix.server);
  *cells = matrix.cells;

  return matrix.faults;
}

static void
test_matrix (void)
{
  guint cells;
  guint faults = fill (0, &cells);

  g_test_message ("%u cells, %u leaks", cells, faults);
  g_assert_cmpuint (faults, ==, 0);
}

/* Returns: (transfer full): the numbers of KPS_ALLOW below @limit in a file */
static void
collect_checks (const char *path,
                guint limit,
                GArray *checks)
{
  g_autofree char *text = NULL;
  const char *name = "KPS_ALLOW (";
  const char *at;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  for (at = strstr (text, name); at != NULL; at = strstr (at, name))
    {
      guint number;

      at += strlen (name);
      number = (guint) g_ascii_strtoull (at, NULL, 10);
      if (number > 0 && number < limit)
        g_array_append_val (checks, number);
    }
}

static void
collect_checks_in (const char *folder,
                   guint limit,
                   GArray *checks)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_suffix (name, ".c"))
        collect_checks (path, limit, checks);
    }
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  return (int) *(const guint *) a - (int) *(const guint *) b;
}

/* Every check of routes, sessions and accounts that says yes to everything is noticed. */
static void
test_mutants (void)
{
  const char *source = g_getenv ("KP_SOURCE");
  g_autofree char *domain = g_build_filename (source, "src", "server", "domain", NULL);
  g_autofree char *http = g_build_filename (source, "src", "server", "http", NULL);
  g_autoptr (GArray) checks = g_array_new (FALSE, FALSE, sizeof (guint));
  guint survived = 0;

  collect_checks_in (domain, 50, checks);
  collect_checks_in (http, 50, checks);
  g_array_sort (checks, compare_numbers);
  g_assert_cmpuint (checks->len, >, 10);
  for (guint i = 0; i < checks->len; i++)
    {
      guint check = g_array_index (checks, guint, i);
      guint cells;

      /* Numbers are given once, so that each mutant is one place. */
      g_assert_true (i == 0 || g_array_index (checks, guint, i - 1) != check);
      if (fill (check, &cells) > 0)
        continue;

      survived++;
      g_printerr ("# check %u can be left out and nobody notices\n", check);
    }

  g_test_message ("%u mutants, %u survived", checks->len, survived);
  g_assert_cmpuint (survived, ==, 0);
}

static void
test_table (void)
{
  for (const KpsRoute *route = KPS_ROUTES; route->method != NULL; route++)
    {
      g_assert_cmpint (route->capability, >=, KPS_CAPABILITY_PUBLIC);
      g_assert_cmpint (route->capability, <=, KPS_CAPABILITY_STAFF);
      g_assert_true ((route->handler != NULL) ==
                     (route->special == KPS_SPECIAL_NONE || route->special == KPS_SPECIAL_UPLOAD));
      g_assert_cmpuint (route->body_limit, <=, 10 * 1024 * 1024);
      g_assert_true (g_str_equal (route->method, "GET") == (route->body_limit == 0));
      g_assert_cmpint (route->pool, >=, KPS_POOL_READ);
    }
}

static const char *
get_capability_text (const KpsRoute *route)
{
  static const char *const TEXTS[] = {
    [KPS_CAPABILITY_PUBLIC] = "public",
    [KPS_CAPABILITY_DEVICE] = "device",
    [KPS_CAPABILITY_SIGNED_IN] = "signed in",
    [KPS_CAPABILITY_TICKET] = "ticket",
    [KPS_CAPABILITY_STAFF] = "staff",
  };

  /* Their handlers look at where the call comes from: /listener/forwarded. */
  if (g_str_equal (route->path, "/healthz") || g_str_equal (route->path, "/metrics"))
    return "this machine";

  return TEXTS[route->capability];
}

/* PROTOCOL.md names each route with who may call it, and no other. */
static void
test_protocol (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("KP_SOURCE"), "src", "protocol",
                                            "PROTOCOL.md", NULL);
  g_autofree char *text = NULL;
  const char *end;
  const char *row;
  guint n_rows = 0;
  guint n_routes = 0;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  for (const KpsRoute *route = KPS_ROUTES; route->method != NULL; route++, n_routes++)
    {
      g_autofree char *start = g_strdup_printf ("\n| `%s %s", route->method, route->path);
      g_autofree char *middle = g_strdup_printf ("` | %s | ", get_capability_text (route));

      row = strstr (text, start);
      while (row != NULL && strchr ("`?", row[strlen (start)]) == NULL)
        row = strstr (row + 1, start);
      g_test_message ("%s%s", start + 1, middle);
      g_assert_nonnull (row);
      g_assert_true (g_str_has_prefix (strchr (row + 4, '`'), middle));
    }
  end = strstr (text, "\n### Discovery\n");
  for (row = strstr (text, "\n## Routes\n"); row < end; row = strstr (row + 1, "\n| `"))
    n_rows++;
  g_assert_cmpuint (n_rows - 1, ==, n_routes);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/access-matrix/table/denies-by-default", test_table);
  g_test_add_func ("/access-matrix/table/is-that-of-the-protocol", test_protocol);
  g_test_add_func ("/access-matrix/routes/every-cell-is-right", test_matrix);
  g_test_add_func ("/access-matrix/mutants/all-are-noticed", test_mutants);

  return g_test_run ();
}
