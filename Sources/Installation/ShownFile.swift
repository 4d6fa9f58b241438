import FileFormats
public import Registry
import Rendering

extension RegisteredReport {
  /// Of several files the one that is told where there is room for one: that of the default format, or else the first.
  public var shownFile: FileRecord? { file(DocumentFormats.known.standard.fileExtension) ?? files.first }
}
