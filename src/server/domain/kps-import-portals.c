/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Portals: office.json, portals.json and flows/<portal>/<key>.json: what belongs to everybody of a
 * portal.
 */

#include "kps-import-private.h"

#include "kp-form.h"
#include "kp-limits.h"
#include "kp-value.h"

#include <string.h>

/* A portal's own moment of making: before everything else. */
#define YEAR (365 * 24 * 60 * 60 * G_GINT64_CONSTANT (1000))

static const char *const NOTHING[] = { NULL };

static char *
dup_member (yyjson_val *object,
            const char *name)
{
  return g_strdup (yyjson_get_str (yyjson_obj_get (object, name)));
}

static void
read_office (KpsImport *self)
{
  const KpsImportJson *file = kps_import_load_json (self, "office.json");
  yyjson_val *root;
  yyjson_val *roles;
  yyjson_val *key;
  yyjson_val *rights;
  size_t i;
  size_t n;

  if (file == NULL)
    return;

  root = yyjson_doc_get_root (file->doc);
  self->office_name = dup_member (root, "name");
  self->office_email = dup_member (root, "email");
  self->office_phone = dup_member (root, "phone");
  if (self->office_name == NULL)
    kps_import_fault_json (self, file, root, "The office has no “name”.");

  roles = yyjson_obj_get (root, "roles");
  yyjson_obj_foreach (roles, i, n, key, rights)
  {
    if (!yyjson_is_arr (rights))
      kps_import_fault_json (self, file, key, "A role is an array of rights.");
    else
      g_hash_table_insert (self->roles, (gpointer) yyjson_get_str (key), rights);
  }
}

/* Returns: (nullable): a record with the fields of @object, under the key "<portal>/<name>" */
static KpsImportRecord *
add_part (KpsImport *self,
          const KpsImportJson *file,
          const KpsImportRecord *portal,
          KpEntityType entity,
          const char *name,
          yyjson_val *object)
{
  g_autofree char *key = g_strdup_printf ("%s/%s", portal->key, name);
  KpsImportRecord *record = kps_import_add (self, entity, key, self->day - YEAR);

  if (record == NULL)
    {
      kps_import_fault_json (self, file, object, "“%s” is there twice.", name);
      return NULL;
    }

  kps_import_set_id (record, "portal_id", portal);
  kps_import_copy_members (self, file, object, record, NOTHING);

  return record;
}

static gboolean
check_items (KpsImport *self,
             const KpsImportJson *file,
             yyjson_val *checklist)
{
  g_autoptr (GError) error = NULL;

  if (kp_form_check_items (yyjson_obj_get (checklist, "items"), &error))
    return TRUE;

  kps_import_fault_json (self, file, checklist, "%s.", error->message);

  return FALSE;
}

static void
read_checklist (KpsImport *self,
                const KpsImportJson *file,
                const KpsImportRecord *portal,
                const char *key,
                yyjson_val *object)
{
  static const KpsImportPart PARTS[] = { { "items", "other items" }, { NULL, NULL } };
  g_autofree char *name = g_strdup_printf ("%s/%s", portal->key, key);
  KpsImportRecord *record;
  gint64 version;

  if (!check_items (self, file, object) ||
      !kps_import_get_version (self, file, object, &version))
    return;

  record =
    kps_import_add_version (self, KP_ENTITY_CHECKLIST, name, version, self->day - YEAR);
  if (record == NULL)
    {
      kps_import_fault_json (self, file, object, "“%s” is there twice.", key);
      return;
    }

  kps_import_set_id (record, "portal_id", portal);
  kps_import_copy_members (self, file, object, record, NOTHING);
  kps_import_check_version (self, file, object, record, name, PARTS);
  kps_import_keep_versions (self, KP_ENTITY_CHECKLIST, name, NULL, self->day - YEAR);
}

/* Parts that are named by a text: work types and checklists. */
static void
read_named_parts (KpsImport *self,
                  const KpsImportJson *file,
                  const KpsImportRecord *portal,
                  KpEntityType entity,
                  const char *member,
                  yyjson_val *array)
{
  yyjson_val *object;
  size_t i;
  size_t n;

  yyjson_arr_foreach (array, i, n, object)
  {
    const char *name = yyjson_get_str (yyjson_obj_get (object, member));

    if (name == NULL)
      kps_import_fault_json (self, file, object, "“%s” is missing.", member);
    else if (entity == KP_ENTITY_CHECKLIST)
      read_checklist (self, file, portal, name, object);
    else
      add_part (self, file, portal, entity, name, object);
  }
}

static void
read_terms (KpsImport *self,
            const KpsImportJson *file,
            const KpsImportRecord *portal,
            yyjson_val *array)
{
  static const KpsImportPart PARTS[] = { { "sha256", "another text" }, { NULL, NULL } };
  yyjson_val *object;
  guint published = 0;
  size_t i;
  size_t n;

  yyjson_arr_foreach (array, i, n, object)
  {
    const char *state = yyjson_get_str (yyjson_obj_get (object, "state"));
    yyjson_val *names = yyjson_obj_get (object, "text");
    g_autofree char *version = NULL;
    g_autofree char *text = NULL;
    g_autofree char *sha256 = NULL;
    KpsImportRecord *record;
    gint64 number;

    if (yyjson_obj_get (object, "version") == NULL || names == NULL)
      {
        kps_import_fault_json (self, file, object, "Terms need a “version” and a “text”.");
        continue;
      }
    if (!kps_import_get_version (self, file, object, &number))
      continue;

    published += g_strcmp0 (state, "published") == 0;
    version = g_strdup_printf ("%" G_GINT64_FORMAT, number);
    record = add_part (self, file, portal, KP_ENTITY_TERMS, version, object);
    text = kp_value_write (names, NULL);
    sha256 = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
    if (record == NULL)
      continue;

    kps_import_set_text (record, "sha256", sha256);
    kps_import_check_version (self, file, object, record, portal->key, PARTS);
    if (g_strcmp0 (state, "published") == 0)
      g_hash_table_insert (self->terms, (gpointer) portal->text_id, record);
  }

  if (yyjson_arr_size (array) > 0 && published != 1)
    kps_import_fault_json (self, file, array, "Exactly one version of the terms is “published”.");
  if (published > 0)
    kps_import_keep_versions (self, KP_ENTITY_TERMS, portal->key, "superseded", self->day - YEAR);
}

/* What customers find in their lists. */
static void
check_filters (KpsImport *self,
               const KpsImportJson *file,
               const KpsImportRecord *portal,
               yyjson_val *filters)
{
  yyjson_val *days = yyjson_obj_get (filters, "completed_days");
  yyjson_val *codes = yyjson_obj_get (filters, "work_types");
  yyjson_val *code;
  size_t i;
  size_t n;

  if (filters == NULL)
    return;

  if (!yyjson_is_obj (filters))
    kps_import_fault_json (self, file, filters, "“request_filters” is an object.");
  if (days != NULL && (!yyjson_is_int (days) || yyjson_get_sint (days) < 1 ||
                       yyjson_get_sint (days) > KP_LIMIT_FILTER_DAYS))
    kps_import_fault_json (self, file, kps_import_find_key (filters, "completed_days"),
                           "“completed_days” is a number from 1 to %d.",
                           KP_LIMIT_FILTER_DAYS);
  if (codes != NULL && !yyjson_is_arr (codes))
    kps_import_fault_json (self, file, kps_import_find_key (filters, "work_types"),
                           "“work_types” is an array of codes.");

  yyjson_arr_foreach (codes, i, n, code)
  {
    const char *name = yyjson_get_str (code);
    g_autofree char *key = g_strdup_printf ("%s/%s", portal->key, name != NULL ? name : "");

    if (kps_import_find (self, KP_ENTITY_WORK_TYPE, key) == NULL)
      kps_import_fault_json (self, file, code, "The portal “%s” has no work_type “%s”.",
                             portal->key, name != NULL ? name : "");
  }
}

/* Points from a flow to a part of its portal by name. */
static void
refer (KpsImport *self,
       const KpsImportJson *file,
       KpsImportRecord *flow,
       const KpsImportRecord *portal,
       const char *member,
       KpEntityType entity,
       const char *field)
{
  yyjson_val *root = yyjson_doc_get_root (file->doc);
  const char *name = yyjson_get_str (yyjson_obj_get (root, member));
  g_autofree char *key = g_strdup_printf ("%s/%s", portal->key, name != NULL ? name : "");
  KpsImportRecord *part = kps_import_find (self, entity, key);

  if (name != NULL && part == NULL)
    kps_import_fault_json (self, file, kps_import_find_key (root, member),
                           "The portal “%s” has no %s “%s”.", portal->key, member, name);
  kps_import_set_id (flow, field, part);
}

/* The title of a request comes from an answer that is a line of text. */
static void
check_title (KpsImport *self,
             const KpsImportJson *file,
             yyjson_val *root)
{
  yyjson_val *title_from = yyjson_obj_get (root, "title_from");
  yyjson_val *section;
  yyjson_val *question;
  size_t i;
  size_t j;
  size_t n;
  size_t m;

  if (!yyjson_is_str (title_from))
    return;

  yyjson_arr_foreach (yyjson_obj_get (root, "sections"), i, n, section)
  {
    yyjson_arr_foreach (yyjson_obj_get (section, "questions"), j, m, question)
    {
      if (kp_value_equal (yyjson_obj_get (question, "key"), title_from))
        return;
    }
  }

  kps_import_fault_json (self, file, title_from, "No question has the key “%s”.",
                         yyjson_get_str (title_from));
}

static void
read_flow (KpsImport *self,
           const KpsImportRecord *portal,
           const char *key)
{
  static const char *const OWN[] = { "work_type", "checklist", "key", NULL };
  static const KpsImportPart PARTS[] = {
    { "sections", "other questions" },
    { "title_from", "another “title_from”" },
    { "checklist_id", "another checklist" },
    { NULL, NULL },
  };
  g_autofree char *name = g_strdup_printf ("flows/%s/%s.json", portal->key, key);
  g_autofree char *full = g_strdup_printf ("%s/%s", portal->key, key);
  const KpsImportJson *file = kps_import_load_json (self, name);
  g_autoptr (GError) error = NULL;
  KpsImportRecord *flow;
  yyjson_val *root;
  yyjson_val *sections;
  yyjson_val *where = NULL;
  gint64 version;

  if (file == NULL)
    return;

  root = yyjson_doc_get_root (file->doc);
  if (!kps_import_get_version (self, file, root, &version))
    return;

  flow = kps_import_add_version (self, KP_ENTITY_REQUEST_FLOW, full, version, self->day - YEAR);
  if (flow == NULL)
    {
      kps_import_fault (self, name, 0, 0, "The flow is there twice.");
      return;
    }

  kps_import_set_id (flow, "portal_id", portal);
  kps_import_set_text (flow, "key", key);
  kps_import_set_text (flow, "state", "published");
  kps_import_copy_members (self, file, root, flow, OWN);
  refer (self, file, flow, portal, "work_type", KP_ENTITY_WORK_TYPE, "work_type_id");
  refer (self, file, flow, portal, "checklist", KP_ENTITY_CHECKLIST, "checklist_id");
  kps_import_keep_versions (self, KP_ENTITY_REQUEST_FLOW, full, "retired", self->day - YEAR);

  sections = yyjson_obj_get (root, "sections");
  if (yyjson_obj_get (root, "name") == NULL || sections == NULL)
    kps_import_fault_json (self, file, root, "A flow needs a “name” and “sections”.");
  else if (!kp_form_check_definition (sections, &where, &error))
    {
      /* Nothing is said of requests with answers to questions that could not be read. */
      g_hash_table_add (self->unread, g_strdup (name));
      kps_import_fault_json (self, file,
                             where != NULL ? where : kps_import_find_key (root, "sections"), "%s.",
                             error->message);
    }
  else
    {
      check_title (self, file, root);
      kps_import_check_version (self, file, root, flow, full, PARTS);
    }
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Every file of flows/<portal>/, by name. */
static void
read_flows (KpsImport *self,
            const KpsImportRecord *portal)
{
  g_autofree char *path = g_build_filename (self->options->folder, "flows", portal->key, NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      if (g_str_has_suffix (name, ".json"))
        g_ptr_array_add (keys, g_strndup (name, strlen (name) - strlen (".json")));
    }

  g_ptr_array_sort (keys, compare_texts);
  for (guint i = 0; i < keys->len; i++)
    read_flow (self, portal, keys->pdata[i]);
}

static void
read_portal (KpsImport *self,
             const KpsImportJson *file,
             yyjson_val *object)
{
  static const char *const OWN[] = { "work_types", "checklists", "terms", NULL };
  const char *url_name = yyjson_get_str (yyjson_obj_get (object, "url_name"));
  KpsImportRecord *portal;

  if (url_name == NULL || *url_name == '\0' ||
      strspn (url_name, "abcdefghijklmnopqrstuvwxyz0123456789-") != strlen (url_name))
    {
      kps_import_fault_json (self, file, object,
                             "A portal needs a “url_name” of small letters, digits and dashes.");
      return;
    }

  portal = kps_import_add (self, KP_ENTITY_PORTAL, url_name, self->day - YEAR);
  if (portal == NULL)
    {
      kps_import_fault_json (self, file, object, "The portal “%s” is there twice.", url_name);
      return;
    }

  kps_import_set_text (portal, "office_name", self->office_name);
  kps_import_set_text (portal, "office_email", self->office_email);
  kps_import_set_text (portal, "office_phone", self->office_phone);
  kps_import_copy_members (self, file, object, portal, OWN);
  read_named_parts (self, file, portal, KP_ENTITY_WORK_TYPE, "code",
                    yyjson_obj_get (object, "work_types"));
  check_filters (self, file, portal, yyjson_obj_get (object, "request_filters"));
  read_named_parts (self, file, portal, KP_ENTITY_CHECKLIST, "key",
                    yyjson_obj_get (object, "checklists"));
  read_terms (self, file, portal, yyjson_obj_get (object, "terms"));
  read_flows (self, portal);
}

/* A folder with a slip in its name would go by unread. */
static void
check_folders (KpsImport *self)
{
  g_autofree char *path = g_build_filename (self->options->folder, "flows", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);
      g_autofree char *shown = g_strconcat ("flows/", name, NULL);

      if (g_file_test (inner, G_FILE_TEST_IS_DIR) &&
          kps_import_find (self, KP_ENTITY_PORTAL, name) == NULL)
        kps_import_fault (self, shown, 0, 0, "There is no portal “%s” in portals.json.", name);
    }
}

void
kps_import_portals (KpsImport *self)
{
  const KpsImportJson *file;
  yyjson_val *object;
  size_t i;
  size_t n;

  read_office (self);
  file = kps_import_load_json (self, "portals.json");
  if (file == NULL)
    return;

  yyjson_arr_foreach (yyjson_doc_get_root (file->doc), i, n, object)
  {
    read_portal (self, file, object);
  }
  check_folders (self);
}
