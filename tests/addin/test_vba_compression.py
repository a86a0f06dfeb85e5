"""VBA compression against the examples of [MS-OVBA] 3.2 and against oletools as an independent reader."""

from __future__ import annotations

import random
import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from salesplan_xl.addin.vba.compression import compress, decompress

NORMAL = b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa"


def independently(container: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(container)))


def test_no_compression_example() -> None:
    """[MS-OVBA] 3.2.1."""
    container = bytes.fromhex("0119b000 6162636465666768 00 696a6b6c6d6e6f70 00 71727374 75762e")
    assert compress(b"abcdefghijklmnopqrstuv.") == container
    assert decompress(container) == b"abcdefghijklmnopqrstuv."


def test_normal_compression_example() -> None:
    """[MS-OVBA] 3.2.2. Of runs of the same length, Office took other ones there than the nearest, which
    2.4.1.3.19.4 asks for: the same size, another distance in three copies."""
    container = bytes.fromhex(
        "012fb000 2361616162636465 82 66 0070 6167 68696a 0138 08 616b6c 0030 6d6e6f70 06 71 0270 0410"
        "7273747576 10 7778797a 003c"
    )
    assert decompress(container) == NORMAL
    ours = compress(NORMAL)
    assert len(ours) == len(container)
    assert [(at, ours[at], container[at]) for at in range(len(ours)) if ours[at] != container[at]] == [
        (28, 0x20, 0x30), (38, 0x00, 0x10), (50, 0x2C, 0x3C)
    ]  # fmt: skip
    assert independently(ours) == NORMAL


def test_maximum_compression_example() -> None:
    """[MS-OVBA] 3.2.3."""
    assert compress(b"a" * 73) == bytes.fromhex("0103b002614500")
    assert decompress(bytes.fromhex("0103b002614500")) == b"a" * 73


def test_nothing_is_a_container_without_chunks() -> None:
    assert compress(b"") == b"\x01"
    assert decompress(b"\x01") == b""


@settings(max_examples=50, deadline=None)
@given(st.text(alphabet="aeiou Sub=()\r\n\"'", max_size=9000).map(str.encode))
@example(b"ab" * 2048)
@example(b"ab" * 2048 + b"c")
@example(bytes(range(256)) * 16 + b"x")
def test_text_comes_back_here_and_in_oletools(text: bytes) -> None:
    container = compress(text)
    assert decompress(container) == text
    assert independently(container) == text


@pytest.mark.parametrize("size", [1, 2, 3, 4095, 4096, 4097, 8192, 10_000])
@pytest.mark.parametrize("symbols", [1, 2, 3, 8])
def test_sizes_about_a_chunk(size: int, symbols: int) -> None:
    text = bytes(random.Random(size * symbols).choices(range(97, 97 + symbols), k=size))
    assert independently(compress(text)) == text
    assert decompress(compress(text)) == text


def test_a_full_chunk_that_does_not_shrink_is_stored_as_it_is() -> None:
    noise = random.Random(7).randbytes(4096)
    container = compress(noise)
    assert container[1:3] == bytes.fromhex("ff3f")
    assert container[3:] == noise
    assert independently(container) == noise


def test_a_chunk_is_compressed_while_its_header_can_say_how_long_it_is() -> None:
    """4,096 bytes of tokens are the most; one more and the chunk is stored as it is, just as long."""
    sizes = set()
    for letters in range(3580, 3660):
        text = random.Random(3).randbytes(letters).ljust(4096, b"\0")
        container = compress(text)
        assert independently(container) == text
        sizes.add((len(container) - 3, bool(container[2] & 0x80)))
    assert {(4096, True), (4096, False), (4095, True)} <= sizes
    assert max(sizes) == (4096, True)


def test_noise_that_is_no_full_chunk_cannot_be_stored() -> None:
    """3,640 literals take 3,640 + 455 flag bytes = 4,095; a chunk holds 4,096."""
    noise = random.Random(7).randbytes(4095)
    assert independently(compress(noise[:3640])) == noise[:3640]
    with pytest.raises(ValueError, match="4095 bytes do not shrink"):
        compress(noise)


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_damage_is_said_or_harmless(container: bytes) -> None:
    with suppress(ValueError):
        assert isinstance(decompress(b"\x01" + container), bytes)


@pytest.mark.parametrize(
    "container",
    [b"", b"\x02", b"\x01\x03", b"\x01\x03\xb0\x02", b"\x01\x03\x80\x02aE\x00", b"\x01\x02\xb0\x01E\x00",
     b"\x01\x01\xb0\x01E", b"\x01\x03\xb0\x02a\x00\xf0"],
)  # fmt: skip
def test_damaged_containers_are_refused(container: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decompress(container)


def test_a_module_of_fifty_kilobytes_takes_no_time() -> None:
    lines = "".join(
        f"    cells({n}, {n * 7 % 13}).Value = Array({n * 31 % 97}, x{n % 11})\r\n" for n in range(1200)
    )
    start = time.perf_counter()
    container = compress(lines.encode())
    assert time.perf_counter() - start < 5  # 0.1 s alone; a search of every position took 10 s
    assert len(container) < len(lines) / 2
    assert independently(container).decode() == lines
