import ArgumentParser
import CivilTime
import Gathering
import Intake

struct GatherInbox: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox",
    abstract: "Take in what sources dropped into their folders, each delivery with its notice (NAME.delivery.json).",
    discussion: """
      FOLDER holds a folder for each source. What was taken in moves to done/, what could not be to failed/, each with \
      a receipt. A delivery whose files are not all there waits, for a day at most. What one source did wrong keeps no \
      other from being taken in. Exit status 1: something failed.
      """)

  @Argument(help: "The folder of the sources' folders.")
  var folder: String

  @Flag(help: "Go on, and take in what comes, until Ctrl-C.")
  var watch = false

  @OptionGroup var gathering: GatheringOptions

  @Flag(help: "Answer as JSON, a line for each delivery.")
  var json = false

  func run() throws {
    let inbox = try Inbox(path: folder, desk: try gathering.desk())
    try Interruption.hold()
    var failures = 0
    var told: Set<String> = []
    func tellOnce(_ text: String) -> Bool {
      guard told.insert(text).inserted else { return false }
      Console.error(text)
      return true
    }
    repeat {
      let look = try inbox.look(at: .now())
      for problem in look.problems where tellOnce("\(problem.path): \(problem.problem)") { failures += 1 }
      for (index, delivery) in look.deliveries.enumerated() {
        if Interruption.came(withinMilliseconds: 0) { return Console.error("stopped; the rest waits") }
        if delivery.obstacle == nil { Console.progress("\(index + 1) of \(look.deliveries.count): \(delivery.path)") }
        switch try inbox.take(delivery, at: .now(), progress: { Console.progress("\($0): row \($1)") }) {
        case .taken(_, let outcome, let receipt):
          Console.line(json ? Console.escaped(json: receipt) : DeliveryText(outcome).text)
          if outcome.failure != nil { failures += 1 }
        case .refused(let delivery, let problem, let opened, let receipt):
          if json { Console.line(Console.escaped(json: receipt)) }
          let days = opened.map { "; the days \($0.notice.days.lowerBound) to \($0.notice.days.upperBound) are open" }
          Console.error("\(delivery.path): \(problem); moved to failed/\(days ?? "")")
          failures += 1
        case .waits(let delivery, let problem): _ = tellOnce("\(delivery.path): \(problem)")
        case .stuck(let delivery, let problem):
          if tellOnce("\(delivery.path): \(problem)") { failures += 1 }
        }
      }
      for file in look.strays {
        _ = tellOnce(
          Inbox.isNotice(file)
            ? "\(file): looks like a notice; its name must end in .delivery.json"
            : "\(file): no notice beside it says which days it answers for (NAME.delivery.json)")
      }
      if watch, Interruption.came(withinMilliseconds: 5000) { return }
    } while watch
    if failures > 0 { throw AnswerIsNo() }
  }
}
