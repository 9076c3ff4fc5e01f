"""The held-out part of `make check`, for the shipped content only.

Asks every example of knowledge/ of an index that was built without it, and the
project's own labelled questions, and fails with one sentence a fault. The floors stand
a little below what was reached when they were set: raise them as the content grows.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

from bot.content.reader import read_knowledge
from bot.core.analysis import Analyser
from bot.core.knowledge import Knowledge
from bot.core.matching import Matcher
from bot.core.personal_data import PersonalDataDetector
from bot.core.referral import Decider
from tests.bench.cases import ROOT, SETS, Figures, figures, read
from tests.bench.crossvalidation import HeldOut, held_out

ALL_EXAMPLES, ONE_ENTRY = 0.90, 0.75  # share within three, held out
FLOORS = {"heldout": (0.95, 0.98), "heldout2": (0.87, 0.95)}  # first, within three


def main() -> int:
    """Print the figures and the faults; 1 when there is a fault."""
    knowledge = read_knowledge(ROOT / "knowledge").value
    if knowledge is None:
        return 1  # `python -m bot check` has said why
    analyser = Analyser()
    found = held_out(knowledge, analyser)
    print(f"伏せた例文: {found.line()}")
    faults = [*_examples(knowledge, found), *_questions(knowledge, analyser)]
    for fault in faults:
        print(fault)
    return int(bool(faults))


def _examples(knowledge: Knowledge, found: HeldOut) -> Iterator[str]:
    whole = found.three.total() / found.asked.total()
    if whole < ALL_EXAMPLES:
        said = f"伏せた例文が3位までに出る割合が{whole:.3f}です（{ALL_EXAMPLES}以上）"
        yield f"knowledge/examples: {said}"
    for name in sorted(knowledge.destinations):
        share = found.three[name] / max(1, found.asked[name])
        if share < ONE_ENTRY:
            lost = "／".join(text for own, text in found.lost if own == name)
            said = f"{share:.2f}（{ONE_ENTRY}以上）。見つからない例文: {lost}"
            yield f"knowledge/examples/{name}.txt: {said}"


def _questions(knowledge: Knowledge, analyser: Analyser) -> Iterator[str]:
    decider = Decider(knowledge, Matcher(knowledge, analyser), PersonalDataDetector(analyser))
    for name, floors in FLOORS.items():
        cases = read(SETS[name])
        reached: Figures = figures(cases, [decider.decide(case.text) for case in cases])
        print(f"{name}: {reached.line()}")
        for label, value, floor in zip(
            ("1位", "3位まで"), (reached.first, reached.three), floors, strict=True
        ):
            if value < floor:
                yield f"tests/referral/{name}.jsonl: {label}の割合が{value:.3f}です（{floor}以上）"


if __name__ == "__main__":
    sys.exit(main())
