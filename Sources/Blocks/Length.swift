/// A length on paper, stored in points (1/72 inch). The origin of every page is its top left corner; y grows downwards.
public struct Length: Sendable, Hashable, Comparable, AdditiveArithmetic, ExpressibleByFloatLiteral,
  ExpressibleByIntegerLiteral
{
  public var points: Double

  @inlinable public init(points: Double) { self.points = points }
  @inlinable public init(millimetres: Double) { points = millimetres * 72 / 25.4 }
  /// A bare number is in points.
  @inlinable public init(floatLiteral value: Double) { points = value }
  @inlinable public init(integerLiteral value: Int) { points = Double(value) }

  @inlinable public static var zero: Length { Length(points: 0) }
  @inlinable public var millimetres: Double { points * 25.4 / 72 }

  @inlinable public static func + (a: Length, b: Length) -> Length { Length(points: a.points + b.points) }
  @inlinable public static func - (a: Length, b: Length) -> Length { Length(points: a.points - b.points) }
  @inlinable public static func * (a: Length, b: Double) -> Length { Length(points: a.points * b) }
  @inlinable public static func / (a: Length, b: Double) -> Length { Length(points: a.points / b) }
  @inlinable public static func / (a: Length, b: Length) -> Double { a.points / b.points }
  @inlinable public static prefix func - (a: Length) -> Length { Length(points: -a.points) }
  @inlinable public static func < (a: Length, b: Length) -> Bool { a.points < b.points }
}

public struct Point: Sendable, Hashable {
  public var x: Length, y: Length
  @inlinable public init(x: Length, y: Length) { (self.x, self.y) = (x, y) }
}

public struct Size: Sendable, Hashable {
  public var width: Length, height: Length
  @inlinable public init(width: Length, height: Length) { (self.width, self.height) = (width, height) }
  /// ISO 216 A4, 210 × 297 mm.
  public static let a4 = Size(width: Length(millimetres: 210), height: Length(millimetres: 297))
}

public struct Rect: Sendable, Hashable {
  /// `origin` is the top left corner.
  public var origin: Point, size: Size
  @inlinable public init(origin: Point, size: Size) { (self.origin, self.size) = (origin, size) }
  @inlinable public init(x: Length, y: Length, width: Length, height: Length) {
    self.init(origin: Point(x: x, y: y), size: Size(width: width, height: height))
  }
}

public struct Insets: Sendable, Hashable {
  public var top: Length, right: Length, bottom: Length, left: Length
  @inlinable public init(top: Length, right: Length, bottom: Length, left: Length) {
    (self.top, self.right, self.bottom, self.left) = (top, right, bottom, left)
  }
  @inlinable public init(all: Length) { self.init(top: all, right: all, bottom: all, left: all) }
  public static let zero = Insets(all: 0)
}

/// An sRGB colour, 8 bits per channel.
public struct Color: Sendable, Hashable {
  public var red: UInt8, green: UInt8, blue: UInt8
  @inlinable public init(red: UInt8, green: UInt8, blue: UInt8) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }
  /// `0xRRGGBB`.
  @inlinable public init(hex: UInt32) {
    self.init(
      red: UInt8(truncatingIfNeeded: hex >> 16), green: UInt8(truncatingIfNeeded: hex >> 8),
      blue: UInt8(truncatingIfNeeded: hex))
  }
  public static let black = Color(hex: 0)
  @inlinable public var isGrey: Bool { red == green && green == blue }
}
