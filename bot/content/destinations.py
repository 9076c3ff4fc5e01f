"""Reads destinations/<id>.yaml and examples/<id>.txt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from bot.content import syntax
from bot.content.common import (
    DATE_KEYS,
    PARAGRAPH,
    SENTENCE,
    SHORT,
    check_dates,
    ids_key,
    sources_key,
)
from bot.content.fields import YOMI, Defines, Flag, OneOf, Text
from bot.content.lists import ListOf
from bot.content.nodes import Node, Scalar, Table
from bot.content.schema import Bad, Entry, Key, Page, Shape, quoted
from bot.core.knowledge import Consent, Destination, DestinationKind, LifeDomain

# A question to the guide has at most 500 characters, and so has an example of one.
_EXAMPLE_LIMIT = 500
NEGATIVE = "×"  # begins a line that only sounds like the destination


def _check(entry: Entry[Destination]) -> None:
    check_dates(entry)
    if entry.value.id in entry.value.related:
        entry.fault("related", "関連するつなぎ先（related）に自分自身は書けません")


DESTINATION = Shape(
    Destination,
    (
        Key("id", "ID", Defines("destination")),
        Key("kind", "種類", OneOf.all(DestinationKind)),
        Key("name", "名前", SENTENCE),
        Key("yomi", "よみ", YOMI),
        Key("description", "説明", PARAGRAPH),
        Key("domains", "分野", ListOf(OneOf.all(LifeDomain), least=1)),
        Key("eligibility_description", "対象", Text()),
        Key("application_process", "つなぎ方", ListOf(Text(), least=1)),
        Key("to_tell", "伝えること・持ち物", ListOf(SENTENCE)),
        Key("say", "区民の方への一言", SENTENCE),
        Key("consent", "本人の同意", OneOf.all(Consent)),
        ids_key("contacts", "連絡先", "contact", "contact_ids"),
        Key("owner", "担当", SHORT),
        Key("deputy", "副担当", SHORT, optional=True),
        *DATE_KEYS,
        sources_key(),
        Key("aliases", "別名", ListOf(SHORT), optional=True, default=()),
        ids_key("signs", "兆候", "lexicon", optional=True),
        ids_key("related", "関連するつなぎ先", "destination", optional=True),
        Key("caution", "注意", Text(), optional=True),
        Key("ward_desk", "区役所の窓口", Flag(), optional=True, default=False),
    ),
    _check,
)


def stem_of(path: str) -> str:
    """Name of a file without folder and suffix, which is to be its id."""
    return PurePosixPath(path).stem


def check_stem(root: Node, page: Page) -> None:
    """The id in a file must be the file's name."""
    written = root.get("id") if isinstance(root, Table) else None
    stem = stem_of(page.path)
    if isinstance(written, Scalar) and written.text not in ("", stem):
        message = f"ID（id）の{quoted(written.text)}がファイル名の『{stem}』と違います"
        page.fault(written.line, message)


def read_destination(root: Node | None, page: Page) -> Entry[Destination] | Bad | None:
    """The destination of one file (without its examples)."""
    entry = None if root is None else DESTINATION.entry(root, "つなぎ先", page)
    if root is not None:
        check_stem(root, page)
    # Even a faulty file defines its id, or every reference to it would be a mistake too.
    page.record.defined.setdefault("destination", {}).setdefault(stem_of(page.path), page.place(1))
    return entry


@dataclass(frozen=True, slots=True)
class Examples:
    """The utterances of one examples file; ``path`` as in messages."""

    path: str
    texts: tuple[str, ...]
    negatives: tuple[str, ...] = ()

    @property
    def destination_id(self) -> str:
        """The destination they belong to."""
        return stem_of(self.path)


def read_examples(data: bytes, page: Page) -> Examples | Bad:
    """The utterances of one file, one a line; ``#`` begins a comment, ``×`` a negative."""
    text, line, fault = syntax.decode(data)
    if fault is not None:
        return page.fault(line, fault)
    first: dict[str, int] = {}
    negatives: list[str] = []
    for number, line_text in _example_lines(text):
        example = line_text.removeprefix(NEGATIVE).strip()
        if example != line_text:
            negatives.append(example)
        if example in first:
            page.fault(number, f"同じ例文が{first[example]}行目にもあります")
        elif len(example) > _EXAMPLE_LIMIT:
            said = f"{len(example)}文字。{_EXAMPLE_LIMIT}文字まで"
            page.fault(number, f"例文が長すぎます（{said}）")
        elif example.startswith("＃"):
            page.fault(number, f"{number}行目: 全角の『＃』です。半角の『#』にしてください")
        first.setdefault(example, number)
    texts = tuple(example for example in first if example not in negatives)
    return Examples(page.path, texts, tuple(negatives))


def _example_lines(text: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(text.split("\n"), 1):
        example = line.strip()
        if example and not example.startswith("#"):
            yield number, example
