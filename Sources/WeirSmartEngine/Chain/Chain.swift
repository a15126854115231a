import WeirBase
import WeirRecords

/// An ordered list of built-in transforms: a record goes in, and the same record, a changed one or none comes out.
///
/// A chain is a pure function of each record: it keeps nothing between them, and makes at most one of one.
package struct Chain: Sendable {
  package static let stepsMax = 64

  private let transforms: [any Transform]

  /// - Throws: everything that is wrong with the steps.
  package init(steps: [ChainStep]) throws(ChainFault) {
    guard steps.count <= Self.stepsMax else {
      let message = "has \(steps.count) steps: at most \(Self.stepsMax) are allowed"
      throw ChainFault(causes: [ChainFault.Cause(step: nil, path: "", message: message)])
    }
    var transforms: [any Transform] = []
    var causes: [ChainFault.Cause] = []
    for (place, step) in steps.enumerated() {
      do throws(ParameterFaults) {
        transforms.append(try BuiltIn.make(step))
      } catch {
        causes += error.faults.map {
          ChainFault.Cause(step: place, path: $0.path, message: $0.message, nearest: $0.nearest)
        }
      }
    }
    guard causes.isEmpty else { throw ChainFault(causes: causes) }
    self.transforms = transforms
  }

  package var isEmpty: Bool { transforms.isEmpty }

  /// Runs every step until one drops the record or fails. JSON is read once, and written once if it was changed: a
  /// value that no step changed leaves byte for byte as it came.
  package func run(_ record: Record) -> ChainResult {
    var work = WorkingRecord(record)
    for (place, transform) in transforms.enumerated() {
      do throws(TransformFault) {
        guard try transform.apply(&work) else { return .dropped(step: place) }
      } catch {
        return .failed(step: place, message: error.message)
      }
    }
    return .kept(work.finished)
  }
}
