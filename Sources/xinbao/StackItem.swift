import Foundation
import Stacks
import VerifyCommand

/// One thing of a stack to be verified, and what its row calls it.
enum StackItem: Sendable, Equatable {
  struct File: Sendable, Equatable { let path: String, given: String }
  case file(File)
  case code(String, ending: String?, given: String)
  case number(String, checkCode: String, given: String)
  /// A row of a list that names no report; one sentence, in Chinese.
  case unclear(String, given: String)

  /// Everything in what was named on the command line, in its order; the files of a folder by name.
  /// - Parameter output: is no report, even in a folder of them.
  /// - Throws: `TableError` for a list that is none; `InputError` for a folder without files.
  static func all(of given: [String], output: String?) throws -> [StackItem] {
    try given.flatMap { text -> [StackItem] in
      if GivenReport(text).isCode { return [.code(text, ending: nil, given: "二维码")] }
      if isFolder(text) { return try files(in: text, without: output) }
      if isList(text) { return try items(ofList: text) }
      return [.file(File(path: text, given: text))]
    }
  }

  /// Whether what is given is a stack by itself.
  static func isStack(_ text: String) -> Bool { isFolder(text) || isList(text) }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func isList(_ path: String) -> Bool {
    StackList.extensions.contains(URL(fileURLWithPath: path).pathExtension.lowercased())
      && FileManager.default.fileExists(atPath: path)
  }

  /// Hidden files are not what somebody put there; everything else is, and gets a row even if it is no report.
  private static func files(in folder: String, without output: String?) throws -> [StackItem] {
    let manager = FileManager.default
    let names: [String]
    do { names = try manager.subpathsOfDirectory(atPath: folder).sorted() } catch {
      throw InputError("\(folder): cannot be read: \(error.localizedDescription)")
    }
    let own = output.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    let files = names.compactMap { name -> File? in
      let file = URL(fileURLWithPath: folder).appendingPathComponent(name)
      let isHidden = name.split(separator: "/").contains { $0.hasPrefix(".") }
      guard !isHidden, file.standardizedFileURL.path != own else { return nil }
      // A pipe would be waited for.
      let type = try? manager.attributesOfItem(atPath: file.resolvingSymlinksInPath().path)[.type] as? FileAttributeType
      return type == .typeRegular ? File(path: file.path, given: name) : nil
    }
    guard !files.isEmpty else { throw InputError("\(folder): has no files; name the folder that the reports are in") }
    return files.map(StackItem.file)
  }

  private static func items(ofList path: String) throws -> [StackItem] {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    let name = URL(fileURLWithPath: path).lastPathComponent
    return try StackList.read(path).map { row in
      let place = "\(name) 第\(row.number)行"
      switch row.question {
      case .number(let number, let checkCode): return .number(number, checkCode: checkCode, given: "\(place) \(number)")
      case .code(let text, let ending): return .code(text, ending: ending, given: place)
      case .file(let path):
        return .file(File(path: URL(fileURLWithPath: path, relativeTo: folder).path, given: path))
      case .unclear(let problem): return .unclear(problem, given: place)
      }
    }
  }
}
