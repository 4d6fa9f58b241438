public import Attestation

extension Answer {
  /// One sentence for the person at the counter: what was found, and what to do.
  public var explanation: String {
    switch self {
    case .valid: "签名有效，且在有效期内。"
    case .token(.malformed): "不是本系统的核验码，或内容不完整、已被改动。请重新扫描，或逐位核对输入的数字。"
    case .token(.unknownKey): "签发密钥不在可信密钥清单中。请更新密钥清单；更新后仍如此的，请勿采信。"
    case .token(.badSignature): "签名不符：内容被改动，或不是所称机构签发。请勿采信。"
    case .token(.keyOutOfWindow): "签发时间或核验时间不在该密钥的有效期内。请勿采信，可向出具单位查询。"
    case .token(.keyCompromised): "签发密钥已报告泄露，仅凭本核验码不能证明真伪。请向出具单位查询。"
    case .token(.notYetValid): "签发时间晚于当前时间。请检查本机时钟。"
    case .token(.expired): "报告已过有效期。请要求提供新的报告。"
    case .file(.unknownFormat): "文件既不是PDF，也不是PNG或JPEG图片。"
    case .file(.pdfUnreadable): "PDF文件已损坏或无法读取。请使用下载的原始文件。"
    case .file(.pdfWithoutToken): "PDF中没有核验数据。请使用下载的原始文件，不要使用打印或另存的副本；也可扫描报告上的二维码。"
    case .file(.pdfWithoutData): "PDF中没有报告数据，无法核对内容。请使用下载的原始文件。"
    case .file(.pdfAmbiguous): "PDF中有多份核验数据，无法判断对应关系。请勿采信。"
    case .file(.pdfDataMismatch): "PDF所附数据与签发时不一致，文件已被改动。请勿采信。"
    case .file(.imageUnreadable): "图片已损坏或格式不受支持。请重新拍摄或扫描。"
    case .file(.imageTooLarge): "图片过大。请缩小后重试。"
    case .file(.imageWithoutCode): "图片中没有识别到二维码。请靠近、对正、避免反光后重新拍摄。"
    case .file(.imageAmbiguous): "图片中有多份报告的二维码。请只拍摄一份报告。"
    }
  }
}

extension Verification.Note {
  public var text: String {
    switch self {
    case .developmentKey: "本报告由开发密钥签发，仅供测试，不具有任何证明效力。"
    case .statusNotChecked: "未核验撤销状态：报告可能已被撤销、更新或处于异议处理中。"
    case .logNotChecked: "未核验签发日志。"
    case .keySetNotRootSigned: "密钥清单取自本机，未核验其根签名。"
    case .pdfSignatureNotChecked: "未核验PDF文件的电子签名。"
    case .pdfPagesNotCompared: "未将PDF页面与所附数据比对：页面文字可能已被改动，请以所列内容为准。"
    case .hostNotChecked: "未核验二维码中的网址是否为官方核验网站。"
    }
  }
}

extension ReportClaims.Kind {
  public var label: String {
    switch self {
    case .enterprise: "法人和非法人组织公共信用信息报告"
    case .personal: "个人公共信用信息报告"
    case .noViolation: "公共信用信息报告（无违法违规证明版）"
    }
  }
}
