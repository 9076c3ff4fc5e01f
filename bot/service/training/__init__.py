"""The course of one person: what is due, answering it, まとめて受講, and their own record."""

from bot.service.training.desk import Training
from bot.service.training.first_use import FIRST_USE
from bot.service.training.means import Usable, everything_usable
from bot.service.training.values import (
    ConceptRecord,
    DueQuestion,
    Erased,
    Feedback,
    FirstUse,
    OwnFile,
    OwnRecord,
    QuestionGone,
    QuestionSuspended,
    SeenChoice,
    Sitting,
    TogetherRecord,
    WeekRecord,
    YearRecord,
)

__all__ = [
    "FIRST_USE",
    "ConceptRecord",
    "DueQuestion",
    "Erased",
    "Feedback",
    "FirstUse",
    "OwnFile",
    "OwnRecord",
    "QuestionGone",
    "QuestionSuspended",
    "SeenChoice",
    "Sitting",
    "TogetherRecord",
    "Training",
    "Usable",
    "WeekRecord",
    "YearRecord",
    "everything_usable",
]
