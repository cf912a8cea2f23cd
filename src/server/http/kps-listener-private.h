/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the listener and its uploads share. Main thread.
 */

#pragma once

#include "kps-listener.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

struct _KpsListener
{
  GObject parent_instance;

  KpsSurroundings surroundings;
  KpsListenerOptions options;
  SoupServer *soup;     /* (owned) */
  KpsReaders *changers; /* (owned): KPS_POOL_CHANGE */
  KpsReaders *hashers;  /* (owned): KPS_POOL_HASH */
  KpsReaders *filers;   /* (owned): KPS_POOL_FILES */
  GHashTable *messages; /* (owned): SoupServerMessage* (unowned) → KpsAdmission */
  /* (owned): SoupServerMessage* (unowned) → KpsPerson, until its socket is here */
  GHashTable *upgrading;
  guint n_hashing; /* calls given to the hashers and not back yet */
  guint n_filing;  /* calls for the filers, from their headers to their end */
};

/* What goes through a pool; an upload several times, one after the other. Counted references. */
typedef struct
{
  KpsCall *call;              /* (owned) */
  SoupServerMessage *message; /* (owned): answered only while it is in the table */
  GByteArray *piece;          /* (owned): of an upload: what came and was not written yet */
} KpsErrand;

/* A message between its headers and its end. */
typedef struct
{
  const KpsRoute *route;     /* (nullable): NULL = there is none */
  GHashTable *params;        /* (owned) (nullable) */
  char *address;             /* (owned): of the caller */
  char *base_url;            /* (owned) */
  GCancellable *cancellable; /* (owned) */
  KpsPerson *person;         /* (owned) (nullable): whose push socket it will be */
  gint64 began_us;
  gsize discarded;      /* bytes of a refused body */
  gsize discarded_most; /* bytes of it that are read, so that the client sees the answer */
  gboolean filing;      /* counts in n_filing */
  gboolean is_refused;  /* before its body was there */
  KpsErrand *upload;    /* (owned) (nullable): whose body is written as it comes */
} KpsAdmission;

/* --- kps-listener.c --- */

/**
 * kps_listener_send_errand:
 * @errand: (transfer full)
 * @func: on a thread of @pool; returns the errand's #KpsReply, or %NULL
 * @callback: on the main thread
 *
 * Nothing more is read of the message until it is answered, or goes on.
 */
void kps_listener_send_errand (KpsListener *self,
                               KpsErrand *errand,
                               KpsReaders *pool,
                               KpsReadFunc func,
                               GAsyncReadyCallback callback);

/* Makes the errand of an admitted message. Returns: (transfer full) */
KpsErrand *kps_listener_make_errand (KpsListener *self,
                                     SoupServerMessage *message,
                                     const KpsAdmission *admission);

/* Authenticates the errand's call and hands it to its handler: a #KpsReadFunc. */
void kps_listener_handle_in_pool (KpDb *db,
                                  GTask *task);

/* Answers, if somebody is there to read it. @reply: (transfer full) (nullable): %NULL = @error */
void kps_listener_answer (KpsListener *self,
                          const KpsErrand *errand,
                          KpsReply *reply,
                          const GError *error);

/* The answer is there, and the rest of the body does not matter. */
void kps_listener_stop_reading (SoupServerMessage *message,
                                KpsAdmission *admission);

KpsErrand *kps_errand_ref (KpsErrand *self);
void kps_errand_unref (KpsErrand *self);

/* --- kps-upload.c --- */

/* Judges an admitted upload by its headers, and lets its body come if it is to be taken. */
void kps_upload_begin (KpsListener *self,
                       SoupServerMessage *message,
                       KpsAdmission *admission);

/* Takes what came of the body. */
void kps_upload_take (KpsListener *self,
                      const KpsAdmission *admission,
                      GBytes *chunk);

/* The body is there: writes the rest and calls the handler. Ends in @callback. */
void kps_upload_end (KpsListener *self,
                     const KpsAdmission *admission,
                     GAsyncReadyCallback callback);

G_END_DECLS
