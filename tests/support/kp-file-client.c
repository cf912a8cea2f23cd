/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls and operations about files, in the words of the protocol.
 */

#include "kp-file-client.h"

#include "kp-id.h"
#include "kp-small-office.h"

#include <string.h>

#define SCANNED_WITHIN (10 * G_TIME_SPAN_SECOND)

KpAnswer *
kp_file_client_put_as (KpPortalClient *client,
                       const char *target,
                       const char *media_type,
                       const char *sha256,
                       GBytes *content)
{
  const char *const headers[] = { "Content-Type", media_type, "Portal-Target", target, NULL };
  const char *const untargeted[] = { "Content-Type", media_type, NULL };
  g_autofree char *path = g_strconcat ("/v1/blob/", sha256, NULL);

  return kp_portal_client_call_with (client, "PUT", path, content,
                                     target != NULL ? headers : untargeted);
}

KpAnswer *
kp_file_client_put (KpPortalClient *client,
                    const char *target,
                    const char *media_type,
                    GBytes *content)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);

  return kp_file_client_put_as (client, target, media_type, sha256, content);
}

static char *
make_id (void)
{
  const KpId id = kp_id_make (kp_environment_get_real ());

  return kp_id_dup_text (&id);
}

char *
kp_file_client_make_submit (const char *organisation,
                            const char *flow,
                            const char *files)
{
  g_autofree char *id = make_id ();
  g_autofree char *request = make_id ();
  g_autofree char *org_id = kp_small_office_dup_id ("organisation", organisation);
  g_autofree char *flow_id = kp_small_office_dup_id ("flow", flow);

  return g_strdup_printf (
    "{\"id\":\"%s\",\"after\":null,\"k\":\"request.submit@1\",\"at\":%" G_GINT64_FORMAT
    ",\"was\":{},\"a\":{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"Files\","
    "\"answers\":{},\"attachments\":%s}}",
    id, g_get_real_time () / 1000, request, org_id, flow_id, files);
}

char *
kp_file_client_offer (KpPortalClient *client,
                      const char *operation,
                      int days)
{
  g_autofree char *again =
    days >= 0 ? g_strdup_printf (",\"again\":[[0,%d,\"ok\"]]", days) : g_strdup ("");
  g_autofree char *body =
    g_strdup_printf ("{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":1%s}\n%s\n",
                     again, operation);
  g_autoptr (KpAnswer) answer =
    kp_portal_client_call (client, "POST", "/v1/sync", client->access, body);
  g_auto (GStrv) lines = g_strsplit (answer->text, "\n", -1);

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "{\"op\":"))
        return g_strdup (lines[i]);
    }

  g_error ("No result in %s", answer->text);
}

char *
kp_file_client_submit (KpPortalClient *client,
                       const char *organisation,
                       const char *flow,
                       const char *name,
                       const char *media_type,
                       GBytes *content,
                       char **attachment)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *files = NULL;
  g_autofree char *operation = NULL;

  *attachment = make_id ();
  files = g_strdup_printf ("[{\"id\":\"%s\",\"name\":\"%s\",\"media_type\":\"%s\","
                           "\"size\":%" G_GSIZE_FORMAT ",\"sha256\":\"%s\"}]",
                           *attachment, name, media_type, g_bytes_get_size (content), sha256);
  operation = kp_file_client_make_submit (organisation, flow, files);

  return kp_file_client_offer (client, operation, -1);
}

char *
kp_file_client_bring (KpPortalClient *anna,
                      const char *name,
                      const char *media_type,
                      GBytes *content)
{
  g_autofree char *north = kp_small_office_dup_id ("organisation", "N-1");
  g_autofree char *line = NULL;
  char *attachment;

  kp_answer_expect (kp_file_client_put (anna, north, media_type, content), SOUP_STATUS_CREATED,
                    NULL);
  line = kp_file_client_submit (anna, "N-1", "files", name, media_type, content, &attachment);
  g_assert_nonnull (strstr (line, "\"r\":\"ok\""));

  return attachment;
}

KpAnswer *
kp_file_client_get (KpPortalClient *client,
                    const char *attachment,
                    const char *const *headers)
{
  g_autofree char *path = g_strconcat ("/v1/blob/", attachment, NULL);

  return kp_portal_client_call_with (client, "GET", path, NULL, headers);
}

KpAnswer *
kp_file_client_get_scanned (KpPortalClient *client,
                            const char *attachment)
{
  const gint64 deadline = g_get_monotonic_time () + SCANNED_WITHIN;

  for (;;)
    {
      KpAnswer *answer = kp_file_client_get (client, attachment, NULL);

      if (g_strcmp0 (answer->code, "scanning") != 0)
        return answer;
      kp_answer_free (answer);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
}
