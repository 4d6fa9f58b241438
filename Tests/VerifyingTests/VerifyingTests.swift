import Testing

@testable import Verifying
