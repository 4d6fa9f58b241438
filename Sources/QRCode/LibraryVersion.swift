import CQRencode

/// What splits a text into a symbol's segments, with its version.
public let symbolLibrary = "libqrencode \(String(cString: QRcode_APIVersionString()))"
