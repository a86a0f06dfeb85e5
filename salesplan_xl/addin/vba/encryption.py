"""The encryption of three values of a VBA project's PROJECT stream, [MS-OVBA] 2.4.3.

It hides nothing (the key is in the same stream) and is only the form that Excel expects: ``CMG`` who may
change the project, ``DPB`` its password, ``GC`` whether it is shown. Excel draws the seed at random; here the
caller gives it, so that a project is always the same.
"""

from __future__ import annotations

from collections.abc import Iterable

_VERSION = 2
_IGNORED = b"\x07"
"""Any byte does; this is the one of the specification's example."""


def project_key(project_id: str) -> int:
    """Return the key that an ID such as ``{917DED54-440B-4FD1-A5C1-74ACF261E600}`` stands for.

    >>> hex(project_key("{917DED54-440B-4FD1-A5C1-74ACF261E600}"))
    '0xdf'
    """
    return sum(project_id.encode("ascii")) & 0xFF


def encrypt(data: bytes, key: int, seed: int) -> str:
    """Return ``data`` encrypted, as the hexadecimal text of the PROJECT stream.

    ``seed`` (0 to 255) also decides how many bytes without meaning come first.
    """
    plain = _IGNORED * _ignored_length(seed) + len(data).to_bytes(4, "little") + data
    encrypted = bytearray([seed, seed ^ _VERSION, seed ^ key])
    previous = key
    for byte in plain:
        encrypted.append(byte ^ (encrypted[-2] + previous & 0xFF))
        previous = byte
    return encrypted.hex().upper()


def decrypt(text: str) -> tuple[int, bytes]:
    """Return the project's key and the data of an encrypted value.

    Raises:
        ValueError: it is none, or damaged.
    """
    encrypted = bytes.fromhex(text)
    if len(encrypted) < 7 or encrypted[0] ^ encrypted[1] != _VERSION:
        raise ValueError("no encrypted value")
    key = encrypted[0] ^ encrypted[2]
    plain = bytes(_decrypted(encrypted, key))
    body = plain[_ignored_length(encrypted[0]) :]
    length, data = int.from_bytes(body[:4], "little"), body[4:]
    if length != len(data):
        raise ValueError(f"{len(data)} bytes where {length} are announced")
    return key, data


def _decrypted(encrypted: bytes, key: int) -> Iterable[int]:
    previous = key
    for at in range(3, len(encrypted)):
        previous = encrypted[at] ^ (encrypted[at - 2] + previous & 0xFF)
        yield previous


def _ignored_length(seed: int) -> int:
    return (seed & 6) // 2
