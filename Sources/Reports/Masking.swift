import Records

/// How a report shows personal data, by the masks of one profile.
struct Masking: Sendable {
  let masks: [Mask]
  /// For the list of omissions: 标准脱敏.
  let label: String

  init(_ profile: MaskProfile?) { (masks, label) = (profile?.masks ?? [], profile?.naming.label ?? "全部隐去") }

  /// A text under a mask; if the profile does not have the mask, the whole text is hidden.
  func applied(_ key: String, to text: String) -> String {
    masks.first { $0.key == key }?.applied(to: text) ?? String(repeating: "*", count: text.count)
  }

  /// Masks personal details in running text, and counts them.
  /// - Parameter label: the field's label, if it may say what the value is (`unknown` fields).
  func prose(_ text: String, label: String = "") -> (text: String, count: Int) {
    hidden(PersonalDetail.all(in: text, label: label), in: text)
  }

  /// Masks identity numbers in any other text, and counts them.
  func plain(_ text: String, at context: IdentityNumber.Context = .anywhere) -> (text: String, count: Int) {
    let numbers = IdentityNumber.all(in: text, at: context)
    return numbers.isEmpty
      ? (text, 0) : hidden(numbers.map { PersonalDetail(kind: .identity, offsets: $0.offsets) }, in: text)
  }

  private func hidden(_ details: [PersonalDetail], in text: String) -> (text: String, count: Int) {
    if details.isEmpty { return (text, 0) }
    var scalars = Array(text.unicodeScalars)
    var count = 0
    for detail in details {
      let characters = String(String.UnicodeScalarView(detail.offsets.map { scalars[$0] }))
      let shown = applied(detail.kind.mask, to: characters)
      if shown == characters { continue }
      count += 1
      for (offset, scalar) in zip(detail.offsets, shown.unicodeScalars) { scalars[offset] = scalar }
    }
    return (String(String.UnicodeScalarView(scalars)), count)
  }
}

extension PersonalDetail.Kind {
  /// Key of the mask in the catalogue. If the catalogue does not have it, the detail is hidden completely.
  var mask: String {
    switch self {
    case .identity: "identity"
    case .telephone: "telephone"
    case .account: "account"
    case .contact: "contact"
    case .address: "address"
    case .name: "name"
    }
  }
}
