// swift-tools-version: 6.2
import PackageDescription

// Warnings are errors in CI only, so that a newer compiler's new warning stops nobody's first build.
let warnings: [SwiftSetting] = Context.environment["CI"] == nil ? [] : [.treatAllWarnings(as: .error)]

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ] + warnings

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ module: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(module)Tests", dependencies: [.byName(name: module)] + dependencies,
    resources: [.copy("Fixtures")], swiftSettings: settings)
}

let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
// HTTPS by the server itself. NIOSSL brings a BoringSSL of its own, for which nobody waits who has a reverse proxy.
let tls: [Target.Dependency] = [
  .product(name: "HummingbirdTLS", package: "hummingbird", condition: .when(traits: ["TLS"])),
  .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["TLS"])),
]
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let jwt = Target.Dependency.product(name: "JWTKit", package: "jwt-kit")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
// What Hummingbird's own types are made of; they come with it.
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")

let package = Package(
  name: "xinbao",
  products: [
    .executable(name: "xinbao", targets: ["xinbao"]),
    .executable(name: "xinbao-server", targets: ["xinbao-server"]),
    .executable(name: "xinbao-issuer", targets: ["xinbao-issuer"]),
    .executable(name: "xinbao-read", targets: ["xinbao-read"]),
    .executable(name: "xinbao-parse", targets: ["xinbao-parse"]),
    .executable(name: "xinbao-workbook", targets: ["xinbao-workbook"]),
    .executable(name: "xinbao-verify", targets: ["xinbao-verify"]),
    .library(
      name: "XinbaoPipeline",
      targets: [
        "ReportKinds", "CivilTime", "Records", "Reports", "Blocks", "Templates", "Typeface", "Typesetting", "QRCode",
        "PDF",
        "Rendering", "PDFReports",
      ]),
    .library(
      name: "XinbaoTrust",
      targets: [
        "ReportKinds", "JSON", "Attestation", "Database", "Registry", "Signatures", "FileFormats", "PDFReading",
        "Verifying", "OfflineVerification",
      ]),
    .library(name: "XinbaoIssuing", targets: ["Installation", "Issuing", "ReportTokens", "Gathering"]),
    .library(name: "XinbaoWeb", targets: ["Web", "VerificationSite", "SelfPrintSite"]),
  ],
  traits: [
    .trait(name: "TLS", description: "xinbao-server speaks HTTPS itself, without a reverse proxy in front.")
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.34.0"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    // Without its readers of configuration, which nobody here uses, and the package that they need.
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/vapor/jwt-kit", from: "5.7.1"),
  ],
  targets: [
    // What is of no module, and used by many.
    module("Hexadecimal"),
    module("ConcurrentMap"),
    module("CivilTime"),
    module("JSON", ["ErrorCauses"]),
    module("WidthFolding"),
    module("ErrorCauses"),
    module("FileReading", ["ErrorCauses"]),
    module("DurableFiles", ["ErrorCauses"]),
    module("Secrets"),
    // Asks other people's services, and trusts none of them.
    module("OutboundHTTP", ["CCurl"]),
    // The pipeline, in the order in which a report passes through it (docs/architecture.md).
    module("ReportKinds"),
    module("Records", ["CivilTime", "JSON", "WidthFolding", "ErrorCauses", "FileReading", "ReportKinds", yams]),
    module("Reports", ["Hexadecimal", "CivilTime", "JSON", "ErrorCauses", "ReportKinds", "Records"]),
    module("Blocks"),
    module("Templates", ["CivilTime", "ErrorCauses", "ReportKinds", "Records", "Reports", "Blocks", crypto, yams]),
    module("Typeface", ["Hexadecimal", "ErrorCauses", "FileReading", "DurableFiles", "CHarfBuzz", crypto, yams]),
    module("Typesetting", ["ErrorCauses", "Blocks", "Typeface", "CICU"]),
    module("QRCode", ["ErrorCauses", "CQRencode"]),
    // What a verifier knows of a format of files; then the formats' readers.
    module("FileFormats", ["ErrorCauses"]),
    // The reader of PDFs, which knows no pages and no libharu; the writer shares its values.
    module("PDFReading", ["ErrorCauses", "FileFormats", "CZlib"]),
    module("FileReplies", ["FileFormats", "ReplyBytes"]),
    module(
      "PDF",
      [
        "Hexadecimal", "CivilTime", "ErrorCauses", "Blocks", "Typeface", "Typesetting", "PDFReading", "CHaru",
        "CDeflate",
      ]),
    // A report and its evidence to a file, in any format; then the formats.
    module(
      "Rendering",
      [
        "Hexadecimal", "CivilTime", "ErrorCauses", "ReportKinds", "Records", "Reports", "Blocks", "Templates",
        "Typeface", "Typesetting", "QRCode", "FileFormats", crypto,
      ]),
    module("PDFReports", ["Blocks", "Typeface", "Typesetting", "QRCode", "PDFReading", "PDF", "Rendering"]),
    module(
      "Attestation",
      [
        "WidthFolding", "Hexadecimal", "ErrorCauses", "DurableFiles", "ReportKinds", "CDeflate", "CLibCrypto", crypto,
      ]),
    // SQL and the steps of tables; the two databases that run them.
    module("Database", ["ErrorCauses"]),
    module("DatabaseSQLite", ["Database", grdb]),
    module("DatabasePostgres", ["Database", "CPQ"]),
    // Who was issued what: the rules and their SQL.
    module(
      "Registry",
      [
        "CivilTime", "WidthFolding", "Hexadecimal", "JSON", "ErrorCauses", "DurableFiles", "ReportKinds", "Attestation",
        "Database",
        crypto,
      ]),
    // What departments deliver, and the credit files that follow from it: the rules, and their SQL.
    module(
      "Gathering",
      ["ConcurrentMap", "CivilTime", "JSON", "ErrorCauses", "Records", "Reports", "Importing", "Database", crypto]),
    // Signatures on documents (CMS, PAdES): making and checking them; knows no PDF.
    module(
      "Signatures",
      [
        "Hexadecimal", "CivilTime", "ErrorCauses", "OutboundHTTP", "CLibCrypto", crypto, asn1, certificates,
      ]),
    // Beside it: CSV, workbooks and JSON in, CSV out; then tables of 双公示 to credit files.
    module("Tables", ["ErrorCauses", "FileReading", "JSON", "ReplyBytes", "Confinement", "CICU", "CXLSXWriter"]),
    // Workbooks come from strangers, and libraries take them apart: in a program of its own, `xinbao-workbook`, and in no other.
    module("Workbooks", ["CivilTime", "ErrorCauses", "Tables", "CMiniZip", "CExpat"]),
    module(
      "Importing",
      ["ConcurrentMap", "CivilTime", "JSON", "ErrorCauses", "FileReading", "Records", "Tables", yams]),
    // What a report's token says of it; knows no registry.
    module(
      "ReportTokens",
      [
        "CivilTime", "ErrorCauses", "ReportKinds", "Records", "Reports", "QRCode", "Typesetting", "Rendering",
        "Attestation",
      ]),
    module(
      "Issuing",
      [
        "ConcurrentMap", "CivilTime", "ErrorCauses", "DurableFiles", "ReportKinds", "Records", "Reports", "Typesetting",
        "FileFormats",
        "Rendering", "Attestation", "Registry", "Signatures", "ReportTokens", crypto,
      ]),
    // Where an installation's state and data are, and what makes and issues reports with them.
    module(
      "Installation",
      [
        "CivilTime", "ErrorCauses", "DurableFiles", "ReportKinds", "Records", "Reports", "Typeface", "FileFormats",
        "PDFReading",
        "Rendering", "PDFReports", "Attestation", "Database", "DatabaseSQLite", "DatabasePostgres", "Registry",
        "Gathering", "Signatures", "Issuing", yams,
      ]),
    // An installation as a folder of files, and from it again.
    module(
      "Backups",
      [
        "Hexadecimal", "ErrorCauses", "DurableFiles", "Attestation", "Database", "DatabaseSQLite", "DatabasePostgres",
        "Registry", "Installation", crypto,
      ]),
    // From what departments hand in to the store: tables, notices, inboxes, receipts.
    module(
      "Intake",
      [
        "Hexadecimal", "CivilTime", "JSON", "ErrorCauses", "DurableFiles", "Records", "Tables", "Importing",
        "Gathering", crypto,
      ]),
    // Many files as one: archives, and PDFs merged.
    module("Archiving", ["ErrorCauses", "CArchive", "CQPDF"]),
    // Many reports: from a manifest to a folder of PDFs and a table of results.
    module(
      "Batches",
      [
        "Hexadecimal", "CivilTime", "JSON", "ErrorCauses", "FileReading", "DurableFiles", "ReportKinds", "Records",
        "Reports", "Templates", "Typeface", "Typesetting", "FileFormats", "Rendering", "Attestation", "Registry",
        "Signatures", "Tables", "Issuing", "Installation", "Archiving", crypto,
      ]),
    // Pictures of codes come from strangers: what reads them is a program of its own, `xinbao-read`, and in no other.
    module("Pictures", ["CPNG", "CTurboJPEG", "CWebP", "CHeif", "CTIFF", "CGIF", "CZXing", "CZBar"]),
    module("PictureReplies"),
    // How such a program says what it found.
    module("ReplyBytes"),
    // Programs that are started with limits, and what such a program does to itself.
    module("Confinement", ["CConfinement"]),
    // Reports' files come from strangers, too: a program of its own takes each apart, `xinbao-parse`.
    module("ConfinedFormats", ["FileFormats", "FileReplies", "Confinement"]),
    module(
      "Verifying",
      [
        "Hexadecimal", "CivilTime", "JSON", "WidthFolding", "ReportKinds", "FileFormats", "Attestation", "Signatures",
        "PictureReplies", "Confinement", crypto,
      ]),
    // Many reports at once: the list of them that is given, and the table of the answers.
    module("Stacks", ["CivilTime", "JSON", "ErrorCauses", "Records", "Tables", "Attestation", "Verifying"]),
    // By what a machine without home, registry and network verifies: trust lists and bundles.
    module(
      "OfflineVerification",
      [
        "CivilTime", "Hexadecimal", "ErrorCauses", "FileReading", "DurableFiles", "Records", "FileFormats",
        "Attestation",
        "Signatures", "Verifying",
      ]),
    // What a verifier with a home works with: its keys, its registry, its templates.
    module(
      "VerifierSetup",
      [
        "CivilTime", "Hexadecimal", "ErrorCauses", "DurableFiles", "Records", "Templates", "Typeface", "Rendering",
        "Attestation", "Registry", "ReportTokens", "Issuing", "Installation", "Verifying", "OfflineVerification",
        crypto,
      ]),
    // What can be done about an error, in the words of the commands.
    module("RemedyWords", ["ErrorCauses"]),
    // What `xinbao verify` and `xinbao-verify` share: what is given, and how the answer is printed.
    module(
      "VerifyCommand",
      ["CivilTime", "JSON", "ErrorCauses", "FileReading", "Records", "Attestation", "Verifying", arguments]),
    // Asks a verification service over its API.
    module("RemoteVerification", ["OutboundHTTP"]),
    // Log-in with a provider of OpenID Connect.
    module("OpenIDConnect", ["Secrets", "OutboundHTTP", crypto, jwt]),
    // Threads for work that blocks.
    module("BlockingWork", [.product(name: "NIOPosix", package: "swift-nio")]),
    // What a service keeps in memory for a time: sessions, steps of a log-in, values under an address nobody guesses.
    module("SessionStores", ["Secrets", crypto]),
    // What answers over HTTP: a server, and the sites that it is made of. `Web` knows no registry and no report.
    module(
      "Web",
      [
        "Hexadecimal", "CivilTime", "JSON", "ErrorCauses", "BlockingWork", hummingbird, httpTypes, nioCore, logging,
        mustache, .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ] + tls),
    module(
      "VerificationSite",
      [
        "Hexadecimal", "CivilTime", "JSON", "Secrets", "ReportKinds", "FileFormats", "Records", "Attestation",
        "Registry",
        "Signatures", "Installation", "Verifying", "Stacks", "VerifierSetup", "BlockingWork", "SessionStores", "Web",
        crypto, httpTypes, hummingbird,
      ]),
    // What companies and persons who logged in are given: their reports, from a home. Knows no page.
    module(
      "SelfPrinting",
      [
        "CivilTime", "ReportKinds", "Records", "Reports", "FileFormats", "Rendering", "Attestation", "Importing",
        "Registry", "ReportTokens", "Issuing", "Installation", "Verifying", "OfflineVerification", "VerifierSetup",
        "OpenIDConnect", "BlockingWork", "SessionStores", crypto,
      ]),
    module(
      "SelfPrintSite",
      [
        "CivilTime", "Secrets", "ReportKinds", "Records", "Reports", "FileFormats", "Attestation", "Registry",
        "Issuing", "Verifying", "OpenIDConnect", "SessionStores", "SelfPrinting", "Web", httpTypes, hummingbird,
        logging,
      ]),
    // The issuer apart: what a front asks it, over a socket that both can reach.
    module(
      "IssuerLink",
      [
        "DurableFiles", "ErrorCauses", "Records", "FileFormats", "Registry", "Installation", "OpenIDConnect",
        "OutboundHTTP",
        "SessionStores", "SelfPrinting", "Web", httpTypes, hummingbird, logging, nioCore,
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    // What the services' programs share: options, settings, and how each begins and ends.
    module(
      "ServiceSetup",
      [
        "CivilTime", "FileFormats", "Records", "Typeface", "Importing", "Registry", "Rendering", "Issuing",
        "Installation", "OpenIDConnect", "SelfPrinting", "BlockingWork", "RemedyWords", "Web", arguments, logging,
      ]),
    // Folders for tests, gone afterwards.
    module("ScratchFolders"),
    // Both databases, empty, for tests.
    module(
      "DatabaseTesting", ["ScratchFolders", "Database", "DatabaseSQLite", "DatabasePostgres"],
      resources: [.copy("Resources")]),
    // A self-print backend without home and registry, for tests.
    module(
      "SelfPrintTesting",
      [
        "Attestation", "CivilTime", "FileFormats", "PDFReading", "Records", "ReportKinds", "Reports", "Registry",
        "Installation",
        "Issuing", "Verifying", "SelfPrinting",
      ]),
    // Asks a service without a socket, for tests.
    module("WebTesting", ["Hexadecimal", "Web", httpTypes, hummingbird, logging, nioCore]),
    .executableTarget(
      name: "xinbao-read", dependencies: ["Pictures", "PictureReplies", "Confinement"], swiftSettings: settings),
    .executableTarget(
      name: "xinbao-parse", dependencies: ["FileFormats", "PDFReading", "FileReplies", "Confinement"],
      swiftSettings: settings),
    .executableTarget(
      name: "xinbao-workbook", dependencies: ["Workbooks", "Tables", "Confinement"], swiftSettings: settings),
    // Both programs start these: that they depend on them has them built beside them; nothing of them is linked.
    .executableTarget(
      name: "xinbao",
      dependencies: [
        "xinbao-read", "xinbao-parse", "xinbao-workbook",
        "Hexadecimal", "CivilTime", "JSON", "ErrorCauses", "DurableFiles", "ReportKinds",
        "Records", "ConfinedFormats",
        "Reports", "Blocks", "Templates", "Typeface", "Typesetting", "QRCode", "FileFormats", "Rendering",
        "Attestation", "Registry", "Signatures", "Tables", "Importing", "Gathering", "Intake", "ReportTokens",
        "Issuing", "Installation", "Backups",
        "Batches", "Verifying", "Stacks", "ConcurrentMap", "FileReading", "OfflineVerification", "VerifierSetup",
        "RemedyWords", "VerifyCommand",
        "RemoteVerification", arguments,
      ],
      swiftSettings: settings),
    // A product of its own, so that who only prints does not build the web stack.
    .executableTarget(
      name: "xinbao-server",
      dependencies: [
        "xinbao-read", "xinbao-parse", "xinbao-workbook", "xinbao-issuer",
        "CivilTime", "Records", "Typeface", "FileFormats",
        "ConfinedFormats", "Rendering", "Attestation", "Registry",
        "Tables", "Importing", "Gathering", "Intake", "Issuing", "Installation", "Verifying", "VerifierSetup",
        "OpenIDConnect", "BlockingWork", "Web", "VerificationSite", "SelfPrinting", "SelfPrintSite", "IssuerLink",
        "ServiceSetup", arguments, logging,
      ],
      swiftSettings: settings),
    .executableTarget(
      name: "xinbao-issuer",
      dependencies: [
        "Records", "Typeface", "Registry", "Installation", "OpenIDConnect", "SelfPrinting", "IssuerLink",
        "ServiceSetup",
        "Web", arguments, logging,
      ],
      swiftSettings: settings),

    // Small, for who only verifies: neither a writer of files nor a database is in it. It starts `xinbao-read`, too, and does
    // not depend on it: with a program that is depended on, its libraries are linked, which read strangers' pictures.
    // `xinbao-parse` needs none that it has not.
    .executableTarget(
      name: "xinbao-verify",
      dependencies: [
        "xinbao-parse", "ErrorCauses", "Records", "FileFormats", "PDFReading", "ConfinedFormats", "Attestation",
        "Verifying", "OfflineVerification", "RemedyWords", "VerifyCommand", arguments,
      ],
      swiftSettings: settings),

    // C libraries: module maps, and where a macro or C++ stands in the way, the thinnest shim.
    .systemLibrary(name: "CHaru", providers: [.apt(["libhpdf-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"])]),
    .systemLibrary(name: "CQRencode", pkgConfig: "libqrencode", providers: [.apt(["libqrencode-dev"])]),
    .systemLibrary(name: "CHarfBuzz", pkgConfig: "harfbuzz", providers: [.apt(["libharfbuzz-dev"])]),
    .systemLibrary(name: "CLibCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(name: "CMiniZip", pkgConfig: "minizip", providers: [.apt(["libminizip-dev"])]),
    .systemLibrary(name: "CXLSXWriter", pkgConfig: "xlsxwriter", providers: [.apt(["libxlsxwriter-dev"])]),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CQPDF", pkgConfig: "libqpdf", providers: [.apt(["libqpdf-dev"])]),
    .target(name: "CICU", linkerSettings: [.linkedLibrary("icuuc")]),
    .systemLibrary(name: "CPNG", pkgConfig: "libpng", providers: [.apt(["libpng-dev"])]),
    .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
    .systemLibrary(name: "CWebP", pkgConfig: "libwebpdemux", providers: [.apt(["libwebp-dev"])]),
    .systemLibrary(name: "CHeif", pkgConfig: "libheif", providers: [.apt(["libheif-dev"])]),
    .systemLibrary(name: "CTIFF", pkgConfig: "libtiff-4", providers: [.apt(["libtiff-dev"])]),
    .systemLibrary(name: "CGIF", providers: [.apt(["libgif-dev"])]),
    .target(name: "CZXing", linkerSettings: [.linkedLibrary("ZXing")]),
    .systemLibrary(name: "CZBar", pkgConfig: "zbar", providers: [.apt(["libzbar-dev"])]),
    .target(name: "CConfinement"),

    tests("ScratchFolders"),
    tests("ConcurrentMap"),
    tests("BlockingWork"),
    tests("CivilTime"),
    tests("JSON"),
    tests("RemedyWords", ["ErrorCauses"]),
    tests("FileReading", ["ScratchFolders"]),
    tests("Tables", ["ErrorCauses", "JSON", "ReplyBytes", "ScratchFolders", "Workbooks", "xinbao-workbook"]),
    tests("WidthFolding"),
    tests("ReportKinds"),
    tests("Records", ["CivilTime", "ErrorCauses", "FileReading", "ReportKinds", "ScratchFolders"]),
    tests("Reports", ["CivilTime", "ReportKinds", "Records"]),
    tests("Templates", ["CivilTime", "ReportKinds", "Records", "Reports", "Blocks", "ScratchFolders"]),
    tests("Typeface", ["Hexadecimal", "ScratchFolders", "CZlib", crypto]),
    tests("Typesetting", ["Blocks", "Typeface"]),
    tests("QRCode", ["CQRencode"]),
    tests("PDF", ["CivilTime", "Blocks", "Typeface", "Typesetting", "FileFormats", "PDFReading", "Signatures"]),
    tests("Attestation", ["ErrorCauses", "ReportKinds", "ScratchFolders"]),
    tests("Database", ["DatabaseSQLite", "DatabasePostgres", "DatabaseTesting", "ScratchFolders"]),
    tests(
      "Registry",
      [
        "CivilTime", "DurableFiles", "ErrorCauses", "ReportKinds", "Attestation", "Database", "DatabaseSQLite",
        "DatabasePostgres", "DatabaseTesting", "ScratchFolders", crypto,
      ]),
    tests(
      "Gathering",
      [
        "CivilTime", "ReportKinds", "Records", "Reports", "Database", "DatabaseTesting", "ScratchFolders",
      ]),
    tests(
      "Intake",
      [
        "CivilTime", "Records", "Tables", "Importing", "Gathering", "Database", "DatabaseTesting", "ScratchFolders",
        crypto,
      ]),
    tests("Signatures", ["ScratchFolders", asn1, certificates]),
    tests(
      "Issuing",
      [
        "CivilTime", "ErrorCauses", "DurableFiles", "ReportKinds", "Records", "Reports", "Templates",
        "Typeface",
        "FileFormats", "PDFReading", "Rendering", "PDFReports", "Attestation", "Database", "DatabaseSQLite", "Registry",
        "Signatures", "ReportTokens", "ScratchFolders", crypto,
      ]),
    tests(
      "Rendering",
      [
        "CivilTime", "JSON", "DurableFiles", "ReportKinds", "Records", "Reports", "Blocks", "Templates", "Typeface",
        "Typesetting", "QRCode", "FileFormats", "PDFReading", "PDF", "PDFReports", "Attestation", "Signatures",
        "ReportTokens", "Verifying", "ScratchFolders", crypto,
      ]),
    tests("ReportTokens", ["CivilTime", "ReportKinds", "Records", "Reports", "Attestation"]),
    tests(
      "Installation",
      [
        "CivilTime", "DurableFiles", "ReportKinds", "Records", "Reports", "Typeface", "FileFormats", "Rendering",
        "Attestation", "Database", "DatabaseSQLite", "Registry", "Gathering", "Issuing", "ErrorCauses",
        "ScratchFolders",
      ]),
    tests("Backups", ["ScratchFolders"]),
    tests("Hexadecimal"),
    tests("DurableFiles", ["ScratchFolders"]),
    tests("OutboundHTTP", ["ScratchFolders"]),
    tests("Secrets"),
    tests("Pictures"),
    tests("PictureReplies"),
    tests("Confinement"),
    tests("FileReplies", ["FileFormats"]),
    tests("ConfinedFormats", ["FileFormats", "FileReplies", "PDFReading", "ScratchFolders", "xinbao-parse"]),
    tests(
      "Web",
      [
        "BlockingWork", "WebTesting", httpTypes, hummingbird, logging, nioCore,
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOEmbedded", package: "swift-nio"),
      ]),
    tests(
      "Verifying",
      [
        "CivilTime", "JSON", "ReportKinds", "FileFormats", "PDFReading", "Attestation", "Signatures", "xinbao-read",
        crypto,
      ]),
    tests(
      "Stacks",
      ["JSON", "FileFormats", "ReportKinds", "Tables", "Attestation", "Signatures", "Verifying", "ScratchFolders"]),
    tests(
      "OfflineVerification",
      [
        "ErrorCauses", "ReportKinds", "Records", "FileFormats", "Attestation", "Verifying", "ScratchFolders",
      ]),
    tests("OpenIDConnect", ["Secrets", crypto, .product(name: "CryptoExtras", package: "swift-crypto")]),
    tests(
      "VerificationSite",
      [
        "ReportKinds", "FileFormats", "PDFReading", "Attestation", "Database", "DatabaseSQLite", "DatabaseTesting",
        "Registry",
        "Signatures", "Installation", "Verifying", "VerifierSetup", "BlockingWork", "Web", "ScratchFolders",
        "WebTesting",
        "xinbao-read",
        httpTypes,
      ]),
    tests("SessionStores"),
    tests(
      "IssuerLink",
      [
        "CivilTime", "FileFormats", "ReportKinds", "Registry", "Issuing", "Installation", "OpenIDConnect",
        "SessionStores",
        "SelfPrinting", "SelfPrintTesting", logging,
      ]),
    tests(
      "SelfPrintSite",
      [
        "CivilTime", "Secrets", "ReportKinds", "Records", "Reports", "FileFormats", "Attestation", "Registry",
        "Issuing",
        "Installation", "Verifying", "OpenIDConnect", "SessionStores", "SelfPrinting", "SelfPrintTesting", "Web",
        "VerificationSite", "WebTesting", httpTypes,
      ]),
    tests("Importing", ["CivilTime", "ErrorCauses", "FileReading", "Records", "ScratchFolders", "Tables"]),
    tests("Archiving"),
    tests(
      "Batches",
      [
        "Hexadecimal", "CivilTime", "ErrorCauses", "DurableFiles", "ReportKinds", "Records", "Reports", "Typeface",
        "Rendering", "Attestation", "Registry", "Gathering", "Issuing", "Installation", "ScratchFolders", crypto,
      ]),
    // The commands' options, and what is asked of the other modules by them.
    tests(
      "xinbao",
      [
        "CivilTime", "ErrorCauses", "DurableFiles", "ReportKinds", "Records", "Reports", "Attestation", "Registry",
        "Issuing", "Installation", "Batches", "VerifyCommand", "ScratchFolders", "xinbao-server",
        arguments,
      ]),
    tests(
      "xinbao-server",
      [
        "CivilTime", "Records", "Registry", "Gathering", "Installation", "OpenIDConnect", "Web", "SelfPrinting",
        "SelfPrintSite", "ServiceSetup", "ScratchFolders", arguments, logging,
      ]),
    tests("xinbao-verify", [arguments]),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx20
)
