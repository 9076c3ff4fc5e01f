"""S5: the figures on A4 — typesetting, glyphs, figures and pages, as another program reads them."""

from __future__ import annotations

import io
import logging

import pytest
from pypdf import PdfReader

from bot.core.figures import NameList, SectionReport
from bot.reports.charts import section_chart
from bot.reports.heat_map import ward_heat_map
from bot.reports.section_pdf import section_pdf
from bot.reports.ward_pdf import ward_pdf
from tests.reports.samples import DESK, RARE, names, section, ward
from tests.support.pdf import page_texts

NOT_FIRST = "、。，．・：；？！ー〜…‥）〕］｝〉》」』】’”％々っゃゅょァィゥェォッャュョ"
NOT_LAST = "（〔［｛〈《「『【‘“"
A4 = (595, 842)


def paper(report: SectionReport, listed: NameList | None = None) -> bytes:
    return section_pdf(report, section_chart(report), listed)


def whole_ward(sections: int, number: int) -> bytes:
    report = ward(sections, number)
    return ward_pdf(report, [(ward_heat_map(report), 0.5)])


def runs(pdf: bytes) -> list[str]:
    """Each piece of text as it was placed: here a line, or a cell's line, is one piece."""
    found: list[str] = []

    def remember(text: str, _cm: object, _tm: object, _font: object, _size: float) -> None:
        found.extend(line.strip("\n") for line in text.split("\n") if line.strip())

    for page in PdfReader(io.BytesIO(pdf)).pages:
        page.extract_text(visitor_text=remember)
    return found


LONG = (
    "とても長い名前の課（「つながる場」・シェア会議などの、調整をしています）、ほか。"
    "ちょっと、ゆっくり読んでください。"
)


@pytest.mark.parametrize("name", [DESK, LONG, LONG * 3])
def test_no_line_begins_or_ends_with_what_may_not_stand_there(name: str) -> None:
    pdf = paper(section(name, number=12), names(*(f"{n}番 {LONG}" for n in range(7))))
    lines = runs(pdf)
    assert len(lines) > 20
    assert [line for line in lines if line[0] in NOT_FIRST and not line.startswith("・")] == []
    assert [line for line in lines if line[-1] in NOT_LAST] == []


def test_no_line_of_the_wards_paper_breaks_the_rules_either() -> None:
    lines = runs(whole_ward(30, 30))
    assert [line for line in lines if line[0] in NOT_FIRST and not line.startswith("・")] == []
    assert [line for line in lines if line[-1] in NOT_LAST] == []


def test_every_name_is_on_the_paper_with_every_glyph(caplog: pytest.LogCaptureFixture) -> None:
    listed = names("𠮷野﨑 髙子", "辻\U000e0100 まもる", "渡邉 はな", "花😀子")
    with caplog.at_level(logging.WARNING, "fpdf"):
        text = "".join(page_texts(paper(section(RARE), listed)))
    for shown in ("𠮷野﨑髙子", "辻まもる", "渡邉はな", "花〓子", RARE):
        assert shown in text
    assert [r.message for r in caplog.records if "missing" in r.message] == []


def test_what_follows_a_rare_kanji_keeps_its_own_font() -> None:
    """The run after one that begins with 𠮷, in a style that was not set before it."""
    report = ward(3, 2)
    text = "".join(page_texts(ward_pdf(report, [])))
    total = report.sections[0].total
    assert f"{RARE}{total.members}{total.completed}{total.rate}" in text
    assert "第1課6350.0％31" in text


def test_the_paper_is_a4_and_every_page_says_what_and_when() -> None:
    pdf = paper(section(number=53), names(*(f"職員{n}" for n in range(200))))
    pages = PdfReader(io.BytesIO(pdf)).pages
    assert {tuple(round(side) for side in page.mediabox[2:]) for page in pages} == {A4}
    for number, text in enumerate(page_texts(pdf), start=1):
        assert f"受講の状況{DESK}2026年11月22日時点" in text
        assert f"{number}／{len(pages)}" in text


def test_everything_stands_on_the_paper() -> None:
    report = section(number=53)
    text = "".join(page_texts(paper(report)))
    assert "".join(report.total.sentence.split()) in text
    assert "必修12テーマのすべて" in text
    assert "人事評価には使いません" in text
    for row in report.weeks:
        day = f"{row.monday.year}年{row.monday.month}月{row.monday.day}日"
        counts = f"{row.members}{row.completed}{row.rate}{row.late}{row.not_completed}"
        assert f"{day}{counts}{row.excluded}" in text


def test_a_tables_heading_is_on_every_page_and_no_heading_stands_alone() -> None:
    texts = page_texts(paper(section(number=90)))
    with_weeks = [text for text in texts if "年5月" in text or "年10月" in text]
    assert len(with_weeks) > 1
    assert all("期限後受講" in text for text in with_weeks)
    blank = section_chart(section(number=0))
    for number in range(19, 28):  # the last heading comes to the foot of a page
        ends = map(_body, page_texts(section_pdf(section(number=number), blank)))
        assert not any(end.endswith(("週ごとの人数", "言葉の意味")) for end in ends), number


def _body(text: str) -> str:
    """A page without its foot."""
    return text.partition(f"受講の状況{DESK}2026年11月22日時点")[0] or text


def test_names_are_on_the_paper_only_where_asked_for_and_on_a_page_of_their_own() -> None:
    plain = page_texts(paper(section()))
    named = page_texts(paper(section(), names("海野 あおい")))
    assert not any("氏名" in text for text in plain)
    assert len(named) == len(plain) + 1
    assert "海野あおい" in named[-1]
    assert "作ったことは記録され" in named[-1]
    assert "あてはまる方はいません" in page_texts(paper(section(), names()))[-1]


def test_the_wards_paper_shows_what_needs_care_and_the_time() -> None:
    text = "".join(page_texts(whole_ward(4, 6)))
    for shown in ("通告の義務はだれにあるか", "お金の困りごと（2つめ）", "くらしの相談窓口"):
        assert shown in text
    for shown in ("家計（4回）", "50.8％", "1人あたり平均6.7分", "33.3時間"):
        assert shown in text


def test_the_picture_carries_its_alternative_text() -> None:
    pdf = paper(section(number=3))
    assert "の週ごとの受講の棒グラフ".encode("utf-16-be") in _uncompressed(pdf)


def _uncompressed(pdf: bytes) -> bytes:
    reader = PdfReader(io.BytesIO(pdf))
    found = [str(reader.get_object(n)) for n in range(1, len(reader.xref[0]) + 1)]
    return "".join(found).encode("utf-16-be")


def test_the_same_figures_give_the_same_paper() -> None:
    assert paper(section(), names("海野 あおい")) == paper(section(), names("海野 あおい"))
