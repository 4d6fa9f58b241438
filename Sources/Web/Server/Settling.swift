import ServiceLifecycle

/// Has the sites write down from time to time what they keep in memory until then, and once more after the last request.
struct Settling: Service {
  let service: WebService
  var seconds = 60.0

  func run() async throws {
    try? await cancelWhenGracefulShutdown {
      while true {
        try await Task.sleep(for: .seconds(seconds))
        await settle(isLast: false)
      }
    }
    // A task of its own: this one may have been cancelled, and then nothing would be written.
    await Task { await settle(isLast: true) }.value
  }

  private func settle(isLast: Bool) async {
    for site in service.sites { await site.settle(isLast: isLast) }
  }
}
