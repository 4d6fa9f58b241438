/// How good a result is; also the class names in style.css.
public enum Tone: String, Sendable {
  case good, caution, bad
}
