"""The seals of the registry's rows, computed as docs/registry.md describes them, without the program."""

import hashlib
import hmac

REPORT = ("report row_seal", (
    "log_index", "number", "kind", "subject", "check_code", "status_list", "status_index", "issued_at", "expires_at",
    "log_size", "issuer", "question", "first_day", "last_day", "is_watched"))
OBJECTION = ("objection row_seal", (
    "id", "log_index", "objection", "made_at", "state", "decided_at", "note", "record", "closed_at", "closing"))


def prefixed(data):
    return len(data).to_bytes(8, "big") + data


def key(secret):
    return hmac.new(secret, prefixed(b"key") + prefixed(b"seals of rows"), hashlib.sha256).digest()


def field(value):
    if value is None:
        return b"\2" + prefixed(b"")
    if isinstance(value, int):
        return b"\3" + prefixed(value.to_bytes(8, "big", signed=True))
    if isinstance(value, str):
        return b"\4" + prefixed(value.encode())
    return b"\5" + prefixed(bytes(value))


def seal(secret, kind, columns, values):
    """- secret: the 32 bytes of a home's `keys/registry.secret`."""
    assert len(columns) == len(values)
    row = b"\0" + prefixed(kind.encode()) + b"\1" + prefixed(b"") + b"".join(map(field, values))
    return hmac.new(key(secret), hashlib.sha256(row).digest(), hashlib.sha256).digest()
