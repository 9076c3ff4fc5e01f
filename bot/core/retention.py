"""How long the bot keeps what it stores, in the words staff read; deletion follows it.

Terms are those of 令和7年度 as assumed by the project: the city's own 公文書 schedule was
not available, so every term is a setting of the installation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.core.office_calendar import at_tokyo, tokyo_day

FISCAL_MONTH = 4


@dataclass(frozen=True, slots=True)
class Terms:
    """The configured terms: days for events, months for deliveries, fiscal years for answers."""

    event_days: int = 14
    delivery_months: int = 13
    answer_years: int = 5


@dataclass(frozen=True, slots=True)
class Kept:
    """One row of 「何をどれだけ残すか」 and the tables it speaks of."""

    what: str
    term: str
    then: str
    tables: tuple[str, ...]


_YEARS = "年度末から{0.answer_years}年度"
_FOR_EVER, _DELETED, _STAYS = "期限なし", "消します", "消しません"
# Terms are filled in where the braces are.
_ROWS = (
    Kept("設問への回答（本人だけが見られます）", _YEARS, _DELETED, ("answer",)),
    Kept("週ごとの受講の状態", _YEARS, "課ごとの人数だけにします", ("completion",)),
    Kept(
        "どのテーマの設問に、いつ答えたか（正解・不正解は残りません）",
        _YEARS,
        _DELETED,
        ("taken",),
    ),
    Kept("その年度の必修のテーマを、いつまでに全部終えたか", _YEARS, _DELETED, ("achieved",)),
    Kept(
        "学びの進みぐあい（テーマごと。本人だけが見られます）",
        f"名簿から外れた{_YEARS}",
        "消します。ご自分でも消せます",
        ("learning_state",),
    ),
    Kept(
        "朝礼5分カードの集合の記録（日付・課・テーマ・参加した人。正解・不正解はありません）",
        _YEARS,
        _DELETED,
        ("gathering", "gathering_person"),
    ),
    Kept(
        "修了証の番号・年度・種類・日付と、だれのものか",
        f"名簿から外れた{_YEARS}",
        "だれのものかを消し、番号・年度・種類・日付だけを残します",
        ("certificate",),
    ),
    Kept(
        "研修の受け取り方（回数、午前・午後、やさしい日本語、休止）",
        f"名簿から外れた{_YEARS}",
        _DELETED,
        ("course_choice",),
    ),
    Kept("年度ごとの、受講済の決まり", _FOR_EVER, _STAYS, ("training_year",)),
    Kept(
        "課の名前と、課ごとの受講の人数（だれかは分かりません）",
        _FOR_EVER,
        _STAYS,
        ("section", "completion_total"),
    ),
    Kept(
        "設問やお知らせを届けた記録",
        "{0.delivery_months}か月",
        _DELETED,
        ("occurrence", "delivery"),
    ),
    Kept(
        "名簿（職員番号・氏名・課・役割・対象外の期間・Slackの相手）と、一度お見せした説明や画面の印",
        f"名簿から外れた{_YEARS}",
        _DELETED,
        ("staff", "membership", "exclusion", "closed_account", "told_once", "home_published"),
    ),
    Kept(
        "名前の一覧を見た記録（だれかは、本人ごとの鍵がないと分かりません）",
        _YEARS,
        "月ごとの件数としるしだけにします",
        ("audit_entry", "audit_subject"),
    ),
    Kept(
        "その記録で本人を表すための、本人ごとの鍵",
        f"名簿から外れた{_YEARS}",
        _DELETED,
        ("audit_key",),
    ),
    Kept("名前の一覧を見た記録の、月ごとの件数としるし", _FOR_EVER, _STAYS, ("audit_segment",)),
    Kept(
        "お名前入りの資料をSlackから消すための、Slackのファイルの番号と時刻",
        "Slackから消えるまで（作ってから24時間）",
        _DELETED,
        ("named_file",),
    ),
    Kept(
        "同じ知らせやボタンを二度扱わないための番号",
        "{0.event_days}日",
        _DELETED,
        ("inbox_event",),
    ),
    Kept(
        "お返事を待っている方（職員番号と時刻だけ。何を書いたかは残しません）",
        "お返事するまで（長くても{0.event_days}日）",
        _DELETED,
        ("waiting",),
    ),
    Kept(
        "「ここにつなぐ」の件数と「ちがう」の記録（だれかは分かりません）",
        _FOR_EVER,
        _STAYS,
        ("referral_count", "correction"),
    ),
    Kept(
        "「編集者に伝える」で届いた、一般的な言い方の例（だれからかは分かりません）",
        "編集者が済みにするまで",
        _DELETED,
        ("suggestion",),
    ),
    Kept(
        "気づきメモの印の、項目ごと・月ごとの数（10枚・3人以上まとまったときだけ足します）",
        _FOR_EVER,
        _STAYS,
        ("sheet_tick",),
    ),
    Kept(
        "設問ごとに、よりどころの項目を最後に確かめたときのしるし",
        _FOR_EVER,
        _STAYS,
        ("question_standing",),
    ),
    Kept(
        "テーマを聞いた人を一度だけ数えるための、だれか分からないしるしと、その月の鍵",
        "その月の終わりまで",
        "3人以上のテーマの人数だけにします",
        ("asked_by", "asked_key"),
    ),
    Kept(
        "よく聞かれたテーマの、月ごとの人数と、急ぎの場面の回数（だれかは分かりません）",
        _FOR_EVER,
        _STAYS,
        ("asked_topic",),
    ),
    Kept(
        "設問の順番をくらべる試みの、期間・テーマの組・組を分ける鍵",
        _FOR_EVER,
        _STAYS,
        ("learning_trial",),
    ),
    Kept(
        "職員アンケートの問い・対象の人数・結果の人数（だれが何を選んだかは、どこにもありません）",
        _FOR_EVER,
        _STAYS,
        ("survey_wave", "survey_owner"),
    ),
    Kept(
        "職員アンケートの対象の人と、回答がすんだ人（何を選んだかは入りません）",
        "アンケートの終わりから30日",
        _DELETED,
        ("survey_listed",),
    ),
    Kept(
        "職員アンケートの、封をした回答と、担当からの依頼（開く・閉じる・紙の人数）",
        "受け取るまで（ふつうは1秒以内。依頼は長くても1日）",
        _DELETED,
        ("sealed_answer", "survey_request"),
    ),
    Kept(
        "データベースの種類、定期の作業をした時刻、送る速さ、名簿の基準日、記録をつなぐ鍵",
        _FOR_EVER,
        _STAYS,
        ("meta", "pace"),
    ),
)


def kept(terms: Terms) -> tuple[Kept, ...]:
    """Everything the database holds, for how long, and what happens afterwards."""
    return tuple(replace(row, term=row.term.format(terms)) for row in _ROWS)


def events_before(now: datetime, terms: Terms) -> datetime:
    """Events received before this moment are forgotten."""
    return now - timedelta(days=terms.event_days)


def deliveries_before(now: datetime, terms: Terms) -> datetime:
    """What was due before this moment is forgotten: the first day of a month, Tokyo."""
    today = tokyo_day(now)
    months = today.year * 12 + today.month - 1 - terms.delivery_months
    return at_tokyo(date(months // 12, months % 12 + 1, 1), 0)


def answers_before(now: datetime, terms: Terms) -> date:
    """Answers given before this 1 April are forgotten: whole fiscal years at a time."""
    return date(fiscal_year(tokyo_day(now)) - terms.answer_years, FISCAL_MONTH, 1)


def fiscal_year(day: date) -> int:
    """The 年度 a day belongs to (April to March)."""
    return day.year if day.month >= FISCAL_MONTH else day.year - 1
