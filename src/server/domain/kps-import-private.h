/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of an import share: the files on one side, the records to be written on the other.
 * Nothing is written before everything was read.
 */

#pragma once

#include "kps-csv.h"
#include "kps-import.h"

G_BEGIN_DECLS

/**
 * KpsImportRecord:
 *
 * A record to be.
 */
typedef struct
{
  KpEntityType entity;
  char *key; /* (owned): in the files */
  KpId id;   /* the one it has, or a new one */
  char text_id[KP_ID_SIZE];
  yyjson_mut_doc *doc;  /* (owned): its body */
  yyjson_mut_val *root; /* (unowned): the object in doc */
  const char *prefix;   /* (nullable): of the human number to be drawn */
  gint64 created_at;
} KpsImportRecord;

/**
 * KpsImportContent:
 *
 * What an attachment holds.
 */
typedef struct
{
  const KpsImportRecord *attachment; /* (unowned) */
  char *sha256;                      /* (owned) */
  GBytes *bytes;                     /* (owned) */
} KpsImportContent;

void kps_import_content_free (KpsImportContent *self);

/**
 * KpsImportJson:
 *
 * A JSON file.
 */
typedef struct
{
  char *name;      /* (owned) */
  char *text;      /* (owned) */
  yyjson_doc *doc; /* (owned) (nullable): NULL if it is malformed */
} KpsImportJson;

/**
 * KpsImportPin:
 *
 * Which versions a request was made with that was imported before.
 */
typedef struct
{
  char *flow_id;  /* (owned) (nullable): as text */
  char *terms_id; /* (owned) (nullable) */
} KpsImportPin;

/**
 * KpsImportPart:
 *
 * A member that makes out a version.
 */
typedef struct
{
  const char *member;
  const char *other; /* how to say that it differs */
} KpsImportPart;

/**
 * KpsImport:
 */
typedef struct
{
  const KpsImportOptions *options;
  const KpEnvironment *environment;
  gint64 day;           /* midnight (UTC) of the day of the first import, for "-3d" */
  GPtrArray *faults;    /* (unowned) (element-type KpsImportFault) */
  GPtrArray *accounts;  /* (unowned) (element-type KpsImportAccount) */
  GPtrArray *records;   /* (owned) (element-type KpsImportRecord): in the order of writing */
  GHashTable *by_key;   /* (owned): "entity key" → KpsImportRecord */
  GHashTable *by_id;    /* (owned): identifier as text → KpsImportRecord */
  GHashTable *terms;    /* (owned): identifier of a portal as text → its published terms */
  GHashTable *known;    /* (owned): "entity key" → id it got before */
  GHashTable *versions; /* (owned): "entity key" → KpsRecord: flows, checklists, terms of before */
  GHashTable *pins;     /* (owned): key of a request of before → KpsImportPin */
  GHashTable *roles;    /* (owned): role → yyjson_val array of rights */
  GHashTable *unread;   /* (owned): names of files that could not be read as a whole */
  GPtrArray *files;     /* (owned) (element-type KpsImportJson): records refer to them */
  GPtrArray *contents;  /* (owned) (element-type KpsImportContent) */
  GArray *responsible;  /* (owned): of pairs of KpId: member of staff, organisation */
  char *office_name;    /* (owned) (nullable) */
  char *office_email;   /* (owned) (nullable) */
  char *office_phone;   /* (owned) (nullable) */
} KpsImport;

/* Faults. */
void kps_import_fault (KpsImport *self,
                       const char *file,
                       guint line,
                       guint column,
                       const char *format,
                       ...) G_GNUC_PRINTF (5, 6);
void kps_import_fault_cell (KpsImport *self,
                            const KpsCsv *csv,
                            const KpsCell *cell,
                            const char *format,
                            ...) G_GNUC_PRINTF (4, 5);
/* @near: a text or key of the file, or something that holds one */
void kps_import_fault_json (KpsImport *self,
                            const KpsImportJson *file,
                            yyjson_val *near,
                            const char *format,
                            ...) G_GNUC_PRINTF (4, 5);

/* Files. NULL = not there or not readable, which is a fault already. */
KpsCsv *kps_import_load_csv (KpsImport *self,
                             const char *name,
                             const char *const *columns);
const KpsImportJson *kps_import_load_json (KpsImport *self,
                                           const char *name);
/* Returns: (nullable): the key itself, to point at */
yyjson_val *kps_import_find_key (yyjson_val *object,
                                 const char *name);

/**
 * kps_import_add:
 * @created_at: when it was made; its identifier says the same
 *
 * Returns: (transfer none) (nullable): a record with an empty body, %NULL if the key is taken
 */
KpsImportRecord *kps_import_add (KpsImport *self,
                                 KpEntityType entity,
                                 const char *key,
                                 gint64 created_at);
KpsImportRecord *kps_import_find (KpsImport *self,
                                  KpEntityType entity,
                                  const char *key);

/* Versions. */
gboolean kps_import_load_version (KpsImport *self,
                                  KpDb *db,
                                  KpEntityType entity,
                                  const char *key,
                                  const KpId *id,
                                  GError **error);
gboolean kps_import_load_pins (KpsImport *self,
                               KpDb *db,
                               GError **error);
/* Returns: whether @object says none, which is 1, or a possible one */
gboolean kps_import_get_version (KpsImport *self,
                                 const KpsImportJson *file,
                                 yyjson_val *object,
                                 gint64 *version);
/* As kps_import_add(), with the key "@name/@version"; kps_import_find() finds it by @name. */
KpsImportRecord *kps_import_add_version (KpsImport *self,
                                         KpEntityType entity,
                                         const char *name,
                                         gint64 version,
                                         gint64 created_at);
/* Adds the earlier versions that the files do not name, in @state if they have states. */
void kps_import_keep_versions (KpsImport *self,
                               KpEntityType entity,
                               const char *name,
                               const char *state,
                               gint64 created_at);
/* Whether the version may be what @object says. @record: whole; @parts: up to one without a name */
void kps_import_check_version (KpsImport *self,
                               const KpsImportJson *file,
                               yyjson_val *object,
                               const KpsImportRecord *record,
                               const char *name,
                               const KpsImportPart *parts);

/* Fields of bodies. */
void kps_import_set_text (KpsImportRecord *record,
                          const char *field,
                          const char *value);
void kps_import_set_int (KpsImportRecord *record,
                         const char *field,
                         gint64 value);
void kps_import_set_null (KpsImportRecord *record,
                          const char *field);
void kps_import_set_id (KpsImportRecord *record,
                        const char *field,
                        const KpsImportRecord *other);
void kps_import_copy (KpsImportRecord *record,
                      const char *field,
                      yyjson_val *value);
/* Copies every member that the entity has a field for; others but those of @own are faults. */
void kps_import_copy_members (KpsImport *self,
                              const KpsImportJson *file,
                              yyjson_val *object,
                              KpsImportRecord *record,
                              const char *const *own);
const char *kps_import_get_text (const KpsImportRecord *record,
                                 const char *field);

/**
 * kps_import_parse_time:
 * @text: "2026-11-01", "2026-11-01 14:05", "-12d", "-12d 14:05", "+3d"; UTC
 *
 * Returns: whether it is one of these
 */
gboolean kps_import_parse_time (KpsImport *self,
                                const char *text,
                                gint64 *time);

/* Returns: (transfer full): YYYY-MM-DD */
char *kps_import_format_date (gint64 time);

/* The subjects. Each reads its files and adds its records; in this order. */
void kps_import_portals (KpsImport *self);
void kps_import_people (KpsImport *self);
void kps_import_requests (KpsImport *self);
void kps_import_documents (KpsImport *self);
void kps_import_attachments (KpsImport *self);

/* Puts the contents to their places; before the records are written. */
gboolean kps_import_keep_contents (KpsImport *self,
                                   const char *folder,
                                   GError **error);

/* Connects the records, once they are written, with their contents. */
gboolean kps_import_use_contents (KpsImport *self,
                                  KpsTx *tx,
                                  GError **error);

G_END_DECLS
