from dataclasses import replace

import pytest

from bot.core.analysis import Analyser
from bot.core.knowledge import Knowledge, OtherMatter
from bot.core.matching import Matcher
from bot.core.ranking import Ranking
from bot.core.reasons import ReasonKind
from tests.referral.small import knowledge


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(knowledge(), Analyser())


def first(ranking: Ranking) -> str:
    return ranking.hits[0].destination_id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("旦那に殴られたって", "dv-support"),
        ("家賃が3か月払えてない人", "kurashi-assist"),
        ("包括ってどこ", "community-care-center"),
        ("年金の記録が抜けている", "pension-office"),
        # mis-converted, in kana, half in kana
        ("難秒の医療費", "disease"),
        ("なんびょうの医療費", "disease"),
        ("難びょうの方", "disease"),
        ("くらしあしすとはどこ", "kurashi-assist"),
        ("84歳の方のこと", "community-care-center"),
        ("八十四才の方のこと", "community-care-center"),
        # what is denied does not count, nor the counter where it was heard
        ("認知症ではなく年金の記録のこと", "pension-office"),
        ("年金の窓口やねんけど、旦那に殴られてるらしい人が来てる", "dv-support"),
    ],
)
def test_right_first_answer(matcher: Matcher, text: str, expected: str) -> None:
    assert first(matcher.rank(text)) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ヘルパーを頼みたい", "へるぱーを頼みたい"),
        ("ヘルパーを頼みたい", "ﾍﾙﾊﾟｰを頼みたい"),
        ("旦那に毆られた", "旦那に殴られた"),
        ("家賃が払えない", "<@U1>　家賃が払えない "),
    ],
)
def test_spelling_makes_no_difference(matcher: Matcher, one: str, other: str) -> None:
    def scores(text: str) -> list[tuple[str, float]]:
        return [(hit.destination_id, hit.score) for hit in matcher.rank(text).hits]

    assert scores(one) == scores(other)


def test_reasons_are_the_askers_own_words(matcher: Matcher) -> None:
    best = matcher.rank("ダンナじゃなく旦那に毆られた").hits[0]
    signs = {(r.asked, r.means) for r in best.why if r.kind is ReasonKind.SIGN}
    assert ("毆", "暴力") in signs
    assert ("旦那", "配偶者・交際相手") in signs


def test_a_name_is_a_reason(matcher: Matcher) -> None:
    why = matcher.rank("包括に電話したい").hits[0].why
    assert (why[0].asked, why[0].means, why[0].kind) == ("包括", "包括", ReasonKind.ALIAS)


def test_as_many_hits_as_asked_for(matcher: Matcher) -> None:
    assert len(matcher.rank("家賃", top=1).hits) == 1
    assert len(matcher.rank("家賃", top=50).hits) == 7
    scores = [hit.score for hit in matcher.rank("家賃の相談", top=50).hits]
    assert scores == sorted(scores, reverse=True)


def test_nothing_understood_is_ranked_by_id_without_confidence(matcher: Matcher) -> None:
    ranking = matcher.rank("zzz 999")
    assert [hit.destination_id for hit in ranking.hits] == [
        "child-family",
        "community-care-center",
        "community-welfare",
    ]
    assert (ranking.confidence, ranking.within_three) == (0.0, 0.0)


def test_a_clear_question_is_surer_than_a_vague_one(matcher: Matcher) -> None:
    clear = matcher.rank("家賃を滞納して追い出されそうな方")
    vague = matcher.rank("書類の出し先")
    assert clear.confidence > 0.8 > vague.confidence
    assert clear.within_three >= clear.confidence


def test_a_matter_of_another_counter_is_told_apart() -> None:
    rooms = OtherMatter("rooms", "会議室", ("会議室の予約", "会議室の記録を見たい", "会議室の鍵"))
    informed = Matcher(replace(knowledge(), elsewhere=(rooms,)), Analyser())
    inside = informed.rank("年金の記録を確かめたい")
    outside = informed.rank("会議室の記録を確かめたい")
    assert (inside.elsewhere, outside.elsewhere) == (None, rooms)
    assert outside.within_three < inside.within_three / 2


@pytest.mark.parametrize("text", ["", " ", "。。。", "😀", "a" * 2000, "旦那に殴" * 500])
def test_any_text_is_ranked(matcher: Matcher, text: str) -> None:
    assert len(matcher.rank(text).hits) == 3


def test_an_empty_set_ranks_nothing() -> None:
    assert Matcher(Knowledge("empty"), Analyser()).rank("家賃") == Ranking((), 0.0, 0.0, ())


def test_the_same_content_gives_the_same_ranking(matcher: Matcher) -> None:
    again = Matcher(knowledge(), Analyser())
    assert again.rank("仕事を辞めて家賃が払えない") == matcher.rank("仕事を辞めて家賃が払えない")
