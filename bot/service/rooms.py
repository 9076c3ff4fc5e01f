"""All of the service in one value, as the fronts and the clock receive it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from bot.content.library import Library
from bot.core.clock import Clock
from bot.core.pace import Limits
from bot.core.retention import Terms
from bot.service.delivery import POSTING, DeliveryDesk
from bot.service.editing import Editing
from bot.service.editors import Editors
from bot.service.engine import Engines
from bot.service.feedback import Feedback
from bot.service.home import Home
from bot.service.inbox import Inbox
from bot.service.metrics import Metrics
from bot.service.people import People
from bot.service.printing import Printing
from bot.service.referral import Referral
from bot.service.renewal import Renewal
from bot.service.roster import Roster
from bot.service.sendings import Sendings
from bot.service.statistics import Statistics
from bot.service.training import Training
from bot.store.engine import Store


@dataclass(frozen=True, slots=True)
class Service:
    """Everything a front can ask; ``clock`` gives the ``now`` to ask it with."""

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
    feedback: Feedback
    printing: Printing
    editing: Editing
    renewal: Renewal
    sendings: Sendings
    metrics: Metrics = field(default_factory=Metrics)


def open_service(
    store: Store,
    library: Library,
    clock: Clock,
    data_dir: Path,
    *,
    posting: Limits = POSTING,
    terms: Terms | None = None,
) -> Service:
    """Open every room over one store, one library and one clock.

    ``data_dir`` keeps what editors propose and what they changed, and what was made of
    the content for the next start; made when needed. ``posting`` is how fast messages
    may go out, ``terms`` how long what is stored is kept.
    """
    metrics = Metrics()
    referral = Referral(library, Engines(data_dir), metrics)
    training = Training(store, library)
    statistics = Statistics(store)
    delivery = DeliveryDesk(store, library, posting=posting)
    editors = Editors(store, library)
    editing = Editing(library, editors, data_dir)
    return Service(
        clock=clock,
        people=People(store),
        referral=referral,
        training=training,
        statistics=statistics,
        home=Home(referral, training, statistics, delivery, editors),
        delivery=delivery,
        inbox=Inbox(store, timedelta(days=(terms or Terms()).event_days)),
        roster=Roster(store),
        editors=editors,
        feedback=Feedback(store, library),
        printing=Printing(library),
        editing=editing,
        sendings=Sendings(store, posting),
        renewal=Renewal(store, library, editors, editing),
        metrics=metrics,
    )
