"""Work after an acknowledgement, and the sentences of what an editor is refused.

Bolt's error handler does not see what happens after the acknowledgement.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, get_args

from bot.content.dates import NotEditable
from bot.content.editing import NotOurFile
from bot.content.shelf import ChangedMeanwhile, NotWritable
from bot.service.editing import AlreadyBack, NothingChanges, ProposalGone, StillFaulty
from bot.service.renewal import CheckedToday
from bot.slack.blocks.base import Reply, fitted
from bot.slack.blocks.editors import not_taken_reply, refused_reply, sentence_reply
from bot.slack.clients import Clients
from bot.slack.errors import sentence_for
from bot.slack.showing import replace

SENTENCES: Mapping[type[Exception], str] = {
    ProposalGone: (
        "この案は、もうありません（1日たったか、もう反映したか、とりやめた案です）。"
        "必要なときは、もう一度ファイルを送ってください。"
    ),
    NothingChanges: "いまの知識と同じ内容です。反映することはありません。",
    AlreadyBack: "すでに元に戻っています。",
    CheckedToday: "この項目は、今日もう確かめられています。",
    NotEditable: (
        "このファイルは、ここから直せる書き方ではありません。ファイルを直して、"
        "このアプリへのダイレクトメッセージで送ってください。"
    ),
}
STILL_FAULTY = (
    "知識のファイルに直すところがあるため、反映していません。先に次のところを直してください。"
)
CHANGED_MEANWHILE = (
    "ファイルが、そのあとで別に変わっています。何も変えていません。"
    "いまのファイルをもとに直して、もう一度送ってください。"
)
NOT_WRITABLE = (
    "{folder} フォルダーに書き込めないため、反映していません。案はそのまま残っています。"
    "情報システムの担当の方に、気づきナビを動かしている利用者が {folder} フォルダーに"
    "書き込めるようにしてもらい、もう一度ボタンを押してください。"
)

Refused = (
    NotOurFile
    | NothingChanges
    | ProposalGone
    | AlreadyBack
    | CheckedToday
    | StillFaulty
    | ChangedMeanwhile
    | NotWritable
    | NotEditable
)
REFUSED = get_args(Refused)


def refusal(error: Refused) -> Reply:
    """Why something was not done, in a sentence."""
    match error:
        case StillFaulty():
            return refused_reply(STILL_FAULTY, error.errors)
        case ChangedMeanwhile():
            return refused_reply(CHANGED_MEANWHILE, files=error.names)
        case NotWritable():
            return refused_reply(NOT_WRITABLE.format(folder=error.folder))
        case NotOurFile():
            return not_taken_reply(str(error))
        case _:
            return refused_reply(SENTENCES[type(error)])


def outcome(done: Future[Reply]) -> tuple[Reply, bool]:
    """What the work made and True, or the sentence for what went wrong and False."""
    error = done.exception()
    if error is None:
        return done.result(), True
    if isinstance(error, Refused):
        return refusal(error), False
    if isinstance(error, Exception):
        return sentence_reply(sentence_for(error)), False
    raise error


def carry_out(clients: Clients, body: Mapping[str, Any], work: Callable[[], Reply]) -> None:
    """Do the work of a press; its reply takes the place of what was pressed.

    A refusal stands beside it, so that the same button can be pressed again.
    """
    with ThreadPoolExecutor(1, thread_name_prefix="press") as pool:
        reply, good = outcome(pool.submit(work))
    if good or body.get("view"):
        replace(clients, body, reply)
        return
    message = {"text": reply.text, "blocks": fitted(reply.blocks), "replace_original": False}
    clients.respond(body["response_url"], message)
