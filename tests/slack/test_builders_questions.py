"""What is shown of questions and of the trial fits Slack's limits and begins quietly."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.course import Choice, Question, QuestionType
from bot.core.learning.item_statistics import Flag, ItemStatistics
from bot.core.learning.question_facts import ReviewedEntry
from bot.core.learning.trial import Effect
from bot.service.question_standing import RestingQuestion
from bot.service.questions import Candidate, Candidates, Flagged, Overview
from bot.service.trial import TrialReport
from bot.slack.blocks import questions, suggest, trial
from bot.slack.blocks.base import Reply, as_modal, fitted
from bot.slack.blocks.question_notices import review_blocks
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.workspace.validate import message_block_errors, view_errors
from tests.slack import worst_case as worst
from tests.slack.test_builders import WORST, assert_no_markup_from_content

shares = st.floats(0, 1)
asked = st.builds(
    Question,
    id=worst.ids,
    concept_id=worst.ids,
    type=st.sampled_from(QuestionType),
    stem=worst.texts,
    choices=st.just((Choice("a", True, ""), Choice("b", False, ""))),
    explanation=worst.texts,
    rests_on=st.just(()),
    citations=st.just(()),
    assured_date=worst.days,
)
figures = st.builds(
    ItemStatistics,
    question_id=worst.ids,
    n=worst.numbers,
    facility=shares,
    discrimination=st.none() | st.floats(-1, 1),
    shares=st.lists(shares, min_size=2, max_size=5).map(tuple),
    flags=st.lists(st.sampled_from(Flag), unique=True).map(tuple),
)
entries = st.builds(
    ReviewedEntry,
    entry_id=worst.ids,
    name=worst.texts,
    owner=worst.texts,
    review_after=worst.days,
    question_ids=worst.lots,
)
resting = st.builds(
    RestingQuestion,
    question=asked,
    concept=worst.texts,
    facts=st.lists(st.tuples(worst.texts, worst.texts), max_size=12).map(tuple),
    since=st.none() | worst.days,
)
flagged = st.builds(Flagged, question=asked, concept=worst.texts, figures=figures)


def many(one: st.SearchStrategy[object], times: int) -> st.SearchStrategy[tuple[object, ...]]:
    """None, or so many of the same: drawing each apart would take minutes."""
    return st.lists(one, max_size=2).map(lambda drawn: tuple(drawn) * times)


overviews = st.builds(
    Overview,
    day=worst.days,
    resting=many(resting, 50),
    overdue=many(entries, 30),
    flagged=many(flagged, 50),
    few=worst.lots,
    figures=st.just({}),
    in_use=worst.numbers,
)
candidate = st.builds(
    Candidate,
    label=worst.texts,
    number=st.sampled_from(["3〜5", "6〜10", "11以上"]),
    month=st.sampled_from(["", "2026-11"]),
    questions=worst.numbers,
)
lists = many(candidate, 8)
candidates = st.builds(Candidates, asked=lists, unanswered=lists, duties=lists, left_open=lists)
effects = st.builds(
    Effect,
    points=st.floats(-100, 100),
    low=st.floats(-200, 100),
    high=st.floats(-100, 200),
    people=worst.numbers,
    answers=worst.numbers,
)
reports = st.builds(
    TrialReport,
    starts_on=worst.days,
    crosses_on=worst.days,
    ends_on=worst.days,
    is_running=st.booleans(),
    stopped_on=st.none() | worst.days,
    blocks=st.tuples(worst.lots, worst.lots),
    effect=st.none() | effects,
)
replies = st.one_of(
    st.builds(questions.overview_reply, overviews, may_confirm=st.booleans()),
    st.builds(questions.candidates_reply, candidates),
    st.builds(trial.trial_reply, st.none() | reports),
    st.builds(suggest.digest_reply, worst.numbers, worst.numbers, worst.numbers, worst.numbers),
)


@WORST
@given(replies)
def test_every_reply_fits_as_message_and_as_modal(reply: Reply) -> None:
    assert message_block_errors(fitted(reply.blocks)) == []
    assert view_errors(as_modal(reply)) == []
    assert_no_markup_from_content(reply.blocks)
    assert sensitive_words(reply.text[:FIRST_CHARACTERS]) == []


@WORST
@given(many(entries, 40))
def test_what_owners_are_told_fits(told: tuple[ReviewedEntry, ...]) -> None:
    blocks = review_blocks(told)
    assert message_block_errors(fitted(blocks)) == [] or not blocks
    assert bool(blocks) is bool(told)


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [("3〜5", "人", "3〜5人"), ("11以上", "人", "11人以上"), ("6〜10", "件", "6〜10件")],
)
def test_a_band_is_said_in_words(number: str, unit: str, said: str) -> None:
    line = questions.candidate_line(Candidate("税の滞納", number, "2026-11", 4), unit)
    assert line == f"・税の滞納　{said}（2026年11月）　関係する設問4問"


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (Effect(9.96, 5.0, 15.0, 60, 120), ("＋10.0ポイント", "＋5.0〜＋15.0", "差があります")),
        (Effect(-1.0, -6.0, 4.0, 60, 120), ("－1.0", "－6.0〜＋4.0", "差があるとは言えません")),
    ],
)
def test_an_effect_is_said_with_its_interval(effect: Effect, words: tuple[str, ...]) -> None:
    said = trial.effect_line(effect)
    assert all(word in said for word in words)
