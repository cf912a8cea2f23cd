/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The question before a decision that somebody else reads the reason of. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* The response of whoever goes on; the other is "cancel". */
#define KP_REASON_GO "go"

/**
 * KpReasonTexts:
 *
 * What the dialog says, translated.
 */
typedef struct
{
  const char *heading;
  const char *body;
  const char *go;    /* the button that goes on */
  const char *label; /* of the place for the words */
  gboolean destructive;
} KpReasonTexts;

/**
 * kp_reason_dialog_new:
 * @typed: the words, which the caller keeps until they are durable, so that neither Cancel nor a
 *   full disk costs them
 * @above: (nullable) (transfer floating): stands above the words
 *
 * Nobody goes on without words.
 *
 * Returns: (transfer floating)
 */
AdwAlertDialog *kp_reason_dialog_new (const KpReasonTexts *texts,
                                      GtkTextBuffer *typed,
                                      GtkWidget *above);

/**
 * kp_reason_dialog_add_files:
 * @typed: as before
 * @chosen: of KpAttachment: likewise kept by the caller
 *
 * Lets files go along with the words.
 */
void kp_reason_dialog_add_files (AdwAlertDialog *dialog,
                                 GtkTextBuffer *typed,
                                 KpClient *client,
                                 GListStore *chosen);

/* @typed: as before. Somebody else decided while the dialog was open: it says so, and nobody goes
 * on any more. The words stay, to copy them. */
void kp_reason_dialog_overtake (AdwAlertDialog *dialog,
                                GtkTextBuffer *typed);

/* Returns: (transfer full): the words in @typed */
char *kp_reason_dialog_dup_text (GtkTextBuffer *typed);

G_END_DECLS
