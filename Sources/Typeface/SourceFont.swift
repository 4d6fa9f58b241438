import CHarfBuzz

/// One face of a font file, read with HarfBuzz; nothing else uses HarfBuzz. All lengths in 1/1000 em.
struct SourceFont: ~Copyable {
  private let face: OpaquePointer
  private let font: OpaquePointer
  private let drawing: OpaquePointer

  /// - Parameter postScriptName: the face in a collection; nil takes the first.
  init(path: String, postScriptName: String?) throws(TypefaceError) {
    guard let blob = hb_blob_create_from_file_or_fail(path) else {
      throw TypefaceError(
        location: path, problem: "the font file cannot be read", remedy: "check that it exists and may be read")
    }
    defer { hb_blob_destroy(blob) }
    let count = hb_face_count(blob)
    guard count > 0 else {
      throw TypefaceError(
        location: path, problem: "the file holds no font", remedy: "install the font's package anew")
    }
    var names: [String] = []
    for index in 0..<count {
      guard let face = hb_face_create(blob, index) else { continue }
      let name = Self.postScriptName(of: face)
      if postScriptName == nil || name == postScriptName {
        self.face = face
        self.font = hb_font_create(face)
        hb_font_set_scale(font, 1000, 1000)
        self.drawing = Self.makeDrawing()
        return
      }
      names.append(name)
      hb_face_destroy(face)
    }
    throw TypefaceError(
      location: path, problem: "the file has no face \(postScriptName ?? "")",
      remedy: "name one of its faces as postScriptName: \(names.joined(separator: ", "))")
  }

  deinit {
    hb_draw_funcs_destroy(drawing)
    hb_font_destroy(font)
    hb_face_destroy(face)
  }

  var glyphCount: Int { Int(hb_face_get_glyph_count(face)) }
  var postScriptName: String { Self.postScriptName(of: face) }

  // MARK: Characters

  /// All code points that the character map maps, ascending.
  func codePoints() -> [UInt32] {
    guard let set = hb_set_create() else { return [] }
    defer { hb_set_destroy(set) }
    hb_face_collect_unicodes(face, set)
    return Self.members(of: set)
  }

  /// The source's glyph for a code point; nil if it is not mapped.
  func glyph(for codePoint: UInt32) -> UInt32? {
    var glyph: hb_codepoint_t = 0
    return hb_font_get_nominal_glyph(font, codePoint, &glyph) != 0 ? glyph : nil
  }

  /// The variation sequences that select a different glyph than the plain character, ascending.
  func variations() -> [(codePoint: UInt32, selector: UInt32, glyph: UInt32)] {
    guard let selectors = hb_set_create() else { return [] }
    defer { hb_set_destroy(selectors) }
    hb_face_collect_variation_selectors(face, selectors)
    var variations: [(codePoint: UInt32, selector: UInt32, glyph: UInt32)] = []
    for selector in Self.members(of: selectors) {
      guard let bases = hb_set_create() else { continue }
      defer { hb_set_destroy(bases) }
      hb_face_collect_variation_unicodes(face, selector, bases)
      for base in Self.members(of: bases) {
        var glyph: hb_codepoint_t = 0
        if hb_font_get_variation_glyph(font, base, selector, &glyph) != 0, glyph != self.glyph(for: base) {
          variations.append((base, selector, glyph))
        }
      }
    }
    return variations.sorted { ($0.codePoint, $0.selector) < ($1.codePoint, $1.selector) }
  }

  private static func members(of set: OpaquePointer) -> [UInt32] {
    var members: [UInt32] = []
    members.reserveCapacity(Int(hb_set_get_population(set)))
    var member = hb_codepoint_t.max  // HB_SET_VALUE_INVALID: start at the beginning
    while hb_set_next(set, &member) != 0 { members.append(member) }
    return members
  }

  // MARK: Glyphs

  func advance(of glyph: UInt32) -> Int { Int(hb_font_get_glyph_h_advance(font, glyph)) }

  /// Draws a glyph into `outline`, which is emptied first. HarfBuzz converts quadratic curves to cubic ones.
  func draw(_ glyph: UInt32, into outline: inout Outline) {
    outline.removeAll()
    withUnsafeMutablePointer(to: &outline) { hb_font_get_glyph_shape(font, glyph, drawing, $0) }
  }

  private static func makeDrawing() -> OpaquePointer {
    let drawing: OpaquePointer = hb_draw_funcs_create()
    hb_draw_funcs_set_move_to_func(
      drawing,
      { _, data, _, x, y, _ in data?.assumingMemoryBound(to: Outline.self).pointee.move(to: x, y) }, nil, nil)
    hb_draw_funcs_set_line_to_func(
      drawing,
      { _, data, _, x, y, _ in data?.assumingMemoryBound(to: Outline.self).pointee.line(to: x, y) }, nil, nil)
    hb_draw_funcs_set_cubic_to_func(
      drawing,
      { _, data, _, x1, y1, x2, y2, x3, y3, _ in
        data?.assumingMemoryBound(to: Outline.self).pointee.curve(x1, y1, x2, y2, to: x3, y3)
      }, nil, nil)
    hb_draw_funcs_set_close_path_func(
      drawing, { _, data, _, _ in data?.assumingMemoryBound(to: Outline.self).pointee.close() }, nil, nil)
    hb_draw_funcs_make_immutable(drawing)
    return drawing
  }

  // MARK: Metrics

  private static func postScriptName(of face: OpaquePointer) -> String {
    var length: UInt32 = 128
    var name = [CChar](repeating: 0, count: 128)
    hb_ot_name_get_utf8(face, hb_ot_name_id_t(6), nil, &length, &name)
    return String(decoding: name.prefix(Int(length)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Degrees counter-clockwise: negative for an italic, as in PDF's font descriptor.
  var italicAngle: Int { Int(hb_style_get_value(font, HB_STYLE_TAG_SLANT_ANGLE).rounded()) }
  /// 400 is regular, 700 bold.
  var weight: Int { Int(hb_style_get_value(font, HB_STYLE_TAG_WEIGHT)) }

  /// A two-byte field of a table, scaled to 1/1000 em; nil if the table is too short.
  func signed(_ table: StaticString, at offset: Int, scaled: Bool = true) -> Int? {
    let tag = table.withUTF8Buffer { $0.reduce(hb_tag_t(0)) { $0 << 8 | hb_tag_t($1) } }
    let blob = hb_face_reference_table(face, tag)
    defer { hb_blob_destroy(blob) }
    var length: UInt32 = 0
    guard let data = hb_blob_get_data(blob, &length), offset + 2 <= Int(length) else { return nil }
    let value = Int(
      Int16(truncatingIfNeeded: Int(UInt8(bitPattern: data[offset])) << 8 | Int(UInt8(bitPattern: data[offset + 1]))))
    return scaled ? Int((Double(value) * 1000 / Double(hb_face_get_upem(face))).rounded()) : value
  }
}
