"""Who may do what, on whom: one table (role x action x scope), checked in the service only."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum, auto

from bot.core.people import ROLE_LABELS, Actor, Role


class Action(StrEnum):
    """Everything the service can be asked for that is not open to everybody."""

    TAKE_TRAINING = "take_training"
    SEE_OWN_RECORD = "see_own_record"
    GET_CERTIFICATE = "get_certificate"
    CHECK_CERTIFICATE = "check_certificate"  # and withdraw it
    MAKE_CARD = "make_card"  # 朝礼5分カード
    NOTE_TOGETHER = "note_together"  # 集合
    SEE_FIGURES = "see_figures"
    SEE_NAMES = "see_names"
    SEND_REMINDER = "send_reminder"
    SEE_REFERRALS = "see_referrals"
    SEE_HEALTH = "see_health"
    CONTROL_DELIVERIES = "control_deliveries"  # pause, resume, withdraw
    SEE_CONTENT_ERRORS = "see_content_errors"
    CHANGE_ROSTER = "change_roster"
    VERIFY_AUDIT = "verify_audit"
    EDIT_KNOWLEDGE = "edit_knowledge"
    CONFIRM_QUESTIONS = "confirm_questions"  # 「設問は今の内容に合っています」
    RUN_TRIAL = "run_trial"
    RENEW_ENTRY = "renew_entry"  # 「変わりありません」
    ANSWER_SURVEY = "answer_survey"
    SEE_SURVEY = "see_survey"  # how many have answered
    SEE_SURVEY_RESULTS = "see_survey_results"
    RUN_SURVEY = "run_survey"  # open, close, enter paper forms
    KEEP_PLAN = "keep_plan"  # 運営方針: dates, figures, drafts


class Scope(Enum):
    """How far a role reaches with an action."""

    OWN = auto()
    OWN_SECTION = auto()
    WARD = auto()


PERMISSIONS: Mapping[Action, Mapping[Role, Scope]] = {
    Action.TAKE_TRAINING: {Role.STAFF: Scope.OWN},
    Action.SEE_OWN_RECORD: {Role.STAFF: Scope.OWN},
    Action.GET_CERTIFICATE: {Role.STAFF: Scope.OWN},
    Action.CHECK_CERTIFICATE: {
        Role.TRAINING_OFFICER: Scope.WARD,
        Role.ADMINISTRATOR: Scope.WARD,
    },
    Action.MAKE_CARD: {Role.SUPERVISOR: Scope.OWN_SECTION, Role.TRAINING_OFFICER: Scope.WARD},
    Action.NOTE_TOGETHER: {
        Role.SUPERVISOR: Scope.OWN_SECTION,
        Role.TRAINING_OFFICER: Scope.WARD,
    },
    Action.SEE_FIGURES: {
        Role.SUPERVISOR: Scope.OWN_SECTION,
        Role.TRAINING_OFFICER: Scope.WARD,
        Role.INDICATOR_OFFICER: Scope.WARD,
    },
    Action.SEE_NAMES: {Role.SUPERVISOR: Scope.OWN_SECTION},
    Action.SEND_REMINDER: {Role.SUPERVISOR: Scope.OWN_SECTION},
    Action.SEE_REFERRALS: {
        Role.TRAINING_OFFICER: Scope.WARD,
        Role.INDICATOR_OFFICER: Scope.WARD,
    },
    Action.SEE_HEALTH: {Role.ADMINISTRATOR: Scope.WARD},
    Action.CONTROL_DELIVERIES: {Role.ADMINISTRATOR: Scope.WARD},
    Action.SEE_CONTENT_ERRORS: {
        Role.ADMINISTRATOR: Scope.WARD,
        Role.KNOWLEDGE_EDITOR: Scope.WARD,
    },
    Action.CHANGE_ROSTER: {Role.ADMINISTRATOR: Scope.WARD},
    Action.VERIFY_AUDIT: {Role.ADMINISTRATOR: Scope.WARD},
    Action.EDIT_KNOWLEDGE: {Role.KNOWLEDGE_EDITOR: Scope.WARD},
    Action.CONFIRM_QUESTIONS: {
        Role.KNOWLEDGE_EDITOR: Scope.WARD,
        Role.ADMINISTRATOR: Scope.WARD,
    },
    Action.RUN_TRIAL: {Role.TRAINING_OFFICER: Scope.WARD},
    Action.RENEW_ENTRY: {Role.STAFF: Scope.OWN_SECTION, Role.KNOWLEDGE_EDITOR: Scope.WARD},
    Action.ANSWER_SURVEY: {Role.STAFF: Scope.OWN},
    Action.SEE_SURVEY: {
        Role.SUPERVISOR: Scope.OWN_SECTION,
        Role.INDICATOR_OFFICER: Scope.WARD,
        Role.ADMINISTRATOR: Scope.WARD,
    },
    Action.SEE_SURVEY_RESULTS: {
        Role.SUPERVISOR: Scope.WARD,
        Role.INDICATOR_OFFICER: Scope.WARD,
        Role.ADMINISTRATOR: Scope.WARD,
    },
    Action.RUN_SURVEY: {Role.INDICATOR_OFFICER: Scope.WARD, Role.ADMINISTRATOR: Scope.WARD},
    Action.KEEP_PLAN: {Role.INDICATOR_OFFICER: Scope.WARD, Role.ADMINISTRATOR: Scope.WARD},
}


ACTION_LABELS: Mapping[Action, str] = {
    Action.TAKE_TRAINING: "週の設問に答える",
    Action.SEE_OWN_RECORD: "自分の記録と、自分の載った一覧を見た人を見る",
    Action.GET_CERTIFICATE: "自分の修了証を受け取る",
    Action.CHECK_CERTIFICATE: "修了証の番号を確かめる、取り消す（お名前は表示しない）",
    Action.MAKE_CARD: "朝礼5分カードを作る",
    Action.NOTE_TOGETHER: "集合の受講を、お名前に印を付けて残す・取り消す（見たことが記録に残る）",
    Action.SEE_FIGURES: "受講の人数と率を見る",
    Action.SEE_NAMES: "受講・未受講の人の名前を見る（見たことが記録に残る）",
    Action.SEND_REMINDER: "未受講の人に、ボットからお知らせを送る",
    Action.SEE_REFERRALS: "つないだ件数（だれかは分からない）を見る",
    Action.SEE_HEALTH: "配信の状態を見る",
    Action.CONTROL_DELIVERIES: "配信を止める・再開する・取りやめる",
    Action.SEE_CONTENT_ERRORS: "知識と設問の状態と、「ちがう」の一覧を見る",
    Action.CHANGE_ROSTER: "名簿を見て、取り込む。1人分の書き出しと消去",
    Action.VERIFY_AUDIT: "一覧を見た記録が書きかえられていないかを確かめる",
    Action.EDIT_KNOWLEDGE: "知識を直す",
    Action.CONFIRM_QUESTIONS: "休んでいる設問を確かめて、また使う",
    Action.RUN_TRIAL: "設問の順番をくらべる試みを、始める・やめる・結果を見る",
    Action.RENEW_ENTRY: "つなぎ先の項目を「変わりありません」にする",
    Action.ANSWER_SURVEY: "職員アンケートに答える",
    Action.SEE_SURVEY: "職員アンケートに回答した人数を見る（だれかは、だれにも見えない）",
    Action.SEE_SURVEY_RESULTS: "終わった職員アンケートの結果を、出せる範囲で見る",
    Action.RUN_SURVEY: "職員アンケートを開く・閉じる・紙の人数を入れる・資料を作る",
    Action.KEEP_PLAN: "運営方針の取組・指標の数字を入れる、シートの案を確かめる",
}
SCOPE_LABELS: Mapping[Scope, str] = {
    Scope.OWN: "自分",
    Scope.OWN_SECTION: "自分の課",
    Scope.WARD: "区全体",
}
NOT_ALLOWED = "－"
OPEN_TO_ALL = "つなぎ先を聞く・探す、会議・緊急の連絡先・シート・ことばの説明を使う"


def matrix() -> tuple[tuple[str, ...], ...]:
    """The whole table in words, its head first: each action and how far each role reaches.

    Everybody listed is 本人 too; the first row needs no place on the roster.
    """
    head = ("できること", *(ROLE_LABELS[role] for role in Role))
    rows = (
        (
            ACTION_LABELS.get(action, action.value),
            *(SCOPE_LABELS[table[role]] if role in table else NOT_ALLOWED for role in Role),
        )
        for action, table in PERMISSIONS.items()
    )
    return (head, (OPEN_TO_ALL, *("だれでも" for _ in Role)), *rows)


class NotPermitted(Exception):
    """The actor's roles do not reach that far; the front says so in one sentence."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.value)
        self.action = action


def scopes(actor: Actor, action: Action) -> frozenset[Scope]:
    """The scopes the actor's roles of today give for ``action``."""
    table = PERMISSIONS[action]
    return frozenset(table[role] for role in actor.roles if role in table)


def sections_in_reach(actor: Actor, action: Action) -> frozenset[str] | None:
    """The sections ``action`` may touch: None means the whole ward, empty means none."""
    if Scope.WARD in scopes(actor, action):
        return None
    table = PERMISSIONS[action]
    reach: frozenset[str] = frozenset()
    for role, scope in table.items():
        if scope is Scope.OWN_SECTION:
            reach |= actor.sections_as(role)
    return reach


def require(actor: Actor, action: Action, *, section_id: str | None = None) -> None:
    """Raise NotPermitted unless the actor may do ``action`` (on that section, if given)."""
    held = scopes(actor, action)
    if not held:
        raise NotPermitted(action)
    if section_id is None:
        return
    reach = sections_in_reach(actor, action)
    if reach is not None and section_id not in reach:
        raise NotPermitted(action)
