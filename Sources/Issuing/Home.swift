import DurableFiles
import Foundation

/// The one directory that holds an installation's state (README.md, “Use”). Whoever issues makes it on first use;
/// whoever only reads does not: an empty home knows no report and no key, and a wrong name would seem to be an answer.
public struct Home: Sendable {
  public let path: String
  public let configuration: Configuration

  public var keys: String { path + "/keys" }
  /// Fonts prepared from their files, to be mapped into memory.
  public var fonts: String { path + "/fonts" }

  /// - Parameter makes: whether what is missing of the home is made; else a home that is not there is an error, and one
  ///   without settings has those of a new one.
  public init(path: String, environment: [String: String], makes: Bool = true) throws(IssuingError) {
    self.path = path
    let file = path + "/config.yaml"
    if makes {
      do {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      } catch {
        throw .home(path: path, problem: "cannot be made: \(systemReason(error))")
      }
      if !FileManager.default.fileExists(atPath: file) {
        do throws(FileError) { try writeAtomically(Array(Configuration.initialText.utf8), to: file) } catch {
          throw .home(path: file, problem: error.problem)
        }
      }
    }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      throw .noHome(path: path)
    }
    let text: String
    do {
      text =
        FileManager.default.fileExists(atPath: file)
        ? try String(contentsOfFile: file, encoding: .utf8) : Configuration.initialText
    } catch {
      throw .home(path: file, problem: "cannot be read: \(systemReason(error))")
    }
    configuration = try Configuration(yaml: text, file: file, environment: environment)
  }
}

/// The data that come with the program: catalogue, templates, list of fonts.
public struct Resources: Sendable {
  public let path: String

  public var catalogue: String { path + "/templates/catalogue" }
  public var fonts: String { path + "/fonts/fonts.yaml" }
  public var importRules: String { path + "/templates/import/rules.yaml" }
  public var holidays: String { path + "/templates/calendar/holidays.yaml" }
  public func template(_ name: String) -> String { "\(path)/templates/\(name).yaml" }

  /// Looks in the given folder, else in the working folder, in those above the program, and where packages install.
  public init(given: String?, executable: String?, workingFolder: String) throws(IssuingError) {
    var candidates: [String] = []
    if let given {
      candidates = [given]
    } else {
      candidates.append(workingFolder)
      var folder = executable.map { URL(fileURLWithPath: $0).resolvingSymlinksInPath().deletingLastPathComponent() }
      while let current = folder, current.path != "/" {
        candidates += [current.path, current.path + "/share/xinbao"]
        folder = current.deletingLastPathComponent()
      }
      candidates += ["/usr/local/share/xinbao", "/usr/share/xinbao"]
    }
    var isFolder: ObjCBool = false
    let found = candidates.first {
      FileManager.default.fileExists(atPath: $0 + "/templates/catalogue", isDirectory: &isFolder) && isFolder.boolValue
    }
    guard let found else { throw .resources(looked: candidates) }
    path = found
  }
}
