import WidthFolding

/// Personal details in running text that are not numbers (`domain.md` §4.3): e-mail, WeChat and QQ addresses, home
/// addresses, and the names of people who report an offence or suffer from it. Each is found by the words that
/// introduce it; without such words it is not found.
enum PrivateWords {
  static func all(in text: String) -> [PersonalDetail] {
    guard mayHoldOne(text) else { return [] }
    let reader = PrivateWordReader(text)
    return reader.details()
  }

  /// Looks, in one pass, for the bytes of characters without which none of these details can be there.
  private static func mayHoldOne(_ text: String) -> Bool {
    var (last, beforeLast): (UInt8, UInt8) = (0, 0)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "@"), UInt8(ascii: "Q"), UInt8(ascii: "q"): return true
      default: break
      }
      switch (beforeLast, last, byte) {
      case (0xE5, 0xBE, 0xAE), (0xE4, 0xBD, 0x8F), (0xE6, 0x88, 0xB7), (0xE5, 0xB1, 0x85), (0xE7, 0xB1, 0x8D),  // 微住户居籍
        (0xE6, 0x8A, 0xA5), (0xE8, 0xAF, 0x89), (0xE6, 0xB6, 0x88), (0xE5, 0xAE, 0xB3), (0xE8, 0xAF, 0x81),  // 报诉消害证
        (0xE6, 0xAD, 0xBB), (0xE4, 0xBC, 0xA4), (0xE6, 0x82, 0xA3), (0xE8, 0x81, 0x94), (0xEF, 0xBC, 0xA0),  // 死伤患联＠
        (0xEF, 0xBC, 0xB1):
        return true
      default: break
      }
      (beforeLast, last) = (last, byte)
    }
    return false
  }
}

private struct PrivateWordReader {
  private let scalars: [Unicode.Scalar]
  init(_ text: String) { scalars = text.unicodeScalars.map(halfWidth) }

  func details() -> [PersonalDetail] {
    var details: [PersonalDetail] = []
    var index = 0
    while index < scalars.count {
      if let detail = detail(at: index), let last = detail.offsets.last {
        details.append(detail)
        index = max(index, last)
      }
      index += 1
    }
    return details
  }

  private func detail(at index: Int) -> PersonalDetail? {
    switch scalars[index] {
    case "@": mail(around: index)
    case "微", "Q", "q": account(at: index)
    case "住", "家", "户", "现", "居", "常", "暂", "经": home(at: index)
    case "举", "投", "申", "消", "受", "被", "死", "伤", "证", "患", "联", "报": name(at: index)
    default: nil
    }
  }

  private func detail(_ kind: PersonalDetail.Kind, _ range: Range<Int>) -> PersonalDetail? {
    range.isEmpty ? nil : PersonalDetail(kind: kind, offsets: Array(range))
  }

  private func follows(_ word: String, _ index: Int) -> Bool {
    var index = index
    for scalar in word.unicodeScalars {
      guard index < scalars.count, scalars[index] == scalar else { return false }
      index += 1
    }
    return true
  }

  /// The index after the first of the words that follows here; longer words come first.
  private func behind(_ words: [String], _ index: Int) -> Int? {
    words.first { follows($0, index) }.map { index + $0.unicodeScalars.count }
  }

  /// The index after colons, 为 and the like.
  private func behindJoint(_ index: Int) -> Int {
    var index = index
    while index < scalars.count, ":为是系于在( ".unicodeScalars.contains(scalars[index]) { index += 1 }
    return index
  }

  private func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal)
  }

  // MARK: E-mail, WeChat, QQ

  private func mail(around index: Int) -> PersonalDetail? {
    let isPart = { (scalar: Unicode.Scalar) in isNameCharacter(scalar) || "._%+-".unicodeScalars.contains(scalar) }
    var (start, end) = (index, index + 1)
    while start > 0, isPart(scalars[start - 1]) { start -= 1 }
    while end < scalars.count, isPart(scalars[end]) { end += 1 }
    let isDomain = scalars[(index + 1)..<end].dropFirst().dropLast().contains(".")
    return start < index && isDomain ? detail(.contact, start..<end) : nil
  }

  private func account(at index: Int) -> PersonalDetail? {
    guard let word = behind(["微信", "QQ", "qq", "Qq"], index) else { return nil }
    if index > 0, scalars[index] != "微", isNameCharacter(scalars[index - 1]) { return nil }
    let start = behindJoint(behind(["群号", "号码", "账号", "帐号", "号", "群", "ID", "id"], word) ?? word)
    var end = start
    while end < scalars.count, isNameCharacter(scalars[end]) || "_-".unicodeScalars.contains(scalars[end]) { end += 1 }
    return (5...30).contains(end - start) ? detail(.contact, start..<end) : nil
  }

  // MARK: Where somebody lives

  private static let homes = [
    "家庭住址", "家庭地址", "户籍所在地", "户籍地址", "户籍地", "户口所在地", "现住址", "现住地", "现住", "经常居住地", "常住地址", "常住地", "居住地址",
    "居住地", "居住于", "居住在", "暂住地", "暂住址", "住址", "家住",
  ]
  /// Characters that make a text an address.
  private static let places = Set("省市区县镇乡村街路巷号栋幢楼室屯".unicodeScalars)

  private func home(at index: Int) -> PersonalDetail? {
    if let start = behind(Self.homes, index) {
      // 现住院治疗
      let isVague = start == index + 2 && scalars[start - 1] == "住"
      return address(from: behindJoint(start), places: isVague ? 2 : 1)
    }
    // “，1980年1月1日出生，住某省某市某路1号”, as decisions introduce a person.
    guard scalars[index] == "住", index > 0, ",;。、( ".unicodeScalars.contains(scalars[index - 1]) else { return nil }
    return address(from: behindJoint(index + 1), places: 2)
  }

  /// Up to the next sign.
  private func address(from start: Int, places: Int) -> PersonalDetail? {
    var end = start
    while end < scalars.count, !",;。、:()\n".unicodeScalars.contains(scalars[end]) { end += 1 }
    guard (4...80).contains(end - start), scalars[start..<end].count(where: Self.places.contains) >= places else {
      return nil
    }
    return detail(.address, start..<end)
  }

  // MARK: Names

  /// Roles that a decision never punishes.
  private static let roles = [
    "举报人", "投诉人", "申诉人", "消费者", "受害人", "受害者", "被害人", "死者", "伤者", "证人", "患者", "联系人", "报案人",
  ]
  /// The most common surnames (unverified; from the yearly list of the 公安部) that begin few other words.
  private static let surnames = Set(
    "王李张刘陈杨黄赵吴周徐孙朱胡郭林罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蔡蒋杜苏魏吕丁沈姚卢姜崔钟谭廖韦傅邹孟秦邱侯尹薛闫黎史陶郝龚邵覃戴莫孔".unicodeScalars)
  /// Common surnames that also begin other words; taken for names only if a colon precedes them.
  private static let others = Set("马何高夏叶程余任石江范方金田贾付熊白段雷龙贺毛顾武钱严汤陆汪万康安常于温".unicodeScalars)
  private static let ends = Set(",;。、:()\n \"”“".unicodeScalars)

  private func name(at index: Int) -> PersonalDetail? {
    guard let word = behind(Self.roles, index) else { return nil }
    let start = behindJoint(word)
    guard start < scalars.count else { return nil }
    let isSaid = start > word && scalars[word] == ":"
    guard Self.surnames.contains(scalars[start]) || isSaid && Self.others.contains(scalars[start]) else { return nil }
    for count in [3, 2] {
      let end = start + count
      guard end <= scalars.count, scalars[start..<end].allSatisfy(\.properties.isIdeographic),
        !scalars[start..<end].contains("某")
      else { continue }
      let isOver = end == scalars.count || Self.ends.contains(scalars[end])
      if isOver || behind(["先生", "女士", "反映", "举报", "投诉", "称", "的"], end) != nil {
        return detail(.name, start..<end)
      }
    }
    return nil
  }
}
