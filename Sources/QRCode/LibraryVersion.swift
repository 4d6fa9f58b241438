import CQRencode

/// The library that splits a text into the segments of a symbol, with its version.
public let symbolLibrary = "libqrencode \(String(cString: QRcode_APIVersionString()))"
