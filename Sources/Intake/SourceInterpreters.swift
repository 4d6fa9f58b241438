import Gathering
import Importing
import Synchronization

/// Readers of the tables of sources that have mappings of their own: each is prepared once a version.
final class SourceInterpreters: Sendable {
  private let make: @Sendable ([HeadMapping]) throws -> TableInterpreter
  private let known = Mutex<[String: TableInterpreter]>([:])

  init(_ make: @escaping @Sendable ([HeadMapping]) throws -> TableInterpreter) { self.make = make }

  func interpreter(for kept: KeptMappings) throws -> TableInterpreter {
    if let interpreter = known.withLock({ $0[kept.body] }) { return interpreter }
    let interpreter = try make(HeadAnswers.mappings(kept.body))
    known.withLock { $0[kept.body] = interpreter }
    return interpreter
  }
}
