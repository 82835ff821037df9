"""Quotations: the words of a provision, with their digest, kept beside the tables and read one at a time.

A release built with texts at hand holds one file of quotations: a header, a directory of fixed-size
entries sorted by key, and the quotations themselves. It is mapped into memory; a look-up is a search in the
directory, so that opening costs nothing and a release without quotations has no file.
"""

from __future__ import annotations

import hashlib
import mmap
import struct
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

HEADER = struct.Struct("<8sQ")
ENTRY = struct.Struct("<16sQI")
MAGIC = b"sgquote1"
KEY_BYTES = 16


@dataclass(frozen=True, slots=True)
class Quotation:
    """The words of a provision as they stand in a text. `edition` is the text's file name.

    `digest` is the SHA-256 (hex) of `text` in UTF-8. `cut` means that only the beginning is quoted.
    """

    text: str
    digest: str
    edition: str
    cut: bool = False


Quotations = Mapping[str, Quotation]  # by instrument/locator, as in noise-law-2021/art_77__para_1


def quotation(text: str, edition: str, *, cut: bool = False) -> Quotation:
    """A quotation with its digest."""
    return Quotation(text, hashlib.sha256(text.encode()).hexdigest(), edition, cut)


def digest_of(quotations: Quotations) -> str:
    """One digest over everything that is quoted, whatever the order."""
    listed = [(key, one.digest, one.edition, one.cut) for key, one in sorted(quotations.items())]
    return hashlib.sha256(msgspec.json.encode(listed)).hexdigest()


def encode_quotations(quotations: Quotations) -> bytes:
    """The file; the same quotations give the same bytes."""
    packed = [(_key(key), msgspec.msgpack.encode(one)) for key, one in quotations.items()]
    packed.sort()
    offset = HEADER.size + ENTRY.size * len(packed)
    directory: list[bytes] = []
    for key, data in packed:
        directory.append(ENTRY.pack(key, offset, len(data)))
        offset += len(data)
    parts = (HEADER.pack(MAGIC, len(packed)), *directory, *(data for _, data in packed))
    return b"".join(parts)


class QuotationFile:
    """The quotations of one release, read from any thread."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        _, self._count = HEADER.unpack_from(self._data)

    def __len__(self) -> int:
        return int(self._count)

    def get(self, instrument: str, locator: str) -> Quotation | None:
        """The quotation of a provision; None when its text was not at hand."""
        key = _key(f"{instrument}/{locator}")
        position = bisect_left(range(len(self)), key, key=self._key_at)
        if position == len(self) or self._key_at(position) != key:
            return None
        _, offset, length = ENTRY.unpack_from(self._data, HEADER.size + ENTRY.size * position)
        return msgspec.msgpack.decode(self._data[offset : offset + length], type=Quotation)

    def _key_at(self, position: int) -> bytes:
        start = HEADER.size + ENTRY.size * position
        return self._data[start : start + KEY_BYTES]


def _key(key: str) -> bytes:
    return hashlib.blake2b(key.encode(), digest_size=KEY_BYTES).digest()
