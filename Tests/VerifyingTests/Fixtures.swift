import Attestation
import FileFormats
import Foundation
import PDFReading
import Signatures
import Testing

@testable import Verifying

/// The fixtures are one token of a fictitious report, signed once; its key set; and pictures of its code.
func fixture(_ name: String) throws -> [UInt8] {
  let url = try #require(Bundle.module.url(forResource: name, withExtension: nil, subdirectory: "Fixtures"))
  return Array(try Data(contentsOf: url))
}

func fixtureKeys() throws -> KeySet { try KeySet(json: try fixture("keyset.json"), name: "keyset.json") }

/// When the fixture is in force.
let fixtureNow: Int64 = 1_795_100_000
let fixtureNumber = "20261118181640123K7Q2Z"

/// One that knows nothing but the key set.
func verifier(now: Int64 = fixtureNow, keys: KeySet? = nil) throws -> Verifier {
  Verifier(
    trust: Trust(keys: try keys ?? fixtureKeys(), origin: .unsigned, certificateRoots: CertificateRoots()),
    statuses: nil, formats: sampleFormats, now: now, reproduce: reproducesNothing)
}

let sampleFormats = ReadableFormats([PDFFormat()])

extension Verifier {
  func verify(pdf bytes: [UInt8]) -> Verification { verify(document: bytes, as: PDFFormat()) }
}

extension Verifier {
  /// Of a file with one report.
  func verify(file: [UInt8], name: String? = nil, mediaType: String? = nil) throws -> Verification {
    let found = try findings(in: file, name: name, mediaType: mediaType) { () throws(PictureReader.NotAtHand) in
      try .besideThisProgram()
    }
    try #require(found.findings.count == 1)
    return found.findings[0].verification
  }

  /// Of the texts in one picture that shows one report at most.
  func verify(pictureTexts texts: [String]) throws -> Verification {
    let found = findings(on: ReadPages(pages: [.init(number: nil, texts: texts)]), from: .image)
    try #require(found.findings.count == 1)
    return found.findings[0].verification
  }
}

/// The program beside the tests.
func reader() throws -> PictureReader { try .besideThisProgram() }

/// What was asked for is not there.
struct NotAtHand: Error {}

/// A source of statuses that says the same of every report; nil: it cannot be reached.
struct FixedStatus: StatusSource {
  var finding: StatusFinding?
  func finding(of token: ReceivedToken, fileFormat: String?) throws -> StatusFinding {
    guard let finding else { throw NotAtHand() }
    return finding
  }
}

/// Of a PNG chunk: W3C PNG, annex D.
func crc32(_ bytes: some Sequence<UInt8>) -> [UInt8] {
  var crc: UInt32 = .max
  for byte in bytes {
    crc ^= UInt32(byte)
    for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xedb8_8320 : crc >> 1 }
  }
  return (0..<4).reversed().map { UInt8(truncatingIfNeeded: ~crc >> (8 * UInt32($0))) }
}
