/// The error numbers of Linux that the simulated disk gives.
package enum ErrorNumber {
  package static let noEntry: Int32 = 2
  package static let io: Int32 = 5
  package static let exists: Int32 = 17
  package static let notDirectory: Int32 = 20
  package static let isDirectory: Int32 = 21
  package static let noSpace: Int32 = 28
  package static let notEmpty: Int32 = 39
}
