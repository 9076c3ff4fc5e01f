import pytest

from bot.core.knowledge import LexiconEntry
from bot.core.lexicon import LexiconHit, LexiconIndex

ENTRIES = {
    "rent": ("家賃", "家賃の滞納", "ヤチン"),
    "money": ("家", "滞納"),
    "elder": ("{65-120}歳", "昭和{5-30}年", "おばあさん"),
    "level": ("要介護{1-5}", "1歳"),
    "no-money": ("お金がない",),
}


@pytest.fixture(scope="module")
def index() -> LexiconIndex:
    return LexiconIndex(LexiconEntry(i, i, surfaces) for i, surfaces in ENTRIES.items())


def found(index: LexiconIndex, text: str) -> list[tuple[str, str]]:
    return [(hit.entry_id, text[hit.start : hit.end]) for hit in index.find(text)]


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("家賃の滞納", [("money", "家"), ("rent", "家賃の滞納"), ("money", "滞納")]),
        ("家賃の滞", [("money", "家"), ("rent", "家賃")]),  # the longer one is cut off by the end
        ("やちん", [("rent", "やちん")]),
        ("84歳と八十四歳", [("elder", "84歳"), ("elder", "八十四歳")]),
        ("64歳と121歳", []),
        ("81歳", [("elder", "81歳")]),  # no 「1歳」 is cut out of it
        ("昭和25年", [("elder", "昭和25年")]),
        ("要介護3", [("level", "要介護3")]),
        ("要介護6", []),
        ("", []),
    ],
)
def test_signs_where_they_stand(
    index: LexiconIndex, text: str, signs: list[tuple[str, str]]
) -> None:
    assert found(index, text) == signs
    assert index.signs(text) == {entry_id for entry_id, _ in signs}


def test_a_sign_of_something_lacking_is_marked(index: LexiconIndex) -> None:
    assert index.find("お金がない") == (LexiconHit("no-money", 0, 5, lack=True),)
    assert not index.find("家賃")[-1].lack
