import ServiceSetup

@main
struct Main {
  static func main() async { await runService(Issue.self) }
}
