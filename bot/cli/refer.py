"""`refer`: ask from the command line; loads neither Slack, SQL nor reports.

JSON shape (stable): {"id", "destinations": [{"id", "score", "why": [...]}], "direct",
"abstained", "duty": [...], "personal_data": [...]}; ``destinations`` is always the
ranking and never depends on the clock. ``--json`` adds "contacts" to each
destination, ordered for ``--at``.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from bot.content.edition import knowledge_of, version_on_disk
from bot.core.contacts import in_order
from bot.core.people import Actor
from bot.core.referral import Decision
from bot.service.answers import Answer
from bot.service.cards import ShownContact
from bot.service.engine import Content, Engines
from bot.service.referral import Referral

ASKER = Actor(slack_user_id="")
_SURROGATE = re.compile(r"[\ud800-\udfff]")  # half a character: JSON can say it, no text has it


def open_referral(
    knowledge_dir: Path, quizzes_dir: Path, data_dir: Path | None = None
) -> tuple[Referral, Content]:
    """The guide over two content folders; what is kept in ``data_dir`` makes it quicker.

    Raises ContentUnusable when there is any mistake in the content.
    """
    engines = Engines(data_dir)
    version = version_on_disk(knowledge_dir, quizzes_dir) if data_dir else None
    content: Content | None = engines.kept(knowledge_of(version)) if version else None
    if content is None or content.edition.version != version:
        from bot.content.library import Library

        content = Library.open(knowledge_dir, quizzes_dir, engines.knowledge)
    return Referral(content, engines), content


def as_json(decision: Decision) -> dict[str, Any]:
    """A decision in the documented shape."""
    return {
        "destinations": [
            {"id": h.destination_id, "score": round(h.score, 4), "why": [r.means for r in h.why]}
            for h in decision.hits
        ],
        "direct": decision.direct,
        "abstained": decision.abstained,
        "duty": [kind.value for kind in decision.duties],
        "personal_data": [kind.value for kind in decision.personal_data],
    }


def with_contacts(answer: dict[str, Any], library: Content, at: datetime) -> dict[str, Any]:
    """The same, each destination with its contacts in the order that serves at ``at``."""
    knowledge = library.knowledge
    for row in answer["destinations"]:
        destination = knowledge.destinations[row["id"]]
        found = (knowledge.contacts[i] for i in destination.contact_ids)
        contacts = in_order(found, at, knowledge.local.desk_schedule)
        row["contacts"] = [{"id": c.id, "name": c.name, "phones": c.phones} for c in contacts]
    return answer


def answer_lines(referral: Referral, lines: Iterable[str], top: int, out: TextIO) -> int:
    """Answer {"id", "text"} lines one by one; returns how many lines were faulty."""
    faults = 0
    for number, case in _cases(lines):
        if case is None:
            faults += 1
            print(f'{number}行目: {{"id", "text"}} の形ではありません。', file=sys.stderr)
            continue
        decision = referral.decide(case["text"], top)
        row = {"id": case["id"], **as_json(decision)}
        print(json.dumps(row, ensure_ascii=False), file=out, flush=True)
    return faults


def _cases(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, Any] | None]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = json.loads(line)
        except (ValueError, RecursionError):  # also a number of 5,000 digits
            yield number, None
            continue
        yield number, case if _is_case(case) else None


def _is_case(case: Any) -> bool:
    if not isinstance(case, dict) or "id" not in case:
        return False
    whole = isinstance(case.get("text"), str)
    return whole and not _SURROGATE.search(json.dumps(case, ensure_ascii=False))


def as_text(answer: Answer) -> str:
    """An answer for reading in a terminal."""
    lines: list[str] = []
    for card in answer.duties:
        lines += [f"■ いまやること：{card.duty.act_now}", *(f"  ・{s}" for s in card.duty.steps)]
        lines += [_phone(c) for c in card.contacts]
    if answer.abstained:
        lines.append("ぴったりのつなぎ先が分かりませんでした。近いものを並べます。")
    shown = answer.destinations[:1] if answer.direct else answer.destinations
    for destination in shown:
        entry = destination.destination
        lines += ["", f"● {entry.name}", f"  {entry.description}"]
        lines += [_phone(c) for c in destination.contacts]
        lines += [f"  出典：{s.title}（{s.seen}）" for s in destination.sources[:2]]
        lines += [f"  気づいた言葉：{r.asked} → {r.means}" for r in destination.why if r.asked][:3]
    return "\n".join(lines)


def _phone(shown: ShownContact) -> str:
    numbers = "・".join(shown.contact.phones) or "番号は区で設定"
    marks = "、".join(m for m in (shown.mark, shown.seen) if m)
    return f"  電話 {shown.contact.name} {numbers}（{marks}）"
