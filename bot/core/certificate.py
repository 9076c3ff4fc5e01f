"""修了証: what somebody must have done for one, and what it says then.

Two kinds. *習得*: every 必修 concept of the year was taken, and four in five of the core
concepts are 習得. *受講*: every 必修 concept was taken, in whatever way (週の設問, まとめて受講,
集合); the paper then says 受講 and nothing of 習得. No score is counted or printed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

ENOUGH, OF = 4, 5  # 80 per cent of the core concepts


class CertificateKind(StrEnum):
    """What a certificate says of its holder."""

    MASTERED = "mastered"
    TAKEN = "taken"


KIND_LABELS = {CertificateKind.MASTERED: "習得", CertificateKind.TAKEN: "受講"}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far somebody is in a 年度: concepts in numbers."""

    required: int
    required_taken: int
    core: int
    mastered: int

    @property
    def earned(self) -> CertificateKind | None:
        """The best certificate this is enough for; None while a 必修 concept is missing."""
        if not self.required or self.required_taken < self.required:
            return None
        enough = OF * self.mastered >= ENOUGH * self.core
        return CertificateKind.MASTERED if enough else CertificateKind.TAKEN

    @property
    def to_master(self) -> int:
        """How many concepts must be 習得 for the better kind."""
        return -(-ENOUGH * self.core // OF)


def progress(
    required: Collection[str],
    taken: Collection[str],
    core: Collection[str],
    mastered: Collection[str],
) -> Progress:
    """Progress from the ids of concepts; what is no concept of the year any more counts not."""
    return Progress(
        required=len(set(required)),
        required_taken=len(set(required) & set(taken)),
        core=len(set(core)),
        mastered=len(set(core) & set(mastered)),
    )


def best(kinds: Collection[CertificateKind]) -> CertificateKind | None:
    """The kind that says most."""
    return next((kind for kind in CertificateKind if kind in kinds), None)
