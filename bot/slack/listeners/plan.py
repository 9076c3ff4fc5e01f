"""運営方針: the 指標担当 enters dates and figures, and confirms the drafts of the sheets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from slack_bolt import Ack, App

from bot.content.plan_form import FieldFaults
from bot.core.people import Actor
from bot.core.permissions import Action
from bot.service.editing import StillFaulty
from bot.service.plan_values import Saved, SurveyUnreadable
from bot.service.rooms import Service
from bot.slack.afterwards import Afterwards
from bot.slack.blocks.base import Block, Reply, View, as_modal
from bot.slack.blocks.plan import (
    ACTIVITY,
    BACK_AGAIN,
    NEW_YEAR,
    PAGE,
    SAVED,
    SHEET,
    UNDO,
    VALUE,
    notice_of,
    page_reply,
    refused_notice,
    refused_page,
    with_undo,
)
from bot.slack.blocks.plan_forms import (
    ACTIVITY_FORM,
    CHOICE_FORM,
    TOO_MANY_DAYS,
    VALUE_FORM,
    activity_modal,
    choice_modal,
    days_fit,
    value_modal,
)
from bot.slack.blocks.plan_sheet import CHOOSE, CONFIRM, CONFIRMED, sheet_reply
from bot.slack.blocks.plan_typed import errors_of
from bot.slack.clients import Clients
from bot.slack.commands import Command
from bot.slack.plan_forms import (
    moment_named,
    place_named,
    save_activity,
    save_choice,
    save_value,
)
from bot.slack.plan_refusals import REFUSED, STILL_FAULTY, sentence
from bot.slack.refusals import carry_out
from bot.slack.showing import asking, chosen

STARTED = "新しい年度の計画にしました。"
Save = Callable[[Service, Actor, dict[str, Any], datetime], Saved]
Then = Callable[[Service, Actor, dict[str, Any], datetime, Saved], Reply]
Work = Callable[[Service, Actor, str, datetime], Reply]


def run(service: Service, actor: Actor, text: str, now: datetime) -> Reply | View:
    """Everything there is of the plan."""
    return _page(service, actor, now)


def register(app: App, service: Service, clients: Clients, afterwards: Afterwards) -> None:
    """Register the ways to look, the forms, and what is asked once more."""
    _register_looking(app, service, clients)
    for form, save, then in (
        (ACTIVITY_FORM, save_activity, _page_after),
        (VALUE_FORM, save_value, _page_after),
        (CHOICE_FORM, save_choice, _sheet_after),
    ):
        app.view(form)(_handed_in(service, save, then))
    for button, work in ((CONFIRM, _confirm), (UNDO, _undo), (NEW_YEAR, _start_year)):
        app.action(button)(_pressed(service, clients, afterwards, work))


# ------------------------------------------------------------ looking


def _register_looking(app: App, service: Service, clients: Clients) -> None:
    def opening(made: Callable[[Actor, str, datetime], Reply | View]) -> Callable[..., None]:
        def on_open(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
            actor, now = asking(service, body)
            value = str(action.get("value") or "")
            try:
                shown = made(actor, value, now)
            except StillFaulty as error:
                shown = refused_page(STILL_FAULTY, map(str, error.errors))
            except SurveyUnreadable as error:
                shown = refused_page(sentence(error))
            _show_here(clients, body, shown)
            ack()

        return on_open

    def activity(actor: Actor, value: str, now: datetime) -> Reply | View:
        form = service.plan.activity(actor, place_named(value), now)
        return activity_modal(form) if days_fit(form) else refused_page(TOO_MANY_DAYS)

    def values(actor: Actor, value: str, now: datetime) -> Reply | View:
        return value_modal(service.plan.values(actor, place_named(value), now))

    def sheet(actor: Actor, value: str, now: datetime) -> Reply | View:
        return sheet_reply(service.plan.sheet(actor, moment_named(value), now))

    def choice(actor: Actor, value: str, now: datetime) -> Reply | View:
        return choice_modal(service.plan.choice(actor, moment_named(value)))

    app.action(PAGE)(opening(lambda actor, _, now: _page(service, actor, now)))
    app.action(ACTIVITY)(opening(activity))
    app.action(VALUE)(opening(values))
    app.action(SHEET)(opening(sheet))
    app.action(CHOOSE)(opening(choice))


def _page(service: Service, actor: Actor, now: datetime, notice: Sequence[Block] = ()) -> Reply:
    """The page as it stands; ``notice`` says what has just been done."""
    try:
        return page_reply(service.plan.page(actor, now), notice)
    except StillFaulty as error:
        return refused_page(STILL_FAULTY, map(str, error.errors))


def _show_here(clients: Clients, body: dict[str, Any], shown: Reply | View) -> None:
    """In the place of the modal that is open, so that no older page stays below it."""
    view = as_modal(shown) if isinstance(shown, Reply) else shown
    current = body.get("view") or {}
    if current.get("type") == "modal":
        clients.posting.views_update(view_id=current["id"], view=view)
    else:
        clients.posting.views_open(trigger_id=body["trigger_id"], view=view)


# ------------------------------------------------------------ forms


def _handed_in(service: Service, save: Save, then: Then) -> Callable[..., None]:
    """A form: its faults at its fields, or what is there now with what was done."""

    def on_form(ack: Ack, body: dict[str, Any], view: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        try:
            saved = save(service, actor, view, now)
        except FieldFaults as wrong:
            ack(response_action="errors", errors=errors_of(wrong.by_field, view))
        except REFUSED as error:  # what was typed stays in the form
            ack(response_action="errors", errors=errors_of({"": sentence(error)}, view))
        else:
            reply = then(service, actor, view, now, saved)
            ack(response_action="update", view=as_modal(reply))

    return on_form


def _page_after(
    service: Service, actor: Actor, view: dict[str, Any], now: datetime, saved: Saved
) -> Reply:
    return _page(service, actor, now, notice_of(saved))


def _sheet_after(
    service: Service, actor: Actor, view: dict[str, Any], now: datetime, saved: Saved
) -> Reply:
    key, _, _ = str(view.get("private_metadata")).partition("|")
    try:
        sheet = service.plan.sheet(actor, moment_named(key), now)
    except SurveyUnreadable:
        return _page(service, actor, now, notice_of(saved))
    return sheet_reply(sheet, with_undo(saved, SAVED))


# ------------------------------------------------------------ what is asked once more


def _pressed(
    service: Service, clients: Clients, afterwards: Afterwards, work: Work
) -> Callable[..., None]:
    """A button that changes something: done after the acknowledgement, shown in its place."""

    def on_press(ack: Ack, body: dict[str, Any], action: dict[str, Any]) -> None:
        actor, now = asking(service, body)
        value = chosen(action)

        afterwards.do(lambda: carry_out(clients, body, lambda: work(service, actor, value, now)))
        ack()

    return on_press


def _confirm(service: Service, actor: Actor, value: str, now: datetime) -> Reply:
    key, _, mark = value.partition("|")
    moment = moment_named(key)
    try:
        notice = with_undo(service.plan.confirm(actor, moment, mark, now), CONFIRMED)
    except SurveyUnreadable as error:
        return refused_page(sentence(error))
    except REFUSED as error:
        notice = refused_notice(sentence(error))
    return sheet_reply(service.plan.sheet(actor, moment, now), notice)


def _undo(service: Service, actor: Actor, value: str, now: datetime) -> Reply:
    try:
        notice = notice_of(service.plan.undo(actor, value, now), BACK_AGAIN)
    except REFUSED as error:
        notice = refused_notice(sentence(error))
    return _page(service, actor, now, notice)


def _start_year(service: Service, actor: Actor, value: str, now: datetime) -> Reply:
    try:
        notice = notice_of(service.plan.start_year(actor, now), STARTED)
    except REFUSED as error:
        notice = refused_notice(sentence(error))
    return _page(service, actor, now, notice)


COMMAND = Command(
    id="plan",
    word="運営方針",
    aliases=("うんえいほうしん", "経営課題", "指標"),
    usage="/kizuki 運営方針",
    description="運営方針の取組の日程・人数と、指標の数字を入れ、シートの案を確かめます（指標担当・管理者）",
    run=run,
    register=register,
    needs=Action.KEEP_PLAN,
)
