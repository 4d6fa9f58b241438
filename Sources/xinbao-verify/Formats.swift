import FileFormats
import PDFReading

/// The formats whose files this program verifies: one line for each, as in `Sources/Installation/Formats.swift`.
let knownFormats = ReadableFormats([
  PDFFormat()
])
