#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

func sineAndCosine(degrees: Double) -> (sine: Double, cosine: Double) {
  let radians = degrees.truncatingRemainder(dividingBy: 360) * .pi / 180
  return radians.isFinite ? (sin(radians), cos(radians)) : (0, 1)
}
