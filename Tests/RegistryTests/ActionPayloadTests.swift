import Testing

@testable import Registry

@Suite struct ActionPayloadTests {
  @Test func itsFormIsCanonical() throws {
    let payload: ActionPayload = ["reason": "引\"号\n", "number": "1", "条": "a", "😀": "b", "ﬀ": "c"]
    // RFC 8785, 3.2.3: the order is that of UTF-16, in which a surrogate pair precedes U+FB00.
    #expect(payload.json == #"{"number":"1","reason":"引\"号\n","条":"a","😀":"b","ﬀ":"c"}"#)
    #expect(try ActionPayload(json: payload.json) == payload)
    #expect(try ActionPayload(json: "{}").json == "{}")
  }

  @Test(arguments: ["", "[]", "\"a\"", "{\"a\":1}", "{\"a\":{}}", "{\"a\":\"b\"", "{\"a\":\"1\",\"a\":\"2\"}"])
  func whatIsNoObjectOfTextsIsNone(json: String) {
    #expect(throws: RegistryError.self) { try ActionPayload(json: json) }
  }

  @Test func aMissingTextIsTold() {
    let payload: ActionPayload = ["a": "b"]
    #expect(throws: RegistryError.damaged(what: "payload of an action", problem: "has no `c`")) {
      try payload.text("c")
    }
  }
}
