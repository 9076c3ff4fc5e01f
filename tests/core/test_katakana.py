import pytest

from bot.core.katakana import Katakana, glued

CONTENT = "包括へ相談、ヘルパーとアルコール、サイト、アルコール依存"


@pytest.mark.parametrize(
    ("folded", "restored"),
    [
        ("へるぱーとあるこーる", "ヘルパーとアルコール"),
        ("あるこーるへるぱー", "アルコールヘルパー"),
        ("くさいと言う", "くさいと言う"),  # three kana inside a word
        ("「さいと」", "「サイト」"),
        ("へる", "へる"),
        ("", ""),
    ],
)
def test_known_words_are_restored_but_not_inside_others(folded: str, restored: str) -> None:
    assert Katakana([CONTENT]).restored(folded) == restored


def test_known_words_are_asked_for_in_hiragana() -> None:
    katakana = Katakana([CONTENT])
    assert "へるぱー" in katakana
    assert "ほうかつ" not in katakana


def test_a_particle_ends_a_word() -> None:
    assert [glued(character) for character in "あをー包 "] == [True, False, False, False, False]
