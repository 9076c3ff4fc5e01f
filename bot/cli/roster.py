"""`roster import`, `roster match`, `roster list`: who is on the roster, and whose account."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

from bot.cli.database import Refused, confirmed, existing, opened, told
from bot.config import Config
from bot.core.failures import reason
from bot.core.people import Staff
from bot.core.roster import MAX_BYTES, TOO_LARGE, RosterFault, RosterFile, unknown_emails
from bot.core.roster_diff import ChangeKind, RosterDiff, day_words
from bot.databases import live_url
from bot.service.accounts import Accounts
from bot.service.roster import OPERATOR, ByEmail, Roster, RosterChanged, RosterImport
from bot.slack.clients import make_clients
from bot.slack.lookups import LookupsEnded, working_accounts

STOPPED = "取りやめました。何も変えていません。"
CHANGED = "このあいだに名簿が変わりました。何も変えていません。もう一度お試しください。"
QUESTION = "名簿を、このファイルの内容に丸ごと入れかえます（学びの記録はそのまま残ります）。"
NO_CHANGES = "いまの名簿と同じ内容です。取り込むと、基準日だけが新しくなります。"
NO_SLACK = "Slackの設定がありません。SLACK_BOT_TOKEN などを設定してください。"
EVERYBODY_MATCHED = "全員にSlackの相手があります。"
NO_EMAIL = "名簿にメールがない人（{0}人）：{1}"
UNKNOWN = "Slackに見つからない：{0}（{1}）"
TAKEN = "ほかの人のアカウントになっている：{0}（{1}）"


def import_roster(config: Config, file: Path, day: date | None, *, yes: bool) -> int:
    """Show what a CSV or XLSX would change, ask, and take it over as the whole roster.

    With a fault every one is printed with its row and nothing changes. ``day`` is the
    基準日 (today where None); ``yes`` answers the question beforehand.
    """
    try:
        with file.open("rb") as opened_file:
            data = opened_file.read(MAX_BYTES + 1)
    except OSError as error:
        print(f"{file} を読めません（{reason(error)}）。", file=sys.stderr)
        return 1
    if len(data) > MAX_BYTES:
        print(TOO_LARGE, file=sys.stderr)
        return 1
    with opened(live_url(config)) as store:
        by_email = partial(_by_email, config)
        return told(lambda: _import(Roster(store), data, day, by_email, yes=yes))


def _by_email(config: Config, file: RosterFile) -> Mapping[str, str]:
    """Slack's accounts by address, where the roster needs them and Slack can be asked."""
    if config.slack is None or not file.emails:
        return {}
    try:
        return working_accounts(make_clients(config.slack.bot_token, config.slack.api_url))
    except LookupsEnded as error:
        print(f"メールの照合はしませんでした。{error}")
        return {}


def _import(roster: Roster, data: bytes, day: date | None, by_email: ByEmail, *, yes: bool) -> None:
    now = datetime.now(UTC)
    seen = roster.look(OPERATOR, data, now, day)
    if seen.diff is None or seen.file is None:
        raise Refused(_faults(seen.faults))
    _print_diff(seen.diff)
    found = by_email(seen.file)
    if found:
        _print_unknown(unknown_emails(seen.file, found))
    if not yes and not confirmed(QUESTION):
        raise Refused(STOPPED)
    try:
        done = roster.replace(
            OPERATOR,
            seen.file,
            now,
            seen.diff.day,
            expected=seen.diff.digest,
            by_email=lambda _file: found,
        )
    except RosterChanged as error:
        raise Refused(CHANGED) from error
    if done.faults:
        raise Refused(_faults(done.faults))
    _print_done(done)


def _faults(faults: tuple[RosterFault, ...]) -> str:
    lines = [str(fault) for fault in faults]
    return "\n".join([*lines, f"間違いが{len(lines)}か所あるため、何も取り込んでいません。"])


def _print_diff(diff: RosterDiff) -> None:
    print(f"{day_words(diff.day)}の名簿：{diff.sections}課{diff.staff}人")
    for note in diff.notes:
        print(f"△ {note}")
    for kind in ChangeKind:
        lines = diff.of(kind)
        if lines:
            print(f"{kind}（{len(lines)}人）")
            for line in lines:
                print(f"  {line}")
    if not diff.changes:
        print(NO_CHANGES)


def _print_unknown(unknown: tuple[RosterFault, ...]) -> None:
    if unknown:
        print(
            f"△ Slackの相手が見つからないメールが{len(unknown)}件あります（取り込みはできます）。"
        )
    for fault in unknown:
        print(f"  {fault}")


def _print_done(done: RosterImport) -> None:
    print(f"{done.sections}課{done.staff}人の名簿を取り込みました。")
    if done.unmatched:
        names = "、".join(done.unmatched)
        print(f"Slackの相手が分からない人（{len(done.unmatched)}人）：{names}")


def show(config: Config) -> int:
    """Print how the roster stands and who has no working Slack account."""

    def work() -> None:
        with existing(config) as store:
            state = Roster(store).state(OPERATOR, datetime.now(UTC))
        if state.as_of is None:
            print("名簿はまだ取り込まれていません。")
            return
        print(f"{day_words(state.as_of)}の名簿：いま{state.sections}課{state.staff}人")
        _print_people("Slackの相手が分からない人", state.unmatched)
        _print_people("Slackのアカウントが止まった人", state.closed)

    return told(work)


def _print_people(heading: str, people: tuple[Staff, ...]) -> None:
    if people:
        print(f"{heading}（{len(people)}人）")
    for person in people:
        print(f"  {person.staff_id}　{person.name}")


def match(config: Config) -> int:
    """Find the accounts of the people without one by their e-mail address; print the rest."""

    def work() -> None:
        if config.slack is None:
            raise Refused(NO_SLACK)
        clients = make_clients(config.slack.bot_token, config.slack.api_url)
        with existing(config) as store:
            accounts = Accounts(store)
            waiting = accounts.to_match(OPERATOR, datetime.now(UTC))
            if not waiting.by_email and not waiting.without_email:
                print(EVERYBODY_MATCHED)
                return
            try:
                known = working_accounts(clients) if waiting.by_email else {}
            except LookupsEnded as error:
                raise Refused(str(error)) from error
            found = sum(_matched(accounts, person, known) for person in waiting.by_email)
        print(f"{found}人のSlackの相手が分かりました。")
        if waiting.without_email:
            names = "、".join(person.name for person in waiting.without_email)
            print(NO_EMAIL.format(len(waiting.without_email), names))

    return told(work)


def _matched(accounts: Accounts, person: Staff, known: Mapping[str, str]) -> bool:
    """Note what was found; what was not is printed."""
    account = known.get(person.email or "")
    if account is None:
        print(UNKNOWN.format(person.name, person.email))
        return False
    if not accounts.match(OPERATOR, person, account):
        print(TAKEN.format(person.name, person.email))
        return False
    return True
