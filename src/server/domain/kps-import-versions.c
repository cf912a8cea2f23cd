/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Flows, checklists and terms come in versions. What was made with one keeps to it, so a version
 * that was imported is never changed and never taken away: a new one comes beside it. Each is known
 * by its key and its number.
 */

#include "kps-import-private.h"

#include "kp-value.h"

#include <string.h>

#define FIRST_VERSION 1

static gboolean
comes_in_versions (KpEntityType entity)
{
  return entity == KP_ENTITY_REQUEST_FLOW || entity == KP_ENTITY_CHECKLIST ||
         entity == KP_ENTITY_TERMS;
}

gboolean
kps_import_load_version (KpsImport *self,
                         KpDb *db,
                         KpEntityType entity,
                         const char *key,
                         const KpId *id,
                         GError **error)
{
  KpsRecord *record;

  if (!comes_in_versions (entity))
    return TRUE;
  if (!kps_record_load (db, entity, id, &record, error))
    return FALSE;

  if (record != NULL)
    g_hash_table_insert (self->versions, g_strdup_printf ("%d %s", entity, key), record);

  return TRUE;
}

static const char SELECT_PINS[] =
  "SELECT import_key.key, json_extract (record.body, '$.flow_id'),"
  "       json_extract (record.body, '$.terms_id')"
  "  FROM import_key JOIN record ON record.ent = import_key.ent AND record.id = import_key.id"
  " WHERE import_key.ent = 12";

static void
pin_free (gpointer data)
{
  KpsImportPin *pin = data;

  g_free (pin->flow_id);
  g_free (pin->terms_id);
  g_free (pin);
}

gboolean
kps_import_load_pins (KpsImport *self,
                      KpDb *db,
                      GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_PINS, error);

  if (select == NULL)
    return FALSE;

  self->pins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, pin_free);
  for (;;)
    {
      KpsImportPin *pin;
      gboolean has_row;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      pin = g_new (KpsImportPin, 1);
      *pin = (KpsImportPin) {
        .flow_id = g_strdup (kp_statement_get_text (select, 1)),
        .terms_id = g_strdup (kp_statement_get_text (select, 2)),
      };
      g_hash_table_insert (self->pins, g_strdup (kp_statement_get_text (select, 0)), pin);
    }
}

gboolean
kps_import_get_version (KpsImport *self,
                        const KpsImportJson *file,
                        yyjson_val *object,
                        gint64 *version)
{
  yyjson_val *member = yyjson_obj_get (object, "version");

  *version = FIRST_VERSION;
  if (member == NULL || (kp_value_get_int (member, version) && *version >= FIRST_VERSION))
    return TRUE;

  kps_import_fault_json (self, file, kps_import_find_key (object, "version"),
                         "A version is a whole number of 1 or more.");

  return FALSE;
}

KpsImportRecord *
kps_import_add_version (KpsImport *self,
                        KpEntityType entity,
                        const char *name,
                        gint64 version,
                        gint64 created_at)
{
  g_autofree char *alias = g_strdup_printf ("%d %s", entity, name);
  g_autofree char *key = g_strdup_printf ("%s/%" G_GINT64_FORMAT, name, version);
  KpsImportRecord *record;

  if (g_hash_table_contains (self->by_key, alias))
    return NULL;

  record = kps_import_add (self, entity, key, created_at);
  if (record != NULL)
    g_hash_table_insert (self->by_key, g_steal_pointer (&alias), record);

  return record;
}

/* Returns: the number behind "@prefix/", or 0 if @key is another one's */
static gint64
parse_version (const char *key,
               const char *prefix)
{
  const char *digits;

  if (!g_str_has_prefix (key, prefix))
    return 0;

  digits = key + strlen (prefix);

  return strspn (digits, "0123456789") == strlen (digits) ? g_ascii_strtoll (digits, NULL, 10) : 0;
}

static gint64
find_newest (KpsImport *self,
             const char *prefix)
{
  gint64 newest = 0;
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->versions);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    newest = MAX (newest, parse_version (key, prefix));

  return newest;
}

/* Makes a record of an earlier version, as it is but for its @state. */
static void
keep_version (KpsImport *self,
              const KpsRecord *stored,
              const char *key,
              const char *state,
              gint64 created_at)
{
  KpsImportRecord *record = kps_import_add (self, stored->entity, key, created_at);

  if (record == NULL)
    return;

  yyjson_mut_doc_free (record->doc);
  record->doc = yyjson_doc_mut_copy (stored->doc, NULL);
  record->root = yyjson_mut_doc_get_root (record->doc);
  if (state != NULL)
    kps_import_set_text (record, "state", state);
}

void
kps_import_keep_versions (KpsImport *self,
                          KpEntityType entity,
                          const char *name,
                          const char *state,
                          gint64 created_at)
{
  g_autofree char *prefix = g_strdup_printf ("%d %s/", entity, name);
  g_autofree char *kind = g_strdup_printf ("%d ", entity);
  GHashTableIter iter;
  gpointer key;
  gpointer stored;

  g_hash_table_iter_init (&iter, self->versions);
  while (g_hash_table_iter_next (&iter, &key, &stored))
    {
      if (parse_version (key, prefix) > 0 && !g_hash_table_contains (self->by_key, key))
        keep_version (self, stored, (const char *) key + strlen (kind), state, created_at);
    }
}

static gboolean
is_same (const KpsRecord *stored,
         yyjson_val *made,
         const char *member)
{
  yyjson_val *one = yyjson_obj_get (stored->root, member);
  yyjson_val *other = yyjson_obj_get (made, member);
  gboolean is_absent = one == NULL || yyjson_is_null (one);

  return is_absent ? other == NULL || yyjson_is_null (other)
                   : other != NULL && yyjson_equals (one, other);
}

void
kps_import_check_version (KpsImport *self,
                          const KpsImportJson *file,
                          yyjson_val *object,
                          const KpsImportRecord *record,
                          const char *name,
                          const KpsImportPart *parts)
{
  yyjson_val *member = kps_import_find_key (object, "version");
  yyjson_val *near = member != NULL ? member : object;
  g_autofree char *prefix = g_strdup_printf ("%d %s/", record->entity, name);
  g_autofree char *key = g_strdup_printf ("%d %s", record->entity, record->key);
  g_autoptr (yyjson_doc) made = yyjson_mut_doc_imut_copy (record->doc, NULL);
  const KpsRecord *stored = g_hash_table_lookup (self->versions, key);
  const char *state = kps_import_get_text (record, "state");
  gint64 newest = find_newest (self, prefix);
  gint64 version = parse_version (key, prefix);

  if (stored == NULL && version < newest)
    kps_import_fault_json (self, file, near,
                           "Version %" G_GINT64_FORMAT " comes after version %" G_GINT64_FORMAT
                           ", which is in use: call it version %" G_GINT64_FORMAT ".",
                           version, newest, newest + 1);

  for (guint i = 0; stored != NULL && parts[i].member != NULL; i++)
    {
      if (is_same (stored, yyjson_doc_get_root (made), parts[i].member))
        continue;
      kps_import_fault_json (self, file, near,
                             "Version %" G_GINT64_FORMAT " is in use with %s, and requests keep to"
                             " it: call the changed one version %" G_GINT64_FORMAT ".",
                             version, parts[i].other, newest + 1);
      return;
    }

  if (stored != NULL && version < newest && (state == NULL || g_str_equal (state, "published")))
    kps_import_fault_json (self, file, near,
                           "Version %" G_GINT64_FORMAT " was replaced by version %" G_GINT64_FORMAT
                           ": to go back, call it version %" G_GINT64_FORMAT ".",
                           version, newest, newest + 1);
}
