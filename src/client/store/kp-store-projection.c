/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one place where SQL is composed: of names in the constant tables below and in kp-entity.c.
 * Values arrive as parameters, here as everywhere.
 */

#include "kp-store-projection.h"

#include "kp-limits.h"
#include "kp-store-search.h"

#include <string.h>

/* Raised when the meaning of a column changes although its name does not. */
#define PROJECTION_VERSION "1"

/* Parameters of the upsert before the columns: $1 key, $2 id, $3 body, $4 pending. */
#define FIRST_COLUMN 5

/**
 * KpIndex:
 *
 * An index of a projection, and the list that it serves.
 */
typedef struct
{
  KpEntityType entity;
  const char *columns; /* also the end of its name, with underscores */
} KpIndex;

/* Those of requests hold all that the overview filters and counts by, so that no body is read. */
static const KpIndex INDEXES[] = {
  { KP_ENTITY_WORK_TYPE, "portal_id" },
  { KP_ENTITY_REQUEST_FLOW, "portal_id, state, position" }, /* the picker */
  { KP_ENTITY_REQUEST_FLOW, "state, position" },
  { KP_ENTITY_CHECKLIST, "portal_id" },
  { KP_ENTITY_TERMS, "portal_id, state, version" },
  { KP_ENTITY_ORGANISATION, "name, id" },
  { KP_ENTITY_ORGANISATION_LINK, "org_id" },
  { KP_ENTITY_ORGANISATION_LINK, "child_id" },
  { KP_ENTITY_ORGANISATION_ENTRY, "name, id" },
  { KP_ENTITY_MEMBERSHIP, "user_id" },
  { KP_ENTITY_MEMBERSHIP, "org_id" },
  { KP_ENTITY_READ_MARK, "subject_id" },
  /* The overview; by age and statistics; by state; of one organisation; my own; of one
   * kind of work. */
  { KP_ENTITY_REQUEST, "updated_at, id, state, work_order_id" },
  { KP_ENTITY_REQUEST, "created_at, id" },
  { KP_ENTITY_REQUEST, "state, updated_at, id" },
  { KP_ENTITY_REQUEST, "org_id, updated_at, id, state, work_order_id, created_at" },
  { KP_ENTITY_REQUEST, "requester_id, updated_at, id, state, work_order_id, org_id" },
  { KP_ENTITY_REQUEST, "work_type_id, updated_at, id, state, work_order_id" },
  /* The conversation. */
  { KP_ENTITY_MESSAGE, "request_id, created_at, id" },
  /* All of them; the back office's lists, one state each: as they changed and counted, by day, by
   * engineer, by organisation; of one organisation.
   */
  { KP_ENTITY_WORK_ORDER, "updated_at, id" },
  { KP_ENTITY_WORK_ORDER, "state, updated_at, id, org_id" },
  { KP_ENTITY_WORK_ORDER, "state, planned_on, id" },
  { KP_ENTITY_WORK_ORDER, "state, engineer COLLATE NOCASE, planned_on, id" },
  { KP_ENTITY_WORK_ORDER, "state, org_name COLLATE NOCASE, planned_on, id" },
  { KP_ENTITY_WORK_ORDER, "org_id, updated_at, id" },
  { KP_ENTITY_WORK_ORDER, "request_id" },
  { KP_ENTITY_WORK_ORDER_PRICE, "work_order_id" },
  { KP_ENTITY_INTERNAL_NOTE, "request_id, created_at, id" },
  { KP_ENTITY_LOST_OPERATION, "created_at, id" },
  /* What a request and its messages have; who has the content, as it arrives or leaves. */
  { KP_ENTITY_DOCUMENT, "shared_at, id" },
  { KP_ENTITY_ATTACHMENT, "request_id, created_at, id" },
  { KP_ENTITY_ATTACHMENT, "sha256" },
};

/**
 * KpEntityTexts:
 */
typedef struct
{
  const KpEntity *entity;
  GPtrArray *columns; /* (owned) (element-type KpField): fields with a column, in order */
  char *create;       /* (owned): table and indexes */
  char *drop;         /* (owned) */
  char *insert;       /* (owned) */
  char *put;          /* (owned) */
  char *delete;       /* (owned) */
  char *delete_all;   /* (owned) */
  char *load;         /* (owned) */
  char *set_pending;  /* (owned) */
  char *list_pending; /* (owned) */
  char *lowest;       /* (owned): a key for a record that exists here only */
} KpEntityTexts;

struct _KpProjectionTexts
{
  KpEntityTexts entities[KP_N_ENTITIES];
  char *shape; /* (owned) */
};

struct _KpProjector
{
  const KpProjectionTexts *texts;      /* (unowned) */
  KpDb *db;                            /* (unowned) */
  yyjson_alc *memory;                  /* (owned): used again for each record */
  KpStatement *inserts[KP_N_ENTITIES]; /* (owned) (nullable): prepared at first use */
  KpStatement *puts[KP_N_ENTITIES];    /* (owned) (nullable): likewise */
};

static const char *
column_type (KpFieldKind kind)
{
  switch (kind)
    {
    case KP_FIELD_ID:
      return "BLOB";

    case KP_FIELD_INT:
    case KP_FIELD_BOOL:
    case KP_FIELD_TIME:
      return "INTEGER";

    case KP_FIELD_TEXT:
    case KP_FIELD_DATE:
    case KP_FIELD_NAMES:
    case KP_FIELD_JSON:
      return "TEXT";
    }

  g_assert_not_reached ();
}

static char *
make_create (const KpEntity *entity,
             GPtrArray *columns)
{
  GString *sql = g_string_new (NULL);

  g_string_append_printf (sql,
                          "CREATE TABLE p_%s (raw_key INTEGER NOT NULL PRIMARY KEY,"
                          " id BLOB NOT NULL UNIQUE, body TEXT NOT NULL, pending INTEGER NOT NULL",
                          entity->name);
  for (guint i = 0; i < columns->len; i++)
    {
      const KpField *field = g_ptr_array_index (columns, i);

      g_string_append_printf (sql, ", \"%s\" %s", field->name, column_type (field->kind));
    }
  g_string_append (sql, ") STRICT;\n");
  g_string_append_printf (sql, "CREATE INDEX p_%s_pending ON p_%s (id) WHERE pending <> 0;\n",
                          entity->name, entity->name);

  for (guint i = 0; i < G_N_ELEMENTS (INDEXES); i++)
    {
      if (INDEXES[i].entity == entity->type)
        g_string_append_printf (sql, "CREATE INDEX p_%s_%u ON p_%s (%s);\n",
                                entity->name, i, entity->name, INDEXES[i].columns);
    }

  return g_string_free (sql, FALSE);
}

/* Statements of every projection; @ stands for its table. */
static const char DROP[] = "DROP TABLE IF EXISTS @";
static const char INSERT[] = "INSERT OR IGNORE INTO @ (raw_key, id, body, pending";
/* A record that existed here only has another key: REPLACE removes it by its id. */
static const char REPLACE[] = "INSERT OR REPLACE INTO @ (raw_key, id, body, pending";
static const char DELETE[] = "DELETE FROM @ WHERE id = $1";
static const char DELETE_ALL[] = "DELETE FROM @";
static const char LOAD[] = "SELECT raw_key, body, pending FROM @ WHERE id = $1";
static const char SET_PENDING[] = "UPDATE @ SET pending = $2 WHERE id = $1";
static const char LIST_PENDING[] = "SELECT id FROM @ WHERE pending <> 0";
static const char LOWEST_KEY[] = "SELECT min (min (raw_key), 0) - 1 FROM @";

/* Returns: (transfer full): @sql for the table of @entity */
static char *
name_table (const char *sql,
            const KpEntity *entity)
{
  g_autofree char *table = g_strconcat ("p_", entity->name, NULL);
  GString *text = g_string_new (sql);

  g_string_replace (text, "@", table, 0);

  return g_string_free (text, FALSE);
}

static char *
make_put (const char *beginning,
          const KpEntity *entity,
          GPtrArray *columns)
{
  g_autofree char *begun = name_table (beginning, entity);
  GString *sql = g_string_new (begun);

  for (guint i = 0; i < columns->len; i++)
    {
      const KpField *field = g_ptr_array_index (columns, i);

      g_string_append_printf (sql, ", \"%s\"", field->name);
    }
  g_string_append (sql, ") VALUES ($1, $2, $3, $4");
  for (guint i = 0; i < columns->len; i++)
    g_string_append_printf (sql, ", $%u", FIRST_COLUMN + i);
  g_string_append (sql, ")");

  return g_string_free (sql, FALSE);
}

static void
fill_texts (KpEntityTexts *texts,
            const KpEntity *entity)
{
  texts->entity = entity;
  texts->columns = g_ptr_array_new ();
  for (const KpField *field = entity->fields; field->name != NULL; field++)
    {
      if (field->column)
        g_ptr_array_add (texts->columns, (gpointer) field);
    }

  texts->create = make_create (entity, texts->columns);
  texts->drop = name_table (DROP, entity);
  texts->insert = make_put (INSERT, entity, texts->columns);
  texts->put = make_put (REPLACE, entity, texts->columns);
  texts->delete = name_table (DELETE, entity);
  texts->delete_all = name_table (DELETE_ALL, entity);
  texts->load = name_table (LOAD, entity);
  texts->set_pending = name_table (SET_PENDING, entity);
  texts->list_pending = name_table (LIST_PENDING, entity);
  texts->lowest = name_table (LOWEST_KEY, entity);
}

KpProjectionTexts *
kp_projection_texts_new (void)
{
  KpProjectionTexts *self = g_new0 (KpProjectionTexts, 1);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_checksum_update (checksum, (const guchar *) PROJECTION_VERSION, -1);
  g_checksum_update (checksum, (const guchar *) kp_search_get_create (), -1);
  for (guint i = 0; i < KP_N_ENTITIES; i++)
    {
      fill_texts (&self->entities[i], kp_entity_get (i + 1));
      g_checksum_update (checksum, (const guchar *) self->entities[i].create, -1);
    }
  self->shape = g_strdup (g_checksum_get_string (checksum));

  return self;
}

void
kp_projection_texts_free (KpProjectionTexts *self)
{
  for (guint i = 0; i < KP_N_ENTITIES; i++)
    {
      KpEntityTexts *texts = &self->entities[i];

      g_ptr_array_unref (texts->columns);
      g_free (texts->create);
      g_free (texts->drop);
      g_free (texts->insert);
      g_free (texts->put);
      g_free (texts->delete);
      g_free (texts->delete_all);
      g_free (texts->load);
      g_free (texts->set_pending);
      g_free (texts->list_pending);
      g_free (texts->lowest);
    }
  g_free (self->shape);
  g_free (self);
}

const char *
kp_projection_texts_get_shape (const KpProjectionTexts *self)
{
  return self->shape;
}

gboolean
kp_projection_create_tables (const KpProjectionTexts *texts,
                             KpDb *db,
                             GError **error)
{
  if (!kp_db_run_script (db, kp_search_get_drop (), error))
    return FALSE;

  for (guint i = 0; i < KP_N_ENTITIES; i++)
    {
      if (!kp_db_run_script (db, texts->entities[i].drop, error) ||
          !kp_db_run_script (db, texts->entities[i].create, error))
        return FALSE;
    }

  return kp_db_run_script (db, kp_search_get_create (), error);
}

gboolean
kp_projection_delete_all (const KpProjectionTexts *texts,
                          KpDb *db,
                          GError **error)
{
  for (guint i = 0; i < KP_N_ENTITIES; i++)
    {
      if (!kp_db_run_script (db, texts->entities[i].delete_all, error))
        return FALSE;
    }

  return kp_db_run_script (db, kp_search_get_empty (), error);
}

KpProjector *
kp_projector_new (const KpProjectionTexts *texts,
                  KpDb *db)
{
  KpProjector *self = g_new0 (KpProjector, 1);

  self->texts = texts;
  self->db = db;
  self->memory = yyjson_alc_dyn_new ();

  return self;
}

void
kp_projector_free (KpProjector *self)
{
  for (guint i = 0; i < KP_N_ENTITIES; i++)
    {
      g_clear_pointer (&self->inserts[i], kp_statement_release);
      g_clear_pointer (&self->puts[i], kp_statement_release);
    }
  yyjson_alc_dyn_free (self->memory);
  g_free (self);
}

/* A value of another kind than the table says leaves the column NULL: data from outside. */
static void
bind_column (KpStatement *put,
             int number,
             KpFieldKind kind,
             yyjson_val *value)
{
  KpId id;

  switch (kind)
    {
    case KP_FIELD_ID:
      if (kp_id_parse (yyjson_get_str (value), yyjson_get_len (value), &id))
        kp_statement_bind_id (put, number, &id);
      return;

    case KP_FIELD_INT:
    case KP_FIELD_TIME:
      if (yyjson_is_int (value))
        kp_statement_bind_int64 (put, number, yyjson_get_sint (value));
      return;

    case KP_FIELD_BOOL:
      if (yyjson_is_bool (value))
        kp_statement_bind_int64 (put, number, yyjson_get_bool (value));
      return;

    case KP_FIELD_TEXT:
    case KP_FIELD_DATE:
      if (yyjson_is_str (value))
        kp_statement_bind_text_borrowed (put, number, yyjson_get_str (value),
                                         yyjson_get_len (value));
      return;

    case KP_FIELD_NAMES:
    case KP_FIELD_JSON:
      return;
    }
}

/* One pass over the record instead of one search per column. */
static void
bind_columns (const KpEntityTexts *texts,
              KpStatement *put,
              yyjson_val *record)
{
  yyjson_obj_iter members = yyjson_obj_iter_with (record);
  yyjson_val *name;
  guint next = 0;

  while ((name = yyjson_obj_iter_next (&members)) != NULL)
    {
      /* Members come in the order of the table, mostly. */
      for (guint i = 0; i < texts->columns->len; i++)
        {
          guint column = (next + i) % texts->columns->len;
          const KpField *field = g_ptr_array_index (texts->columns, column);

          if (!yyjson_equals_str (name, field->name))
            continue;

          bind_column (put, FIRST_COLUMN + column, field->kind, yyjson_obj_iter_get_val (name));
          next = column + 1;
          break;
        }
    }
}

static gboolean
find_key (KpProjector *self,
          const KpEntityTexts *texts,
          const KpId *id,
          gint64 *key,
          GError **error)
{
  g_autoptr (KpStatement) load = kp_db_prepare (self->db, texts->load, error);
  g_autoptr (KpStatement) lowest = NULL;
  gboolean has_row;

  if (load == NULL)
    return FALSE;
  kp_statement_bind_id (load, 1, id);
  if (!kp_statement_step (load, &has_row, NULL, error))
    return FALSE;

  if (has_row && kp_statement_get_int64 (load, 0) < 0)
    {
      *key = kp_statement_get_int64 (load, 0);
      return TRUE;
    }

  lowest = kp_db_prepare (self->db, texts->lowest, error);
  if (lowest == NULL || !kp_statement_step (lowest, &has_row, NULL, error))
    return FALSE;

  *key = kp_statement_get_int64 (lowest, 0);
  return TRUE;
}

static gboolean
run_put (KpProjector *self,
         const KpProjected *row,
         KpStatement **put,
         const char *sql,
         guint *n_changed,
         GError **error)
{
  const KpEntityTexts *texts = &self->texts->entities[row->entity - 1];
  gboolean done;

  if (*put == NULL)
    *put = kp_db_prepare (self->db, sql, error);
  if (*put == NULL)
    return FALSE;

  kp_statement_bind_int64 (*put, 1, row->key);
  kp_statement_bind_id (*put, 2, &row->id);
  kp_statement_bind_text_borrowed (*put, 3, row->body, row->length);
  kp_statement_bind_int64 (*put, 4, row->pending);
  if (yyjson_is_obj (row->value))
    bind_columns (texts, *put, row->value);
  done = kp_statement_run (*put, n_changed, error);
  kp_statement_reset (*put);

  return done;
}

static gboolean
put_row (KpProjector *self,
         const KpProjected *row,
         GError **error)
{
  const KpEntityTexts *texts = &self->texts->entities[row->entity - 1];
  guint n_changed = 0;

  /* Inserting costs less than replacing, and while loading nearly all is new. */
  if (row->is_new &&
      !run_put (self, row, &self->inserts[row->entity - 1], texts->insert, &n_changed, error))
    return FALSE;

  return n_changed == 1 ||
         run_put (self, row, &self->puts[row->entity - 1], texts->put, NULL, error);
}

gboolean
kp_projector_put (KpProjector *self,
                  const KpProjected *row,
                  GError **error)
{
  const KpEntityTexts *texts = &self->texts->entities[row->entity - 1];
  KpProjected full = *row;
  yyjson_doc *doc = NULL;
  gboolean done;

  if (row->key == 0 && !find_key (self, texts, &row->id, &full.key, error))
    return FALSE;

  if (row->value == NULL)
    {
      doc =
        yyjson_read_opts ((char *) row->body, row->length, YYJSON_READ_NOFLAG, self->memory, NULL);
      full.value = yyjson_doc_get_root (doc);
    }
  done = put_row (self, &full, error);
  yyjson_doc_free (doc);

  return done;
}

gboolean
kp_projector_delete (KpProjector *self,
                     KpEntityType entity,
                     const KpId *id,
                     GError **error)
{
  g_autoptr (KpStatement) delete =
    kp_db_prepare (self->db, self->texts->entities[entity - 1].delete, error);

  if (delete == NULL)
    return FALSE;

  kp_statement_bind_id (delete, 1, id);
  return kp_statement_run (delete, NULL, error);
}

gboolean
kp_projector_load (KpProjector *self,
                   KpEntityType entity,
                   const KpId *id,
                   KpProjected *row,
                   char **body,
                   GError **error)
{
  const KpEntityTexts *texts = &self->texts->entities[entity - 1];
  g_autoptr (KpStatement) load = kp_db_prepare (self->db, texts->load, error);
  gboolean has_row;

  *row = (KpProjected) { .entity = entity, .id = *id };
  *body = NULL;
  if (load == NULL)
    return FALSE;

  kp_statement_bind_id (load, 1, id);
  if (!kp_statement_step (load, &has_row, NULL, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  row->key = kp_statement_get_int64 (load, 0);
  *body = g_strdup (kp_statement_get_text (load, 1));
  row->body = *body;
  row->length = kp_statement_get_length (load, 1);
  row->pending = kp_statement_get_int64 (load, 2);
  return TRUE;
}

gboolean
kp_projector_set_pending (KpProjector *self,
                          KpEntityType entity,
                          const KpId *id,
                          int pending,
                          GError **error)
{
  g_autoptr (KpStatement) set =
    kp_db_prepare (self->db, self->texts->entities[entity - 1].set_pending, error);

  if (set == NULL)
    return FALSE;

  kp_statement_bind_id (set, 1, id);
  kp_statement_bind_int64 (set, 2, pending);
  return kp_statement_run (set, NULL, error);
}

gboolean
kp_projector_list_pending (KpProjector *self,
                           KpEntityType entity,
                           GArray *ids,
                           GError **error)
{
  g_autoptr (KpStatement) list =
    kp_db_prepare (self->db, self->texts->entities[entity - 1].list_pending, error);

  if (list == NULL)
    return FALSE;

  for (;;)
    {
      gboolean has_row;
      KpId id;

      if (!kp_statement_step (list, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (kp_statement_get_id (list, 0, &id))
        g_array_append_val (ids, id);
    }
}

/* Kinds of which an earlier version did not know more than the name. */
static const char ADOPT_KIND[] =
  "UPDATE raw SET ent = $1 WHERE ent = (SELECT ent FROM kind WHERE name = $2)";
static const char FORGET_KIND[] = "DELETE FROM kind WHERE name = $1";

static gboolean
adopt_kind (KpDb *db,
            const KpEntity *entity,
            GError **error)
{
  g_autoptr (KpStatement) adopt = kp_db_prepare (db, ADOPT_KIND, error);
  g_autoptr (KpStatement) forget = kp_db_prepare (db, FORGET_KIND, error);

  if (adopt == NULL || forget == NULL)
    return FALSE;

  kp_statement_bind_int64 (adopt, 1, entity->type);
  kp_statement_bind_text (adopt, 2, entity->name);
  kp_statement_bind_text (forget, 1, entity->name);
  return kp_statement_run (adopt, NULL, error) && kp_statement_run (forget, NULL, error);
}

static const char SELECT_RAW[] = "SELECT key, ent, id, body FROM raw";

gboolean
kp_projector_put_all (KpProjector *self,
                      GError **error)
{
  g_autoptr (KpStatement) select = NULL;

  for (guint i = 0; i < KP_N_ENTITIES; i++)
    {
      if (!adopt_kind (self->db, self->texts->entities[i].entity, error))
        return FALSE;
    }

  select = kp_db_prepare (self->db, SELECT_RAW, error);
  if (select == NULL)
    return FALSE;

  for (;;)
    {
      KpProjected row = { .is_new = TRUE };
      gboolean has_row;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      if (kp_statement_get_int64 (select, 1) > KP_N_ENTITIES ||
          !kp_statement_get_id (select, 2, &row.id))
        continue;

      row.key = kp_statement_get_int64 (select, 0);
      row.entity = kp_statement_get_int64 (select, 1);
      row.body = kp_statement_get_text (select, 3);
      row.length = kp_statement_get_length (select, 3);
      if (!kp_projector_put (self, &row, error))
        return FALSE;
    }
}
