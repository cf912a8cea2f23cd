/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The subcommand `inspect TYPE < FILE`, which the server runs for each file that comes in: a
 * process of its own that loads what it knows, gives up everything else, and only then looks. It
 * says "taken" or "refused REASON"; whatever happens to it, it cannot open, start or send anything.
 */

#include "kp-limits.h"
#include "kps-inspect.h"

#include <locale.h>
#include <seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#define MEMORY (G_GUINT64_CONSTANT (512) * 1024 * 1024)
#define CPU_S 5
#define WALL_S 20
#define NICE 10

/* What computing, memory and one line of answer need. Everything else fails, and does nothing. */
static const int ALLOWED[] = {
  SCMP_SYS (read),
  SCMP_SYS (write),
  SCMP_SYS (brk),
  SCMP_SYS (mmap),
  SCMP_SYS (munmap),
  SCMP_SYS (mremap),
  SCMP_SYS (madvise),
  SCMP_SYS (mprotect),
  SCMP_SYS (futex),
  SCMP_SYS (exit),
  SCMP_SYS (exit_group),
  SCMP_SYS (rt_sigreturn),
  SCMP_SYS (close),
  SCMP_SYS (clock_gettime),
  SCMP_SYS (rt_sigaction),
  SCMP_SYS (rt_sigprocmask),
  SCMP_SYS (getrandom),
#ifdef __SANITIZE_ADDRESS__
  SCMP_SYS (sigaltstack),
  SCMP_SYS (gettid),
  SCMP_SYS (getpid),
  SCMP_SYS (sched_yield),
#endif
};

static gboolean
set_limit (int resource,
           guint64 value)
{
  const struct rlimit limit = { .rlim_cur = value, .rlim_max = value };

  return setrlimit (resource, &limit) == 0;
}

static gboolean
limit_resources (void)
{
#ifndef __SANITIZE_ADDRESS__
  if (!set_limit (RLIMIT_AS, MEMORY))
    return FALSE;
#endif

  /* A clock that nothing inside can stop. */
  alarm (WALL_S);

  return set_limit (RLIMIT_CPU, CPU_S) && set_limit (RLIMIT_FSIZE, 0) &&
         set_limit (RLIMIT_CORE, 0) && set_limit (RLIMIT_NPROC, 0) && set_limit (RLIMIT_NOFILE, 0);
}

static gboolean
lock_in (void)
{
  scmp_filter_ctx filter;
  gboolean is_locked;

  if (prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    return FALSE;

  filter = seccomp_init (SCMP_ACT_ERRNO (EPERM));
  is_locked = filter != NULL;
  for (guint i = 0; is_locked && i < G_N_ELEMENTS (ALLOWED); i++)
    is_locked = seccomp_rule_add (filter, SCMP_ACT_ALLOW, ALLOWED[i], 0) == 0;
  is_locked = is_locked && seccomp_load (filter) == 0;
  seccomp_release (filter);

  return is_locked;
}

/* Returns: whether all of it is in @content */
static gboolean
read_file (guint8 *content,
           gsize *length)
{
  gssize n;

  *length = 0;
  while ((n = read (STDIN_FILENO, content + *length, KP_LIMIT_FILE + 1 - *length)) > 0)
    *length += (gsize) n;

  return n == 0 && *length <= KP_LIMIT_FILE;
}

static void
say (const char *text)
{
  G_GNUC_UNUSED const gssize written = write (STDOUT_FILENO, text, strlen (text));
}

int
kps_inspect_run (int argc,
                 char *argv[])
{
  g_autoptr (KpsInspector) inspector = NULL;
  guint8 *content = g_malloc (KP_LIMIT_FILE + 1);
  const char *reason;
  gsize length;

  /* Names of archives are UTF-8, and converting anything would look for files. */
  if (argc != 2 || setlocale (LC_ALL, "C.UTF-8") == NULL)
    return 2;

  /* Whoever waits for an answer goes before whoever sends a file. */
  setpriority (PRIO_PROCESS, 0, NICE);
  inspector = kps_inspector_new ();
  if (inspector == NULL || !limit_resources () || !lock_in () || !read_file (content, &length))
    return 1;

  reason = kps_inspector_judge (inspector, content, length, argv[1]);
  if (reason != NULL)
    {
      say ("refused ");
      say (reason);
    }
  else
    say ("taken");

  /* Nothing is tidied up: what is left over must not run. */
  _exit (0);
}
