"""What is mutated, and by which tests it is held."""
import dataclasses
import fnmatch


@dataclasses.dataclass(frozen=True)
class Module:
    # The target whose files are rewritten.
    target: str
    # Patterns of its files, from the repository's root.
    files: tuple
    # Test targets: the module's own. What only a distant test notices is badly told where it goes wrong.
    tests: tuple
    # What the tests are told, and suites that are not theirs.
    environment: tuple = ()
    strangers: tuple = ()
    # Patterns of files that are left out: they decide nothing.
    without: tuple = ()

    def holds(self, path):
        return any(fnmatch.fnmatch(path, pattern) for pattern in self.files)

    def judges(self, path):
        return not any(fnmatch.fnmatch(path, pattern) for pattern in self.without)


MODULES = {
    "judgement": Module(
        "Reports",
        ("Sources/Reports/NoViolation/*", "Sources/Reports/Publicity/*", "Sources/Reports/Personal/*"),
        ("ReportsTests",)),
    "attestation": Module(
        "Attestation",
        tuple(f"Sources/Attestation/{name}" for name in (
            "Checks/*", "Trust/*", "Log/*", "Publications/*", "ReceivedToken.swift", "Claims*.swift", "CBORDecoder.swift",
            "COSE.swift", "DecimalDigits.swift", "DomainAnswers.swift", "ReportClaims.swift", "ReportStatus.swift",
            "VerificationLink.swift", "Keys/KeySet.swift")),
        ("AttestationTests",)),
    # How a picture is made grey decides no answer: a symbol is read, or it is not.
    "verifying": Module(
        "Verifying", ("Sources/Verifying/*",), ("VerifyingTests",),
        without=tuple(f"Sources/Verifying/{name}" for name in (
            "GreyImage.swift", "*Decoder.swift", "QRReader.swift", "*Picture*", "*Pixel*"))),
    "status": Module(
        "Registry",
        tuple(f"Sources/Registry/{name}" for name in (
            "Registry+Status*.swift", "StatusHistory.swift", "StatusIndexAllocator.swift", "Registry+Issue.swift",
            "Registry+Objections.swift", "Registry+Lookup.swift", "HashChain.swift", "ChainHead.swift", "Registry+Confirm.swift",
            "Registry+Pending.swift", "Registry+Actions.swift", "Actions/*")),
        # The rules are the same on both databases, and one is quick.
        ("RegistryTests",), environment=(("XINBAO_TEST_STORES", "sqlite"),),
        strangers=("RegistryTests.PostgresTests",)),
}
