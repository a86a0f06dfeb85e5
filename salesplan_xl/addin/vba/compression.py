"""The compression of VBA streams, [MS-OVBA] 2.4.1.

A container is a signature and chunks of at most 4,096 bytes of text. A chunk is a row of literals and of
copies (so many bytes, so far back), eight to a flag byte. How a copy's 16 bits are shared between distance
and length depends on how much of the chunk is behind it.
"""

from __future__ import annotations

from struct import pack, unpack_from

_SIGNATURE = b"\x01"
_CHUNK = 4096
_CHUNK_SIGNATURE = 0b011 << 12
_COMPRESSED = 1 << 15
_SHORTEST_COPY = 3


def compress(data: bytes) -> bytes:
    """Return the container of ``data``.

    Raises:
        ValueError: the last, incomplete chunk holds noise. A chunk that does not shrink is stored as it is,
            and the format can do that only with 4,096 bytes: it would add zeros. No program is like that.

    >>> compress(b"a" * 73).hex()
    '0103b002614500'
    """
    chunks = (_compressed_chunk(data[start : start + _CHUNK]) for start in range(0, len(data), _CHUNK))
    return _SIGNATURE + b"".join(chunks)


def decompress(container: bytes) -> bytes:
    """Return what a container holds.

    Raises:
        ValueError: it is no container, or damaged.
    """
    if container[:1] != _SIGNATURE:
        raise ValueError("no compressed container")
    parts = []
    at = 1
    while at < len(container):
        if at + 2 > len(container):
            raise ValueError(f"chunk header cut off at {at}")
        (header,) = unpack_from("<H", container, at)
        end = at + (header & 0x0FFF) + 3
        if header & 0x7000 != _CHUNK_SIGNATURE or end > len(container):
            raise ValueError(f"damaged chunk at {at}")
        chunk = container[at + 2 : end]
        parts.append(_decompressed_chunk(chunk) if header & _COMPRESSED else chunk)
        at = end
    return b"".join(parts)


def _length_bits(behind: int) -> int:
    """Return how many of a copy's 16 bits hold its length, with so many bytes of the chunk behind it."""
    return 16 - max(4, (behind - 1).bit_length())


def _compressed_chunk(text: bytes) -> bytes:
    tokens = bytearray()
    at = 0
    while at < len(text):
        flags, group = 0, bytearray()
        for bit in range(8):
            if at == len(text):
                break
            distance, length = _longest_copy(text, at)
            if length:
                bits = _length_bits(at)
                length = min(length, (1 << bits) - 1 + _SHORTEST_COPY)
                group += pack("<H", (distance - 1) << bits | (length - _SHORTEST_COPY))
                flags |= 1 << bit
                at += length
            else:
                group.append(text[at])
                at += 1
        tokens.append(flags)
        tokens += group
    if len(tokens) > _CHUNK:
        if len(text) < _CHUNK:
            raise ValueError(f"{len(text)} bytes do not shrink and are no full chunk")
        return pack("<H", _CHUNK_SIGNATURE | _CHUNK - 1) + text
    return pack("<H", _COMPRESSED | _CHUNK_SIGNATURE | len(tokens) - 1) + tokens


def _longest_copy(text: bytes, at: int) -> tuple[int, int]:
    """Return distance and length of the longest run behind ``at`` that goes on as the text does there.

    The nearest of equally long runs; a run may reach into the bytes it makes. (0, 0) where none is worth it.
    """
    best, length = 0, 0
    wanted = _SHORTEST_COPY
    while at + wanted <= len(text):
        found = text.rfind(text[at : at + wanted], 0, at + wanted - 1)
        if found < 0:
            break
        best, length = found, wanted
        while at + length < len(text) and text[best + length] == text[at + length]:
            length += 1
        wanted = length + 1
    return (at - best, length) if length else (0, 0)


def _decompressed_chunk(tokens: bytes) -> bytes:
    text = bytearray()
    at = 0
    while at < len(tokens):
        flags = tokens[at]
        at += 1
        for bit in range(8):
            if at >= len(tokens):
                break
            if not flags >> bit & 1:
                text.append(tokens[at])
                at += 1
                continue
            if at + 2 > len(tokens) or not text:
                raise ValueError("damaged copy")
            (token,) = unpack_from("<H", tokens, at)
            at += 2
            bits = _length_bits(len(text))
            start = len(text) - (token >> bits) - 1
            if start < 0:
                raise ValueError("a copy from before the chunk")
            for source in range(start, start + (token & (1 << bits) - 1) + _SHORTEST_COPY):
                text.append(text[source])
    return bytes(text)
