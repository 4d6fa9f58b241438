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
      case .code(_, _, let given), .number(_, _, _, let given), .unclear(_, let given), .unread(_, let given): given
      case .together(let items, _): names(items).joined(separator: "+")
      }
    }
  }

  @Test func everyVisibleFileOfAFolderIsARow() throws {
    let folder = try folder("b.pdf", "a.docx", "sub/c.pdf", ".hidden", ".git/x", "results.csv")
    let items = try StackItem.all(of: [folder], output: folder + "/results.csv").items
    #expect(names(items) == ["a.docx", "b.pdf", "sub/c.pdf"])
    #expect(try names(StackItem.all(of: [folder], output: nil).items).contains("results.csv"))
  }

  @Test func hiddenFilesAreCounted() throws {
    let folder = try folder("b.pdf", ".hidden", ".git/x", "sub/.a.pdf", "sub/c.pdf")
    let all = try StackItem.all(of: [folder], output: nil)
    #expect(names(all.items) == ["b.pdf", "sub/c.pdf"] && all.hidden == 3)
  }

  /// Nothing that somebody put there vanishes from the table.
  @Test func whatIsNoFileIsARowThatSaysSo() throws {
    let folder = try folder("a.pdf", "real/c.pdf")
    #expect(mkfifo(folder + "/pipe.pdf", 0o600) == 0)
    #expect(symlink(folder + "/none", folder + "/dangling.pdf") == 0)
    #expect(symlink(folder + "/real", folder + "/linked") == 0)
    #expect(symlink(folder + "/a.pdf", folder + "/other name.pdf") == 0)
    let items = try StackItem.all(of: [folder], output: nil).items
    #expect(names(items) == ["a.pdf", "dangling.pdf", "linked", "other name.pdf", "pipe.pdf", "real/c.pdf"])
    let unread = items.filter { if case .unread = $0 { true } else { false } }
    #expect(names(unread) == ["dangling.pdf", "linked", "pipe.pdf"])
  }

  @Test func aNameThatIsNotUTF8IsShownByItsBytes() throws {
    let folder = try folder("a.pdf")
    let path = Array("\(folder)/".utf8) + [0xB1, 0xA8, 0x2E, 0x70]
    #expect(rename(folder + "/a.pdf", path.map { CChar(bitPattern: $0) } + [0]) == 0)
    #expect(
      try StackItem.all(of: [folder], output: nil).items == [.file(.init(path: path, given: "\\xB1\\xA8.p"))])
  }

  @Test func filesOfTheSameNameAreToldApartByTheirFolders() throws {
    let folder = try folder("a/report.pdf", "b/report.pdf", "a/list.csv")
    try Data("文件\nreport.pdf\n".utf8).write(to: URL(fileURLWithPath: folder + "/a/list.csv"))
    let items = try StackItem.all(of: [folder + "/a/list.csv", folder + "/b/"], output: nil).items
    #expect(names(items) == ["\(folder)/a/list.csv 第2行 report.pdf", "\(folder)/b/report.pdf"])
  }

  @Test func aPipeWithTheNameOfAListIsNotWaitedFor() throws {
    let path = try folder() + "/list.csv"
    #expect(mkfifo(path, 0o600) == 0)
    #expect(try StackItem.all(of: [path], output: nil).items == [.file(.init(path: path, given: path))])
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
      try StackItem.all(of: [folder + "/list.csv"], output: nil).items == [
        .file(.init(path: folder + "/sub/a.pdf", given: "sub/a.pdf")),
        .number("N1", checkCode: "ABCD-EFGH", given: "list.csv 第3行 N1"),
      ])
  }

  @Test func digitsFilesAndWhatIsMissingKeepTheirOrder() throws {
    let digits = String(repeating: "1", count: 120)
    #expect(
      try StackItem.all(of: ["missing.pdf", digits], output: nil).items == [
        .file(.init(path: "missing.pdf", given: "missing.pdf")), .code(digits, ending: nil, given: "二维码"),
      ])
  }
}
