/// A file of these objects, numbered from 1, the first of which is the catalog, with a correct table.
func handmadeFile(_ objects: [[UInt8]]) -> [UInt8] {
  var bytes = Array("%PDF-1.7\n".utf8)
  var table = "xref\n0 \(objects.count + 1)\n0000000000 65535 f \n"
  for (index, object) in objects.enumerated() {
    let offset = String(bytes.count)
    table += String(repeating: "0", count: 10 - offset.count) + offset + " 00000 n \n"
    bytes += Array("\(index + 1) 0 obj\n".utf8) + object + Array("\nendobj\n".utf8)
  }
  return bytes + Array((table + "trailer\n<</Root 1 0 R>>\nstartxref\n\(bytes.count)\n%%EOF\n").utf8)
}

func handmadeFile(_ objects: [String]) -> [UInt8] { handmadeFile(objects.map { Array($0.utf8) }) }
