import pytest

from bot.core.duties import SafetyKind
from bot.core.lexicon import LexiconIndex
from bot.core.safety import Rules
from bot.core.text import normalise
from tests.referral.small import knowledge

KNOWLEDGE = knowledge()
RULES = Rules(KNOWLEDGE.duties)
LEXICON = LexiconIndex(KNOWLEDGE.lexicon.values())


def kinds(text: str) -> tuple[SafetyKind, ...]:
    return RULES.recognise(text, LEXICON.find(normalise(text)))


@pytest.mark.parametrize(
    "text",
    [
        "旦那に殴られてるみたい",
        "夫に蹴られたって笑って話す",
        "昔から夫に殴られている",
        "以前から旦那に殴られてるけど今は落ち着いてる、でも怖い",
        "前は優しかったけど今は夫が殴る",
        "夫の暴力のチラシを見て来たという方、夫に叩かれているそう",
        "叩かれてへんと言うけど旦那の前でびくっとする。腕にあざ",
        "旦那に殴られてないか心配",
        "旦那にカードを折られて殴られた",  # a card that names no subject
        "昔から旦那に殴られて、今は元気そうでも今日もあざ",
    ],
)
def test_violence_is_recognised(text: str) -> None:
    assert SafetyKind.DV in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "旦那に殴られたことはないそうです",
        "夫に叩かれてへん",
        "夫の暴力ではなく相続の話",
        "夫の暴力の疑いはないと確認済み",
        "十年前に夫に殴られた。今は再婚して安全",
        "前は夫に殴られてたけど今は一人で元気",
        "昔、夫に殴られてた、今は元気にしてはる、今日は保険の手続き",
        "夫の暴力の条文を確かめたい",
        "夫への暴力防止の研修の日程",
        "子どもへの虐待防止月間のポスター",
        "子どもが犬を蹴る",
    ],
)
def test_denied_past_and_mere_subjects_are_not(text: str) -> None:
    assert kinds(text) == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("死にたいとつぶやいた", (SafetyKind.SUICIDE,)),
        ("疲れて死にたい、もう消えたい", (SafetyKind.SUICIDE,)),
        ("忙しくて死にそうやわ", ()),
        ("残業で死にそう(笑)", ()),
    ],
)
def test_exaggeration_is_told_apart(text: str, expected: tuple[SafetyKind, ...]) -> None:
    assert kinds(text) == expected


def test_lacking_is_not_a_denial() -> None:
    assert kinds("昨日から食べていない") == (SafetyKind.NO_SHELTER_OR_FOOD_TODAY,)


def test_most_urgent_first() -> None:
    text = "食べるものがない、旦那に殴られる、子どもにあざ、もう死にたい"
    assert kinds(text) == (
        SafetyKind.SUICIDE,
        SafetyKind.CHILD_ABUSE,
        SafetyKind.DV,
        SafetyKind.NO_SHELTER_OR_FOOD_TODAY,
    )


def test_numbers_are_read_whole() -> None:
    def entries(text: str) -> set[str]:
        return {hit.entry_id for hit in LEXICON.find(normalise(text))}

    assert entries("八十四歳") == entries("84歳") == {"elder"}
    assert entries("184歳") == entries("12歳") == set()
