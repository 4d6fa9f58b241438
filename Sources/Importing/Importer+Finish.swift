import CivilTime
import ErrorCauses
import Records

extension Importer {
  /// Emits the files in the order of their codes, and reports defects that involve several rows.
  /// - Parameters:
  ///   - report: receives the defects that only the whole import shows.
  ///   - write: receives each file once.
  public mutating func finish(
    report: (Defect) -> Void, write: (ImportedFile) throws -> Void
  ) throws -> ImportSummary {
    let held = holdBackDoubles(report)
    reportNames(report, but: held)
    let recordsOfSubjects = grouped()
    var used: Set<String> = []
    let kept = subjects.entries.indices.filter { !held.contains($0) }
    for index in kept.sorted(by: { subjects.entries[$0].code < subjects.entries[$1].code }) {
      let subject = subjects.entries[index]
      let name = fileName(subject.code, &used)
      let bytes = try text(of: subject, recordsOfSubjects[index])
      summary.kinds["\(subject.basis) → \(label(ofKind: subject.kind))", default: 0] += recordsOfSubjects[index].count
      try write(ImportedFile(name: name, bytes: bytes, isPersonal: isPerson(subject.kind)))
    }
    summary.subjects = kept.count
    summary.categories = counts.filter { $0.rows > 0 }
    summary.missingYears.sort()
    summary.compliance = .init(
      counts.reduce(0) { $0 + $1.compliant }, of: summary.rows, target: summary.compliance.target)
    let timely = counts.reduce(0) { $0 + $1.timely }
    summary.timeliness = .init(
      timely, of: timely + counts.reduce(0) { $0 + $1.late }, target: summary.timeliness.target)
    return summary
  }

  private func isPerson(_ kind: String) -> Bool {
    catalogue.subjectKinds.first { $0.naming.key == kind }?.isPerson ?? false
  }

  /// Indices of entries by subject, in the order in which they were read.
  private func grouped() -> [[Int32]] {
    var groups: [[Int32]] = Array(repeating: [], count: subjects.entries.count)
    for (index, entry) in entries.enumerated() { groups[Int(entry.subject)].append(Int32(index)) }
    return groups
  }

  private func text(of subject: SubjectBook.Entry, _ records: [Int32]) throws(OversizeError) -> [UInt8] {
    let limits = CreditFileReader.Limits.standard
    if records.count > limits.records {
      throw OversizeError(
        subject: subject.name.text, problem: "has \(records.count) records of \(limits.records) at most")
    }
    var lists: [(category: String, pieces: [Piece])] = []
    for (index, plan) in tables.plans.enumerated() {
      let pieces = records.map { entries[Int($0)] }.filter { $0.category == index }.map(\.text)
      if !pieces.isEmpty { lists.append((plan.category.naming.label, pieces)) }
    }
    let bytes = CreditFileText.file(
      asOf: options.asOf.description, kind: label(ofKind: subject.kind), name: subject.name.text, code: subject.code,
      records: lists, in: store, coverage: options.coverage)
    if bytes.count > limits.fileBytes {
      throw OversizeError(
        subject: subject.name.text, problem: "has \(bytes.count) bytes of \(limits.fileBytes) at most")
    }
    return bytes
  }

  /// Letters and digits stay; any other character of a document's number is written as its code, so that no name can
  /// leave its folder. Two subjects with one number (see `SubjectBook`) get different names.
  private func fileName(_ code: String, _ used: inout Set<String>) -> String {
    var base = ""
    for byte in code.utf8 {
      let isPlain = 48...57 ~= byte || 65...90 ~= byte
      base += isPlain ? String(Unicode.Scalar(byte)) : "_" + String(byte, radix: 16)
    }
    base = String(base.prefix(200))
    var name = base
    var count = 1
    while !used.insert(name).inserted {
      count += 1
      name = "\(base)-\(count)"
    }
    return name + ".json"
  }

  /// Names under one code that have nothing in common belong to different subjects, and nobody can tell which is right:
  /// all of their rows are rejected.
  /// - Returns: the indices of such subjects.
  private mutating func holdBackDoubles(_ report: (Defect) -> Void) -> Set<Int> {
    let held = subjects.entries.indices.filter { index in
      let subject = subjects.entries[index]
      return subject.names.count > 1
        && !SubjectNames.areOfOne(subject.names.map(\.text), isPerson: isPerson(subject.kind))
    }
    if held.isEmpty { return [] }
    let indices = Set(held)
    for entry in entries where indices.contains(Int(entry.subject)) {
      let subject = subjects.entries[Int(entry.subject)]
      let english = subject.names.map { "\($0.text) (row \($0.row))" }.joined(separator: ", ")
      let chinese = subject.names.map { "\($0.text)（第 \($0.row) 行）" }.joined(separator: "、")
      reject(
        entry, ofPerson: isPerson(subject.kind),
        Wording(
          "its code is that of names without anything in common, which cannot be one subject: \(english)",
          "该代码下的名称毫无共同之处，不可能是同一主体：\(chinese)"), report)
    }
    entries.removeAll { indices.contains(Int($0.subject)) }
    return indices
  }

  /// Withdraws a row that was already a record.
  private mutating func reject(_ entry: Entry, ofPerson isPerson: Bool, _ reason: Wording, _ report: (Defect) -> Void) {
    let (category, table, row) = (Int(entry.category), Int(entry.table), Int(entry.row))
    counts[category].records -= 1
    counts[category].rejected += 1
    if entry.isCompliant { counts[category].compliant -= 1 }
    summary.tables[table].rejected += 1
    let tableName = summary.tables[table].file
    rejected.add(
      tableName: tableName, row: row, reason: reason.chinese,
      cells: tables.rows.shownCells(
        of: store[entry.text], entry.rest.map { store[$0] } ?? [], heads[table], ofPerson: isPerson),
      table: table)
    note(.rejected, tableName, row, "", "", reason, report)
  }

  private mutating func reportNames(_ report: (Defect) -> Void, but held: Set<Int>) {
    var codesOfNames: [String: [Int]] = [:]
    for (index, subject) in subjects.entries.enumerated() where !held.contains(index) {
      let name = subject.name
      codesOfNames[foldedName(name.text), default: []].append(index)
      for other in subject.names where other.text != name.text {
        let more = other.rows - 1
        note(
          .otherName, other.tableName, other.row, "", other.text,
          Wording(
            "the file has the name of the latest decision, \(name.text)\(more == 0 ? "" : " (and in \(more) rows more)")",
            "信用档案采用最近一次决定中的名称“\(name.text)”\(more == 0 ? "" : "（另有 \(more) 行相同）")"), report)
      }
    }
    for index in subjects.entries.indices where !held.contains(index) {
      let subject = subjects.entries[index]
      let name = subject.name
      let same = (codesOfNames[foldedName(name.text)] ?? []).filter { $0 != index }
      // It is normal that persons share a name.
      if same.isEmpty || isPerson(subject.kind) { continue }
      let codes = same.filter { !isPerson(subjects.entries[$0].kind) }.map { subjects.entries[$0].code }
      if codes.isEmpty { continue }
      note(
        .otherCode, name.tableName, name.row, "", subject.code,
        Wording(
          "\(name.text) also has the code \(codes.joined(separator: ", ")); they are kept apart",
          "“\(name.text)”还有代码 \(codes.joined(separator: "、"))；按不同主体分开处理"), report)
    }
    summary.uncoded = uncoded.map { folded, group in
      var group = group
      let same = (codesOfNames[folded] ?? []).filter { !isPerson(subjects.entries[$0].kind) }
      group.codesOfSameName = same.map { subjects.entries[$0].code }.sorted()
      return group
    }.sorted { ($1.rows, $0.name) < ($0.rows, $1.name) }
  }
}
