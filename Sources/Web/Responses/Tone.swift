/// How good news is; also the names of the classes in style.css.
public enum Tone: String, Sendable {
  case good, caution, bad
}
