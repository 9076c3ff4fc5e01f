"""The owner's counting: answers wait in memory and leave in lots, everybody once.

Whoever is counted stands in survey.db, whoever waits in memory: together they are those who
have answered. What waits when the process dies is gone, and with it that they had answered.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from secrets import SystemRandom
from threading import Lock

from bot.core.indicator.wave import WaveDefinition
from bot.core.lots import LOTS, LotRule, Sample, draw
from bot.core.pooling import Form, lot_of
from bot.core.survey import dose_question
from bot.store.errors import StoreError
from bot.store.survey_counters import Counted
from bot.store.survey_file import SurveyFile

log = logging.getLogger(__name__)


@dataclass
class _Box:
    """An open wave: who is counted, and what waits by group and person."""

    definition: WaveDefinition
    counted: set[str]
    waiting: dict[str, dict[str, Form]] = field(default_factory=dict)
    taking: bool = True

    def has(self, staff_id: str) -> bool:
        return staff_id in self.counted or any(staff_id in p for p in self.waiting.values())

    def forget_counted(self) -> None:
        """Nobody who is counted waits any more."""
        for pool in self.waiting.values():
            for staff_id in self.counted.intersection(pool):
                del pool[staff_id]


@dataclass(frozen=True, slots=True)
class Standing:
    """Who has answered a wave: those counted, and those waiting by group."""

    counted: frozenset[str]
    waiting: Mapping[str, frozenset[str]]

    @property
    def answered(self) -> frozenset[str]:
        """Everybody who need not be asked any more."""
        return self.counted.union(*self.waiting.values())

    @property
    def still_waiting(self) -> int:
        """How many are not counted yet."""
        return sum(map(len, self.waiting.values()))


class Ballot:
    """Takes answers to the open waves; safe to call from every thread."""

    def __init__(
        self, file: SurveyFile, sample: Sample | None = None, rule: LotRule = LOTS
    ) -> None:
        self._file = file
        self._sample = sample or SystemRandom().sample
        self._rule = rule
        self._lock = Lock()
        self._boxes: dict[str, _Box] = {}

    def begin(self, definition: WaveDefinition) -> None:
        """Take answers to a wave that the file holds as open."""
        with self._lock:
            counted = set(self._file.voted(definition.id))
            self._boxes.setdefault(definition.id, _Box(definition, counted))

    def add(self, wave: str, group: str, staff_id: str, form: Form) -> bool | None:
        """Take one answer; False when that person's is counted or waits already.

        None when answers to the wave are not taken here, or not any more.
        """
        with self._lock:
            box = self._boxes.get(wave)
            if box is None or not box.taking:
                return None
            if box.has(staff_id):
                return False
            pool = box.waiting.setdefault(group, {})
            pool[staff_id] = dict(form)
            self._count(box, group, draw(pool, self._sample, self._rule))
            return True

    def standing(self, wave: str) -> Standing:
        """Who has answered; nobody when the wave is not open here."""
        with self._lock:
            box = self._boxes.get(wave)
            if box is None:
                return Standing(frozenset(), {})
            waiting = {group: frozenset(pool) for group, pool in box.waiting.items()}
            return Standing(frozenset(box.counted), waiting)

    def counted_and_waiting(self, wave: str) -> tuple[Counted, dict[str, int]]:
        """The counters and how many wait in each group, at one moment."""
        with self._lock:
            waiting = self._boxes[wave].waiting
            return self._file.counted(wave), {group: len(pool) for group, pool in waiting.items()}

    def settle(self) -> None:
        """Count the lots that could not be counted when they were full."""
        with self._lock:
            for box in self._boxes.values():
                for group, pool in box.waiting.items():
                    self._count(box, group, draw(pool, self._sample, self._rule))

    def finish(self, wave: str) -> int:
        """Take no more answers and count everything that waits; how many people waited.

        What cannot be counted goes on waiting.
        """
        with self._lock:
            box = self._boxes[wave]
            box.taking = False
            before = len(box.counted)
            for group in sorted(box.waiting):
                self._count(box, group, tuple(sorted(box.waiting[group])))
            return len(box.counted) - before

    def go_on(self, wave: str) -> None:
        """Take answers again."""
        with self._lock:
            self._boxes[wave].taking = True

    def end(self, wave: str) -> None:
        """Forget a wave."""
        with self._lock:
            del self._boxes[wave]

    @property
    def waves(self) -> tuple[str, ...]:
        """The waves that are held here."""
        with self._lock:
            return tuple(sorted(self._boxes))

    def _count(self, box: _Box, group: str, people: Sequence[str]) -> None:
        """Count these people of a group; after a failure what the file holds decides."""
        if not people:
            return
        forms = {staff_id: box.waiting[group][staff_id] for staff_id in people}
        definition = box.definition
        lot = lot_of(forms, definition.headline, dose_question(definition))
        try:
            self._file.count(definition.id, group, lot)
            box.counted.update(people)
        except StoreError as error:
            log.error("survey: a lot goes on waiting: %s", error)
            box.counted |= self._counted_after_all(definition.id)
        box.forget_counted()

    def _counted_after_all(self, wave: str) -> frozenset[str]:
        try:
            return self._file.voted(wave)
        except StoreError:
            return frozenset()
