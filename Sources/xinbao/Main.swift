import ArgumentParser
import Foundation

@main
struct Main {
  /// Exit statuses follow README.md, “Use”. ArgumentParser's own differ (64 for wrong use), hence our own main.
  static func main() {
    // A closed output pipe (`xinbao … | head`) ends the program quietly, without an error.
    signal(SIGPIPE, SIG_DFL)
    // A file that reaches the limit of its size is an error of that file and does not end the process.
    signal(SIGXFSZ, SIG_IGN)
    do {
      var command = try Xinbao.parseAsRoot()
      try command.run()
      try Console.finish()
    } catch {
      let ending = Ending(error)
      if let answer = ending.answer { print(answer) }
      for message in ending.complaints { Console.error(message) }
      exit(ending.status.rawValue)
    }
  }
}

struct Xinbao: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "xinbao",
    abstract: "Public credit reports (公共信用信息报告): from credit files to PDFs that anyone can verify.",
    discussion: """
      Exit status: 0 done; 1 the answer is no; 2 wrong use; 3 bad input; 4 environment (font, key, disk, database).
      """,
    version: "0.1.0",
    subcommands: [
      Issue.self, Batch.self, Worker.self, Check.self, Import.self, Verify.self, Bundle.self, RegistryCommand.self,
      ListActions.self, Confirm.self, LogCommand.self, KeyCommand.self, TemplateCommand.self, GatherCommand.self,
      BackupHome.self, RestoreHome.self,
    ])
}
