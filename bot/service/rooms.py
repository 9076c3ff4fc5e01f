"""All of the service in one value, as the fronts and the clock receive it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.content.library import Library
from bot.core.clock import Clock
from bot.core.pace import Limits
from bot.core.retention import Terms
from bot.service.accounts import Accounts
from bot.service.asked import AskedTopics
from bot.service.audit import Audit
from bot.service.certificates import Certificates
from bot.service.conferences import Conferences
from bot.service.course_choices import CourseChoices
from bot.service.delivery import POSTING, DeliveryDesk
from bot.service.editing import Editing
from bot.service.editors import Editors
from bot.service.editors_queue import EditorsQueue
from bot.service.engine import Engines
from bot.service.feedback import Feedback
from bot.service.gatherings import Gatherings
from bot.service.home import Home
from bot.service.homes import Homes
from bot.service.inbox import Inbox
from bot.service.metrics import Metrics
from bot.service.monthly import Monthly
from bot.service.morning_cards import MorningCards
from bot.service.people import People
from bot.service.plan_desk import PlanDesk
from bot.service.planning import Asking
from bot.service.printing import Printing
from bot.service.question_standing import Standing
from bot.service.questions import Questions
from bot.service.referral import Referral
from bot.service.reminders import Reminders
from bot.service.renewal import Renewal
from bot.service.report_child import ReportMaker
from bot.service.report_files import ReportFiles
from bot.service.roster import Roster
from bot.service.sendings import Sendings
from bot.service.sheet import Sheets
from bot.service.statistics import SECONDS_EACH, Statistics
from bot.service.survey.desk import Surveys
from bot.service.survey_files import SurveyFiles
from bot.service.training import Training
from bot.service.training.remarks import Remarks
from bot.service.trial import Trials
from bot.store.engine import Store


@dataclass(frozen=True, slots=True)
class Service:
    """Everything a front can ask; ``clock`` gives the ``now`` to ask it with.

    ``in_turn``: requests are best worked on few at a time, because all wait for one file.
    """

    clock: Clock
    people: People
    referral: Referral
    training: Training
    statistics: Statistics
    home: Home
    delivery: DeliveryDesk
    inbox: Inbox
    roster: Roster
    editors: Editors
    editors_queue: EditorsQueue
    feedback: Feedback
    printing: Printing
    editing: Editing
    renewal: Renewal
    sendings: Sendings
    reminders: Reminders
    monthly: Monthly
    audit: Audit
    accounts: Accounts
    homes: Homes
    sheet: Sheets
    conferences: Conferences
    report_files: ReportFiles
    standing: Standing
    course_choices: CourseChoices
    questions: Questions
    asked: AskedTopics
    trials: Trials
    certificates: Certificates
    morning_cards: MorningCards
    gatherings: Gatherings
    surveys: Surveys
    plan: PlanDesk
    survey_files: SurveyFiles
    in_turn: bool
    metrics: Metrics = field(default_factory=Metrics)


@dataclass(frozen=True, slots=True)
class Choices:
    """What a ward decides for its rooms.

    ``posting`` is how fast messages may go out, ``terms`` how long what is stored is kept,
    ``question_seconds`` how long a question is reckoned with. ``sheet_free_text``: sheets
    may hold a few lines of the writer's own; ``sheet_files``: and become a file for them.
    """

    posting: Limits = POSTING
    terms: Terms = field(default_factory=Terms)
    question_seconds: int = SECONDS_EACH
    sheet_free_text: bool = False
    sheet_files: bool = False


def open_service(
    store: Store,
    library: Library,
    clock: Clock,
    data_dir: Path,
    choices: Choices | None = None,
    engines: Engines | None = None,
) -> Service:
    """Open every room over one store, one library and one clock.

    ``data_dir`` keeps what editors propose and what they changed, and what was made of
    the content for the next start; made when needed. ``engines``: where what answers
    questions is already there; None: it is looked for in ``data_dir``, or made there.
    """
    choices = choices or Choices()
    metrics = Metrics()
    referral = Referral(library, engines or Engines(data_dir), metrics)
    standing, trials = Standing(store, library), Trials(store, library)
    statistics = Statistics(store, library, choices.question_seconds, standing)
    surveys = Surveys(store, library)
    maker = ReportMaker()
    survey_files = SurveyFiles(store, library, surveys, maker)
    delivery = DeliveryDesk(
        store,
        library,
        posting=choices.posting,
        asking=Asking(standing.usable, trials.avoided, surveys.is_open),
    )
    remarks = Remarks(standing.needs_review, trials.announcement)
    training = Training(store, library, standing.usable, remarks=remarks)
    editors = Editors(store, library, standing)
    feedback = Feedback(store, library)
    course_choices = CourseChoices(store, library)
    certificates = Certificates(store, library)
    editing = Editing(library, editors, data_dir)
    return Service(
        clock=clock,
        people=People(store),
        referral=referral,
        training=training,
        statistics=statistics,
        home=Home(referral, training, statistics, delivery, editors, course_choices, surveys),
        delivery=delivery,
        inbox=Inbox(store, timedelta(days=choices.terms.event_days)),
        roster=Roster(store),
        editors=editors,
        editors_queue=EditorsQueue(store, library, referral, feedback, standing),
        feedback=feedback,
        printing=Printing(library, sheet_files=choices.sheet_files),
        editing=editing,
        sendings=Sendings(store, choices.posting),
        reminders=Reminders(store, library, statistics, surveys.is_open, standing.usable),
        monthly=Monthly(store),
        audit=Audit(store),
        conferences=Conferences(library),
        sheet=Sheets(store, library, free_text=choices.sheet_free_text),
        report_files=ReportFiles(store, statistics, maker),
        accounts=Accounts(store),
        homes=Homes(store, library),
        renewal=Renewal(store, library, editors, editing),
        standing=standing,
        course_choices=course_choices,
        questions=Questions(store, library, standing),
        asked=AskedTopics(store),
        trials=trials,
        certificates=certificates,
        morning_cards=MorningCards(store, library, standing.usable),
        gatherings=Gatherings(store, library, certificates),
        surveys=surveys,
        plan=PlanDesk(library, surveys, survey_files, referral, data_dir),
        survey_files=survey_files,
        in_turn=store.file is not None,
        metrics=metrics,
    )
