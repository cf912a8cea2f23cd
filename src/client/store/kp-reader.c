/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Portals are few and change rarely, so their names of states are kept until somebody says that
 * they changed.
 */

#include "kp-reader.h"

#include "kp-limits.h"
#include "kp-names.h"

#include <glib/gi18n-lib.h>

struct _KpReader
{
  KpStore *store;  /* (unowned) */
  char *language;  /* (owned) */
  gboolean loaded; /* whether the members below are true */
  KpId person;     /* zero if not known */
  gboolean staff;
  GHashTable *states; /* (owned): "<portal>/<state>" → StateName (owned) */
  char *open;         /* (owned) (nullable): JSON array of states */
  char *completed;    /* (owned) (nullable) */
  char *portal;       /* (owned) (nullable): the one portal, if there is one */
  KpShown shown;      /* by that portal */
};

/* How a portal shows one state. */
typedef struct
{
  char *text; /* (owned) (nullable) */
  gboolean completed;
} StateName;

/* One usual name; the bucket is that of DOMAIN.md section 4. */
typedef struct
{
  const char *state;
  const char *text;
  gboolean completed;
} UsualName;

static const UsualName USUAL_NAMES[] = {
  { "submitted", N_ ("Received"), FALSE },
  { "in_review", N_ ("In progress"), FALSE },
  { "needs_information", N_ ("Waiting for you"), FALSE },
  { "accepted", N_ ("Accepted"), FALSE },
  { "declined", N_ ("Declined"), TRUE },
  { "withdrawn", N_ ("Withdrawn"), TRUE },
  { "new", N_ ("Accepted"), FALSE },
  { "planned", N_ ("Planned"), FALSE },
  { "in_progress", N_ ("In progress"), FALSE },
  { "blocked", N_ ("On hold"), FALSE },
  { "done", N_ ("Done"), TRUE },
  { "confirmed", N_ ("Done"), TRUE },
  { "sent", N_ ("Done"), TRUE },
  { "archived", N_ ("Done"), TRUE },
  { "cancelled", N_ ("Cancelled"), TRUE },
};

static void
free_state_name (gpointer data)
{
  StateName *self = data;

  g_free (self->text);
  g_free (self);
}

KpReader *
kp_reader_new (KpStore *store,
               const char *language)
{
  KpReader *self;

  g_return_val_if_fail (store != NULL && language != NULL, NULL);

  self = g_new0 (KpReader, 1);
  self->store = store;
  self->language = g_strdup (language);
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_state_name);

  return self;
}

void
kp_reader_free (KpReader *self)
{
  g_hash_table_unref (self->states);
  g_free (self->language);
  g_free (self->open);
  g_free (self->completed);
  g_free (self->portal);
  g_free (self->shown.work_types);
  g_free (self);
}

void
kp_reader_forget (KpReader *self)
{
  self->loaded = FALSE;
}

KpStore *
kp_reader_get_store (KpReader *self)
{
  return self->store;
}

KpDb *
kp_reader_get_db (KpReader *self)
{
  return kp_store_get_cache (self->store);
}

const char *
kp_reader_get_language (KpReader *self)
{
  return self->language;
}

static void
add_portal (KpReader *self,
            const char *portal,
            yyjson_val *map)
{
  yyjson_obj_iter iter;

  if (!yyjson_is_obj (map))
    return;

  yyjson_obj_iter_init (map, &iter);
  for (yyjson_val *key = yyjson_obj_iter_next (&iter); key != NULL;
       key = yyjson_obj_iter_next (&iter))
    {
      yyjson_val *value = yyjson_obj_iter_get_val (key);
      yyjson_val *bucket = yyjson_obj_get (value, "bucket");
      StateName *name = g_new (StateName, 1);
      gboolean completed = FALSE;

      if (yyjson_is_str (bucket))
        completed = g_str_equal (yyjson_get_str (bucket), "completed");
      else
        kp_reader_name_state (self, NULL, yyjson_get_str (key), &completed);

      *name = (StateName) {
        .text = g_strdup (kp_names_pick (yyjson_obj_get (value, "name"), self->language)),
        .completed = completed,
      };
      g_hash_table_insert (self->states,
                           g_strconcat (portal, "/", yyjson_get_str (key), NULL), name);
    }
}

static const char FILTERS[] =
  "SELECT body ->> '$.request_filters.completed_days', body -> '$.request_filters.work_types'"
  "  FROM p_portal LIMIT 1";

static void
load_shown (KpReader *self)
{
  g_autoptr (KpStatement) query = NULL;
  gboolean has_row = FALSE;

  g_clear_pointer (&self->shown.work_types, g_free);
  self->shown.completed_days = 0;
  if (self->staff || self->portal == NULL)
    return;

  query = kp_db_prepare (kp_reader_get_db (self), FILTERS, NULL);
  if (query == NULL || !kp_statement_step (query, &has_row, NULL, NULL) || !has_row)
    return;

  self->shown.completed_days = MAX (kp_statement_get_int64 (query, 0), 0);
  self->shown.work_types = g_strdup (kp_statement_get_text (query, 1));
}

static const char PORTALS[] = "SELECT id, body -> '$.status_map' FROM p_portal ORDER BY id";

/* Returns: (transfer full) (nullable): the one portal, NULL if there are none or several */
static char *
load_portals (KpReader *self)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (self), PORTALS, NULL);
  g_autofree char *only = NULL;
  guint n = 0;
  gboolean has_row = FALSE;

  while (query != NULL && kp_statement_step (query, &has_row, NULL, NULL) && has_row)
    {
      const char *json = kp_statement_get_text (query, 1);
      yyjson_doc *doc = json != NULL ? yyjson_read (json, strlen (json), 0) : NULL;
      KpId id;

      g_free (only);
      only = kp_statement_get_id (query, 0, &id) ? kp_id_dup_text (&id) : NULL;
      if (only != NULL)
        add_portal (self, only, yyjson_doc_get_root (doc));
      yyjson_doc_free (doc);
      n++;
    }

  return n == 1 ? g_steal_pointer (&only) : NULL;
}

/* Returns: (transfer full): JSON array of the usual states that this portal puts there */
static char *
make_states (KpReader *self,
             const char *portal,
             gboolean completed)
{
  g_autoptr (GString) json = g_string_new ("[");

  for (guint i = 0; i < G_N_ELEMENTS (USUAL_NAMES); i++)
    {
      gboolean is_completed;

      kp_reader_name_state (self, portal, USUAL_NAMES[i].state, &is_completed);
      if (is_completed == completed)
        g_string_append_printf (json, "%s\"%s\"", json->len > 1 ? "," : "", USUAL_NAMES[i].state);
    }
  g_string_append_c (json, ']');

  return g_string_free_and_steal (g_steal_pointer (&json));
}

static void
ensure_loaded (KpReader *self)
{
  g_autofree char *portal = NULL;

  if (self->loaded)
    return;

  /* First, because naming states asks again. */
  self->loaded = TRUE;
  g_hash_table_remove_all (self->states);
  if (!kp_store_get_person_id (self->store, &self->person))
    memset (&self->person, 0, sizeof self->person);
  self->staff = kp_store_is_staff (self->store);

  portal = load_portals (self);
  g_free (self->open);
  self->open = make_states (self, portal, FALSE);
  g_free (self->completed);
  self->completed = make_states (self, portal, TRUE);
  g_free (self->portal);
  self->portal = g_steal_pointer (&portal);
  load_shown (self);
}

const KpId *
kp_reader_get_person (KpReader *self)
{
  ensure_loaded (self);

  return &self->person;
}

gboolean
kp_reader_is_staff (KpReader *self)
{
  ensure_loaded (self);

  return self->staff;
}

const char *
kp_reader_name_state (KpReader *self,
                      const char *portal,
                      const char *state,
                      gboolean *completed)
{
  g_autofree char *key = g_strconcat (portal != NULL ? portal : "", "/", state, NULL);
  const UsualName *usual = NULL;
  const StateName *name;

  ensure_loaded (self);

  for (guint i = 0; i < G_N_ELEMENTS (USUAL_NAMES) && usual == NULL; i++)
    {
      if (g_strcmp0 (USUAL_NAMES[i].state, state) == 0)
        usual = &USUAL_NAMES[i];
    }
  name = g_hash_table_lookup (self->states, key);

  if (completed != NULL)
    *completed = name != NULL ? name->completed : usual != NULL && usual->completed;
  if (name != NULL && name->text != NULL)
    return name->text;

  return usual != NULL ? _ (usual->text) : state;
}

const KpShown *
kp_reader_get_shown (KpReader *self)
{
  ensure_loaded (self);

  return &self->shown;
}

const char *
kp_reader_get_states (KpReader *self,
                      gboolean completed)
{
  ensure_loaded (self);

  return completed ? self->completed : self->open;
}

void
kp_reader_list_statuses (KpReader *self,
                         GPtrArray **names,
                         GPtrArray **states)
{
  ensure_loaded (self);

  *names = g_ptr_array_new_with_free_func (g_free);
  *states = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (USUAL_NAMES); i++)
    {
      const char *name = kp_reader_name_state (self, self->portal, USUAL_NAMES[i].state, NULL);
      g_autofree char *known = NULL;
      guint place;

      if (!g_ptr_array_find_with_equal_func (*names, name, g_str_equal, &place))
        {
          g_ptr_array_add (*names, g_strdup (name));
          g_ptr_array_add (*states, g_strdup_printf ("[\"%s\"]", USUAL_NAMES[i].state));
          continue;
        }

      known = g_strndup ((*states)->pdata[place], strlen ((*states)->pdata[place]) - 1);
      g_free ((*states)->pdata[place]);
      (*states)->pdata[place] = g_strdup_printf ("%s,\"%s\"]", known, USUAL_NAMES[i].state);
    }
}

GArray *
kp_reader_list_ids (KpStatement *query,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KpId));

  for (;;)
    {
      gboolean has_row;
      KpId id;

      if (!kp_statement_step (query, &has_row, cancellable, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&ids);

      if (kp_statement_get_id (query, 0, &id))
        g_array_append_val (ids, id);
    }
}

static KpRow *
read_row (KpReader *self,
          KpStatement *query,
          const char *format)
{
  KpRow *row;
  KpId id;

  if (!kp_statement_get_id (query, 0, &id))
    return NULL;

  row = kp_row_new (&id, strlen (format));
  for (guint i = 0; format[i] != '\0'; i++)
    {
      int column = (int) i + 1;
      KpId value;

      if (kp_statement_is_null (query, column))
        continue;

      if (format[i] == 't')
        kp_row_set_text (row, i, kp_statement_get_text (query, column));
      else if (format[i] == 'n')
        kp_row_set_number (row, i, kp_statement_get_int64 (query, column));
      else if (format[i] == 'j')
        kp_row_take_text (
          row, i, kp_names_pick_json (kp_statement_get_text (query, column), self->language));
      else if (format[i] == 'i' && kp_statement_get_id (query, column, &value))
        kp_row_take_text (row, i, kp_id_dup_text (&value));
    }

  return row;
}

GPtrArray *
kp_reader_fetch (KpReader *self,
                 const char *sql,
                 const char *format,
                 GArray *ids,
                 KpRowFunc complete,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (self), sql, error);

  if (query == NULL)
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      gboolean has_row;
      KpRow *row;

      kp_statement_reset (query);
      kp_statement_bind_id (query, 1, &g_array_index (ids, KpId, i));
      kp_statement_bind_id (query, 2, kp_reader_get_person (self));
      if (!kp_statement_step (query, &has_row, cancellable, error))
        return NULL;
      if (!has_row)
        continue;

      row = read_row (self, query, format);
      if (row == NULL)
        continue;
      if (complete != NULL)
        complete (self, query, row);
      g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}

char *
kp_reader_dup_pattern (const char *search)
{
  g_autoptr (GString) pattern = g_string_new ("%");
  gsize length = search != NULL ? strnlen (search, KP_LIMIT_QUERY) : 0;

  for (gsize i = 0; i < length; i++)
    {
      if (strchr ("%_\\", search[i]) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, search[i]);
    }
  g_string_append_c (pattern, '%');

  return pattern->len > 2 ? g_string_free_and_steal (g_steal_pointer (&pattern)) : NULL;
}
