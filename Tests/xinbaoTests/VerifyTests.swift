import Testing
import VerifyCommand

@testable import xinbao

/// What checks reports, and what it checks them by.
@Suite struct VerifyTests {
  private static let root = String(repeating: "a1", count: 32)

  @Test func optionsAreKeptAsGiven() throws {
    let here = try parsed(
      "verify N --check-code 7K3M9QXA --ending 0C --time 2026-11-20T18:00:00+08:00 --registry r --json", as: Verify.self
    )
    #expect(here.given == "N" && here.checkCode == "7K3M9QXA" && here.ending == "0C" && here.json)
    #expect(here.verifying.registry.registry == "r" && here.verifying.bundle == nil && here.service == nil)
    let offline = try parsed("verify a.pdf --bundle b --root \(Self.root) --home counter", as: Verify.self)
    #expect(
      offline.verifying.bundle == "b" && offline.verifying.root == Self.root && offline.installation.home == "counter")
    #expect(try parsed("verify a.pdf --service https://verify.example.cn", as: Verify.self).service != nil)
  }

  @Test func digitsAndLinksAreNoFiles() throws {
    for (given, isCode) in [
      ("https://verify.example.cn/v#123", true), ("123456", true), ("a.pdf", false), ("二维码.png", false),
    ] { #expect(try parsed("verify \(given)", as: Verify.self).report.isCode == isCode, "\(given)") }
  }

  @Test func manyReportsOrATableAreAStack() throws {
    #expect(try !parsed("verify a.pdf", as: Verify.self).isStack)
    let table = try parsed("verify a.pdf -o t.XLSX", as: Verify.self)
    #expect(table.isStack && table.output == "t.XLSX" && !table.overwrite)
    let many = try parsed("verify a.pdf b.pdf --bundle b --json", as: Verify.self)
    #expect(many.isStack && many.all == ["a.pdf", "b.pdf"])
  }

  @Test func aBundleIsUpToDateForAWeekByDefault() throws {
    let bundle = try parsed("bundle", as: xinbao.Bundle.self)
    #expect(bundle.days == 7 && bundle.output == "xinbao.bundle")
    #expect(try parsed("bundle -o b --days 366", as: xinbao.Bundle.self).days == 366)
  }

  @Test(arguments: [
    Refused("verify", "<given>"),
    Refused("verify a.pdf --time noon", "--time takes a time such as", "not `noon`"),
    Refused("verify a.pdf --bundle b --root 12", "--root takes a fingerprint of 64 hexadecimal digits, not `12`"),
    Refused("verify a.pdf --bundle b --registry r", "leave --registry out"),
    Refused("verify N --bundle b --check-code 7K3M9QXA", "only a registry knows check codes: leave --bundle out"),
    Refused("verify a.pdf --service https://v --bundle b", "leave --bundle, --registry and --time out"),
    Refused("verify a.pdf --service https://v --registry r", "leave --bundle, --registry and --time out"),
    Refused(
      "verify a.pdf --service https://v --time 2026-11-20T18:00:00+08:00", "leave --bundle, --registry and --time out"),
    Refused("verify a.pdf -o t.xls", "-o takes a name that ends in .xlsx, .csv or .json, not `t.xls`"),
    Refused("verify a.pdf b.pdf --ending 0C12", "are of one paper; give many in a list"),
    Refused("verify N M --check-code 7K3M9QXA", "are of one paper"),
    Refused("verify a.pdf b.pdf --service https://v", "--service takes one report", "/api/v1/verify/batch"),
    Refused("bundle --days 0", "--days takes 1 to 366, not 0"),
    Refused("bundle --days 367", "--days"),
  ])
  func whatCannotBeIsRefusedByItsName(refused: Refused) { refused.check() }
}

@Suite struct TemplateCommandTests {
  @Test func aPreviewIsAFileOrPictures() throws {
    for output in ["a.pdf", "a.png", "A.PNG"] {
      let preview = try parsed("template preview t.yaml -o \(output)", as: PreviewTemplate.self)
      #expect(preview.output == output && preview.resolution == 150 && !preview.watch)
    }
    #expect(try parsed("template check t.yaml --strict", as: TemplateCommand.CheckTemplate.self).strict)
  }

  @Test(arguments: [
    Refused("template preview t.yaml", "--output"),
    Refused("template preview t.yaml -o a.docx", "-o takes a name that ends in", ".pdf", ".png", "`a.docx`"),
    Refused("template preview t.yaml -o a.png --resolution 19", "--resolution takes 20 to 1200"),
    Refused("template preview t.yaml -o a.png --resolution 1201", "--resolution takes 20 to 1200"),
    Refused("template check", "<template>"),
  ])
  func whatCannotBeIsRefusedByItsName(refused: Refused) { refused.check() }
}
