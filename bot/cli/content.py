"""`check` and `stats`: what is in knowledge/ and quizzes/, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from statistics import median

from bot.clock import SystemClock
from bot.config import Config
from bot.content.library import Library
from bot.content.lint import lint
from bot.content.quiz_lint import lint_course
from bot.content.reader import read_course, read_knowledge
from bot.content.released import RELEASED, released_ids, unreleased
from bot.core.analysis import Analyser
from bot.core.course import Course
from bot.core.go_live import FEWEST_EXAMPLES, gaps, thin
from bot.core.knowledge import Knowledge
from bot.core.office_calendar import tokyo_day

SHIPPED = Path(__file__).resolve().parents[2] / "knowledge"
SHIPPED_QUIZZES = SHIPPED.with_name("quizzes")
LOCAL_FILE = "local.yaml"
SAMPLE = "local.example.yaml"
MOST_NAMED = 3


def check(config: Config) -> int:
    """Print every mistake as ``path:line: sentence``; 1 when there is any.

    Without one, print what the ward has still to enter, which is no failure. The content
    that ships must also be good to find in; a ward's own folder may be thin while it grows.
    """
    knowledge = read_knowledge(config.knowledge_dir)
    course = read_course(config.quizzes_dir, knowledge.value)
    errors = sorted(knowledge.errors + course.errors)
    if knowledge.value is not None and config.knowledge_dir.resolve() == SHIPPED:
        errors += lint(config.knowledge_dir, knowledge.value, Analyser())
    if course.value is not None and config.quizzes_dir.resolve() == SHIPPED_QUIZZES:
        errors += lint_course(config.quizzes_dir, course.value)
    for error in errors:
        print(error)
    if errors:
        print(f"直すところが{len(errors)}か所あります。")
        return 1
    print("直すところはありません。")
    if knowledge.value is not None:
        for line in _notices(knowledge.value, tokyo_day(SystemClock().now())):
            print(line)
    if course.value is not None:
        for line in _to_release(config, course.value):
            print(line)
    return 0


def _to_release(config: Config, course: Course) -> Iterator[str]:
    """New questions, where questions are released at all."""
    path = config.quizzes_dir / RELEASED
    new = unreleased(course, released_ids(path.read_bytes())) if path.exists() else ()
    if new:
        yield ""
        yield f"まだ公開していない設問{_listed([question.id for question in new])}"
        yield "内容を確かめたら、python -m bot questions release で公開してください。"


def _notices(knowledge: Knowledge, today: date) -> Iterator[str]:
    """What is no mistake and still to be done, with how many entries miss it."""
    missing = gaps(knowledge, today)
    if missing:
        yield ""
        yield f"本番の前に区で決めること（{LOCAL_FILE} に書きます。書き方は {SAMPLE} にあります）"
    for gap in missing:
        yield f"・{gap.what}{_listed(gap.names)}"
    few = thin(knowledge)
    if few:
        yield ""
        yield f"言い回しが{FEWEST_EXAMPLES}つより少なく、見つかりにくいつなぎ先{_listed(few)}"


def _listed(names: Sequence[str]) -> str:
    if not names:
        return ""
    others = f" ほか{len(names) - MOST_NAMED}件" if len(names) > MOST_NAMED else ""
    return f"：{len(names)}件（{'、'.join(names[:MOST_NAMED])}{others}）"


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
