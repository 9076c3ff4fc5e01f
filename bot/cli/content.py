"""`check` and `stats`: what is in knowledge/ and quizzes/, and what is wrong with it."""

from __future__ import annotations

from statistics import median

from bot.config import Config
from bot.content.library import Library
from bot.content.reader import read_course, read_knowledge


def check(config: Config) -> int:
    """Print every mistake as ``path:line: sentence``; 1 when there is any."""
    knowledge = read_knowledge(config.knowledge_dir)
    course = read_course(config.quizzes_dir, knowledge.value)
    errors = sorted(knowledge.errors + course.errors)
    for error in errors:
        print(error)
    if errors:
        print(f"直すところが{len(errors)}か所あります。")
        return 1
    print("直すところはありません。")
    return 0


def stats(config: Config) -> int:
    """Print how much content there is."""
    library = Library.open(config.knowledge_dir, config.quizzes_dir)
    knowledge, course = library.knowledge, library.course
    examples = [len(d.examples) for d in knowledge.destinations.values()]
    rows = (
        ("版（知識／設問）", f"{knowledge.version}／{course.version}"),
        ("つなぎ先", len(knowledge.destinations)),
        ("例文（合計／1か所の中央値）", f"{sum(examples)}／{median(examples or [0]):g}"),
        ("連絡先", len(knowledge.contacts)),
        ("出典", len(knowledge.sources)),
        ("ことばの辞書", len(knowledge.lexicon)),
        ("すぐの対応", len(knowledge.duties)),
        ("会議", len(knowledge.conferences)),
        ("シートの項目", sum(len(g.items) for g in knowledge.sheet)),
        ("用語", len(knowledge.glossary)),
        ("テーマ（うち必修）", f"{len(course.concepts)}（{_required(library)}）"),
        ("設問", len(course.questions)),
    )
    for label, value in rows:
        print(f"{label}: {value}")
    return 0


def _required(library: Library) -> int:
    return sum(c.required for c in library.course.concepts.values())
