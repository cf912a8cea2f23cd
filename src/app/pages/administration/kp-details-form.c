/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Remembers what is kept of each field. News from elsewhere replaces what the person has not
 * touched and leaves what they are writing.
 */

#include "kp-details-form.h"

#include "kp-check.h"
#include "kp-error-text.h"
#include "kp-page.h"

#include <glib/gi18n.h>

typedef enum
{
  FIELD_NAME = 0,
  FIELD_PHONE,
  FIELD_EMAIL,
  FIELD_LANGUAGE,
  N_FIELDS
} Field;

/* Those before the language are typed, and may be typed wrongly. */
#define N_TYPED FIELD_LANGUAGE

struct _KpDetailsForm
{
  AdwBin parent_instance;

  AdwAvatar *avatar;         /* (template child) */
  GtkLabel *name_label;      /* (template child) */
  GtkLabel *place_label;     /* (template child) */
  GtkWidget *name_row;       /* (template child) */
  GtkWidget *phone_row;      /* (template child) */
  GtkWidget *email_row;      /* (template child) */
  GtkWidget *name_fault;     /* (template child) */
  GtkWidget *phone_fault;    /* (template child) */
  GtkWidget *email_fault;    /* (template child) */
  AdwComboRow *language_row; /* (template child) */
  AdwActionRow *login_row;   /* (template child) */
  AdwActionRow *address_row; /* (template child) */
  AdwActionRow *keyring_row; /* (template child) */
  GtkWidget *password_row;   /* (template child) */

  KpClient *client;           /* (owned) (nullable): NULL after dispose */
  char *kept[N_FIELDS];       /* (owned) (nullable): what the client has */
  GtkWidget *rows[N_TYPED];   /* (unowned): of the fields */
  GtkWidget *faults[N_TYPED]; /* (unowned): what is wrong with them */
  guint n_unsaved;            /* fields that differ from it */
  gboolean filling;           /* whether the fields change by themselves */
};

typedef enum
{
  PROP_N_UNSAVED = 1
} KpDetailsFormProperty;

static GParamSpec *properties[PROP_N_UNSAVED + 1];

G_DEFINE_FINAL_TYPE (KpDetailsForm, kp_details_form, ADW_TYPE_BIN)

/* Arguments of user.update, in the order of Field. */
static const char *const ARGUMENTS[] = { "display_name", "phone", "email", "locale" };
static const char *const LANGUAGES[] = { "en", "nl" };

static const char *
get_field (KpDetailsForm *self,
           Field field)
{
  switch (field)
    {
    case FIELD_NAME:
      return gtk_editable_get_text (GTK_EDITABLE (self->name_row));

    case FIELD_PHONE:
      return gtk_editable_get_text (GTK_EDITABLE (self->phone_row));

    case FIELD_EMAIL:
      return gtk_editable_get_text (GTK_EDITABLE (self->email_row));

    case FIELD_LANGUAGE:
      return LANGUAGES[MIN (adw_combo_row_get_selected (self->language_row),
                            G_N_ELEMENTS (LANGUAGES) - 1)];

    case N_FIELDS:
      break;
    }

  g_assert_not_reached ();
}

static void
set_field (KpDetailsForm *self,
           Field field,
           const char *value)
{
  switch (field)
    {
    case FIELD_NAME:
      gtk_editable_set_text (GTK_EDITABLE (self->name_row), value);
      break;

    case FIELD_PHONE:
      gtk_editable_set_text (GTK_EDITABLE (self->phone_row), value);
      break;

    case FIELD_EMAIL:
      gtk_editable_set_text (GTK_EDITABLE (self->email_row), value);
      break;

    case FIELD_LANGUAGE:
      adw_combo_row_set_selected (self->language_row, g_str_equal (value, "nl") ? 1 : 0);
      break;

    case N_FIELDS:
      break;
    }
}

static char *
dup_current (KpClient *client,
             Field field)
{
  const char *value = NULL;

  switch (field)
    {
    case FIELD_NAME:
      value = kp_client_get_user_name (client);
      break;

    case FIELD_PHONE:
      value = kp_client_get_user_phone (client);
      break;

    case FIELD_EMAIL:
      value = kp_client_get_user_email (client);
      break;

    case FIELD_LANGUAGE:
      value = g_strcmp0 (kp_client_get_user_locale (client), "nl") == 0 ? "nl" : "en";
      break;

    case N_FIELDS:
      break;
    }

  return g_strdup (value != NULL ? value : "");
}

static void
count_unsaved (KpDetailsForm *self)
{
  guint n_unsaved = 0;

  if (self->filling || self->client == NULL)
    return;

  for (Field field = 0; field < N_FIELDS; field++)
    n_unsaved += g_strcmp0 (get_field (self, field), self->kept[field]) != 0 ? 1 : 0;
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.save", n_unsaved > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "details.undo", n_unsaved > 0);
  if (self->n_unsaved == n_unsaved)
    return;

  self->n_unsaved = n_unsaved;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNSAVED]);
}

/* Faults: said when a field is left, taken away as soon as it is right. */

/* Returns: (nullable): what is wrong with what the person filled in, for them to read */
static const char *
find_fault (KpDetailsForm *self,
            Field field)
{
  const char *text = get_field (self, field);

  /* What the office has of old is not for the person to right. */
  if (g_strcmp0 (text, self->kept[field]) == 0)
    return NULL;
  if (*text == '\0')
    return field == FIELD_NAME ? _ ("An answer is needed here.") : NULL;
  if (field == FIELD_PHONE && !kp_check_phone (text))
    return kp_error_text_of_shape (KP_QUESTION_PHONE);
  if (field == FIELD_EMAIL && !kp_check_email (text))
    return kp_error_text_of_shape (KP_QUESTION_EMAIL);

  return NULL;
}

/* Returns: whether the field is right */
static gboolean
judge (KpDetailsForm *self,
       Field field)
{
  GtkWidget *row = self->rows[field];
  const char *fault = find_fault (self, field);

  if (fault != NULL)
    {
      gtk_widget_add_css_class (row, "error");
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->faults[field]), fault);
    }
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_widget_set_visible (self->faults[field], fault != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);

  return fault == NULL;
}

static void
judge_again (KpDetailsForm *self)
{
  for (Field field = 0; field < N_TYPED; field++)
    {
      if (gtk_widget_get_visible (self->faults[field]))
        judge (self, field);
    }
}

/* Spaces around it are no part of what was meant. Returns: whether the field is right */
static gboolean
leave (KpDetailsForm *self,
       Field field)
{
  g_autofree char *text = g_strstrip (g_strdup (get_field (self, field)));

  if (!g_str_equal (text, get_field (self, field)) &&
      g_strcmp0 (get_field (self, field), self->kept[field]) != 0)
    set_field (self, field, text);

  return judge (self, field);
}

static void
on_left_cb (GtkEventController *controller,
            KpDetailsForm *self)
{
  if (self->client == NULL)
    return;

  for (Field field = 0; field < N_TYPED; field++)
    {
      if (self->rows[field] == gtk_event_controller_get_widget (controller))
        leave (self, field);
    }
}

static void
update_heading (KpDetailsForm *self)
{
  KpAccount *account = kp_client_get_account (self->client);
  const char *portal = kp_client_get_portal_name (self->client);
  const char *name = kp_client_get_user_name (self->client);
  const char *kept = _ ("There is no keyring: each start asks for the password");
  g_autofree char *place = NULL;

  place = g_strdup_printf (_ ("Signed in at %s · %s"), kp_client_get_office_name (self->client),
                           kp_client_get_is_staff (self->client) || portal == NULL
                             ? _ ("Office staff")
                             : portal);
  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name_label, name != NULL ? name : "");
  gtk_label_set_label (self->place_label, place);
  adw_action_row_set_subtitle (self->login_row, kp_account_get_login (account));
  adw_action_row_set_subtitle (self->address_row, kp_account_get_address (account));
  if (kp_account_get_once (account))
    kept = _ ("Not kept: each start asks for the password");
  else if (kp_client_get_keyring_kept (self->client))
    kept = _ ("Kept in the keyring of this computer");
  adw_action_row_set_subtitle (self->keyring_row, kept);
}

static void
update (KpDetailsForm *self)
{
  if (self->client == NULL)
    return;

  self->filling = TRUE;
  for (Field field = 0; field < N_FIELDS; field++)
    {
      g_autofree char *current = dup_current (self->client, field);
      gboolean touched = self->kept[field] != NULL &&
                         !g_str_equal (get_field (self, field), self->kept[field]);

      if (!touched && !g_str_equal (get_field (self, field), current))
        set_field (self, field, current);
      g_set_str (&self->kept[field], current);
    }
  self->filling = FALSE;
  judge_again (self);
  update_heading (self);
  count_unsaved (self);
}

static void
on_saved_cb (GObject *source_object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (KpDetailsForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kp_client_perform_finish (KP_CLIENT (source_object), result, &error);

  if (self->client == NULL)
    return;

  if (id != NULL)
    kp_page_say (GTK_WIDGET (self), _ ("Your details are saved"));
  else
    kp_page_say_error (GTK_WIDGET (self), error);
}

/* The same, after which the program is to speak the other language. */
static void
on_language_saved_cb (GObject *source_object,
                      GAsyncResult *result,
                      gpointer user_data)
{
  g_autoptr (KpDetailsForm) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kp_client_perform_finish (KP_CLIENT (source_object), result, &error);

  if (self->client == NULL)
    return;

  if (id != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.language", "s",
                                get_field (self, FIELD_LANGUAGE));
  else
    kp_page_say_error (GTK_WIDGET (self), error);
}

static void
on_edited_cb (GtkEditable *editable,
              KpDetailsForm *self)
{
  if (self->client != NULL && !self->filling)
    judge_again (self);
  count_unsaved (self);
}

static void
on_language_selected_cb (AdwComboRow *row,
                         GParamSpec *pspec,
                         KpDetailsForm *self)
{
  count_unsaved (self);
}

static gboolean
has_unsaved_cb (KpDetailsForm *self,
                guint n_unsaved)
{
  return n_unsaved > 0;
}

static char *
describe_unsaved_cb (KpDetailsForm *self,
                     guint n_unsaved)
{
  return g_strdup_printf (g_dngettext (NULL, "%u unsaved change", "%u unsaved changes", n_unsaved),
                          n_unsaved);
}

static void
activate_save (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  kp_details_form_save (KP_DETAILS_FORM (widget));
}

static void
activate_undo (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  kp_details_form_undo (KP_DETAILS_FORM (widget));
}

static void
kp_details_form_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  KpDetailsForm *self = KP_DETAILS_FORM (object);

  switch ((KpDetailsFormProperty) prop_id)
    {
    case PROP_N_UNSAVED:
      g_value_set_uint (value, self->n_unsaved);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_details_form_dispose (GObject *object)
{
  KpDetailsForm *self = KP_DETAILS_FORM (object);

  g_clear_object (&self->client);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_DETAILS_FORM);
  for (Field field = 0; field < N_FIELDS; field++)
    g_clear_pointer (&self->kept[field], g_free);

  G_OBJECT_CLASS (kp_details_form_parent_class)->dispose (object);
}

static void
kp_details_form_class_init (KpDetailsFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_details_form_get_property;
  object_class->dispose = kp_details_form_dispose;

  properties[PROP_N_UNSAVED] =
    g_param_spec_uint ("n-unsaved", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-details-form.ui");
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, avatar);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, name_label);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, place_label);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, name_row);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, phone_row);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, email_row);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, name_fault);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, phone_fault);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, email_fault);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, language_row);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, login_row);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, address_row);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, keyring_row);
  gtk_widget_class_bind_template_child (widget_class, KpDetailsForm, password_row);
  gtk_widget_class_bind_template_callback (widget_class, describe_unsaved_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_unsaved_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_language_selected_cb);

  gtk_widget_class_install_action (widget_class, "details.save", NULL, activate_save);
  gtk_widget_class_install_action (widget_class, "details.undo", NULL, activate_undo);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "details.save",
                                       NULL);
}

static void
kp_details_form_init (KpDetailsForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows[FIELD_NAME] = self->name_row;
  self->rows[FIELD_PHONE] = self->phone_row;
  self->rows[FIELD_EMAIL] = self->email_row;
  self->faults[FIELD_NAME] = self->name_fault;
  self->faults[FIELD_PHONE] = self->phone_fault;
  self->faults[FIELD_EMAIL] = self->email_fault;
  for (Field field = 0; field < N_TYPED; field++)
    {
      GtkEventController *focus = gtk_event_controller_focus_new ();

      g_signal_connect_object (focus, "leave", G_CALLBACK (on_left_cb), self, G_CONNECT_DEFAULT);
      gtk_widget_add_controller (self->rows[field], focus);
    }
}

void
kp_details_form_set_client (KpDetailsForm *self,
                            KpClient *client)
{
  g_return_if_fail (KP_IS_DETAILS_FORM (self));
  g_return_if_fail (KP_IS_CLIENT (client) && self->client == NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (client, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* Returns: whether every field is right; the keyboard goes to the first that is not */
static gboolean
judge_all (KpDetailsForm *self)
{
  GtkWidget *first = NULL;

  for (Field field = 0; field < N_TYPED; field++)
    {
      if (!leave (self, field) && first == NULL)
        first = self->rows[field];
    }
  if (first != NULL)
    gtk_widget_grab_focus (first);

  return first == NULL;
}

gboolean
kp_details_form_save (KpDetailsForm *self)
{
  GVariantBuilder arguments;
  gboolean language;

  g_return_val_if_fail (KP_IS_DETAILS_FORM (self), FALSE);

  if (self->client == NULL || self->n_unsaved == 0)
    return TRUE;
  /* Without the spaces around it, it may be what is kept. */
  if (!judge_all (self) || self->n_unsaved == 0)
    return self->n_unsaved == 0;

  language = g_strcmp0 (get_field (self, FIELD_LANGUAGE), self->kept[FIELD_LANGUAGE]) != 0;
  g_variant_builder_init (&arguments, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&arguments, "{sv}", "user",
                         g_variant_new_string (kp_client_get_user_id (self->client)));
  for (Field field = 0; field < N_FIELDS; field++)
    if (g_strcmp0 (get_field (self, field), self->kept[field]) != 0)
      g_variant_builder_add (&arguments, "{sv}", ARGUMENTS[field],
                             g_variant_new_string (get_field (self, field)));
  kp_client_perform_async (self->client, "user.update@1", g_variant_builder_end (&arguments),
                           language ? on_language_saved_cb : on_saved_cb, g_object_ref (self));

  return TRUE;
}

void
kp_details_form_undo (KpDetailsForm *self)
{
  g_return_if_fail (KP_IS_DETAILS_FORM (self));

  for (Field field = 0; field < N_FIELDS; field++)
    set_field (self, field, self->kept[field]);
  count_unsaved (self);
}

void
kp_details_form_focus (KpDetailsForm *self,
                       const char *field)
{
  g_return_if_fail (KP_IS_DETAILS_FORM (self));

  if (g_str_equal (field, "language"))
    gtk_widget_grab_focus (GTK_WIDGET (self->language_row));
  else if (g_str_equal (field, "password"))
    gtk_widget_grab_focus (self->password_row);
  else
    gtk_widget_grab_focus (self->name_row);
}
