/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the interface wants to know of the person, the portal and the rights, all at once. Immutable
 * once made, for any thread.
 */

#pragma once

#include "kp-reader.h"

G_BEGIN_DECLS

/**
 * KpProfile:
 *
 * Texts are %NULL where nothing is known yet.
 */
typedef struct
{
  char *user_id;            /* (owned) */
  char *user_name;          /* (owned) */
  char *user_email;         /* (owned) */
  char *user_phone;         /* (owned) */
  char *user_locale;        /* (owned) */
  GStrv staff_rights;       /* (owned) (nullable): NULL = a customer */
  gboolean lacks_work;      /* staff whom the office does not show all work orders */
  GHashTable *rights;       /* (owned) (element-type utf8 GStrv): organisation → rights */
  char *portal_name;        /* (owned) */
  char *office_name;        /* (owned) */
  char *office_email;       /* (owned) */
  char *office_phone;       /* (owned) */
  GHashTable *help;         /* (owned) (element-type utf8 utf8): page → what the portal says */
  char *help_url;           /* (owned) (nullable): the portal's own help on the web */
  gboolean shares_requests; /* colleagues see each other's */
  gint64 shown_days;        /* see KpShown */
  gboolean shows_some_kinds;
  gboolean terms_required;
  char *terms_id;   /* (owned) (nullable): the terms in force */
  char *terms_text; /* (owned) */
  gint64 terms_version;
  char *terms_portal; /* (owned) */
} KpProfile;

/* Returns: (transfer full) */
KpProfile *kp_store_load_profile_sync (KpReader *reader,
                                       GError **error);
void kp_profile_free (KpProfile *self);

/**
 * KpFormParts:
 *
 * What a form is made of. Bodies of records as JSON text.
 */
typedef struct
{
  char *flow_id;       /* (owned): the newest published version, where the wanted one is retired */
  char *flow;          /* (owned): body */
  char *checklist;     /* (owned) (nullable): body */
  char *earlier;       /* (owned) (nullable): answers of the person's latest request of the flow */
  GPtrArray *assets;   /* (owned) (element-type utf8): answers that named an object, as JSON */
  GPtrArray *contacts; /* (owned) (element-type utf8): likewise a person */
  char *org_id;        /* (owned) (nullable) */
  char *org_name;      /* (owned) (nullable) */
  gboolean entered;    /* by the office, for somebody else */
  char *user_id;       /* (owned) (nullable): then for whom */
  char *user_name;     /* (owned) (nullable) */
  char *terms_id;      /* (owned) (nullable): NULL = none are required */
  char *terms_text;    /* (owned) */
  gint64 terms_version;
  GHashTable *facts; /* (owned) (element-type utf8 utf8): "user.email" … */
} KpFormParts;

/**
 * kp_store_load_form_sync:
 * @flow_id: as text
 * @org_id: (nullable): %NULL = the person's only one, else none
 * @user_id: (nullable): of staff: for whom of the organisation; %NULL = nobody in particular
 *
 * Returns: (transfer full): fails with %KP_ERROR_NOT_FOUND if the flow is not here
 */
KpFormParts *kp_store_load_form_sync (KpReader *reader,
                                      const char *flow_id,
                                      const char *org_id,
                                      const char *user_id,
                                      GError **error);
void kp_form_parts_free (KpFormParts *self);

/**
 * kp_store_restore_refused_sync:
 *
 * Makes a draft of every request that the office sent back, under the identity of the change, so
 * that nothing of it has to be typed again. Repeating is harmless.
 */
gboolean kp_store_restore_refused_sync (KpStore *store,
                                        GError **error);

/**
 * KpReadState:
 */
typedef struct
{
  KpId mark;       /* the person's mark on the subject, zero = none */
  gint64 marked;   /* UTC milliseconds; 0 = never */
  gint64 activity; /* UTC milliseconds of the newest thing on the subject */
} KpReadState;

gboolean kp_store_load_read_state_sync (KpReader *reader,
                                        const KpId *request,
                                        KpReadState *state,
                                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpProfile, kp_profile_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpFormParts, kp_form_parts_free)

G_END_DECLS
