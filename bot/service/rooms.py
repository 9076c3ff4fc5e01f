"""All of the service in one value, as the fronts and the clock receive it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.content.library import Library
from bot.core.clock import Clock
from bot.service.delivery import DeliveryDesk
from bot.service.editors import Editors
from bot.service.home import Home
from bot.service.inbox import Inbox
from bot.service.people import People
from bot.service.referral import Referral
from bot.service.roster import Roster
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


def open_service(store: Store, library: Library, clock: Clock) -> Service:
    """Open every room over one store, one library and one clock."""
    referral = Referral(library)
    training = Training(store, library)
    statistics = Statistics(store)
    delivery = DeliveryDesk(store, library)
    editors = Editors(store, library)
    return Service(
        clock=clock,
        people=People(store),
        referral=referral,
        training=training,
        statistics=statistics,
        home=Home(referral, training, statistics, delivery, editors),
        delivery=delivery,
        inbox=Inbox(store),
        roster=Roster(store),
        editors=editors,
    )
