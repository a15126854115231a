import Glibc

/// The process's bound on open files: partitions and clients take one or two each.
enum FileDescriptors {
  /// Raises the soft bound to the hard one, which every process may do. Failing leaves the bound as it is.
  static func raiseLimit() {
    var bound = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &bound) == 0 else { return }
    bound.rlim_cur = bound.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &bound)
  }
}
