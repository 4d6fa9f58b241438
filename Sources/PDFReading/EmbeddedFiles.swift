/// The files in the name tree /EmbeddedFiles (ISO 32000-1, 7.7.4, 7.9.6 and 7.11.4).
enum EmbeddedFiles {
  /// The maximum depth of a name tree.
  private static let maximumDepth = 16

  static func read(
    from catalog: PDFDictionary, in objects: ObjectReader, limits: PDFFile.Limits
  ) throws(PDFReadingError) -> [PDFAttachment] {
    guard let names = try objects.dictionary(catalog["Names"]),
      let tree = try objects.dictionary(names["EmbeddedFiles"])
    else { return [] }
    let files = try files(in: tree, objects, depth: 0)
    guard files.count <= limits.attachments else {
      throw .tooLarge("the number of attachments", limit: limits.attachments)
    }
    var attachments: [PDFAttachment] = []
    var limit = UnpackingLimit("what the attachments unpack to", total: limits.unpackedBytes)
    for file in files {
      let attachment = try attachment(file, in: objects, limit: limit)
      limit.spend(attachment.bytes.count)
      attachments.append(attachment)
    }
    return attachments
  }

  /// The file specifications under a node. A tree that contains itself ends at the maximum depth or at the reader's
  /// allowance.
  private static func files(
    in node: PDFDictionary, _ objects: ObjectReader, depth: Int
  ) throws(PDFReadingError) -> [PDFValue] {
    guard depth < maximumDepth else { throw .malformed("a name tree nested too deeply", offset: 0) }
    let pairs = try objects.array(node["Names"]) ?? []
    guard pairs.count.isMultiple(of: 2) else { throw .malformed("a name without file", offset: 0) }
    var files = stride(from: 1, to: pairs.count, by: 2).map { pairs[$0] }
    for kid in try objects.array(node["Kids"]) ?? [] {
      guard case .reference = kid, let child = try objects.dictionary(kid) else {
        throw .malformed("a damaged name tree", offset: 0)
      }
      files += try self.files(in: child, objects, depth: depth + 1)
    }
    return files
  }

  private static func attachment(
    _ value: PDFValue, in objects: ObjectReader, limit: UnpackingLimit
  ) throws(PDFReadingError) -> PDFAttachment {
    guard let specification = try objects.dictionary(value), let files = try objects.dictionary(specification["EF"]),
      case .reference(let file)? = files["UF"] ?? files["F"]
    else { throw .malformed("an embedded file that is none", offset: 0) }
    let content = try objects.stream(file, limit: limit)
    // /F is for readers older than PDF 1.7.
    guard let name = try objects.text(specification["UF"] ?? specification["F"]) else {
      throw .malformed("an embedded file without name", offset: 0)
    }
    let relationship = try objects.name(specification["AFRelationship"]) ?? ""
    return PDFAttachment(
      name: name, mediaType: try objects.name(content.dictionary["Subtype"]) ?? "",
      description: try objects.text(specification["Desc"]) ?? "",
      relationship: PDFAttachment.Relationship(rawValue: relationship) ?? .unspecified, bytes: content.bytes)
  }
}
