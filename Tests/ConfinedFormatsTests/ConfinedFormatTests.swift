import FileFormats
import FileReplies
import Foundation
import PDFReading
import ScratchFolders
import Testing

@testable import ConfinedFormats

/// Files that another process takes apart: what it says is what is in them, and what it could say otherwise is not believed.
@Suite struct ConfinedFormatTests {
  private let direct = PDFFormat()
  /// A signed report.
  private let report = try! [UInt8](
    Data(
      contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Checks/signed/report.pdf")))

  private func confined(_ parser: FileParser? = nil) throws -> any FileFormat {
    ReadableFormats([direct]).confined(by: try parser ?? .besideThisProgram()).all[0]
  }

  /// A reader that has been taken over: it does this after it has read the file.
  private func parser(that does: String, _ reply: [UInt8] = []) throws -> FileParser {
    let folder = try scratchFolder()
    try Data(reply).write(to: URL(filePath: folder + "/reply"))
    let (text, program) = (folder + "/text", folder + "/xinbao-parse")
    try Data("#!/bin/sh\n/bin/cat > /dev/null\n\(does.replacing("REPLY", with: folder + "/reply"))\n".utf8)
      .write(to: URL(filePath: text))
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: text)
    // Not written by this process: whatever another test starts meanwhile would hold it open, and nobody could run it.
    let copy = try Process.run(URL(filePath: "/bin/cp"), arguments: [text, program])
    copy.waitUntilExit()
    return try FileParser(path: program)
  }

  private func liar(_ reply: FileReply) throws -> FileParser { try parser(that: "exec /bin/cat REPLY", reply.bytes) }

  @Test func whatIsInAFileIsTheSame() throws {
    let (file, other) = (try direct.read(report), try confined().read(report))
    #expect(other.bytes == report && other.pageCount == file.pageCount && file.pageCount > 0)
    let (attached, found) = (try file.attachments(), try other.attachments())
    #expect(found.map(\.name) == attached.map(\.name) && found.map(\.bytes) == attached.map(\.bytes))
    #expect(attached.count >= 2)
    #expect(try other.certifications() == file.certifications())
    let (signature, seen) = (try file.signed().signature, try other.signed().signature)
    #expect(seen.value == signature.value && seen.parts == signature.parts && seen.room == signature.room)
  }

  @Test func whatIsWrongWithAFileIsTheSame() throws {
    let format = try confined()
    func refusal(_ format: any FileFormat, _ bytes: [UInt8]) -> UnfitFile? {
      do throws(UnfitFile) {
        let file = try format.read(bytes)
        _ = (try file.attachments(), try file.signed())
        return nil
      } catch { return error }
    }
    var damaged = [[], Array("%PDF-1.7".utf8), Array(report.dropLast(100)), report + Array("\n%%EOF\n".utf8)]
    for place in stride(from: 100, to: report.count, by: report.count / 7) {
      var bytes = report
      bytes[place] ^= 0x55
      damaged.append(bytes)
    }
    for bytes in damaged { #expect(refusal(format, bytes) == refusal(direct, bytes)) }
    #expect(refusal(format, damaged[2]) != nil && refusal(format, damaged[3]) != nil)
  }

  @Test func whatDiffersIsTheSame() throws {
    let place = try place()
    // As it is made again: without the signature's value.
    var made = report
    for index in place.dropFirst().dropLast() { made[index] = UInt8(ascii: "0") }
    let (file, other) = (try direct.read(report).signed(), try confined().read(report).signed())
    #expect(try file.differences(from: made) == [] && other.differences(from: made) == [])
    made[made.count / 2] ^= 1
    let found = try file.differences(from: made)
    #expect(try other.differences(from: made) == found && !found.isEmpty)
  }

  /// Where the signature's value stands in the report.
  private func place() throws -> Range<Int> {
    let parts = try direct.read(report).signed().signature.parts
    return parts[0].endIndex..<parts[1].startIndex
  }

  @Test(.scratchFolders) func aReaderThatLiesMakesNoFileWhole() throws {
    func reply(_ place: Range<Int>) -> FileReply {
      .fit(.init(pages: 1, attachments: .success([]), certifications: .success([]), place: .success(place)))
    }
    let place = try place()
    let truth = try confined(try liar(reply(place))).read(report).signed()
    #expect(truth.signature.parts.map(\.count) == [place.lowerBound, report.count - place.upperBound])
    // Neither that more is left unsigned, nor that something else is the signature.
    for wrong in [
      place.lowerBound - 1..<place.upperBound, place.lowerBound..<place.upperBound + 1, 0..<0, 0..<report.count,
      place.lowerBound + 2..<place.upperBound, report.count..<report.count + 10, 0..<Int.max,
    ] {
      let file = try confined(try liar(reply(wrong))).read(report)
      let refusal = #expect(throws: UnfitFile.self) { try file.signed() }
      #expect(refusal?.reason.code == "PDF_READING_STOPPED", "\(wrong)")
    }
    // Nor what the answer is.
    let valid = UnfitFile(.init(code: "VALID", chinese: "报告真实有效"), "")
    let answer = #expect(throws: UnfitFile.self) { try confined(try liar(.unfit(valid))).read(report) }
    #expect(answer?.reason.code == "PDF_READING_STOPPED" && answer?.reason.chinese.contains("没有作出核验结论") == true)
    // Nor that a file is the one that was made.
    var made = report
    made[made.count / 2] ^= 1
    let same = ConfinedFormat(format: direct, parser: try liar(.differences([])))
    let signed = try ConfinedFormat(format: direct, parser: try liar(reply(place))).read(report).signed()
    #expect(throws: UnfitFile.self) { try signed.differences(from: made) }
    #expect(throws: UnfitFile.self) { try same.read(report) }
  }

  @Test(.scratchFolders) func whatCannotBeReadToItsEndIsNoConclusion() throws {
    for does in ["kill -SEGV $$", "kill -KILL $$", "exit 4", "exit 0", "echo XBF2"] {
      let format = try confined(try parser(that: does))
      let refusal = #expect(throws: UnfitFile.self) { try format.read(report) }
      #expect(refusal?.reason.code == "PDF_READING_STOPPED" && refusal?.reason.chinese.contains("没有作出核验结论") == true)
    }
    #expect(throws: FileParser.NotAtHand.self) { try parser(that: "exit 4").check(ReadableFormats([direct])) }
    #expect(throws: FileParser.NotAtHand.self) { try FileParser(path: "/no/such/xinbao-parse") }
    try FileParser.besideThisProgram().check(ReadableFormats([direct]))
  }
}
