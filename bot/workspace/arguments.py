"""Reading a Web API request: JSON, form or query, with the token in header or body."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from bot.workspace.errors import ApiError
from bot.workspace.model import Json


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of one call, as sent; ``token`` has been taken out."""

    sent: Json

    def require(self, names: Sequence[str]) -> None:
        """Refuse a call that lacks one of ``names``.

        Raises:
            ApiError: invalid_arguments, naming all that are missing.
        """
        missing = [name for name in names if self.sent.get(name) in (None, "")]
        if missing:
            raise ApiError(
                "invalid_arguments", [f"[ERROR] missing required field: {name}" for name in missing]
            )

    def text(self, name: str, default: str = "") -> str:
        """A string argument; a number is taken as its digits."""
        value = self.sent.get(name)
        if value is None:
            return default
        if isinstance(value, (str, int, float)) and not isinstance(value, bool):
            return str(value)
        raise _wrong(name, "must be a string")

    def flag(self, name: str) -> bool:
        """A boolean argument, also in the spellings that forms use."""
        return self.sent.get(name) in (True, "true", "1", "True", 1)

    def number(self, name: str, default: int, most: int, refusal: str = "invalid_limit") -> int:
        """A positive whole number, cut at ``most``; ``refusal`` when it is none."""
        value = self.sent.get(name)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError:
            raise ApiError(refusal) from None
        if number < 1:
            raise ApiError(refusal)
        return min(number, most)

    def structure(self, name: str, refusal: str = "invalid_arguments") -> Any:
        """A JSON value, sent as such or as a string of JSON; None when absent."""
        value = self.sent.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise ApiError(refusal, [f"[ERROR] must be valid JSON: {name}"]) from None


def _wrong(name: str, sentence: str) -> ApiError:
    return ApiError("invalid_arguments", [f"[ERROR] {sentence} [json-pointer:/{name}]"])


async def read_arguments(request: Request) -> tuple[str, Arguments]:
    """The token (empty when there is none) and the arguments of a call.

    Raises:
        ApiError: the body is not what its content type says.
    """
    sent: Json = dict(request.query_params)
    sent.update(await _body(request))
    in_body = str(sent.pop("token", "") or "")
    scheme, _, in_header = request.headers.get("authorization", "").partition(" ")
    token = in_header.strip() if scheme.lower() == "bearer" else ""
    return token or in_body, Arguments(sent)


async def _body(request: Request) -> Json:
    content_type = request.headers.get("content-type", "")
    if request.method != "POST":
        return {}
    if content_type.startswith("application/json"):
        return await _json_body(request)
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


async def _json_body(request: Request) -> Json:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise ApiError("invalid_json") from None
    if not isinstance(body, dict):
        raise ApiError("json_not_object")
    return body
