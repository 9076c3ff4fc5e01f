"""I4: kill -9 at 200 random points: never a double count, never a counted person asked again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.survey.killing import kill_at_random

KILLS = 200


@pytest.mark.timeout(300)
def test_i4_two_hundred_kills(tmp_path: Path) -> None:
    found = kill_at_random(tmp_path / "survey.db", KILLS, seed=8)
    print(  # noqa: T201 - the issue wants the three counts to be seen
        f"kills {found.kills}: lost {found.lost}, double {found.double},"
        f" re-asked {found.asked_again} (waves {found.waves})"
    )
    assert found.kills == KILLS
    assert (found.lost, found.double, found.shrunk) == (0, 0, 0)
    assert found.asked_again > 0, "answers that waited were lost with their process"
    assert found.waves >= 2
