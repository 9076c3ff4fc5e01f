"""`make bench-referral`: how often right, how robust, how fast, beside the alternatives.

Everything is asked of the shipped knowledge/. Figures of ``dev`` need ../shared; the
cross-validated figures ask every example while it is held out of the index, so that
fitting the content to a set of questions shows.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.content.reader import read_knowledge
from bot.core.analysis import Analyser
from bot.core.knowledge import Destination, Knowledge
from bot.core.matching import Matcher
from bot.core.personal_data import PersonalDataDetector
from bot.core.referral import Decider
from tests.bench.alternatives import plain_bm25, rapidfuzz_extract, sqlite_fts5
from tests.bench.cases import ROOT, SETS, Case, figures, found_within, read
from tests.bench.crossvalidation import held_out
from tests.bench.perturb import Perturbations

SIZES = (50, 1_000, 10_000, 100_000)
_ROUNDS = 3  # times every question is asked for the clock
_SEED = 7


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=SIZES[-1], help="entries of the last row")
    largest = parser.parse_args().largest
    knowledge = read_knowledge(ROOT / "knowledge").value
    if knowledge is None:
        sys.exit("knowledge/ has mistakes: see `python -m bot check`")
    analyser = Analyser()
    began = time.perf_counter()
    decider = decider_of(knowledge, analyser)
    print(f"index and classifier built in {time.perf_counter() - began:.2f} s")
    sets = {name: cases for name, path in SETS.items() if (cases := read(path))}
    _quality(decider, sets)
    _perturbed(decider, analyser, [c for cases in sets.values() for c in cases if c.in_scope])
    print("\n# every example of knowledge/ held out (5 folds)")
    print(held_out(knowledge, analyser).line())
    _side_by_side(knowledge, analyser, decider, sets)
    _sizes(knowledge, analyser, [c.text for c in next(iter(sets.values()))], largest)
    _command()


def decider_of(knowledge: Knowledge, analyser: Analyser) -> Decider:
    """The guide over ``knowledge``."""
    return Decider(knowledge, Matcher(knowledge, analyser), PersonalDataDetector(analyser))


def _quality(decider: Decider, sets: dict[str, list[Case]]) -> None:
    print("\n# labelled questions")
    for name, cases in sets.items():
        decisions = [decider.decide(case.text) for case in cases]
        print(f"{name:9} {len(cases):4}  {figures(cases, decisions).line()}")


def _perturbed(decider: Decider, analyser: Analyser, cases: Sequence[Case]) -> None:
    print("\n# the same questions mistyped (each beside the unchanged ones it was made of)")
    for name, change in Perturbations(analyser).all.items():
        chance = random.Random(_SEED)
        changed = [(c, new) for c in cases if (new := change(c.text, chance)) is not None]
        before = found_within(*_ranked(decider, [c for c, _ in changed]), 3)
        after = found_within(*_ranked(decider, [c.saying(new) for c, new in changed]), 3)
        print(
            f"{name:22} {len(changed):4}  SR@3 {before:.3f} → {after:.3f}  ({after - before:+.3f})"
        )


def _ranked(decider: Decider, cases: list[Case]) -> tuple[list[Case], list[list[str]]]:
    return cases, [[h.destination_id for h in decider.decide(c.text).hits] for c in cases]


def _side_by_side(
    knowledge: Knowledge, analyser: Analyser, decider: Decider, sets: dict[str, list[Case]]
) -> None:
    print("\n# side by side on the same content (questions in scope)")
    destinations = list(knowledge.destinations.values())
    rankers: dict[str, Callable[[str], list[str]]] = {
        "this guide": lambda text: [h.destination_id for h in decider.decide(text).hits],
        "rapidfuzz extract": rapidfuzz_extract(destinations),
        "bm25s, words": plain_bm25(destinations, analyser),
        "SQLite FTS5 trigram": sqlite_fts5(destinations),
    }
    for label, rank in rankers.items():
        for name, cases in sets.items():
            ranked = [rank(case.text) for case in cases]
            one, three = (found_within(cases, ranked, most) for most in (1, 3))
            clock = times(rank, [case.text for case in cases], rounds=1)
            print(f"{label:20} {name:9} SR@1 {one:.3f}  SR@3 {three:.3f}  {clock}")


def times(ask: Callable[[str], object], texts: Sequence[str], rounds: int = _ROUNDS) -> str:
    """p50 and p99 of one question, in milliseconds."""
    taken = []
    for text in [*texts[:20], *(t for _ in range(rounds) for t in texts)]:
        began = time.perf_counter()
        ask(text)
        taken.append((time.perf_counter() - began) * 1000)
    taken = sorted(taken[20:])
    return f"p50 {taken[len(taken) // 2]:.2f} ms  p99 {taken[int(len(taken) * 0.99)]:.2f} ms"


def _sizes(knowledge: Knowledge, analyser: Analyser, texts: list[str], largest: int) -> None:
    print("\n# cost by number of entries (shipped ones, the rest filler without examples)")
    decide = decider_of(knowledge, analyser).decide
    print(f"{len(knowledge.destinations):7} entries  {times(decide, texts)}")
    for size in (size for size in SIZES if size <= largest):
        filled = _filled(knowledge, size)
        began = time.perf_counter()
        decider = decider_of(filled, analyser)
        built = time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        row = f"{size:7} entries  {times(decider.decide, texts, rounds=1)}"
        print(f"{row}  built in {built:.1f} s  peak {peak:.0f} MB")


def _filled(knowledge: Knowledge, size: int) -> Knowledge:
    """``knowledge`` with ``size`` entries: names and descriptions mixed from its examples."""
    chance = random.Random(_SEED)
    pieces = [text for d in knowledge.destinations.values() for text in d.examples]
    pieces += [text for matter in knowledge.elsewhere for text in matter.examples]
    pattern = next(iter(knowledge.destinations.values()))
    kept = dict(list(knowledge.destinations.items())[:size])
    for number in range(size - len(kept)):
        entry = _filler(pattern, f"filler-{number:06}", chance.sample(pieces, 4))
        kept[entry.id] = entry
    return replace(knowledge, destinations=kept)


def _filler(pattern: Destination, name: str, pieces: Sequence[str]) -> Destination:
    return replace(
        pattern,
        id=name,
        name=pieces[0],
        description="。".join(pieces[1:]),
        eligibility_description="",
        aliases=(),
        signs=(),
        examples=(),
        negatives=(),
    )


def _command() -> None:
    print("\n# the command: `python -m bot refer …`, one question, from start to end")
    asked = [sys.executable, "-m", "bot", "refer", "家賃が払えず、食べるものもないと言っている"]
    for label, command in (("bare interpreter", [sys.executable, "-c", "pass"]), ("refer", asked)):
        for attempt in ("first", "again"):
            began = time.perf_counter()
            used = _peak_of(command)
            took = time.perf_counter() - began
            print(f"{label:17} {attempt:6} {took:.2f} s  peak {used:.0f} MB")


def _peak_of(command: Sequence[str]) -> float:
    """Run a command; its peak memory in MB (asked of a parent of its own)."""
    watch = (
        "import resource, subprocess, sys;"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    run = [sys.executable, "-c", watch, *command]
    done = subprocess.run(run, check=True, capture_output=True, text=True, cwd=ROOT)
    return float(done.stdout)


if __name__ == "__main__":
    main()
