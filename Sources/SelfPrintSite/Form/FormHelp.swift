import CivilTime
import Records
import ReportKinds
import SelfPrinting

/// What the buttons in the form do, besides the one that goes on. Without a script they send the form, and it comes back
/// filled in.
enum FormHelp: Equatable {
  /// A period of so many years to the day, through the last day that the ticked domains cover.
  case years(Int)
  case preset(QuestionForm.Preset)
  /// 全选, 全不选
  case all, none
  /// Ticks a group, or unticks it if all of it is ticked.
  case group([DomainChoice])

  /// The buttons' names; a form holds at most one of them, because one button sends it.
  private enum Button: String, CaseIterable { case years, preset, select, group }

  /// Nil if the form was sent by the button that goes on.
  init?(_ form: [String: String], _ offer: FormOffer) {
    guard let button = Button.allCases.first(where: { form[$0.rawValue] != nil }), let value = form[button.rawValue]
    else { return nil }
    let place = Int(value) ?? -1
    switch button {
    case .years where offer.questions.years.contains(place): self = .years(place)
    case .preset where offer.questions.presets.indices.contains(place):
      self = .preset(offer.questions.presets[place])
    case .select: self = value == "all" ? .all : .none
    case .group where offer.groups.indices.contains(place): self = .group(offer.groups[place].domains)
    default: return nil
    }
  }

  func applied(to form: [String: String], _ offer: FormOffer) -> [String: String] {
    var form = form.filter { field in !Button.allCases.contains { $0.rawValue == field.key } }
    switch self {
    case .years(let years): Self.fill(&form, years: years, offer)
    case .preset(let preset):
      Self.tick(offer.domains.filter { preset.domains?.contains($0.key) ?? true }, in: &form, offer)
      (form["kind"], form["use"]) = (ReportKind.noViolation.rawValue, preset.purpose.rawValue)
      Self.fill(&form, years: preset.years, offer)
    case .all: Self.tick(offer.domains, in: &form, offer)
    case .none: Self.tick([], in: &form, offer)
    case .group(let group):
      let isWhole = group.allSatisfy { form[FormOffer.field($0.key)] != nil }
      for domain in group { form[FormOffer.field(domain.key)] = isWhole ? nil : "on" }
    }
    return form
  }

  private static func tick(_ domains: [DomainChoice], in form: inout [String: String], _ offer: FormOffer) {
    for domain in offer.domains { form[FormOffer.field(domain.key)] = nil }
    form.merge(FormOffer.ticked(domains)) { $1 }
  }

  private static func fill(_ form: inout [String: String], years: Int, _ offer: FormOffer) {
    let asked = offer.chosen(form)
    // Where nothing is ticked yet, as where all is: what the page says beside the days.
    let reach = offer.reach(of: asked.isEmpty ? offer.domains : asked)
    let period = QuestionForm.period(ofYears: years, through: reach.day)
    (form["from"], form["to"]) = (period.lowerBound.description, period.upperBound.description)
  }
}
