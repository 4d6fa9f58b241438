import Records
import Registry
import Reports
import Verifying

// What a home answers where no report can be made, and what a report would conclude.

extension SelfPrintRefusal {
  static let declaredCoverage = SelfPrintRefusal("归集情况未经核实，暂时无法出具本报告。请与报告出具单位联系。")
  static let olderData = SelfPrintRefusal("信用信息正在更新，暂时无法出具本报告。请稍后再试，或者与报告出具单位联系。")

  /// Of errors that are no fault of the program, but of the data or of who answers for them; nil: of another one.
  init?(_ error: any Error) {
    switch error {
    case NoViolationError.declaredCoverage: self = .declaredCoverage
    case RegistryError.olderData: self = .olderData
    default: return nil
    }
  }
}

extension ObjectionRefusal {
  /// Nil for what the subject can do nothing about.
  init?(_ error: RegistryError) {
    switch error {
    case .invalid("attachment", _), .invalid("attachments", _): self = .attachment
    case .invalid: self = .text
    case .objectionPending: self = .pending
    case .statusRefused: self = .notInForce
    default: return nil
    }
  }
}

extension SelfPrintConclusion {
  init(_ judgement: Judgement, _ conclusion: Conclusion) {
    self.init(
      outcome: conclusion.outcome, text: conclusion.text, scope: conclusion.scope,
      answers: judgement.answers.map {
        Answer(label: $0.label, outcome: $0.outcome, count: $0.count, reasons: $0.reasons)
      }, notQueried: judgement.notQueried.map(\.label), unclassified: judgement.unclassified.count)
  }
}

/// A credit file from which no report can be made. Says nothing about its contents.
package struct CreditFileUnfit: Error, CustomStringConvertible {
  var problem: String
  package var description: String { "a credit file \(problem)" }
  /// For its subject, who can do nothing about it.
  package var refusal: SelfPrintRefusal { SelfPrintRefusal("信用信息有误，暂时无法出具报告。请与报告出具单位联系。") }
}

public struct SelfPrintSetupError: Error, CustomStringConvertible {
  var problem: String
  public var description: String { problem }
}

extension Refusal {
  /// For the person whom the report is about.
  var selfPrintText: String {
    switch self {
    case .minor: "个人报告只向已满十八周岁的本人出具。"
    case .notFullCapacity: "个人报告只向具有完全民事行为能力的本人出具。请与报告出具单位联系。"
    case .ageUnknown: "现有信息不能确定年龄，暂时无法出具报告。请与报告出具单位联系。"
    case .requesterIsNotSubject: "登录的姓名与信用信息中的姓名不一致，暂时无法出具报告。请与报告出具单位联系。"
    default: "该主体不能出具这种报告。"
    }
  }
}
