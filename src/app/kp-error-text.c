/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The only place where an error becomes text; error->message is for developers.
 */

#include "kp-error-text.h"

#include "kp-change.h"
#include "kp-error.h"

#include <glib/gi18n.h>

typedef struct
{
  int code;
  const char *text;
} KpErrorText;

static const KpErrorText TEXTS[] = {
  { KP_ERROR_INTERNAL, N_ ("Something is wrong with this program. What you typed is kept; please "
                           "start it again, and report it if it happens twice.") },
  { KP_ERROR_BUSY,
    N_ ("This computer is busy with your data. Nothing was lost; please try again.") },
  { KP_ERROR_STORAGE, N_ ("The disk of this computer is full or cannot be written. What was saved "
                          "before is safe; make room and try again.") },
  { KP_ERROR_CORRUPT, N_ ("The data on this computer is damaged. What the office has is safe; sign "
                          "in again to fetch it.") },
  { KP_ERROR_TOO_NEW, N_ ("This data was written by a newer version of the program. It is safe; "
                          "please update this one.") },
  { KP_ERROR_NOT_FOUND, N_ ("This is no longer here, or not meant for you any more. Nothing was "
                            "changed.") },
  { KP_ERROR_INVALID, N_ ("The office sent or received something unreadable. Nothing was changed; "
                          "please try again later.") },
  { KP_ERROR_CONFLICT, N_ ("Someone else changed this in the meantime. Both versions are kept; "
                           "please compare them.") },
  { KP_ERROR_FORBIDDEN, N_ ("Your rights do not allow this, so nothing was changed. The office can "
                            "tell you who may do it.") },
  { KP_ERROR_SIGNED_OUT, N_ ("You are no longer signed in. Your data and changes are safe; please "
                             "sign in again.") },
  { KP_ERROR_TOO_LARGE, N_ ("This is larger than the office accepts. It is kept here; please make "
                            "it shorter.") },
  { KP_ERROR_OFFLINE, N_ ("The portal did not answer. Check the connection and the address, then "
                          "try again.") },
  { KP_ERROR_TOO_MANY,
    N_ ("The portal asks for some patience. Please try again in a few minutes.") },
  { KP_ERROR_WRONG_PASSWORD, N_ ("The e-mail address or the password is not right. Check both; "
                                 "capital letters matter in a password.") },
  { KP_ERROR_WEAK_PASSWORD, N_ ("The office finds this password too weak. Your old password still "
                                "works; choose a longer one that is not easy to guess.") },
  { KP_ERROR_ACCOUNT_DISABLED,
    N_ ("The office has closed this account. The copies on this computer "
        "are removed; what you had not sent yet stays sealed here in "
        "case the account is opened again.") },
  { KP_ERROR_DEVICE_REVOKED, N_ ("The office no longer trusts this computer. The copies on it are "
                                 "removed; sign in again to use it once more.") },
  { KP_ERROR_PORTAL_DISABLED, N_ ("The office has closed this portal. Your data is safe with the "
                                  "office; please contact it.") },
  { KP_ERROR_WRONG_ACCOUNT, N_ ("This is another person’s account. Nothing was changed; add it as "
                                "an account of its own.") },
  { KP_ERROR_ADDRESS, N_ ("This is not an address. An address looks like portal.office.example "
                          "and has no spaces.") },
  { KP_ERROR_INSECURE,
    N_ ("The connection to this address is not safe, so nothing was sent. Check that the "
        "address begins with https and that the date of this computer is right, or ask the "
        "office.") },
  { KP_ERROR_NOT_A_PORTAL, N_ ("Something answers at this address, but it is not a portal. Please "
                               "check the address with the office.") },
  { KP_ERROR_IN_USE, N_ ("This account is already open in another window. Go on there, or close it "
                         "first.") },
  { KP_ERROR_KEYRING_ABSENT, N_ ("The keyring of this computer does not know this account. Your "
                                 "data is safe; sign in with your password to open it.") },
  { KP_ERROR_KEYRING_LOCKED, N_ ("The keyring of this computer is locked. Unlock it, or sign in "
                                 "with your password.") },
  { KP_ERROR_KEYRING_UNAVAILABLE, N_ ("This computer has no keyring. Your changes are safe; you "
                                      "sign in with your password each time you start.") },
  { KP_ERROR_LEASE_EXPIRED, N_ ("This computer was not in contact with the office for too long. "
                                "Your data and changes are safe; sign in to open them.") },
};

static const char *
find_text (int code)
{
  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    if (TEXTS[i].code == code)
      return _ (TEXTS[i].text);

  return _ (TEXTS[0].text);
}

const char *
kp_error_text (const GError *error)
{
  if (error == NULL)
    return NULL;

  if (error->domain == KP_ERROR)
    return find_text (error->code);

  switch (kp_error_get_disposition (error))
    {
    case KP_DISPOSITION_RETRY:
      return find_text (KP_ERROR_OFFLINE);

    case KP_DISPOSITION_SIGN_IN:
      return find_text (KP_ERROR_SIGNED_OUT);

    case KP_DISPOSITION_CONFLICT:
      return find_text (KP_ERROR_CONFLICT);

    case KP_DISPOSITION_REFUSED:
      return find_text (KP_ERROR_FORBIDDEN);

    case KP_DISPOSITION_BUG:
      break;
    }

  return find_text (KP_ERROR_INTERNAL);
}

const char *
kp_error_text_of_code (int code)
{
  return find_text (code);
}

const char *
kp_error_text_of_draft (int code)
{
  switch (code)
    {
    case KP_ERROR_TOO_LARGE:
      return _ ("This draft is too long to be kept, so what you typed last is on this screen only. "
                "Please make it shorter.");

    case KP_ERROR_BUSY:
    case KP_ERROR_STORAGE:
      return _ ("This draft cannot be kept, because the disk of this computer is full or cannot be "
                "written. Make room, and leave this window open: it is tried again by itself.");

    default:
      return find_text (code);
    }
}

static gboolean
names (const char *detail,
       const char *thing)
{
  g_auto (GStrv) lines = g_strsplit (detail != NULL ? detail : "", "\n", -1);

  return g_strv_contains ((const char *const *) lines, thing);
}

const char *
kp_error_text_of_need (const char *detail,
                       gboolean has_draft)
{
  if (names (detail, "confirm") && has_draft)
    return _ ("This waited for more than a year. It is back among your drafts; send it again if "
              "you still want it.");
  if (names (detail, "confirm"))
    return _ ("This waited for more than a year, so the office asks whether you still want it.");
  if (names (detail, "version"))
    return _ ("The office changed this form after you filled it in. Your answers are back among "
              "your drafts; what has to be looked at again is marked there.");
  if (names (detail, "flow"))
    return _ ("The office no longer offers this form. Your answers are kept among your drafts.");
  if (names (detail, "terms"))
    return _ ("The terms changed, and nobody accepts them for you. Your answers are back among "
              "your drafts; read the new terms there.");
  if (has_draft)
    return kp_error_text_of_reason (KP_REASON_NEED);

  return _ ("The office cannot use what was entered. It is kept here; please enter it again, in "
            "another way.");
}

const char *
kp_error_text_of_reason (const char *reason)
{
  if (reason == NULL)
    return NULL;

  if (g_str_equal (reason, KP_REASON_CONFLICT))
    return _ ("Someone else changed the same thing first. Your version is kept here.");
  if (g_str_equal (reason, KP_REASON_NEED))
    return _ ("Something is missing. It is back among your drafts, where you can complete it.");
  if (g_str_equal (reason, KP_REASON_DENIED))
    return _ ("The office does not allow this for you. What you wrote is kept here.");
  if (g_str_equal (reason, KP_REASON_GONE))
    return _ (
      "What this is about is gone, or no longer meant for you. What you wrote is kept here.");
  if (g_str_equal (reason, KP_REASON_UPGRADE))
    return _ ("This version of the program is too old for it. It is kept; please update.");
  if (g_str_equal (reason, KP_REASON_LOST))
    return _ (
      "The office went back to an older copy and could not repeat this. Please look whether "
      "it is still needed.");
  if (g_str_equal (reason, KP_REASON_BYTES))
    return _ ("The office already holds something else under this mark. Please do it once more.");

  return _ ("The office did not accept this. What you wrote is kept here.");
}

const char *
kp_error_text_of_shape (KpQuestionType type)
{
  switch (type)
    {
    case KP_QUESTION_EMAIL:
      return _ ("This is not a whole e-mail address. Fill in one such as name@example.nl.");

    case KP_QUESTION_PHONE:
      return _ ("This is not a phone number. Use digits, spaces and a + at the start.");

    case KP_QUESTION_IBAN:
      return _ ("This account number is not right. Check it against your bank card.");

    case KP_QUESTION_POSTCODE:
      return _ ("This is not a postcode. Fill in one such as 1234 AB.");

    case KP_QUESTION_ADDRESS:
      return _ ("A postcode such as 1234 AB and a house number without letters are needed.");

    case KP_QUESTION_ASSET:
      return _ ("Choose one, or fill in at least its name.");

    case KP_QUESTION_CONTACT:
      return _ ("A name is needed. Phone number and e-mail address must be whole.");

    case KP_QUESTION_TEXT:
    case KP_QUESTION_LONG_TEXT:
    case KP_QUESTION_NUMBER:
    case KP_QUESTION_AMOUNT:
    case KP_QUESTION_DATE:
    case KP_QUESTION_CHOICE:
    case KP_QUESTION_CHOICES:
    case KP_QUESTION_YES_NO:
    case KP_QUESTION_HEADING:
    case KP_QUESTION_CHECK:
    case KP_QUESTION_TIME:
    case KP_QUESTION_DATE_TIME:
    case KP_QUESTION_DROPDOWN:
    case KP_QUESTION_LOCATION:
    case KP_QUESTION_URGENCY:
    case KP_QUESTION_FILE:
    case KP_QUESTION_PHOTO:
      break;
    }

  return _ ("This does not have the form that is asked for.");
}
