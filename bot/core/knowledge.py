"""The values that knowledge/ and quizzes/ become once they are read.

Names follow Open Referral HSDS where it has one (``assured_date``,
``eligibility_description``, ``application_process``). Every value is frozen; a
loaded set is replaced as a whole and never changed in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.core.citation import Citation
from bot.core.conferences import ChoiceReason, Conference, ReasonText
from bot.core.duties import DutyToReport, SafetyKind
from bot.core.local import Local
from bot.core.opening import Schedule
from bot.core.sheet_items import SheetGroup


class Grade(StrEnum):
    """How well a fact is sourced; decides what staff see beside it.

    V1 official text read (date only) · V2 second-hand copy of an official page
    (「二次情報」) · V-old official but old (「要再確認」) · plan the ward's own plan ·
    ward a value the ward entered itself (「区で設定」).
    """

    V1 = "V1"
    V2 = "V2"
    V_OLD = "V-old"
    PLAN = "plan"
    WARD = "ward"


class Consent(StrEnum):
    """Whether the resident's consent comes before a hand-over."""

    REQUIRED = "required"  # 了承を得てから
    NOT_REQUIRED = "not_required"  # 同意がなくても通告・通報できる
    SELF = "self"  # 案内して本人が連絡する
    SECTION_DECIDES = "section_decides"  # 共有の可否は主催担当が判断


class DestinationKind(StrEnum):
    """What a destination is."""

    DESK = "desk"
    LINE = "line"  # 電話相談
    CONFERENCE = "conference"
    PROGRAMME = "programme"


class LifeDomain(StrEnum):
    """The headings staff browse by; values are ids, labels stand in glossary."""

    URGENT = "urgent"
    MONEY = "money"
    HOME_WORK = "home-work"
    CHILD = "child"
    ELDER = "elder"
    DISABILITY = "disability"
    HEALTH = "health"
    VIOLENCE = "violence"
    COMMUNITY = "community"
    COORDINATION = "coordination"


LIFE_DOMAIN_LABELS: Mapping[LifeDomain, str] = {
    LifeDomain.URGENT: "急ぎ・いのち",
    LifeDomain.MONEY: "お金・くらし",
    LifeDomain.HOME_WORK: "住まい・仕事・契約",
    LifeDomain.CHILD: "子ども・子育て",
    LifeDomain.ELDER: "高齢・介護",
    LifeDomain.DISABILITY: "障がい",
    LifeDomain.HEALTH: "からだ・こころ",
    LifeDomain.VIOLENCE: "暴力・安全",
    LifeDomain.COMMUNITY: "地域・つながり",
    LifeDomain.COORDINATION: "会議・調整",
}


@dataclass(frozen=True, slots=True)
class Source:
    """One public page or document that facts rest on (a row of sources.yaml).

    ``seen`` is the date the page shows or was checked, as precise as known:
    ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; None where no date could be read, and
    then ``seen_note`` says so. ``attribution`` is what a licence asks to print.
    """

    id: str
    title: str
    url: str | None
    grade: Grade
    seen: str | None
    seen_note: str | None = None
    attribution: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A row of contacts.yaml, or phones of the ward's overlay: no number stands elsewhere.

    ``phones`` may be empty (jurisdiction known, number not). ``hours`` only where the
    source states them; ``schedule`` the same to reckon with. ``always_open`` only for
    24-hour lines, ``after_hours`` for lines that answer while the counters are closed.
    """

    id: str
    name: str
    phones: tuple[str, ...]
    grade: Grade
    source_url: str | None
    seen: str | None
    seen_note: str | None = None
    hours: str | None = None
    note: str | None = None
    always_open: bool = False
    after_hours: bool = False
    attribution: str | None = None
    schedule: Schedule | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """A place or meeting a resident or case can be referred to (つなぎ先).

    ``description`` is one line (≤ 80 characters); ``say`` is the one polite
    sentence a clerk can say as it stands; ``application_process`` the hand-over
    step by step; ``to_tell`` what to bring or say. ``signs`` are ids of lexicon
    entries, ``related`` ids of other destinations, ``examples`` utterances of
    staff (knowledge/examples/<id>.txt), ``negatives`` utterances that only sound like it.
    ``owner`` and ``deputy`` are posts. ``ward_desk``: one of the ward office's own desks.
    """

    id: str
    kind: DestinationKind
    name: str
    yomi: str
    description: str
    domains: tuple[LifeDomain, ...]
    eligibility_description: str
    application_process: tuple[str, ...]
    to_tell: tuple[str, ...]
    say: str
    consent: Consent
    contact_ids: tuple[str, ...]
    owner: str
    assured_date: date
    review_after: date
    citations: tuple[Citation, ...]
    aliases: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    caution: str | None = None
    examples: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    deputy: str | None = None
    ward_desk: bool = False


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    """A sign or concept and the words in which staff speak of it.

    ``surfaces`` are matched on normalised text (see core.text), so spelling
    variants of width and kana need not be listed.
    """

    id: str
    label: str
    surfaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherMatter:
    """A kind of matter that this guide does not answer (a topic of elsewhere.yaml).

    Its ``examples`` compete with those of the destinations, so that such a question is
    recognised and not sent to the nearest-sounding desk.
    """

    id: str
    label: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    """A word staff meet, explained in one plain sentence."""

    term: str
    yomi: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One loaded content set of knowledge/; ``version`` is a hash of its files."""

    version: str
    destinations: Mapping[str, Destination] = field(default_factory=dict)
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    lexicon: Mapping[str, LexiconEntry] = field(default_factory=dict)
    duties: Mapping[SafetyKind, DutyToReport] = field(default_factory=dict)
    conferences: Mapping[str, Conference] = field(default_factory=dict)
    reasons: Mapping[ChoiceReason, ReasonText] = field(default_factory=dict)
    sheet: tuple[SheetGroup, ...] = ()
    glossary: tuple[GlossaryTerm, ...] = ()
    elsewhere: tuple[OtherMatter, ...] = ()
    harmless: tuple[str, ...] = ()  # utterances with frightening words and no danger
    local: Local = field(default_factory=Local)

    def name_of_conference(self, conference_id: str) -> str:
        """Its own name, or that of the destination with the same id."""
        return self.conferences[conference_id].name or self.destinations[conference_id].name
