/* A disk that is nearly full, without root: loaded by LD_PRELOAD, it lets the files whose path holds
 * $FULL_DISK_FILES grow by $FULL_DISK_BYTES in all, then answers ENOSPC as a file system does: after
 * a short write, and only to growth (bytes that are there already can be written over; what is cut
 * off or deleted is free again). Without $FULL_DISK_BYTES there is no limit. At its first refusal
 * and at its end the process writes "refused N, most M bytes" to $FULL_DISK_REPORT. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *files;
static long long most_allowed, used, most_used, refused;

static void report(void) {
  const char *path = getenv("FULL_DISK_REPORT");
  if (!path) return;
  char line[96];
  int size = snprintf(line, sizeof line, "refused %lld, most %lld bytes\n", refused, most_used);
  int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return;
  syscall(SYS_write, file, line, size);
  syscall(SYS_close, file);
}

__attribute__((constructor)) static void start(void) {
  const char *bytes = getenv("FULL_DISK_BYTES");
  files = getenv("FULL_DISK_FILES");
  most_allowed = bytes ? atoll(bytes) : LLONG_MAX;
}

__attribute__((destructor)) static void finish(void) {
  if (files) report();
}

static int watched_path(const char *path) { return files && strstr(path, files) != NULL; }

static int watched(int descriptor) {
  char link[40], path[PATH_MAX];
  if (!files) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  ssize_t size = readlink(link, path, sizeof path - 1);
  if (size <= 0) return 0;
  path[size] = '\0';
  return path[0] == '/' && watched_path(path);
}

static void take(long long bytes) {
  used += bytes;
  if (used > most_used) most_used = used;
}

/* How many of `size` bytes at `offset` fit; -1 and ENOSPC when none does. The lock is held. */
static ssize_t fitting(int descriptor, size_t size, off_t offset) {
  struct stat now;
  if (fstat(descriptor, &now) != 0 || !S_ISREG(now.st_mode)) return (ssize_t)size;
  long long growth = (long long)offset + (long long)size - now.st_size;
  long long room = most_allowed - used;
  if (room < 0) room = 0;
  if (growth <= room) {
    if (growth > 0) take(growth);
    return (ssize_t)size;
  }
  long long kept = (long long)size - (growth - room);
  if (kept > 0) {
    take(room);
    return (ssize_t)kept;
  }
  if (++refused == 1) report();
  errno = ENOSPC;
  return -1;
}

static ssize_t write_at(int descriptor, const void *bytes, size_t size, off_t offset) {
  pthread_mutex_lock(&lock);
  ssize_t fits = fitting(descriptor, size, offset);
  if (fits > 0) fits = syscall(SYS_pwrite64, descriptor, bytes, (size_t)fits, offset);
  pthread_mutex_unlock(&lock);
  return fits;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t size, off_t offset) {
  if (!watched(descriptor)) return syscall(SYS_pwrite64, descriptor, bytes, size, offset);
  return write_at(descriptor, bytes, size, offset);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t size, off64_t offset) {
  return pwrite(descriptor, bytes, size, (off_t)offset);
}

ssize_t write(int descriptor, const void *bytes, size_t size) {
  if (!watched(descriptor)) return syscall(SYS_write, descriptor, bytes, size);
  pthread_mutex_lock(&lock);
  struct stat now;
  const int flags = fcntl(descriptor, F_GETFL);
  off_t offset = lseek(descriptor, 0, SEEK_CUR);
  if (flags >= 0 && (flags & O_APPEND) && fstat(descriptor, &now) == 0) offset = now.st_size;
  ssize_t fits = offset < 0 ? (ssize_t)size : fitting(descriptor, size, offset);
  if (fits > 0) fits = syscall(SYS_write, descriptor, bytes, (size_t)fits);
  pthread_mutex_unlock(&lock);
  return fits;
}

ssize_t writev(int descriptor, const struct iovec *parts, int count) {
  if (!watched(descriptor)) return syscall(SYS_writev, descriptor, parts, count);
  for (int i = 0; i < count; ++i)
    if (parts[i].iov_len > 0) return write(descriptor, parts[i].iov_base, parts[i].iov_len);
  return 0;
}

static int allocate(int descriptor, off_t offset, off_t size) {
  pthread_mutex_lock(&lock);
  struct stat now;
  int failed = 0;
  if (fstat(descriptor, &now) == 0 && offset + size > now.st_size) {
    if (offset + size - now.st_size > most_allowed - used) {
      if (++refused == 1) report();
      failed = ENOSPC;
    } else {
      take(offset + size - now.st_size);
    }
  }
  pthread_mutex_unlock(&lock);
  return failed;
}

int posix_fallocate(int descriptor, off_t offset, off_t size) {
  const int failed = watched(descriptor) ? allocate(descriptor, offset, size) : 0;
  if (failed) return failed;
  return syscall(SYS_fallocate, descriptor, 0, offset, size) == 0 ? 0 : errno;
}
int posix_fallocate64(int descriptor, off64_t offset, off64_t size) {
  return posix_fallocate(descriptor, (off_t)offset, (off_t)size);
}
int fallocate(int descriptor, int mode, off_t offset, off_t size) {
  const int failed = mode == 0 && watched(descriptor) ? allocate(descriptor, offset, size) : 0;
  if (failed) {
    errno = failed;
    return -1;
  }
  return (int)syscall(SYS_fallocate, descriptor, mode, offset, size);
}
int fallocate64(int descriptor, int mode, off64_t offset, off64_t size) {
  return fallocate(descriptor, mode, (off_t)offset, (off_t)size);
}

/* Growing by ftruncate makes a hole, which takes no room. */
int ftruncate(int descriptor, off_t size) {
  if (!watched(descriptor)) return (int)syscall(SYS_ftruncate, descriptor, size);
  pthread_mutex_lock(&lock);
  struct stat before;
  const int known = fstat(descriptor, &before);
  const int done = (int)syscall(SYS_ftruncate, descriptor, size);
  if (done == 0 && known == 0 && size < before.st_size) used -= before.st_size - size;
  pthread_mutex_unlock(&lock);
  return done;
}
int ftruncate64(int descriptor, off64_t size) { return ftruncate(descriptor, (off_t)size); }

int unlink(const char *path) {
  struct stat before;
  const int counts = watched_path(path) && lstat(path, &before) == 0 && S_ISREG(before.st_mode) &&
                     before.st_nlink == 1;
  const int done = (int)syscall(SYS_unlink, path);
  if (done == 0 && counts) {
    pthread_mutex_lock(&lock);
    used -= before.st_size;
    pthread_mutex_unlock(&lock);
  }
  return done;
}
