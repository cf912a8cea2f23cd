/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People of the office, and whether they may sign in. Passwords come from standard input, never
 * from the arguments, which everybody on the machine can read. Works beside a running server.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kps-audit.h"
#include "kps-commands.h"
#include "kps-hooks.h"
#include "kps-standing.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What was asked for. */
typedef struct
{
  char *config;  /* (owned) (nullable) */
  char *folder;  /* (owned) (nullable) */
  char *portal;  /* (owned) (nullable): NULL = office staff */
  char *name;    /* (owned) (nullable) */
  char *email;   /* (owned) (nullable) */
  char **queues; /* (owned) (nullable) */
  char **rights; /* (owned) (nullable) */
  const char *login;

  KpsOffice *office;     /* (owned) */
  KpsAccounts *accounts; /* (owned) */
  KpId portal_id;
  KpId user_id;
  char *hash; /* (owned) (nullable) */
  gboolean is_on;
} Order;

static void
order_clear (Order *self)
{
  g_free (self->config);
  g_free (self->folder);
  g_free (self->portal);
  g_free (self->name);
  g_free (self->email);
  g_strfreev (self->queues);
  g_strfreev (self->rights);
  g_free (self->hash);
  g_clear_pointer (&self->accounts, kps_accounts_free);
  g_clear_pointer (&self->office, kps_office_close);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, order_clear)

static gboolean
fail (KpError code,
      const char *message,
      GError **error)
{
  g_set_error_literal (error, KP_ERROR, code, message);
  return FALSE;
}

static gboolean
open_office (Order *order,
             gboolean may_begin,
             GError **error)
{
  g_autoptr (KpsConfig) config = kps_command_load_config (order->config, order->folder, error);
  KpsAccountsOptions options;

  if (config == NULL || (!may_begin && !kps_command_require_office (config, error)))
    return FALSE;

  order->office = kps_office_open (config->folder, 0, kps_hooks_get_environment (), NULL, error);
  if (order->office == NULL)
    return FALSE;

  kps_config_get_accounts_options (config, &options);
  order->accounts = kps_accounts_new (order->office, &options, error);

  return order->accounts != NULL;
}

static gboolean
find_portal (Order *order,
             GError **error)
{
  gboolean is_enabled;

  if (order->portal == NULL)
    return TRUE;

  if (!kps_account_find_portal (kps_office_get_read_db (order->office), order->portal,
                                &order->portal_id, &is_enabled, error))
    return FALSE;

  return !kp_id_is_zero (&order->portal_id) ||
         fail (KP_ERROR_NOT_FOUND, "There is no such portal", error);
}

static gboolean
find_user (Order *order,
           GError **error)
{
  g_autoptr (KpsAccount) account = NULL;

  if (!find_portal (order, error) ||
      !kps_account_load (kps_office_get_read_db (order->office), &order->portal_id, order->login,
                         &account, error))
    return FALSE;

  if (account == NULL)
    return fail (KP_ERROR_NOT_FOUND,
                 order->portal != NULL
                   ? "There is no such login in this portal"
                   : "There is no such login among the office's staff (customers: --portal NAME)",
                 error);

  order->user_id = account->user_id;

  return TRUE;
}

/* One line; asked for when somebody sits there. */
static gboolean
read_password (Order *order,
               GError **error)
{
  const char *words[] = { order->login, order->name != NULL ? order->name : order->login, NULL };
  char line[KP_LIMIT_PASSWORD + 2];

  if (isatty (STDIN_FILENO))
    g_printerr ("Password (at least %d characters; it is shown): ", KP_LIMIT_PASSWORD_MIN);

  if (fgets (line, sizeof line, stdin) == NULL)
    return fail (KP_ERROR_INVALID, "No password on standard input", error);

  line[strcspn (line, "\r\n")] = '\0';
  if (!kps_passwords_judge (line, words, error))
    return FALSE;

  order->hash = kps_passwords_hash (kps_accounts_get_passwords (order->accounts), line);
  explicit_bzero (line, sizeof line);

  return order->hash != NULL ||
         fail (KP_ERROR_STORAGE, "Not enough memory for the password", error);
}

static void
add_texts (yyjson_mut_doc *doc,
           const char *name,
           char **texts)
{
  yyjson_mut_val *array = yyjson_mut_obj_add_arr (doc, yyjson_mut_doc_get_root (doc), name);

  for (guint i = 0; texts != NULL && texts[i] != NULL; i++)
    yyjson_mut_arr_add_strcpy (doc, array, texts[i]);
}

static void
add_text (yyjson_mut_doc *doc,
          const char *name,
          const char *value)
{
  if (value != NULL)
    yyjson_mut_obj_add_strcpy (doc, yyjson_mut_doc_get_root (doc), name, value);
}

static gboolean
put_user (KpsTx *tx,
          const Order *order,
          GError **error)
{
  const KpsAuditEntry entry = {
    .verb = "account.add",
    .entity = KP_ENTITY_USER,
    .subject = &order->user_id,
  };
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  char portal_id[KP_ID_SIZE];
  gboolean is_put;

  yyjson_mut_doc_set_root (doc, yyjson_mut_obj (doc));
  add_text (doc, "login", order->login);
  add_text (doc, "email", order->email);
  add_text (doc, "display_name", order->name != NULL ? order->name : order->login);
  add_text (doc, "kind", order->portal != NULL ? "customer" : "staff");
  if (order->portal != NULL)
    {
      kp_id_format (&order->portal_id, portal_id);
      add_text (doc, "portal_id", portal_id);
    }
  else
    {
      add_texts (doc, "queues", order->queues);
      add_texts (doc, "rights", order->rights);
    }
  is_put = kps_audit_put (tx, &entry, doc, error);
  yyjson_mut_doc_free (doc);

  return is_put;
}

static gboolean
add_in_step (KpsTx *tx,
             gpointer data,
             GError **error)
{
  const Order *order = data;

  return put_user (tx, order, error) && kps_account_save (tx, &order->user_id, &order->portal_id,
                                                          order->login, order->hash, error);
}

static gboolean
set_password_in_step (KpsTx *tx,
                      gpointer data,
                      GError **error)
{
  const Order *order = data;

  return kps_account_set_password (tx, &order->user_id, order->hash, NULL, error);
}

static gboolean
switch_in_step (KpsTx *tx,
                gpointer data,
                GError **error)
{
  const Order *order = data;

  return kps_account_switch (tx, kps_office_get_rights_path (order->office), &order->user_id,
                             order->is_on, error);
}

static gboolean
add (Order *order,
     GError **error)
{
  order->user_id = kp_id_make (kps_hooks_get_environment ());

  return find_portal (order, error) && read_password (order, error) &&
         kps_office_write (order->office, add_in_step, order, error);
}

static gboolean
set_password (Order *order,
              GError **error)
{
  return find_user (order, error) && read_password (order, error) &&
         kps_office_write (order->office, set_password_in_step, order, error);
}

/* The running server watches rights.log. It is written before the commit, so it is touched once
 * more afterwards: by then the server reads the new state.
 */
static gboolean
set_standing (Order *order,
              gboolean is_on,
              GError **error)
{
  order->is_on = is_on;
  if (!find_user (order, error) || !kps_office_write (order->office, switch_in_step, order, error))
    return FALSE;

  utimensat (AT_FDCWD, kps_office_get_rights_path (order->office), NULL, 0);

  return TRUE;
}

static gboolean
run (const char *verb,
     Order *order,
     GError **error)
{
  if (!open_office (order, g_str_equal (verb, "add"), error))
    return FALSE;

  if (g_str_equal (verb, "add"))
    return add (order, error);

  if (g_str_equal (verb, "password"))
    return set_password (order, error);

  return set_standing (order, g_str_equal (verb, "enable"), error);
}

/* Says what was done, as the other subcommands do. */
static int
report (const char *verb,
        const Order *order)
{
  if (g_str_equal (verb, "add"))
    g_print ("%s can sign in\n", order->login);
  else if (g_str_equal (verb, "password"))
    g_print ("%s has another password, and is signed out everywhere\n", order->login);
  else if (g_str_equal (verb, "disable"))
    g_print ("%s can sign in no longer, and is signed out everywhere\n", order->login);
  else
    g_print ("%s can sign in again\n", order->login);

  return 0;
}

int
kps_command_user (int argc,
                  char *argv[])
{
  static const char *const verbs[] = { "add", "disable", "enable", "password", NULL };
  g_auto (Order) order = { 0 };
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &order.config, "The configuration", "FILE" },
    { "dir", 0, 0, G_OPTION_ARG_FILENAME, &order.folder, "The office's folder", "DIR" },
    { "portal", 0, 0, G_OPTION_ARG_STRING, &order.portal,
      "A customer of this portal; else office staff", "NAME" },
    { "name", 0, 0, G_OPTION_ARG_STRING, &order.name, "add: what others see", "TEXT" },
    { "email", 0, 0, G_OPTION_ARG_STRING, &order.email, "add: the e-mail address", "ADDRESS" },
    { "queue", 0, 0, G_OPTION_ARG_STRING_ARRAY, &order.queues,
      "add: a work list of staff; may be repeated", "NAME" },
    { "right", 0, 0, G_OPTION_ARG_STRING_ARRAY, &order.rights,
      "add: a right of staff; may be repeated", "NAME" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("add|disable|enable|password LOGIN");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      kps_command_fail (error);
      return 2;
    }

  if (argc != 3 || !g_strv_contains (verbs, argv[1]))
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return 2;
    }

  order.login = argv[2];

  return run (argv[1], &order, &error) ? report (argv[1], &order) : kps_command_fail (error);
}
