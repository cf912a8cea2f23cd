/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simulation: the real engine and store on several devices, and the real office, in one process
 * and in virtual time (SYNC.md sections 10 and 11). All chance comes from one generator, so that a
 * seed is a history. It mirrors the executable model of the design, fault by fault and check by
 * check.
 */

#pragma once

#include "kp-engine.h"
#include "kp-store-outbox.h"
#include "kp-test-environment.h"
#include "kps-exchange.h"
#include "kps-standing.h"

G_BEGIN_DECLS

#define SIM_DAY (24 * 3600 * G_GINT64_CONSTANT (1000))

#define SIM_ORGANISATIONS 2
#define SIM_CUSTOMERS 3
#define SIM_STAFF 2
#define SIM_DEVICES 6
#define SIM_MEMBERSHIPS 4

/* What goes wrong with an exchange. */
typedef enum
{
  SIM_FAULT_NONE = 0,
  SIM_FAULT_REQUEST_LOST,
  SIM_FAULT_BEFORE_COMMIT, /* the server dies */
  SIM_FAULT_AFTER_COMMIT,
  SIM_FAULT_REPLY_LOST,
  SIM_FAULT_CUT,
  SIM_FAULT_DUPLICATE,
  SIM_FAULT_DIE_BEFORE,  /* the client is killed: before the reply is applied, */
  SIM_FAULT_DIE_BETWEEN, /* between its two transactions, */
  SIM_FAULT_DIE_AFTER,
  SIM_FAULT_POWER_LOST, /* the cache falls back to an earlier commit */
  SIM_N_FAULTS
} SimFault;

/* A deliberate error, to prove that it is caught. */
typedef enum
{
  SIM_MUTANT_NONE = 0,
  SIM_MUTANT_GONE_LINE_LOST,
  SIM_MUTANT_RECORD_LINE_LOST,
  SIM_MUTANT_ENDED_LINE_LOST,
  SIM_MUTANT_BODY_CHANGED,
  SIM_MUTANT_RESULT_TURNED,
  SIM_MUTANT_OUTBOX_SEEN_LOST,
  SIM_MUTANT_OFFERS_LOST_AFTER_RESET,
  SIM_MUTANT_RIGHTS_LOG_LOST,
  SIM_MUTANT_GENERATION_LOST,
  SIM_N_MUTANTS
} SimMutant;

typedef struct _Sim Sim;
typedef struct _SimArrow SimArrow;
typedef struct _SimJudgement SimJudgement;

/**
 * SimOperation:
 *
 * What a person did on a device, and how it looked since.
 */
typedef struct
{
  KpId id;
  const KpOperationKind *kind;
  KpId subject;
  KpId added;            /* zero = none */
  KpId org;              /* of a new request */
  char *value;           /* (owned) (nullable): a text that nobody else writes */
  gint64 queued_at;      /* by the device's clock */
  const SimArrow *arrow; /* (nullable): the step that it is */
  GHashTable *seen;      /* (owned) (nullable): what was on the screen; NULL = it does not matter */
  int track;             /* 0 not seen yet, 1 seen, 2 hidden after it was acknowledged */
} SimOperation;

/**
 * SimDevice:
 */
typedef struct
{
  Sim *sim; /* (unowned) */
  const char *name;
  KpsPerson *person;             /* (owned) */
  char *folder;                  /* (owned) */
  KpTestEnvironment environment; /* its clock is some minutes off */
  guint8 key[KP_DB_KEY_SIZE];
  KpStore *store;        /* (owned) (nullable) */
  KpEngine *engine;      /* (owned) (nullable) */
  GPtrArray *copies;     /* (owned) (element-type utf8): paths of earlier states of the cache */
  GPtrArray *operations; /* (owned) (element-type SimOperation) */
  GHashTable *pins;      /* (owned): organisation as text → gint64: until when; 0 = for good */
  GHashTable *asked;     /* (owned): set of organisations that were pinned at the last request */
  gsize max;
  gboolean more; /* as the engine says since the last reply */
  gboolean in_burst;
  guint serial;
} SimDevice;

/**
 * SimRequest:
 *
 * A request that may arrive late.
 */
typedef struct
{
  KpsPerson *person; /* (owned) */
  GBytes *body;      /* (owned) */
} SimRequest;

struct _Sim
{
  guint seed;
  gboolean trace;
  SimMutant mutant;
  GRand *rand;                   /* (owned) */
  char *folder;                  /* (owned) */
  KpTestEnvironment environment; /* the office's */
  KpsOffice *office;             /* (owned) */
  SimDevice devices[SIM_DEVICES];
  GPtrArray *backups;    /* (owned) (element-type utf8): paths */
  GPtrArray *late;       /* (owned) (element-type SimRequest) */
  GHashTable *standings; /* (owned): "kind id" → on or off, as last set */
  GHashTable *deleted;   /* (owned): set of KpId: removed by the office */
  GHashTable *by_id;     /* (owned): KpId → SimOperation of any device */
  KpId portal;
  KpId flow;
  KpId organisations[SIM_ORGANISATIONS];
  KpId customers[SIM_CUSTOMERS];
  KpId staff[SIM_STAFF];
  KpId memberships[SIM_MEMBERSHIPS];
  guint serial;
  char *failure; /* (owned) (nullable): the first invariant that was broken */
  guint64 steps;
  guint64 exchanges;
  guint64 rounds;
  guint64 resets;
  guint64 restores;
  guint64 confirmed;
  guint64 refused;
  guint64 moves;     /* steps of requests and work orders that took effect */
  guint64 conflicts; /* answered to one that came second */
};

/* Chance. */
gboolean sim_chance (Sim *self,
                     double p);
guint sim_pick (Sim *self,
                guint n);

/* Notes the first broken invariant; everything ends soon after. */
void sim_fail (Sim *self,
               const char *format,
               ...) G_GNUC_PRINTF (2, 3);
void sim_say (Sim *self,
              const char *format,
              ...) G_GNUC_PRINTF (2, 3);

/* An error that no fault explains. */
void sim_check_error (Sim *self,
                      const char *doing,
                      const GError *error);

void sim_advance (Sim *self,
                  gint64 milliseconds);

/* The office (sim-office.c). */

void sim_office_set_up (Sim *self);
void sim_office_restart (Sim *self);

/* Something that the office does without any of the devices. */
void sim_office_background (Sim *self);

/* The same as a job for a group commit. Returns: (transfer full) */
KpsJob *sim_office_make_background_job (Sim *self);
void sim_office_change_right (Sim *self);
void sim_office_check_rights (Sim *self);
void sim_office_back_up (Sim *self);
void sim_office_restore (Sim *self);
void sim_office_prune (Sim *self);
gboolean sim_office_is_on (Sim *self,
                           KpsStandingKind kind,
                           const KpId *subject);

/* A device (sim-device.c). */

void sim_device_open (SimDevice *self);
void sim_device_close (SimDevice *self);
void sim_device_restart (SimDevice *self);
void sim_device_lose_cache (SimDevice *self);
void sim_device_copy_cache (SimDevice *self);

/* @n: how many copies to go back, from 1 */
void sim_device_fall_back (SimDevice *self,
                           guint n);
void sim_device_close_account (SimDevice *self);
void sim_device_act (SimDevice *self);

/* Does what the person means to do. @value: (nullable): as in SimOperation. Returns: (nullable):
 * NULL after a failure
 */
SimOperation *sim_device_queue (SimDevice *self,
                                const char *kind,
                                const char *arguments,
                                const KpId *org,
                                const char *value);

/* Remembers an operation that the store made. */
SimOperation *sim_device_note (SimDevice *self,
                               const KpOperation *made,
                               const char *value);
void sim_device_pin (SimDevice *self);

/* The engine looks at the pins when it makes a request. */
void sim_device_note_pins (SimDevice *self);
void sim_device_forget_tracks (SimDevice *self);
void sim_operation_free (SimOperation *self);

/* Returns: a number, by constant SQL without parameters, from one of its databases; 0 = no row */
gint64 sim_device_query (SimDevice *self,
                         KpDb *db,
                         const char *sql);

/* Steps of requests and work orders, and their judgement (sim-moves.c). */

/* One thing that the person does with what is on the screen. */
void sim_move (SimDevice *self);

/* Returns: (transfer full) (nullable): the state of a record and what people set of it, as the
 * device shows it
 */
GHashTable *sim_look_on_screen (SimDevice *self,
                                KpEntityType entity,
                                const KpId *id);

/* Before the office runs the operations of a request, and afterwards. @alone: whether nothing else
 * changed anything
 */
SimJudgement *sim_judgement_new (Sim *sim,
                                 const KpsPerson *person,
                                 GBytes *body);
void sim_judgement_end (SimJudgement *self,
                        gboolean alone);
void sim_judgement_free (SimJudgement *self);
void sim_check_moves (Sim *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimJudgement, sim_judgement_free)

/* The checks (sim-check.c). */

/* Returns: (transfer full) (nullable): the result that the office keeps */
char *sim_dup_outcome (Sim *sim,
                       const KpId *user,
                       const KpId *operation);

/* @held: streams that were not empty before the reply */
void sim_check_applied (SimDevice *self,
                        KpFed fed,
                        GHashTable *held);
void sim_check_closed (SimDevice *self);
void sim_check_flicker (SimDevice *self,
                        GHashTable *held);
void sim_check_quiet (Sim *self);
GHashTable *sim_device_list_held (SimDevice *self);

/* Exchanges and the run (sim-run.c). */

void sim_exchange (SimDevice *self,
                   gboolean faults);

/* Returns: (transfer full) (nullable): what was broken; the counts are added to @total */
char *sim_run (guint seed,
               SimMutant mutant,
               gboolean trace,
               Sim *total);

const char *sim_mutant_get_name (SimMutant mutant);

G_END_DECLS
