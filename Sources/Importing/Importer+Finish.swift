import Records

extension Importer {
  /// Gives the files, in the order of their codes, and tells what concerns several rows.
  /// - Parameters:
  ///   - report: is told the defects that only the whole shows.
  ///   - write: is handed each file once.
  public mutating func finish(
    report: (Defect) -> Void, write: (ImportedFile) throws -> Void
  ) throws -> ImportSummary {
    reportNames(report)
    let recordsOfSubjects = grouped()
    var used: Set<String> = []
    for index in subjects.entries.indices.sorted(by: { subjects.entries[$0].code < subjects.entries[$1].code }) {
      let subject = subjects.entries[index]
      let name = fileName(subject.code, &used)
      let bytes = try text(of: subject, recordsOfSubjects[index])
      try write(ImportedFile(name: name, bytes: bytes, isPersonal: isPerson(subject.kind)))
    }
    summary.subjects = subjects.entries.count
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
    for (index, plan) in finder.plans.enumerated() {
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

  /// Letters and digits stay; whatever else a document's number has is written as its code, so that no name can leave
  /// its folder. Two subjects with one number (see `SubjectBook`) get names of their own.
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

  private mutating func reportNames(_ report: (Defect) -> Void) {
    var codesOfNames: [String: [Int]] = [:]
    for (index, subject) in subjects.entries.enumerated() {
      let name = subject.name
      codesOfNames[foldedName(name.text), default: []].append(index)
      for other in subject.names where other.text != name.text {
        let times = other.rows == 1 ? "" : " (and in \(other.rows - 1) rows more)"
        note(
          .otherName, other.place, other.row, "", other.text,
          "the file has the name of the latest decision, \(name.text)\(times)", report)
      }
    }
    for index in subjects.entries.indices {
      let subject = subjects.entries[index]
      let name = subject.name
      let same = (codesOfNames[foldedName(name.text)] ?? []).filter { $0 != index }
      // Persons of one name are no surprise.
      if same.isEmpty || isPerson(subject.kind) { continue }
      let codes = same.filter { !isPerson(subjects.entries[$0].kind) }.map { subjects.entries[$0].code }
      if codes.isEmpty { continue }
      note(
        .otherCode, name.place, name.row, "", subject.code,
        "\(name.text) also has the code \(codes.joined(separator: ", ")); they are kept apart", report)
    }
    summary.uncoded = uncoded.map { folded, group in
      var group = group
      let same = (codesOfNames[folded] ?? []).filter { !isPerson(subjects.entries[$0].kind) }
      group.codesOfSameName = same.map { subjects.entries[$0].code }.sorted()
      return group
    }.sorted { ($1.rows, $0.name) < ($0.rows, $1.name) }
  }
}
