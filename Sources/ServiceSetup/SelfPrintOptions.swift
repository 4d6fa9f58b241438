public import ArgumentParser

/// What a process is told that issues reports to people who log in.
public struct SelfPrintOptions: ParsableArguments {
  @Option(help: "Address of the OpenID Connect provider, exactly as its discovery document writes `issuer`.")
  var login: String?

  @Option(help: "Our name at the provider (client_id).")
  var loginClient: String?

  @Option(help: "File with the client's secret; or XINBAO_LOGIN_SECRET. Without either: a public client.")
  var loginSecretFile: String?

  @Option(help: "What to ask the provider for. (default: openid profile)")
  var loginScopes: String?

  @Option(
    help: """
      Claims with a body's 统一社会信用代码, a person's number and the name, with commas between. \
      (default: uscc,id_number,name)
      """)
  var loginClaims: String?

  @Flag(
    help: """
      Whoever is logged in at the provider need not log in again. By default the provider is to ask every time, for \
      machines that several people use.
      """)
  var singleSignOn = false

  @Option(
    help: """
      How long ago the provider may have asked who it is, in seconds (max_age). (default: 300; 28800 with \
      --single-sign-on)
      """)
  var loginMaxAge: Int?

  @Option(help: "Address by which browsers reach this service: https://verify.example.cn. /self/callback is below it.")
  var publicURL: String?

  @Option(
    help: "Where credit files are: a folder with CODE.json, or postgres://… with a table credit_file (code, body).")
  public var creditFiles: String?

  @Option(help: "Folder for the PDFs that were issued, until they expire. (default: prints in the home)")
  var prints: String?

  @Option(
    help: """
      How often a subject may have the same question answered on one day: same domains, purpose, recipient and kind of \
      report. (default: 1)
      """)
  var printsPerDay: Int?

  @Option(help: "Reports of one kind that a subject may have issued on one day, whatever they answer. (default: 20)")
  var printsOfKindPerDay: Int?

  public init() {}

  /// The flags that are given.
  public var given: [String] {
    let flags: [(String, Bool)] = [
      ("--login", login != nil), ("--login-client", loginClient != nil),
      ("--login-secret-file", loginSecretFile != nil), ("--login-scopes", loginScopes != nil),
      ("--login-claims", loginClaims != nil), ("--single-sign-on", singleSignOn),
      ("--login-max-age", loginMaxAge != nil), ("--public-url", publicURL != nil),
      ("--credit-files", creditFiles != nil), ("--prints", prints != nil), ("--prints-per-day", printsPerDay != nil),
      ("--prints-of-kind-per-day", printsOfKindPerDay != nil),
    ]
    return flags.filter(\.1).map(\.0)
  }
}
