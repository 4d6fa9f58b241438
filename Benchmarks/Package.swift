// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that nobody builds benchmarks who does not want them.
let package = Package(
  name: "xinbao-benchmarks",
  dependencies: [
    .package(name: "xinbao", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "peer",
      dependencies: [
        "Measuring", .product(name: "XinbaoPipeline", package: "xinbao"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "stages",
      dependencies: [
        "Measuring", .product(name: "XinbaoPipeline", package: "xinbao"),
        .product(name: "XinbaoTrust", package: "xinbao"), .product(name: "XinbaoIssuing", package: "xinbao"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "gathered",
      dependencies: [
        "Measuring", .product(name: "XinbaoPipeline", package: "xinbao"),
        .product(name: "XinbaoIssuing", package: "xinbao"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .target(name: "Measuring"),
  ],
  swiftLanguageModes: [.v6]
)
