import CDeflate
import CHaru

/// The libraries that decide about a file's bytes, with their versions: another libdeflate compresses otherwise. libharu
/// says itself which one runs; of libdeflate it is the one that this program was built with.
public let pdfLibraries = ["libdeflate \(LIBDEFLATE_VERSION_STRING)", "libharu \(String(cString: HPDF_GetVersion()))"]
