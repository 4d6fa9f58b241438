import X509
import SwiftASN1
import CLibCrypto
