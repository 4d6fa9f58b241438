extension FileInterpreter {
  private static let parts = Vocabulary([
    Naming(key: "source", label: "数据来源单位", aliases: ["来源单位", "数据来源"]),
    Naming(key: "domains", label: "领域"), Naming(key: "from", label: "起始日期"),
    Naming(key: "through", label: "截止日期"), Naming(key: "state", label: "状态"), Naming(key: "reason", label: "原因"),
  ])
  private static let states = Vocabulary([
    Naming(key: "loaded", label: "已归集"), Naming(key: "failed", label: "归集失败"),
    Naming(key: "missing", label: "未归集"),
  ])

  /// What sources delivered. A doubt here could make a domain look clean, so that nothing is forgiven: design §2.5.
  mutating func coverageList(_ node: Int) throws(ReadingError) -> [Coverage] {
    if document.nodes[node].kind == .null { return [] }
    guard document.nodes[node].kind == .array else { throw error(at: node, "coverage must be an array") }
    var list: [Coverage] = []
    for element in document.children(of: node) { list.append(try coverage(element)) }
    return list
  }

  private mutating func coverage(_ node: Int) throws(ReadingError) -> Coverage {
    let parts = try parts(of: node, Self.parts, "an entry of coverage")
    guard let source = try parts["source"].flatMap({ node throws(ReadingError) in try text(at: node) }) else {
      throw error(at: node, "an entry of coverage does not name its source")
    }
    let stateText = try parts["state"].flatMap { node throws(ReadingError) in try text(at: node) }
    guard let stateText, let state = Self.states.key(of: stateText).flatMap(Coverage.State.init) else {
      throw error(at: parts["state"] ?? node, "the state of a source must be given", "it is loaded, failed or missing")
    }
    return Coverage(
      source: source,
      domains: try parts["domains"].map { node throws(ReadingError) in try domains(node) } ?? [],
      from: try parts["from"].flatMap { node throws(ReadingError) in try day(node) },
      through: try parts["through"].flatMap { node throws(ReadingError) in try day(node) },
      state: state,
      reason: try parts["reason"].flatMap { node throws(ReadingError) in try text(at: node) })
  }

  private mutating func domains(_ node: Int) throws(ReadingError) -> [String] {
    if document.nodes[node].kind == .null { return [] }
    guard document.nodes[node].kind == .array else { throw error(at: node, "domains must be an array of names") }
    var domains: [String] = []
    for element in document.children(of: node) {
      if let domain = try domain(element), !domains.contains(domain) { domains.append(domain) }
    }
    return domains
  }

  /// The domain that a text names; nil for a null, and for an unknown one where those are kept.
  mutating func domain(_ node: Int) throws(ReadingError) -> String? {
    guard let name = try text(at: node) else { return nil }
    if let key = names.domains.key(of: name) { return key }
    let hint = names.domainHints.nearest(to: name).map { "did you mean \($0)?" } ?? "the domains stand in the catalogue"
    guard reader.options.keepUnknown else { throw error(at: node, "there is no domain \(quoted(name))", hint) }
    try warn(at: node, "there is no domain \(quoted(name))", hint)
    return nil
  }

  func day(_ node: Int) throws(ReadingError) -> CalendarDate? {
    guard let text = try text(at: node) else { return nil }
    guard case .date(let date)? = DateText.read(text) else {
      throw error(at: node, "this is no day", "write 2026-11-19")
    }
    return date
  }
}
