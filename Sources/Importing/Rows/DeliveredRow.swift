package import CivilTime
import ErrorCauses

/// A row of a table below its head, and what it says.
package struct DeliveredRow: Sendable, Equatable {
  package enum Content: Sendable, Equatable {
    case record(DeliveredRecord)
    case registration(DeliveredRegistration)
    case unattributed(UnattributedRow)
    /// Nothing about anybody: a note, a footer, an example, an empty row with its number.
    case noData(NoData)
  }
  /// File and sheet.
  package var tableName: String
  /// From 1, as spreadsheet programs count.
  package var number: Int
  /// Canonical key; `TableInterpreter.registration` in a registrar's table.
  package var category: String
  /// Who says it and who decided it (数据来源单位, 作出机关), as given; none if the row does not say who says it.
  package var offices: [String] = []
  package var content: Content
  /// What is wrong or doubtful in it, with the numbers of persons masked. Of a row that nobody can be given for sure,
  /// the reason.
  package var defects: [Defect]
}

/// A row whose subject is certain.
package struct DeliveredRecord: Sendable, Equatable {
  package var subject: SubjectIdentity
  /// Of the document; as given.
  package var number: String?
  /// As given.
  package var authority: String?
  /// Nil: the row has no day of decision that can be trusted.
  package var decided: CalendarDate?
  /// The day on which the row arrived, by its column or the options.
  package var received: CalendarDate?
  /// Registration numbers and the like, without the subject's code.
  package var otherCodes: [SubjectCode]
  /// Whether the number of a natural person's document stands in the row: the subject's or anybody's.
  package var holdsIdentityNumber: Bool
  /// JSON of the record as a credit file holds it.
  package var text: [UInt8]
}

/// What a registrar says of a subject. Its code is certain.
package struct DeliveredRegistration: Sendable, Equatable {
  package var subject: SubjectIdentity
  /// As given, in their order.
  package var formerNames: [String]
  /// The day on which the name changed.
  package var changedOn: CalendarDate?
  package var received: CalendarDate?
  package var otherCodes: [SubjectCode]
  package var holdsIdentityNumber: Bool
  /// JSON of the fields that the catalogue gives to subjects of this kind. Fields of other kinds, in a table of several,
  /// are not among them.
  package var fields: [UInt8]
}

/// A row that nobody can be given for sure.
package struct UnattributedRow: Sendable, Equatable {
  /// Why, with the column where one is to blame: `行政相对人代码_1: …`.
  package var reason: String
  /// Cells may stand under the wrong heads: what the row says of anybody may be anywhere in it. It has no name then, no
  /// day, authority or number, and its codes are all that stand in it, the authority's among them.
  package var isMisaligned: Bool
  /// The subject, where it is certain all the same: another cell of the row is damaged. Then the row concerns nobody else.
  package var subject: SubjectIdentity?
  /// As given; nil also where the name's cell is damaged, or says that the name is not given (当事人, 详见附件).
  package var name: String?
  /// Whatever may be a code of its subject, checked or not, without duplicates.
  package var codes: [SubjectCode]
  /// What may be somebody's code if it is read with less care (`CodeMentions`): whom it names may be meant, but the row
  /// does not name anybody by it.
  package var furtherCodes: [String]
  package var number: String?
  package var authority: String?
  package var decided: CalendarDate?
  package var received: CalendarDate?
  package var holdsIdentityNumber: Bool
  /// JSON of all cells that are not empty: under the catalogue's labels where the column is known, else as the head
  /// calls it (`column 7` where it does not).
  package var text: [UInt8]
}

/// A number by which a row names its subject.
package struct SubjectCode: Sendable, Hashable {
  /// Key of the field; empty: a sound code in another place.
  package var field: String
  /// Normalized: upper case, half-width, without blanks.
  package var text: String
}

/// Why a row below the head holds no data.
package enum NoData: String, Sendable, Equatable, CaseIterable {
  /// 填表说明, 注：
  case note
  /// 填表人, 合计
  case footer
  /// Marked as an example: 例, 样例.
  case example
  /// At most a number.
  case numbered
  /// 零报告, 本月无数据: the source says that there is nothing.
  case nilReturn = "nil-return"
  /// The head, once more, as on each printed page.
  case repeatedHead = "repeated-head"

  var wording: Wording {
    switch self {
    case .note: Wording("is a note, and no data", "是说明，不是数据")
    case .footer: Wording("is a footer, and no data", "是表尾，不是数据")
    case .example: Wording("is an example, and no data", "是示例，不是数据")
    case .numbered: Wording("has at most a number, and is no data", "至多只有序号，不是数据")
    case .nilReturn: Wording("says that there is nothing to report", "写明没有可报送的数据")
    case .repeatedHead: Wording("repeats the head, and is no data", "重复表头，不是数据")
    }
  }
}
