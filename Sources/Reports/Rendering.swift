extension Report {
  /// What the pages of a report depend on besides its data: the same values and the same canonical data give the same
  /// pages.
  public struct Rendering: Sendable, Equatable {
    /// Version of the program's layout and PDF output.
    public var engine: Int
    /// The libraries that affect the bytes, with their versions: another version may compress or break lines
    /// differently although nothing is wrong with a file. Nil: an engine before 3, whose data do not say.
    public var libraries: String?
    /// Host of the verification page, for the QR link and for people who type it from the cover.
    public var host: String
    /// Name of the template, and SHA-256 of its text and of the parts that it includes.
    public var template: String, templateDigest: [UInt8]
    /// SHA-256 of the fonts by role.
    public var fontsDigest: [UInt8]
    public init(
      engine: Int, libraries: String?, host: String, template: String, templateDigest: [UInt8], fontsDigest: [UInt8]
    ) {
      (self.engine, self.libraries, self.host, self.template) = (engine, libraries, host, template)
      (self.templateDigest, self.fontsDigest) = (templateDigest, fontsDigest)
    }
  }
}
