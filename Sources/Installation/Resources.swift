import Foundation

/// The data that come with the program: catalogue, templates, list of fonts.
public struct Resources: Sendable {
  public let path: String

  public var catalogue: String { path + "/templates/catalogue" }
  public var fonts: String { path + "/fonts/fonts.yaml" }
  public var importRules: String { path + "/templates/import/rules.yaml" }
  public var holidays: String { path + "/templates/calendar/holidays.yaml" }
  /// What the self-print page's form offers.
  public var selfPrintForm: String { path + "/templates/self-print/form.yaml" }
  /// By when an objection is answered.
  public var objectionRules: String { path + "/templates/self-print/objections.yaml" }
  /// The folder of the templates that come with the kinds of reports, named after them.
  public var templates: String { path + "/templates" }

  /// Looks in the given folder; if none is given, in the working folder, in those above the program, and where packages
  /// install.
  public init(given: String?, executable: String?, workingFolder: String) throws(InstallationError) {
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

  /// The resources of the running program.
  /// - Parameter given: the folder, if one is named.
  public static func ofThisProgram(given: String?) throws(InstallationError) -> Resources {
    try Resources(
      given: given, executable: try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"),
      workingFolder: FileManager.default.currentDirectoryPath)
  }
}
