import ArgumentParser
import Foundation
import Intake

struct GatherInbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox",
    abstract: "Take in what sources dropped into their folders, each delivery with its notice (NAME.delivery.json).",
    discussion: """
      FOLDER holds a folder for each source. What was taken in moves to done/, what could not be to failed/, each with \
      a receipt. A delivery whose files are not all there waits. Exit status 1: something failed.
      """)

  @Argument(help: "The folder of the sources' folders.")
  var folder: String

  @Flag(help: "Go on, and take in what comes, until Ctrl-C.")
  var watch = false

  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON, a line for each delivery.")
  var json = false

  func run() throws {
    let inbox = Inbox(path: folder, desk: try gathering.desk())
    try Interruption.hold()
    var failures = 0
    var told: Set<String> = []
    repeat {
      let waiting = try inbox.waiting()
      for (index, delivery) in waiting.enumerated() {
        if Interruption.came(withinMilliseconds: 0) { return Console.error("stopped; the rest waits") }
        if let obstacle = delivery.obstacle {
          if told.insert(delivery.path).inserted { Console.error("\(delivery.path): \(obstacle)") }
          continue
        }
        Console.progress("\(index + 1) of \(waiting.count): \(delivery.path)")
        let event = try inbox.take(delivery) { Console.progress("\($0): row \($1)") }
        failures += tell(event) ? 1 : 0
      }
      for file in try inbox.filesWithoutSidecar() where told.insert(file.path).inserted {
        Console.error(
          file.isNotice
            ? "\(file.path): looks like a notice; its name must end in .delivery.json"
            : "\(file.path): no notice beside it says which days it answers for (NAME.delivery.json)")
      }
      if watch, Interruption.came(withinMilliseconds: 5000) { return }
    } while watch
    if failures > 0 { throw AnswerIsNo() }
  }

  /// - Returns: whether it is a failure.
  private func tell(_ event: Inbox.Event) -> Bool {
    switch event {
    case .taken(let waiting, let outcome, _):
      let receipt = ReceiptText(outcome, of: waiting.sidecar)
      Console.line(
        json ? String(decoding: receipt.json.dropLast(), as: UTF8.self) : DeliveryText(outcome).text)
      return outcome.failure != nil
    case .refused(let waiting, let problem):
      if json {
        Console.line(
          String(decoding: ReceiptText(refused: problem, of: waiting.sidecar).json.dropLast(), as: UTF8.self))
      }
      Console.error("\(waiting.path): \(problem); moved to failed/")
      return true
    }
  }
}
