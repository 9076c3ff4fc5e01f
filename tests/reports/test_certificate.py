"""L10: every character of a name is seen on the certificate, or there is none."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from bot.core.certificate import CertificateKind
from bot.core.serial import check_sign, shown_serial
from bot.demonstration import PEOPLE
from bot.reports import fonts
from bot.reports.certificate import Certificate, UnknownGlyph, certificate_page, text_of
from bot.reports.glyphs import MISSING, drawable, undrawable
from tests.support.pdf import bad_line_ends, page_texts
from tests.support.pdf_glyphs import Drawn, drawn_characters, of_font
from tests.support.service import EVERYBODY

BODY = "3HK7P9QX2"
SERIAL = BODY + check_sign(BODY)
CERTIFICATE = Certificate(SERIAL, "髙橋 辻", 2026, CertificateKind.MASTERED, date(2026, 11, 24), 12)
HARD = ("𠮷野﨑子", "髙橋", "辻", "渡邉齋 德川彅 榊祐冨")
KNOWN = [p.name for p in (*PEOPLE, *EVERYBODY)]


def seen_of(drawn: list[Drawn], name: str) -> list[Drawn]:
    """The run of characters in which the name stands."""
    text = "".join(one.character for one in drawn)
    at = text.index(f"{name}　殿")
    return drawn[at : at + len(name)]


def reference(character: str) -> Drawn:
    """The character as the first font that has it draws it."""
    try:
        return of_font(fonts.REGULAR, character)
    except KeyError:
        return of_font(fonts.FALLBACK, character)


@pytest.mark.parametrize("name", HARD)
def test_l10_every_glyph_of_a_name_is_what_is_seen(name: str) -> None:
    """What the file draws for each character is the picture of that very character."""
    drawn = seen_of(drawn_characters(certificate_page(replace(CERTIFICATE, name=name))), name)
    for one in drawn:
        assert one.picture == reference(one.character).picture, one.character
        assert one.ink > 100 or one.character in " \u3000"


def test_l10_the_pictures_tell_characters_apart() -> None:
    """The test of the test: a neighbour, or nothing, is not taken for the character."""
    for right, wrong in ("𠮷吉", "﨑崎", "髙高", "辻込"):
        assert reference(right).picture != reference(wrong).picture
    assert reference("\u3000").ink == 0


def test_l10_an_unknown_glyph_is_an_error_that_names_it() -> None:
    with pytest.raises(UnknownGlyph, match="「😀」") as raised:
        certificate_page(replace(CERTIFICATE, name="花😀子"))
    assert raised.value.characters == ("😀",)
    assert undrawable("花😀子😀𠮷") == ("😀",)


@pytest.mark.parametrize("name", [*HARD, *KNOWN])
def test_l10_every_name_we_ship_can_be_printed(name: str) -> None:
    """The build fails with the first name that could not be."""
    assert undrawable(name) == ()


@given(st.text(max_size=100))
def test_a_name_is_printed_whole_or_refused(name: str) -> None:
    """What is not refused shows no 〓 that its holder did not write."""
    if not undrawable(name):
        assert drawable(name).count(MISSING) == unicodedata.normalize("NFC", name).count(MISSING)


def test_one_page_with_everything_and_no_score() -> None:
    (text,) = page_texts(certificate_page(CERTIFICATE))
    for words in ("修了証", "髙橋辻殿", shown_serial(SERIAL), "2026年11月24日", "2026年度"):
        assert words.replace("　", "") in text.replace("　", "")
    for words in ("正解率", "得点", "％", "位"):
        assert words not in text


def test_the_words_say_only_what_was_done() -> None:
    taken = text_of(replace(CERTIFICATE, kind=CertificateKind.TAKEN))
    assert "受講" in taken
    assert "習得" not in taken
    assert "必修12テーマのすべてを受講し、全テーマの8割以上を習得" in text_of(CERTIFICATE)


def test_the_same_certificate_gives_the_same_bytes_black_on_white() -> None:
    made = certificate_page(CERTIFICATE)
    assert made == certificate_page(CERTIFICATE)
    content = PdfReader(io.BytesIO(made)).pages[0].get_contents()
    assert content is not None
    operators = {operator for _, operator in content.operations}
    assert operators.isdisjoint({b"rg", b"RG", b"k", b"K"}), "a colour"
    assert bad_line_ends(made) == []
    assert len(made) < 200_000


def test_a_very_long_name_stays_above_its_line() -> None:
    made = certificate_page(replace(CERTIFICATE, name="長い名前の方 " * 14))
    assert "".join(page_texts(made)).count("長い名前の方") == 14
