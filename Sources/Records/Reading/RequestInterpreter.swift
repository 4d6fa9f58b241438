import ErrorCauses
import JSON

extension FileInterpreter {
  static let requestParts = Vocabulary([
    Naming(key: "requester", label: "查询人", aliases: ["申请人", "查询人姓名", "查询人名称"]),
    Naming(key: "basis", label: "查询依据", aliases: ["查询方式"]),
    Naming(key: "purpose", label: "查询用途", aliases: ["用途", "查询原因"]),
    Naming(key: "document", label: "授权书编号", aliases: ["授权文书编号", "授权书文号"]),
    Naming(key: "authorisedOn", label: "授权日期", aliases: ["授权书日期"]),
    Naming(key: "validThrough", label: "授权有效期至", aliases: ["授权有效期", "授权截止日期"]),
  ])
  private static let bases = Vocabulary([
    Naming(key: "self", label: "本人申请", aliases: ["本人查询", "本人"]),
    Naming(key: "authorisation", label: "书面授权", aliases: ["授权查询", "授权", "authorization"]),
  ])

  /// Who asks for the report. A mistake here could hand a person's data to somebody else, so nothing is forgiven except
  /// how names are written.
  mutating func request(_ node: Int) throws(ReadingError) -> Request? {
    if document.nodes[node].kind == .null { return nil }
    let parts = try parts(of: node, Self.requestParts, Wording("the request", "查询申请"))
    guard let requester = try parts["requester"].flatMap({ node throws(ReadingError) in try text(at: node) }) else {
      throw error(
        at: parts["requester"] ?? node, Wording("the request does not name its requester", "查询申请没有写明查询人"),
        Wording("give 查询人", "请填写查询人"))
    }
    let basisText = try parts["basis"].flatMap { node throws(ReadingError) in try text(at: node) }
    guard let basisText, let basis = Self.bases.key(of: basisText).flatMap(Request.Basis.init) else {
      throw error(
        at: parts["basis"] ?? node, Wording("the basis of the request must be given", "必须写明查询依据（basis）"),
        Wording("it is self (本人申请) or authorisation (书面授权)", "应为 self（本人申请）或 authorisation（书面授权）"))
    }
    guard let purpose = try parts["purpose"].flatMap({ node throws(ReadingError) in try text(at: node) }) else {
      throw error(
        at: parts["purpose"] ?? node, Wording("the request does not say its purpose", "查询申请没有写明查询用途"),
        Wording("give 查询用途", "请填写查询用途"))
    }
    return Request(
      requester: requester, basis: basis, purpose: purpose,
      document: try parts["document"].flatMap { node throws(ReadingError) in try text(at: node) },
      authorisedOn: try parts["authorisedOn"].flatMap { node throws(ReadingError) in try day(node) },
      validThrough: try parts["validThrough"].flatMap { node throws(ReadingError) in try term(node) },
      pointer: document.pointer(to: node))
  }

  private func term(_ node: Int) throws(ReadingError) -> Request.Term? {
    guard let text = try text(at: node) else { return nil }
    switch DateText.read(text) {
    case .date(let date): return .through(date)
    case .unlimited: return .unlimited
    default:
      throw error(
        at: node, Wording("this is no day", "不是日期"), Wording("write 2026-11-19, or 长期", "请写成 2026-11-19，或写“长期”"))
    }
  }
}
