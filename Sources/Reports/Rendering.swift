extension Report {
  /// By what the pages of a report are made beside what it says: whoever has the same makes the same pages from its
  /// canonical data.
  public struct Rendering: Sendable, Equatable {
    /// Version of the program's way of setting and writing pages.
    public var engine: Int
    /// The libraries that decide about the bytes, with their versions: another one of them compresses or breaks lines
    /// otherwise, without anything being wrong with a file. Nil: of an engine before 3, whose data do not say.
    public var libraries: String?
    /// Of the verification page, for the QR link and for who types it from the cover.
    public var host: String
    /// Name of the template, and SHA-256 of its text and of the parts that it includes.
    public var template: String, templateDigest: [UInt8]
    /// SHA-256 of which fonts there are for which role.
    public var fontsDigest: [UInt8]
    public init(
      engine: Int, libraries: String?, host: String, template: String, templateDigest: [UInt8], fontsDigest: [UInt8]
    ) {
      (self.engine, self.libraries, self.host, self.template) = (engine, libraries, host, template)
      (self.templateDigest, self.fontsDigest) = (templateDigest, fontsDigest)
    }
  }
}
