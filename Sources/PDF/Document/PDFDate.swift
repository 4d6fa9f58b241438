import CivilTime

extension BeijingTime {
  /// `D:20261120180000+08'00'`: ISO 32000-1, 7.9.4.
  var pdfDate: String { "D:\(description.filter(\.isNumber).prefix(14))+08'00'" }
}
