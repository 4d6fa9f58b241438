import CivilTime
import Records
import Registry
import ReportKinds
import Reports
import SelfPrinting

// The values for the form.

extension SelfPrintSite {
  func formValues(
    _ holder: Holder, _ subject: SubjectSummary, _ offer: FormOffer, _ form: [String: String], problem: String?
  ) -> [String: Any] {
    let chosen = form["kind"] ?? Report.Kind(publicReportOf: holder.standard).name
    var values: [String: Any] = [
      "name": subject.name, "kindLabel": subject.kindLabel, "asOf": subject.asOf.chineseText,
      "perDay": "\(turns.ofQuestion)", "ofKindPerDay": "\(turns.ofKind)", "isPerson": holder.isPerson,
      "isBody": !holder.isPerson,
      "taken": takenValues(subject), "hasTaken": !subject.taken.isEmpty,
      "kinds": holder.kinds.map {
        ["key": $0.name, "title": $0.shortTitle, "hint": $0.facts.selfPrintHint ?? "", "isChosen": chosen == $0.name]
      },
      "from": form["from"] ?? "", "to": form["to"] ?? "",
      "lastDay": offer.lastDay.description, "earliest": offer.questions.earliest.description,
      "uses": Judgement.Purpose.allCases.map {
        ["key": $0.rawValue, "label": $0.label, "isChosen": form["use"] == $0.rawValue]
      },
      "recipient": form["recipient"] ?? "", "purpose": form["purpose"] ?? "",
      "longest": "\(ApplicantText.longest)",
    ]
    if !holder.isPerson { values.merge(helpValues(offer, form)) { $1 } }
    if let problem { values["problem"] = problem }
    return values
  }

  /// Domains, presets, lengths, and how far the data reach.
  private func helpValues(_ offer: FormOffer, _ form: [String: String]) -> [String: Any] {
    let asked = offer.chosen(form)
    let reach = offer.reach(of: asked.isEmpty ? offer.domains : asked)
    let groups = offer.groups
    return [
      "groups": groups.enumerated().map { place, group in
        var values: [String: Any] = [
          "place": "\(place)",
          "domains": group.domains.map { domain in
            let days = offer.days.first { $0.domain == domain.key }
            let through = days?.through?.description
            return [
              "key": domain.key, "label": domain.label, "isChosen": form[FormOffer.field(domain.key)] != nil,
              "through": through ?? "", "reach": through.map { "归集至\($0)" } ?? "未归集",
              "sources": days?.sources.joined(separator: "、") ?? "",
            ] as [String: Any]
          },
        ]
        if let label = group.label { values["label"] = label }
        return values
      },
      "presets": offer.questions.presets.enumerated().map { place, preset in
        [
          "place": "\(place)", "label": preset.label, "basis": preset.basis, "years": "\(preset.years)",
          "yearsText": yearsText(preset.years), "use": preset.purpose.rawValue,
          "domains": preset.domains?.joined(separator: " ") ?? "all",
        ]
      }, "hasPresets": !offer.questions.presets.isEmpty,
      "years": offer.questions.years.map { ["years": "\($0)", "text": yearsText($0)] },
      "reach": reachText(reach, offer), "hasWithout": !reach.without.isEmpty,
      "without": reach.without.map { offer.label($0.domain) }.joined(separator: "、"),
    ]
  }

  private func yearsText(_ years: Int) -> String {
    let digits = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"]
    return "近\(digits.indices.contains(years - 1) ? digits[years - 1] : "\(years)")年"
  }

  /// The last day that all sources cover, and which of them ends there.
  private func reachText(_ reach: FormOffer.Reach, _ offer: FormOffer) -> String {
    guard !reach.ending.isEmpty else { return "所选领域的数据都归集至\(reach.day)。" }
    let ending = reach.ending.map { days in
      offer.label(days.domain) + (days.sources.isEmpty ? "" : "（\(days.sources.joined(separator: "、"))）")
    }
    return "所选领域的数据都归集到的最后一天是\(reach.day)，到此为止的是：\(ending.joined(separator: "、"))。"
  }

  /// The reports that today's turns were taken for.
  private func takenValues(_ subject: SubjectSummary) -> [[String: Any]] {
    subject.taken.map { turn in
      var values: [String: Any] = ["kind": turn.kind.shortTitle]
      if let number = turn.number { values["number"] = number }
      return values
    }
  }
}
