#!/usr/bin/env python3
"""Checks a CRT1 token with other people's libraries: cwt for the signature, cbor2 for the encoding.

    check-token.py TOKEN KEYSET [--link]

TOKEN is the file of the token's bytes (token.cbor), or with --link one that holds the verification link or its digits.
KEYSET is keyset.json. Prints `ok` and the claims; anything else is an error and a status that is not 0.
Needs: pip install cwt cbor2
"""

import base64
import hashlib
import json
import re
import sys

import cbor2
import cwt
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_der_public_key

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256's base point
WIDTHS = {3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 17: 7}  # digits to bytes


def require(condition, problem):
    if not condition:
        raise ValueError(problem)


def bytes_of_digits(digits):
    groups = [digits[start:start + 17] for start in range(0, len(digits), 17)]
    return b"".join(int(group).to_bytes(WIDTHS[len(group)], "big") for group in groups)


def keys_of(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    require(document["format"] == 1, "another format of key set")
    keys = {}
    for key in document["keys"]:
        der = base64.b64decode(key["publicKey"], validate=True)
        kid = hashlib.sha256(der).digest()[:4]
        require(kid.hex() == key["kid"], "kid is not the hash of the key")
        pem = load_der_public_key(der).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        keys[kid] = cwt.COSEKey.from_pem(pem, alg=key["alg"], kid=kid)
    return keys


def claims_of(token, keys):
    """The claims, or an exception: signature by cwt, strictness as docs/token.md asks for it."""
    message = cbor2.loads(token)
    require(cbor2.dumps(message, canonical=True) == token, "not the deterministic encoding")
    require(message.tag == 18 and len(message.value) == 4, "not a COSE_Sign1")
    protected, unprotected, payload, signature = message.value
    require(unprotected == {}, "something is unprotected")
    header = cbor2.loads(protected)
    require(cbor2.dumps(header, canonical=True) == protected and set(header) == {1, 4}, "header")
    require(len(signature) == 64 and 0 < int.from_bytes(signature[32:], "big") <= ORDER // 2, "high S")
    signed = cwt.COSE.new().decode(token, keys[header[4]])
    require(signed == payload, "cwt read another payload")
    claims = cbor2.loads(payload)
    require(cbor2.dumps(claims, canonical=True) == payload and set(claims) == {4, 6, -65537}, "claims")
    return claims


def main(arguments):
    path, keyset = arguments[:2]
    with open(path, "rb") as file:
        token = file.read()
    if "--link" in arguments:
        token = bytes_of_digits(re.search(r"[0-9]+\Z", token.decode().strip()).group())
    keys = keys_of(keyset)
    claims = claims_of(token, keys)
    for bit in range(len(token) * 8):
        flipped = bytearray(token)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            claims_of(bytes(flipped), keys)
        except Exception:  # whatever stops it
            continue
        sys.exit(f"check-token: still good with bit {bit} flipped")
    print("ok", len(token), "bytes;", claims)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        main(sys.argv[1:])
    except Exception as error:
        sys.exit(f"check-token: {sys.argv[1]}: {type(error).__name__}: {error}")
