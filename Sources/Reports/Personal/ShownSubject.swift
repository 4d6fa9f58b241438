import Records
import ReportKinds

/// The subject where anybody may look: in the QR symbol, which any camera can read (`verification.md` §2), and in file
/// names. A person is masked there.
extension Report {
  /// - Parameter name: the subject's name, or as much of it as there is room for.
  package func shown(name: String) -> String { kind.isOfPerson ? ShownPerson.name(name) : name }

  /// A 统一社会信用代码 in full; a person's number by its last four characters. Older reports showed more of it on paper.
  package var shownCode: String { kind.isOfPerson ? ShownPerson.number(subject.code) : subject.code }
}
