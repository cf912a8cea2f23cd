/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The base of everything that a list shows: a bag of properties that follows from one table per
 * class. Views read the properties; only models change them. Main thread.
 */

#pragma once

#include "kp-model-enums.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KpSyncState:
 *
 * Where a change of this person stands; never mixed with the office's status of the thing.
 */
typedef enum
{
  KP_SYNC_CONFIRMED = 0, /* as the office has it */
  KP_SYNC_QUEUED,        /* will be sent */
  KP_SYNC_SENT,          /* on its way, no answer yet */
  KP_SYNC_NEEDS_YOU,     /* refused: see Changes for the reason */
  KP_SYNC_ONLY_HERE      /* a draft, never sent by itself */
} KpSyncState;

/**
 * KpBucket:
 *
 * Into which of two heaps the portal puts a state for its customers.
 */
typedef enum
{
  KP_BUCKET_OPEN = 0,
  KP_BUCKET_COMPLETED
} KpBucket;

typedef enum
{
  KP_PROPERTY_TEXT = 1, /* string, or NULL */
  KP_PROPERTY_NUMBER,   /* gint64; a time in UTC milliseconds, 0 = none */
  KP_PROPERTY_FLAG,     /* gboolean */
  KP_PROPERTY_SYNC,     /* KpSyncState */
  KP_PROPERTY_BUCKET    /* KpBucket */
} KpPropertyKind;

/**
 * KpProperty:
 *
 * One line of a class's table. The nth line is the nth cell of a row, and property number n + 1.
 */
typedef struct
{
  const char *name;
  KpPropertyKind kind;
} KpProperty;

#define KP_TYPE_RECORD (kp_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (KpRecord, kp_record, KP, RECORD, GObject)

struct _KpRecordClass
{
  GObjectClass parent_class;

  const KpProperty *table; /* static */
  guint n_properties;
  GParamSpec **pspecs; /* (owned): of the table, in its order */
};

/**
 * kp_record_class_set_table:
 * @table: static, @n lines
 *
 * For class_init of a subclass: installs the properties. They are writable too, so that tests and
 * previews can make objects with g_object_new(); views must not write.
 */
void kp_record_class_set_table (KpRecordClass *klass,
                                const KpProperty *table,
                                guint n);

/* Returns: (transfer none): the identity as text of 22 characters, also the property "id" */
const char *kp_record_get_id (KpRecord *self);

/* Returns: whether the values have arrived; until then all of them are empty ("ready") */
gboolean kp_record_get_ready (KpRecord *self);

/* For getters of subclasses: @index is the line of the table. */
const char *kp_record_get_text (KpRecord *self,
                                guint index);
gint64 kp_record_get_number (KpRecord *self,
                             guint index);

G_END_DECLS
