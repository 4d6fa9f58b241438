import Attestation
import Foundation
import HTTPTypes
import Hummingbird
import JSON
import SessionStores
import Stacks
import Verifying
import Web

// The page for many reports. A form with all of them gives the whole table; the page's script sends one after the other to
// `/stack/rows`, so that it can say how far it is, and shows the same table at the end.

extension VerificationSite {
  var stackEndpoints: [Endpoint] {
    [
      Endpoint(method: .get, path: "/stack", limiter: environment.pageLimiter) { _, _ in stackPage() },
      Endpoint(method: .post, path: "/stack", limiter: limiters.stacks, handle: takeStack),
      Endpoint(method: .post, path: "/stack/rows", limiter: limiters.stacks, handle: takeRows),
      Endpoint(method: .get, path: "/stack/{id}", limiter: environment.pageLimiter) { _, context in
        let (id, stack) = try kept(context)
        chargeForShowing(stack, to: context.client)
        return stackPage(id, stack)
      },
      Endpoint(method: .post, path: "/stack/{id}", limiter: limiters.codes, handle: takeEndings),
      Endpoint(method: .get, path: "/stack/{id}/{file}", limiter: environment.pageLimiter, handle: sendTable),
    ]
  }

  private var now: Double { environment.clock.monotonicSeconds() }

  private func takeStack(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let form = try await stackForm(of: request, context)
    let questions = try questions(of: form)
    let agency = try agencyCode(form.fields["agency"])
    let outcomes = try await oneStack {
      charge(questions.map(\.question), to: context.client)
      return await self.outcomes(of: questions.map(\.question), agency: agency, isPage: true, context.client)
    }
    var stack = KeptStack(agency: agency, begunAt: environment.clock.secondsSince1970())
    for (place, (question, outcome)) in zip(questions, outcomes).enumerated() {
      stack.put(rows(question.given, outcome), at: place)
    }
    return .seeOther("/stack/\(stacks.keep(stack, at: now))")
  }

  /// Takes one file, or some lines of the list, from the page's script; `stack` is missing at first. `place` is the number
  /// of what is given, from 0, and `total` how many places there are. `unsent` has the names of files that the script did not
  /// send, a line each, and `reason` why; the lines of a `list` beside it are not sent, either.
  private func takeRows(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let form = try await stackForm(of: request, context)
    guard let place = form.fields["place"].flatMap({ Int($0) }), (0..<options.limits.stackReports).contains(place)
    else {
      throw ServiceError.tooManyReports(most: options.limits.stackReports)
    }
    let id: String
    if let given = form.fields["stack"] {
      guard stacks.value(given, at: now) != nil else { throw ServiceError.notFound }
      id = given
    } else {
      let agency = try agencyCode(form.fields["agency"])
      let announced = min(max(form.fields["total"].flatMap { Int($0) } ?? 0, 0), options.limits.stackReports)
      id = stacks.keep(
        KeptStack(agency: agency, begunAt: environment.clock.secondsSince1970(), announced: announced), at: now)
    }
    let unsent = unsentQuestions(of: form)
    let questions = try unsent ?? self.questions(of: form)
    guard !questions.isEmpty else { throw ServiceError.badRequest("`unsent` names nothing", "没有收到报告。") }
    guard place + questions.count <= options.limits.stackReports else {
      throw ServiceError.tooManyReports(most: options.limits.stackReports)
    }
    if unsent == nil { charge(questions.map(\.question), to: context.client) }
    let outcomes = await outcomes(
      of: questions.map(\.question), agency: stacks.value(id, at: now)?.agency, isPage: true, context.client)
    let problems = stacks.change(id, at: now) { stack in
      for (offset, (question, outcome)) in zip(questions, outcomes).enumerated() {
        // An answer whose way back was lost stays.
        if unsent != nil, stack.places[place + offset] != nil { continue }
        stack.put(rows(question.given, outcome), at: place + offset)
      }
      return stack.places.values.joined().count { [.bad, .caution].contains($0.row.tone) }
    }
    guard let problems else { throw ServiceError.notFound }
    return .json(.object([("stack", .string(id)), ("problems", .integer(Int64(problems)))]))
  }

  /// The endings of the codes on the papers, typed into the table: `ending.3` for what was given at place 3, `ending.3.1` for
  /// its second row.
  private func takeEndings(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let most = options.limits.stackReports
    let form = try await environment.form(of: request, limit: options.limits.stackList, most: most + 8)
    let (id, stack) = try kept(context)
    let typed = stack.rows.compactMap {
      place, index, row -> (place: Int, index: Int, given: String, question: StackQuestion)? in
      guard let challenge = row.challenge,
        let ending = form["ending.\(endingField(place, index))"]?.trimmed(), !ending.isEmpty
      else { return nil }
      return (
        place, index, row.row.given, .code(challenge.token.digits, ending: ending, from: challenge.source)
      )
    }
    environment.charge(context.client, Double(max(0, typed.count - 1)), by: limiters.codes)
    let outcomes = await outcomes(of: typed.map(\.question), agency: stack.agency, isPage: true, context.client)
    _ = stacks.change(id, at: now) { stack in
      // From the last to the first: what is replaced does not move what is yet to be.
      for ((place, index, given, _), outcome) in zip(typed, outcomes).reversed() {
        // What was mistyped can be typed again.
        let challenge = outcome.isMistyped ? stack.places[place]?[index].challenge : nil
        stack.replace(
          index, at: place, by: rows(given, outcome).map { KeptStack.Row(row: $0.row, challenge: challenge) })
      }
    }
    return .seeOther("/stack/\(id)")
  }

  private func sendTable(_ request: Request, _ context: ServiceContext) async throws -> Response {
    let (_, stack) = try kept(context)
    guard let file = context.parameters.get("file"), let form = StackTable.Form(path: file), form != .json,
      file == "results.\(form.rawValue)"
    else { throw ServiceError.notFound }
    chargeForShowing(stack, to: context.client)
    let name = "核验结果.\(form.rawValue)".addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
    // RFC 6266 §5.
    let disposition = "attachment; filename=\"\(file)\"; filename*=UTF-8''\(name)"
    return .bytes(
      try stack.table.bytes(as: form), type: form.mediaType, headers: [.contentDisposition: disposition])
  }

  /// Beyond the unit that each request costs, a table costs one for ten of its rows.
  private func chargeForShowing(_ stack: KeptStack, to client: IPAddress) {
    environment.charge(client, Double(stack.rows.count / 10), by: environment.pageLimiter)
  }

  private func kept(_ context: ServiceContext) throws(ServiceError) -> (id: String, stack: KeptStack) {
    guard let id = context.parameters.get("id"), let stack = stacks.value(id, at: now) else {
      throw ServiceError(
        status: .notFound, code: "NOT_FOUND", message: "there is no such table, or its time is over",
        text: "核验结果已不再保留（只保留\(Int(stacks.seconds) / 60)分钟）。请重新提交。")
    }
    return (id, stack)
  }
}

/// The name of an ending's field, after `ending.`.
func endingField(_ place: Int, _ index: Int) -> String { index == 0 ? "\(place)" : "\(place).\(index)" }

extension StackOutcome {
  /// The ending does not fit the code, or is none.
  fileprivate var isMistyped: Bool {
    switch self {
    case .outcome(let outcome):
      outcome.parts.contains { if case .otherPaper = $0.outcome { true } else { false } }
    case .failed: true
    }
  }
}
