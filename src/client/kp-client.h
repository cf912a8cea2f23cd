/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All that the application sees of the rest: models to show, commands to give. One client is one
 * open account: one folder, one thread kp-store, one thread kp-sync. Main thread. The only code
 * that makes GTasks. Identities are texts of 22 characters.
 *
 * Properties: account (KpAccount), user-id, user-name, user-email, user-phone, user-locale
 * (strings), is-staff, office-name, portal-name, help (GHashTable: what the portal says of its
 * pages), status (KpStatus), counts (KpCounts), organisation
 * (string, writable: the selected one, "" = all), organisations (GListModel of KpOrganisation),
 * flows (GListModel of KpFlow), terms (KpTerms, nullable), terms-required, shares-requests
 * (colleagues see each other's), shown-days, shows-some-kinds, lacks-work, tasks (GListModel of
 * KpTask), lease-days, keyring-kept (the next start needs no password), loaded (the first answers
 * are here).
 *
 * Signals:
 * news (subject_id, kind, title, body): somebody else did something; kind is comment, question,
 *   answer, request, entered (by the office, for this person), accepted, declined, state. The text
 *   is in the person's words or the portal's, untranslated frames are the application's. Kind read:
 *   the person read it all, here or on another device.
 * gone: the account was closed by the office or its lease ended: see status; lists are empty now.
 */

#pragma once

#include "kp-accounts.h"
#include "kp-answer.h"
#include "kp-change.h"
#include "kp-choice.h"
#include "kp-counts.h"
#include "kp-customer.h"
#include "kp-difference.h"
#include "kp-document.h"
#include "kp-draft.h"
#include "kp-flow.h"
#include "kp-message.h"
#include "kp-office.h"
#include "kp-organisation.h"
#include "kp-query-model.h"
#include "kp-request-form.h"
#include "kp-request.h"
#include "kp-search-result.h"
#include "kp-status.h"
#include "kp-step.h"
#include "kp-task.h"
#include "kp-terms.h"
#include "kp-unsent.h"
#include "kp-work-order.h"

G_BEGIN_DECLS

#define KP_TYPE_CLIENT (kp_client_get_type ())
G_DECLARE_FINAL_TYPE (KpClient, kp_client, KP, CLIENT, GObject)

/* Before an account is open. */

/**
 * kp_client_discover_async:
 * @address: as typed
 *
 * Asks the office behind an address what portals it has.
 */
void kp_client_discover_async (const char *address,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Returns: (transfer full): fails with %KP_ERROR_ADDRESS, %KP_ERROR_INSECURE, %KP_ERROR_OFFLINE or
 *   %KP_ERROR_NOT_A_PORTAL
 */
KpOffice *kp_client_discover_finish (GAsyncResult *result,
                                     GError **error);

/**
 * KpCredentials:
 *
 * Lent for the time of a call.
 */
typedef struct
{
  const char *portal; /* (nullable): url-name; NULL = office staff */
  const char *login;
  const char *password;
  gboolean once; /* until the program ends; what was written meanwhile is kept all the same */
} KpCredentials;

/* Signs in with a password and opens the account, a new one or one that this computer knows. */
void kp_client_sign_in_async (KpAccounts *accounts,
                              KpOffice *office,
                              const KpCredentials *credentials,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* Returns: (transfer full): fails as kp_sign_in_sync() does: %KP_ERROR_WRONG_PASSWORD,
 *   %KP_ERROR_TOO_MANY, %KP_ERROR_ACCOUNT_DISABLED, %KP_ERROR_PORTAL_DISABLED, %KP_ERROR_OFFLINE,
 *   %KP_ERROR_IN_USE …
 */
KpClient *kp_client_sign_in_finish (GAsyncResult *result,
                                    GError **error);

/**
 * kp_client_open_async:
 *
 * Opens a known account from the keyring, without the network.
 */
void kp_client_open_async (KpAccounts *accounts,
                           KpAccount *account,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* Returns: (transfer full): fails with %KP_ERROR_KEYRING_ABSENT, _LOCKED or _UNAVAILABLE,
 *   %KP_ERROR_LEASE_EXPIRED, %KP_ERROR_IN_USE, %KP_ERROR_CORRUPT or %KP_ERROR_STORAGE; all but
 *   IN_USE and STORAGE are mended by kp_client_unlock_async()
 */
KpClient *kp_client_open_finish (GAsyncResult *result,
                                 GError **error);

/**
 * kp_client_unlock_async:
 *
 * @once: see KpCredentials
 *
 * Opens a known account with its password, where kp_client_open_async() could not.
 */
void kp_client_unlock_async (KpAccounts *accounts,
                             KpAccount *account,
                             const char *password,
                             gboolean once,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Returns: (transfer full): fails as kp_client_sign_in_finish() */
KpClient *kp_client_unlock_finish (GAsyncResult *result,
                                   GError **error);

/* The session. */

/**
 * kp_client_close_async:
 *
 * Keeps drafts, ends both threads and lets go of the folder: at most half a second. Models stay
 * valid, and empty. Also happens without waiting when the last reference goes.
 */
void kp_client_close_async (KpClient *self,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean kp_client_close_finish (KpClient *self,
                                 GAsyncResult *result,
                                 GError **error);

/* Gives the password again after the office asked for it (%KP_STATUS_SIGNED_OUT). */
void kp_client_sign_in_again_async (KpClient *self,
                                    const char *password,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean kp_client_sign_in_again_finish (KpClient *self,
                                         GAsyncResult *result,
                                         GError **error);

/* Ends the session; data and queue stay, sealed. The caller closes the client afterwards. */
void kp_client_sign_out_async (KpClient *self,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean kp_client_sign_out_finish (KpClient *self,
                                    GAsyncResult *result,
                                    GError **error);

void kp_client_change_password_async (KpClient *self,
                                      const char *old_password,
                                      const char *new_password,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/* Returns: fails with %KP_ERROR_WRONG_PASSWORD, %KP_ERROR_WEAK_PASSWORD or %KP_ERROR_OFFLINE */
gboolean kp_client_change_password_finish (KpClient *self,
                                           GAsyncResult *result,
                                           GError **error);

/* Tries now what failed and whatever waits: F5, Try Now. */
void kp_client_sync_now (KpClient *self);

KpAccount *kp_client_get_account (KpClient *self);

/* Returns: (nullable): path of the newest outbox that could not be read any more and was moved
 * aside, also by an earlier start: what waited in it was not sent, and the person has to know */
const char *kp_client_get_damaged_outbox (KpClient *self);
const char *kp_client_get_user_id (KpClient *self);
const char *kp_client_get_user_name (KpClient *self);
const char *kp_client_get_user_email (KpClient *self);
const char *kp_client_get_user_phone (KpClient *self);
const char *kp_client_get_user_locale (KpClient *self);
gboolean kp_client_get_is_staff (KpClient *self);
const char *kp_client_get_office_name (KpClient *self);
const char *kp_client_get_portal_name (KpClient *self);
KpStatus *kp_client_get_status (KpClient *self);
KpCounts *kp_client_get_counts (KpClient *self);
gboolean kp_client_get_keyring_kept (KpClient *self);

/* Returns: (nullable): how to reach the office, from the portal */
const char *kp_client_get_office_email (KpClient *self);
const char *kp_client_get_office_phone (KpClient *self);

/* Returns: (nullable): what the portal says about @page, in the person's language */
const char *kp_client_get_help (KpClient *self,
                                const char *page);

/* Returns: (nullable): the portal's own help on the web, see kp_help_dup_uri() */
const char *kp_client_get_help_url (KpClient *self);

/* The selected organisation: what lists and counts are about. "" = all; tasks always are of all. */
const char *kp_client_get_organisation (KpClient *self);
void kp_client_set_organisation (KpClient *self,
                                 const char *id);
GListModel *kp_client_get_organisations (KpClient *self);
GListModel *kp_client_get_flows (KpClient *self);
KpTerms *kp_client_get_terms (KpClient *self);
gboolean kp_client_get_terms_required (KpClient *self);
/* Whether the portal shows a member what colleagues asked. */
gboolean kp_client_get_shares_requests (KpClient *self);
/* The filters of the portal: it lists completed requests made in so many days, 0 = all; and only
 * some kinds of work. */
gint64 kp_client_get_shown_days (KpClient *self);
gboolean kp_client_get_shows_some_kinds (KpClient *self);
/* Whether the person is of the office and follows its requests without their work orders: no list
 * of those is whole then, and no number of them true. */
gboolean kp_client_get_lacks_work (KpClient *self);
GListModel *kp_client_get_tasks (KpClient *self);

/* What one may do. */

/**
 * kp_client_has_right:
 * @right: such as "request.submit"
 * @org_id: (nullable): for one organisation; %NULL = for any
 */
gboolean kp_client_has_right (KpClient *self,
                              const char *right,
                              const char *org_id);

/**
 * kp_client_can:
 * @record: a KpRequest (also for a new message or note) or KpWorkOrder
 * @kind: such as "request.accept"
 *
 * Returns: whether the table of operations allows it now; the row behind every button
 */
gboolean kp_client_can (KpClient *self,
                        KpRecord *record,
                        const char *kind);

/* Doing it. */

/**
 * kp_client_perform_async:
 * @kind: such as "request.accept@1"
 * @arguments: "a{sv}", floating is sunk: s for texts, identities and dates, x for numbers and
 *   times, b, and "a{sv}", "aa{sv}" or "as" for JSON. Identities of things that it makes may be
 *   left out
 *
 * Queues one intent, shows its effect at once, and sends it when the office can be reached.
 * Completes when it is durable.
 */
void kp_client_perform_async (KpClient *self,
                              const char *kind,
                              GVariant *arguments,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

/* Returns: (transfer full): identity of what it made, else of its subject; fails with
 *   %KP_ERROR_INVALID, %KP_ERROR_TOO_LARGE, %KP_ERROR_NOT_FOUND or %KP_ERROR_STORAGE, and then
 *   nothing was kept
 */
char *kp_client_perform_finish (KpClient *self,
                                GAsyncResult *result,
                                GError **error);

/* Everything on the request up to now was seen. Harmless to repeat: queues nothing if nothing is
 * new.
 */
void kp_client_mark_read (KpClient *self,
                          const char *request_id);

/* Lists. All follow changes by themselves until the last reference goes. */

typedef enum
{
  KP_SCOPE_MINE = 0,     /* made by this person */
  KP_SCOPE_ORGANISATION, /* of the selected organisation, whoever made it; none selected = all */
  KP_SCOPE_ALL           /* everything on this computer */
} KpScope;

typedef enum
{
  KP_SHOW_ANY = 0,
  KP_SHOW_OPEN,
  KP_SHOW_COMPLETED,
  KP_SHOW_TO_DECIDE /* submitted, in_review or needs_information: the office's queue */
} KpShow;

typedef enum
{
  KP_SORT_UPDATED = 0, /* newest change first */
  KP_SORT_CREATED,     /* newest first */
  KP_SORT_OLDEST,      /* longest waiting first */
  KP_SORT_TITLE,
  KP_SORT_ORGANISATION,
  KP_SORT_STATUS,
  KP_SORT_PLANNED, /* work orders: the day that they are planned for, next first */
  KP_SORT_ENGINEER /* work orders */
} KpSort;

/**
 * KpFilter:
 *
 * What a list of requests or work orders shows. Copied by whoever is given one.
 */
typedef struct
{
  KpScope scope;
  KpShow show;
  KpSort sort;
  gboolean reversed;
  gboolean grouped;         /* work orders: see kp_query_model_get_group(); by day, employee and
                               organisation only */
  const char *org_id;       /* (nullable): this organisation instead of the scope's */
  const char *search;       /* (nullable): a part of title, number, organisation or requester */
  const char *status;       /* (nullable): value of a KpChoice of kp_client_list_statuses() */
  const char *work_type_id; /* (nullable) */
  gint64 from;              /* made at or after, UTC milliseconds; 0 = whenever */
  gint64 until;             /* made before, UTC milliseconds; 0 = whenever */
  const char *state;        /* (nullable): work orders in this state, whatever "show" says */
} KpFilter;

/* Returns: (transfer full): of KpRequest */
KpQueryModel *kp_client_list_requests (KpClient *self,
                                       const KpFilter *filter);

/* Returns: (transfer full): of KpWorkOrder */
KpQueryModel *kp_client_list_work_orders (KpClient *self,
                                          const KpFilter *filter);

/**
 * kp_client_list_request:
 *
 * Says of a page about one request whether that is here: on its way, here, or gone for good.
 *
 * Returns: (transfer full): of KpRequest: the one of that identity, or none
 */
KpQueryModel *kp_client_list_request (KpClient *self,
                                      const char *id);

/* Returns: (transfer full): of KpChoice: what customers call the states of requests; its value is
 *   for KpFilter.status
 */
KpQueryModel *kp_client_list_statuses (KpClient *self);

/* Returns: (transfer full): of KpChoice: kinds of work; its value is the identity */
KpQueryModel *kp_client_list_work_types (KpClient *self);

/* Returns: (transfer full): of KpChoice by name: who did work that was ordered lately */
KpQueryModel *kp_client_list_employees (KpClient *self);

/**
 * kp_client_export_requests_async:
 * @headings: NULL-terminated, translated: number, title, kind, status, organisation, requested by,
 *   made, last change, work order
 * @file: written anew, or left as it was on failure
 *
 * Writes the requests of a filter, in its order, as comma-separated values (RFC 4180) that
 * spreadsheets read as text.
 */
void kp_client_export_requests_async (KpClient *self,
                                      const KpFilter *filter,
                                      const char *const *headings,
                                      GFile *file,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

/* Returns: whether it is there; @n: (out): how many requests. Fails with %KP_ERROR_STORAGE */
gboolean kp_client_export_requests_finish (KpClient *self,
                                           GAsyncResult *result,
                                           guint *n,
                                           GError **error);

/* Keeps how a page is set up, on this computer and for this account. @text: (nullable): the page's
 * own; %NULL forgets it. Completes in the background; a failure only forgets.
 */
void kp_client_keep_view (KpClient *self,
                          const char *page,
                          const char *text);

void kp_client_load_view_async (KpClient *self,
                                const char *page,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Returns: (transfer full) (nullable): %NULL if nothing was kept */
char *kp_client_load_view_finish (KpClient *self,
                                  GAsyncResult *result,
                                  GError **error);

/* Another question for the same list (of requests or work orders): selection and focus survive. */
void kp_client_refilter (KpClient *self,
                         KpQueryModel *list,
                         const KpFilter *filter);

/* Returns: (transfer full): of KpMessage, oldest first */
KpQueryModel *kp_client_list_messages (KpClient *self,
                                       const char *request_id);

/* Returns: (transfer full): internal notes as KpMessage, oldest first; empty for customers */
KpQueryModel *kp_client_list_notes (KpClient *self,
                                    const char *request_id);

/* Returns: (transfer none): what the person wrote and did not send, as long as the account is open.
 * @internal: of the notes instead of the messages
 */
KpUnsent *kp_client_get_unsent (KpClient *self,
                                const char *request_id,
                                gboolean internal);

/* Returns: (transfer full): of KpStep, oldest first: how the request came to where it is */
KpQueryModel *kp_client_list_steps (KpClient *self,
                                    const char *request_id);

/* Returns: (transfer full): of KpAnswer, in the order of the form; fills itself */
KpQueryModel *kp_client_list_answers (KpClient *self,
                                      const char *request_id);

/* Returns: (transfer full): of KpDraft, newest first */
KpQueryModel *kp_client_list_drafts (KpClient *self);

/* Returns: (transfer full): of KpChange: what needs the person, what waits in order, what ended
 * today
 */
KpQueryModel *kp_client_list_changes (KpClient *self);

/* Returns: (transfer full): of KpDifference: what a refused change meant beside what is there now;
 *   empty if it made its subject, or is not refused
 */
KpQueryModel *kp_client_list_differences (KpClient *self,
                                          const char *change_id);

/**
 * kp_client_list_served_organisations:
 * @search: (nullable)
 *
 * Those whose requests the person may read: of the directory of the office those that a member of
 * staff serves; a customer's own, and those linked to them if the portal shows the group.
 *
 * Returns: (transfer full): of KpOrganisation by name
 */
KpQueryModel *kp_client_list_served_organisations (KpClient *self,
                                                   const char *search);

/* Returns: (transfer full): of KpDocument: the last few that the office shared with any of the
 *   person's organisations, newest first
 */
KpQueryModel *kp_client_list_shared (KpClient *self);

/* Returns: (transfer full): of KpCustomer by name: the people of an organisation, for staff, as far
 *   as that is kept on this computer, see kp_client_pin_async()
 */
KpQueryModel *kp_client_list_customers (KpClient *self,
                                        const char *org_id);

/* Returns: (transfer full): of KpChoice: the portals that the person holds; value = identity */
KpQueryModel *kp_client_list_portals (KpClient *self);

/* Returns: (transfer full): fills itself and stays fresh while held, see the property "ready" */
KpRequest *kp_client_get_request (KpClient *self,
                                  const char *id);
KpWorkOrder *kp_client_get_work_order (KpClient *self,
                                       const char *id);

/**
 * kp_client_locate_async:
 * @id: of a request or work order, as somebody else wrote it
 */
void kp_client_locate_async (KpClient *self,
                             const char *id,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Returns: (transfer full): identity of the request to show, for a work order the request that it
 *   is for; without one its own, and then @is_order; fails with %KP_ERROR_NOT_FOUND if nothing of
 *   it is on this computer
 */
char *kp_client_locate_finish (KpClient *self,
                               GAsyncResult *result,
                               gboolean *is_order,
                               GError **error);

/* Changes and drafts. */

/* Lets go of a change that was refused, or takes back one that was not sent. */
void kp_client_drop_change_async (KpClient *self,
                                  const char *change_id,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* Returns: fails with %KP_ERROR_CONFLICT when it may have been sent already */
gboolean kp_client_drop_change_finish (KpClient *self,
                                       GAsyncResult *result,
                                       GError **error);

/**
 * kp_client_repeat_change_async:
 * @seen: "a{sms}", floating is sunk: of each field that the person wants all the same (of "state"
 *   for a step) the value that he saw as the present one
 *
 * Means once more what was refused: a new change that compares with what the person saw. The
 * refused one is let go of.
 */
void kp_client_repeat_change_async (KpClient *self,
                                    const char *change_id,
                                    GVariant *seen,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* Returns: fails with %KP_ERROR_NOT_FOUND, %KP_ERROR_CONFLICT if it was not refused, or as
 *   kp_client_perform_finish()
 */
gboolean kp_client_repeat_change_finish (KpClient *self,
                                         GAsyncResult *result,
                                         GError **error);

/* Takes up again a refused change that kp_client_drop_change_async() let go of. */
void kp_client_reopen_change_async (KpClient *self,
                                    const char *change_id,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean kp_client_reopen_change_finish (KpClient *self,
                                         GAsyncResult *result,
                                         GError **error);

void kp_client_delete_draft_async (KpClient *self,
                                   const char *draft_id,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
gboolean kp_client_delete_draft_finish (KpClient *self,
                                        GAsyncResult *result,
                                        GError **error);

/* Brings back the draft that was deleted last, as it was. Fails with %KP_ERROR_NOT_FOUND if it was
 * another one, or if the program was ended since. */
void kp_client_restore_draft_async (KpClient *self,
                                    const char *draft_id,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean kp_client_restore_draft_finish (KpClient *self,
                                         GAsyncResult *result,
                                         GError **error);

/* Forms. The client keeps what is typed within 2 seconds, and when the form's last reference goes.
 */

/* @org_id: (nullable): %NULL = the selected one, or the only one */
void kp_client_new_form_async (KpClient *self,
                               const char *flow_id,
                               const char *org_id,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
KpRequestForm *kp_client_new_form_finish (KpClient *self,
                                          GAsyncResult *result,
                                          GError **error);

/**
 * kp_client_enter_form_async:
 * @user_id: (nullable): who of the organisation asks; %NULL = nobody in particular
 *
 * A form that somebody of the office fills in for a customer who called.
 */
void kp_client_enter_form_async (KpClient *self,
                                 const char *flow_id,
                                 const char *org_id,
                                 const char *user_id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
KpRequestForm *kp_client_enter_form_finish (KpClient *self,
                                            GAsyncResult *result,
                                            GError **error);

/* A new form with the answers and the organisation of an earlier request, on the newest version of
 * its flow: what that asks in another way is marked as changed, and ticks and terms are given anew.
 */
void kp_client_repeat_async (KpClient *self,
                             const char *request_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

/* Returns: (transfer full): fails with %KP_ERROR_NOT_FOUND if the request or a flow is not here */
KpRequestForm *kp_client_repeat_finish (KpClient *self,
                                        GAsyncResult *result,
                                        GError **error);

/* Also for a draft that came back from the office: it then shows the faults. */
void kp_client_open_draft_async (KpClient *self,
                                 const char *draft_id,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
KpRequestForm *kp_client_open_draft_finish (KpClient *self,
                                            GAsyncResult *result,
                                            GError **error);

/* Keeps the form now: leaving the page, Ctrl+S. An untouched form is not kept. */
void kp_client_save_form_async (KpClient *self,
                                KpRequestForm *form,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
gboolean kp_client_save_form_finish (KpClient *self,
                                     GAsyncResult *result,
                                     GError **error);

/* Queues the request of a form without problems and removes its draft. On failure the form stays.
 */
void kp_client_submit_form_async (KpClient *self,
                                  KpRequestForm *form,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

/* Returns: (transfer full): identity of the request; fails with %KP_ERROR_INVALID if something is
 *   missing, with %KP_ERROR_TOO_LARGE, or as kp_client_perform_finish()
 */
char *kp_client_submit_form_finish (KpClient *self,
                                    GAsyncResult *result,
                                    GError **error);

/* Staff. */

/* Searches at the office, online only. @after: (nullable): from the page before */
void kp_client_find_async (KpClient *self,
                           const char *query,
                           const char *after,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* Returns: (transfer full): of KpSearchResult; @next: (out) (nullable): for the next page */
GListModel *kp_client_find_finish (KpClient *self,
                                   GAsyncResult *result,
                                   char **next,
                                   GError **error);

/* Keeps an organisation's records on this computer for 7 days: opening a result does this. */
void kp_client_pin_async (KpClient *self,
                          const char *org_id,
                          GAsyncReadyCallback callback,
                          gpointer user_data);
gboolean kp_client_pin_finish (KpClient *self,
                               GAsyncResult *result,
                               GError **error);

G_END_DECLS
