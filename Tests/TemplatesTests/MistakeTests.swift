import Reports
import Testing

@testable import Templates

/// A template is checked before it is used: what is wrong, where, and what was probably meant.
struct MistakeTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var body: String
    var mistake: String
    var testDescription: String { mistake }
  }

  /// Line and column are those of the word that is wrong.
  static let cases: [Case] = [
    Case(body: "- paragaph: x", mistake: "1:3: unknown block `paragaph`; did you mean `paragraph`?"),
    Case(body: "- sprin", mistake: "1:3: unknown block `sprin`; did you mean `spring`?"),
    Case(body: "- paragraph", mistake: "1:3: write `paragraph: …`"),
    Case(body: "- [a, b]", mistake: "1:3: a block must stand here, not a list"),
    Case(
      body: "- paragraph: {text: x, stile: text}",
      mistake: "1:24: unknown key `stile` in `paragraph`; did you mean `style`?"),
    Case(body: "- paragraph: {style: text}", mistake: "1:14: `paragraph` needs `text`"),
    Case(body: "- paragraph: {text: [x], style: lable}", mistake: "1:33: unknown style `lable`; did you mean `label`?"),
    Case(body: "- heading: {text: x, level: 9}", mistake: "1:29: `level` is a whole number from 1 to 3, not `9`"),
    Case(
      body: "- space: 3 mn",
      mistake: "1:10: `space` must be a length up to 2000 mm: a number and mm, cm or pt, such as 36 mm; not `3 mn`"),
    Case(
      body: "- space: -1",
      mistake: "1:10: `space` must be a length up to 2000 mm: a number and mm, cm or pt, such as 36 mm; not `-1`"),
    Case(
      body: "- rule: {color: red}",
      mistake:
        "1:17: `color` must be a colour: six hexadecimal digits such as 1F3A5F, or a name under `colors`; not `red`"),
    Case(body: "- rule: {pattern: doted}", mistake: "1:19: `pattern` is one of solid, dashed, not `doted`"),
    Case(
      body: "- group: {body: [], keep-together: yes}", mistake: "1:36: `keep-together` is true or false, not `yes`"),
    Case(
      body: "- image: {picture: verification-cod, width: 3 cm}",
      mistake: "1:20: `picture` is one of verification-code, not `verification-cod`; did you mean `verification-code`?"),
    Case(
      body: "- table: {columns: [1, 2], head: [a], rows: []}",
      mistake: "1:34: the cells take 1 columns; the table has 2"),
    Case(body: "- if: title\n  than: []", mistake: "2:3: unknown key `than` in `if`; did you mean `then`?"),

    // Inside texts, the column is that of the word between the braces.
    Case(body: "- paragraph: 名称：{{ titel }}", mistake: "1:20: the data have no `titel`; did you mean `title`?"),
    Case(
      body: "- paragraph: \"{{ title }}{{ subject.nam }}\"",
      mistake: "1:37: `subject` has no `nam`; did you mean `name`?"),
    Case(
      body: "- paragraph: >\n    一二三\n    四五{{ subject.cod }}",
      mistake: "3:18: `subject` has no `cod`; did you mean `code`?"),
    Case(
      body: "- paragraph: |\n    {{ title }}\n    {{ issuedAt | dat }}",
      mistake: "3:19: unknown filter `dat`; did you mean `date`?"),
    Case(body: "- paragraph: x {{ title", mistake: "1:16: `{{` without its `}}`"),
    Case(body: "- paragraph: x {{ a {{ title }}", mistake: "1:16: `{{` without its `}}`"),
    Case(body: "- paragraph: x {{ }}", mistake: "1:19: the name of a value must be here, not the end"),
    Case(body: "- paragraph: x {{ title issuer }}", mistake: "1:25: `issuer` does not belong here"),
    Case(body: "- paragraph: \"x {{ title | or-else: 'a }}\"", mistake: "1:17: `{{` without its `}}`"),
    Case(body: "- paragraph: x {{ title ? }}", mistake: "1:25: `?` has no meaning here"),
    Case(body: "- paragraph: x {{ title | join }}", mistake: "1:27: `join` takes exactly this: `join: \"text\"`"),
    Case(
      body: "- paragraph: x {{ title | money }}",
      mistake: "1:27: `money` takes exactly this: `money: \"万元\"` or `money: \"元\"`"),
    Case(body: "- paragraph: 'x {{ title | date: 3 }}'", mistake: "1:28: `date` takes no argument"),
    Case(body: "- fields: {label: a, value: b, label-width: [9, 3]}", mistake: "1:46: `label-width` must be a length"),
    Case(body: "- paragraph: x {{ title | count }}", mistake: "1:27: `count` takes a list, and `title` is a text"),
    Case(
      body: "- paragraph: x {{ sections }}",
      mistake: "1:19: `sections` is a list and cannot be printed; repeat something `for: … in` it"),
    Case(
      body: "- paragraph: x {{ sections.0.count }}",
      mistake:
        "1:19: `sections.0.count` may be missing: say what stands for it, as in | or-else: \"— —\""),
    Case(body: "- paragraph: x {{ loop.index }}", mistake: "1:19: the data have no `loop`"),

    // Conditions and loops.
    Case(body: "- if: subject.lables\n  then: []", mistake: "1:15: `subject` has no `lables`; did you mean `labels`?"),
    Case(
      body: "- if: \"kind == 'enterprize'\"\n  then: []",
      mistake: "1:16: unknown kind of report `enterprize`; did you mean `enterprise`?"),
    Case(body: "- if: kind = 'x'\n  then: []", mistake: "1:12: `=` compares nothing; write == or !="),
    Case(body: "- if: count == 'x'\n  then: []", mistake: "1:16: `count` is a number and never equals \"x\""),
    Case(body: "- for: title\n  do: []", mistake: "1:13: `in` must follow `title`: write `for: title in lines`"),
    Case(body: "- for: a in title\n  do: []", mistake: "1:13: `title` is a text, not a list"),
    Case(body: "- for: a in sections\n  doo: []", mistake: "2:3: unknown key `doo` in `for`"),
    Case(
      body: "- fields: {for: line in subject.fields, label: \"{{ line.label }}\", value: \"{{ line.value }}\"}",
      mistake: "1:79: `line.value` may be missing: say what stands for it, as in | or-else: \"— —\""),
  ]

  @Test(arguments: cases) func isFoundWhereItIs(_ example: Case) {
    let found = mistakes(example.body, shape: .report())
    #expect(found.contains { $0.hasPrefix(example.mistake) }, "\(found)")
  }

  @Test func allAreFoundInOneRun() {
    let found = mistakes(
      """
      - heading: {text: "{{ titel }}", levl: 2}
      - for: section in sectons
        do: [{paragraph: "{{ section.title }}"}]
      - for: section in sections
        do:
          - paragraph: {text: "{{ section.titl }}", style: {font: sogn}}
      """, shape: .report())
    #expect(found.map { $0.prefix(4) } == ["1:23", "1:34", "2:19", "6:37", "6:61"])
  }

  @Test func stylesAreCheckedEvenIfNothingUsesThem() {
    let found = mistakes(
      "- spring", styles: "{a: {based-on: b}, b: {based-on: a}, c: {size: 0 pt}, d: {based-on: e}, e: {sise: 3}}")
    #expect(found.contains { $0.hasSuffix("is based on itself") })
    #expect(found.contains { $0.contains("`size` must be a length from 1.0 pt") })
    #expect(found.contains { $0.contains("unknown key `sise` in `style `e``; did you mean `size`?") })
  }

  @Test(arguments: [
    ("", "t.yaml:1:1: the file is empty"), ("- a", "t.yaml:1:1: `template` must be a mapping"),
    ("a: [", "t.yaml:2:1: is not YAML: "), ("page: 1\npage: 2", "t.yaml:1:1: the key `page` stands here twice"),
    ("? [a]\n: b", "t.yaml:1:3: a key must be a plain word"), ("a: *b", "t.yaml:1:4: is not YAML: "),
    ("body: [{paragraph: {{ title }}}]", "put texts with {{ }} in quotes"), ("a: \u{1}", "is not YAML"),
    ("a: 1\n---\nb: 2", "is not YAML"),
  ]) func aFileThatIsNoTemplateIsRefused(text: String, message: String) {
    let error = #expect(throws: TemplateError.self) { try Template(text: text, name: "t.yaml") }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test func aFileThatIsNotThereIsNamed() {
    let error = #expect(throws: TemplateError.self) { try Template(path: "/no/such.yaml") }
    #expect(error?.description == "/no/such.yaml: there is no such file")
    let folder = #expect(throws: TemplateError.self) { try Template(path: "/") }
    #expect(folder?.description == "/: is a folder, not a template")
  }

  @Test func depthIsLimited() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: TemplateError.self) { try Template(text: "body: " + deep, name: "t.yaml") }
    let lists = String(repeating: "- ", count: 5_000) + "x"
    #expect(throws: TemplateError.self) { try Template(text: lists, name: "t.yaml") }
  }

  @Test func aliasesOfAliasesDoNotFillTheMachine() {
    var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    for level in 1...9 {
      text += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ") + "]\n"
    }
    let error = #expect(throws: TemplateError.self) { try Template(text: text, name: "t.yaml") }
    #expect(error?.description.contains("more than 200000 nodes") == true)
  }
}
