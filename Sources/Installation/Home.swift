import DurableFiles
import Foundation
import Issuing

/// The one directory that holds an installation's state (README.md, “Use”). Commands that issue create it on first use;
/// those that only read do not: an empty home knows no report and no key, so a mistyped path would look like an answer.
public struct Home: Sendable {
  public let path: String
  public let configuration: Configuration

  public var keys: String { path + "/keys" }
  /// Fonts prepared from their files, to be memory-mapped.
  public var fonts: String { path + "/fonts" }

  /// - Parameter makes: whether missing parts of the home are created; if not, a missing home is an error, and one
  ///   without settings has those of a new one.
  /// - Throws: `InstallationError`; `FileError.write` for a new home's settings.
  public init(path: String, environment: [String: String], makes: Bool = true) throws {
    self.path = path
    let file = path + "/config.yaml"
    if makes {
      let code = makeFolder(path)
      guard code == 0 else {
        throw InstallationError.home(path: path, problem: "cannot be made: \(String(cString: strerror(code)))")
      }
      if !FileManager.default.fileExists(atPath: file) {
        do throws(FileError) { try writeAtomically(Array(Configuration.initialText.utf8), to: file) } catch {
          throw InstallationError.home(path: file, problem: error.problem)
        }
      }
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw InstallationError.noHome(path: path)
    }
    let text: String
    do {
      text =
        FileManager.default.fileExists(atPath: file)
        ? try String(contentsOfFile: file, encoding: .utf8) : Configuration.initialText
    } catch {
      throw InstallationError.home(path: file, problem: "cannot be read: \(systemReason(error))")
    }
    configuration = try Configuration(yaml: text, file: file, environment: environment)
  }
}
