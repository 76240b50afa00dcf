"""Encryption of everything a case holds: a key for each case, wrapped by a key outside the database.

AES-256-GCM throughout. The name of what is sealed (its table and id) is bound in as associated data, so
that a sealed value copied to another row, column or case does not open.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_FORMAT: Final = b"\x01"
_NONCE_BYTES: Final = 12
_KEY_BYTES: Final = 32
SALT_BYTES: Final = 16


class SealError(Exception):
    """A sealed value does not open: another key, another place, or altered bytes."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key that is not wrapped; it lives in memory for one action and never in a log."""

    secret: bytes = field(repr=False)

    def drawn(self, for_what: str) -> bytes:
        """Return 32 bytes that are the same each time, and that nobody without the key can guess."""
        return HKDF(
            algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=for_what.encode()
        ).derive(self.secret)

    def seal(self, plain: bytes, *, as_what: str) -> bytes:
        """Return the bytes sealed under the name of what they are."""
        nonce = os.urandom(_NONCE_BYTES)
        return _FORMAT + nonce + AESGCM(self.secret).encrypt(nonce, plain, as_what.encode())

    def open(self, sealed: bytes, *, as_what: str) -> bytes:
        """Return the bytes, or raise SealError."""
        nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
        if sealed[:1] != _FORMAT:
            raise SealError(f"{as_what} is in no format of ours")
        try:
            return AESGCM(self.secret).decrypt(nonce, body, as_what.encode())
        except InvalidTag:
            raise SealError(f"{as_what} does not open") from None

    def seal_content(self, content: Any, *, as_what: str) -> tuple[bytes, bytes]:
        """Seal JSON as ``seal_bytes`` seals bytes."""
        return self.seal_bytes(orjson.dumps(content), as_what=as_what)

    def open_content(self, sealed: bytes, *, as_what: str) -> tuple[Any, bytes]:
        """Return the JSON and its salted digest, or raise SealError."""
        content, digest = self.open_bytes(sealed, as_what=as_what)
        return orjson.loads(content), digest

    def open_salted(self, sealed: bytes, *, as_what: str) -> tuple[bytes, bytes]:
        """Return the salt and the bytes, whose SHA-256 together is the digest; or raise SealError."""
        salted = zstandard.decompress(self.open(sealed, as_what=as_what))
        return salted[:SALT_BYTES], salted[SALT_BYTES:]

    def seal_bytes(self, content: bytes, *, as_what: str) -> tuple[bytes, bytes]:
        """Seal bytes with a fresh salt; return them with the salted digest that the audit trail may hold.

        The salt is sealed with the content, so the digest gives nothing away, not even to a guess,
        and proves what the content was for as long as it can be opened.
        """
        salted = os.urandom(SALT_BYTES) + content
        sealed = self.seal(zstandard.compress(salted), as_what=as_what)
        return sealed, hashlib.sha256(salted).digest()

    def open_bytes(self, sealed: bytes, *, as_what: str) -> tuple[bytes, bytes]:
        """Return the bytes and their salted digest, or raise SealError."""
        salted = zstandard.decompress(self.open(sealed, as_what=as_what))
        return salted[SALT_BYTES:], hashlib.sha256(salted).digest()


class Vault:
    """Makes and unwraps keys with the key-encryption key, which is never in the database."""

    def __init__(self, key_encryption_key: bytes) -> None:
        """Take the 32 bytes of KEY_ENCRYPTION_KEY."""
        if len(key_encryption_key) != _KEY_BYTES:
            raise ValueError("the key-encryption key has 32 bytes")
        self._wrapping = Key(key_encryption_key)
        self._comparing = HKDF(
            algorithm=hashes.SHA256(), length=_KEY_BYTES, salt=None, info=b"compare submissions"
        ).derive(key_encryption_key)

    def new_key(self, owner: str) -> tuple[Key, bytes]:
        """Return a fresh key and the same key wrapped; `owner` names whose key it is."""
        key = Key(os.urandom(_KEY_BYTES))
        return key, self._wrapping.seal(key.secret, as_what=f"key of {owner}")

    def unwrap(self, wrapped: bytes, owner: str) -> Key:
        """Return the owner's key, or raise SealError."""
        return Key(self._wrapping.open(wrapped, as_what=f"key of {owner}"))

    def fingerprint(self, content: Any) -> bytes:
        """Return a keyed digest by which two submissions can be compared, and nothing be guessed."""
        canonical = orjson.dumps(content, option=orjson.OPT_SORT_KEYS, default=str)
        return hmac.digest(self._comparing, canonical, "sha256")
