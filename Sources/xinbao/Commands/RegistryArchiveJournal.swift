import ArgumentParser
import CivilTime
import Foundation
import Hexadecimal
import Installation
import Records
import Registry

struct ArchiveJournal: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive-journal",
    abstract: "Move the journal's oldest verifications into a file.",
    discussion: """
      The file is written, read again and checked before anything is deleted; the chain of verifications goes through it. Keep \
      it, with a copy elsewhere: `registry audit --journal FOLDER` checks it, and a receipt of a verification in it is checked \
      by that alone. The registry's own file does not shrink, but has room for as much again.
      """)

  @Option(help: "The first day (Beijing time) whose verifications stay: YYYY-MM-DD, today at the latest.")
  var before: String

  @Option(name: .shortAndLong, help: "An existing folder for the file, journal-FIRST-LAST.jsonl.")
  var output: String

  @OptionGroup var registry: RegistryOptions
  @OptionGroup var installation: InstallationOptions

  @Flag(help: "Answer as JSON.")
  var json = false

  struct Outcome: Encodable {
    /// Nil: nothing was to be moved.
    var file: String?
    var first: UInt64?, last: UInt64?
    /// The hash of the last row, and the file's SHA-256: hexadecimal.
    var head: String?, sha256: String?
  }

  func validate() throws {
    guard let day = CalendarDate(text: before), day <= BeijingTime.now().date else {
      throw ValidationError("--before takes a day such as 2026-01-01, today at the latest, not `\(before)`")
    }
  }

  func run() throws {
    guard let day = CalendarDate(text: before) else { preconditionFailure("validate lets only days through") }
    // The file names agencies and operators: it is its owner's alone, as the registry's own file is.
    umask(0o077)
    let folder = URL(fileURLWithPath: output).standardizedFileURL.path
    let segment = try registry.open(installation.openHome()).archiveJournal(
      before: BeijingTime(day).secondsSince1970, into: folder, at: currentSeconds()
    ) { done, all in Console.progress("\(done) of \(all) rows") }
    let file = segment.map { "\(folder)/\($0.fileName)" }
    guard !json else {
      return try Console.json(
        Outcome(
          file: file, first: segment?.rows.lowerBound, last: segment?.rows.upperBound,
          head: segment.map { hexadecimal($0.head) }, sha256: segment.map { hexadecimal($0.sha256) }))
    }
    guard let segment, let file else { return Console.result("nothing is older than \(before)") }
    Console.result(
      "\(file): verifications \(segment.rows.lowerBound) to \(segment.rows.upperBound), SHA-256 "
        + hexadecimal(segment.sha256))
  }
}
