public import CivilTime

extension Report.Identity {
  /// Draws a number, a salt and a check code that nobody can guess.
  public static func drawn(at time: BeijingTime, issuer: String) -> Self {
    var generator = SystemRandomNumberGenerator()
    return Self(
      number: ReportNumber(at: time, random: generator.next()), issuedAt: time, issuer: issuer,
      salt: (0..<16).map { _ in UInt8.random(in: 0...255, using: &generator) },
      checkCode: checkCode(random: generator.next()))
  }
}
