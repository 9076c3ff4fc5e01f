"""make bench-survey: owners of the survey killed a thousand times, and how fast answers are taken.

Printed are answers lost at the end of a wave, counted twice, and asked again.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from bot.service.survey.ballot import Ballot
from bot.store.survey_file import SurveyFile
from tests.survey.killing import PEOPLE, definition, kill_at_random
from tests.survey.wards import forms, section_of, staff_id

KILLS = 1_000


def main(arguments: Sequence[str]) -> int:
    """Kill as often as asked (1,000 times) and measure one wave; 1 when anything is wrong."""
    kills = int(arguments[0]) if arguments else KILLS
    with tempfile.TemporaryDirectory(prefix="kizuki-") as folder:
        took, most = _speed(Path(folder) / "speed.db")
        print(f"300人の回答: {took:.2f}秒（1件あたり最長 {most * 1000:.1f}ミリ秒）")
        began = time.monotonic()
        found = kill_at_random(Path(folder) / "survey.db", kills, seed=80)
    print(
        f"kill -9 {found.kills}回（{time.monotonic() - began:.0f}秒、{found.waves}回分の調査）: "
        f"失われた {found.lost}、二重 {found.double}、"
        f"集計ずみから消えた {found.shrunk}、もう一度お願いした {found.asked_again}"
    )
    return int(bool(found.lost or found.double or found.shrunk))


def _speed(file: Path) -> tuple[float, float]:
    owner = SurveyFile.take(file)
    assert owner is not None
    wave, truth = definition(0), forms(PEOPLE)
    owner.open_wave(wave.id, "{}", "0")
    ballot = Ballot(owner)
    ballot.begin(wave)
    moments = [time.monotonic()]
    for number in range(PEOPLE):
        ballot.add(wave.id, f"group-{section_of(number)}", staff_id(number), truth[number])
        moments.append(time.monotonic())
    ballot.finish(wave.id)
    owner.release()
    longest = max(b - a for a, b in pairwise(moments))
    return time.monotonic() - moments[0], longest


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
