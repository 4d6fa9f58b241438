public import Records
import Templates

/// Every available version of every template: the program's folder, and those that keep older versions, each with the parts
/// that it includes beside it.
///
/// A template is compiled when data first ask for one of its name: most programs verify reports of few kinds. Copies share
/// what was compiled.
public struct TemplateVersions: Sendable {
  private let folders: [String]
  private let catalogue: Catalogue
  private let compiled = Shelf<String, [Template]>()

  /// - Parameters:
  ///   - folders: in the order in which they are searched.
  ///   - catalogue: an older template that uses entries which the catalogue no longer has is compiled without it.
  public init(in folders: [String], catalogue: Catalogue) { (self.folders, self.catalogue) = (folders, catalogue) }

  /// Nil if there is no such version, or if it does not compile: reports made with it cannot be made again.
  /// - Parameters:
  ///   - name: as the report's data name it; nobody has checked it.
  ///   - digest: of the template and its parts.
  func template(named name: String, digest: [UInt8]) -> Template? {
    // It becomes a path.
    guard !name.isEmpty, !name.hasPrefix("."), !name.utf8.contains(UInt8(ascii: "/")), !name.utf8.contains(0) else {
      return nil
    }
    return compiled.value(for: name) {
      folders.compactMap { folder in
        let path = "\(folder)/\(name).yaml"
        return (try? Template(path: path, catalogue: catalogue)) ?? (try? Template(path: path))
      }
    }.first { $0.digest == digest && $0.name == name }
  }
}
