import Foundation
import Installation
import RemoteVerification
import Rendering
import VerifyCommand
import Verifying

extension Verify {
  /// Asks the issuer's service and shows its answer.
  func ask(_ address: String) throws {
    let client = try RemoteVerifier(address)
    var (answer, json): (RemoteVerifier.Answer, String)
    do { (answer, json) = try firstAnswer(client) } catch FileRefusal.unknownFormat(let known, _) {
      throw InputError(
        "\(given): is neither a \(known.joined(separator: " nor a ")) nor a picture (JPEG, PNG, HEIC, WebP, TIFF, GIF)")
    } catch let refusal as FileRefusal {
      // The service does not get the file name, so a name that contradicts the content is refused here.
      return try show(FileFindings(Verification(refusing: refusal)))
    }
    guard let parts = answer.reports else {
      (answer, json) = try final(answer, json, client)
      if self.json { print(json) } else { print(lines(answer).map(Console.printable).joined(separator: "\n")) }
      if !answer.isYes { throw AnswerIsNo() }
      return
    }
    var areYes = answer.isWholeFileRead != false
    let texts = try Self.texts(ofReportsIn: json)
    for (part, text) in zip(parts, texts) {
      if !self.json { print("第\((part.onPages ?? []).map(String.init).joined(separator: "、"))页：") }
      let (answer, json) = try final(part, text, client)
      if self.json { print(json) } else { print(lines(answer).map(Console.printable).joined(separator: "\n") + "\n") }
      areYes = areYes && answer.isYes
    }
    if answer.isWholeFileRead == false, !self.json { print(FileFindings.incompleteNote) }
    if !areYes { throw AnswerIsNo() }
  }

  /// What the service said of each report, as JSON.
  private static func texts(ofReportsIn json: String) throws -> [String] {
    let document = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return try (document?["reports"] as? [Any] ?? []).map {
      String(decoding: try JSONSerialization.data(withJSONObject: $0, options: .sortedKeys), as: UTF8.self)
    }
  }

  /// The answer itself, if the ending is asked for first.
  private func final(
    _ answer: RemoteVerifier.Answer, _ json: String, _ client: RemoteVerifier
  ) throws -> (RemoteVerifier.Answer, String) {
    guard answer.state == "challenge", let digits = answer.digits else { return (answer, json) }
    return try client.verify(
      digits: digits, ending: try ending ?? askedEnding(answer.ending?.of ?? ""), source: answer.source)
  }

  private func firstAnswer(_ client: RemoteVerifier) throws -> (answer: RemoteVerifier.Answer, json: String) {
    if let checkCode { return try client.verify(number: given, checkCode: checkCode) }
    if report.isCode { return try client.verify(digits: given, ending: ending) }
    let bytes = try readBytes(given)
    let kind = try FileKind(
      of: bytes, name: report.fileName, mediaType: nil, among: DocumentFormats.known.readable)
    return try client.verify(file: bytes, type: kind.mediaType)
  }

  /// The service discloses nothing about a code before the ending of the code on the paper is typed.
  private func askedEnding(_ label: String) throws -> String {
    guard isatty(STDIN_FILENO) == 1 else {
      throw InputError("\(given): give the last four characters of the \(label) printed on the paper with --ending")
    }
    Console.error("请输入纸质报告上\(label)的末四位：")
    return readLine() ?? ""
  }

  private func lines(_ answer: RemoteVerifier.Answer) -> [String] {
    // A yes that this version does not know is a no, whatever the service calls it.
    let isUnderstood = answer.valid == answer.isYes
    let headline = (isUnderstood ? answer.headline : nil) ?? (answer.isYes ? "通过" : "未通过")
    var lines = ["核验结果：\(headline)（\(answer.code ?? "")）"]
    if isUnderstood, let conclusion = answer.conclusion {
      lines += [
        "\(answer.since == nil ? "报告结论" : "出具时的结论")：\(conclusion.text)", "结论范围：\(conclusion.scope)",
      ]
    }
    lines.append(answer.explanation ?? "")
    if let place = answer.place { lines.append("位置：\(place)") }
    if let reason = answer.statusReason { lines.append("原因：\(reason)") }
    lines += (answer.comparison ?? []).map { "  \($0.label)：\($0.value)" }
    if let request = answer.request { lines.append(request) }
    if let notes = answer.notes, !notes.isEmpty {
      lines.append("请注意：")
      lines += notes.map { "  - \($0.text)" }
    }
    if let receipt = answer.receipt { lines.append("核验回执：\(receipt.number)") }
    return lines
  }
}
