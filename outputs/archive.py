"""Files that are zip archives (Excel, Word): the same content gives the same bytes, whatever the day."""

from __future__ import annotations

import io
import re
import zipfile

# The zip format begins here; a file made today then equals the one made tomorrow.
EPOCH = (1980, 1, 1, 0, 0, 0)


def without_clock(data: bytes) -> bytes:
    """The same archive with every member dated alike."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(info, content)
    return fixed.getvalue()
