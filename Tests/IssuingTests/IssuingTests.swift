import Testing

@testable import Issuing
