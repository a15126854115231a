/// What is wrong with one parameter of a step.
struct ParameterFault: Error, Hashable {
  /// Within the step: `with.paths[2]`.
  var path: String
  /// To be read after the path.
  var message: String
  var nearest: [String] = []
}

/// Everything that is wrong with a step.
struct ParameterFaults: Error {
  /// One or more.
  var faults: [ParameterFault]

  init(_ faults: [ParameterFault]) { self.faults = faults }

  init(_ path: String, _ message: String, nearest: [String] = []) {
    faults = [ParameterFault(path: path, message: message, nearest: nearest)]
  }
}
