import Records
import ReportKinds

/// The subject where everybody may look: in the QR symbol, which lies open to every camera (`verification.md` §2), and in the
/// names of files. A person is masked there.
extension Report {
  /// - Parameter name: the subject's, or what there is room for of it.
  package func shown(name: String) -> String { kind.isOfPerson ? ShownPerson.name(name) : name }

  /// A 统一社会信用代码 in full; a person's number by its last four characters. Older reports showed more of it on paper.
  package var shownCode: String { kind.isOfPerson ? ShownPerson.number(subject.code) : subject.code }
}
