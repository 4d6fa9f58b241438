public import ErrorCauses

extension Remedy {
  /// What to do, by the options and commands of this program. They follow what is wrong, after a semicolon.
  public var words: String {
    switch self {
    case .keepUnknown: "unknown ones can be kept with --keep-unknown"
    case .tableEncoding: "say it with --encoding utf-8 or gb18030"
    case .tableCategory: "say which with --category"
    case .receivedColumn: "check the name given with --received"
    case .domainList: "give another with --catalogue"
    case .violationProfile: "give another with --profile"
    case .domains: "give others with --domains"
    case .periodStart: "give an earlier day with --from"
    case .trustDeclaredCoverage: "or give --trust-declared-coverage"
    case .groupBatch: "use xinbao batch --group"
    case .archive: "use --archive zip instead, or smaller batches"
    case .outputFolder: "name it with -o"
    case .beginBatch: "leave --resume out"
    case .resumeBatch(let folder): "then run: xinbao batch --resume -o \(folder)"
    case .resumeOrElsewhere: "go on with --resume, or choose another folder with -o"
    case .anotherHome: "choose another home with --home or XINBAO_HOME"
    case .existingHome:
      "name yours with --home or XINBAO_HOME. `xinbao issue` and `xinbao key create` make one; for whoever only verifies, "
        + "an empty folder is one"
    case .resources: "name the folder that holds `templates` with --resources"
    case .makeKey(let use?):
      "make one with `xinbao key create --use \(use)`, and have the root sign and install the new list"
    case .makeKey(nil): "make some with `xinbao key create`"
    case .makeRootKey: "make a root with `xinbao key create-root`"
    case .listKeys: "`xinbao key list` shows those there are"
    case .signTrustList: "have it sign what `xinbao key export` gives, then install the list"
    case .signCertificateRoot: "have the root sign a list with it (xinbao key export --certificate-root)"
    case .signSeal: "have the root sign a list with it (xinbao key export --seal)"
    case .installTrustList: "install it (xinbao key install), or give --bundle and --root"
    case .previousTrustList: "give that list with --previous, or a later one"
    case .askedMoment: "to look back with an older one, say as of when with --time"
    case .rootFingerprint: "and give it with --root"
    case .listSources: "`xinbao gather sources` lists them"
    case .recoverReports: "mend the cause and run xinbao registry recover"
    case .auditRegistry: "run `xinbao registry audit`, and restore a copy if need be"
    case .acceptRollback: "if they are lost, go on with `xinbao registry accept-rollback`"
    case .acceptClock: "or, if it is right, say so with `xinbao registry accept-clock`"
    case .showReport: "look with `xinbao registry show` whether it was made, then try again"
    case .listObjections: "see `xinbao registry objections --all`"
    case .listActions: "see `xinbao pending --all`"
    case .resumeAction(let id): "if that was interrupted, run: xinbao confirm \(id) --resume"
    case .reportIdentity: "render again with the same input, --number, --time, --salt and --check-code"
    case .buildWithTLS: "build it with `swift build --traits TLS`"
    }
  }
}

extension Error {
  /// What is wrong and what to do about it, as a command says it.
  public var sentence: String {
    switch remedy {
    case nil: "\(self)"
    // Its words begin with what is at fault, by the name that the option has.
    case .domainList, .violationProfile, .domains, .periodStart: "--\(self)"
    case let remedy?: "\(self); \(remedy.words)"
    }
  }
}
