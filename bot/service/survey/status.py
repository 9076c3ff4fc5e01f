"""A stored wave as it may be seen: how many have answered, and a closed one's counters."""

from __future__ import annotations

from bot.core.indicator.wave import WaveDefinition
from bot.service.survey.counts import Counts, Progress, of_text
from bot.service.survey.opening import frozen
from bot.service.survey.values import Announcement, GroupStatus, WaveStatus
from bot.store import survey


def by_place(definition: WaveDefinition, counts: Counts) -> dict[tuple[str, str, int], int]:
    """The counters by group, question and place of the option."""
    return {
        (group, question.id, place): n
        for group, questions in counts.groups.items()
        for question in definition.questions
        for place, option in enumerate(question.options)
        if (n := questions.get(question.id, {}).get(option, 0))
    }


def status_of(
    wave: survey.Wave, progress: Progress, reach: frozenset[str] | None, alive: bool
) -> WaveStatus:
    """How far a wave is, with the groups of sections in ``reach`` (None: all)."""
    definition = frozen(wave)
    now = _progress(wave, definition, progress)
    groups = tuple(
        GroupStatus(
            group=group.id,
            name=group.name,
            people=group.people,
            answered=now.answered.get(group.id, 0),
            on_paper=now.on_paper.get(group.id, 0),
            on_paper_most=group.paper,
        )
        for group in definition.groups
        if reach is None or reach.intersection(group.sections)
    )
    return WaveStatus(
        wave=wave.wave,
        title=definition.title,
        digest=wave.digest,
        state=wave.state,
        opens_at=wave.opens_at,
        closes_at=wave.closes_at,
        people=definition.staff,
        answered=sum(now.answered.values()),
        waiting=now.waiting,
        groups=groups,
        interrupted=wave.interrupted_on is not None,
        owner_alive=alive,
    )


def _progress(wave: survey.Wave, definition: WaveDefinition, told: Progress) -> Progress:
    """How far a wave is: an open one as its owner told, a closed one by its counters."""
    if wave.counts is None:
        return told if told.wave == wave.wave else Progress()
    counts = of_text(wave.counts)
    answered = {g.id: counts.answered(g.id, definition.headline.id) for g in definition.groups}
    return Progress(wave.wave, answered, counts.on_paper, 0)


def announcement_of(wave: survey.Wave) -> Announcement:
    """What is made known when a wave opens."""
    definition = frozen(wave)
    return Announcement(
        wave=wave.wave,
        title=definition.title,
        digest=wave.digest,
        people=definition.staff,
        counted_wave=definition.counted_wave,
        questions=definition.questions,
        closes_at=wave.closes_at,
    )
