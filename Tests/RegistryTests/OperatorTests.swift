import Testing

@testable import Registry

@Suite struct OperatorTests {
  @Test(arguments: ["", "a b", "a\n", "\u{202E}a", "a\u{200B}", String(repeating: "a", count: 65)])
  func aNameIsVisibleAndShort(name: String) {
    #expect(throws: RegistryError.self) { try Operator(name) }
  }

  @Test(arguments: ["root", "王芳", "uid-1000", "a.b@c"])
  func namesOfAllLandsAreTaken(name: String) throws {
    #expect(try Operator(name).name == name)
  }
}
