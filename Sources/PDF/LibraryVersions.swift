/// The libraries that decide about a file's bytes, with their versions; a different libdeflate compresses differently.
/// libharu reports the version that runs; for libdeflate it is the version that this program was built with.
public let pdfLibraries = ["libdeflate \(Deflater.version)", "libharu \(HaruDictionaries.version)"]
