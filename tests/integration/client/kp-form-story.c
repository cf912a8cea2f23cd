/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Filling in whatever is asked.
 */

#include "kp-form-story.h"

#include "kp-test.h"

static void
on_done_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Something that fits the question. */
static GVariant *
make_answer (KpQuestion *question)
{
  const char *const *options = kp_question_get_options (question);
  gint64 min;

  kp_question_get_range (question, &min, NULL, NULL);
  switch (kp_question_get_question_type (question))
    {
    case KP_QUESTION_NUMBER:
    case KP_QUESTION_AMOUNT:
      return g_variant_new_int64 (MAX (min, 1));

    case KP_QUESTION_YES_NO:
      return g_variant_new_boolean (FALSE);

    case KP_QUESTION_CHECK:
      return g_variant_new_boolean (TRUE);

    case KP_QUESTION_CHOICE:
    case KP_QUESTION_DROPDOWN:
    case KP_QUESTION_URGENCY:
      return g_variant_new_string (options[0]);

    case KP_QUESTION_CHOICES:
      return g_variant_new_strv (options, 1);

    case KP_QUESTION_EMAIL:
      return g_variant_new_string ("jan@example.org");

    case KP_QUESTION_PHONE:
      return g_variant_new_string ("030 555 01 21");

    case KP_QUESTION_IBAN:
      return g_variant_new_string ("NL91ABNA0417164300");

    case KP_QUESTION_POSTCODE:
      return g_variant_new_string ("3511 AB");

    case KP_QUESTION_DATE:
      return g_variant_new_string ("2026-12-01");

    case KP_QUESTION_TIME:
      return g_variant_new_string ("14:30");

    case KP_QUESTION_DATE_TIME:
      return g_variant_new_string ("2026-12-01T14:30");

    case KP_QUESTION_ADDRESS:
      return g_variant_new_parsed ("{'postcode':'3511 AB','number':'7'}");

    case KP_QUESTION_ASSET:
    case KP_QUESTION_CONTACT:
      return g_variant_new_parsed ("{'name':'Any'}");

    case KP_QUESTION_TEXT:
    case KP_QUESTION_LONG_TEXT:
    case KP_QUESTION_LOCATION:
    case KP_QUESTION_HEADING:
    case KP_QUESTION_FILE:
    case KP_QUESTION_PHOTO:
      break;
    }

  return g_variant_new_string ("F-2026-1");
}

static void
fill_step (KpFormStep *step)
{
  GListModel *questions = kp_form_step_get_questions (step);

  for (guint i = 0; i < g_list_model_get_n_items (questions); i++)
    {
      g_autoptr (KpQuestion) question = g_list_model_get_item (questions, i);

      if (kp_question_get_visible (question) && kp_question_get_required (question))
        kp_question_set_value (question, make_answer (question));
    }
}

KpRequestForm *
kp_fill_form (KpClient *client)
{
  g_autoptr (KpFlow) flow = NULL;
  g_autoptr (KpOrganisation) org = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GError) error = NULL;
  KpRequestForm *form;

  kp_test_wait_for (g_list_model_get_n_items (kp_client_get_flows (client)) > 0);
  kp_test_wait_for (g_list_model_get_n_items (kp_client_get_organisations (client)) > 0);
  flow = g_list_model_get_item (kp_client_get_flows (client), 0);
  org = g_list_model_get_item (kp_client_get_organisations (client), 0);
  kp_client_new_form_async (client, kp_record_get_id (KP_RECORD (flow)),
                            kp_record_get_id (KP_RECORD (org)), on_done_cb, &opened);
  kp_test_wait_for (opened != NULL);
  form = kp_client_new_form_finish (client, opened, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (form)); i++)
    {
      g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (form), i);

      fill_step (step);
    }
  kp_request_form_set_terms_accepted (form, TRUE);
  kp_request_form_set_explanation (form, "Graag snel.");
  missing = kp_request_form_check (form);
  g_assert_cmpuint (missing->len, ==, 0);

  return form;
}

char *
kp_submit_form (KpClient *client,
                KpRequestForm *form)
{
  g_autoptr (GAsyncResult) submitted = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  kp_client_submit_form_async (client, form, on_done_cb, &submitted);
  kp_test_wait_for (submitted != NULL);
  id = kp_client_submit_form_finish (client, submitted, &error);
  g_assert_no_error (error);

  return id;
}

char *
kp_submit_filled_form (KpClient *client)
{
  g_autoptr (KpRequestForm) form = kp_fill_form (client);

  return kp_submit_form (client, form);
}
