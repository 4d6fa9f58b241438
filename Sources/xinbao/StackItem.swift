import FileReading
import Foundation
import Stacks
import VerifyCommand

/// One thing of a stack to be verified, and what its row calls it.
enum StackItem: Sendable, Equatable {
  struct File: Sendable, Equatable {
    /// Not every name is UTF-8.
    let path: [UInt8]
    let given: String
    /// Of the code on the paper; nil: not given.
    var ending: String?

    init(path: [UInt8], given: String) { (self.path, self.given) = (path, given) }

    init(path: String, given: String, ending: String? = nil) {
      (self.path, self.given, self.ending) = (Array(path.utf8), given, ending)
    }
  }
  case file(File)
  case code(String, ending: String?, given: String)
  case number(String, checkCode: String, ending: String? = nil, given: String)
  /// A row of a list that names no report; one sentence, in Chinese.
  case unclear(String, given: String)
  /// What is there and is no file that could be read; one sentence, in Chinese.
  case unread(String, given: String)
  /// All that a row of a list says about one report.
  /// - `number`: that the report must have; nil: none was given.
  indirect case together([StackItem], number: String?)

  /// Everything in what was named on the command line.
  struct All {
    var items: [StackItem] = []
    /// Names in folders that begin with a dot. They are no reports that somebody put there, but they are told.
    var hidden = 0
  }

  /// In the order of the command line; the files of a folder by name.
  /// - Parameter output: is no report, even in a folder of them.
  /// - Throws: `TableError` for a list that is none; `InputError` for a folder without files.
  static func all(of given: [String], output: String?) throws -> All {
    var all = All()
    // Files of the same name in two folders are told apart by the folder.
    let isAlone = given.count == 1
    for text in given {
      if GivenReport(text).isCode {
        all.items.append(.code(text, ending: nil, given: "二维码"))
      } else if isFolder(text) {
        try add(filesIn: text, without: output, isAlone: isAlone, to: &all)
      } else if isList(text) {
        all.items += try items(ofList: text, isAlone: isAlone)
      } else {
        all.items.append(.file(File(path: text, given: text)))
      }
    }
    return all
  }

  /// Whether what is given is a stack by itself.
  static func isStack(_ text: String) -> Bool { isFolder(text) || isList(text) }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// A pipe with such a name is none: it would be waited for.
  private static func isList(_ path: String) -> Bool {
    StackList.extensions.contains(URL(fileURLWithPath: path).pathExtension.lowercased()) && isRegularFile(path)
  }

  private static func add(
    filesIn folder: String, without output: String?, isAlone: Bool, to all: inout All
  ) throws(InputError) {
    guard let walk = FolderWalk(folder) else { throw InputError("\(folder): cannot be read; check its permissions") }
    let own = output.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    let root = folder.hasSuffix("/") ? folder : folder + "/"
    let items = walk.entries.compactMap { entry -> StackItem? in
      let name = shownName(entry.name)
      guard URL(fileURLWithPath: root + name).standardizedFileURL.path != own else { return nil }
      let given = isAlone ? name : root + name
      if let problem = entry.problem { return .unread(problem, given: given) }
      return .file(File(path: Array(root.utf8) + entry.name, given: given))
    }
    guard !items.isEmpty else {
      let hidden = walk.hidden > 0 ? " (\(walk.hidden) hidden)" : ""
      throw InputError("\(folder): has no files\(hidden); name the folder that the reports are in")
    }
    all.items += items
    all.hidden += walk.hidden
  }

  private static func items(ofList path: String, isAlone: Bool) throws -> [StackItem] {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
    let name = isAlone ? URL(fileURLWithPath: path).lastPathComponent : path
    func item(_ question: StackList.Question, at place: String, isOnly: Bool) -> StackItem {
      switch question {
      case .number(let number, let checkCode, let ending):
        .number(number, checkCode: checkCode, ending: ending, given: "\(place) \(number)")
      case .code(let text, let ending): .code(text, ending: ending, given: place)
      case .file(let path, let ending):
        .file(
          File(
            path: URL(fileURLWithPath: path, relativeTo: folder).path,
            given: isOnly && isAlone ? path : "\(place) \(path)", ending: ending))
      case .unclear(let problem): .unclear(problem, given: place)
      case .together(let questions, let number):
        .together(questions.map { item($0, at: place, isOnly: false) }, number: number)
      }
    }
    return try StackList.read(path).map { item($0.question, at: "\(name) 第\($0.number)行", isOnly: true) }
  }
}
