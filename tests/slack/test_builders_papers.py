"""Certificate, morning card and 集合 fit Slack's limits whatever names and titles hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.block_limits import limit
from bot.core.certificate import CertificateKind, Progress
from bot.core.people import Section, Staff
from bot.service.certificates import Checked, Stand, YearOf
from bot.service.gathering_values import Noted, People, Shown, Talk
from bot.service.morning_cards import Topic, Topics
from bot.service.referral import UnknownEntry
from bot.slack.blocks import certificate, morning_card, together
from bot.slack.blocks.base import Reply, as_modal, fitted
from bot.slack.blocks.quiet import FIRST_CHARACTERS, sensitive_words
from bot.workspace.validate import message_block_errors, view_errors
from tests.slack import worst_case as worst
from tests.slack.test_builders import WORST, assert_no_markup_from_content

MOMENT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
DAY = date(2026, 11, 16)
SERIAL = "3HK7P9QX2A"
counts = st.integers(0, 40)
progresses = st.builds(Progress, counts, counts, counts, counts)
kinds = st.sampled_from(CertificateKind)
years = st.builds(YearOf, year=st.just(2026), progress=progresses, offered=st.none() | kinds)
checks = st.builds(
    Checked,
    stand=st.sampled_from(Stand),
    serial=st.sampled_from(["", SERIAL]),
    year=st.none() | st.just(2026),
    kind=st.none() | kinds,
    same_name=st.none() | st.booleans(),
)
sections = st.builds(Section, section_id=worst.ids, name=worst.texts.map(lambda t: t[:100]))
topics = st.builds(
    Topic,
    concept_id=worst.ids,
    title=worst.texts,
    required=st.booleans(),
    held=st.none() | st.just(DAY),
)
topic_lists = st.lists(topics, max_size=4, unique_by=lambda t: t.concept_id).map(
    lambda ts: tuple(
        Topic(f"{t.concept_id}-{n}", t.title, t.required, t.held) for t in ts for n in range(30)
    )
)
all_topics = topic_lists.map(lambda ts: Topics(ts, ts[0] if ts else None))
talks = st.builds(
    Shown,
    id=st.just("0123456789abcdef"),
    section=sections,
    day=st.just(DAY),
    titles=worst.lots,
    people=worst.numbers,
    until=st.none() | st.just(MOMENT),
)
people = st.builds(Staff, staff_id=worst.ids, name=worst.texts.map(lambda t: t[:100]))
crowds = st.tuples(people, st.sampled_from([1, 10, 11, 200, 900])).map(
    lambda pair: tuple(Staff(f"{pair[0].staff_id[:50]}-{n}", pair[0].name) for n in range(pair[1]))
)
talk_values = st.builds(
    Talk,
    section_id=worst.ids,
    day=st.just(DAY),
    concepts=st.integers(0, 24).map(
        lambda n: tuple(f"a-rather-long-concept-id-{i}" for i in range(n))
    ),
)


def fits(reply: Reply) -> None:
    assert message_block_errors(fitted(reply.blocks)) == []
    assert view_errors(as_modal(reply)) == []
    assert sensitive_words(reply.text[:FIRST_CHARACTERS]) == []
    assert_no_markup_from_content(list(reply.blocks))


def form_fits(view: dict[str, Any]) -> None:
    assert view_errors(view) == []
    assert_no_markup_from_content(view["blocks"])


@WORST
@given(st.lists(years, max_size=2), st.booleans(), checks, worst.texts)
def test_everything_of_the_certificate_fits(
    found: list[YearOf], may_check: bool, checked: Checked, sentence: str
) -> None:
    if found or may_check:
        fits(certificate.certificate_reply(found, may_check=may_check))
    fits(certificate.checked_reply(checked))
    fits(certificate.not_made_reply(sentence))


def test_the_fixed_texts_fit() -> None:
    for reply in (
        certificate.sending_reply(),
        certificate.enclosed_reply(),
        certificate.withdrawn_reply(done=True),
        certificate.withdrawn_reply(done=False),
        morning_card.sending_reply(),
        morning_card.enclosed_reply(),
        together.undone_reply(3),
        together.refused_reply(together.TOO_LATE),
        together.refused_reply(together.CHANGED),
    ):
        fits(reply)
    form_fits(certificate.check_form())


@WORST
@given(all_topics, st.lists(talks, max_size=10))
def test_the_page_of_cards_fits(found: Topics, noted: list[Shown]) -> None:
    fits(morning_card.morning_reply(found, noted))


@WORST
@given(st.lists(sections, max_size=5, unique_by=lambda s: s.section_id), all_topics)
def test_the_form_of_a_talk_fits(found: list[Section], topics: Topics) -> None:
    form_fits(together.talk_form(found, topics, DAY))


@WORST
@given(crowds, talk_values, sections, worst.lots)
def test_the_forms_with_names_fit(
    staff: tuple[Staff, ...], talk: Talk, section: Section, titles: tuple[str, ...]
) -> None:
    digest = "0123456789abcdef"
    form_fits(together.people_view(People(talk, section, titles, staff, digest)))
    ids = [one.staff_id for one in staff]
    form_fits(together.confirm_view(talk, digest, ids, staff, late=True))
    form_fits(together.undo_view(Shown("id", section, DAY, titles, len(staff), MOMENT), staff))
    form_fits(together.noted_view(Noted("id", section, DAY, titles, len(staff), 3, True, MOMENT)))


@given(st.sampled_from([1, 10, 300, 900]), st.integers(0, 2**900 - 1), talk_values)
def test_what_was_ticked_is_what_is_carried(number: int, which: int, talk: Talk) -> None:
    ids = [f"s{n:04d}" for n in range(number)]
    chosen = [one for n, one in enumerate(ids) if which >> n & 1]
    text = together.packed(talk, "d", together.ticks_of(ids, chosen))
    assert len(text) <= limit("view", "private_metadata")
    found, digest, bits = together.unpacked(text)
    assert (found, digest) == (talk, "d")
    assert together.chosen_of(bits, ids) == tuple(chosen)


@pytest.mark.parametrize(
    "text", [None, "", "[]", "[1,2,3,4,5]", '["a","x",[],"d","0"]', "{}", "[" * 9000]
)
def test_metadata_that_is_none_of_ours_is_an_unknown_entry(text: object) -> None:
    with pytest.raises(UnknownEntry):
        together.unpacked(text)


def test_forged_ticks_and_forms_are_unknown_entries() -> None:
    with pytest.raises(UnknownEntry):
        together.chosen_of("zz", ["a"])
    for values in ({}, {"section": None}, {"section": {"section": {}}}):
        with pytest.raises(UnknownEntry):
            together.talk_of(values)
    with pytest.raises(UnknownEntry):
        together.ticked({"who0": {}})
    with pytest.raises(UnknownEntry):
        certificate.typed({})
