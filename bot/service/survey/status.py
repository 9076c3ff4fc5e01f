"""A stored wave as it may be seen: how many have answered, and a closed one's counters."""

from __future__ import annotations

from bot.core.indicator.result import WaveResult, wave_result
from bot.core.indicator.wave import WaveFault
from bot.core.survey import NAME
from bot.service.survey.counts import Progress, of_text
from bot.service.survey.opening import frozen
from bot.service.survey.values import Announcement, GroupStatus, WaveStatus
from bot.store import survey
from bot.store.engine import Tx

PUT_BACK = (
    "だれかがデータベースを書きかえたか、別の版のプログラムの記録です。その回は受け付けも表示も"
    "しません。データベースを、回を開いたあとの写しに戻してください。"
)


def result_of(wave: survey.Wave) -> WaveResult:
    """What a closed wave came to, its groups as they may be shown."""
    counted = of_text(wave.counts or "")
    return wave_result(
        frozen(wave),
        counted.options,
        counted.groups,
        paper=sum(counted.on_paper.values()),
        interrupted=wave.interrupted_on is not None,
    )


def status_of(
    wave: survey.Wave, progress: Progress, reach: frozenset[str] | None, alive: bool
) -> WaveStatus:
    """How far a wave is, with the groups of sections in ``reach`` (None: all)."""
    definition = frozen(wave)
    now = _progress(wave, progress)
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


def _progress(wave: survey.Wave, told: Progress) -> Progress:
    """How far a wave is: an open one as its owner told, a closed one by its counters."""
    if wave.counts is None:
        return told if told.wave == wave.wave else Progress()
    counted = of_text(wave.counts)
    answered = {group: one.people for group, one in counted.groups.items()}
    return Progress(wave.wave, answered, counted.on_paper, 0)


def broken_status(wave: survey.Wave) -> WaveStatus:
    """What can be said of a wave whose record is not the one that was frozen."""
    return WaveStatus(
        wave=wave.wave,
        title=f"{NAME}（{wave.wave}）",
        digest=wave.digest,
        state=wave.state,
        opens_at=wave.opens_at,
        closes_at=wave.closes_at,
        people=0,
        answered=0,
        waiting=0,
        groups=(),
        interrupted=wave.interrupted_on is not None,
        owner_alive=True,
        broken=True,
    )


def faults(tx: Tx) -> tuple[str, ...]:
    """What is wrong with the records of the waves, in sentences for the operator."""
    found = []
    for wave in survey.waves(tx):
        try:
            frozen(wave)
        except WaveFault as error:
            found.append(f"{error}（{wave.wave}）{PUT_BACK}")
    return tuple(found)


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
