"""Check an Office file before any parser sees it: what it unpacks to, and that its XML defines no entities."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from graph.errors import UnreadableDocument
from loaders.documents.limits import MEMBERS, RATIO, SMALL_MEMBER, UNPACKED

PIECE = 1_000_000
OVERLAP = 64
# Office writes none; a file that has one was made to reach for other files or to blow up.
DEFINITION = re.compile(
    b"<\\0{0,3}!\\0{0,3}(?:"
    + b"|".join(b"\\0{0,3}".join(bytes([c]) for c in w) for w in (b"DOCTYPE", b"ENTITY"))
    + b")",
    re.IGNORECASE,
)  # also in UTF-16 and UTF-32, where zero bytes stand between
XML = (".xml", ".rels", ".vml")


def check_archive(raw: bytes) -> None:
    """Raises UnreadableDocument for a bomb, a damaged archive, a protected one or one with a DOCTYPE.

    The directory is judged first, then every member is unpacked piece by piece, since a directory can lie.
    """
    try:
        with zipfile.ZipFile(BytesIO(raw)) as archive:
            _check_directory(archive.infolist())
            for member in archive.infolist():
                _check_member(archive, member)
    except UnreadableDocument:
        raise
    except Exception as error:  # zipfile and zlib raise many kinds on a damaged archive
        raise UnreadableDocument(
            f"压缩格式已损坏或不完整：{error}", f"the archive is damaged or cut off: {error}"
        ) from error


def _check_directory(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MEMBERS:
        raise UnreadableDocument(
            f"压缩包有{len(members)}个成员，超过{MEMBERS}个",
            f"the archive has {len(members)} members, more than {MEMBERS}",
        )
    if sum(member.file_size for member in members) > UNPACKED:
        raise _bomb(
            f"解压后超过{UNPACKED // 1_000_000}MB", f"it unpacks to more than {UNPACKED // 1_000_000} MB"
        )
    for member in members:
        if member.file_size > max(SMALL_MEMBER, RATIO * member.compress_size):
            raise _bomb(
                f"{member.filename}压缩比超过{RATIO}", f"{member.filename} is packed more than {RATIO} times"
            )
        if member.flag_bits & 1:
            raise UnreadableDocument("文件有密码保护", "the file is protected by a password")


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    is_xml = member.filename.lower().endswith(XML)
    before = b""
    for piece in _pieces(archive, member):
        if is_xml and DEFINITION.search(before + piece):
            raise UnreadableDocument(
                f"{member.filename}含有DOCTYPE或实体定义，为安全起见不读取",
                f"{member.filename} holds a DOCTYPE or an entity; not read, for safety",
            )
        before = piece[-OVERLAP:]


def _pieces(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member unpacked; zipfile stops at the size the directory states and then checks the sum."""
    with archive.open(member) as opened:
        while piece := opened.read(PIECE):
            yield piece


def _bomb(zh: str, en: str) -> UnreadableDocument:
    return UnreadableDocument(f"疑似压缩炸弹：{zh}", f"looks like a zip bomb: {en}")
