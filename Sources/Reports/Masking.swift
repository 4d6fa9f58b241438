import Records

/// How a report shows personal data: the masks of one profile.
struct Masking: Sendable {
  let masks: [Mask]
  /// For omissions: 标准脱敏.
  let label: String

  init(_ profile: MaskProfile?) { (masks, label) = (profile?.masks ?? [], profile?.naming.label ?? "全部隐去") }

  /// A text under a mask; under one that the profile does not have, nothing of the text shows.
  func applied(_ key: String, to text: String) -> String {
    masks.first { $0.key == key }?.applied(to: text) ?? String(repeating: "*", count: text.count)
  }

  /// Running text with the numbers of persons masked, and how many they are.
  /// - Parameter label: of the field, where it may say what its value is (`unknown` fields).
  func prose(_ text: String, label: String = "") -> (text: String, count: Int) {
    let numbers = PersonalNumber.all(in: text, label: label)
    if numbers.isEmpty { return (text, 0) }
    var scalars = Array(text.unicodeScalars)
    var count = 0
    for number in numbers {
      let characters = String(String.UnicodeScalarView(number.offsets.map { scalars[$0] }))
      let shown = applied(number.kind.mask, to: characters)
      if shown == characters { continue }
      count += 1
      for (offset, scalar) in zip(number.offsets, shown.unicodeScalars) { scalars[offset] = scalar }
    }
    return (String(String.UnicodeScalarView(scalars)), count)
  }
}

extension PersonalNumber.Kind {
  /// Key of the mask in the catalogue.
  var mask: String {
    switch self {
    case .identity: "identity"
    case .telephone: "telephone"
    case .account: "account"
    }
  }
}
