/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An office may offer hundreds of kinds. Their cards are made a few in a frame, the first ones at
 * once, and a search only hides and shows them.
 */

#include "kp-flow-chooser.h"

#include "kp-combo-list.h"
#include "kp-draft-row.h"
#include "kp-list-support.h"
#include "kp-status-frame.h"

#include <glib/gi18n.h>

struct _KpFlowChooser
{
  AdwNavigationPage parent_instance;

  AdwHeaderBar *header;              /* (template child) */
  GtkLabel *heading;                 /* (template child) */
  GtkLabel *for_label;               /* (template child) */
  GtkEditable *search;               /* (template child) */
  GtkWidget *organisation_group;     /* (template child) */
  AdwComboRow *organisation_row;     /* (template child) */
  AdwPreferencesGroup *drafts_group; /* (template child) */
  GtkWidget *frame;                  /* (template child) */
  GtkBox *groups;                    /* (template child) */
  GtkWidget *nothing;                /* (template child) */
  KpClient *client;                  /* (owned) */
  KpQueryModel *drafts;              /* (owned) (nullable): NULL = none are offered */
  char *portal_id;                   /* (owned) (nullable): kinds of this portal only */
  GPtrArray *draft_rows;             /* (owned): unowned rows of drafts_group */
  GPtrArray *waiting;                /* (owned) of KpFlow: without a card yet, in order */
  GPtrArray *unready;                /* (owned) of KpFlow: their values have not arrived yet */
  gboolean stale;                    /* some of those arrived */
  guint n_made;                      /* of those in waiting that got one */
  guint ticker;                      /* makes the rest; 0 = none */
};

typedef enum
{
  SIGNAL_CHOSEN,
  SIGNAL_CONTINUED
} KpFlowChooserSignal;

static guint signals[SIGNAL_CONTINUED + 1];

G_DEFINE_FINAL_TYPE (KpFlowChooser, kp_flow_chooser, ADW_TYPE_NAVIGATION_PAGE)

/* Drafts beyond these are under Drafts. */
#define MAX_DRAFTS 3

/* Cards that are there at once, and those that are added in each frame after that. */
#define FIRST_CARDS 16
#define CARDS_A_FRAME 8

/* How many kinds that were used lately stand on top. */
#define MAX_USED 4

/* Fewer kinds than this are seen at a glance, without headings. */
#define MIN_GROUPED 9

/* Natural width of a card's text. */
#define CARD_CHARS 28

static void show_flows (KpFlowChooser *self);

static KpOrganisation *
get_organisation (KpFlowChooser *self)
{
  return adw_combo_row_get_selected_item (self->organisation_row);
}

static void
activate_choose (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  KpFlowChooser *self = KP_FLOW_CHOOSER (widget);
  KpOrganisation *organisation = get_organisation (self);
  const char *org_id = organisation != NULL ? kp_record_get_id (KP_RECORD (organisation)) : NULL;

  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, g_variant_get_string (parameter, NULL), org_id);
}

static void
activate_continue (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_CONTINUED], 0, g_variant_get_string (parameter, NULL));
}

static void
describe_organisation (KpFlowChooser *self)
{
  KpOrganisation *organisation = get_organisation (self);
  g_autofree char *text = NULL;

  if (organisation != NULL)
    text = g_strdup_printf (_ ("For %s"), kp_organisation_get_name (organisation));
  gtk_label_set_label (self->for_label, text);
}

static void
on_organisation_selected_cb (KpFlowChooser *self)
{
  describe_organisation (self);
}

/* Cards are named after the words that find them. */
static char *
make_words (KpFlow *flow)
{
  const char *type = kp_flow_get_work_type (flow);
  g_autofree char *all = g_strconcat (kp_flow_get_name (flow), " ", kp_flow_get_summary (flow), " ",
                                      type != NULL ? type : "", NULL);

  return g_utf8_casefold (all, -1);
}

static char *
describe_effort (KpFlow *flow)
{
  gint64 steps = kp_flow_get_steps (flow);
  gint64 minutes = kp_flow_get_minutes (flow);
  g_autofree char *count = g_strdup_printf (ngettext ("%d step", "%d steps", (gulong) steps),
                                            (int) steps);

  if (minutes == 0)
    return g_steal_pointer (&count);

  return g_strdup_printf (ngettext ("%s · about %d minute", "%s · about %d minutes",
                                    (gulong) minutes),
                          count, (int) minutes);
}

static GtkWidget *
make_line (const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  /* Only the natural width: two cards fit beside each other, and each fills what there is. */
  gtk_label_set_max_width_chars (GTK_LABEL (label), CARD_CHARS);
  gtk_widget_add_css_class (label, style);
  if (!g_str_equal (style, "heading"))
    gtk_widget_add_css_class (label, "dimmed");

  return label;
}

static GtkWidget *
make_card (KpFlow *flow)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  const char *icon_name = kp_flow_get_icon (flow);
  GtkWidget *icon =
    gtk_image_new_from_icon_name (icon_name != NULL ? icon_name : "kp-requests-symbolic");
  g_autofree char *effort = describe_effort (flow);

  gtk_image_set_pixel_size (GTK_IMAGE (icon), 24);
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_widget_add_css_class (icon, "accent");
  g_object_set (icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), make_line (kp_flow_get_name (flow), "heading"));
  gtk_box_append (GTK_BOX (lines), make_line (kp_flow_get_summary (flow), "body"));
  gtk_box_append (GTK_BOX (lines), make_line (effort, "caption"));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_widget_add_css_class (box, "kp-card");
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "card");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "chooser.choose");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    kp_record_get_id (KP_RECORD (flow)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kp_flow_get_name (flow), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  kp_flow_get_summary (flow), -1);

  return button;
}

/* Groups. Each is a box with a heading and the cards. */

static GtkFlowBox *
get_cards (GtkWidget *group)
{
  return GTK_FLOW_BOX (gtk_widget_get_last_child (group));
}

/* Returns: whether any card of @group is to be seen */
static gboolean
filter_group (KpFlowChooser *self,
              GtkWidget *group)
{
  g_autofree char *words = g_utf8_casefold (gtk_editable_get_text (self->search), -1);
  gboolean any = FALSE;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (get_cards (group)));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gboolean found = strstr (gtk_widget_get_name (child), words) != NULL;

      gtk_widget_set_visible (child, found);
      any = any || found;
    }
  gtk_widget_set_visible (group, any);

  return any;
}

static void
filter (KpFlowChooser *self)
{
  gboolean any = FALSE;

  for (GtkWidget *group = gtk_widget_get_first_child (GTK_WIDGET (self->groups));
       group != NULL;
       group = gtk_widget_get_next_sibling (group))
    any = filter_group (self, group) || any;

  gtk_widget_set_visible (self->nothing,
                          !any && self->waiting->len > 0 && self->n_made == self->waiting->len);
}

static GtkWidget *
add_group (KpFlowChooser *self,
           const char *title)
{
  GtkWidget *group = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *cards = gtk_flow_box_new ();

  gtk_widget_set_name (group, title);
  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_widget_add_css_class (heading, "heading");
  gtk_widget_set_visible (heading, *title != '\0');
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (cards), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (cards), TRUE);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (cards), 12);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (cards), 12);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (cards), 1);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (cards), 2);
  gtk_widget_add_css_class (cards, "kp-cards");
  gtk_accessible_update_property (GTK_ACCESSIBLE (cards), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  *title != '\0' ? title : _ ("Kinds of request"), -1);
  gtk_box_append (GTK_BOX (group), heading);
  gtk_box_append (GTK_BOX (group), cards);
  gtk_box_append (self->groups, group);

  return group;
}

/* Returns: (transfer none): under which heading the flow at @position stands */
static const char *
get_heading (KpFlowChooser *self,
             guint position)
{
  KpFlow *flow = g_ptr_array_index (self->waiting, position);
  const char *type = kp_flow_get_work_type (flow);

  if (self->waiting->len < MIN_GROUPED)
    return "";
  if (position < MAX_USED && kp_flow_get_used_at (flow) > 0)
    return _ ("Used lately");

  return type != NULL ? type : _ ("Other");
}

static void
add_card (KpFlowChooser *self,
          guint position)
{
  KpFlow *flow = g_ptr_array_index (self->waiting, position);
  const char *heading = get_heading (self, position);
  GtkWidget *group = gtk_widget_get_last_child (GTK_WIDGET (self->groups));
  GtkWidget *card = make_card (flow);
  GtkWidget *child = NULL;
  g_autofree char *words = make_words (flow);

  if (group == NULL || g_strcmp0 (gtk_widget_get_name (group), heading) != 0)
    group = add_group (self, heading);
  gtk_flow_box_append (get_cards (group), card);

  /* The card itself takes the focus. */
  child = gtk_widget_get_parent (card);
  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_name (child, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kp_flow_get_name (flow), -1);
}

/* Returns: whether there are more to come */
static gboolean
add_cards (KpFlowChooser *self,
           guint n)
{
  for (; n > 0 && self->n_made < self->waiting->len; n--)
    add_card (self, self->n_made++);
  filter (self);

  return self->n_made < self->waiting->len;
}

static gboolean
on_tick_cb (GtkWidget *widget,
            GdkFrameClock *clock,
            gpointer user_data)
{
  KpFlowChooser *self = KP_FLOW_CHOOSER (widget);

  if (self->stale)
    show_flows (self);
  else if (add_cards (self, CARDS_A_FRAME))
    return G_SOURCE_CONTINUE;
  if (self->n_made < self->waiting->len)
    return G_SOURCE_CONTINUE;

  self->ticker = 0;

  return G_SOURCE_REMOVE;
}

static void
keep_ticking (KpFlowChooser *self)
{
  if (self->ticker == 0)
    self->ticker = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick_cb, NULL, NULL);
}

static int
compare_used (gconstpointer a,
              gconstpointer b)
{
  gint64 x = kp_flow_get_used_at (*(KpFlow *const *) a);
  gint64 y = kp_flow_get_used_at (*(KpFlow *const *) b);

  return (y > x) - (y < x);
}

static int
compare_types (gconstpointer a,
               gconstpointer b)
{
  const char *x = kp_flow_get_work_type (*(KpFlow *const *) a);
  const char *y = kp_flow_get_work_type (*(KpFlow *const *) b);

  /* What belongs to no type stands last. */
  if (x == NULL || y == NULL)
    return (x == NULL) - (y == NULL);

  return g_utf8_collate (x, y);
}

/* Those used lately first, the latest on top; then by work type, in the order of the office. */
static void
sort_flows (KpFlowChooser *self)
{
  g_autoptr (GPtrArray) rest = NULL;
  guint n_used = 0;

  g_ptr_array_sort (self->waiting, compare_used);
  while (n_used < MIN (MAX_USED, self->waiting->len) &&
         kp_flow_get_used_at (g_ptr_array_index (self->waiting, n_used)) > 0)
    n_used++;
  if (self->waiting->len < MIN_GROUPED)
    return;

  rest = g_ptr_array_new ();
  for (guint i = n_used; i < self->waiting->len; i++)
    g_ptr_array_add (rest, self->waiting->pdata[i]);
  g_ptr_array_sort (rest, compare_types);
  for (guint i = n_used; i < self->waiting->len; i++)
    self->waiting->pdata[i] = rest->pdata[i - n_used];
}

static void
on_ready_cb (KpFlowChooser *self)
{
  self->stale = TRUE;
  keep_ticking (self);
}

/* Values arrive many at a time; the cards are made anew once for all of them. */
static void
wait_for (KpFlowChooser *self,
          KpFlow *flow)
{
  g_signal_connect_object (flow, "notify::ready", G_CALLBACK (on_ready_cb), self,
                           G_CONNECT_SWAPPED);
  g_ptr_array_add (self->unready, g_object_ref (flow));
}

static void
forget_unready (KpFlowChooser *self)
{
  for (guint i = 0; i < self->unready->len; i++)
    g_signal_handlers_disconnect_by_func (self->unready->pdata[i], on_ready_cb, self);
  g_ptr_array_set_size (self->unready, 0);
  self->stale = FALSE;
}

static void
show_flows (KpFlowChooser *self)
{
  GListModel *flows = kp_client_get_flows (self->client);
  GtkWidget *group;

  while ((group = gtk_widget_get_first_child (GTK_WIDGET (self->groups))) != NULL)
    gtk_box_remove (self->groups, group);
  g_ptr_array_set_size (self->waiting, 0);
  forget_unready (self);
  self->n_made = 0;

  for (guint i = 0; i < g_list_model_get_n_items (flows); i++)
    {
      g_autoptr (KpFlow) flow = g_list_model_get_item (flows, i);

      if (!kp_record_get_ready (KP_RECORD (flow)))
        wait_for (self, flow);
      else if (self->portal_id == NULL ||
               g_strcmp0 (kp_flow_get_portal_id (flow), self->portal_id) == 0)
        g_ptr_array_add (self->waiting, g_steal_pointer (&flow));
    }
  sort_flows (self);

  if (add_cards (self, FIRST_CARDS))
    keep_ticking (self);
}

static void
on_search_changed_cb (KpFlowChooser *self)
{
  filter (self);
}

/* Enter takes the first kind that was found, once something was looked for. */
static void
on_search_activate_cb (KpFlowChooser *self)
{
  GtkWidget *group = gtk_widget_get_first_child (GTK_WIDGET (self->groups));
  GtkWidget *child = NULL;

  if (*gtk_editable_get_text (self->search) == '\0')
    return;

  filter (self);
  while (group != NULL && !gtk_widget_get_visible (group))
    group = gtk_widget_get_next_sibling (group);
  if (group == NULL)
    return;

  child = gtk_widget_get_first_child (GTK_WIDGET (get_cards (group)));
  while (!gtk_widget_get_visible (child))
    child = gtk_widget_get_next_sibling (child);
  gtk_widget_activate (gtk_widget_get_first_child (child));
}

/* A search takes the Escape that goes back everywhere else. */
static void
on_stop_search_cb (KpFlowChooser *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "navigation.pop", NULL);
}

static void
show_drafts (KpFlowChooser *self)
{
  guint n_drafts = g_list_model_get_n_items (G_LIST_MODEL (self->drafts));

  for (guint i = 0; i < self->draft_rows->len; i++)
    adw_preferences_group_remove (self->drafts_group, g_ptr_array_index (self->draft_rows, i));
  g_ptr_array_set_size (self->draft_rows, 0);

  for (guint i = 0; i < MIN (n_drafts, MAX_DRAFTS); i++)
    {
      g_autoptr (KpDraft) draft = g_list_model_get_item (G_LIST_MODEL (self->drafts), i);
      GtkWidget *row = kp_draft_row_new (draft, "chooser.continue");

      adw_preferences_group_add (self->drafts_group, row);
      g_ptr_array_add (self->draft_rows, row);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->drafts_group), n_drafts > 0);
}

/* Starts with the organisation that is selected in the window, if one is. */
static void
show_organisations (KpFlowChooser *self)
{
  GListModel *organisations = kp_client_get_organisations (self->client);
  const char *selected = kp_client_get_organisation (self->client);

  gtk_widget_set_visible (self->organisation_group, g_list_model_get_n_items (organisations) > 1);
  for (guint i = 0; i < g_list_model_get_n_items (organisations); i++)
    {
      g_autoptr (KpRecord) organisation = g_list_model_get_item (organisations, i);

      if (g_strcmp0 (kp_record_get_id (organisation), selected) == 0)
        adw_combo_row_set_selected (self->organisation_row, i);
    }

  describe_organisation (self);
}

static void
kp_flow_chooser_dispose (GObject *object)
{
  KpFlowChooser *self = KP_FLOW_CHOOSER (object);

  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_FLOW_CHOOSER);
  g_clear_pointer (&self->draft_rows, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_clear_pointer (&self->unready, g_ptr_array_unref);
  g_clear_object (&self->drafts);
  g_clear_object (&self->client);
  g_clear_pointer (&self->portal_id, g_free);

  G_OBJECT_CLASS (kp_flow_chooser_parent_class)->dispose (object);
}

/* Whoever came here by a shortcut has the keyboard somewhere else, and may type on at once: while
 * the page slides in, and after that, when the view around gives the keyboard away once more. */
static void
focus_search (AdwNavigationPage *page)
{
  gtk_widget_grab_focus (GTK_WIDGET (KP_FLOW_CHOOSER (page)->search));
}

static void
kp_flow_chooser_class_init (KpFlowChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_flow_chooser_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->showing = focus_search;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = focus_search;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", KP_TYPE_FLOW_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_CONTINUED] = g_signal_new ("continued", KP_TYPE_FLOW_CHOOSER, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (KP_TYPE_ORGANISATION);
  g_type_ensure (KP_TYPE_STATUS_FRAME);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-flow-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, header);
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, heading);
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, for_label);
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, search);
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, organisation_group);
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, organisation_row);
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, drafts_group);
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, frame);
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, groups);
  gtk_widget_class_bind_template_child (widget_class, KpFlowChooser, nothing);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_organisation_selected_cb);

  gtk_widget_class_install_action (widget_class, "chooser.choose", "s", activate_choose);
  gtk_widget_class_install_action (widget_class, "chooser.continue", "s", activate_continue);
}

static void
kp_flow_chooser_init (KpFlowChooser *self)
{
  self->draft_rows = g_ptr_array_new ();
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->unready = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
}

static KpFlowChooser *
make (KpClient *client)
{
  KpFlowChooser *self = g_object_new (KP_TYPE_FLOW_CHOOSER, NULL);

  self->client = g_object_ref (client);
  g_signal_connect_object (kp_client_get_flows (client), "items-changed", G_CALLBACK (show_flows),
                           self, G_CONNECT_SWAPPED);
  g_object_set (self->frame, "model", kp_client_get_flows (client), NULL);
  kp_list_support_follow_online (self->frame, client);

  return self;
}

AdwNavigationPage *
kp_flow_chooser_new (KpClient *client)
{
  KpFlowChooser *self;

  g_return_val_if_fail (KP_IS_CLIENT (client), NULL);

  self = make (client);
  self->drafts = kp_client_list_drafts (client);
  adw_combo_row_set_model (self->organisation_row, kp_client_get_organisations (client));
  kp_combo_list_wrap (self->organisation_row);
  g_signal_connect_object (self->drafts, "items-changed", G_CALLBACK (show_drafts), self,
                           G_CONNECT_SWAPPED);
  show_organisations (self);
  show_drafts (self);
  show_flows (self);

  return ADW_NAVIGATION_PAGE (self);
}

AdwNavigationPage *
kp_flow_chooser_new_for (KpClient *client,
                         const char *portal_id,
                         const char *whose)
{
  KpFlowChooser *self;
  g_autofree char *text = NULL;

  g_return_val_if_fail (KP_IS_CLIENT (client), NULL);
  g_return_val_if_fail (portal_id != NULL && whose != NULL, NULL);

  self = make (client);
  self->portal_id = g_strdup (portal_id);
  text = g_strdup_printf (_ ("For %s"), whose);
  gtk_label_set_label (self->for_label, text);
  gtk_label_set_label (self->heading, _ ("What does the customer request?"));
  adw_header_bar_set_show_start_title_buttons (self->header, TRUE);
  adw_header_bar_set_show_end_title_buttons (self->header, TRUE);
  show_flows (self);

  return ADW_NAVIGATION_PAGE (self);
}

void
kp_flow_chooser_restart (KpFlowChooser *self)
{
  g_return_if_fail (KP_IS_FLOW_CHOOSER (self));

  gtk_editable_set_text (self->search, "");
  focus_search (ADW_NAVIGATION_PAGE (self));
}
