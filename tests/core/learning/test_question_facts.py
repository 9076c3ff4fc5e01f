"""Which changes of the content matter to a question, and when what is old rests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.citation import Citation
from bot.core.course import Choice, Concept, Course, Question, QuestionType
from bot.core.duties import DutyToReport, Force, LawBasis, SafetyKind
from bot.core.knowledge import Contact, Grade, Knowledge
from bot.core.learning.question_facts import (
    GRACE,
    LEAST_CONCEPTS,
    ReviewedEntry,
    Stage,
    Standings,
    changed,
    facts_of,
    reviewed_entries,
    stage_of,
)
from bot.core.office_calendar import next_business_day

DAY = date(2026, 11, 22)
LAW = LawBasis("通告する。", Force.DUTY, None, Citation("law", "第6条"))
DUTY = DutyToReport(
    kind=SafetyKind.CHILD_ABUSE,
    name="子どもの虐待",
    act_now="すぐに電話",
    steps=("電話する",),
    do_not=(),
    laws=(LAW,),
    destination_ids=(),
    contact_ids=("dial",),
    rules=(),
    assured_date=DAY,
    review_after=DAY,
    citations=(Citation("law"),),
)
CONTACT = Contact("dial", "ダイヤル", ("189",), Grade.V1, None, None, hours="いつでも")


def question(number: int, *rests: tuple[str, str], concept: str = "c1") -> Question:
    choices = (Choice("a", True, ""), Choice("b", False, ""))
    kind = QuestionType.DUTY
    return Question(f"{concept}-{number}", concept, kind, "", choices, "", rests, (), DAY)


def known(duty: DutyToReport = DUTY, contact: Contact = CONTACT) -> Knowledge:
    return Knowledge("v", duties={duty.kind: duty}, contacts={"dial": contact})


ON_STEPS = question(1, ("child_abuse", "steps"), ("child_abuse", "laws"), ("dial", "phones"))


@pytest.mark.parametrize(
    ("duty", "which"),
    [
        (replace(DUTY, steps=("電話してから書く",)), ("child_abuse.steps",)),
        (replace(DUTY, laws=(replace(LAW, force=Force.EFFORT),)), ("child_abuse.laws",)),
        (
            replace(DUTY, laws=(replace(LAW, citation=Citation("law", "第7条")),)),
            ("child_abuse.laws",),
        ),
        (replace(DUTY, laws=(replace(LAW, citation=Citation("newer", "第6条")),)), ()),
        (replace(DUTY, steps=("電話  する",)), ("child_abuse.steps",)),
        (replace(DUTY, steps=("電話する\n",)), ()),
        (replace(DUTY, name="別の名前", contact_ids=(), review_after=DAY + GRACE), ()),
    ],
)
def test_only_a_cited_fact_that_reads_otherwise_matters(
    duty: DutyToReport, which: tuple[str, ...]
) -> None:
    before, after = facts_of(ON_STEPS, known()), facts_of(ON_STEPS, known(duty))
    assert changed(before, after) == which


@pytest.mark.parametrize(
    "contact",
    [
        replace(CONTACT, phones=("06-0000-0000",)),
        replace(CONTACT, hours="平日"),
        replace(CONTACT, always_open=True, note="3階"),
    ],
)
def test_a_number_place_or_hour_never_does(contact: Contact) -> None:
    practical = question(
        1, *(("dial", f) for f in ("phones", "hours", "always_open", "note", "name"))
    )
    before, after = facts_of(practical, known()), facts_of(practical, known(contact=contact))
    assert set(before) == {"dial.name"}
    assert changed(before, after) == ()


def test_what_is_cited_since_is_no_change() -> None:
    more = question(1, *ON_STEPS.rests_on, ("child_abuse", "act_now"))
    assert changed(facts_of(ON_STEPS, known()), facts_of(more, known())) == ()
    assert changed(facts_of(more, known()), facts_of(ON_STEPS, known())) == ()


def test_the_digests_stay_those_that_are_stored() -> None:
    """Another way of making them would suspend every question of every ward."""
    assert facts_of(ON_STEPS, known()) == {
        "child_abuse.steps": "cc5094f0b8973476",
        "child_abuse.laws": "1efefb3ca910b0a5",
    }


def test_an_entry_that_is_gone_reads_as_nothing() -> None:
    assert changed(facts_of(ON_STEPS, known()), facts_of(ON_STEPS, Knowledge("v"))) == (
        "child_abuse.laws",
        "child_abuse.steps",
    )


def course(concepts: int, each: int = 4, *, required: bool = True) -> Course:
    held = {}
    for c in range(concepts):
        name = f"c{c}"
        entry = f"e{c}"
        questions = tuple(question(i, (entry, "say"), concept=name) for i in range(each))
        held[name] = Concept(name, name, required, questions)
    return Course("v", held)


def entry(number: int, after: date, each: int = 4) -> ReviewedEntry:
    ids = tuple(f"c{number}-{i}" for i in range(each))
    return ReviewedEntry(f"e{number}", f"e{number}", "", after, ids)


def test_the_reviewed_entries_are_those_in_use() -> None:
    held = Course("v", {"c1": Concept("c1", "c1", True, (ON_STEPS,))})
    (found,) = reviewed_entries(held, known())
    assert (found.entry_id, found.name, found.owner) == ("child_abuse", "子どもの虐待", "")
    assert found.question_ids == ("c1-1",)


def test_sixty_days_and_not_one_more() -> None:
    old = entry(0, DAY)
    standings = Standings(course(10), (old, *(entry(i, DAY + 9 * GRACE) for i in range(1, 10))), {})
    assert standings.overdue(DAY) == frozenset()
    assert standings.overdue(DAY + timedelta(days=1)) == set(old.question_ids)
    assert standings.resting(DAY + GRACE) == ()
    assert standings.resting(old.rests_from) == old.question_ids
    assert old.rests_from == DAY + GRACE + timedelta(days=1)


@given(st.lists(st.integers(-400, 400), min_size=1, max_size=24), st.integers(-400, 400))
def test_no_week_is_ever_empty(days: list[int], today: int) -> None:
    """However old everything is; and what is old is asked only where too little is not."""
    entries = [entry(i, DAY + timedelta(days=d)) for i, d in enumerate(days)]
    ordered = tuple(sorted(entries, key=lambda e: e.review_after))
    standings = Standings(course(len(days)), ordered, {})
    day = DAY + timedelta(days=today)
    usable = standings.usable_on(day)
    concepts = {q.rpartition("-")[0] for q in usable}
    assert len(concepts) >= min(LEAST_CONCEPTS, len(days))
    fresh = {q for e in entries if day < e.rests_from for q in e.question_ids}
    assert usable == fresh or len(fresh) < 4 * min(LEAST_CONCEPTS, len(days))


def test_what_reads_otherwise_is_never_asked() -> None:
    held = course(2)
    standings = Standings(held, (), {"c0-0": ("e0.say",), "c0-1": ("e0.say",)})
    assert standings.usable_on(DAY) == {"c0-2", "c0-3", *(f"c1-{i}" for i in range(4))}
    assert standings.few(DAY) == ()


def test_few_are_left_where_fewer_than_two_are() -> None:
    changed_ones = {f"c0-{i}": ("e0.say",) for i in range(3)}
    ((concept, left),) = Standings(course(2), (), changed_ones).few(DAY)
    assert (concept.id, left) == ("c0", {"c0-3"})
    assert Standings(course(2, required=False), (), changed_ones).few(DAY) == ()
    assert Standings(course(2, each=1), (), {}).few(DAY) == ()


@given(st.dates(date(2026, 4, 1), date(2030, 3, 31)))
def test_each_owner_is_told_at_every_stage_before_its_day_is_over(review: date) -> None:
    """The monthly messages from long before to long after: thirty days ahead, now, behind."""
    posts = [
        next_business_day(date(year, month, 1))
        for year in range(2025, 2032)
        for month in range(1, 13)
    ]
    told = [
        (post, stage)
        for post, following in pairwise(posts)
        if (stage := stage_of(entry(0, review), post, following)) is not None
    ]
    stages = [stage for _, stage in told]
    assert stages in (
        [Stage.SOON, Stage.NOW, Stage.LATE],
        [Stage.NOW, Stage.LATE],
        [Stage.SOON, Stage.LATE],
    )
    assert all(post <= review + timedelta(days=stage.value) for post, stage in told)
