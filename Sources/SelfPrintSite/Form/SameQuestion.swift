import CivilTime
import Records
import ReportKinds
import SelfPrinting

// The question of an earlier report once more, up to today.

extension FormOffer {
  /// A form that asks again what a report was asked, up to the last day that its domains cover: a period of full years keeps
  /// its length, any other keeps its beginning.
  /// - Returns: the form, and what must be looked at before it is sent; nil: nothing.
  func form(asking report: SelfPrintedReport) -> (form: [String: String], problem: String?) {
    var form = ["kind": report.kind.rawValue]
    guard let question = report.question else { return (form, nil) }
    let asked = domains.filter { question.domains.contains($0) }
    form.merge(FormOffer.ticked(asked)) { $1 }
    let period = period(after: question.period, reach(of: asked).day)
    (form["from"], form["to"]) = (period.lowerBound.description, period.upperBound.description)
    form["use"] = question.purpose?.rawValue
    form["recipient"] = question.isRecipientCut ? nil : question.recipient
    if asked.count < question.domains.count || asked.isEmpty { return (form, "原报告的部分领域现在不能选择，请核对查询领域。") }
    if question.isRecipientCut { return (form, "原报告接收方的名称过长，未能全部带出，请重新填写。") }
    return (form, nil)
  }

  private func period(
    after earlier: ClosedRange<CalendarDate>, _ covered: CalendarDate
  ) -> ClosedRange<CalendarDate> {
    let last = max(min(covered, lastDay), min(earlier.upperBound, lastDay))
    let years = (1...30).first { QuestionForm.period(ofYears: $0, through: earlier.upperBound) == earlier }
    if let years { return QuestionForm.period(ofYears: years, through: last) }
    return min(earlier.lowerBound, last)...last
  }
}
