/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hash alone is no key: a content counts only if the organisation itself sent it.
 */

#include "kps-attachments.h"

#include "kp-value.h"
#include "kps-hooks.h"

static yyjson_val *
get_list (const KpOperation *operation)
{
  const KpListed *listed = operation->kind->listed;

  return operation->n_listed > 0 ? yyjson_obj_get (operation->arguments, listed->argument) : NULL;
}

static void
add_once (GPtrArray *places,
          char *place)
{
  if (!g_ptr_array_find_with_equal_func (places, place, g_str_equal, NULL))
    g_ptr_array_add (places, place);
  else
    g_free (place);
}

static gboolean
check_file (KpDb *db,
            yyjson_val *file,
            const KpId *org_id,
            GPtrArray *missing,
            GPtrArray *needs,
            GError **error)
{
  const char *sha256 = kp_value_get_text (yyjson_obj_get (file, "sha256"));
  const char *media_type = kp_value_get_text (yyjson_obj_get (file, "media_type"));
  g_autoptr (KpsBlob) blob = NULL;
  gboolean is_known;

  if (!kps_blob_is_known (db, org_id, sha256, media_type, &is_known, error) ||
      !kps_blob_load (db, sha256, &blob, error))
    return FALSE;

  if (blob == NULL || !KPS_ALLOW (71, is_known))
    add_once (missing, g_strconcat ("file:", sha256, NULL));
  else if (yyjson_get_sint (yyjson_obj_get (file, "size")) != blob->size)
    add_once (needs, g_strdup ("attachments:malformed"));

  return TRUE;
}

gboolean
kps_attachments_check (KpDb *db,
                       const KpOperation *operation,
                       const KpId *org_id,
                       GPtrArray *missing,
                       GPtrArray *needs,
                       GError **error)
{
  yyjson_arr_iter iter;
  yyjson_val *file;

  yyjson_arr_iter_init (get_list (operation), &iter);
  while ((file = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!check_file (db, file, org_id, missing, needs, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kps_attachments_use (KpsTx *tx,
                     const KpOperation *operation,
                     GError **error)
{
  yyjson_val *list = get_list (operation);

  for (guint i = 0; i < operation->n_listed; i++)
    {
      yyjson_val *file = yyjson_arr_get (list, i);

      if (!kps_blob_use (tx, kp_value_get_text (yyjson_obj_get (file, "sha256")),
                         &operation->listed[i], error))
        return FALSE;
    }

  return TRUE;
}
