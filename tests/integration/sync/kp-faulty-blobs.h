/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of the faulty server: taken, given out in whole or in part, and every way in which that
 * goes wrong. Functions may be called on any thread.
 */

#pragma once

#include "kp-id.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* What happens to transfers from now on. */
typedef enum
{
  KP_BLOB_FAULT_NONE = 0,
  KP_BLOB_FAULT_CUT,     /* argument: bytes of the body before the line breaks */
  KP_BLOB_FAULT_STALL,   /* never answered */
  KP_BLOB_FAULT_FULL,    /* 507, argument: seconds of Retry-After; 0 = for good */
  KP_BLOB_FAULT_SWALLOW, /* taken, and the answer never arrives */
  KP_BLOB_FAULT_FORGET,  /* taken, and removed at once, as what nobody used for long */
  KP_BLOB_FAULT_WRONG,   /* other bytes of the same length */
  KP_BLOB_FAULT_WHOLE    /* all of it, whatever part was asked for */
} KpBlobFault;

typedef struct _KpFaultyBlobs KpFaultyBlobs;

/* @times: how many transfers it happens to; -1 = until the next one is set */
void kp_faulty_blobs_set_fault (KpFaultyBlobs *self,
                                KpBlobFault fault,
                                gsize argument,
                                int times);

/* What happens after that, to as many. */
void kp_faulty_blobs_set_next_fault (KpFaultyBlobs *self,
                                     KpBlobFault fault,
                                     gsize argument,
                                     int times);

/* Returns: (transfer full) (nullable): what came under this hash */
GBytes *kp_faulty_blobs_dup_content (KpFaultyBlobs *self,
                                     const char *sha256);

/* Figures since the start. */
typedef struct
{
  guint puts;    /* transfers to here that began */
  guint taken;   /* contents that came whole, each once */
  guint gets;    /* transfers from here that began */
  guint bare;    /* operations that came before their content */
  guint64 given; /* bytes of bodies that went out */
} KpFaultyBlobFigures;

void kp_faulty_blobs_get_figures (KpFaultyBlobs *self,
                                  KpFaultyBlobFigures *figures);

G_END_DECLS
