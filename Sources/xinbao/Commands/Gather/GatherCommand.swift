import ArgumentParser

struct GatherCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gather",
    abstract: "Gather what departments deliver, and see what follows from it (归集).",
    discussion: "docs/gathering.md goes through it step by step.",
    subcommands: [
      GatherDeliver.self, GatherWithdraw.self, GatherRepair.self, GatherInbox.self, GatherCoverage.self,
      GatherHeld.self, GatherAccept.self, GatherReopen.self,
      GatherRename.self, GatherFile.self, GatherExplain.self, GatherSubjects.self, GatherSources.self,
      GatherMapping.self, GatherErase.self,
    ])
}
