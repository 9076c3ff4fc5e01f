"""S3 at full size: PNG, PDF and XLSX of thirty sections, and how the bot fares meanwhile.

``make bench-reports``; with a number (``ARGS=10``) of so many sections. The bot's side is the
referral guide, asked twenty times a second by this process while the child draws. On a machine
that others use, too, go by the seconds of the processor: two processes share them.
"""

from __future__ import annotations

import resource
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.content.library import Library
from bot.core.figures import SectionReport
from bot.core.people import Actor
from bot.reports.orders import FileKind, Order
from bot.service.referral import Referral
from bot.service.report_child import ReportMaker
from tests.reports.samples import section
from tests.support.service import DUE, KNOWLEDGE_DIR, QUIZZES_DIR

SECTIONS, WEEKS = 30, 34
MOST_SECONDS, MOST_GROWTH, MOST_SLOWDOWN = 60.0, 2.0, 0.05  # s, MB, s at the 95th of 100
PAUSE = 0.05  # s between two questions
QUESTIONS = ("家賃が払えない", "子どもの食事が心配", "介護で休めない", "仕事を探している")
KINDS = (FileKind.PICTURE, FileKind.PAPER, FileKind.SHEET)


@dataclass(frozen=True)
class Asked:
    """How long answers took, in seconds, sorted."""

    seconds: Sequence[float]

    @property
    def late(self) -> float:
        """The 95th of 100."""
        return self.seconds[int(0.95 * (len(self.seconds) - 1))]


@dataclass(frozen=True)
class Drawn:
    """What it took: seconds, processor seconds, files, megabytes, growth of the bot (MB)."""

    seconds: float
    processor: float
    files: int
    megabytes: float
    grown: float
    meanwhile: Asked


def main() -> int:
    """Measure, print a line each; 1 when a bar is missed."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else SECTIONS
    guide = Referral(Library.open(KNOWLEDGE_DIR, QUIZZES_DIR))
    maker = ReportMaker(seconds=600)
    maker.make([Order(_one(0), KINDS)])
    alone = _asked(guide, threading.Event(), 100)
    drawn = _drawn(maker, guide, number)
    late, usual = 1000 * drawn.meanwhile.late, 1000 * alone.late
    size = f"{drawn.files} files, {drawn.megabytes:.1f} MB"
    rows = (
        (
            f"S3 {number} sections",
            f"<= {MOST_SECONDS:.0f} s",
            f"{drawn.seconds:.1f} s ({drawn.processor:.0f} s of processor); {size}",
            drawn.seconds <= MOST_SECONDS,
        ),
        (
            "S3 memory of the bot",
            f"<= +{MOST_GROWTH:.0f} MB",
            f"{drawn.grown:+.1f} MB",
            drawn.grown <= MOST_GROWTH,
        ),
        (
            "S3 answers meanwhile, p95",
            f"<= +{1000 * MOST_SLOWDOWN:.0f} ms",
            f"{late:.0f} ms of {len(drawn.meanwhile.seconds)}; alone {usual:.0f} ms",
            late <= usual + 1000 * MOST_SLOWDOWN,
        ),
    )
    for name, bar, figure, good in rows:
        print(f"{name:<28} {bar:<12} {figure:<60} {'ok' if good else 'FAILED'}")
    return int(not all(good for *_, good in rows))


def _drawn(maker: ReportMaker, guide: Referral, number: int) -> Drawn:
    before, done, meanwhile = _memory(), threading.Event(), list[Asked]()
    asking = threading.Thread(target=lambda: meanwhile.append(_asked(guide, done, 10**9)))
    asking.start()
    began, used = time.monotonic(), _children()
    made = maker.make([Order(_one(n), KINDS) for n in range(number)])
    seconds, processor = time.monotonic() - began, _children() - used
    done.set()
    asking.join()
    sizes = [len(file.content) for of_one in made for file in of_one]
    del made
    grown = _memory() - before
    return Drawn(seconds, processor, len(sizes), sum(sizes) / 1e6, grown, meanwhile[0])


def _one(number: int) -> SectionReport:
    return section(f"第{number + 1}課", 10 + number, WEEKS, number, f"s{number}")


def _asked(guide: Referral, done: threading.Event, most: int) -> Asked:
    seconds = []
    while not done.is_set() and len(seconds) < most:
        began = time.perf_counter()
        guide.ask(Actor("U0BENCH"), QUESTIONS[len(seconds) % len(QUESTIONS)], DUE)
        seconds.append(time.perf_counter() - began)
        done.wait(PAUSE)
    return Asked(sorted(seconds))


def _memory() -> float:
    """This process's memory in MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024


def _children() -> float:
    """Processor seconds of ended children."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    sys.exit(main())
