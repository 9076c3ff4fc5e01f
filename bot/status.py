"""What can be asked from outside: does it live, can it work, how is it doing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.core.clock import Clock
from bot.service.health import Health, Standing
from bot.service.metrics import BUCKETS, Counts, Latency, Metrics
from bot.store.errors import StoreError

TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Status:
    """Where the answers come from; ``slack`` gives a sentence while Slack cannot be reached."""

    health: Health
    metrics: Metrics
    clock: Clock
    slack: Callable[[], str | None]

    def problems(self) -> list[str]:
        """Why it cannot work at this moment, in sentences; empty when it can."""
        try:
            found = [*self.health.problems(self.clock.now())]
        except StoreError as error:
            found = [str(error)]
        slack = self.slack()
        return [*found, slack] if slack else found


def routes(status: Status, *, with_metrics: bool = False) -> list[Route]:
    """``/readyz``, and ``/metrics`` where only this machine can ask.

    Plain functions, so that they run in a thread and never hold up the event loop.
    """

    def readyz(request: Request) -> Response:
        reasons = status.problems()
        body = {"ready": not reasons, "reasons": reasons}
        return JSONResponse(body, status_code=503 if reasons else 200)

    def metrics(request: Request) -> Response:
        try:
            standing = status.health.standing(status.clock.now())
        except StoreError:
            standing = None
        lines = (*_counted(status.metrics.so_far()), *_standing(standing))
        return PlainTextResponse("\n".join(lines) + "\n", media_type=TEXT_FORMAT)

    ready = Route("/readyz", readyz, methods=["GET"])
    return [ready, Route("/metrics", metrics, methods=["GET"])] if with_metrics else [ready]


def _counted(counts: Counts) -> Iterator[str]:
    yield from _kind("kizuki_request_seconds", "histogram", "Time to the acknowledgement.")
    for listener, latency in sorted(counts.latency.items()):
        yield from _histogram(listener, latency)
    totals = (
        ("kizuki_slack_rate_limited_total", "Answers 429 from Slack.", counts.rate_limited),
        ("kizuki_answers_total", "Referral questions answered.", counts.answers),
        ("kizuki_abstentions_total", "Of these: the guide did not know.", counts.abstentions),
    )
    for name, help_, value in totals:
        yield from _kind(name, "counter", help_)
        yield _line(name, value)


def _histogram(listener: str, latency: Latency) -> Iterator[str]:
    name, label = "kizuki_request_seconds", {"listener": listener}
    for bound, count in zip(BUCKETS, accumulate(latency.counts), strict=True):
        le = "+Inf" if bound == float("inf") else f"{bound:g}"
        yield _line(f"{name}_bucket", count, {**label, "le": le})
    yield _line(f"{name}_sum", latency.seconds, label)
    yield _line(f"{name}_count", sum(latency.counts), label)


def _standing(standing: Standing | None) -> Iterator[str]:
    yield from _kind("kizuki_database_up", "gauge", "1 while the database can be read.")
    yield _line("kizuki_database_up", 0 if standing is None else 1)
    if standing is None:
        return
    yield from _kind("kizuki_deliveries", "gauge", "Deliveries by state.")
    for state, count in standing.deliveries.items():
        yield _line("kizuki_deliveries", count, {"state": state.value})
    ages = (
        ("kizuki_delivery_lag_seconds", "Age of the longest waiting one.", standing.waiting),
        ("kizuki_dead_deliveries", "Given up, still worth sending.", standing.dead_now),
        ("kizuki_scheduler_lag_seconds", "Since the last tick.", standing.tick_age),
        ("kizuki_backup_age_seconds", "Since the last nightly copy.", standing.backup_age),
    )
    for name, help_, value in ages:
        if value is not None:
            yield from _kind(name, "gauge", help_)
            yield _line(name, value)
    versions = {"knowledge": standing.knowledge_version, "course": standing.course_version}
    yield from _kind("kizuki_content_info", "gauge", "The content in use.")
    yield _line("kizuki_content_info", 1, versions)


def _kind(name: str, kind: str, help_: str) -> Iterator[str]:
    yield f"# HELP {name} {help_}"
    yield f"# TYPE {name} {kind}"


def _line(name: str, value: float, labels: Mapping[str, str] | None = None) -> str:
    inside = ",".join(f'{key}="{_escaped(text)}"' for key, text in (labels or {}).items())
    return f"{name}{{{inside}}} {value:g}" if inside else f"{name} {value:g}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
