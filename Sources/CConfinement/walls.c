#define _GNU_SOURCE
#include "walls.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

// Programs, libraries, fonts and what says where they are. Neither homes nor the folders of services.
static const char *const installed[] = {
    "/usr", "/lib", "/lib64", "/bin", "/opt", "/etc/ld.so.cache", "/etc/fonts", "/etc/poppler", "/var/cache/fontconfig",
};

int xinbao_read_installed_files_only(void) {
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  const __u64 readingFiles = LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE;
  // Every right of the first version of Landlock: those that are not granted below are refused.
  const struct landlock_ruleset_attr attributes = {
      .handled_access_fs = ((__u64)LANDLOCK_ACCESS_FS_MAKE_SYM << 1) - 1,
  };
  int rules = (int)syscall(__NR_landlock_create_ruleset, &attributes, sizeof attributes, 0);
  if (rules < 0) return errno == EOPNOTSUPP ? ENOSYS : errno;
  for (size_t index = 0; index < sizeof installed / sizeof *installed; index++) {
    int place = open(installed[index], O_PATH | O_CLOEXEC);
    if (place < 0) continue;
    int isFolder = openat(place, ".", O_PATH | O_CLOEXEC);
    if (isFolder >= 0) close(isFolder);
    const struct landlock_path_beneath_attr rule = {
        .allowed_access = readingFiles | (isFolder >= 0 ? LANDLOCK_ACCESS_FS_READ_DIR : 0),
        .parent_fd = place,
    };
    long added = syscall(__NR_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &rule, 0);
    int error = errno;
    close(place);
    if (added != 0) {
      close(rules);
      return error;
    }
  }
  int error = syscall(__NR_landlock_restrict_self, rules, 0) == 0 ? 0 : errno;
  close(rules);
  return error;
}

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

int xinbao_stay_alone(int mayBecomeAnother, int hasThreads) {
#ifndef MACHINE
  return ENOSYS;
#else
#define CALL(name, yes) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_##name, 0, yes)
#define ANSWER(value) BPF_STMT(BPF_RET | BPF_K, value)
#define REFUSE(name) CALL(name, 1), ANSWER(SECCOMP_RET_ERRNO | EPERM)
  const unsigned becoming = mayBecomeAnother ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | EPERM;
  const unsigned threading = hasThreads ? SECCOMP_RET_ALLOW : SECCOMP_RET_ERRNO | EPERM;
  struct sock_filter lines[] = {
      // Calls of another machine's numbering (32 bits) are not looked at: they end the process.
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
      ANSWER(SECCOMP_RET_KILL_PROCESS),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
#ifdef __x86_64__
      // x32, which numbers its calls from here.
      BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1),
      ANSWER(SECCOMP_RET_KILL_PROCESS),
      REFUSE(fork), REFUSE(vfork),
#endif
      REFUSE(socket), REFUSE(socketpair), REFUSE(ptrace), REFUSE(process_vm_readv), REFUSE(process_vm_writev),
      REFUSE(kill), REFUSE(tkill), REFUSE(pidfd_open), REFUSE(io_uring_setup), REFUSE(bpf), REFUSE(userfaultfd),
      CALL(execve, 1), ANSWER(becoming),
      CALL(execveat, 1), ANSWER(becoming),
      // Its flags are in memory, where a filter cannot look; libraries then use clone(2).
      CALL(clone3, 1), ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
      CALL(clone, 4),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[0])),
      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
      ANSWER(threading),
      ANSWER(SECCOMP_RET_ERRNO | EPERM),
      ANSWER(SECCOMP_RET_ALLOW),
  };
  const struct sock_fprog program = {.len = sizeof lines / sizeof *lines, .filter = lines};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return errno;
  if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) return errno == EINVAL ? ENOSYS : errno;
  return 0;
#endif
}
