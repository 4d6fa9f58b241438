import Foundation
import Yams

/// What an installation decides once: `config.yaml` in the home; each entry can also be given as `XINBAO_…` (README.md,
/// “Use”).
public struct Configuration: Sendable, Equatable {
  /// 报告出具单位, printed on the cover.
  public var issuer = "示例公共信用平台"
  /// Host of the verification page in the QR link.
  public var host = "verify.xinbao.example"
  /// Key or label of the edition of the report standard.
  public var edition = "2021"
  /// How long a token stays valid. Receivers ask for a report printed within one month (domain.md §1.7).
  public var validityDays = 30
  /// Key or label of the list of domains for no-violation reports, and of what counts as a violation there.
  public var catalogue = "guangdong-2021"
  public var profile = "guangdong"
  /// Whether no-violation reports are issued on coverage that somebody has typed, even with the keys for real reports.
  public var trustDeclaredCoverage = false
  /// Where reports are registered: a path, or a URL `postgres://…`; nil: `registry.sqlite` in the home.
  public var registry: String?
  /// A folder on another disk or machine, where the home also keeps what it knows of its registries; nil: only in the
  /// home.
  public var marks: String?
  /// Where deliveries are gathered: a path, or a URL `postgres://…`; nil: in the registry's database if that is
  /// PostgreSQL, else `gathering.sqlite`.
  public var gathering: String?
  /// The certificate that signs PDFs, with its issuers': PEM, or PKCS#12 that also holds the key; nil: the home's own
  /// test certificate.
  public var certificate: String?
  /// The certificate's private key, PEM (PKCS#8).
  public var certificateKey: String?
  /// A file that holds the password of the key or of the PKCS#12.
  public var certificatePassword: String?
  /// URL of an RFC 3161 service; nil: signatures have no time stamp.
  public var timeStamps: String?
  /// Root certificates of that service, PEM.
  public var timeStampRoots: String?

  public init() {}

  /// The text of a new home's `config.yaml`.
  static let initialText = """
    # Xinbao's settings. Every entry can also be given as XINBAO_ISSUER, XINBAO_HOST, XINBAO_EDITION,
    # XINBAO_VALIDITY_DAYS, XINBAO_CATALOGUE, XINBAO_PROFILE and so on; what the environment says goes first.
    issuer: 示例公共信用平台          # 报告出具单位, printed on the cover
    host: verify.xinbao.example       # host of the verification page in the QR link
    edition: "2021"                   # edition of the report standard
    validityDays: 30                  # how long a report's code verifies as valid
    catalogue: guangdong-2021         # list of domains of no-violation reports
    profile: guangdong                # what counts as a violation in them
    trustDeclaredCoverage: false      # issue them on coverage that was typed, not computed from deliveries
    # registry: postgres://…          # where reports are registered; by default registry.sqlite here
    # marks: /mnt/other/xinbao        # a folder on another disk: what the registry had come to is also kept there
    # gathering: postgres://…         # where deliveries are gathered; by default beside the reports, or gathering.sqlite
    # certificate: seal.p12           # signs the PDFs (PEM or PKCS#12); by default a certificate for trying out
    # certificateKey: seal-key.pem    # its private key, unless it is in the PKCS#12
    # certificatePassword: seal.password  # a file with the password of the key or the PKCS#12
    # timeStamps: http://tsa.example.cn   # an RFC 3161 service
    # timeStampRoots: tsa-roots.pem       # its root certificates

    """

  /// Reads a `config.yaml` and then the environment.
  /// - Throws: `InstallationError.configuration`, naming file, line and column.
  public init(yaml: String, file: String, environment: [String: String]) throws(InstallationError) {
    let root: Node?
    do { root = try Yams.compose(yaml: yaml, .basic) } catch {
      throw .configuration(location: file, problem: "is not YAML: \(error)".replacing("\n", with: " "))
    }
    if let root {
      guard let mapping = root.mapping else {
        throw .configuration(location: file, problem: "must be a list of `key: value` lines")
      }
      for (key, value) in mapping {
        let location = "\(file):\(key.mark?.line ?? 1):\(key.mark?.column ?? 1)"
        guard let name = key.string, let text = value.scalar?.string else {
          throw .configuration(location: location, problem: "every entry is one `key: value`")
        }
        guard let setting = Setting(rawValue: name) else {
          let known = Setting.allCases.map(\.rawValue).joined(separator: ", ")
          throw .configuration(location: location, problem: "unknown entry `\(name)`; known are \(known)")
        }
        try set(setting, to: text, location: location)
      }
    }
    for setting in Setting.allCases {
      guard let text = environment[setting.variable] else { continue }
      try set(setting, to: text, location: setting.variable)
    }
  }

  private enum Setting: String, CaseIterable {
    case issuer, host, edition, validityDays, catalogue, profile, trustDeclaredCoverage
    case registry, marks, gathering, certificate, certificateKey, certificatePassword, timeStamps, timeStampRoots

    var variable: String {
      switch self {
      case .issuer: "XINBAO_ISSUER"
      case .host: "XINBAO_HOST"
      case .edition: "XINBAO_EDITION"
      case .validityDays: "XINBAO_VALIDITY_DAYS"
      case .catalogue: "XINBAO_CATALOGUE"
      case .profile: "XINBAO_PROFILE"
      case .trustDeclaredCoverage: "XINBAO_TRUST_DECLARED_COVERAGE"
      case .registry: "XINBAO_REGISTRY"
      case .marks: "XINBAO_MARKS"
      case .gathering: "XINBAO_GATHERING"
      case .certificate: "XINBAO_CERTIFICATE"
      case .certificateKey: "XINBAO_CERTIFICATE_KEY"
      case .certificatePassword: "XINBAO_CERTIFICATE_PASSWORD"
      case .timeStamps: "XINBAO_TIME_STAMPS"
      case .timeStampRoots: "XINBAO_TIME_STAMP_ROOTS"
      }
    }
  }

  private mutating func set(_ setting: Setting, to text: String, location: String) throws(InstallationError) {
    guard !text.isEmpty else { throw .configuration(location: location, problem: "`\(setting.rawValue)` is empty") }
    switch setting {
    case .issuer: issuer = text
    case .edition: edition = text
    case .catalogue: catalogue = text
    case .profile: profile = text
    case .registry: registry = text
    case .marks: marks = text
    case .gathering: gathering = text
    case .certificate: certificate = text
    case .certificateKey: certificateKey = text
    case .certificatePassword: certificatePassword = text
    case .timeStamps: timeStamps = text
    case .timeStampRoots: timeStampRoots = text
    case .trustDeclaredCoverage:
      guard let flag = Bool(text) else {
        throw .configuration(location: location, problem: "`trustDeclaredCoverage` is true or false, not `\(text)`")
      }
      trustDeclaredCoverage = flag
    case .host:
      // The QR link is all lower case, because cameras do not recognise upper-case links (verification.md §1).
      guard text.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || ".-:".contains($0)) }) else {
        throw .configuration(
          location: location, problem: "`host` is a lower-case host name such as verify.example.cn, not `\(text)`")
      }
      host = text
    case .validityDays:
      guard let days = Int(text), (1...3650).contains(days) else {
        throw .configuration(
          location: location, problem: "`validityDays` is a number of days from 1 to 3650, not `\(text)`")
      }
      validityDays = days
    }
  }
}
