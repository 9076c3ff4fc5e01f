"""Reads a content folder as a whole: a value without a single mistake, or all mistakes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Generic, TypeVar

from bot.content import files, nodes, rules
from bot.content.concepts import read_concept
from bot.content.conferences import CONFERENCES, ConferenceFile
from bot.content.course_files import CALENDAR, NEWCOMERS, NO_CALENDAR, NO_NEWCOMERS
from bot.content.destinations import Examples, read_destination, read_examples, stem_of
from bot.content.duties import DUTIES, DutyFile
from bot.content.errors import ContentError
from bot.content.local import LOCAL, LocalFile, with_local
from bot.content.plan import PLAN, PLAN_FILE, PlanFile
from bot.content.registry import CONTACTS, SOURCES, ContactFile, SourceFile
from bot.content.released import RELEASED, check_released
from bot.content.schema import BAD, Bad, Entry, Page, Record, Shape
from bot.content.sheet import SHEET, SheetFile
from bot.content.survey import SURVEY, SURVEY_FILE, SurveyFile
from bot.content.wording import (
    ELSEWHERE,
    GLOSSARY,
    LEXICON,
    ElsewhereFile,
    GlossaryFile,
    LexiconFile,
)
from bot.core.course import Concept, Course
from bot.core.duties import DutyToReport, SafetyKind
from bot.core.knowledge import Destination, Knowledge

T = TypeVar("T")
E = TypeVar("E", Destination, DutyToReport)
HARMLESS = "none"  # safety/none.txt

_AS_IT_IS: Mapping[str, bytes | None] = MappingProxyType({})
Known = Callable[[str], Knowledge | None]


def nothing_known(_version: str) -> None:
    """Nobody has read these files before."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[T]):
    """What reading a folder gave: ``value`` is None as soon as there is any error."""

    value: T | None
    errors: tuple[ContentError, ...]


class _Pass:
    """One reading of one folder."""

    def __init__(
        self, folder: Path, layout: files.Layout, instead: Mapping[str, bytes | None]
    ) -> None:
        self.snapshot = files.as_if(files.take(folder, layout), instead)
        self.record = Record(errors=self.snapshot.errors)
        self.roots: dict[str, nodes.Node | None] = {}

    def path(self, name: str) -> str:
        """A file of the folder as messages name it."""
        return f"{self.snapshot.name}/{name}"

    def page(self, path: str) -> Page:
        """Where the faults of a file are noted."""
        return Page(path, self.record)

    def root(self, path: str) -> nodes.Node | None:
        """Root node of a YAML file; its faults are noted."""
        composed = nodes.compose(self.snapshot.files[path])
        for line, message in composed.faults:
            self.page(path).fault(line, message)
        self.roots[path] = composed.root
        return composed.root

    def whole(self, name: str, shape: Shape[T], empty: T) -> T:
        """The value of a file of which there is one; ``empty`` when it has faults."""
        path = self.path(name)
        if path not in self.snapshot.files:
            if self.snapshot.exists:
                self.page(path).fault(1, "ファイルがありません")
            return empty
        root = self.root(path)
        value = BAD if root is None else shape.read(root, "ファイル全体", self.page(path))
        return empty if isinstance(value, Bad) else value

    def optional(self, name: str, shape: Shape[T], empty: T) -> T:
        """The same for a file that need not be there."""
        present = self.path(name) in self.snapshot.files
        return self.whole(name, shape, empty) if present else empty

    def finish(self, value: T) -> Loaded[T]:
        """All errors in the order of the files, and the value only without any."""
        errors = tuple(sorted(set(self.record.errors)))
        return Loaded(None if errors else value, errors)


@dataclass(frozen=True, slots=True)
class _Parts:
    """The files of knowledge/ of which there is one each."""

    sources: SourceFile
    contacts: ContactFile
    lexicon: LexiconFile
    duties: DutyFile
    conferences: ConferenceFile
    sheet: SheetFile
    glossary: GlossaryFile
    elsewhere: ElsewhereFile
    local: LocalFile


def _parts(reading: _Pass) -> _Parts:
    return _Parts(
        reading.whole("sources.yaml", SOURCES, SourceFile()),
        reading.whole("contacts.yaml", CONTACTS, ContactFile()),
        reading.whole("lexicon.yaml", LEXICON, LexiconFile()),
        reading.whole("duties.yaml", DUTIES, DutyFile()),
        reading.whole("conferences.yaml", CONFERENCES, ConferenceFile()),
        reading.whole("sheet.yaml", SHEET, SheetFile()),
        reading.whole("glossary.yaml", GLOSSARY, GlossaryFile()),
        reading.optional("elsewhere.yaml", ELSEWHERE, ElsewhereFile()),
        reading.optional("local.yaml", LOCAL, LocalFile()),
    )


def _destinations(reading: _Pass) -> list[Entry[Destination]]:
    entries: list[Entry[Destination]] = []
    paths = [path for path, _ in reading.snapshot.below("destinations")]
    if not paths and reading.snapshot.exists:
        reading.page(reading.path("destinations")).fault(1, "つなぎ先のファイルがありません")
    for path in paths:
        entry = read_destination(reading.root(path), reading.page(path))
        if isinstance(entry, Entry):
            entries.append(entry)
    return entries


def _examples(reading: _Pass) -> Mapping[str, Examples]:
    below = list(reading.snapshot.below("examples"))
    destinations = [path for path, _ in reading.snapshot.below("destinations")]
    rules.check_examples(reading.record, destinations, [path for path, _ in below])
    found = (read_examples(data, reading.page(path)) for path, data in below)
    return {item.destination_id: item for item in found if isinstance(item, Examples)}


def _safety(reading: _Pass) -> Mapping[str, Examples]:
    """Utterances by kind of danger, and under ``none`` those of no kind."""
    found: dict[str, Examples] = {}
    for path, data in reading.snapshot.below("safety"):
        examples = read_examples(data, reading.page(path))
        if stem_of(path) not in {*SafetyKind, HARMLESS}:
            kinds = "・".join((*SafetyKind, HARMLESS))
            reading.page(path).fault(1, f"ファイルの名前は {kinds} のどれかにしてください")
        elif isinstance(examples, Examples):
            found[stem_of(path)] = examples
    return found


def _check(reading: _Pass, destinations: list[Entry[Destination]], parts: _Parts) -> None:
    record, snapshot = reading.record, reading.snapshot
    rules.check_references(record, record.defined)
    rules.check_duties(record, reading.path("duties.yaml"))
    rules.check_conferences(record, destinations, parts.conferences.conferences)
    rules.check_reasons(record, reading.path("conferences.yaml"))
    numbers = rules.Numbers.of_record(record)
    registry = reading.path("contacts.yaml")
    others = {path: data for path, data in snapshot.files.items() if path != registry}
    rules.check_numbers(record, others, numbers)
    root = reading.roots.get(registry)
    contacts = root.get("contacts") if isinstance(root, nodes.Table) else None
    if contacts is not None:
        rules.check_registry_numbers(record, contacts, registry, numbers)


def _build(
    version: str,
    parts: _Parts,
    destinations: list[Entry[Destination]],
    examples: Mapping[str, Examples],
    safety: Mapping[str, Examples],
) -> Knowledge:
    duties = (_with(e.value, safety.get(e.value.kind)) for e in parts.duties.duties)
    desks = (_with(e.value, examples.get(e.value.id)) for e in destinations)
    return Knowledge(
        version,
        destinations=MappingProxyType({desk.id: desk for desk in desks}),
        contacts=MappingProxyType({e.value.id: e.value for e in parts.contacts.contacts}),
        sources=MappingProxyType({e.value.id: e.value for e in parts.sources.sources}),
        lexicon=MappingProxyType({e.value.id: e.value for e in parts.lexicon.entries}),
        duties=MappingProxyType({duty.kind: duty for duty in duties}),
        conferences=MappingProxyType({e.value.id: e.value for e in parts.conferences.conferences}),
        reasons=MappingProxyType({e.value.id: e.value for e in parts.conferences.reasons}),
        sheet=tuple(e.value for e in parts.sheet.groups),
        glossary=tuple(e.value for e in parts.glossary.terms),
        elsewhere=tuple(e.value for e in parts.elsewhere.topics),
        harmless=safety[HARMLESS].texts if HARMLESS in safety else (),
    )


def _with(entry: E, found: Examples | None) -> E:
    if found is None:
        return entry
    return replace(entry, examples=found.texts, negatives=found.negatives)


def read_knowledge(
    folder: Path,
    instead: Mapping[str, bytes | None] = _AS_IT_IS,
    known: Known = nothing_known,
) -> Loaded[Knowledge]:
    """Read knowledge/; never raises for what is in it.

    ``instead``: read as if these files (``destinations/x.yaml``) held other bytes, or none.
    ``known``: what these very bytes were once read as without a mistake, by their version.
    """
    reading = _Pass(folder, files.KNOWLEDGE, instead)
    version = files.version(reading.snapshot.files)
    found = None if reading.record.errors else known(version)
    if found is not None:
        return Loaded(found, ())
    parts = _parts(reading)
    destinations = _destinations(reading)
    examples, safety = _examples(reading), _safety(reading)
    _check(reading, destinations, parts)
    knowledge = _build(version, parts, destinations, examples, safety)
    return reading.finish(with_local(knowledge, parts.local))


def read_course(
    folder: Path,
    knowledge: Knowledge | None,
    instead: Mapping[str, bytes | None] = _AS_IT_IS,
) -> Loaded[Course]:
    """Read quizzes/; without ``knowledge`` what it refers to is not judged.

    ``instead``: read as if these files (``plan.yaml``) held other bytes, or none.
    """
    reading = _Pass(folder, files.QUIZZES, instead)
    concepts: list[Concept] = []
    for path, _ in reading.snapshot.below("concepts"):
        root = reading.root(path)
        concept = BAD if root is None else read_concept(root, reading.page(path))
        if not isinstance(concept, Bad):
            concepts.append(concept)
    if not concepts and not reading.record.errors:
        reading.page(reading.path("concepts")).fault(1, "設問のファイルがありません")
    held = MappingProxyType({concept.id: concept for concept in concepts})
    survey = reading.optional(SURVEY_FILE, SURVEY, SurveyFile()).plan
    course = Course(
        files.version(reading.snapshot.files),
        held,
        reading.optional("calendar.yaml", CALENDAR, NO_CALENDAR),
        reading.optional("newcomers.yaml", NEWCOMERS, NO_NEWCOMERS).values,
        survey,
        reading.optional(PLAN_FILE, PLAN, PlanFile()).plan,
    )
    rules.check_references(reading.record, {"concept": held})
    path = reading.path(RELEASED)
    check_released(reading.snapshot.files.get(path, b""), reading.page(path), course.questions)
    if knowledge is not None:
        _check_against(reading, knowledge)
    return reading.finish(course)


def _check_against(reading: _Pass, knowledge: Knowledge) -> None:
    entries = rules.entries_of(knowledge)
    rules.check_references(reading.record, {"source": knowledge.sources, "entry": entries})
    rules.check_fields(reading.record, entries)
    numbers = rules.Numbers.of_knowledge(knowledge)
    rules.check_numbers(reading.record, reading.snapshot.files, numbers)
