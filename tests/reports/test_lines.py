"""Lines of Japanese: nothing too wide, nothing lost, nothing where it may not stand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.reports.lines import Line, Span, Style, clusters, set_lines

PLAIN, BOLD = Style(10), Style(10, bold=True)
TEXTS = st.text("あいう漢字、。（）「」ー々っ〜 abc012-#☎窓口ください年月", max_size=60)
SPANS = st.lists(st.builds(Span, TEXTS, st.sampled_from([PLAIN, BOLD]), st.booleans()), max_size=4)


def width_of(text: str, style: Style) -> float:
    return float(sum(1 if c.isascii() else 2 for c in text))


def texts(lines: list[Line]) -> list[str]:
    return ["".join(run.text for run in line) for line in lines]


def broken(text: str, width: float, hang: float = 0.0) -> list[str]:
    return texts(set_lines([Span(text, PLAIN)], width, width_of, hang))


@given(SPANS, st.integers(12, 60), st.sampled_from([0.0, 2.0]))
def test_every_line_fits_and_no_character_is_lost(
    spans: list[Span], width: int, hang: float
) -> None:
    lines = set_lines(spans, width, width_of, hang)
    for number, line in enumerate(lines):
        assert line[0].x == (hang if number else 0)
        assert line[-1].x + width_of(line[-1].text, PLAIN) <= width
    assert "".join(texts(lines)).replace(" ", "") == "".join(s.text for s in spans).replace(" ", "")


@given(TEXTS, st.integers(40, 90))
def test_no_line_begins_or_ends_with_what_may_not_stand_there(text: str, width: int) -> None:
    lines = broken(text, width)
    if all(width_of(cluster, PLAIN) <= width for cluster in clusters(text)):
        assert not any(line[0] in "、。）」ー々っ〜" for line in lines[1:] if " " not in text)
        assert not any(line[-1] in "（「☎" for line in lines[:-1])


def test_a_closing_sign_takes_the_character_before_it_along() -> None:
    assert broken("あいうえおか。きくけこさしすせそ", 12) == [
        "あいうえお",
        "か。きくけこ",
        "さしすせそ",
    ]


def test_an_opening_sign_goes_with_what_it_opens() -> None:
    assert broken("あいうえお（かきくけこ）さしすせ", 12)[:2] == ["あいうえお", "（かきくけ"]


def test_a_number_is_never_torn_and_keeps_its_unit() -> None:
    assert broken("あいうえお06-6682-9872です", 20) == ["あいうえお", "06-6682-9872です"]
    assert broken("平日17時から翌9時まで受付", 16)[0] == "平日17時から翌"


def test_no_last_line_of_one_or_two_characters() -> None:
    assert broken("あいうえおかきくけこさしすせそたち", 32) == [
        "あいうえおかきくけこさしす",
        "せそたち",
    ]


def test_what_is_wider_than_a_line_is_torn_rather_than_clipped() -> None:
    assert broken("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_a_whole_span_goes_to_the_next_line_together() -> None:
    spans = [Span("あいうえお", PLAIN), Span("（かきくけ）", BOLD, whole=True)]
    assert texts(set_lines(spans, 16, width_of)) == ["あいうえお", "（かきくけ）"]


def test_neighbours_of_one_style_are_one_run() -> None:
    (line,) = set_lines([Span("あい", PLAIN), Span("う", BOLD), Span("え", BOLD)], 40, width_of)
    assert [(run.x, run.text) for run in line] == [(0, "あい"), (4, "うえ")]
