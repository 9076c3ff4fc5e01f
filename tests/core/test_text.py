import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.text import MAX_INPUT, Folded, fold, normalise


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ﾔﾁﾝ", "やちん"),
        ("ヤチン", "やちん"),
        ("ｶﾞｽﾊﾟｯ", "がすぱっ"),
        ("ＤＶ　相談", "dv 相談"),
        ("圖書館", "図書館"),
        ("毆られた", "殴られた"),
        ("三ヶ月", "三か月"),
        ("死\u200bに\u200dたい", "死にたい"),
        ("  家賃 \n\t が  ", "家賃 が"),
        ("<@U012AB>家賃", "家賃"),
        ("<#C01|福祉>へ", "福祉へ"),
        ("<https://example.com/a?b=c|案内>を見た", "案内を見た"),
        ("https://example.com/a 家賃", "家賃"),
        ("<!here> 家賃 &lt;至急&gt; &amp; :sos:", "家賃 <至急> &"),
        ("12:30に来た", "12:30に来た"),
        ("㍻", "平成"),
        ("か\u3099あ、12:30のﾊﾟﾝ", "があ、12:30のぱん"),
        ("", ""),
    ],
)
def test_one_spelling(typed: str, expected: str) -> None:
    assert normalise(typed) == expected


def test_words_are_given_back_as_typed() -> None:
    folded = fold("<@U1>　ﾀﾞﾝﾅに毆られ")
    start = folded.text.index("だんな")
    assert folded.as_typed(start, start + 3) == "ﾀﾞﾝﾅ"
    assert folded.as_typed(start + 4, start + 5) == "毆"


def test_a_replaced_range_keeps_its_origin() -> None:
    folded = fold("難秒の方").replaced(0, 2, "難病患")
    assert folded.text == "難病患の方"
    assert folded.as_typed(0, 3) == "難秒"
    assert folded.as_typed(3, 4) == "の"


def test_katakana_stays_without_the_kana_fold() -> None:
    assert fold("ヘルパー", kana=False).text == "ヘルパー"


def test_what_is_longer_is_not_read() -> None:
    assert len(normalise("あ" * (MAX_INPUT + 500))) == MAX_INPUT


@given(st.text(max_size=200))
def test_fold_and_normalise_agree(text: str) -> None:
    folded = fold(text)
    assert folded.text == normalise(text)
    assert len(folded.text) == len(folded.origins)
    assert all(0 <= start < end <= len(text) for start, end in folded.origins)


@given(st.text(alphabet=st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="<&:")))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once or any(mark in once for mark in "<&:")


def test_a_text_that_stands_for_itself() -> None:
    for text in ("", "家賃", "あ" * (MAX_INPUT + 1)):
        plain = Folded.plain(text)
        assert (plain.text, plain.original, len(plain.origins)) == (text, text, len(text))
        assert all(plain.origin(i, i + 1) == (i, i + 1) for i in range(0, len(text), 500))


@given(st.text(alphabet="かｶﾞ゙゚゛㍻毆ﬁA <&:@\n\u200b", max_size=40), st.booleans())
def test_every_character_comes_from_the_words_behind_it(text: str, kana: bool) -> None:
    folded = fold(text, kana=kana)
    for place, character in enumerate(folded.text):
        assert character in fold(f"、{folded.as_typed(place, place + 1)}、", kana=kana).text
