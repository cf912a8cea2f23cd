/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions that are answered with files, and the evidence for items of the checklist. The answer
 * is the list of the files' identities, so it is made anew with each change of the list.
 */

#include "kp-question-private.h"

#include "kp-file.h"
#include "kp-form.h"
#include "kp-limits.h"
#include "kp-names.h"

#include <glib/gi18n-lib.h>

void
kp_question_make_files (KpQuestion *self)
{
  if (self->type != KP_QUESTION_FILE && self->type != KP_QUESTION_PHOTO)
    return;

  self->files = g_list_store_new (KP_TYPE_ATTACHMENT);
  self->max = MIN (self->max, KP_LIMIT_ATTACHMENTS);
}

/* Returns: (nullable): what a person reads above the evidence */
static const char *
label_evidence (KpFormEvidence evidence)
{
  switch (evidence)
    {
    case KP_FORM_EVIDENCE_VALUE:
      return _ ("What you measured or noted");

    case KP_FORM_EVIDENCE_PHOTO:
      return _ ("A photo of it");

    case KP_FORM_EVIDENCE_FILE:
      return _ ("A file that shows it");

    case KP_FORM_EVIDENCE_TICK:
    case KP_FORM_EVIDENCE_UNKNOWN:
      break;
    }

  return NULL;
}

KpQuestion *
kp_question_new_evidence (yyjson_val *item,
                          KpQuestion *check,
                          const char *language)
{
  KpFormEvidence evidence = kp_form_get_evidence (item);
  KpQuestion *self;

  if (label_evidence (evidence) == NULL)
    return NULL;

  self = g_object_new (KP_TYPE_QUESTION, NULL);
  self->item = item;
  self->proven = check;
  self->language = g_strdup (language);
  self->key = g_strconcat (check->key, ".evidence", NULL);
  self->label = g_strdup (label_evidence (evidence));
  self->type = KP_QUESTION_TEXT;
  if (evidence == KP_FORM_EVIDENCE_PHOTO)
    self->type = KP_QUESTION_PHOTO;
  else if (evidence == KP_FORM_EVIDENCE_FILE)
    self->type = KP_QUESTION_FILE;
  self->options = g_new0 (char *, 1);
  self->option_labels = g_new0 (char *, 1);
  kp_question_make_files (self);

  return self;
}

/* The value says the same as the list of files. */
static GVariant *
make_file_value (KpQuestion *self)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE_STRING_ARRAY);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->files));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpRecord) file = g_list_model_get_item (G_LIST_MODEL (self->files), i);

      g_variant_builder_add (&builder, "s", kp_record_get_id (file));
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

void
kp_question_load_files (KpQuestion *self,
                        GHashTable *files)
{
  g_autofree const char **ids = NULL;
  g_autoptr (GVariant) value = NULL;

  if (self->files == NULL || self->value == NULL)
    return;

  if (g_variant_is_of_type (self->value, G_VARIANT_TYPE_STRING_ARRAY))
    ids = g_variant_get_strv (self->value, NULL);
  for (guint i = 0; ids != NULL && ids[i] != NULL; i++)
    {
      KpAttachment *file = g_hash_table_lookup (files, ids[i]);

      if (file != NULL)
        g_list_store_append (self->files, file);
    }

  value = make_file_value (self);
  kp_question_take_value (self, kp_question_value_is_empty (value) ? NULL : value);
}

void
kp_question_set_room (KpQuestion *self,
                      guint room)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->files));
  guint own = (guint) MAX (self->max, 0);

  room = MIN (room, own > n ? own - n : 0);
  if (self->room == room)
    return;

  self->room = room;
  g_object_notify (G_OBJECT (self), "room");
}

guint
kp_question_get_room (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), 0);

  return self->room;
}

char *
kp_question_dup_type_names (KpQuestion *self)
{
  g_auto (GStrv) types = kp_question_dup_media_types (self);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; types[i] != NULL; i++)
    {
      const KpFileType *type = kp_file_type_find (types[i]);
      g_autofree char *name = g_ascii_strup (type->extensions[0], -1);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", name);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

GListModel *
kp_question_get_files (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return G_LIST_MODEL (self->files);
}

GStrv
kp_question_dup_media_types (KpQuestion *self)
{
  yyjson_val *asked = self->item != NULL ? self->item : self->definition;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  for (const KpFileType *type = kp_file_type_get_all (); type->media_type != NULL; type++)
    {
      if (kp_form_takes_type (asked, type->media_type))
        g_strv_builder_add (builder, type->media_type);
    }

  return g_strv_builder_end (builder);
}

void
kp_question_add_file (KpQuestion *self,
                      KpAttachment *file)
{
  g_autoptr (GVariant) value = NULL;

  g_return_if_fail (KP_IS_QUESTION (self) && self->files != NULL);
  g_return_if_fail (KP_IS_ATTACHMENT (file));

  g_list_store_append (self->files, file);
  value = make_file_value (self);
  kp_question_set_value (self, value);
}

void
kp_question_remove_file (KpQuestion *self,
                         KpAttachment *file)
{
  g_autoptr (GVariant) value = NULL;
  guint position;

  g_return_if_fail (KP_IS_QUESTION (self) && self->files != NULL);

  if (!g_list_store_find (self->files, file, &position))
    return;

  g_list_store_remove (self->files, position);
  value = make_file_value (self);
  kp_question_set_value (self, value);
}

KpQuestion *
kp_question_get_proven (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return self->proven;
}

/* Returns: (transfer full): "offerte.pdf, meter.jpg" */
char *
kp_question_dup_file_names (KpQuestion *self)
{
  GListModel *files = G_LIST_MODEL (self->files);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (KpAttachment) file = g_list_model_get_item (files, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", kp_attachment_get_name (file));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}
