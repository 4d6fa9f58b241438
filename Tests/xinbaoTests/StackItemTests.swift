import Foundation
import ScratchFolders
import Testing

@testable import xinbao

/// What of a command line becomes rows.
@Suite(.scratchFolders) struct StackItemTests {
  private func folder(_ files: String...) throws -> String {
    let folder = try scratchFolder()
    for name in files {
      let url = URL(fileURLWithPath: folder).appendingPathComponent(name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data("x".utf8).write(to: url)
    }
    return folder
  }

  private func names(_ items: [StackItem]) -> [String] {
    items.map { item in
      switch item {
      case .file(let file): file.given
      case .code(_, _, let given), .number(_, _, let given), .unclear(_, let given): given
      }
    }
  }

  @Test func everyVisibleFileOfAFolderIsARow() throws {
    let folder = try folder("b.pdf", "a.docx", "sub/c.pdf", ".hidden", ".git/x", "results.csv")
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    let items = try StackItem.all(of: [folder], output: folder + "/results.csv")
    #expect(names(items) == ["a.docx", "b.pdf", "sub/c.pdf"])
    #expect(try names(StackItem.all(of: [folder], output: nil)).contains("results.csv"))
  }

  @Test func aFolderWithoutFilesIsToldSo() throws {
    let folder = try folder()
    let error = #expect(throws: InputError.self) { try StackItem.all(of: [folder], output: nil) }
    #expect(try #require(error).description.contains("has no files"))
  }

  @Test func theFilesOfAListAreBesideIt() throws {
    let folder = try folder("list.csv")
    try Data("文件,报告编号,核验码\nsub/a.pdf,,\n,N1,ABCD-EFGH\n".utf8).write(to: URL(fileURLWithPath: folder + "/list.csv"))
    #expect(
      try StackItem.all(of: [folder + "/list.csv"], output: nil) == [
        .file(.init(path: folder + "/sub/a.pdf", given: "sub/a.pdf")),
        .number("N1", checkCode: "ABCD-EFGH", given: "list.csv 第3行 N1"),
      ])
  }

  @Test func digitsFilesAndWhatIsMissingKeepTheirOrder() throws {
    let digits = String(repeating: "1", count: 120)
    #expect(
      try StackItem.all(of: ["missing.pdf", digits], output: nil) == [
        .file(.init(path: "missing.pdf", given: "missing.pdf")), .code(digits, ending: nil, given: "二维码"),
      ])
  }
}
