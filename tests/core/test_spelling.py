import pytest

from bot.core.analysis import Analyser
from bot.core.katakana import Katakana
from bot.core.spelling import Speller
from bot.core.text import fold, normalise

CONTENT = "虐待の通告。難病の介護と同意。暴力の被害。包括へ相談、ヘルパーとアルコール、サイト"


@pytest.fixture(scope="module")
def speller() -> Speller:
    analyser, katakana = Analyser(), Katakana([CONTENT])
    return Speller(analyser.tokens(katakana.restored(normalise(CONTENT))), katakana, analyser)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("逆待かも", "虐待かも"),
        ("難秒の方", "難病の方"),
        ("会後のこと", "介護のこと"),
        ("夫のぼう力", "夫の暴力"),
        ("相だん先", "相談先"),
        ("ほうかつ どこ", "包括 どこ"),
        ("役所にそうだんしたい", "役所に相談したい"),
        ("虐待かも", "虐待かも"),
        ("附票を取れないように", "附票を取れないように"),
        ("登校できない", "登校できない"),
    ],
)
def test_repairs(speller: Speller, typed: str, meant: str) -> None:
    assert speller.repair(fold(typed))[0].text == meant


def test_a_proper_word_is_only_suspected(speller: Speller) -> None:
    folded, unsure = speller.repair(fold("同位とれてる"))
    assert folded.text == "同位とれてる"
    assert [(repair.start, repair.end, repair.word) for repair in unsure] == [(0, 2, "同意")]
