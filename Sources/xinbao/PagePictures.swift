import DurableFiles
import Foundation
import Issuing

/// Pictures of a PDF's pages, drawn by `pdftoppm`, which the checks use too.
struct PagePictures {
  /// `NAME.png`; the pages are NAME-1.png, NAME-2.png, …
  let output: String
  let resolution: Int
  /// The names written last: when a page disappears, its picture is removed.
  private var written: Set<String> = []

  init(output: String, resolution: Int) { (self.output, self.resolution) = (output, resolution) }

  /// Draws the pictures in a separate folder and moves them when all are done, so that nobody sees a partial one.
  mutating func write(_ pdf: [UInt8]) throws {
    let files = FileManager.default
    let target = URL(fileURLWithPath: output)
    let folder = target.deletingLastPathComponent()
    let name = target.deletingPathExtension().lastPathComponent
    let staging: StagingFolder
    do { staging = try StagingFolder(in: folder.path, name: name, makesParent: false) } catch {
      throw FileError.write(path: output, problem: "cannot be written: \(systemReason(error))")
    }
    defer { staging.discard() }
    try writeAtomically(pdf, to: staging.path + "/report.pdf")
    try draw(URL(fileURLWithPath: staging.path), name)

    let pages = try files.contentsOfDirectory(atPath: staging.path).filter { $0.hasSuffix(".png") }
    for page in pages { try staging.move(page, to: folder.appendingPathComponent(page).path) }
    for old in written.subtracting(pages) { try? files.removeItem(at: folder.appendingPathComponent(old)) }
    written = Set(pages)
  }

  private func draw(_ scratch: URL, _ name: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.currentDirectoryURL = scratch
    process.arguments = ["pdftoppm", "-r", "\(resolution)", "-png", "report.pdf", name]
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw FileError.write(path: output, problem: "pdftoppm failed; install it with apt-get install poppler-utils")
    }
  }
}
