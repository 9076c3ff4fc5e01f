"""A smallest good content set, and tests whose docstring is the file they break."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.content.reader import Loaded, read_course, read_knowledge
from bot.core.conferences import ChoiceReason
from bot.core.course import Course
from bot.core.knowledge import Knowledge

_DUTY = """\
  - kind: {kind}
    name: 名前
    act_now: 今すぐ相談する
    steps: [話を聞く]
    do_not: []
    laws: []
    destinations: [emergency]
    contacts: [dial-110]
    rules:
      - {{all_of: [[violence]], none_of: []}}
    assured_date: 2026-11-22
    review_after: 2027-03-01
    sources: [{{id: plan}}]
"""
_KINDS = (
    "life_danger",
    "suicide",
    "child_abuse",
    "elder_abuse",
    "disability_abuse",
    "dv",
    "no_shelter_or_food_today",
)
_REASON = """\
  - id: {id}
    text: こういうわけです
    steps: [所管に相談する]
    sources: [{{id: plan}}]
"""
DESTINATION = """\
id: emergency
kind: line
name: 警察・消防
yomi: けいさつ・しょうぼう
description: 命に危険があるとき
domains: [urgent]
eligibility_description: 危険がある方
application_process: [110番に電話する]
to_tell: [場所]
say: すぐに助けを呼びます。
consent: not_required
contacts: [dial-110]
owner: 区で設定
assured_date: 2026-11-22
review_after: 2027-03-01
sources: [{id: plan, cites: 第1項}]
"""
KNOWLEDGE: Mapping[str, str] = {
    "sources.yaml": """\
sources:
  - id: plan
    title: 運営方針
    url: https://example.jp/plan
    grade: plan
    seen: "2026-07"
""",
    "contacts.yaml": """\
contacts:
  - id: dial-110
    name: 警察
    phones: ["110", "06-6682-0000"]
    grade: V2
    source_url: https://example.jp/
    seen: "2026-07-26"
deny_list: ["0570-000-999"]
unapproved_list: [06-6697-0000]
""",
    "lexicon.yaml": """\
entries:
  - id: violence
    label: 暴力
    surfaces: [殴, 蹴]
""",
    "duties.yaml": "duties:\n" + "".join(_DUTY.format(kind=kind) for kind in _KINDS),
    "conferences.yaml": """\
conferences:
  - id: tsunagaru-ba
    purpose: 役割を分ける
    use_when: [課題が重なる]
    not_for: []
    convenor: 区役所
    consent: 本人の同意を得る
    members: 関係機関
    secrecy: 参加者で守る
    how_to_start: [所管に相談する]
    ask_owner: []
    agenda: [決めたいこと]
    assured_date: 2026-11-22
    review_after: 2027-03-01
    sources: [{id: plan}]
reasons:
"""
    + "".join(_REASON.format(id=reason) for reason in ChoiceReason),
    "sheet.yaml": """\
groups:
  - id: person
    title: 本人の様子
    items:
      - {id: person-bruise, text: あざがある, signs: [violence], sources: [{id: plan}]}
""",
    "glossary.yaml": """\
terms:
  - {term: つながる場, yomi: つながるば, meaning: 支援を調整する場}
""",
    "destinations/emergency.yaml": DESTINATION,
    "destinations/tsunagaru-ba.yaml": DESTINATION.replace(
        "id: emergency\nkind: line", "id: tsunagaru-ba\nkind: conference"
    ),
    "examples/emergency.txt": "# 例\n殴られている\n倒れている\n火が出ている\n",
    "examples/tsunagaru-ba.txt": "課題が重なる\n担当が決まらない\n調整したい\n",
}
QUIZZES: Mapping[str, str] = {
    "concepts/call-first.yaml": """\
id: call-first
title: まず呼ぶ
required: true
questions:
  - id: call-first-1
    type: duty
    stem: |-
      人が倒れています。
      まず何をしますか。
    choices:
      - {text: 助けを呼ぶ, right: true, why: 命が先だから}
      - {text: 様子を見る, right: false, why: 手遅れになるから}
    explanation: 命が先です。
    rests_on: [{entry: emergency, field: description}]
    sources: [{id: plan}]
    assured_date: 2026-11-22
""",
}


def write(folder: Path, content: Mapping[str, str | bytes]) -> Path:
    """Write a content folder; text as UTF-8."""
    for name, text in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


@dataclass(frozen=True)
class Desk:
    """Two folders on disk and what reading them says."""

    knowledge_dir: Path
    quizzes_dir: Path

    def write(self, name: str, text: str | bytes) -> None:
        """Write one file, named as in messages (``knowledge/duties.yaml``)."""
        write(self.knowledge_dir.parent, {name: text})

    def text(self, name: str) -> str:
        """What stands in a file."""
        return (self.knowledge_dir.parent / name).read_text(encoding="utf-8")

    def replace(self, name: str, old: str, new: str) -> None:
        """Change one passage of a file."""
        text = self.text(name)
        assert old in text
        self.write(name, text.replace(old, new, 1))

    def knowledge(self) -> Loaded[Knowledge]:
        """Read knowledge/."""
        return read_knowledge(self.knowledge_dir)

    def course(self) -> Loaded[Course]:
        """Read quizzes/ against knowledge/."""
        return read_course(self.quizzes_dir, self.knowledge().value)

    def errors(self) -> list[str]:
        """Every mistake of both folders as it is printed."""
        return [str(error) for error in (*self.knowledge().errors, *self.course().errors)]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A good content set on disk."""
    return Desk(write(tmp_path / "knowledge", KNOWLEDGE), write(tmp_path / "quizzes", QUIZZES))


@pytest.fixture
def told(desk: Desk, request: pytest.FixtureRequest) -> Callable[[], list[str]]:
    """Errors of the good set after the files in the test's docstring replaced theirs.

    The docstring holds files under headings ``== knowledge/duties.yaml``; a heading
    ``== … + old → new`` changes one passage instead (``⏎`` is a line break).
    """
    document = inspect.cleandoc(request.function.__doc__ or "")
    parts = re.split(r"^== (.+)\n?", document, flags=re.MULTILINE)
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        name, _, change = heading.partition(" + ")
        if change:
            old, _, new = change.replace("⏎", "\n").partition(" →")
            desk.replace(name, old, new.removeprefix(" "))
        else:
            desk.write(name, body)
    return desk.errors
