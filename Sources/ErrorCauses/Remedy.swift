/// What can be done about an error, as a subject and not in words: a library does not know by what command, option, page or
/// form it was asked. Who did the asking says it in the words of its own door (`RemedyWords` for the commands).
public enum Remedy: Sendable, Equatable {
  // What is read.

  /// Keep fields, columns and categories that the catalogue does not know.
  case keepUnknown
  /// Say how the characters of a table are coded.
  case tableEncoding
  /// Say of which category the rows of a table are.
  case tableCategory
  /// Say in which column of a table the day of receipt stands.
  case receivedColumn

  // What is asked in a no-violation report.

  case domainList
  case violationProfile
  case domains
  case periodStart
  /// Answer for coverage that is declared, not computed.
  case trustDeclaredCoverage

  // Batches.

  /// Have a group's summary made, by a batch.
  case groupBatch
  /// All reports as an archive instead of one PDF.
  case archive
  /// Another folder for the reports.
  case outputFolder
  /// Begin a batch, instead of going on with one.
  case beginBatch
  /// Go on with the batch in a folder.
  case resumeBatch(folder: String)
  /// Go on with the batch in a folder, or choose another.
  case resumeOrElsewhere(folder: String)

  // Where things are.

  /// A home that can be used.
  case anotherHome
  /// The home that there is, or one that is made.
  case existingHome
  /// The folder of templates and fonts.
  case resources

  // Keys and trust lists.

  /// Make a key for a use; nil: for any.
  case makeKey(use: String?)
  case makeRootKey
  case listKeys
  /// Have the root sign the keys that there are, and install the list.
  case signTrustList
  /// Have the root sign a list with the root of the signing certificates in it.
  case signCertificateRoot
  /// Have the root sign a list with the seal in it.
  case signSeal
  /// Install the issuer's trust list, or verify by a bundle.
  case installTrustList
  case previousTrustList
  /// Say as of which earlier moment is asked.
  case askedMoment
  case rootFingerprint

  // What is gathered.

  /// See which sources the catalogue knows.
  case listSources

  // What is registered.

  case recoverReports
  case auditRegistry
  /// Go on with a registry that lost something.
  case acceptRollback
  /// Issue by the clock as it is.
  case acceptClock
  case showReport
  case listObjections
  /// See what two persons are to decide, or have decided.
  case listActions
  /// Carry out again what was confirmed and interrupted.
  case resumeAction(id: Int64)
  /// What identifies a report, to make it once more.
  case reportIdentity

  /// A server that speaks HTTPS itself.
  case buildWithTLS
}
