"""Fonts are lent: a paper has the bytes it would have if fpdf2 had read them anew."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from fpdf import FPDF
from fpdf.fonts import TTFFont

from bot.reports import faces
from bot.reports.lines import Style
from bot.reports.page import Paper

DAY = date(2026, 4, 1)
COMMON, RARE = "借金の相談を受けたとき、Aさんと①へ。", "髙﨑さんと𠮷野さん、塚さん。〓"
TEXTS = ((), (COMMON, RARE), (RARE, "\U0001f600 字のない文字"))
READ_ANEW = FPDF.add_font


def printed(texts: tuple[str, ...]) -> bytes:
    paper = Paper("題名", DAY)
    paper.add_page()
    for number, text in enumerate(texts):
        paper.write(20, 20 + 10 * number, text, Style(9 + number, bold=number % 2 == 1))
    return paper.finished()


def add_font(pdf: FPDF, family: str, style: str, path: Path) -> None:
    READ_ANEW(pdf, family, style, path)


@pytest.fixture(scope="module")
def anew() -> list[bytes]:
    """Each text on paper whose fonts were read for it alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faces, "lend", add_font)
        return [printed(texts) for texts in TEXTS]


def test_the_bytes_are_those_of_fonts_read_anew(anew: list[bytes]) -> None:
    # What one paper cut away, the next has again.
    assert [printed(texts) for texts in reversed(TEXTS)] == anew[::-1]
    assert len(set(anew)) == len(TEXTS)


def test_papers_that_are_written_in_turns_do_not_mix(anew: list[bytes]) -> None:
    papers = [Paper("題名", DAY) for _ in TEXTS]
    for paper in papers:
        paper.add_page()
    for number in range(max(map(len, TEXTS))):
        for paper, texts in zip(papers, TEXTS, strict=True):
            if number < len(texts):
                style = Style(9 + number, bold=number % 2 == 1)
                paper.write(20, 20 + 10 * number, texts[number], style)
    assert [paper.finished() for paper in papers] == anew


def test_threads_that_print_at_once_do_not_mix(anew: list[bytes]) -> None:
    with ThreadPoolExecutor(len(TEXTS)) as pool:
        assert list(pool.map(printed, TEXTS)) == anew


def test_a_font_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []

    def reading(font: TTFFont, pdf: FPDF, path: Path, *rest: object) -> None:
        read.append(path)
        begin(font, pdf, path, *rest)  # type: ignore[arg-type]

    begin = TTFFont.__init__
    monkeypatch.setattr(TTFFont, "__init__", reading)
    faces._face.cache_clear()
    with ThreadPoolExecutor(len(TEXTS)) as pool:
        list(pool.map(printed, TEXTS))
    assert len(read) == len(set(read)) == 3
