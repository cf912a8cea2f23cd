/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What somebody else did becomes words that a notification can show.
 */

#include "kp-client-private.h"

#include "kp-engine.h"
#include "kp-value.h"

/**
 * KpNewsText:
 */
typedef struct
{
  char *subject; /* (owned): identity of the request */
  char *kind;    /* (owned): see KpClient::news */
  char *title;   /* (owned): of the request, with its number */
  char *body;    /* (owned) */
} KpNewsText;

static void
free_text (gpointer data)
{
  KpNewsText *text = data;

  g_free (text->subject);
  g_free (text->kind);
  g_free (text->title);
  g_free (text->body);
  g_free (text);
}

/* Returns: (transfer full) (nullable): a record that may have gone again meanwhile */
static yyjson_doc *
load_record (KpReader *reader,
             KpEntityType entity,
             const KpId *id)
{
  g_autofree char *body = NULL;

  if (!kp_store_dup_record (kp_reader_get_store (reader), entity, id, &body, NULL, NULL))
    return NULL;

  return yyjson_read (body, strlen (body), 0);
}

static const char *
get_text (yyjson_doc *record,
          const char *field)
{
  const char *text = kp_value_get_text (yyjson_obj_get (yyjson_doc_get_root (record), field));

  return text != NULL ? text : "";
}

static char *
name_subject (yyjson_doc *record)
{
  const char *number = get_text (record, "number");
  const char *title = get_text (record, "title");

  return *number != '\0' ? g_strdup_printf ("%s · %s", number, title) : g_strdup (title);
}

static void
describe_message (const KpNews *news,
                  KpReader *reader,
                  KpNewsText *text)
{
  g_autoptr (yyjson_doc) message = load_record (reader, KP_ENTITY_MESSAGE, &news->id);

  text->kind = g_strdup (get_text (message, "kind"));
  text->body =
    g_strdup_printf ("%s: %s", get_text (message, "author_name"), get_text (message, "text"));
}

static void
describe_state (yyjson_doc *record,
                KpReader *reader,
                KpNewsText *text)
{
  const char *state = get_text (record, "state");
  const char *reason = get_text (record, "reason");
  const char *name = kp_reader_name_state (reader, get_text (record, "portal_id"), state, NULL);

  if (g_str_equal (state, "submitted"))
    {
      gboolean is_mine = !kp_reader_is_staff (reader) && *get_text (record, "entered_by") != '\0';

      text->kind = g_strdup (is_mine ? "entered" : "request");
      text->body = g_strdup (get_text (record, is_mine ? "entered_by" : "org_name"));
      return;
    }

  if (g_str_equal (state, "accepted") || g_str_equal (state, "declined"))
    text->kind = g_strdup (state);
  else
    text->kind = g_strdup ("state");
  if (g_str_equal (state, "declined"))
    text->body = g_strdup (get_text (record, "decline_text"));
  else if (*reason != '\0')
    text->body = g_strdup_printf ("%s: %s", name, reason);
  else
    text->body = g_strdup (name);
}

static KpNewsText *
describe (const KpNews *news,
          KpReader *reader)
{
  KpNewsText *text = g_new0 (KpNewsText, 1);
  KpEntityType entity = news->entity == KP_ENTITY_WORK_ORDER ? news->entity : KP_ENTITY_REQUEST;
  gboolean on_subject = news->entity == KP_ENTITY_MESSAGE || news->entity == KP_ENTITY_READ_MARK;
  const KpId *id = on_subject ? &news->subject : &news->id;
  g_autoptr (yyjson_doc) record = load_record (reader, entity, id);
  const char *request = get_text (record, "request_id");

  text->subject = *request != '\0' ? g_strdup (request) : kp_id_dup_text (&news->subject);
  text->title = name_subject (record);
  if (news->entity == KP_ENTITY_READ_MARK)
    text->kind = g_strdup ("read");
  else if (news->entity == KP_ENTITY_MESSAGE)
    describe_message (news, reader, text);
  else
    describe_state (record, reader, text);

  return text;
}

/* What a text tells of its subject; the one that tells more says the rest too. */
static guint
rank (const KpNewsText *text)
{
  if (g_str_equal (text->kind, "state"))
    return 0;
  if (g_str_equal (text->kind, "comment") || g_str_equal (text->kind, "question") ||
      g_str_equal (text->kind, "answer"))
    return 2;

  return 1;
}

/* One act of somebody may bring several records: a question is a message and a state. Of each
 * subject one thing is told, or it would pop up twice. */
static gboolean
is_told_by_another (GPtrArray *texts,
                    guint index)
{
  const KpNewsText *text = texts->pdata[index];

  if (g_str_equal (text->kind, "read"))
    return FALSE;

  for (guint i = 0; i < texts->len; i++)
    {
      const KpNewsText *other = texts->pdata[i];

      if (i == index || g_str_equal (other->kind, "read") ||
          !g_str_equal (other->subject, text->subject))
        continue;
      if (rank (other) > rank (text) || (rank (other) == rank (text) && i > index))
        return TRUE;
    }

  return FALSE;
}

static void
tell_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  GArray *news = task_data;
  GError *error = NULL;
  KpReader *reader = kp_client_get_reader_in_worker (source_object, &error);
  GPtrArray *texts;

  if (reader == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  texts = g_ptr_array_new_with_free_func (free_text);
  for (guint i = 0; i < news->len; i++)
    g_ptr_array_add (texts, describe (&g_array_index (news, KpNews, i), reader));
  g_task_return_pointer (task, texts, (GDestroyNotify) g_ptr_array_unref);
}

static void
on_told_cb (GObject *source_object,
            GAsyncResult *result,
            gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  g_autoptr (GPtrArray) texts = g_task_propagate_pointer (G_TASK (result), NULL);

  for (guint i = 0; texts != NULL && i < texts->len && !self->closed; i++)
    {
      const KpNewsText *text = texts->pdata[i];

      if (!is_told_by_another (texts, i))
        kp_client_emit_news (self, text->subject, text->kind, text->title, text->body);
    }
}

void
kp_client_tell_news (KpClient *self,
                     GArray *news)
{
  g_autoptr (GTask) task = NULL;

  if (self->closed)
    return;

  task = kp_client_new_task (self, NULL, kp_client_tell_news, on_told_cb, NULL);
  kp_client_push (self, KP_PRIORITY_QUERY, task, tell_in_worker, g_array_copy (news),
                  (GDestroyNotify) g_array_unref);
}
