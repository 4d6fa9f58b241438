import Records

extension Report {
  /// Masks identity numbers in texts outside the catalogue's fields: names, sources and their reasons, who asks and
  /// why, the reasons of a judgement. Lines were masked when they were made (``Lines``), using what is known about
  /// their fields. If the subject's code is a person's number, as it may be for sole traders (个体工商户), a registration
  /// number may contain it too, so all lines are checked again.
  /// - Parameter code: the subject's code in full.
  /// - Returns: how many numbers were masked.
  mutating func hideIdentityNumbers(_ masking: Masking, ofSubject code: String) -> Int {
    var sieve = Sieve(masking: masking)
    if IdentityNumber.isOne(code) {
      changeLines { value in
        sieve.clean(&value)
        sieve.hide(code, in: &value)
      }
    }
    sieve.clean(&subject.name)
    for index in subject.statusLabels.indices { sieve.clean(&subject.statusLabels[index]) }
    for index in sources.indices {
      sieve.clean(&sources[index].name)
      sieve.clean(&sources[index].reason)
      // Names that the catalogue does not know are printed as given.
      for item in sources[index].domains.indices { sieve.clean(&sources[index].domains[item]) }
      for item in sources[index].categories.indices { sieve.clean(&sources[index].categories[item]) }
    }
    for index in unattributed.indices {
      sieve.clean(&unattributed[index].source)
      sieve.clean(&unattributed[index].reason)
      for item in unattributed[index].domains.indices { sieve.clean(&unattributed[index].domains[item]) }
      for item in unattributed[index].categories.indices { sieve.clean(&unattributed[index].categories[item]) }
    }
    for index in excluded.indices {
      sieve.clean(&excluded[index].source)
      sieve.clean(&excluded[index].reason)
      for item in excluded[index].categories.indices { sieve.clean(&excluded[index].categories[item]) }
    }
    if var asked = request {
      sieve.clean(&asked.requester)
      sieve.clean(&asked.purpose)
      sieve.clean(&asked.document)
      request = asked
    }
    if var judged = judgement {
      sieve.clean(&judged.recipient)
      for index in judged.answers.indices { sieve.clean(&judged.answers[index]) }
      for index in judged.unclassified.indices { sieve.clean(&judged.unclassified[index].reason) }
      judgement = judged
    }
    return sieve.count
  }

  /// Applies a change to the values of all lines.
  private mutating func changeLines(_ change: (inout String?) -> Void) {
    func changeLines(of record: inout Report.Record) {
      for line in record.lines.indices { change(&record.lines[line].value) }
    }
    func changeLines(of groups: inout [Report.Group]) {
      for group in groups.indices {
        for record in groups[group].records.indices { changeLines(of: &groups[group].records[record]) }
      }
    }
    for line in subject.fields.indices { change(&subject.fields[line].value) }
    for section in sections.indices { changeLines(of: &sections[section].groups) }
    guard var judged = judgement else { return }
    for answer in judged.answers.indices { changeLines(of: &judged.answers[answer].groups) }
    for record in judged.unclassified.indices { changeLines(of: &judged.unclassified[record].record) }
    judgement = judged
  }
}

private struct Sieve {
  let masking: Masking
  var count = 0

  init(masking: Masking) { self.masking = masking }

  mutating func clean(_ text: inout String) {
    let shown = masking.plain(text)
    guard shown.count > 0 else { return }
    text = shown.text
    count += shown.count
  }

  /// Tax numbers consist of the code and more digits, without a separator.
  mutating func hide(_ code: String, in text: inout String?) {
    guard let given = text else { return }
    let shown = given.replacing(code, with: ShownPerson.number(code))
    if shown == given { return }
    text = shown
    count += 1
  }

  mutating func clean(_ text: inout String?) {
    guard var given = text else { return }
    clean(&given)
    text = given
  }

  mutating func clean(_ answer: inout Judgement.Answer) {
    for index in answer.reasons.indices { clean(&answer.reasons[index]) }
    for index in answer.sources.indices {
      clean(&answer.sources[index].name)
      clean(&answer.sources[index].fault)
    }
  }
}
