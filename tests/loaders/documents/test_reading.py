"""Every kind of file becomes lines and tables; what stood there can be had back from the record."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.documents import Line, Table, read_bytes, read_document
from loaders.documents.document import Span
from loaders.documents.metadata import metadata_of
from loaders.repair import restore
from tests.loaders.documents.made import ROWS, docx_of, paragraph, xlsx_of
from tests.loaders.documents.pages import SAMPLES, Sample

NOTICE = (
    "关于加强河道管理的通知\n\n　　一、水利部门牵头，公安机关配合。\n　　二、乡镇人民政府负责日常巡查。\n"
)
IN_KIND = st.text(
    st.sampled_from("水利部门负责，。、（一）　 \t\r\n|*_#>[]-`<!1,;\"'生態環境境"), max_size=60
)


def encoded(sample: Sample) -> bytes:
    return sample.html.encode("gb18030" if "gb2312" in sample.html else "utf-8")


# Text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_every_encoding_it_comes_in(encoding: str) -> None:
    document = read_bytes(NOTICE.encode(encoding), "a.txt")
    assert document.kind == "text"
    assert [(line.text, line.place) for line in document.lines] == [
        ("关于加强河道管理的通知", "line 1"),
        ("一、水利部门牵头，公安机关配合。", "line 3"),
        ("二、乡镇人民政府负责日常巡查。", "line 4"),
    ]


def test_markdown_keeps_headings_tables_and_the_words_of_links() -> None:
    text = "---\n文号: 甲〔2024〕1号\n---\n# 某市条例 #\n<!-- 说明\n二 -->\n\n第一条 **为了**[管理](http://elsewhere.invalid)，制定本条例。\n\n| 部门 | 事项 |\n|---|:--:|\n| 水利局 | 采砂\\|岸线 |\n\n- 附则\n"
    document = read_bytes(text.encode(), "a.md")
    assert document.declared == {"文号": "甲〔2024〕1号"}
    assert document.blocks == (
        Line("某市条例", "line 4", 1),
        Line("第一条 为了管理，制定本条例。", "line 8"),
        Table((("部门", "事项"), ("水利局", "采砂|岸线")), "line 10"),
        Line("附则", "line 14"),
    )


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_csv_is_one_table_whatever_parts_its_cells(delimiter: str, encoding: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in ROWS) + "\r\n,\r\n"
    document = read_bytes(text.encode(encoding), "a.csv")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert table.rows[:3] == ROWS if delimiter == "," else table.rows[0] == ROWS[0]


def test_a_quoted_cell_may_hold_commas_and_lines() -> None:
    document = read_bytes('部门,事项\n水利局,"一，采砂,\n二，岸线"\n'.encode(), "a.csv")
    (table,) = document.tables
    assert table.rows == (("部门", "事项"), ("水利局", "一，采砂,\n二，岸线"))


# Web pages


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_page_is_its_main_text_and_nothing_around_it(sample: Sample) -> None:
    document = read_bytes(encoded(sample), "page.html")
    assert [words for words in sample.kept if words not in document.text] == []
    everything = document.text + str(list(document.tables))
    assert [words for words in sample.lost if words in everything] == []
    assert len(list(document.tables)) == sample.tables
    assert metadata_of(document).title[0].value == sample.title
    assert {name: document.declared.get(name) for name, _ in sample.declared} == dict(sample.declared)


def test_merged_cells_of_a_page_are_spans() -> None:
    document = read_bytes(encoded(SAMPLES[1]), "page.html")
    (table,) = document.tables
    assert table.rows[2] == ("", "监督河道采砂。", "河道管理条例")
    assert table.spans == (Span(1, 0, 2, 1), Span(3, 1, 1, 2))


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"),
        ("utf-8", "gb18030"),
        ("gb2312", "utf-8"),
        ("", "gb18030"),
        ("big5", "big5hkscs"),
    ],
)
def test_a_page_is_decoded_as_declared_unless_its_bytes_say_otherwise(declared: str, encoding: str) -> None:
    page = (
        f'<html><head><meta charset="{declared}"></head><body><p>各部門應當按照職責分工。</p></body></html>'
    )
    assert "各部门应当按照职责分工。" in read_bytes(page.encode(encoding), "a.html").text


@pytest.mark.parametrize(
    ("declared", "encoding", "broken"), [("utf-8", "utf-8", b"\xe6\x9d"), ("gbk", "gb18030", b"\xff")]
)
def test_a_broken_character_does_not_spoil_the_page(declared: str, encoding: str, broken: bytes) -> None:
    words = "各部门应当按照职责分工做好河湖管理工作，接受社会监督。" * 20
    head = f'<html><head><meta charset="{declared}"></head><body><p>正文'.encode(encoding)
    document = read_bytes(head + broken + f"。</p><p>{words}</p>".encode(encoding), "a.html")
    assert words in document.text


# Repair


def test_repairs_lead_back_to_the_lines_as_found(seeds: Path) -> None:
    for path in sorted(seeds.glob("*.txt")):
        document = read_document(path, quarantined=True)
        found = path.read_bytes().decode("utf-8-sig" if _is_utf8(path) else "gb18030", "surrogateescape")
        lines = [line.strip() for line in found.splitlines() if line.strip()]
        assert restore(document.text, document.repairs) == "".join(f"{line}\n" for line in lines)
        assert document.repairs


def _is_utf8(path: Path) -> bool:
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(IN_KIND)
@settings(max_examples=150)
def test_any_text_is_read_and_leads_back_to_what_stood_there(text: str) -> None:
    raw = f"甲乙丙\n{text}".encode()
    document = read_bytes(raw, "a.txt")
    found = [line.strip() for line in raw.decode().splitlines() if line.strip()]
    assert restore(document.text, document.repairs) == "".join(f"{line}\n" for line in found)


def test_cells_are_repaired_with_their_own_record_and_keep_their_places() -> None:
    rows = "部門,事項\n生態(tài)環(huán)境廳,監督(dū)管理\n聯繫方式,首頁"
    document = read_bytes(rows.encode(), "a.csv")
    (table,) = document.tables
    assert table.rows == (("部门", "事项"), ("生态环境厅", "监督管理"), ("联系方式", "首页"))
    stands = "".join("\t".join(row) + "\n" for row in table.rows)
    assert restore(stands, table.repairs) == rows.replace(",", "\t") + "\n"


def test_the_name_of_a_person_in_a_table_keeps_its_characters() -> None:
    (table,) = read_bytes(
        "部门,负责人,电话号码和地址\n市水利局河湖管理科,鍾某,本市春城路十号二楼办公室\n".encode(), "a.csv"
    ).tables
    assert table.rows[1][1] == "鍾某"


def test_sound_statutes_are_not_changed(sources: Path) -> None:
    for path in sorted(sources.glob("*.md"))[:20]:
        document = read_document(path)
        assert not document.repairs, path.name


def test_a_hijacked_page_is_read_only_on_request(seeds: Path) -> None:
    path = next(iter(seeds.glob("004_*.txt")))
    shut = read_document(path)
    assert shut.blocks == () and shut.quarantine is not None
    opened = read_document(path, quarantined=True)
    assert opened.quarantine == shut.quarantine
    assert len(list(opened.lines)) > 10


def test_a_page_hijacked_only_around_its_text_is_quarantined_too() -> None:
    around = "".join(f'<ul class="nav"><li><a href="{n}">77直播 栏目{n}</a></li></ul>' for n in range(4))
    page = f"<html><body>{around}<div class='content'><p>各部门应当按照职责分工做好工作。</p></div></body></html>"
    document = read_bytes(page.encode(), "a.html")
    assert document.blocks == () and document.quarantine is not None
    assert "各部门" in read_bytes(page.encode(), "a.html", quarantined=True).text


# Kinds


def test_the_content_tells_the_kind_and_a_wrong_extension_is_warned_of() -> None:
    word = docx_of([paragraph("正文。")])
    book = xlsx_of(lambda b: b.active.append(["部门", "事项"]))
    page = encoded(SAMPLES[5])
    for raw, name, kind in (
        (word, "a.pdf", "docx"),
        (book, "a.docx", "xlsx"),
        (page, "a.xls", "html"),
        ("部门\t事项\n水利局\t采砂\n".encode("gb18030"), "a.xls", "csv"),
        (NOTICE.encode(), "a.html", "text"),
    ):
        document = read_bytes(raw, name)
        assert (document.kind, len(document.warnings)) == (kind, 1), name
        assert " / " in document.warnings[0]
    assert read_bytes(word, "a.docx").warnings == ()
    assert read_bytes(word, "no extension").kind == "docx"


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    import hashlib

    path = tmp_path / "a.txt"
    path.write_bytes(NOTICE.encode("gb18030"))
    assert read_document(path).digest == hashlib.sha256(path.read_bytes()).hexdigest()
