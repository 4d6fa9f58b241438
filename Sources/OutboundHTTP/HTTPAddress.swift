import CCurl

/// An address parsed by libcurl: the address checked here is exactly the one requested later.
final class HTTPAddress {
  let handle: OpaquePointer

  /// Nil if there is no host, or the scheme is not http or https.
  init?(_ text: String) {
    // libcurl accepts one slash or three instead of two: it would take http:///path for a host.
    let rest = text.drop { $0 != ":" }
    guard rest.hasPrefix("://"), !rest.hasPrefix(":///"), !text.utf8.contains(0), let handle = curl_url() else {
      return nil
    }
    self.handle = handle
    let isRead = curl_url_set(handle, CURLUPART_URL, text, UInt32(CURLU_URLENCODE)) == CURLUE_OK
    guard isRead, ["http", "https"].contains(part(CURLUPART_SCHEME)), part(CURLUPART_HOST)?.isEmpty == false else {
      return nil
    }
  }

  deinit { curl_url_cleanup(handle) }

  private func part(_ part: CURLUPart) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(handle, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }

  var host: String { part(CURLUPART_HOST) ?? "" }

  /// Without user, password, query and fragment.
  var withoutSecrets: String {
    let port = part(CURLUPART_PORT).map { ":\($0)" } ?? ""
    return "\(part(CURLUPART_SCHEME) ?? "")://\(host)\(port)\(part(CURLUPART_PATH) ?? "")"
  }
}
