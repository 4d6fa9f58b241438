import CivilTime
import Foundation
public import Issuing
import Records
public import ReportKinds
public import Reports

/// An order from the self-print page, read strictly: anything that the page does not offer is refused.
public struct SelfPrintOrder: Sendable, Equatable {
  public var kind: Report.Kind
  /// For a no-violation report.
  public var noViolation: NoViolationTerms?
  /// For a personal report: 查询用途.
  public var purpose: String?

  public init(kind: Report.Kind, noViolation: NoViolationTerms? = nil, purpose: String? = nil) {
    (self.kind, self.noViolation, self.purpose) = (kind, noViolation, purpose)
  }
}

/// A domain that a no-violation report can cover.
public struct DomainChoice: Sendable, Equatable, Codable {
  public var key: String
  public var label: String
  public init(key: String, label: String) { (self.key, self.label) = (key, label) }
}

/// What is wrong with a form, for the person who filled it in.
package struct FormProblem: Error, Equatable {
  package var text: String
}

extension SelfPrintOrder {
  package init(_ form: [String: String], for holder: Holder, _ offer: FormOffer) throws(FormProblem) {
    guard let kind = form["kind"].flatMap(Report.Kind.init(rawValue:)), holder.kinds.contains(kind) else {
      throw FormProblem(text: "请选择报告种类。")
    }
    self.init(kind: kind)
    if kind.isOfPerson {
      guard let purpose = try Self.text(form["purpose"], "查询用途只写用于什么", called: "查询用途") else {
        throw FormProblem(text: "请填写查询用途，例如：求职。")
      }
      self.purpose = purpose
    }
    if kind.making == .judgement { noViolation = try Self.terms(form, offer) }
  }

  /// The fields from which the order is read.
  /// - Parameter domains: those that were offered.
  package func fields(_ domains: [DomainChoice]) -> [String: String] {
    var form = ["kind": kind.rawValue]
    form["purpose"] = purpose
    guard let terms = noViolation else { return form }
    form.merge(FormOffer.ticked(domains.filter { terms.domains?.contains($0.key) ?? true })) { $1 }
    (form["from"], form["to"]) = (terms.period.lowerBound.description, terms.period.upperBound.description)
    form["use"] = terms.purpose.rawValue
    form["recipient"] = terms.recipient
    return form
  }

  private static func terms(_ form: [String: String], _ offer: FormOffer) throws(FormProblem) -> NoViolationTerms {
    let asked = offer.chosen(form)
    // Of a form that was made when more was offered: the report would cover less than was asked for.
    guard FormOffer.count(form) == asked.count else {
      throw FormProblem(text: "可以查询的领域有变动，请重新选择。")
    }
    guard !asked.isEmpty else { throw FormProblem(text: "请至少选择一个领域。") }
    let period = try period(form, offer)
    guard let purpose = form["use"].flatMap(Judgement.Purpose.init(rawValue:)) else {
      throw FormProblem(text: "请选择报告用途。")
    }
    return NoViolationTerms(
      domains: asked.count == offer.domains.count ? nil : asked.map(\.key), period: period, purpose: purpose,
      recipient: try recipient(form["recipient"]))
  }

  private static func period(
    _ form: [String: String], _ offer: FormOffer
  ) throws(FormProblem) -> ClosedRange<CalendarDate> {
    guard let from = form["from"].flatMap({ CalendarDate(text: $0) }),
      let through = form["to"].flatMap({ CalendarDate(text: $0) })
    else { throw FormProblem(text: "请填写查询期间的起止日期，例如：2023-11-20。") }
    guard from <= through else { throw FormProblem(text: "查询期间的起始日期（\(from)）不能晚于截止日期（\(through)）。") }
    // It would be cut off there, and the report would cover less than was asked for.
    guard through <= offer.lastDay else {
      throw FormProblem(text: "截止日期（\(through)）不能晚于\(offer.lastDay)：信用信息只归集到这一天。")
    }
    guard from >= offer.questions.earliest else {
      throw FormProblem(text: "起始日期（\(from)）过早，不能早于\(offer.questions.earliest)。")
    }
    return from...through
  }

  private static func recipient(_ given: String?) throws(FormProblem) -> String? {
    try text(given, "报告接收方只能是单位或者个人的名称", called: "报告接收方")
  }

  /// - Parameter demand: how a message says what the text may be.
  private static func text(_ given: String?, _ demand: String, called name: String) throws(FormProblem) -> String? {
    guard let text = given?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else { return nil }
    do { return try ApplicantText(text).text } catch {
      switch error {
      case .tooLong: throw FormProblem(text: "\(name)不能超过\(ApplicantText.longest)个字。")
      case .character: throw FormProblem(text: "\(demand)，可以用文字、数字、空格和 \(ApplicantText.allowed) 。")
      }
    }
  }
}
