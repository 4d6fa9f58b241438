import Testing

@testable import Typeface
