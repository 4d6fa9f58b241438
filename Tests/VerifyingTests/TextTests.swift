import Attestation
import FileFormats
import Foundation
import JSON
import Testing

@testable import Signatures
@testable import Verifying

@Suite struct VerificationTextTests {
  @Test func validIsNeverSaidWithoutTheClaimsAndTheRequestToCompare() throws {
    let lines = try verifier().verify(digits: Token(bytes: try fixture("token.cbor")).digits).lines()
    #expect(
      lines.prefix(4) == [
        "核验结果：签发数据真实，须与纸质报告逐项比对（VALID）", "报告结论：1个领域有记录（编号6）；1个领域不能作出结论（编号9）；其余8个领域未发现",
        "结论范围：2023-12-08至2026-11-17，所查10个领域（目录未知）", "由出具单位签发，在有效期内。",
      ])
    for expected in [
      "  报告编号：20261118181640123K7Q2Z", "  报告类型：公共信用信息报告（无违法违规证明版）", "  主体名称：示例（广东）贸易有限公司",
      "  统一社会信用代码：91440300MA5EXAMP0C", "  页数：8页", "  记录数：3条", "  数据期间：2023年12月8日至2026年11月17日",
      "  查询领域：10个（编号0、编号1、编号2、编号3、编号4、编号5、编号6、编号7、编号8、编号9）", "  有记录的领域：1个（编号6）", "  不能作出结论的领域（未归集或者存疑）：1个（编号9）",
      "  未发现记录的领域：8个（编号0、编号1、编号2、编号3、编号4、编号5、编号7、编号8）",
      "  生成时间：2026年11月18日 19:06:40", "  有效期至：2026年12月18日 19:06:40",
      "请将上述内容与纸质报告逐项比对，有任何一项不一致的，请勿采信。",
      "  - 未核验撤销状态：报告可能已被撤销、更新或处于异议处理中。",
    ] {
      #expect(lines.contains(expected), "\(expected)")
    }
  }

  @Test func domainsAreToldByNameWhereTheListIsKnown() throws {
    let verification = try verifier().verify(digits: Token(bytes: try fixture("token.cbor")).digits)
    let version = try #require(verification.claims).catalogueVersion
    var names = TokenNames()
    names.add(list: version, label: "某目录", names: [6: "税务"])
    let lines = verification.lines(names)
    #expect(lines.contains("  有记录的领域：1个（税务）"))
    #expect(lines.contains("  不能作出结论的领域（未归集或者存疑）：1个（编号9）"))
    #expect(lines.contains("  领域目录：某目录（版本\(version)）"))
    var others = TokenNames()
    others.add(list: version &+ 1, label: "另一目录", names: [6: "消防安全"])
    #expect(verification.lines(others).contains("  有记录的领域：1个（编号6）"), "another list's names are not taken")
  }

  @Test func aRefusalSaysWhyAndWhatToDo() throws {
    let lines = try verifier().verify(digits: "12345").lines()
    #expect(lines.first == "核验结果：核验未通过（MALFORMED）" && lines.count == 2)
    let answers =
      [
        .valid, .validStatusStale, .validPagesNotCompared(.engine, isSealPinned: true), .notRegistered, .unknownNumber,
        .otherPaper,
        .clockBehindBundle,
      ]
      + [ReportStatus.revoked, .superseded, .suspended].map(Answer.status)
      + TokenRefusal.Reason.allCases.map(Answer.token) + PictureRefusal.Reason.allCases.map(Answer.picture)
      + [.unknownFormat(known: ["PDF"]), .pictureAndDocument("PDF"), .typeMismatch].map(Answer.file)
      + DocumentRefusal.allCases.map { Answer.document($0, format: "PDF") }
    #expect(Set(answers.map(\.code)).count == answers.count)
    #expect(Set(answers.map(\.explanation)).count == answers.count)
    // Several faults of a signature are one thing to a clerk; none goes without a code and a sentence.
    for reason in SignatureRefusal.Reason.allCases {
      let answer = Answer.signature(reason, format: "PDF")
      #expect(answer.code.hasPrefix("PDF_SIGNATURE_") && answer.explanation.hasPrefix("PDF文件的"))
      #expect(answer.explanation.hasSuffix("。"))
    }
  }

  /// Each format is called by its own name, in the code and in the sentence.
  @Test func anAnswerNamesTheFormatOfTheFile() {
    let missing = Answer.document(.withoutData, format: "OFD")
    #expect(missing.code == "OFD_NO_DATA" && missing.explanation == "OFD中没有报告数据，无法核对内容。请使用下载的原始文件。")
    let unfit = Answer.unfit(UnfitFile.Reason(code: "OFD_MODIFIED", chinese: "改过。"))
    #expect(unfit.code == "OFD_MODIFIED" && unfit.explanation == "改过。" && !unfit.isYes)
    let both = Answer.file(.twoDocuments(["PDF", "OFD"]))
    #expect(both.code == "FILE_TWO_FORMATS" && both.explanation.contains("PDF、OFD"))
    #expect(
      Answer.file(.unknownFormat(known: ["PDF", "OFD"])).explanation
        == "不能识读这种文件。请提供报告的原始PDF、OFD文件，或者二维码的照片（JPEG、PNG、HEIC、WebP、TIFF、GIF）；也可以输入报告编号和核验码。")
  }

  /// Of what time the statuses are, who sealed, where the code leads, where the file differs: each only where it is known.
  @Test func whatIsKnownBesideTheAnswerIsSaid() throws {
    let plain = try verifier().verify(digits: Token(bytes: try fixture("token.cbor")).digits)
    let labels = ["撤销信息截至：", "电子签名：", "二维码网址：", "位置：", "原因：", "警告：", "注意："]
    func told(_ verification: Verification) -> [String] {
      verification.lines().filter { line in labels.contains { line.hasPrefix($0) } }
    }
    #expect(told(plain) == [])
    let signer = VerifiedSignature(
      signerName: "示例市信用中心", serialNumber: "01", certificateFingerprint: [1], rootFingerprint: [2], validity: 0...1,
      timeStamp: .none, isForTryingOut: false)
    let token = try #require(plain.evidence.report).token
    func known(_ signer: VerifiedSignature, _ status: ReportStatus = .valid) -> [String] {
      let report = ReportEvidence(
        token: token, status: .found(.known(status, reason: "异议成立", isLogged: true)), statusTime: .listed(951_753_599))
      let file = FileEvidence(signer: signer, seal: .pinned, canonicalData: [], pages: .registered)
      return told(
        Verification(
          source: .file(format: "pdf"), answer: .status(status), host: "verify.example.cn",
          evidence: .file(report, file)))
    }
    #expect(
      known(signer) == ["撤销信息截至：2000年2月28日 23:59:59", "电子签名：示例市信用中心", "二维码网址：verify.example.cn"],
      "a reason is none of a report that holds")
    var trial = signer
    trial.isForTryingOut = true
    #expect(known(trial, .suspended).contains("电子签名：示例市信用中心（试用证书）"))
    #expect(known(trial, .suspended).first == "原因：异议成立")
    let difference = FileDifference("page 1", chinese: "第1页内容与所附数据不符")
    let refused = Verification(
      source: .file(format: "pdf"), answer: .document(.contentMismatch, format: "PDF"),
      evidence: .difference(difference))
    #expect(told(refused) == ["位置：第1页内容与所附数据不符"] && refused.claims == nil)
  }

  /// What has a place of its own is not told twice.
  @Test func notesStandUnderTheirHeading() throws {
    var verification = try verifier().verify(digits: Token(bytes: try fixture("token.cbor")).digits)
    verification.notes = []
    #expect(!verification.lines().contains("本次核验未涉及："))
    verification.notes = [.developmentKey, .pictureCodeOnly]
    #expect(!verification.lines().contains("本次核验未涉及："))
    verification.notes.append(.hostUnknown)
    #expect(verification.lines().suffix(2) == ["本次核验未涉及：", "  - 二维码中的网址不是出具单位的核验网站，请勿从该网址查看结果。"])
  }

  @Test func jsonIsForMachines() throws {
    let json = VerificationDocument(
      try verifier().verify(digits: Token(bytes: try fixture("token.cbor")).digits)
    ).json.text
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let claims = try #require(object["claims"] as? [String: Any])
    #expect(object["code"] as? String == "VALID" && object["valid"] as? Bool == true)
    #expect(claims["number"] as? String == fixtureNumber && claims["hits"] as? [Int] == [6])
    #expect((claims["digest"] as? String)?.count == 64)
    #expect((object["notes"] as? [[String: String]])?.first?["code"] == "KEY_SET_NOT_ROOT_SIGNED")
    #expect(object["request"] is String && (object["comparison"] as? [Any])?.isEmpty == false)
    var refusal = VerificationDocument(try verifier().verify(digits: "1"))
    #expect(refusal.json.text.contains("\"valid\": false") && !refusal.json.text.contains("detail"))
    #expect(!refusal.json.text.contains("request"), "there is nothing to compare")
    refusal.tellsDetail = true
    #expect(refusal.json.text.contains("\"detail\""))
  }

  /// What was not looked into is no report for trying out either.
  @Test func aRefusalIsNobodysTrial() throws {
    let refused = [
      Verification(refusing: FileRefusal.pictureAndDocument("PDF")), Verification.otherPaper,
      try verifier().verify(digits: "12345"),
      try verifier().verify(digits: "不是链接"), Verification(refusing: PictureRefusal(.withoutCode)),
      try verifier().verify(pdf: []),
    ]
    #expect(refused.allSatisfy { !$0.development && !$0.lines().contains { $0.hasPrefix("警告：") } })
  }

  @Test(arguments: [(true, "签发数据真实，版面未比对"), (false, "未能确认，版面未比对")])
  func pagesThatWereNotComparedAreInTheHeadline(isSealPinned: Bool, headline: String) {
    for missing in PageComparison.Missing.allCases {
      let answer = Answer.validPagesNotCompared(missing, isSealPinned: isSealPinned)
      let verification = Verification(source: .file(format: "pdf"), answer: answer)
      #expect(verification.lines().first == "核验结果：\(headline)（VALID_PAGES_NOT_COMPARED）")
      #expect(answer.explanation.contains("版面未比对"))
    }
  }
}
