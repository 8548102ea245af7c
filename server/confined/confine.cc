#include "server/confined/confine.h"

#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace santong::confined {
namespace {

constexpr int kDescriptorsMax = 64;

absl::Status Failed(const char* what, int error) {
  return absl::InternalError(absl::StrCat(what, ": ", std::strerror(error)));
}

// Sanitizers reserve terabytes of addresses and write reports.
constexpr bool IsSanitized() {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  return true;
#elif defined(__has_feature)
  return __has_feature(address_sanitizer) || __has_feature(thread_sanitizer);
#else
  return false;
#endif
}

class Filter {
 public:
  explicit Filter(uint32_t otherwise) : context_(seccomp_init(otherwise)) {}
  ~Filter() {
    if (context_ != nullptr) seccomp_release(context_);
  }
  Filter(const Filter&) = delete;
  Filter& operator=(const Filter&) = delete;

  // libseccomp numbers a call that this machine has not below zero (arm64 has openat and no open)
  // and takes no exact rule for it; nobody can make it.
  void Add(uint32_t action, int call) {
    if (call < 0 || context_ == nullptr || failed_) return;
    failed_ = seccomp_rule_add_exact_array(context_, action, call, 0, nullptr) != 0;
  }
  // Only where the bits of the argument are such.
  void AddWhere(uint32_t action, int call, unsigned argument, scmp_datum_t mask,
                scmp_datum_t value) {
    if (call < 0 || context_ == nullptr || failed_) return;
    const scmp_arg_cmp where = {argument, SCMP_CMP_MASKED_EQ, mask, value};
    failed_ = seccomp_rule_add_exact_array(context_, action, call, 1, &where) != 0;
  }
  absl::Status Load() {
    if (context_ == nullptr || failed_) return absl::InternalError("no filter of system calls");
    const int error = seccomp_load(context_);
    return error == 0 ? absl::OkStatus() : Failed("cannot filter system calls", -error);
  }

 private:
  scmp_filter_ctx context_;
  bool failed_ = false;
};

}  // namespace

absl::Status LimitThisProcess(const Confinement& confinement) {
  struct Row {
    __rlimit_resource resource;
    rlim_t most;
    bool with_sanitizers;
  };
  const Row rows[] = {
      {RLIMIT_AS, static_cast<rlim_t>(confinement.memory_bytes_max), false},
      {RLIMIT_CPU, static_cast<rlim_t>(confinement.cpu_seconds_max), true},
      {RLIMIT_FSIZE, 0, true},
      {RLIMIT_CORE, 0, true},
      {RLIMIT_NOFILE, kDescriptorsMax, true},
  };
  for (const Row& row : rows) {
    if (IsSanitized() && !row.with_sanitizers) continue;
    const rlimit limit{row.most, row.most};
    if (setrlimit(row.resource, &limit) != 0) return Failed("cannot set a limit", errno);
  }
  if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return Failed("cannot give up rights", errno);
  }
  return absl::OkStatus();
}

absl::Status ForbidSystemCalls() {
  Filter filter(SCMP_ACT_ERRNO(EPERM));
  for (const int call : {SCMP_SYS(read),         SCMP_SYS(pread64),
                         SCMP_SYS(write),        SCMP_SYS(writev),
                         SCMP_SYS(close),        SCMP_SYS(lseek),
                         SCMP_SYS(fstat),        SCMP_SYS(brk),
                         SCMP_SYS(mmap),         SCMP_SYS(munmap),
                         SCMP_SYS(mremap),       SCMP_SYS(mprotect),
                         SCMP_SYS(madvise),      SCMP_SYS(futex),
                         SCMP_SYS(getrandom),    SCMP_SYS(clock_gettime),
                         SCMP_SYS(gettimeofday), SCMP_SYS(getpid),
                         SCMP_SYS(gettid),       SCMP_SYS(tgkill),
                         SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
                         SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
                         SCMP_SYS(sched_yield),  SCMP_SYS(restart_syscall),
                         SCMP_SYS(exit),         SCMP_SYS(exit_group)}) {
    filter.Add(SCMP_ACT_ALLOW, call);
  }
  return filter.Load();
}

absl::Status ForbidNetworkAndWrites() {
  Filter filter(SCMP_ACT_ALLOW);
  const uint32_t refuse = SCMP_ACT_ERRNO(EPERM);
  for (const int call : {SCMP_SYS(socket),
                         SCMP_SYS(socketpair),
                         SCMP_SYS(connect),
                         SCMP_SYS(bind),
                         SCMP_SYS(ptrace),
                         SCMP_SYS(process_vm_readv),
                         SCMP_SYS(process_vm_writev),
                         SCMP_SYS(kill),
                         SCMP_SYS(tkill),
                         SCMP_SYS(tgkill),
                         SCMP_SYS(rt_sigqueueinfo),
                         SCMP_SYS(rt_tgsigqueueinfo),
                         SCMP_SYS(pidfd_send_signal),
                         SCMP_SYS(pidfd_open),
                         SCMP_SYS(pidfd_getfd),
                         SCMP_SYS(creat),
                         SCMP_SYS(openat2),
                         SCMP_SYS(truncate),
                         SCMP_SYS(unlink),
                         SCMP_SYS(unlinkat),
                         SCMP_SYS(rename),
                         SCMP_SYS(renameat),
                         SCMP_SYS(renameat2),
                         SCMP_SYS(mkdir),
                         SCMP_SYS(mkdirat),
                         SCMP_SYS(rmdir),
                         SCMP_SYS(link),
                         SCMP_SYS(linkat),
                         SCMP_SYS(symlink),
                         SCMP_SYS(symlinkat),
                         SCMP_SYS(mknod),
                         SCMP_SYS(mknodat),
                         SCMP_SYS(chmod),
                         SCMP_SYS(fchmod),
                         SCMP_SYS(fchmodat),
                         SCMP_SYS(chown),
                         SCMP_SYS(fchown),
                         SCMP_SYS(lchown),
                         SCMP_SYS(fchownat),
                         SCMP_SYS(setxattr),
                         SCMP_SYS(lsetxattr),
                         SCMP_SYS(fsetxattr),
                         SCMP_SYS(removexattr),
                         SCMP_SYS(lremovexattr),
                         SCMP_SYS(fremovexattr),
                         SCMP_SYS(utime),
                         SCMP_SYS(utimes),
                         SCMP_SYS(futimesat),
                         SCMP_SYS(utimensat),
                         SCMP_SYS(mount),
                         SCMP_SYS(umount2),
                         SCMP_SYS(pivot_root),
                         SCMP_SYS(chroot),
                         SCMP_SYS(unshare),
                         SCMP_SYS(setns),
                         SCMP_SYS(bpf),
                         SCMP_SYS(perf_event_open),
                         SCMP_SYS(userfaultfd),
                         SCMP_SYS(io_uring_setup),
                         SCMP_SYS(keyctl),
                         SCMP_SYS(add_key),
                         SCMP_SYS(request_key),
                         SCMP_SYS(kexec_load),
                         SCMP_SYS(init_module),
                         SCMP_SYS(finit_module)}) {
    filter.Add(refuse, call);
  }
  for (const scmp_datum_t mode : {O_WRONLY, O_RDWR}) {
    filter.AddWhere(refuse, SCMP_SYS(open), 1, O_ACCMODE, mode);
    filter.AddWhere(refuse, SCMP_SYS(openat), 2, O_ACCMODE, mode);
  }
  // Both change a file that is opened to be read.
  for (const scmp_datum_t flag : {O_CREAT, O_TRUNC}) {
    filter.AddWhere(refuse, SCMP_SYS(open), 1, flag, flag);
    filter.AddWhere(refuse, SCMP_SYS(openat), 2, flag, flag);
  }
  return filter.Load();
}

}  // namespace santong::confined
