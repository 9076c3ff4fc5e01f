"""Nothing of a name vanishes: rare kanji are drawn, what no font has is shown as 〓."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reports.glyphs import MISSING, drawable, one_line


@pytest.mark.parametrize("name", ["𠮷野﨑 髙子", "辻 まもる", "渡邉・渡邊", "Ａ・b 123", "〒☎℡㈱"])
def test_names_stay_as_they_are(name: str) -> None:
    assert drawable(name) == name


def test_a_chosen_variant_falls_back_to_its_kanji() -> None:
    assert drawable("辻\U000e0100 まもる") == "辻 まもる"


def test_what_no_font_has_is_shown_to_be_missing() -> None:
    assert drawable("花😀子") == f"花{MISSING}子"
    assert drawable(MISSING) == MISSING


def test_kana_in_two_parts_are_one_character() -> None:
    assert drawable("か\u3099") == "が"


@given(st.text(max_size=40))
def test_the_result_is_one_line_of_drawable_text(text: str) -> None:
    drawn = drawable(text)
    assert drawable(drawn) == drawn
    assert not any(ord(c) < 32 or c in "\u202e\u200b\u2028" for c in drawn)


@given(st.text(max_size=40))
def test_one_line_changes_control_signs_only(text: str) -> None:
    assert len(one_line(text)) == len(text)
    assert "\n" not in one_line(text)
    assert one_line("あ\tい\r\nう") == "あ い  う"
