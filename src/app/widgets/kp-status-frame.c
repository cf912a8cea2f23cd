/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pages and their bindings are in the template; this file holds the properties they read.
 */

#include "kp-status-frame.h"

#include "kp-error-text.h"
#include "kp-query-model.h"

typedef enum
{
  PROP_MODEL = 1,
  PROP_CONTENT,
  PROP_ONLINE,
  PROP_ARRIVING,
  PROP_ALLOWED,
  PROP_COMPACT,
  PROP_EMPTY_ICON,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_DESCRIPTION,
  PROP_EMPTY_ACTION_LABEL,
  PROP_EMPTY_ACTION
} KpStatusFrameProperty;

struct _KpStatusFrame
{
  AdwBin parent_instance;

  AdwStatusPage *loading_page;        /* (template child) */
  GtkWidget *error_page;              /* (template child) */
  GtkStack *stack;                    /* (template child) */
  KpQueryModel *model;                /* (owned) (nullable): whose state is shown */
  GtkWidget *content;                 /* (owned) (nullable): shown while the model has items */
  char *texts[PROP_EMPTY_ACTION + 1]; /* (owned) (nullable): of the properties of that number */
  gboolean online;                    /* whether the server can be reached */
  gboolean arriving;                  /* whether the first data are still to come */
  gboolean allowed;                   /* whether the reader may see the page */
  gboolean compact;                   /* whether the pages are small */
};

static GParamSpec *properties[PROP_EMPTY_ACTION + 1];

/* A page that scrolls asks for the height of its text unwrapped, which leaves no room for the
 * button where the frame gets no more than it asks for.
 */
#define COMPACT_ERROR_HEIGHT 300

G_DEFINE_FINAL_TYPE (KpStatusFrame, kp_status_frame, ADW_TYPE_BIN)

static gboolean
has_text_cb (KpStatusFrame *self,
             const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
choose_page_cb (KpStatusFrame *self,
                gboolean allowed,
                guint n_items,
                gboolean loading,
                const GError *error,
                gboolean online,
                gboolean arriving)
{
  return g_strdup (
    kp_status_frame_choose_page (allowed, n_items, loading, error, online, arriving));
}

static char *
describe_error_cb (KpStatusFrame *self,
                   const GError *error)
{
  return g_strdup (kp_error_text (error));
}

static void
set_compact (KpStatusFrame *self,
             gboolean compact)
{
  self->compact = compact;
  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (self->stack));
       page != NULL;
       page = gtk_widget_get_next_sibling (page))
    {
      if (!ADW_IS_STATUS_PAGE (page))
        continue;

      if (compact)
        gtk_widget_add_css_class (page, "compact");
      else
        gtk_widget_remove_css_class (page, "compact");
    }
  gtk_widget_set_size_request (self->error_page, -1, compact ? COMPACT_ERROR_HEIGHT : -1);
}

static void
kp_status_frame_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  KpStatusFrame *self = KP_STATUS_FRAME (object);

  switch ((KpStatusFrameProperty) prop_id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;

    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;

    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;

    case PROP_ARRIVING:
      g_value_set_boolean (value, self->arriving);
      break;

    case PROP_ALLOWED:
      g_value_set_boolean (value, self->allowed);
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;

    case PROP_EMPTY_ICON:
    case PROP_EMPTY_TITLE:
    case PROP_EMPTY_DESCRIPTION:
    case PROP_EMPTY_ACTION_LABEL:
    case PROP_EMPTY_ACTION:
      g_value_set_string (value, self->texts[prop_id]);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_status_frame_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  KpStatusFrame *self = KP_STATUS_FRAME (object);
  gboolean changed = FALSE;

  switch ((KpStatusFrameProperty) prop_id)
    {
    case PROP_MODEL:
      changed = g_set_object (&self->model, g_value_get_object (value));
      break;

    case PROP_CONTENT:
      changed = g_set_object (&self->content, g_value_get_object (value));
      break;

    case PROP_ONLINE:
      changed = self->online != g_value_get_boolean (value);
      self->online = g_value_get_boolean (value);
      break;

    case PROP_ARRIVING:
      changed = self->arriving != g_value_get_boolean (value);
      self->arriving = g_value_get_boolean (value);
      break;

    case PROP_ALLOWED:
      changed = self->allowed != g_value_get_boolean (value);
      self->allowed = g_value_get_boolean (value);
      break;

    case PROP_COMPACT:
      changed = self->compact != g_value_get_boolean (value);
      set_compact (self, g_value_get_boolean (value));
      break;

    case PROP_EMPTY_ICON:
    case PROP_EMPTY_TITLE:
    case PROP_EMPTY_DESCRIPTION:
    case PROP_EMPTY_ACTION_LABEL:
    case PROP_EMPTY_ACTION:
      changed = g_set_str (&self->texts[prop_id], g_value_get_string (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }

  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
kp_status_frame_dispose (GObject *object)
{
  KpStatusFrame *self = KP_STATUS_FRAME (object);

  /* Disposing the template also unparents what is bound in it, which AdwBin would not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_STATUS_FRAME);
  g_clear_object (&self->model);
  g_clear_object (&self->content);
  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_clear_pointer (&self->texts[i], g_free);

  G_OBJECT_CLASS (kp_status_frame_parent_class)->dispose (object);
}

static void
kp_status_frame_class_init (KpStatusFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_status_frame_get_property;
  object_class->set_property = kp_status_frame_set_property;
  object_class->dispose = kp_status_frame_dispose;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, KP_TYPE_QUERY_MODEL, flags);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  properties[PROP_ARRIVING] = g_param_spec_boolean ("arriving", NULL, NULL, FALSE, flags);
  properties[PROP_ALLOWED] = g_param_spec_boolean ("allowed", NULL, NULL, TRUE, flags);
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE, flags);
  properties[PROP_EMPTY_ICON] = g_param_spec_string ("empty-icon", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_TITLE] = g_param_spec_string ("empty-title", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_DESCRIPTION] =
    g_param_spec_string ("empty-description", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_ACTION_LABEL] =
    g_param_spec_string ("empty-action-label", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_ACTION] = g_param_spec_string ("empty-action", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-status-frame.ui");
  gtk_widget_class_bind_template_child (widget_class, KpStatusFrame, loading_page);
  gtk_widget_class_bind_template_child (widget_class, KpStatusFrame, error_page);
  gtk_widget_class_bind_template_child (widget_class, KpStatusFrame, stack);
  gtk_widget_class_bind_template_callback (widget_class, choose_page_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_error_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_text_cb);
}

static void
kp_status_frame_init (KpStatusFrame *self)
{
  g_autoptr (GdkPaintable) spinner = NULL;

  self->allowed = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));

  /* Not in the template, where GtkBuilder takes a paintable for the name of a file. */
  spinner = GDK_PAINTABLE (adw_spinner_paintable_new (GTK_WIDGET (self->loading_page)));
  adw_status_page_set_paintable (self->loading_page, spinner);
}

const char *
kp_status_frame_choose_page (gboolean allowed,
                             guint n_items,
                             gboolean loading,
                             const GError *error,
                             gboolean online,
                             gboolean arriving)
{
  if (!allowed)
    return "no-rights";
  if (n_items > 0)
    return "content";
  if (error != NULL)
    return "error";
  if (loading)
    return "loading";
  if (!arriving)
    return "empty";

  return online ? "loading" : "offline";
}

const char *
kp_status_frame_get_page (KpStatusFrame *self)
{
  g_return_val_if_fail (KP_IS_STATUS_FRAME (self), NULL);

  return gtk_stack_get_visible_child_name (self->stack);
}
