import Hummingbird
import Registry
import Web

extension SelfPrintSite {
  func object(
    _ form: [String: String], _ session: Sessions.Session, _ context: ServiceContext
  ) async throws -> Response {
    let report = try await report(context, session)
    let text = Self.text(form)
    var problem: String?
    do {
      try await asked { try await backend.object(to: report.number, by: session.holder, text: text) }
    } catch let error as RegistryError {
      switch error {
      case .invalid: problem = "异议内容应为1至\(Registry.longestObjection)个字，不能含有特殊控制字符。"
      case .objectionPending: problem = "该报告已有一份异议正在等待处理。"
      case .statusRefused: problem = "该报告已不在有效状态，不能提出异议。"
      default: throw error
      }
    }
    let unsent = problem.map { UnsentObjection(text: text, problem: $0) }
    sessions.remember(in: session) { $0.objections[report.number] = unsent }
    return .seeOther("/self/reports/\(report.number)")
  }

  func keepLateObjection(
    _ form: [String: String], _ context: ServiceContext, _ memory: inout SessionMemory
  ) -> String {
    let number = context.parameters.get("number") ?? ""
    if memory.objections.count < SessionMemory.mostDrafts {
      memory.objections[number] = UnsentObjection(text: Self.text(form))
    }
    return "/self/reports/\(number)"
  }

  private static func text(_ form: [String: String]) -> String {
    (form["objection"] ?? "").replacing("\r\n", with: "\n").trimmed()
  }
}
