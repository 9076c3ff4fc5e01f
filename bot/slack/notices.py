"""What the administrators and editors are told unasked, each with the next step."""

from __future__ import annotations

from collections.abc import Mapping

from bot.service.editors_queue import DIGEST
from bot.service.notices import Notice
from bot.service.question_notices import FEW, SUSPENDED
from bot.service.rooms import Service
from bot.slack.blocks.base import Reply, inline, section
from bot.slack.blocks.question_notices import few_reply, suspended_reply
from bot.slack.blocks.roster import ANCHOR_GONE, anchor_lines
from bot.slack.blocks.suggest import digest_reply
from bot.slack.blocks.survey_sent import announcement_message

TITLE = "お知らせがあります"
TEXTS: Mapping[str, str] = {
    "content_errors": (
        "知識か設問の新しいファイルに直すところがあります。前の版を使い続けています。"
        "気づきナビのホームで、ファイル名と行をごらんください。"
    ),
    Notice.ACCOUNT_CLOSED: (
        "Slackのアカウントが止まった職員がいます。退職や異動のときは、名簿を新しくして"
        "取り込んでください。だれかは「/kizuki 名簿」で見られます。"
    ),
    Notice.BACKUP_OVERDUE: (
        "データベースの写しが、36時間より長く作られていません。"
        "情報システムの担当者に「python -m bot doctor」の実行を頼んでください。"
        "ディスクの空きと、写しを置くフォルダーを確かめます。"
    ),
    Notice.DELIVERY_FAILING: (
        "届けられなかった設問やお知らせがあります。設問はご本人のホームに出ています。"
        "情報システムの担当者に「python -m bot deliveries」の実行を頼んでください。"
    ),
    Notice.NAMED_FILE_STAYS: (
        "お名前入りの資料のファイルを、Slackから消せないまま1日たちました。10分ごとに試し続けています。"
        "気づきナビのログで理由を確かめ、Slackの管理画面で、このアプリのファイルを消してください。"
    ),
    Notice.SCHEDULER_STOPPED: (
        "執務時間のなかで、気づきナビの配信が30分より長く止まっていました。"
        "届くはずだった設問は、期限のうちなら順に届きます。"
        "続くときは、情報システムの担当者に「python -m bot doctor」の実行を頼んでください。"
    ),
}
SURVEY_OPENED = "職員アンケートを開きました。進みは指標担当に確かめてください。"
SORRY = "お返事できず、申し訳ありません"
APOLOGY = (
    "気づきナビが止まっていたため、送ってくださった文にお返事できませんでした。申し訳ありません。"
    "何を書いてくださったかは残していません。"
    "お手数ですが、まだお困りのときは、もう一度送ってください。"
    "お急ぎのときは、上司と保健福祉課に相談してください。"
)
NO_CONTACT = (
    "昼間の区の連絡先がまだ入っていない場面があります。いのちに関わるので、早めにお願いします。"
)
HOW_TO_FILL = (
    "知識編集者に、窓口の内線か電話番号を knowledge/local.yaml に書いてもらってください。"
    "入るまで、毎週はじめにお知らせします。"
)
FILLED = "昼間の区の連絡先は、すべて入りました。ありがとうございます。"


def notice_reply(service: Service, ids: Mapping[str, str]) -> Reply:
    """The message for one notice."""
    notice = ids["notice"]
    if notice in {Notice.AUDIT_CLOSED, Notice.SURVEY_OPENED}:
        return _of_record(service, notice, ids["occurrence"].rpartition("/")[2])
    if notice == DIGEST:
        return digest_reply(**service.editors_queue.digest(service.clock.now()))
    if notice == SUSPENDED:
        return suspended_reply(service, ids.get("questions", "").split())
    if notice == FEW:
        return few_reply(service, ids.get("concept", ""))
    if notice == Notice.DUTY_CONTACTS:
        return _duty_contacts(service)
    return Reply(TITLE, (section(TEXTS[notice]),))


def apology_reply() -> Reply:
    """What somebody gets who has waited for an answer through an outage."""
    return Reply(SORRY, (section(APOLOGY),))


def _of_record(service: Service, notice: str, episode: str) -> Reply:
    """What stands in the occurrence's name: a month of the audit, or a wave of the survey."""
    if notice == Notice.AUDIT_CLOSED:
        anchor = service.audit.anchor(episode)
        return Reply(TITLE, (section(anchor_lines(anchor) if anchor else ANCHOR_GONE),))
    told = service.surveys.announcement(episode)
    blocks = announcement_message(told).blocks if told else (section(SURVEY_OPENED),)
    return Reply(TITLE, blocks)


def _duty_contacts(service: Service) -> Reply:
    missing = [inline(f"・{name}") for name in service.editors.duties_without_contact()]
    if not missing:
        return Reply(TITLE, (section(FILLED),))
    # What the cases are called is not for the banner, hence not in the first block.
    return Reply(TITLE, (section(NO_CONTACT), section(missing), section(HOW_TO_FILL)))
