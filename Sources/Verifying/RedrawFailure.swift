/// Why a file was not made again from its data.
public enum RedrawFailure: Error, Sendable, Equatable {
  /// Its engine (program, libraries, template, fonts) is not at hand: it says nothing against the file.
  case notAtHand(String)
  /// The data name an engine that is at hand, and are none that it writes; or they contradict the token.
  case damaged(String)
}
