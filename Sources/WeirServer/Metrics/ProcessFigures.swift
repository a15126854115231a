import Glibc

/// What the system says of this process. Fields that it does not say are nil.
struct ProcessFigures {
  var cpuSeconds: Double?
  var residentBytes: Double?
  var virtualBytes: Double?
  var threads: Double?
  var openFiles: Double?
  var openFilesMax: Double?
  /// Of the file system with the data directory.
  var diskBytes: Double?
  var diskFreeBytes: Double?

  init(dataDirectory: String) {
    var time = timespec()
    if clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == 0 {
      cpuSeconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
    let page = Double(sysconf(Int32(_SC_PAGESIZE)))
    // Pages: total, resident (proc_pid_statm(5)).
    let memory = Self.read("/proc/self/statm").split(separator: " ")
    virtualBytes = memory.first.flatMap { Double($0) }.map { $0 * page }
    residentBytes = memory.dropFirst().first.flatMap { Double($0) }.map { $0 * page }
    // After the name in parentheses: state is field 3, num_threads field 20 (proc_pid_stat(5)).
    let fields = Self.read("/proc/self/stat").split(separator: ")").last?.split(separator: " ") ?? []
    threads = fields.count > 17 ? Double(fields[17]) : nil
    openFiles = Self.openFileCount
    var bound = rlimit()
    if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &bound) == 0 { openFilesMax = Double(bound.rlim_cur) }
    var disk = statvfs()
    if statvfs(dataDirectory, &disk) == 0 {
      diskBytes = Double(disk.f_blocks) * Double(disk.f_frsize)
      diskFreeBytes = Double(disk.f_bavail) * Double(disk.f_frsize)
    }
  }

  private static func read(_ path: String) -> String {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "" }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
  }

  private static var openFileCount: Double? {
    guard let directory = opendir("/proc/self/fd") else { return nil }
    defer { closedir(directory) }
    var count = 0
    while readdir(directory) != nil { count += 1 }
    // Itself, `.` and `..` are none.
    return Double(max(0, count - 3))
  }
}
