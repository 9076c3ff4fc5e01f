"""Owners killed by SIGKILL at random points, one after the other, over one survey.db.

Each is a process of its own, made by fork, that takes the file, offers everybody who is not
counted the chance to answer, and says through a pipe whose answer it has taken. The parent
kills it after a random number of those words and a random while, also while it opens the
file, counts a lot, or counts the rest at the close.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.indicator.groups import SectionSize, reporting_groups
from bot.core.indicator.questions import usual_questions
from bot.core.indicator.wave import WaveDefinition
from bot.core.indicator.wave_hash import canonical, definition_of, digest
from bot.core.pooling import Form
from bot.service.survey.ballot import Ballot
from bot.store.survey_file import SurveyFile
from tests.survey.wards import CLOSES, OPENS, SECTION_SIZE, counted, expected, forms, section_of
from tests.survey.wards import staff_id as name_of

PEOPLE = 300
NUMBER = {name_of(n): n for n in range(PEOPLE)}
WORD = 4  # bytes a person's number takes in the pipe
LONGEST = 0.004  # seconds between the last word and the kill
CLOSED = b"done"


@dataclass
class Verdict:
    """What came of it: kills, answers missing at the end, counted twice, asked again.

    ``shrunk``: people once counted who were not any more; ``waves`` were counted to the end.
    """

    kills: int = 0
    lost: int = 0
    double: int = 0
    asked_again: int = 0
    shrunk: int = 0
    waves: int = 0


def definition(number: int) -> WaveDefinition:
    """A wave of the 300 people, by its number."""
    sections = sorted({section_of(n) for n in range(PEOPLE)})
    return WaveDefinition(
        id=f"w{number:03d}",
        title="職員アンケート",
        fiscal_year=2026,
        moment="年度末",
        opens=OPENS.date(),
        closes=CLOSES.date(),
        denominator_date=OPENS.date(),
        asked="全職員",
        counted_wave="w000",
        questions=usual_questions(),
        groups=reporting_groups([SectionSize(s, s, SECTION_SIZE) for s in sections]),
    )


def kill_at_random(file: Path, kills: int, seed: int) -> Verdict:
    """So many kills; after each the file is looked into."""
    chance, found = random.Random(seed), Verdict()  # noqa: S311 - an invented ward
    truth = forms(PEOPLE, seed)
    while found.kills < kills:
        _one_wave(file, found.waves, truth, kills, chance, found)
        found.waves += 1
    return found


def _one_wave(
    file: Path,
    number: int,
    truth: Sequence[Form],
    kills: int,
    chance: random.Random,
    found: Verdict,
) -> None:
    wave = definition(number)
    _prepare(file, wave)
    before: frozenset[str] = frozenset()
    while len(before) < PEOPLE:
        last = found.kills >= kills
        left = PEOPLE - len(before)
        taken = _run_and_kill(file, wave, truth, left, None if last else chance)
        found.kills += not last
        before = _look(file, wave, truth, before, taken, found)


def _prepare(file: Path, wave: WaveDefinition) -> None:
    owner = SurveyFile.take(file)
    assert owner is not None
    owner.open_wave(wave.id, canonical(wave).decode(), digest(wave))
    owner.release()


def _run_and_kill(
    file: Path,
    wave: WaveDefinition,
    truth: Sequence[Form],
    left: int,
    chance: random.Random | None,
) -> frozenset[str]:
    """Whose answers the process said it had taken before it was killed, or ended."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        _be_owner(file, wave, truth, theirs)
    os.close(theirs)
    # Every third is killed when all have answered: while it counts the rest and says goodbye.
    words = (chance.randint(0, left) if chance.random() < 2 / 3 else left) if chance else PEOPLE
    most = words * WORD
    heard = b""
    while len(heard) < most and (piece := os.read(ours, most - len(heard))):
        heard += piece
    if chance:
        time.sleep(chance.random() * LONGEST)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while piece := os.read(ours, 65536):
        heard += piece
    os.close(ours)
    said = [heard[i : i + WORD] for i in range(0, len(heard) // WORD * WORD, WORD)]
    return frozenset(name_of(int(word)) for word in said)


def _be_owner(file: Path, wave: WaveDefinition, truth: Sequence[Form], pipe: int) -> None:
    """Take the file, take the answers of whoever is not counted, count the rest, and end."""
    code = 1
    try:
        owner = SurveyFile.take(file)
        assert owner is not None
        owner.begin()
        (stored,) = [one for one in owner.waves() if one.wave == wave.id]
        ballot = Ballot(owner)
        ballot.begin(definition_of(stored.definition.encode()))
        people = sorted(set(NUMBER) - owner.voted(wave.id))
        random.Random(os.getpid()).shuffle(people)  # noqa: S311 - an invented ward
        for staff_id in people:
            number = NUMBER[staff_id]
            group = f"group-{section_of(number)}"
            assert ballot.add(wave.id, group, staff_id, truth[number])
            assert ballot.add(wave.id, group, staff_id, truth[number]) is False
            os.write(pipe, f"{number:0{WORD}d}".encode())
        ballot.finish(wave.id)
        owner.end()
        owner.release()
        code = 0
    finally:
        os._exit(code)


def _look(
    file: Path,
    wave: WaveDefinition,
    truth: Sequence[Form],
    before: frozenset[str],
    taken: frozenset[str],
    found: Verdict,
) -> frozenset[str]:
    """Hold the file against what everybody really answered; who is counted now."""
    owner = SurveyFile.take(file)
    assert owner is not None, "the lock of a killed process is gone"
    now = owner.voted(wave.id)
    tally = counted(owner, wave.id)
    owner.release()
    right = expected({NUMBER[one]: truth[NUMBER[one]] for one in now})
    found.double += sum(max(0, tally.get(o, 0) - right.get(o, 0)) for o in {*tally, *right})
    missing = sum(max(0, right.get(o, 0) - tally.get(o, 0)) for o in right)
    assert missing == 0, "whoever is noted as counted is in the sums"
    found.shrunk += len(before - now)
    if len(now) == PEOPLE:
        found.lost += PEOPLE - sum(tally.values())
    # Whoever is not counted is offered the form by the next owner: see _be_owner.
    found.asked_again += len(taken - now)
    return now
