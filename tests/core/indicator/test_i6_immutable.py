"""I6: what a wave is cannot change once it has a hash; other words start a new series."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest

from bot.core.indicator.questions import INDICATOR, indicator, usual_questions
from bot.core.indicator.wave import (
    Question,
    QuestionRole,
    ReportingGroup,
    Thresholds,
    WaveDefinition,
    WaveFault,
)
from bot.core.indicator.wave_hash import (
    breaks,
    canonical,
    definition_of,
    digest,
    series_of,
    table_series_of,
)

GROUPS = (
    ReportingGroup("group-a", "総務課", ("a",), 40, "pool-a"),
    ReportingGroup("group-b", "窓口サービス課・企画課", ("b", "c"), 60, "pool-b", paper=5),
)
WAVE = WaveDefinition(
    id="2026-w2",
    title="年度末の職員アンケート",
    fiscal_year=2026,
    moment="年度末時点",
    opens=date(2027, 1, 25),
    closes=date(2027, 2, 12),
    denominator_date=date(2027, 1, 4),
    asked="基準日に名簿にある職員の全員（休職・育休・長期派遣の方を除く）",
    counted_wave="2026-w2",
    questions=usual_questions(end_of_year=True),
    groups=GROUPS,
    left_out=(("育休", 6), ("休職", 5)),
)
TWO = Question("q1", INDICATOR, ("はい", "いいえ"), ("はい",), QuestionRole.HEADLINE)


def with_headline(question: Question) -> WaveDefinition:
    return replace(WAVE, questions=(question, *WAVE.questions[1:]))


CHANGED = {
    "id": replace(WAVE, id="2026-w3"),
    "title": replace(WAVE, title="年度末のアンケート"),
    "moment": replace(WAVE, moment="9月末時点"),
    "opens": replace(WAVE, opens=date(2027, 1, 26)),
    "closes": replace(WAVE, closes=date(2027, 2, 13)),
    "denominator": replace(WAVE, denominator_date=date(2027, 1, 5)),
    "asked": replace(WAVE, asked="名簿にある職員の全員"),
    "counted": replace(WAVE, counted_wave="2026-w1"),
    "wording": with_headline(replace(WAVE.headline, text=INDICATOR.removesuffix("。"))),
    "a blank": with_headline(replace(WAVE.headline, text=f"{INDICATOR} ")),
    "options": with_headline(TWO),
    "yes": with_headline(replace(WAVE.headline, yes=WAVE.headline.options[:1])),
    "order": replace(WAVE, questions=WAVE.questions[::-1]),
    "left out": replace(WAVE, left_out=(("育休", 5), ("休職", 6))),
    "thresholds": replace(WAVE, thresholds=Thresholds(shown_from=5)),
    "people": replace(WAVE, groups=(replace(GROUPS[0], people=41), GROUPS[1])),
    "paper": replace(WAVE, groups=(replace(GROUPS[0], paper=1), GROUPS[1])),
    "groups": replace(WAVE, groups=(GROUPS[0], replace(GROUPS[1], sections=("b", "d")))),
}
NEW_SERIES = {"asked", "wording", "a blank", "options", "yes"}
NEW_TABLES = {*NEW_SERIES, "thresholds", "groups"}


@pytest.mark.parametrize("what", sorted(CHANGED))
def test_i6_any_change_is_another_hash(what: str) -> None:
    changed = CHANGED[what]
    assert digest(changed) != digest(WAVE)
    assert (series_of(changed) != series_of(WAVE)) is (what in NEW_SERIES)
    assert (table_series_of(changed) != table_series_of(WAVE)) is (what in NEW_TABLES)


def test_i6_a_definition_cannot_be_changed_in_place() -> None:
    with pytest.raises(FrozenInstanceError):
        WAVE.title = "ほか"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        WAVE.headline.text = "ほか"  # type: ignore[misc]


def test_the_hash_is_the_same_for_whoever_computes_it() -> None:
    """Golden: a change of the format would orphan every hash that was ever posted."""
    assert digest(WAVE) == "eb17738c323ade3c1c4c0fc22378ead50eec7e47d52851abd3e719e6322641af"


def test_a_definition_comes_back_from_its_bytes() -> None:
    assert definition_of(canonical(WAVE)) == WAVE
    assert definition_of(canonical(CHANGED["options"])) == CHANGED["options"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"[]",
        canonical(WAVE).replace(b"kizuki-wave/1", b"kizuki-wave/2"),
        canonical(WAVE).replace(b'"target":80', b'"target":70'),
        canonical(WAVE) + b"\n",
        canonical(WAVE).replace(b'"people":40', b'"people":"40"'),
        canonical(WAVE).replace(b'"closes":"2027-02-12"', b'"closes":"12.2.2027"'),
    ],
)
def test_bytes_that_somebody_changed_are_refused(data: bytes) -> None:
    with pytest.raises(WaveFault):
        definition_of(data)


def test_the_trend_breaks_where_the_series_changes() -> None:
    later = replace(WAVE, id="2027-w0")
    assert breaks([WAVE, later, with_headline(TWO), later]) == (False, False, True, True)


def test_the_wave_that_counts_is_named_before_and_is_part_of_the_hash() -> None:
    assert WAVE.official
    assert not CHANGED["counted"].official
    with pytest.raises(WaveFault, match="その年度の結果とする回"):
        replace(WAVE, counted_wave="")


def test_the_question_is_the_plans_sentence() -> None:
    assert indicator().text == (
        "区民の相談に対して、適切な支援につなげられるように、"
        "課題に「気づく」ことを意識して行動できる。"
    )
    assert indicator().yes == ("そう思う", "どちらかといえばそう思う")
    assert indicator(four=False).yes == ("はい",)
    assert [q.id for q in usual_questions()] == ["q1", "q2", "q3", "q4"]
    assert WAVE.questions[-1].role is QuestionRole.LOOKING_BACK


@pytest.mark.parametrize(
    ("said", "make"),
    [
        ("選択肢を2つ以上", lambda: Question("q", "どう思いますか", ("はい",))),
        ("同じ選択肢", lambda: Question("q", "どう思いますか", ("はい", "はい"))),
        ("「多分」がありません", lambda: Question("q", "どう思いますか", ("a", "b"), ("多分",))),
        ("5問まで", lambda: replace(WAVE, questions=(*WAVE.questions, replace(TWO, id="q6")))),
        ("ちょうど1問", lambda: replace(WAVE, questions=WAVE.questions[1:])),
        ("「はい」に数える", lambda: with_headline(replace(TWO, yes=()))),
        (
            "重なっています",
            lambda: replace(WAVE, questions=(TWO, replace(WAVE.questions[1], id="q1"))),
        ),
        ("12人以上", lambda: replace(WAVE, groups=(replace(GROUPS[0], people=11), GROUPS[1]))),
        (
            "2つのまとまり",
            lambda: replace(WAVE, groups=(replace(GROUPS[0], sections=("b",)), GROUPS[1])),
        ),
        (
            "まとまりの名前",
            lambda: replace(WAVE, groups=(replace(GROUPS[0], id="group-b"), GROUPS[1])),
        ),
        ("紙の人数", lambda: replace(WAVE, groups=(replace(GROUPS[0], paper=41), GROUPS[1]))),
        ("対象になる職員がいません", lambda: replace(WAVE, groups=())),
        ("終わりの日", lambda: replace(WAVE, closes=date(2027, 1, 1))),
    ],
)
def test_a_wave_that_cannot_be_asked_is_refused(said: str, make: object) -> None:
    assert callable(make)
    with pytest.raises(WaveFault, match=said):
        make()
