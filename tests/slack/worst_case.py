"""Worst-case values for every builder: long, hostile, empty-looking and very many."""

from __future__ import annotations

import string
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot.core import knowledge as k
from bot.core.budget import Withheld
from bot.core.citation import Citation
from bot.core.clarification import Choice, Clarification
from bot.core.conferences import ChoiceReason, Conference, ReasonText
from bot.core.delivery import DeliveryState, OccurrenceState
from bot.core.duties import DutyToReport, Force, LawBasis, SafetyKind
from bot.core.figures import (
    MissedConcept,
    NameKind,
    NameList,
    SectionReport,
    SectionTotal,
    WardReport,
    WeekRow,
)
from bot.core.learning.choices import AS_IT_COMES, CourseChoice, PausedBy
from bot.core.learning.first_signs import FirstSign, SignGroup
from bot.core.learning.posts import Track
from bot.core.learning.standing import ConceptStanding
from bot.core.learning.weeks import CompletionState
from bot.core.meeting import MeetingReason
from bot.core.opening import Opening
from bot.core.people import Section
from bot.core.period import chosen_dates, first_half, whole_year
from bot.core.permissions import Action
from bot.core.reasons import Reason, ReasonKind
from bot.service.answers import Answer, Meeting
from bot.service.cards import (
    Area,
    ConferenceCard,
    DestinationCard,
    DutyCard,
    ShownContact,
    ShownSource,
)
from bot.service.conferences import Advice
from bot.service.editors import ContentError, ContentHealth
from bot.service.feedback import ReferralCount, ShownCorrection
from bot.service.home import HomeOverview
from bot.service.reminders import Reminded
from bot.service.sendings import Sending
from bot.service.statistics import Figures
from bot.service.training import (
    ConceptRecord,
    DueQuestion,
    Erased,
    Feedback,
    FirstUse,
    OwnRecord,
    SeenChoice,
    Sitting,
    TogetherRecord,
    WeekRecord,
    YearRecord,
)

HOSTILE = (
    "<!channel>",
    "<@U0DEMO01>",
    "<https://evil.example|ここ>",
    "*_~`&<>|",
    "&amp;" * 700,
    "あ" * 3000,
    "𠮷" * 1600,
    "<" * 900,
    "*" * 901,
    "改\n行\n" * 400,
    " ",
    "\u3000",
    "\u200b\u202e",
    "a",
)
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=40))
# Short or as long as can be; made from a number, because a drawn sign costs more than a check.
ids = st.builds(
    lambda number, length: f"id-{number}".ljust(length, "x"),
    st.integers(0, 99_999),
    st.sampled_from([0, 64]),
)
days = st.just(date(2026, 11, 22))
moments = st.just(datetime(2026, 11, 24, 1, 0, tzinfo=UTC))
many = st.integers(0, 3).flatmap(lambda n: st.lists(texts, min_size=n, max_size=[0, 1, 3, 30][n]))
lots = many.map(tuple)
urls = st.one_of(st.none(), texts, st.just("https://example.jp/" + "a" * 2500))
numbers = st.integers(0, 40_000)

contacts = st.builds(
    k.Contact,
    id=ids,
    name=texts,
    phones=lots,
    grade=st.sampled_from(k.Grade),
    source_url=urls,
    seen=st.none(),
    hours=st.none() | texts,
)
openings = st.sampled_from(
    [
        Opening(None),
        Opening(is_open=True),
        Opening(is_open=True, closes=datetime(2026, 11, 24, 8, 30, tzinfo=UTC)),
        Opening(is_open=False),
        Opening(is_open=False, next_open=datetime(2026, 12, 28, 23, 59, tzinfo=UTC)),
    ]
)
shown_contacts = st.builds(ShownContact, contact=contacts, mark=texts, seen=texts, opening=openings)
sources = st.builds(
    ShownSource,
    title=texts,
    cites=st.none() | texts,
    seen=texts,
    mark=texts,
    url=urls,
    attribution=st.none() | texts,
)
source_lists = st.lists(sources, max_size=12).map(tuple)
contact_lists = st.lists(shown_contacts, max_size=12).map(tuple)
destinations = st.builds(
    k.Destination,
    id=ids,
    kind=st.sampled_from(k.DestinationKind),
    name=texts,
    yomi=texts,
    description=texts,
    domains=st.just((k.LifeDomain.MONEY,)),
    eligibility_description=texts,
    application_process=lots,
    to_tell=lots,
    say=texts,
    consent=st.sampled_from(k.Consent),
    contact_ids=st.just(()),
    owner=texts,
    assured_date=days,
    review_after=days,
    citations=st.just(()),
    caution=st.none() | texts,
)
reasons = st.builds(Reason, asked=texts, means=texts, kind=st.sampled_from(ReasonKind))
areas = st.builds(
    Area, id=ids, name=texts, covers=lots, contacts=contact_lists, transfer_season=st.booleans()
)
destination_cards = st.builds(
    DestinationCard,
    destination=destinations,
    contacts=contact_lists,
    sources=source_lists,
    related=st.lists(destinations, max_size=3).map(tuple),
    overdue=st.booleans(),
    why=st.lists(reasons, max_size=8).map(tuple),
    opening=openings,
    place=st.just("") | texts,
    section=st.just("") | texts,
    transfer_season=st.booleans(),
    areas=st.lists(areas, max_size=3, unique_by=lambda a: a.id).map(tuple),
)
citations = st.builds(Citation, source_id=ids, cites=st.none() | texts)
laws = st.builds(
    LawBasis,
    text=texts,
    force=st.sampled_from(Force),
    condition=st.none() | texts,
    citation=citations,
)
duties = st.builds(
    DutyToReport,
    kind=st.sampled_from(SafetyKind),
    name=texts,
    act_now=texts,
    steps=lots,
    do_not=lots,
    laws=st.lists(laws, max_size=8).map(tuple),
    destination_ids=st.just(()),
    contact_ids=st.just(()),
    rules=st.just(()),
    assured_date=days,
    review_after=days,
    citations=st.just(()),
    closing=st.none() | texts,
)
duty_cards = st.builds(
    DutyCard,
    duty=duties,
    contacts=contact_lists,
    destinations=st.lists(destinations, max_size=4).map(tuple),
    sources=source_lists,
)
clarifications = st.builds(
    Clarification,
    question=texts,
    choices=st.lists(
        st.builds(
            Choice,
            label=texts,
            destination_ids=st.lists(ids, min_size=1, max_size=9).map(tuple),
        ),
        min_size=2,
        max_size=4,
    ).map(tuple),
)
meetings = st.builds(
    Meeting,
    conference_id=ids,
    name=texts,
    reason=st.sampled_from(MeetingReason),
    heard=lots,
    main_desk=texts,
)
answers = st.builds(
    Answer,
    duties=st.lists(duty_cards, max_size=7).map(tuple),
    destinations=st.lists(destination_cards, max_size=3).map(tuple),
    direct=st.booleans(),
    abstained=st.booleans(),
    has_personal_data=st.booleans(),
    shortened=st.booleans(),
    general_desk=st.none() | destination_cards,
    key=st.sampled_from(["", "0123456789abcdef"]),
    signs=st.lists(ids, max_size=60).map(tuple),
    ask=st.none() | clarifications,
    meeting=st.none() | meetings,
    elsewhere=st.just("") | texts,
    nothing_on_paper=st.booleans(),
)
conferences = st.builds(
    Conference,
    id=ids,
    purpose=texts,
    use_when=lots,
    not_for=lots,
    consent=texts,
    members=texts,
    secrecy=texts,
    how_to_start=lots,
    ask_owner=lots,
    assured_date=days,
    review_after=days,
    citations=st.just(()),
    convenor=texts,
    agenda=lots,
)
conference_cards = st.builds(
    ConferenceCard, conference=conferences, name=texts, sources=source_lists
)
advices = st.builds(
    Advice,
    assured=days,
    reason=st.builds(
        ReasonText,
        id=st.sampled_from(ChoiceReason),
        text=texts,
        steps=lots,
        citations=st.just(()),
    ),
    sources=source_lists,
    card=st.none() | conference_cards,
    later=st.none() | conference_cards,
    duties=st.lists(duty_cards, max_size=7).map(tuple),
)
counts = st.builds(
    ReferralCount, month=st.sampled_from(["2026-11", "2026-10"]), name=texts, count=numbers
)
corrections = st.builds(ShownCorrection, signs=lots, right=st.none() | texts, current=st.booleans())
first_uses = st.builds(FirstUse, title=texts, lines=lots)
questions = st.builds(
    DueQuestion,
    occurrence_key=st.sampled_from(["quiz/2026-W48/1", "catch-up/2026"]),
    question_id=ids,
    week=st.just("2026-W48"),
    closes_at=moments,
    stem=texts,
    choices=st.lists(texts, min_size=2, max_size=5).map(
        lambda ts: tuple(SeenChoice(i, t) for i, t in enumerate(ts))
    ),
    number=numbers,
    of=numbers,
    track=st.sampled_from(Track),
    first_use=st.none() | first_uses,
    needs_review=st.booleans(),
)
sittings = st.builds(
    Sitting, year=st.just(2026), answered=numbers, of=numbers, question=st.none() | questions
)
feedbacks = questions.flatmap(
    lambda q: st.lists(texts, min_size=1, max_size=3).flatmap(
        lambda right: st.builds(
            Feedback,
            question=st.just(q),
            chosen=st.sampled_from([c.index for c in q.choices]),
            confident=st.booleans(),
            right=st.booleans(),
            why_chosen=texts,
            right_texts=st.just(tuple(right)),
            why_right=st.just(tuple(right)),
            explanation=texts,
            sources=source_lists,
            entries=st.lists(ids, max_size=5).map(tuple),
            state=st.none() | st.sampled_from(CompletionState),
            repeated=st.booleans(),
            next=st.none() | questions,
            mastered=st.booleans(),
        )
    )
)
week_records = st.builds(
    WeekRecord,
    week=st.just("2026-W48"),
    state=st.sampled_from(CompletionState),
    together=st.booleans(),
)
concept_records = st.lists(
    st.builds(
        ConceptRecord,
        concept_id=ids,
        title=texts,
        required=st.booleans(),
        standing=st.sampled_from(ConceptStanding),
        answers=numbers,
        last_day=st.none() | days,
        due=st.none() | days,
        mastered_on=st.none() | days,
    ),
    max_size=8,
).map(lambda concepts: tuple(concepts * 3))
own_records = st.builds(
    OwnRecord,
    name=texts,
    answered=numbers,
    right=numbers,
    concepts_met=numbers,
    concepts_in_all=numbers,
    weeks=st.lists(week_records, max_size=60).map(tuple),
    concepts=concept_records,
    concepts_mastered=numbers,
    concepts_due=numbers,
    together=st.lists(st.builds(TogetherRecord, day=days, concept_id=ids, title=texts)).map(tuple),
    required=st.builds(YearRecord, year=st.just(2026), taken=numbers, of=numbers),
)
erased = st.builds(Erased, answers=numbers, concepts=numbers)
week_rows = st.builds(
    WeekRow,
    week=st.just("2026-W48"),
    monday=days,
    members=numbers,
    completed=numbers,
    late=numbers,
    excluded=numbers,
    not_completed=numbers,
    open=st.booleans(),
)
weeks = st.lists(week_rows, max_size=8).map(lambda rows: tuple(rows * 7))
periods = st.sampled_from([whole_year(2026), first_half(2026)]) | st.just(
    chosen_dates(date(2026, 4, 1), date(2027, 3, 30))
)
totals = st.builds(
    SectionTotal,
    section_id=texts.map(lambda t: t[:64]),
    section_name=texts.map(lambda t: t[:100]),
    members=numbers,
    completed=numbers,
    not_completed=numbers,
    excluded=numbers,
    as_of=days,
)
section_reports = st.builds(
    SectionReport,
    period=periods,
    as_of=days,
    roster_note=st.none() | texts,
    total=totals,
    weeks=weeks,
    definition=texts,
    paused=numbers,
)
many_reports = section_reports.flatmap(
    lambda s: st.sampled_from([0, 1, 30, 300]).map(lambda n: (s,) * n)
)
missed = st.builds(MissedConcept, title=texts, n=st.integers(30, 40_000), missed=numbers)
ward_reports = st.builds(
    WardReport,
    period=periods,
    as_of=days,
    roster_note=st.none() | texts,
    total=totals,
    sections=many_reports,
    missed_concepts=st.lists(missed, max_size=10).map(tuple),
    suspended=lots,
    overdue=lots,
    unanswered=st.lists(st.tuples(texts, numbers), max_size=10).map(tuple),
    unknown=lots,
    weeks=weeks,
    definition=texts,
)
figures = st.builds(
    Figures, period=periods, as_of=days, own=many_reports, ward=st.none() | ward_reports
)
name_lists = st.builds(
    NameList,
    section=st.builds(Section, section_id=ids, name=texts.map(lambda t: t[:100])),
    kind=st.sampled_from(NameKind),
    names=texts.map(lambda t: t[:100]).flatmap(
        lambda t: st.sampled_from([0, 1, 300, 5000]).map(lambda n: (t,) * n)
    ),
    period=periods,
    as_of=days,
)
reminded = st.builds(
    Reminded,
    people=numbers,
    due_at=moments,
    withheld=st.dictionaries(st.sampled_from(Withheld), numbers),
)
content_errors = st.builds(ContentError, path=texts, line=numbers, message=texts)
healths = st.builds(
    ContentHealth,
    version=texts,
    destinations=numbers,
    questions=numbers,
    errors=st.lists(content_errors, max_size=40).map(tuple),
    overdue=lots,
)
course_choices = st.sampled_from(
    [
        AS_IT_COMES,
        CourseChoice(one_batch=True, paused_since=date(2026, 11, 2), paused_by=PausedBy.SELF),
        CourseChoice(easy=True, paused_since=date(2026, 11, 2), paused_by=PausedBy.SILENCE),
    ]
)
sign_groups = st.builds(
    SignGroup,
    id=ids,
    words=lots,
    signs=st.lists(
        st.builds(FirstSign, text=texts, action=texts, concept_id=ids), min_size=3, max_size=3
    ).map(tuple),
)
overviews = st.builds(
    HomeOverview,
    urgent=contact_lists,
    due=st.none() | questions,
    progress=st.none() | own_records,
    figures=st.none() | figures,
    health=st.none() | st.dictionaries(st.sampled_from(DeliveryState), numbers),
    content=st.none() | healths,
    choice=st.none() | course_choices,
    on_roster=st.booleans(),
    may=st.frozensets(st.sampled_from(Action)),
)
sendings = st.builds(
    Sending,
    key=st.text(string.ascii_lowercase + "/-", min_size=1, max_size=100),
    title=texts,
    state=st.sampled_from(OccurrenceState),
    counts=st.fixed_dictionaries(dict.fromkeys(DeliveryState, st.integers(0, 40_000))),
    reasons=st.dictionaries(st.text(max_size=80), st.integers(1, 40_000), max_size=40),
    running=st.booleans(),
    due_at=moments,
    expires_at=moments,
    seconds_left=st.none() | st.floats(0, 1e6),
    spread_until=st.none() | moments,
)
terms = st.builds(k.GlossaryTerm, term=texts, yomi=texts, meaning=texts)
