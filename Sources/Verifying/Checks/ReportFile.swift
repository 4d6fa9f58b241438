import Attestation
import FileFormats

/// A file with exactly one token. Nothing in it is trusted yet.
///
/// It passes through these steps (`verification.md` §4): received, `WholeFile`, `SealedFile`, `BoundFile`,
/// `PageComparison`. Each uses what the previous one found; nothing is searched for or read twice.
struct ReportFile {
  let format: any FileFormat
  let file: any ReceivedFile
  let token: Token
  /// As attached; nil: no data is attached.
  let data: [UInt8]?
  let proof: Proof

  /// The log proof, as attached.
  enum Proof: Equatable {
    case missing
    /// The attachment is not a log proof.
    case unreadable
    case read(LogProof, text: [UInt8])

    var proof: LogProof? {
      guard case .read(let proof, text: _) = self else { return nil }
      return proof
    }
  }

  /// - Throws: `…_UNREADABLE`, `…_NO_TOKEN`, `…_AMBIGUOUS`.
  init(_ bytes: [UInt8], as format: any FileFormat) throws(FileFailure) {
    self.format = format
    let attachments: [(name: String, bytes: [UInt8])]
    do throws(UnfitFile) {
      file = try format.read(bytes)
      attachments = try file.attachments()
    } catch {
      throw FileFailure(error)
    }
    let attached: ReportAttachments
    do throws(DocumentRefusal) { attached = try ReportAttachments(attachments) } catch {
      throw FileFailure(error, format)
    }
    (token, data) = (Token(bytes: attached.token), attached.data)
    if let text = attached.proof {
      let read = try? LogProof(reading: String(decoding: text, as: UTF8.self))
      proof = read.map { .read($0, text: text) } ?? .unreadable
    } else {
      proof = .missing
    }
  }
}
