import CICU

/// The library that finds line breaks, with its version.
public let lineBreakingLibrary: String = {
  let version = xinbao_icu_version()
  return "ICU \(version >> 8).\(version & 0xFF)"
}()
