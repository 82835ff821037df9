"""The reader of each kind of file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from loaders.documents.delimited import read_csv
from loaders.documents.found import Found
from loaders.documents.markdown import read_markdown
from loaders.documents.page import read_html
from loaders.documents.plain import read_plain
from loaders.documents.printed import read_pdf
from loaders.documents.sheets import read_xls, read_xlsx
from loaders.documents.word import read_docx

READERS: Mapping[str, Callable[[bytes], Found]] = {
    "html": read_html,
    "markdown": read_markdown,
    "text": read_plain,
    "docx": read_docx,
    "pdf": read_pdf,
    "xlsx": read_xlsx,
    "xls": read_xls,
    "csv": read_csv,
}
# Those that a library parses. The others are ours, take one pass and can be read where we are.
IN_CHILD = frozenset({"html", "docx", "pdf", "xlsx", "xls"})
