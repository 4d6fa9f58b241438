import Attestation
import FileFormats
import Signatures

extension Answer {
  /// One sentence for the person at the counter: what was found, and what to do. `Verification.explanation` knows more.
  public var explanation: String {
    switch self {
    case .valid: "由出具单位签发，在有效期内。"
    case .validStatusStale: "由出具单位签发，在有效期内；但本机的撤销信息不是最新的，或者未覆盖本报告。请尽快更新离线核验包，或者联网核验。"
    case .validPagesNotCompared(.engine, isSealPinned: true):
      "签发数据真实，在有效期内；但版面未比对：文件由以前版本的程序生成，本机无法重新生成页面核对。请联网核验，或者将页面与下列内容逐项比对。"
    case .validPagesNotCompared(.reproducer, isSealPinned: true):
      "签发数据真实，在有效期内；但版面未比对：本程序不重新生成页面核对。请联网核验，或者将页面与下列内容逐项比对。"
    case .validPagesNotCompared(_, isSealPinned: false):
      "版面未比对，且印章证书本身不在可信清单中（仅其颁发机构可信），不能确认页面是否为出具单位所制。请联网核验，或者更新密钥清单。"
    case .status(.valid): "由出具单位签发，在有效期内。"
    case .status(.revoked): "报告已被出具单位撤销。请勿采信。"
    case .status(.superseded): "报告已被同一主体的新报告替代。请要求提供最新的报告。"
    case .status(.suspended): "报告处于异议处理中，暂停使用。请待处理完毕后再核验，或者向出具单位查询。"
    case .dataChanged: "报告真实，在有效期内；但出具后，该主体在所查范围内的数据已有变动，报告的结论可能不再适用。请要求提供新的报告。"
    case .notRegistered: "二维码带有出具单位的签名，但出具单位没有登记过本报告。请勿采信，并请告知出具单位。"
    case .unknownNumber: "报告编号或者核验码不正确。请对照纸质报告逐位核对后重新输入。"
    case .otherPaper: "输入的末四位与二维码不一致。如系输入有误，请重新输入；确认输入无误的，该二维码属于另一份报告，请勿采信手中的报告。"
    case .statusUnavailable: "暂时无法查询登记状态，不能确认报告是否已被撤销。请稍后重新核验。"
    case .clockBehindBundle: "本机时钟早于可信数据的签发时间，无法判断有效期。请校准时钟后重试。"
    case .token(.malformed): "不是本系统的核验码，或内容不完整、已被改动。请重新扫描，或逐位核对输入的数字。"
    case .token(.linkWithoutCode):
      "网址中没有二维码的内容（“#”之后的数字丢失了），未能核验。请重新扫描报告上的二维码，或者拍照上传，或者输入报告编号和核验码。"
    case .token(.ambiguous): "内容中有不同报告的核验码，未能核验。请一次核验一份报告。"
    case .token(.unknownKey): "签发密钥不在可信密钥清单中。请更新密钥清单；更新后仍如此的，请勿采信。"
    case .token(.badSignature): "签名不符：内容被改动，或不是所称机构签发。请勿采信。"
    case .token(.keyOutOfWindow): "签发时间或核验时间不在该密钥的有效期内。请勿采信，可向出具单位查询。"
    case .token(.keyCompromised): "签发密钥已报告泄露，仅凭本核验码不能证明真伪。请向出具单位查询。"
    case .token(.notYetValid): "签发时间晚于当前时间。请检查本机时钟。"
    case .token(.expired): "报告已过有效期。请要求提供新的报告。"
    case .file(let refusal): refusal.chinese
    case .picture(let reason): reason.chinese
    case .copy(let refusal): refusal.chinese
    case .copyNotCompared:
      "这不是出具时的原始文件（是扫描件、打印件或者另存、合并的文件）；其中的二维码由出具单位签发，在有效期内。"
        + "页面内容没有核对，请逐项比对；需要确认文件本身的，请要求提供原始文件。"
    case .fileDiffers:
      "报告编号和核验码真实，在有效期内；但所选文件与出具的文件不同：可能是扫描、打印、另存的副本，也可能被改动过。"
        + "请要求提供原始文件，或者将文件与下列内容逐项比对。"
    case .fileNotCompared: "报告编号和核验码真实，在有效期内；但出具单位没有登记该报告文件的指纹，所选文件未能比对。请上传文件核验。"
    case .document(let refusal, let format): refusal.chinese(format)
    case .unfit(let reason): reason.chinese
    case .signature(let reason, let format): reason.chinese(format)
    }
  }
}

extension FileRefusal {
  fileprivate var chinese: String {
    switch self {
    case .unknownFormat(let known, let kind):
      "\(kind.map { "这是\($0)，不能识读。" } ?? "不能识读这种文件。")请提供报告的原始\(known.joined(separator: "、"))文件，"
        + "或者二维码的照片（JPEG、PNG、HEIC、WebP、TIFF、GIF）；也可以输入报告编号和核验码。"
    case .pictureAndDocument(let format):
      "文件既是图片，又可以作为\(format)打开，所显示的内容可能不同。请勿采信；请上传原始的\(format)文件，或者重新拍摄。"
    case .twoDocuments(let formats):
      "文件可以分别作为\(formats.joined(separator: "、"))打开，所显示的内容可能不同。请勿采信；请使用下载的原始文件。"
    case .typeMismatch: "文件的名称或者类型与其内容不符。请勿采信；请使用下载的原始文件，或者直接上传照片。"
    }
  }
}

extension PictureRefusal.Reason {
  fileprivate var chinese: String {
    switch self {
    case .unreadable: "图片已损坏或格式不受支持。请重新拍摄或扫描。"
    case .readingStopped: "图片无法识读。请只拍摄二维码部分，靠近、对正后重试。"
    case .tooLarge: "图片过大。请缩小后重试。"
    case .withoutCode: "图片中没有识别到二维码。请靠近、对正、避免反光后重新拍摄。"
    }
  }
}

extension CopyRefusal {
  fileprivate var chinese: String {
    switch self {
    case .notRead:
      "这不是出具时的原始文件，未能识读其全部页面上的二维码。请输入报告编号和核验码核验，或者上传二维码的照片，或者要求提供原始文件。"
    case .unreadable:
      "这不是出具时的原始文件，且已损坏或者设有密码，无法打开。请输入报告编号和核验码核验，或者要求提供原始文件。"
    case .withoutCode:
      "这不是出具时的原始文件，页面上也没有识别到报告的二维码。请输入报告编号和核验码核验，或者上传二维码的清晰照片，或者要求提供原始文件。"
    }
  }
}

extension DocumentRefusal {
  /// - Parameter format: the label of the file's format.
  fileprivate func chinese(_ format: String) -> String {
    switch self {
    case .withoutToken: "\(format)中没有核验数据。请使用下载的原始文件，不要使用打印或另存的副本；也可扫描报告上的二维码。"
    case .withoutData: "\(format)中没有报告数据，无法核对内容。请使用下载的原始文件。"
    case .withoutProof: "\(format)中没有签发日志证明，无法确认报告是公开登记签发的。请使用下载的原始文件。"
    case .proofInvalid: "\(format)所附的签发日志证明不符，报告不在出具单位的签发日志中。请勿采信。"
    case .ambiguous: "\(format)中有多份核验数据，无法判断对应关系。请勿采信；多份报告合并成一个文件的，请分别提供每份原始文件。"
    case .dataMismatch: "\(format)所附数据与签发时不一致，文件已被改动。请勿采信。"
    case .pagesMismatch: "\(format)的页数与签发时不一致。请勿采信。"
    case .dataDamaged: "\(format)所附数据已损坏，或者与核验凭据相矛盾，无法核对页面内容。请勿采信，可向出具单位查询。"
    case .contentMismatch: "\(format)文件与所附数据生成的不一致，文件已被改动。请勿采信。"
    case .otherFile: "\(format)文件不是出具单位登记的那一份。请勿采信，请使用下载的原始文件。"
    }
  }
}

extension SignatureRefusal.Reason {
  /// - Parameter format: the label of the file's format.
  fileprivate func chinese(_ format: String) -> String {
    switch self {
    case .malformed, .algorithm, .attributes: "\(format)文件的电子签名格式不符合要求。请勿采信。"
    case .digest: "\(format)文件的内容与电子签名不符，文件已被改动。请勿采信。"
    case .key: "\(format)文件的电子签名无效。请勿采信。"
    case .certificate, .usage, .untrusted: "\(format)文件的签名证书不是出具单位的可信证书。请勿采信。"
    case .seal: "\(format)文件的签名证书不是出具单位的印章证书。请勿采信。"
    case .timeStamp: "\(format)文件的时间戳无效。请勿采信。"
    }
  }
}

extension Verification.Note {
  public var text: String {
    switch self {
    case .developmentKey: "本报告由开发密钥签发，仅供测试，不具有任何证明效力。"
    case .copyCodeOnly: "不是原始文件，仅按页面上的二维码核验：页面上的其他内容没有核对。"
    case .fileDiffers: "所选文件与出具的文件不同。"
    case .fileNotCompared: "出具单位没有登记该报告文件的指纹，所选文件未能比对。"
    case .pictureCodeOnly: "仅按图片中的二维码核验：图片上的其他内容没有核对。"
    case .statusNotChecked: "未核验撤销状态：报告可能已被撤销、更新或处于异议处理中。"
    case .logNotChecked: "未核验签发日志。"
    case .dataChangesNotWatched: "数据变动未监测：出具后数据是否有变动，不得而知。"
    case .pagesNotCompared(.engine): "版面未比对：文件由以前版本的程序生成，页面内容没有与签发数据核对。"
    case .pagesNotCompared(.reproducer): "版面未比对：本程序不重新生成页面，页面内容没有与签发数据核对。"
    case .statusStale: "撤销信息不是最新的，或者未覆盖本报告。"
    case .keySetNotRootSigned: "密钥清单取自本机，未核验其根签名。"
    case .hostNotChecked: "未核验二维码中的网址是否为官方核验网站。"
    case .hostUnknown: "二维码中的网址不是出具单位的核验网站，请勿从该网址查看结果。"
    case .notRecorded: "核验系统存储空间不足，本次核验未能登记，没有回执。核验结果不受影响；需要回执的，请稍后重新核验。"
    }
  }
}
