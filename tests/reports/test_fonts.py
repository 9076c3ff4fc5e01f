"""The vendored fonts: what they draw, their names, licences and size."""

from __future__ import annotations

from fontTools.ttLib import TTFont

from bot.reports import fonts

# Names that staff may carry or write, signs of forms, and everyday text.
CHARACTERS = (
    "亜哀挨愛曖悪握圧扱宛嵐安案暗区民気支援虐待障害者高齢貧困孤立就労借金相談窓口"
    "𠮷﨑髙辻濵德栁彅邉邊齋齊﨟濱祐榊鷗叱塡剝頰冨薗舘凜"
    "①⑩⑳㈱㈲℡№㎡～－―…『』「」〒々〆ヶ※○●◎△▲□■→⇒"
    "ＡＺ０９ABCxyz0123456789ァヴヵー゛"
)


def test_the_fonts_draw_every_character_that_a_report_may_hold() -> None:
    for face in (fonts.REGULAR, fonts.BOLD):
        with TTFont(face) as font, TTFont(fonts.FALLBACK) as fallback:
            drawn = font.getBestCmap().keys() | fallback.getBestCmap().keys()
            assert [c for c in CHARACTERS if ord(c) not in drawn] == []


def test_the_fallback_holds_only_what_the_first_font_lacks() -> None:
    with TTFont(fonts.REGULAR) as font, TTFont(fonts.FALLBACK) as fallback:
        assert ord("𠮷") in fallback.getBestCmap()
        assert font.getBestCmap().keys() & fallback.getBestCmap().keys() == set()


def test_the_fonts_carry_the_names_that_charts_ask_for() -> None:
    for path, family in ((fonts.REGULAR, fonts.FAMILY), (fonts.FALLBACK, fonts.FALLBACK_FAMILY)):
        with TTFont(path) as font:
            assert font["name"].getDebugName(1) == family


def test_the_fonts_come_with_their_licence_and_their_versions() -> None:
    readme = (fonts.FOLDER / "README.md").read_text(encoding="utf-8")
    for face, licence in (
        (fonts.REGULAR, "OFL-BIZUDGothic.txt"),
        (fonts.FALLBACK, "OFL-NotoSansCJK.txt"),
    ):
        text = (fonts.FOLDER / licence).read_text(encoding="utf-8")
        with TTFont(face) as font:
            copyright_line, version = (font["name"].getDebugName(number) for number in (0, 5))
        assert copyright_line in text
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert "DISCLAIMER" in text
        assert licence in readme
        assert version.removeprefix("Version ").split(";")[0] in readme


def test_the_fonts_stay_small() -> None:
    assert sum(path.stat().st_size for path in fonts.FOLDER.iterdir() if path.is_file()) < 16e6
