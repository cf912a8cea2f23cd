/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Read all, check all, then write all in one transaction. A record is written again only when what
 * the files say about it changed since the last import: what people did meanwhile stays.
 */

#include "kps-import.h"

#include "kp-error.h"
#include "kps-audit.h"
#include "kps-import-private.h"

#include <string.h>

#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define SETTING_DAY "import-day"
#define SHA_SIZE 32
#define VERB "office.import"

/* While the records are written. */
typedef struct
{
  KpsImport *import;
  KpsImportResult *result;
  gboolean is_complete; /* nothing but the accounts is left */
} Writing;

static void
fault_free (gpointer data)
{
  KpsImportFault *fault = data;

  g_free (fault->file);
  g_free (fault->message);
  g_free (fault);
}

static void
account_free (gpointer data)
{
  KpsImportAccount *account = data;

  if (account->password != NULL)
    explicit_bzero (account->password, strlen (account->password));
  g_free (account->login);
  g_free (account->password);
  g_free (account->name);
  g_free (account->portal_url_name);
  g_free (account);
}

static void
record_free (gpointer data)
{
  KpsImportRecord *record = data;

  yyjson_mut_doc_free (record->doc);
  g_free (record->key);
  g_free (record);
}

static void
json_free (gpointer data)
{
  KpsImportJson *file = data;

  yyjson_doc_free (file->doc);
  g_free (file->name);
  g_free (file->text);
  g_free (file);
}

static void
import_clear (KpsImport *self)
{
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_clear_pointer (&self->by_key, g_hash_table_unref);
  g_clear_pointer (&self->by_id, g_hash_table_unref);
  g_clear_pointer (&self->terms, g_hash_table_unref);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->versions, g_hash_table_unref);
  g_clear_pointer (&self->pins, g_hash_table_unref);
  g_clear_pointer (&self->roles, g_hash_table_unref);
  g_clear_pointer (&self->unread, g_hash_table_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->contents, g_ptr_array_unref);
  g_clear_pointer (&self->responsible, g_array_unref);
  g_clear_pointer (&self->office_name, g_free);
  g_clear_pointer (&self->office_email, g_free);
  g_clear_pointer (&self->office_phone, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KpsImport, import_clear)

static const char SELECT_KEYS[] = "SELECT key, id FROM import_key WHERE ent = $1";

static gboolean
load_keys (KpsImport *self,
           KpDb *db,
           KpEntityType entity,
           GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_KEYS, error);

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, entity);
  for (;;)
    {
      const char *key;
      gboolean has_row;
      KpId id;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      key = kp_statement_get_text (select, 0);
      kp_statement_get_id (select, 1, &id);
      g_hash_table_insert (self->known, g_strdup_printf ("%d %s", entity, key),
                           g_memdup2 (&id, sizeof id));
      if (!kps_import_load_version (self, db, entity, key, &id, error))
        return FALSE;
    }
}

/* The day that "-3d" counts from stays the one of the first import, so that nothing seems changed.
 */
static gboolean
load_day (KpsImport *self,
          KpDb *db,
          GError **error)
{
  g_autoptr (GBytes) stored = NULL;

  if (!kps_setting_load (db, SETTING_DAY, &stored, error))
    return FALSE;

  self->day = kp_environment_now (self->environment);
  if (stored != NULL)
    {
      g_autofree char *text =
        g_strndup (g_bytes_get_data (stored, NULL), g_bytes_get_size (stored));

      self->day = g_ascii_strtoll (text, NULL, 10);
    }
  self->day -= self->day % DAY;

  return TRUE;
}

/* As KpsStepFunc. Reading within a transaction sees one state; it changes nothing. */
static gboolean
load_known (KpsTx *tx,
            gpointer data,
            GError **error)
{
  KpsImport *self = data;

  for (guint entity = 1; entity <= KP_N_ENTITIES; entity++)
    {
      if (!load_keys (self, kps_tx_get_db (tx), entity, error))
        return FALSE;
    }

  return kps_import_load_pins (self, kps_tx_get_db (tx), error) &&
         load_day (self, kps_tx_get_db (tx), error);
}

static const char SELECT_SOURCE[] = "SELECT source FROM import_key WHERE ent = $1 AND key = $2";

static gboolean
is_unchanged (KpDb *db,
              const KpsImportRecord *record,
              const guint8 *source,
              gboolean *result,
              GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_SOURCE, error);
  gboolean has_row;

  *result = FALSE;
  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, record->entity);
  kp_statement_bind_text (select, 2, record->key);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  if (has_row)
    {
      gsize length;
      gconstpointer stored = kp_statement_get_blob (select, 0, &length);

      *result = length == SHA_SIZE && memcmp (stored, source, SHA_SIZE) == 0;
    }

  return TRUE;
}

static const char UPSERT_KEY[] =
  "INSERT INTO import_key (ent, key, id, source) VALUES ($1, $2, $3, $4)"
  "    ON CONFLICT (ent, key) DO UPDATE SET source = excluded.source";

static gboolean
save_key (KpDb *db,
          const KpsImportRecord *record,
          const guint8 *source,
          GError **error)
{
  g_autoptr (KpStatement) upsert = kp_db_prepare (db, UPSERT_KEY, error);

  if (upsert == NULL)
    return FALSE;

  kp_statement_bind_int64 (upsert, 1, record->entity);
  kp_statement_bind_text (upsert, 2, record->key);
  kp_statement_bind_id (upsert, 3, &record->id);
  kp_statement_bind_blob (upsert, 4, source, SHA_SIZE);

  return kp_statement_run (upsert, NULL, error);
}

/* A number once drawn is kept. */
static gboolean
set_number (KpsTx *tx,
            KpsImportRecord *record,
            const KpsRecord *present,
            GError **error)
{
  g_autofree char *drawn = NULL;

  if (record->prefix == NULL)
    return TRUE;
  if (present != NULL)
    {
      kps_import_set_text (record, "number", kps_record_get_text (present, "number"));
      return TRUE;
    }

  drawn = kps_tx_draw_number (tx, record->prefix, record->created_at, error);
  kps_import_set_text (record, "number", drawn);

  return drawn != NULL;
}

static void
hash_source (const KpsImportRecord *record,
             guint8 *source)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = SHA_SIZE;
  char *text = yyjson_mut_write (record->doc, YYJSON_WRITE_NOFLAG, NULL);

  g_checksum_update (checksum, (const guchar *) text, -1);
  g_checksum_get_digest (checksum, source, &length);
  free (text);
}

static gboolean
write_record (Writing *self,
              KpsTx *tx,
              KpsImportRecord *record,
              GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (KpsRecord) present = NULL;
  KpsAuditEntry entry = { .verb = VERB, .entity = record->entity, .subject = &record->id };
  guint8 source[SHA_SIZE];
  gboolean unchanged;

  hash_source (record, source);
  if (!is_unchanged (db, record, source, &unchanged, error))
    return FALSE;
  if (unchanged)
    {
      self->result->unchanged++;
      return TRUE;
    }

  if (!kps_record_load (db, record->entity, &record->id, &present, error))
    return FALSE;

  entry.before = present != NULL ? present->body : NULL;
  if (!set_number (tx, record, present, error) ||
      !kps_audit_put (tx, &entry, record->doc, error))
    {
      g_prefix_error (error, "%s %s: ", kp_entity_get (record->entity)->name, record->key);
      return FALSE;
    }

  if (present != NULL)
    self->result->changed++;
  else
    self->result->added++;

  return save_key (db, record, source, error);
}

static const char INSERT_RESPONSIBILITY[] =
  "INSERT OR IGNORE INTO responsibility (user_id, org_id) VALUES ($1, $2)";

static gboolean
write_responsibilities (KpsImport *self,
                        KpDb *db,
                        GError **error)
{
  g_autoptr (KpStatement) insert = kp_db_prepare (db, INSERT_RESPONSIBILITY, error);

  if (insert == NULL)
    return FALSE;

  for (guint i = 0; i + 1 < self->responsible->len; i += 2)
    {
      kp_statement_reset (insert);
      kp_statement_bind_id (insert, 1, &g_array_index (self->responsible, KpId, i));
      kp_statement_bind_id (insert, 2, &g_array_index (self->responsible, KpId, i + 1));
      if (!kp_statement_run (insert, NULL, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_day (KpsImport *self,
           KpsTx *tx,
           GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, self->day);
  g_autoptr (GBytes) value = g_bytes_new (text, strlen (text));

  return kps_setting_save (tx, SETTING_DAY, value, error);
}

/* As KpsStepFunc. */
static gboolean
write_all (KpsTx *tx,
           gpointer data,
           GError **error)
{
  Writing *self = data;
  KpsImport *import = self->import;
  const KpsImportOptions *options = import->options;

  self->result->added = self->result->changed = self->result->unchanged = 0;
  for (guint i = 0; i < import->records->len; i++)
    {
      if (!write_record (self, tx, import->records->pdata[i], error))
        return FALSE;
    }

  if (!kps_import_use_contents (import, tx, error) ||
      !write_responsibilities (import, kps_tx_get_db (tx), error) || !write_day (import, tx, error))
    return FALSE;

  self->is_complete = TRUE;
  if (options->dry_run)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_CONFLICT, "A dry run is undone");
      return FALSE;
    }

  return options->save_accounts == NULL ||
         options->save_accounts (tx, self->result->accounts, options->data, error);
}

/* A portal before what refers to it; the rest in the order in which it was made, so that the oldest
 * has the lowest numbers.
 */
static int
compare_records (gconstpointer a,
                 gconstpointer b)
{
  const KpsImportRecord *one = *(const KpsImportRecord *const *) a;
  const KpsImportRecord *other = *(const KpsImportRecord *const *) b;

  if (one->created_at != other->created_at)
    return one->created_at < other->created_at ? -1 : 1;

  return (one->entity > other->entity) - (one->entity < other->entity);
}

static int
compare_faults (gconstpointer a,
                gconstpointer b)
{
  const KpsImportFault *one = *(const KpsImportFault *const *) a;
  const KpsImportFault *other = *(const KpsImportFault *const *) b;
  int result = strcmp (one->file, other->file);

  if (result != 0)
    return result;
  if (one->line != other->line)
    return one->line < other->line ? -1 : 1;

  return (one->column > other->column) - (one->column < other->column);
}

/* What refers to a file that can't be read would be a fault on each line. */
static void
drop_consequences (const KpsImport *import,
                   KpsImportResult *result)
{
  result->is_partial = g_hash_table_size (import->unread) > 0;
  for (guint i = result->faults->len; result->is_partial && i > 0; i--)
    {
      const KpsImportFault *fault = result->faults->pdata[i - 1];

      if (!g_hash_table_contains (import->unread, fault->file))
        g_ptr_array_remove_index (result->faults, i - 1);
    }
}

KpsImportResult *
kps_import_run (KpsOffice *office,
                const KpsImportOptions *options,
                GError **error)
{
  g_autoptr (KpsImportResult) result = g_new0 (KpsImportResult, 1);
  g_auto (KpsImport) import = {
    .options = options,
    .environment = kps_office_get_environment (office),
    .records = g_ptr_array_new_with_free_func (record_free),
    .by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .by_id = g_hash_table_new (g_str_hash, g_str_equal),
    .terms = g_hash_table_new (g_str_hash, g_str_equal),
    .known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
    .versions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                       (GDestroyNotify) kps_record_free),
    .roles = g_hash_table_new (g_str_hash, g_str_equal),
    .unread = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
    .files = g_ptr_array_new_with_free_func (json_free),
    .contents = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_import_content_free),
    .responsible = g_array_new (FALSE, FALSE, sizeof (KpId)),
  };
  Writing writing = { .import = &import, .result = result };
  g_autoptr (GError) local = NULL;

  result->faults = g_ptr_array_new_with_free_func (fault_free);
  result->accounts = g_ptr_array_new_with_free_func (account_free);
  import.faults = result->faults;
  import.accounts = result->accounts;
  if (!kps_office_write (office, load_known, &import, error))
    return NULL;

  kps_import_portals (&import);
  kps_import_people (&import);
  kps_import_requests (&import);
  kps_import_documents (&import);
  kps_import_attachments (&import);
  drop_consequences (&import, result);
  g_ptr_array_sort (result->faults, compare_faults);
  g_ptr_array_sort (import.records, compare_records);
  if (result->faults->len > 0)
    return g_steal_pointer (&result);

  if (!options->dry_run &&
      !kps_import_keep_contents (&import, kps_office_get_folder (office), error))
    return NULL;

  /* A dry run does the same and is undone, so that its numbers are true. */
  if (!kps_office_write (office, write_all, &writing, &local) &&
      !(options->dry_run && writing.is_complete))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return g_steal_pointer (&result);
}

void
kps_import_result_free (KpsImportResult *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_free (self);
}
