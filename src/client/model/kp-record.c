/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values lie in an array in the order of the table, so that one function each reads, writes,
 * compares and frees all of them.
 */

#include "kp-record-private.h"

typedef struct
{
  KpId key;            /* zero until it is given */
  char id[KP_ID_SIZE]; /* of the key, as text; empty without one */
  gboolean ready;      /* whether a row or a caller has given values */
  KpCell *cells;       /* (owned): one per line of the class's table */
} KpRecordPrivate;

typedef enum
{
  PROP_ID = 1000,
  PROP_READY
} KpRecordProperty;

static GParamSpec *properties[2];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KpRecord, kp_record, G_TYPE_OBJECT)

static KpRecordPrivate *
get_private (KpRecord *self)
{
  return kp_record_get_instance_private (self);
}

/* Returns: whether it was not */
static gboolean
set_ready (KpRecord *self)
{
  KpRecordPrivate *priv = get_private (self);

  if (priv->ready)
    return FALSE;

  priv->ready = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[1]);

  return TRUE;
}

/* Takes over one value and says so if it differs. Returns: whether it does */
static gboolean
set_cell (KpRecord *self,
          guint index,
          const char *text,
          gint64 number)
{
  KpRecordClass *klass = KP_RECORD_GET_CLASS (self);
  KpCell *cell = &get_private (self)->cells[index];
  gboolean changed;

  if (klass->table[index].kind == KP_PROPERTY_TEXT)
    {
      changed = g_set_str (&cell->text, text);
    }
  else
    {
      changed = cell->number != number;
      cell->number = number;
    }

  if (changed)
    g_object_notify_by_pspec (G_OBJECT (self), klass->pspecs[index]);

  return changed;
}

static void
kp_record_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  KpRecord *self = KP_RECORD (object);
  KpRecordClass *klass = KP_RECORD_GET_CLASS (self);
  guint index = prop_id - 1;

  if (prop_id == PROP_ID)
    {
      g_value_set_string (value, kp_record_get_id (self));
      return;
    }
  if (prop_id == PROP_READY)
    {
      g_value_set_boolean (value, kp_record_get_ready (self));
      return;
    }

  g_assert (index < klass->n_properties);
  switch (klass->table[index].kind)
    {
    case KP_PROPERTY_TEXT:
      g_value_set_string (value, kp_record_get_text (self, index));
      break;

    case KP_PROPERTY_NUMBER:
      g_value_set_int64 (value, kp_record_get_number (self, index));
      break;

    case KP_PROPERTY_FLAG:
      g_value_set_boolean (value, kp_record_get_number (self, index) != 0);
      break;

    case KP_PROPERTY_SYNC:
    case KP_PROPERTY_BUCKET:
      g_value_set_enum (value, (int) kp_record_get_number (self, index));
      break;
    }
}

static void
set_id_text (KpRecord *self,
             const char *text)
{
  KpId id;

  if (text != NULL && kp_id_parse (text, strlen (text), &id))
    kp_record_set_id (self, &id);
}

static void
kp_record_set_property (GObject *object,
                        guint prop_id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  KpRecord *self = KP_RECORD (object);
  KpRecordClass *klass = KP_RECORD_GET_CLASS (self);
  guint index = prop_id - 1;

  if (prop_id == PROP_ID)
    {
      set_id_text (self, g_value_get_string (value));
      return;
    }

  g_assert (index < klass->n_properties);
  switch (klass->table[index].kind)
    {
    case KP_PROPERTY_TEXT:
      set_cell (self, index, g_value_get_string (value), 0);
      break;

    case KP_PROPERTY_NUMBER:
      set_cell (self, index, NULL, g_value_get_int64 (value));
      break;

    case KP_PROPERTY_FLAG:
      set_cell (self, index, NULL, g_value_get_boolean (value));
      break;

    case KP_PROPERTY_SYNC:
    case KP_PROPERTY_BUCKET:
      set_cell (self, index, NULL, g_value_get_enum (value));
      break;
    }
  set_ready (self);
}

static void
kp_record_constructed (GObject *object)
{
  KpRecordClass *klass = KP_RECORD_GET_CLASS (object);

  /* Not in init, where the class is not yet the final one; properties come later than this. */
  g_assert (klass->table != NULL);
  get_private (KP_RECORD (object))->cells = g_new0 (KpCell, klass->n_properties);

  G_OBJECT_CLASS (kp_record_parent_class)->constructed (object);
}

static void
kp_record_finalize (GObject *object)
{
  KpRecord *self = KP_RECORD (object);
  KpRecordPrivate *priv = get_private (self);

  for (guint i = 0; i < KP_RECORD_GET_CLASS (self)->n_properties; i++)
    g_free (priv->cells[i].text);
  g_free (priv->cells);

  G_OBJECT_CLASS (kp_record_parent_class)->finalize (object);
}

static void
kp_record_class_init (KpRecordClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = kp_record_get_property;
  object_class->set_property = kp_record_set_property;
  object_class->constructed = kp_record_constructed;
  object_class->finalize = kp_record_finalize;

  properties[0] = g_param_spec_string ("id", NULL, NULL, NULL, G_PARAM_READWRITE | flags);
  properties[1] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, G_PARAM_READABLE | flags);

  g_object_class_install_property (object_class, PROP_ID, properties[0]);
  g_object_class_install_property (object_class, PROP_READY, properties[1]);
}

static void
kp_record_init (KpRecord *self)
{
}

static GParamSpec *
make_pspec (const KpProperty *line)
{
  const GParamFlags flags =
    G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  switch (line->kind)
    {
    case KP_PROPERTY_TEXT:
      return g_param_spec_string (line->name, NULL, NULL, NULL, flags);

    case KP_PROPERTY_NUMBER:
      return g_param_spec_int64 (line->name, NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);

    case KP_PROPERTY_FLAG:
      return g_param_spec_boolean (line->name, NULL, NULL, FALSE, flags);

    case KP_PROPERTY_SYNC:
      return g_param_spec_enum (line->name, NULL, NULL, KP_TYPE_SYNC_STATE, 0, flags);

    case KP_PROPERTY_BUCKET:
      return g_param_spec_enum (line->name, NULL, NULL, KP_TYPE_BUCKET, 0, flags);
    }

  g_return_val_if_reached (NULL);
}

void
kp_record_class_set_table (KpRecordClass *klass,
                           const KpProperty *table,
                           guint n)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  /* GObject forgets these two with every subclass. */
  object_class->get_property = kp_record_get_property;
  object_class->set_property = kp_record_set_property;

  klass->table = table;
  klass->n_properties = n;
  klass->pspecs = g_new0 (GParamSpec *, n);

  for (guint i = 0; i < n; i++)
    {
      klass->pspecs[i] = make_pspec (&table[i]);
      g_object_class_install_property (object_class, i + 1, klass->pspecs[i]);
    }
}

void
kp_record_set_id (KpRecord *self,
                  const KpId *id)
{
  KpRecordPrivate *priv = get_private (self);

  g_return_if_fail (KP_IS_RECORD (self));
  g_return_if_fail (kp_id_is_zero (&priv->key));

  priv->key = *id;
  kp_id_format (id, priv->id);
}

const KpId *
kp_record_get_key (KpRecord *self)
{
  g_return_val_if_fail (KP_IS_RECORD (self), NULL);

  return &get_private (self)->key;
}

gboolean
kp_record_update (KpRecord *self,
                  const KpRow *row)
{
  gboolean changed = FALSE;

  g_return_val_if_fail (KP_IS_RECORD (self), FALSE);
  g_assert (row->n_cells == KP_RECORD_GET_CLASS (self)->n_properties);
  g_assert (kp_id_equal (&get_private (self)->key, &row->id));

  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = 0; i < row->n_cells; i++)
    changed |= set_cell (self, i, row->cells[i].text, row->cells[i].number);
  changed |= set_ready (self);
  g_object_thaw_notify (G_OBJECT (self));

  return changed;
}

const char *
kp_record_get_id (KpRecord *self)
{
  g_return_val_if_fail (KP_IS_RECORD (self), NULL);

  return get_private (self)->id;
}

gboolean
kp_record_get_ready (KpRecord *self)
{
  g_return_val_if_fail (KP_IS_RECORD (self), FALSE);

  return get_private (self)->ready;
}

const char *
kp_record_get_text (KpRecord *self,
                    guint index)
{
  g_return_val_if_fail (KP_IS_RECORD (self), NULL);

  return get_private (self)->cells[index].text;
}

gint64
kp_record_get_number (KpRecord *self,
                      guint index)
{
  g_return_val_if_fail (KP_IS_RECORD (self), 0);

  return get_private (self)->cells[index].number;
}
