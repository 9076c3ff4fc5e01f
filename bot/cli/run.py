"""`run`: connect to Slack, or start the demonstration where no Slack setting exists."""

from __future__ import annotations

import logging
import sys

from bot.app import Part, run_live
from bot.cli.database import sentence
from bot.config import Config
from bot.logs import use_json
from bot.serving import CannotListen
from bot.slack.connection import NotConnected
from bot.store.errors import StoreError
from bot.workspace.errors import StateFileError


def run(config: Config, only: str | None) -> int:
    """Serve until asked to end; returns the exit code."""
    try:
        if config.slack is None:
            from bot.demonstration import run_demo

            logging.getLogger().setLevel(logging.WARNING)
            run_demo(config)
        else:
            use_json()
            run_live(config, config.slack, Part(only or Part.ALL))
    except StoreError as error:
        print(sentence(error), file=sys.stderr)
        return 1
    except (CannotListen, NotConnected, StateFileError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
