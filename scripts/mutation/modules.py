"""What is mutated, and by which tests it is held."""
import dataclasses
import fnmatch


@dataclasses.dataclass(frozen=True)
class Module:
    # The target whose files are rewritten.
    target: str
    # Patterns of its files, from the repository's root.
    files: tuple
    # Test targets.
    tests: tuple
    needs_postgres: bool = False

    def holds(self, path):
        return any(fnmatch.fnmatch(path, pattern) for pattern in self.files)


MODULES = {
    "judgement": Module(
        "Reports",
        ("Sources/Reports/NoViolation/*", "Sources/Reports/Publicity/*", "Sources/Reports/Personal/*"),
        ("ReportsTests", "TemplatesTests")),
    "attestation": Module(
        "Attestation",
        tuple(f"Sources/Attestation/{name}" for name in (
            "Checks/*", "Trust/*", "Log/*", "Publications/*", "ReceivedToken.swift", "Claims*.swift", "CBORDecoder.swift",
            "COSE.swift", "DecimalDigits.swift", "DomainAnswers.swift", "ReportClaims.swift", "ReportStatus.swift",
            "VerificationLink.swift", "Keys/KeySet.swift")),
        ("AttestationTests", "VerifyingTests")),
    "verifying": Module("Verifying", ("Sources/Verifying/*",), ("VerifyingTests", "ServiceTests")),
    "status": Module(
        "Registry",
        tuple(f"Sources/Registry/{name}" for name in (
            "Registry+Status*.swift", "StatusHistory.swift", "StatusPlaces.swift", "Registry+Issue.swift",
            "Registry+Objections.swift", "Registry+Lookup.swift", "HashChain.swift", "Registry+Supersession*.swift",
            "Question*.swift")),
        ("RegistryTests",), needs_postgres=True),
}
