/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is durable: all up to a file's last sync. What came after may be there or not, each sector
 * of a write for itself. That bytes beside a write stay as they are is what SQLite assumes of disks
 * (SQLITE_IOCAP_POWERSAFE_OVERWRITE), and so do we.
 */

#include "kp-crash-vfs.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#define SECTOR 512
#define VFS_NAME "kp-crash"
#define KEPT_FILES (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL)

typedef enum
{
  EVENT_WRITE = 1,
  EVENT_TRUNCATE,
  EVENT_DELETE,
  EVENT_SYNC,
  EVENT_MARK
} EventKind;

/* One call. */
typedef struct
{
  EventKind kind;
  guint file;    /* index in names */
  gint64 offset; /* of a write; the length after a truncation */
  GBytes *bytes; /* (owned) (nullable): of a write */
} Event;

/* What of the unsynced calls a power cut leaves. */
typedef enum
{
  KEEP_NOTHING = 0,
  KEEP_ALL,
  KEEP_SOME
} Keep;

struct _KpCrashVfs
{
  sqlite3_vfs vfs;   /* what SQLite sees */
  sqlite3_vfs *real; /* (unowned): the default one before */
  char *folder;      /* (owned) (nullable): what is recorded */
  GPtrArray *names;  /* (owned) (element-type utf8): of files in the folder */
  GPtrArray *bases;  /* (owned) (nullable elements) (element-type GBytes): when recording began */
  GArray *events;    /* (owned) of Event */
  guint calls;       /* since fail() */
  guint fail_at;     /* 0 = never */
  guint n_failed;
  gboolean for_good;
  KpCrashFault fault;
};

/* An open file; the real one lies behind it. */
typedef struct
{
  sqlite3_file base;
  KpCrashVfs *owner;
  sqlite3_file *real;
  gboolean is_kept; /* a database, log or journal */
  int file;         /* index in names; -1 = not recorded */
} CrashFile;

/* The content of a file in a state. */
typedef struct
{
  GByteArray *bytes; /* (owned) */
  gboolean exists;
} Content;

static void
clear_event (gpointer data)
{
  g_clear_pointer (&((Event *) data)->bytes, g_bytes_unref);
}

static void
unref_base (gpointer data)
{
  if (data != NULL)
    g_bytes_unref (data);
}

/* Returns: the index of a file of the recorded folder, -1 for any other */
static int
find_file (KpCrashVfs *self,
           const char *path)
{
  g_autofree char *folder = NULL;
  g_autofree char *name = NULL;
  guint index;

  if (self->folder == NULL || path == NULL)
    return -1;

  folder = g_path_get_dirname (path);
  if (!g_str_equal (folder, self->folder))
    return -1;

  name = g_path_get_basename (path);
  if (g_ptr_array_find_with_equal_func (self->names, name, g_str_equal, &index))
    return index;

  g_ptr_array_add (self->names, g_steal_pointer (&name));
  g_ptr_array_add (self->bases, NULL);
  return self->names->len - 1;
}

static void
note (KpCrashVfs *self,
      EventKind kind,
      int file,
      gint64 offset,
      GBytes *bytes)
{
  Event event = { .kind = kind, .file = file, .offset = offset, .bytes = bytes };

  g_array_append_val (self->events, event);
}

/* Returns: whether this call is to fail */
static gboolean
is_failing (CrashFile *file,
            gboolean is_read)
{
  KpCrashVfs *self = file->owner;
  gboolean fails;

  if (!file->is_kept || self->fail_at == 0 || is_read != (self->fault == KP_CRASH_READ_ERROR))
    return FALSE;

  self->calls++;
  fails = self->calls == self->fail_at || (self->for_good && self->calls > self->fail_at);
  self->n_failed += fails;

  return fails;
}

static int
get_code (CrashFile *file,
          int io_error)
{
  return file->owner->fault == KP_CRASH_DISK_FULL ? SQLITE_FULL : io_error;
}

static int
crash_close (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xClose (file->real);
}

static int
crash_read (sqlite3_file *base,
            void *bytes,
            int length,
            sqlite3_int64 offset)
{
  CrashFile *file = (CrashFile *) base;

  if (is_failing (file, TRUE))
    return SQLITE_IOERR_READ;

  return file->real->pMethods->xRead (file->real, bytes, length, offset);
}

static int
crash_write (sqlite3_file *base,
             const void *bytes,
             int length,
             sqlite3_int64 offset)
{
  CrashFile *file = (CrashFile *) base;
  gboolean fails = is_failing (file, FALSE);
  int made = fails ? length / 2 : length;
  int result = SQLITE_OK;

  if (made > 0)
    result = file->real->pMethods->xWrite (file->real, bytes, made, offset);
  if (file->file >= 0 && result == SQLITE_OK && made > 0)
    note (file->owner, EVENT_WRITE, file->file, offset, g_bytes_new (bytes, made));

  return fails ? get_code (file, SQLITE_IOERR_WRITE) : result;
}

static int
crash_truncate (sqlite3_file *base,
                sqlite3_int64 length)
{
  CrashFile *file = (CrashFile *) base;
  int result;

  if (is_failing (file, FALSE))
    return get_code (file, SQLITE_IOERR_TRUNCATE);

  result = file->real->pMethods->xTruncate (file->real, length);
  if (file->file >= 0 && result == SQLITE_OK)
    note (file->owner, EVENT_TRUNCATE, file->file, length, NULL);

  return result;
}

static int
crash_sync (sqlite3_file *base,
            int flags)
{
  CrashFile *file = (CrashFile *) base;

  if (is_failing (file, FALSE))
    return get_code (file, SQLITE_IOERR_FSYNC);

  if (file->file >= 0)
    note (file->owner, EVENT_SYNC, file->file, 0, NULL);

  return SQLITE_OK;
}

static int
crash_file_size (sqlite3_file *base,
                 sqlite3_int64 *size)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xFileSize (file->real, size);
}

static int
crash_lock (sqlite3_file *base,
            int level)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xLock (file->real, level);
}

static int
crash_unlock (sqlite3_file *base,
              int level)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xUnlock (file->real, level);
}

static int
crash_check_reserved_lock (sqlite3_file *base,
                           int *is_reserved)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xCheckReservedLock (file->real, is_reserved);
}

static int
crash_file_control (sqlite3_file *base,
                    int operation,
                    void *argument)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xFileControl (file->real, operation, argument);
}

static int
crash_sector_size (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xSectorSize (file->real);
}

static int
crash_device_characteristics (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xDeviceCharacteristics (file->real);
}

static int
crash_shm_map (sqlite3_file *base,
               int page,
               int size,
               int extends,
               void volatile **memory)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xShmMap (file->real, page, size, extends, memory);
}

static int
crash_shm_lock (sqlite3_file *base,
                int offset,
                int n,
                int flags)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xShmLock (file->real, offset, n, flags);
}

static void
crash_shm_barrier (sqlite3_file *base)
{
  CrashFile *file = (CrashFile *) base;

  file->real->pMethods->xShmBarrier (file->real);
}

static int
crash_shm_unmap (sqlite3_file *base,
                 int deletes)
{
  CrashFile *file = (CrashFile *) base;

  return file->real->pMethods->xShmUnmap (file->real, deletes);
}

static const sqlite3_io_methods METHODS = {
  .iVersion = 2,
  .xClose = crash_close,
  .xRead = crash_read,
  .xWrite = crash_write,
  .xTruncate = crash_truncate,
  .xSync = crash_sync,
  .xFileSize = crash_file_size,
  .xLock = crash_lock,
  .xUnlock = crash_unlock,
  .xCheckReservedLock = crash_check_reserved_lock,
  .xFileControl = crash_file_control,
  .xSectorSize = crash_sector_size,
  .xDeviceCharacteristics = crash_device_characteristics,
  .xShmMap = crash_shm_map,
  .xShmLock = crash_shm_lock,
  .xShmBarrier = crash_shm_barrier,
  .xShmUnmap = crash_shm_unmap,
};

static int
crash_open (sqlite3_vfs *vfs,
            const char *path,
            sqlite3_file *base,
            int flags,
            int *out_flags)
{
  KpCrashVfs *self = vfs->pAppData;
  CrashFile *file = (CrashFile *) base;
  int result;

  file->base.pMethods = NULL;
  file->owner = self;
  file->real = (sqlite3_file *) (file + 1);
  file->is_kept = (flags & KEPT_FILES) != 0;
  file->file = file->is_kept ? find_file (self, path) : -1;
  result = self->real->xOpen (self->real, path, file->real, flags, out_flags);
  if (file->real->pMethods != NULL)
    file->base.pMethods = &METHODS;

  return result;
}

static int
crash_delete (sqlite3_vfs *vfs,
              const char *path,
              int syncs_folder)
{
  KpCrashVfs *self = vfs->pAppData;
  int file = find_file (self, path);
  int result = self->real->xDelete (self->real, path, syncs_folder);

  if (file >= 0 && result == SQLITE_OK)
    {
      note (self, EVENT_DELETE, file, 0, NULL);
      if (syncs_folder)
        note (self, EVENT_SYNC, file, 0, NULL);
    }

  return result;
}

KpCrashVfs *
kp_crash_vfs_new (void)
{
  KpCrashVfs *self = g_new0 (KpCrashVfs, 1);

  self->real = sqlite3_vfs_find (NULL);
  g_assert_nonnull (self->real);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->bases = g_ptr_array_new_with_free_func (unref_base);
  self->events = g_array_new (FALSE, FALSE, sizeof (Event));
  g_array_set_clear_func (self->events, clear_event);

  /* What is not ours, the real one does; it never looks at which of the two it is called with. */
  self->vfs = *self->real;
  self->vfs.pNext = NULL;
  self->vfs.zName = VFS_NAME;
  self->vfs.szOsFile = sizeof (CrashFile) + self->real->szOsFile;
  self->vfs.pAppData = self;
  self->vfs.xOpen = crash_open;
  self->vfs.xDelete = crash_delete;
  g_assert_cmpint (sqlite3_vfs_register (&self->vfs, 1), ==, SQLITE_OK);

  return self;
}

void
kp_crash_vfs_free (KpCrashVfs *self)
{
  sqlite3_vfs_unregister (&self->vfs);
  sqlite3_vfs_register (self->real, 1);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->bases);
  g_array_unref (self->events);
  g_free (self->folder);
  g_free (self);
}

void
kp_crash_vfs_record (KpCrashVfs *self,
                     const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  g_assert_null (self->folder);
  self->folder = g_strdup (folder);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *bytes;
      gsize length;

      g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
      g_ptr_array_add (self->names, g_strdup (name));
      g_ptr_array_add (self->bases, g_bytes_new_take (bytes, length));
    }
}

void
kp_crash_vfs_mark (KpCrashVfs *self)
{
  note (self, EVENT_MARK, -1, 0, NULL);
}

static void
write_sectors (Content *content,
               const Event *event,
               Keep keep,
               GRand *rand)
{
  gsize length;
  const guint8 *bytes = g_bytes_get_data (event->bytes, &length);
  gsize old = content->bytes->len;

  if (event->offset + length > old)
    {
      g_byte_array_set_size (content->bytes, event->offset + length);
      memset (content->bytes->data + old, 0, content->bytes->len - old);
    }

  for (gsize at = 0; at < length; at += SECTOR)
    {
      if (keep == KEEP_ALL || g_rand_boolean (rand))
        memcpy (content->bytes->data + event->offset + at, bytes + at, MIN (SECTOR, length - at));
    }
}

static void
apply (Content *content,
       const Event *event,
       Keep keep,
       GRand *rand)
{
  content->exists = event->kind != EVENT_DELETE;
  if (event->kind == EVENT_WRITE)
    write_sectors (content, event, keep, rand);
  else if (event->kind == EVENT_DELETE)
    g_byte_array_set_size (content->bytes, 0);
  else if (event->offset < content->bytes->len)
    g_byte_array_set_size (content->bytes, event->offset);
}

/* Applies what was not synced. One call in three is whole, one is torn, one is not there. */
static void
apply_unsynced (Content *content,
                GPtrArray *unsynced,
                Keep keep,
                GRand *rand)
{
  for (guint i = 0; i < unsynced->len && keep != KEEP_NOTHING; i++)
    {
      const Event *event = unsynced->pdata[i];
      gint32 fate = keep == KEEP_ALL ? 0 : g_rand_int_range (rand, 0, 3);

      if (fate < 2)
        apply (content, event, fate == 0 ? KEEP_ALL : KEEP_SOME, rand);
      else if (event->kind == EVENT_DELETE)
        /* What follows was done to another file of that name. */
        return;
    }
}

/* Fills @content with a file after the first @n calls. Returns: whether some were not synced */
static gboolean
make_content (KpCrashVfs *self,
              guint file,
              guint n,
              Keep keep,
              GRand *rand,
              Content *content)
{
  g_autoptr (GPtrArray) unsynced = g_ptr_array_new ();
  GBytes *base = self->bases->pdata[file];

  content->exists = base != NULL;
  content->bytes = g_byte_array_new ();
  if (base != NULL)
    g_byte_array_append (content->bytes, g_bytes_get_data (base, NULL), g_bytes_get_size (base));

  for (guint i = 0; i < n; i++)
    {
      const Event *event = &g_array_index (self->events, Event, i);

      if (event->kind == EVENT_MARK || event->file != file)
        continue;

      if (event->kind == EVENT_SYNC)
        {
          apply_unsynced (content, unsynced, KEEP_ALL, rand);
          g_ptr_array_set_size (unsynced, 0);
        }
      else
        g_ptr_array_add (unsynced, (gpointer) event);
    }
  apply_unsynced (content, unsynced, keep, rand);

  return unsynced->len > 0;
}

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_no_errno (g_unlink (path));
    }
}

static void
write_content (const char *folder,
               const char *name,
               const Content *content)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents_full (path, (const char *) content->bytes->data,
                                           content->bytes->len, G_FILE_SET_CONTENTS_NONE, 0600,
                                           NULL));
}

/* Returns: whether @folder holds a state that no other choice gives */
static gboolean
make_state (KpCrashVfs *self,
            const char *folder,
            guint n,
            Keep keep,
            GRand *rand)
{
  gboolean is_open = FALSE;

  /* Nothing becomes durable by a call that is no sync. */
  if (keep == KEEP_NOTHING && n > 0 &&
      g_array_index (self->events, Event, n - 1).kind < EVENT_SYNC)
    return FALSE;

  empty_folder (folder);
  for (guint i = 0; i < self->names->len; i++)
    {
      const char *name = self->names->pdata[i];
      Content content;

      is_open |= make_content (self, i, n, keep, rand, &content);
      /* The index of the log is memory, not disk. */
      if (content.exists && !g_str_has_suffix (name, "-shm"))
        write_content (folder, name, &content);
      g_byte_array_unref (content.bytes);
    }

  return is_open || keep == KEEP_NOTHING;
}

guint
kp_crash_vfs_check_states (KpCrashVfs *self,
                           const char *folder,
                           guint n_samples,
                           guint32 seed,
                           KpCrashCheck check,
                           gpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint n_states = 0;
  guint n_marks = 0;

  g_clear_pointer (&self->folder, g_free);
  for (guint n = 0; n <= self->events->len; n++)
    {
      n_marks += n > 0 && g_array_index (self->events, Event, n - 1).kind == EVENT_MARK;
      for (guint choice = 0; choice < KEEP_SOME + n_samples; choice++)
        {
          g_autofree char *fault = NULL;

          if (!make_state (self, folder, n, MIN (choice, KEEP_SOME), rand))
            continue;

          n_states++;
          fault = check (folder, n_marks, data);
          if (fault != NULL)
            {
              g_test_fail_printf ("after call %u of %u, choice %u: %s", n, self->events->len,
                                  choice, fault);
              return n_states;
            }
        }
    }

  return n_states;
}

void
kp_crash_vfs_fail (KpCrashVfs *self,
                   guint k,
                   KpCrashFault fault,
                   gboolean for_good)
{
  self->calls = 0;
  self->n_failed = 0;
  self->fail_at = k;
  self->fault = fault;
  self->for_good = for_good;
}

guint
kp_crash_vfs_heal (KpCrashVfs *self)
{
  self->fail_at = 0;

  return self->n_failed;
}
