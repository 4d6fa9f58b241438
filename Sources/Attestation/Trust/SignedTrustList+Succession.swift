import ErrorCauses

extension SignedTrustList {
  /// Signs a list that follows an earlier one.
  /// - Parameters:
  ///   - draft: its number is raised above the earlier list's if necessary.
  ///   - previous: the list that this root signed last; nil: there is none.
  ///   - location: where the earlier list is, for errors.
  /// - Returns: the list as it was signed, and the earlier one.
  /// - Throws: `AttestationError.refused` if the draft cannot follow the earlier list.
  public static func sign(
    _ draft: TrustList, with root: SigningKey, after previous: SignedTrustList?, location: String
  ) throws(AttestationError) -> (signed: SignedTrustList, list: TrustList, previous: TrustList?) {
    var list = draft
    var earlier: TrustList?
    if let previous {
      let known: TrustList
      do throws(TrustRefusal) { known = try previous.verified(byRoot: RootFingerprint(of: root.publicKey)) } catch {
        throw .refused(location: location, problem: "is not a list of this root: \(error)")
      }
      guard known.issuedAt <= list.issuedAt else {
        throw .refused(location: location, problem: "is younger than the list to be signed; export that anew")
      }
      // Otherwise an intruder in the home could have a stolen key declared sound again.
      for entry in known.keys.entries where entry.compromisedAt != nil {
        guard list.keys[entry.kid]?.compromisedAt ?? 0 <= entry.compromisedAt ?? 0,
          list.keys[entry.kid].map({ $0.compromisedAt != nil }) ?? true
        else {
          throw .refused(
            location: "key \(entry.kid)", problem: "is stolen by the earlier list, and must not become sound")
        }
      }
      // For the same reason, no list may drop the seals or let them begin later: what they keep out would be accepted
      // again.
      if let seals = known.seals {
        guard let now = list.seals, now.since <= seals.since else {
          throw .refused(
            location: "seals",
            problem: "are pinned by the earlier list, and must stay so, from the same day or an earlier"
          )
        }
      }
      list.sequence = max(list.sequence, known.sequence + 1)
      earlier = known
    } else if list.sequence != 1 {
      throw .refused(
        location: "sequence", problem: "is \(list.sequence), and the list before it is not given",
        remedy: .previousTrustList)
    }
    return (try sign(list, with: root), list, earlier)
  }
}
