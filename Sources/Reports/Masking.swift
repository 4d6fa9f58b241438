func masked(_ text: String, profile: String) -> String {
  String(repeating: "*", count: max(0, text.count - 4)) + text.suffix(4)
}
