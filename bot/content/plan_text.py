"""plan.yaml as this program writes it: always the same text for the same plan.

A YAML library would lose the comments and choose the quotes; a file that is written by one
rule changes in the lines that mean something, and in no others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from bot.content import nodes, rules
from bot.content.errors import ContentError
from bot.content.plan import MOMENT_KEYS, PLAN, PLAN_FILE, PlanFile
from bot.content.schema import Bad, Page, Record
from bot.core.indicator.plan import Activity, Beside, Entered, Indicator, Plan, SheetChoice
from bot.core.knowledge import Knowledge

_SHOWN = f"quizzes/{PLAN_FILE}"
HEAD = """\
# 経営課題2の取組とほかの指標（指標担当が直します）。資料とシートの「案」に使われます。
# Slackの「/kizuki 運営方針」で入れると、このファイルが書きかわります。
#
# 値には、いつの時点か（as_of）と出典（source）を書いてください。学校向けの参加者数は beside に
# 書き、目標の値には足しません。まだ行っていない取組は held に書かず、planned（日）か by（時期）に
# 書きます。
# 案を確かめたら、案に出ている「この案のしるし」が、そのシートの confirmed に入ります。
# 数字や言葉が変わると、しるしが変わり、「案」に戻ります。
# 個別のケースのことは書かないでください。書くのは、日と人数だけです。
# 令和11年度末の指標の名前は、運営方針のとおりに書き直してください。
"""


def written(plan: Plan) -> bytes:
    """The file that holds this plan and nothing else."""
    lines = [f"fiscal_year: {plan.fiscal_year}", "progress:"]
    lines += [f"  - {_quoted(word)}" for word in plan.progress]
    lines.append(f"next_year: {_quoted(plan.next_year)}")
    lines += _items("activities", map(_activity, plan.activities))
    lines += _items("indicators", map(_indicator, plan.indicators))
    lines += _items("sheets", map(_sheet, plan.choices))
    return (HEAD + "\n".join(lines) + "\n").encode("utf-8")


def read_plan(data: bytes | None) -> Plan | tuple[ContentError, ...]:
    """The plan in a file's bytes, or the mistakes in it; without a file an empty plan."""
    if data is None:
        return Plan()
    page = Page(_SHOWN, Record())
    composed = nodes.compose(data)
    for line, message in composed.faults:
        page.fault(line, message)
    if composed.root is None:
        return tuple(page.record.errors)
    read: PlanFile | Bad = PLAN.read(composed.root, "ファイル全体", page)
    if isinstance(read, Bad) or page.record.errors:
        return tuple(sorted(set(page.record.errors)))
    return read.plan


def faults_in(data: bytes, knowledge: Knowledge) -> tuple[ContentError, ...]:
    """Every mistake that reading the whole folder would find in this file."""
    read = read_plan(data)
    record = Record(errors=[] if isinstance(read, Plan) else list(read))
    rules.check_numbers(record, {_SHOWN: data}, rules.Numbers.of_knowledge(knowledge))
    return tuple(sorted(set(record.errors)))


def decimal(value: Fraction) -> str:
    """A number of at most two decimals as it is written: 「180」, 「87.5」."""
    whole, rest = divmod(value.numerator * 100 // value.denominator, 100)
    return f"{whole}.{rest:02}".rstrip("0") if rest else str(whole)


def _items(name: str, items: Iterable[Iterable[str]], indent: str = "") -> Iterator[str]:
    """A list of mappings under a key; nothing where there is none."""
    listed = [list(lines) for lines in items]
    if listed:
        yield f"{indent}{name}:"
    for first, *rest in listed:
        yield f"{indent}  - {first}"
        yield from (f"{indent}    {line}" for line in rest)


def _activity(activity: Activity) -> Iterator[str]:
    yield f"half: {activity.half.value}"
    yield f"name: {_quoted(activity.name)}"
    yield from _days("held", activity.held)
    yield from _days("planned", activity.planned)
    if activity.by:
        yield f"by: {_quoted(activity.by)}"
    if activity.people is not None:
        yield f"people: {activity.people}"


def _days(name: str, days: Sequence[date]) -> Iterator[str]:
    if days:
        yield f"{name}:"
    yield from (f"  - {day.isoformat()}" for day in days)


def _indicator(indicator: Indicator) -> Iterator[str]:
    yield f"id: {_quoted(indicator.id)}"
    yield f"name: {_quoted(indicator.name)}"
    yield f"target: {indicator.target}"
    yield f"unit: {_quoted(indicator.unit)}"
    if indicator.by:
        yield f"by: {_quoted(indicator.by)}"
    yield from _items("values", map(_entered, indicator.values))
    yield from _items("beside", map(_beside, indicator.beside))


def _beside(beside: Beside) -> Iterator[str]:
    yield f"name: {_quoted(beside.name)}"
    yield from _items("values", map(_entered, beside.values))


def _entered(entered: Entered) -> Iterator[str]:
    yield f"value: {decimal(entered.value)}"
    yield f"as_of: {entered.as_of.isoformat()}"
    yield f"source: {_quoted(entered.source)}"


def _sheet(choice: SheetChoice) -> Iterator[str]:
    yield f"moment: {MOMENT_KEYS[choice.moment]}"
    yield f"progress: {_quoted(choice.progress)}"
    if choice.confirmed:
        yield f"confirmed: {_quoted(choice.confirmed)}"


def _quoted(text: str) -> str:
    """Text in double quotes; what no editor shows is written as its number."""
    return '"' + "".join(map(_sign, text)) + '"'


def _sign(sign: str) -> str:
    if sign in '"\\':
        return f"\\{sign}"
    # The ideographic space is no mistake and is left as it is.
    return sign if sign.isprintable() or sign == "\u3000" else f"\\U{ord(sign):08X}"
