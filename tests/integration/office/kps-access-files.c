/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * North sent a content, and everybody knows its hash.
 */

#include "kps-access-files.h"

#include "kp-file.h"
#include "kps-blobs.h"

#include <string.h>

#define CONTENT "71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73"

static gboolean
add_content (KpsTx *tx,
             gpointer data,
             GError **error)
{
  return kps_blob_add (tx, data, CONTENT, "text/plain", 26, error);
}

/* What is asked: by whom, for which organisation, with which file. */
typedef struct
{
  KpsTestOffice *office;
  const KpOperationKind *kind;
  KpsTestPerson person;
  KpsTestOrganisation organisation;
} Question;

/* A request of the organisation, where the operation starts. */
static KpId
put_request (const Question *self)
{
  KpsTestOffice *office = self->office;
  KpId id = kp_id_make (&office->environment.environment);

  kps_test_office_put (office, KP_ENTITY_REQUEST, &id,
                       "{\"org_id\":\"%s\",\"requester_id\":\"%s\",\"state\":\"%s\"}",
                       kps_test_text (&office->organisations[self->organisation]).text,
                       kps_test_text (&office->people[self->person]).text,
                       self->kind->from != NULL ? self->kind->from[0] : "submitted");

  return id;
}

/* @sha256: of the content; @file: identifier of the attachment. Returns: (transfer full): the line
 * of the result, without the operation's identifier and the hash
 */
static char *
ask (const Question *self,
     const char *sha256,
     const KpId *file)
{
  KpsTestOffice *office = self->office;
  gboolean is_new = self->kind->use == KP_SUBJECT_CREATED;
  KpId request = is_new ? kp_id_make (&office->environment.environment) : put_request (self);
  KpId message = kp_id_make (&office->environment.environment);
  KpId id = { 0 };
  g_autofree char *name = g_strdup_printf ("%s@%d", self->kind->name, self->kind->version);
  g_autofree char *was = self->kind->from != NULL
                           ? g_strdup_printf ("{\"state\":\"%s\"}", self->kind->from[0])
                           : NULL;
  g_autofree char *rest =
    is_new ? g_strdup_printf ("\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"T\",\"answers\":{}",
                              kps_test_text (&office->organisations[self->organisation]).text,
                              kps_test_text (&office->plain_flow).text)
           : g_strdup_printf ("\"message\":\"%s\",\"text\":\"See this\"",
                              kps_test_text (&message).text);
  g_autofree char *arguments = g_strdup_printf (
    "{\"request\":\"%s\",%s,\"attachments\":[{\"id\":\"%s\",\"name\":\"a.txt\","
    "\"media_type\":\"text/plain\",\"size\":26,\"sha256\":\"%s\"}]}",
    kps_test_text (&request).text, rest, kps_test_text (file).text, sha256);
  g_autoptr (GBytes) operation =
    kps_test_office_make_operation (office, &id, NULL, name, was, arguments);
  g_autofree char *line = kps_test_office_ask (office, self->person, operation);
  g_autoptr (GString) text = g_string_new (line);

  g_string_replace (text, kps_test_text (&id).text, "ID", 0);
  g_string_replace (text, sha256, "HASH", 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* @theirs: an attachment of somebody else. Returns: how many of three cells are wrong */
static guint
check_kind (const Question *self,
            const KpId *theirs)
{
  const KpEnvironment *environment = &self->office->environment.environment;
  const KpId one = kp_id_make (environment);
  const KpId other = kp_id_make (environment);
  g_autofree char *unknown = g_strnfill (KP_FILE_HASH_SIZE - 1, 'a');
  g_autofree char *nobodys = ask (self, unknown, &one);
  g_autofree char *guessed = ask (self, CONTENT, &other);
  g_autofree char *taken = ask (self, unknown, theirs);

  /* Byte for byte what nobody sent, and what does not exist. */
  return (guint) (strstr (nobodys, "\"r\":\"later\"") == NULL) +
         (guint) !g_str_equal (guessed, nobodys) +
         (guint) !g_str_equal (taken, "{\"op\":\"ID\",\"r\":\"gone\"}");
}

guint
kps_access_check_files (KpsTestOffice *office,
                        guint *n_cells)
{
  const KpId theirs = kp_id_make (&office->environment.environment);
  Question north = {
    .office = office,
    .kind = kp_operation_find_kind ("request.submit@1", strlen ("request.submit@1")),
    .person = ANNA,
    .organisation = NORTH,
  };
  g_autoptr (GError) error = NULL;
  g_autofree char *given = NULL;
  guint n_leaks = 0;

  kps_office_write (office->office, add_content, &office->organisations[NORTH], &error);
  g_assert_no_error (error);
  given = ask (&north, CONTENT, &theirs);
  n_leaks += strstr (given, "\"r\":\"ok\"") == NULL;
  *n_cells += 1;

  for (const KpOperationKind *kind = kp_operation_get_kinds (); kind->name != NULL; kind++)
    {
      const Question east = {
        .office = office,
        .kind = kind,
        .person = (kind->who & KP_WHO_MEMBER) != 0 ? CARL : FINN,
        .organisation = EAST,
      };

      if (kind->listed == NULL)
        continue;
      n_leaks += check_kind (&east, &theirs);
      *n_cells += 3;
    }

  return n_leaks;
}
