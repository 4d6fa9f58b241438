import CivilTime
import Database
import DatabaseTesting
import Foundation
import Records
import ScratchFolders
import Testing

@testable import Gathering
@testable import Intake

/// Random histories against an oracle that shares no code with the store. `XINBAO_HISTORIES=100000` plays many.
///
/// None is clean where the oracle's is not. Where the rules leave a choice (two unrelated names under a code that nobody has
/// registered yet; namesakes; the same file once more after a registration), the two may differ otherwise, in one of a
/// thousand answers at most.
@Suite(.scratchFolders) struct HistoryTests {
  private static let count = ProcessInfo.processInfo.environment["XINBAO_HISTORIES"].flatMap(Int.init) ?? 300

  private func histories(seed: Int, count: Int) throws -> [History] {
    let file = try scratchFolder() + "/histories.jsonl"
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", repository.appending(path: "examples/province/histories.py").path, "\(seed)", "\(count)", file,
    ]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    return try text.split(separator: "\n").map { try JSONDecoder().decode(History.self, from: Data($0.utf8)) }
  }

  @Test(arguments: Store.allCases)
  func noAnswerIsCleanWhereTheOraclesIsNot(kind: Store) throws {
    let seed = Int(ProcessInfo.processInfo.environment["XINBAO_HISTORY_SEED"] ?? "") ?? 1
    // PostgreSQL asks over a socket: fewer there.
    let count = kind == .sqlite ? Self.count : Self.count / 5
    let location = try kind.location()
    let player = try HistoryPlayer(location)
    let database = try location.database()
    var (wrong, different): ([String], [String]) = ([], [])
    var needless = 0
    var answers = 0
    for history in try histories(seed: seed, count: count) {
      let store = try player.store(of: history, on: database)
      let receipts = try player.play(history, on: store)
      for (delivery, receipt) in zip(history.deliveries, receipts) where receipt.repeats == nil && !delivery.broken {
        #expect(receipt.counts.sum == delivery.rows.count, "history \(history.id)")
      }
      let frame = try store.frame()
      for subject in history.verdict.subjects {
        let file = try player.read(subject.code, in: frame, of: store)
        for expected in subject.answers {
          guard let source = history.sources.first(where: { $0.name == expected.source }),
            let right = HistoryPlayer.Answer(rawValue: expected.answer)
          else { continue }
          answers += 1
          // Of whom nothing was delivered there is no report at all.
          guard let file else {
            if right == .records { wrong.append("\(history.id) \(subject.code): no file, \(history.tags)") }
            continue
          }
          let answer = player.answer(file, source, expected.category, history.window)
          if let answer, answer != right {
            let place = "\(history.id) \(subject.code) \(source.name) \(expected.category)"
            let difference = "\(place): \(answer), not \(right); \(history.tags)"
            if answer == .clean { wrong.append(difference) } else { different.append(difference) }
          }
          if answer != .clean, right == .clean { needless += 1 }
        }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count) of \(answers); \(wrong.prefix(12).joined(separator: "\n"))")
    let list = different.joined(separator: "\n")
    #expect(different.count <= 1 + answers / 1000, "\(different.count) of \(answers); \(list)")
    print(
      "histories: \(count) on \(kind), \(answers) answers, \(different.count) otherwise than the oracle's, "
        + "\(needless) more doubtful\n\(list)")
  }
}
