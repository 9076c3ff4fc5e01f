"""What is enough for a certificate, and for which."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.certificate import CertificateKind, Progress, best, progress

MUST = [f"must-{n}" for n in range(12)]
CORE = [*MUST, *(f"more-{n}" for n in range(12))]


@pytest.mark.parametrize(
    ("taken", "mastered", "earned"),
    [
        (12, 24, CertificateKind.MASTERED),
        (12, 20, CertificateKind.MASTERED),  # 83.3 %
        (12, 19, CertificateKind.TAKEN),  # 79.2 %
        (12, 0, CertificateKind.TAKEN),
        (11, 24, None),
        (0, 0, None),
    ],
)
def test_twelve_of_twelve_and_four_in_five(
    taken: int, mastered: int, earned: CertificateKind | None
) -> None:
    found = progress(MUST, MUST[:taken], CORE, CORE[:mastered])
    assert found == Progress(12, taken, 24, mastered)
    assert (found.earned, found.to_master) == (earned, 20)


def test_without_required_concepts_there_is_none() -> None:
    assert progress([], CORE, CORE, CORE).earned is None


def test_concepts_that_are_gone_do_not_count() -> None:
    assert progress(MUST, ["gone", *MUST[:3]], CORE, ["gone"]) == Progress(12, 3, 24, 0)


@given(st.integers(1, 40), st.integers(0, 40))
def test_the_number_told_is_the_number_needed(core: int, mastered: int) -> None:
    stands = Progress(1, 1, core, min(mastered, core))
    enough = stands.mastered >= stands.to_master
    assert (stands.earned is CertificateKind.MASTERED) is enough
    assert enough is (stands.mastered / core >= 0.8)


def test_the_kind_that_says_most() -> None:
    assert best(list(CertificateKind)) is CertificateKind.MASTERED
    assert best([CertificateKind.TAKEN]) is CertificateKind.TAKEN
    assert best([]) is None
