#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs `work` so that a connection closed by the other side is an error in it, not a SIGPIPE that ends the program.
///
/// The signal goes to the thread that wrote: it is blocked for this thread, and removed if it came.
func withoutPipeSignal<Result>(_ work: () -> Result) -> Result {
  var (pipe, former, pending) = (sigset_t(), sigset_t(), sigset_t())
  sigemptyset(&pipe)
  sigaddset(&pipe, SIGPIPE)
  sigpending(&pending)
  let wasPending = sigismember(&pending, SIGPIPE) == 1
  pthread_sigmask(SIG_BLOCK, &pipe, &former)
  let result = work()
  if !wasPending {
    var now = timespec(tv_sec: 0, tv_nsec: 0)
    while sigtimedwait(&pipe, nil, &now) == -1, errno == EINTR {}
  }
  pthread_sigmask(SIG_SETMASK, &former, nil)
  return result
}
