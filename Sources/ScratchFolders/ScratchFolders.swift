import Foundation
package import Testing

/// Gives each test of a suite folders of its own, and removes them when the test ends, also when it throws.
package struct ScratchFolders: SuiteTrait, TestTrait, TestScoping {
  /// Each test has its own folders, not each suite.
  package var isRecursive: Bool { true }

  /// The folder of the test that runs, in which its folders are.
  @TaskLocal fileprivate static var root: String?

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "xinbao-test-\(UUID().uuidString)").path
    defer {
      // A folder that cannot be removed is a fault of the test.
      do { try Self.remove(root) } catch { Issue.record(error, "\(root): is left") }
    }
    try await Self.$root.withValue(root, operation: function)
  }
}

extension ScratchFolders {
  /// What the test leaves open may still go by itself meanwhile, as SQLite's files beside a database do at its last
  /// connection's end: then the rest is removed once more.
  private static func remove(_ folder: String) throws {
    for attempt in 1... {
      guard FileManager.default.fileExists(atPath: folder) else { return }
      do { return try FileManager.default.removeItem(atPath: folder) } catch CocoaError.fileNoSuchFile
        where attempt < 10
      {
        continue
      }
    }
  }
}

extension Trait where Self == ScratchFolders {
  /// What a test needs to call `scratchFolder()`.
  package static var scratchFolders: Self { ScratchFolders() }
}

/// A new, empty folder, which is removed after the test.
/// - Throws: `NoScratchFolders` if neither the test nor its suite has the trait `.scratchFolders`.
package func scratchFolder() throws -> String {
  guard let root = ScratchFolders.root else { throw NoScratchFolders() }
  let path = "\(root)/\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  return path
}

package struct NoScratchFolders: Error, CustomStringConvertible {
  package var description: String { "the test and its suite lack the trait .scratchFolders" }
}
