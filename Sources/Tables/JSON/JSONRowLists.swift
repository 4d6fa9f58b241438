import JSON

/// The list of rows in an interface's answer, and what else the answer says about rows: further lists, and that there are
/// more than it holds.
struct JSONRowLists {
  /// Nodes of the rows.
  private(set) var rows: [Int] = []
  /// Why rows would be lost, and what to do.
  private(set) var problem: (message: String, hint: String)?
  private let document: JSONDocument

  init(_ document: JSONDocument) {
    self.document = document
    var lists: [(node: Int, rows: [Int])] = []
    var total: Int?
    var isPage = false
    // Those nearer to the root first.
    var open = [0]
    var next = 0
    while next < open.count {
      let node = open[next]
      next += 1
      switch document.nodes[node].kind {
      case .array:
        let elements = Array(document.children(of: node))
        if elements.contains(where: { document.nodes[$0].kind == .object }) {
          lists.append((node, elements))
        } else {
          open += elements
        }
      case .object:
        for key in document.children(of: node) {
          let name = document.text(of: key)
          let folded = name.lowercased().filter { $0 != "_" && $0 != "-" }
          if Self.totals.contains(folded), let value = Int(text(key + 1)) { total = max(total ?? 0, value) }
          if let word = Self.more[folded], text(key + 1) == word { isPage = true }
          open.append(key + 1)
        }
      default: continue
      }
    }
    // A head has three columns at least; lists of pairs say what columns mean, or name errors.
    if lists.count > 1 {
      let wide = lists.filter { $0.rows.contains { width(of: $0) >= 3 } }
      if !wide.isEmpty { lists = wide }
    }
    guard let list = lists.first else {
      problem = ("is JSON without a list of rows", "hand in a list of objects, each of them a row")
      return
    }
    rows = list.rows
    if lists.count > 1, lists.contains(where: { $0.rows.contains { width(of: $0) >= 3 } }) {
      problem = (
        "has several lists of rows: \(lists.prefix(5).map { document.pointer(to: $0.node) }.joined(separator: ", "))",
        "hand in each as a file of its own"
      )
    } else if let row = rows.firstIndex(where: { document.nodes[$0].kind != .object }) {
      problem = (
        "has something in its list of rows that is no row, as number \(row + 1)", "hand in a list of objects alone"
      )
    } else if let total, total > rows.count {
      problem = ("says that there are \(total) rows and holds \(rows.count)", "hand in all its pages, as one list")
    } else if isPage {
      problem = ("says that there are more pages", "hand in all its pages, as one list")
    }
  }

  private func text(_ value: Int) -> String {
    switch document.nodes[value].kind {
    case .object, .array, .null: ""
    default: document.text(of: value)
    }
  }

  private func width(of row: Int) -> Int {
    guard document.nodes[row].kind == .object else { return 0 }
    return document.children(of: row).reduce(0) { $0 + max(1, width(of: $1 + 1)) }
  }

  private static let totals: Set<String> = [
    "total", "totalcount", "totalelements", "totalrows", "totalrecords", "totalrecord", "totalnum", "totalnumber",
    "totalsize", "totalitems", "recordstotal", "rowcount", "recordcount",
  ]
  /// And the value that says there is more.
  private static let more = [
    "hasnextpage": "true", "hasnext": "true", "hasmore": "true", "last": "false", "islast": "false",
    "islastpage": "false",
  ]
}
