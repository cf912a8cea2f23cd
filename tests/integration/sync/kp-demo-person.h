/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People of the demo office at their computers, without an interface. Main thread; a keyring is
 * needed. Whatever fails ends the test, unless it says otherwise.
 */

#pragma once

#include "kp-demo-server.h"
#include "kp-sync.h"

G_BEGIN_DECLS

/**
 * KpDemoPerson:
 *
 * Somebody at a computer: an account with its KpSync and the store of the interface.
 */
typedef struct
{
  const KpDemoAccount *account;     /* (unowned) */
  const KpEnvironment *environment; /* (unowned) */
  char *data_dir;                   /* (owned) */
  char *id;                         /* (owned): of the folder */
  char *folder;                     /* (owned): its path */
  KpSync *sync;                     /* (owned) (nullable) */
  KpStore *store;                   /* (owned) (nullable) */
  guint news;                       /* news that came */
} KpDemoPerson;

/* Account, environment and data_dir are set by the caller.
 * Returns: (transfer full) (nullable) */
KpSignIn *kp_demo_person_try_sign_in (KpDemoPerson *person,
                                      KpDemoServer *server,
                                      GError **error);

/* Begins to synchronise. @sign_in: (transfer full) */
void kp_demo_person_open (KpDemoPerson *person,
                          KpSignIn *sign_in);

/* Signs in, and waits until everything is here and hints arrive by themselves. */
void kp_demo_person_sign_in (KpDemoPerson *person,
                             KpDemoServer *server);

/* Opens the account as the next start of the program does, with what the keyring holds. */
void kp_demo_person_start_again (KpDemoPerson *person);

/* Closes the account; its folder stays. */
void kp_demo_person_quit (KpDemoPerson *person);

/* The same, and removes the folder. */
void kp_demo_person_clear (KpDemoPerson *person);

KpSyncStatus kp_demo_person_get_status (KpDemoPerson *person);
void kp_demo_person_wait_for (KpDemoPerson *person,
                              KpSyncPhase phase);

/* Returns: an open request that this person sees */
KpId kp_demo_person_find_request (KpDemoPerson *person);

/* Returns: whether the message is here, as the office has it */
gboolean kp_demo_person_has_message (KpDemoPerson *person,
                                     const KpId *id);

/* Queues a message. Returns: its id, once it lies on the disk */
KpId kp_demo_person_comment (KpDemoPerson *person,
                             const KpId *request);

void kp_demo_person_remove_folder (const char *path);

G_END_DECLS
