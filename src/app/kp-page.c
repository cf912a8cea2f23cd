/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The base class of pages. Abstract, and ignorant of every module.
 */

#include "kp-page.h"

#include "kp-error-text.h"

typedef struct
{
  KpClient *client;    /* (owned) (nullable): NULL after dispose */
  GListStore *options; /* (owned): of KpOption */
  char *option;        /* (owned) (nullable): name of the selected option */
  char *information;   /* (owned) (nullable): translated */
  guint n_waiting;     /* what waits for this person here */
  guint n_unsaved;     /* changes that only the page holds */
  char *unsaved;       /* (owned) (nullable): translated: why they cannot be saved */
  gboolean narrow;     /* whether the window is as wide as a phone */
  gboolean compact;    /* whether the window is at most half a screen wide */
} KpPagePrivate;

typedef enum
{
  PROP_CLIENT = 1,
  PROP_OPTIONS,
  PROP_OPTION,
  PROP_INFORMATION,
  PROP_N_WAITING,
  PROP_N_UNSAVED,
  PROP_NARROW,
  PROP_COMPACT
} KpPageProperty;

static GParamSpec *properties[PROP_COMPACT + 1];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KpPage, kp_page, ADW_TYPE_BIN)

static void
activate_refresh (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  KpPage *self = KP_PAGE (widget);

  KP_PAGE_GET_CLASS (self)->refresh (self);
}

static void
activate_search (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  KpPage *self = KP_PAGE (widget);

  if (KP_PAGE_GET_CLASS (self)->search != NULL)
    KP_PAGE_GET_CLASS (self)->search (self);
}

static void
set_flag (KpPage *self,
          gboolean *flag,
          gboolean value,
          KpPageProperty property)
{
  if (*flag == value)
    return;

  *flag = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
kp_page_get_property (GObject *object,
                      guint prop_id,
                      GValue *value,
                      GParamSpec *pspec)
{
  KpPage *self = KP_PAGE (object);

  switch ((KpPageProperty) prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, kp_page_get_client (self));
      break;

    case PROP_OPTIONS:
      g_value_set_object (value, kp_page_get_options (self));
      break;

    case PROP_OPTION:
      g_value_set_string (value, kp_page_get_option (self));
      break;

    case PROP_INFORMATION:
      g_value_set_string (value, kp_page_get_information (self));
      break;

    case PROP_N_WAITING:
      g_value_set_uint (value, kp_page_get_n_waiting (self));
      break;

    case PROP_N_UNSAVED:
      g_value_set_uint (value, kp_page_get_n_unsaved (self));
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, kp_page_get_narrow (self));
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, kp_page_get_compact (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_page_set_property (GObject *object,
                      guint prop_id,
                      const GValue *value,
                      GParamSpec *pspec)
{
  KpPage *self = KP_PAGE (object);
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  switch ((KpPageProperty) prop_id)
    {
    case PROP_CLIENT:
      priv->client = g_value_dup_object (value);
      break;

    case PROP_OPTION:
      kp_page_set_option (self, g_value_get_string (value));
      break;

    case PROP_INFORMATION:
      kp_page_set_information (self, g_value_get_string (value));
      break;

    case PROP_N_WAITING:
      kp_page_set_n_waiting (self, g_value_get_uint (value));
      break;

    case PROP_N_UNSAVED:
      kp_page_set_n_unsaved (self, g_value_get_uint (value));
      break;

    case PROP_NARROW:
      set_flag (self, &priv->narrow, g_value_get_boolean (value), PROP_NARROW);
      break;

    case PROP_COMPACT:
      set_flag (self, &priv->compact, g_value_get_boolean (value), PROP_COMPACT);
      break;

    case PROP_OPTIONS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_page_constructed (GObject *object)
{
  KpPage *self = KP_PAGE (object);

  G_OBJECT_CLASS (kp_page_parent_class)->constructed (object);

  KP_PAGE_GET_CLASS (self)->refresh (self);
}

static void
kp_page_dispose (GObject *object)
{
  KpPagePrivate *priv = kp_page_get_instance_private (KP_PAGE (object));

  g_clear_object (&priv->client);

  G_OBJECT_CLASS (kp_page_parent_class)->dispose (object);
}

static void
kp_page_finalize (GObject *object)
{
  KpPagePrivate *priv = kp_page_get_instance_private (KP_PAGE (object));

  g_clear_object (&priv->options);
  g_free (priv->option);
  g_free (priv->information);
  g_free (priv->unsaved);

  G_OBJECT_CLASS (kp_page_parent_class)->finalize (object);
}

static void
kp_page_real_refresh (KpPage *self)
{
  kp_client_sync_now (kp_page_get_client (self));
}

static void
kp_page_class_init (KpPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_page_get_property;
  object_class->set_property = kp_page_set_property;
  object_class->constructed = kp_page_constructed;
  object_class->dispose = kp_page_dispose;
  object_class->finalize = kp_page_finalize;
  klass->refresh = kp_page_real_refresh;

  properties[PROP_CLIENT] =
    g_param_spec_object ("client", NULL, NULL, KP_TYPE_CLIENT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_OPTIONS] = g_param_spec_object ("options", NULL, NULL, G_TYPE_LIST_MODEL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_OPTION] = g_param_spec_string ("option", NULL, NULL, NULL, flags);
  properties[PROP_INFORMATION] = g_param_spec_string ("information", NULL, NULL, NULL, flags);
  properties[PROP_N_WAITING] =
    g_param_spec_uint ("n-waiting", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_N_UNSAVED] =
    g_param_spec_uint ("n-unsaved", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_install_action (widget_class, "page.refresh", NULL, activate_refresh);
  gtk_widget_class_install_action (widget_class, "page.search", NULL, activate_search);
}

static void
kp_page_init (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  priv->options = g_list_store_new (KP_TYPE_OPTION);
}

KpClient *
kp_page_get_client (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_val_if_fail (KP_IS_PAGE (self), NULL);

  return priv->client;
}

KpOption *
kp_page_add_option (KpPage *self,
                    const char *name,
                    const char *title,
                    const char *icon_name,
                    const char *group)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);
  g_autoptr (KpOption) option = NULL;

  g_return_val_if_fail (KP_IS_PAGE (self), NULL);

  option = kp_option_new (name, title, icon_name, group);
  g_list_store_append (priv->options, option);
  if (priv->option == NULL)
    kp_page_set_option (self, name);

  return option;
}

GListModel *
kp_page_get_options (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_val_if_fail (KP_IS_PAGE (self), NULL);

  return G_LIST_MODEL (priv->options);
}

const char *
kp_page_get_option (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_val_if_fail (KP_IS_PAGE (self), NULL);

  return priv->option;
}

void
kp_page_set_option (KpPage *self,
                    const char *option)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_if_fail (KP_IS_PAGE (self));

  if (g_set_str (&priv->option, option))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPTION]);
}

gboolean
kp_page_get_narrow (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_val_if_fail (KP_IS_PAGE (self), FALSE);

  return priv->narrow;
}

gboolean
kp_page_get_compact (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_val_if_fail (KP_IS_PAGE (self), FALSE);

  return priv->compact;
}

guint
kp_page_get_n_waiting (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_val_if_fail (KP_IS_PAGE (self), 0);

  return priv->n_waiting;
}

void
kp_page_set_n_waiting (KpPage *self,
                       guint n_waiting)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_if_fail (KP_IS_PAGE (self));

  if (priv->n_waiting == n_waiting)
    return;

  priv->n_waiting = n_waiting;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_WAITING]);
}

guint
kp_page_get_n_unsaved (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_val_if_fail (KP_IS_PAGE (self), 0);

  return priv->n_unsaved;
}

void
kp_page_set_n_unsaved (KpPage *self,
                       guint n_unsaved)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_if_fail (KP_IS_PAGE (self));

  if (priv->n_unsaved == n_unsaved)
    return;

  priv->n_unsaved = n_unsaved;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNSAVED]);
}

gboolean
kp_page_save (KpPage *self)
{
  g_return_val_if_fail (KP_IS_PAGE (self), FALSE);

  return KP_PAGE_GET_CLASS (self)->save == NULL || KP_PAGE_GET_CLASS (self)->save (self);
}

const char *
kp_page_get_information (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_val_if_fail (KP_IS_PAGE (self), NULL);

  return priv->information;
}

const char *
kp_page_get_unsaved_reason (KpPage *self)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_val_if_fail (KP_IS_PAGE (self), NULL);

  return priv->unsaved;
}

void
kp_page_set_unsaved_reason (KpPage *self,
                            const char *reason)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_if_fail (KP_IS_PAGE (self));

  g_set_str (&priv->unsaved, reason);
}

void
kp_page_set_information (KpPage *self,
                         const char *information)
{
  KpPagePrivate *priv = kp_page_get_instance_private (self);

  g_return_if_fail (KP_IS_PAGE (self));

  if (g_set_str (&priv->information, information))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INFORMATION]);
}

void
kp_page_open (KpPage *self,
              const char *option,
              const char *id)
{
  g_return_if_fail (KP_IS_PAGE (self));

  if (KP_PAGE_GET_CLASS (self)->open != NULL)
    KP_PAGE_GET_CLASS (self)->open (self, option, id);
}

void
kp_page_focus_options (KpPage *self)
{
  g_return_if_fail (KP_IS_PAGE (self));

  if (KP_PAGE_GET_CLASS (self)->focus_options != NULL)
    KP_PAGE_GET_CLASS (self)->focus_options (self);
}

void
kp_page_show (GtkWidget *widget,
              const char *module,
              const char *option,
              const char *id)
{
  gtk_widget_activate_action (widget, "win.show", "(sss)", module, option, id);
}

gboolean
kp_page_is_read (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return gtk_widget_get_mapped (widget) && GTK_IS_WINDOW (root) &&
         gtk_window_is_active (GTK_WINDOW (root));
}

void
kp_page_watch_window (GtkWidget *widget,
                      GtkExpressionNotify notify)
{
  GtkExpression *root = NULL;
  g_autoptr (GtkExpression) active = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget) && notify != NULL);

  root = gtk_property_expression_new (GTK_TYPE_WIDGET, NULL, "root");
  active = gtk_property_expression_new (GTK_TYPE_WINDOW, root, "is-active");
  gtk_expression_watch (active, widget, notify, widget, NULL);
}

void
kp_page_say (GtkWidget *widget,
             const char *text)
{
  gtk_widget_activate_action (widget, "win.say", "s", text);
}

void
kp_page_offer_undo (GtkWidget *widget,
                    const char *text,
                    const char *action,
                    const char *target)
{
  gtk_widget_activate_action (widget, "win.offer-undo", "(sss)", text, action, target);
}

void
kp_page_say_error (GtkWidget *widget,
                   const GError *error)
{
  kp_page_say (widget, kp_error_text (error));
}
