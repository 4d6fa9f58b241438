// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody builds fuzzers who does not want them: see README.md.
func fuzzer(_ name: String, _ modules: [String]) -> Target {
  .executableTarget(
    name: "Fuzz\(name)", dependencies: modules.map { .product(name: $0, package: "xinbao") },
    swiftSettings: [.unsafeFlags(["-parse-as-library"])])
}

let package = Package(
  name: "xinbao-fuzz",
  dependencies: [.package(name: "xinbao", path: "..")],
  targets: [
    fuzzer("Token", ["XinbaoTrust"]),
    fuzzer("Digits", ["XinbaoTrust"]),
    fuzzer("CBOR", ["XinbaoTrust"]),
    fuzzer("PDF", ["XinbaoTrust"]),
    fuzzer("Multipart", ["XinbaoWeb"]),
  ],
  swiftLanguageModes: [.v6]
)
