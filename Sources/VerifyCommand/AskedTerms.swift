public import ArgumentParser
public import Attestation
import CivilTime
import Records

/// The time for which the check is made, seconds since 1970; nil: now.
/// - Parameter text: value of `--time`.
public func askedTime(_ text: String?) throws(ValidationError) -> Int64? {
  guard let text else { return nil }
  guard let time = BeijingTime(text: text) else {
    throw ValidationError("--time takes a time such as 2026-11-20T18:00:00+08:00, not `\(text)`")
  }
  return time.secondsSince1970
}

/// The fingerprint of the root that published files are verified against; nil: none was given.
/// - Parameter text: value of `--root`.
public func askedRoot(_ text: String?) throws(ValidationError) -> RootFingerprint? {
  guard let text else { return nil }
  guard let root = RootFingerprint(text) else {
    throw ValidationError("--root takes a fingerprint of 64 hexadecimal digits, not `\(text)`")
  }
  return root
}

/// The same, from the environment.
/// - Parameter environment: of the process.
public func rootOfEnvironment(_ environment: [String: String]) throws(GivenError) -> RootFingerprint? {
  guard let text = environment["XINBAO_ROOT"] else { return nil }
  guard let root = RootFingerprint(text) else {
    throw GivenError("XINBAO_ROOT: is not a fingerprint of 64 hexadecimal digits")
  }
  return root
}
