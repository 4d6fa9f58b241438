/// One point in which a file differs from the expected one.
public struct PDFDifference: Sendable, Hashable, CustomStringConvertible {
  public enum Change: Sendable, Hashable {
    case changed, missing, added
  }

  /// The part of the document.
  public enum Part: Sendable, Hashable {
    /// A page's entries; pages count from 1.
    case page(Int)
    /// What is drawn on a page.
    case contents(page: Int)
    case annotation(page: Int)
    /// The font's name without the subset prefix.
    case font(String)
    /// The verification code, the watermark.
    case picture
    case attachment(String)
    case bookmarks
    /// The tags: ISO 32000-1, 14.7.
    case structure
    /// Title, author, dates; in the catalog and in the trailer.
    case metadata
    case colorProfile
    /// Form fields, including signature fields.
    case form
    case catalog
    /// /ID, /Root.
    case trailer
    /// How the same objects are written: spaces, comments, compression.
    case encoding
    /// Bytes that belong to no object; something appended.
    case outsideOfObjects
    /// An object that nothing refers to, or that only unknown entries refer to.
    case other
  }

  /// The number of the indirect object, if it is one.
  public var object: Int?
  public var part: Part
  public var change: Change

  public init(object: Int?, part: Part, change: Change) {
    (self.object, self.part, self.change) = (object, part, change)
  }

  public var description: String {
    "\(part) \(change)" + (object.map { " (object \($0))" } ?? "")
  }

  /// For the person who received the file.
  public var chinese: String {
    switch (part, change) {
    case (.page(let page), _), (.contents(let page), _): "第\(page)页内容与所附数据不符"
    case (.annotation(let page), _): "第\(page)页有后加的批注"
    case (.font(let name), _): "字体\(name)与出具时不符"
    case (.picture, _): "图形（核验二维码或者水印）与出具时不符"
    case (.attachment(let name), .added): "有后加的附件\(name)"
    case (.attachment(let name), _): "附件\(name)与出具时不符"
    case (.bookmarks, _): "书签与所附数据不符"
    case (.structure, _): "文档结构标记与所附数据不符"
    case (.metadata, _): "标题等文档信息与所附数据不符"
    case (.colorProfile, _): "颜色配置与出具时不符"
    case (.form, _): "表单或者签名域与出具时不符"
    case (.catalog, _), (.trailer, _): "文件结构与出具时不符"
    case (.encoding, _): "文件的字节与出具时不同，其中可能藏有内容"
    case (.outsideOfObjects, _): "文件中夹带出具时没有的内容"
    case (.other, .added): "文件中有出具时没有的对象"
    case (.other, _): "文件中的对象与出具时不符"
    }
  }
}
