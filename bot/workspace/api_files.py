"""The Web API methods files.*, the upload address and downloads (the v2 sequence)."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.workspace.arguments import Arguments
from bot.workspace.errors import ApiError
from bot.workspace.events import announce
from bot.workspace.hub import Hub
from bot.workspace.identifiers import fresh_id, fresh_token
from bot.workspace.messages import checked_content, post_as_app, remove
from bot.workspace.methods import Method, channel_to_post
from bot.workspace.model import Channel, Json, Message, StoredFile
from bot.workspace.payloads import file_object

LARGEST_FILE = 50_000_000
_SHOWN_INLINE = ("image/png", "image/jpeg", "image/gif")


def get_upload_url(hub: Hub, args: Arguments) -> Json:
    """files.getUploadURLExternal: announce a file, get an address for its bytes."""
    length = args.number("length", 0, LARGEST_FILE + 1, "invalid_arguments")
    if length > LARGEST_FILE:
        raise ApiError("file_upload_size_restricted")
    name = args.text("filename")
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    now = int(hub.clock.now().timestamp())
    alt = args.text("alt_txt")
    stored = StoredFile(fresh_id("F"), name, name, mimetype, alt, length, now)
    hub.state.files[stored.id] = stored
    ticket = fresh_token("")
    hub.tickets[ticket] = stored.id
    return {"file_id": stored.id, "upload_url": f"{hub.base_url}/upload/{ticket}"}


async def receive_upload(hub: Hub, request: Request) -> Response:
    """POST to an upload address, raw or as a form with one file."""
    file_id = hub.tickets.get(request.path_params["ticket"])
    stored = hub.state.files.get(file_id or "")
    if stored is None or stored.content is not None:
        return PlainTextResponse("Not found", 404)
    content = await _content(request)
    if len(content) != stored.length:
        return PlainTextResponse("The size differs from the announced length", 400)
    stored.content = content
    return PlainTextResponse(f"OK - {len(content)}")


async def _content(request: Request) -> bytes:
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    for part in (await request.form()).values():
        if not isinstance(part, str):
            return await part.read()
    return b""


def complete_upload(hub: Hub, args: Arguments) -> Json:
    """files.completeUploadExternal: title the files and share them in a conversation."""
    rows = args.structure("files")
    if not isinstance(rows, list) or not rows:
        raise ApiError("invalid_arguments", ["[ERROR] must be an array [json-pointer:/files]"])
    uploaded = [_uploaded(hub, row) for row in rows]
    for channel in _destinations(hub, args):
        _share(hub, channel, uploaded, args)
    hub.saver.changed()
    return {"files": [file_object(hub, stored) for stored in uploaded]}


def _uploaded(hub: Hub, row: object) -> StoredFile:
    stored = hub.state.files.get(str(row.get("id"))) if isinstance(row, dict) else None
    if stored is None or stored.content is None or not isinstance(row, dict):
        raise ApiError("file_not_found")
    stored.title = str(row.get("title") or stored.name)
    return stored


def _destinations(hub: Hub, args: Arguments) -> list[Channel]:
    names = [args.text("channel_id"), *args.text("channels").split(",")]
    return [channel_to_post(hub, name) for name in names if name]


def _share(hub: Hub, channel: Channel, uploaded: list[StoredFile], args: Arguments) -> None:
    text, blocks = args.text("initial_comment"), None
    if not text and args.sent.get("blocks"):
        text, blocks = checked_content(None, args.structure("blocks", "invalid_blocks"))
    message = Message(hub.new_ts(), hub.app.bot_user_id, text, blocks)
    message.thread_ts = args.text("thread_ts") or None
    message.files = [stored.id for stored in uploaded]
    for stored in uploaded:
        stored.shared_in.append(channel.id)
    post_as_app(hub, channel, message)


def share_from_person(
    hub: Hub, user: str, channel: Channel, text: str, rows: Sequence[tuple[str, bytes]]
) -> None:
    """Somebody sends files (name, bytes) with or without a text."""
    now = int(hub.clock.now().timestamp())
    message = Message(hub.new_ts(), user, text)
    for name, content in rows:
        kind = mimetypes.guess_type(name)[0] or "text/plain"
        stored = StoredFile(fresh_id("F"), name, name, kind, "", len(content), now, content)
        stored.shared_in, stored.sender = [channel.id], user
        hub.state.files[stored.id] = stored
        message.files.append(stored.id)
    hub.post(channel, message)
    announce(hub, channel, message)


def info(hub: Hub, args: Arguments) -> Json:
    """files.info: a file of a conversation in which the app is."""
    stored = hub.state.files.get(args.text("file"))
    if stored is None or stored.content is None:
        raise ApiError("file_not_found")
    return {"file": file_object(hub, stored)}


def delete_file(hub: Hub, args: Arguments) -> Json:
    """files.delete; a message that was nothing but this file goes with it."""
    file_id = args.text("file")
    if hub.state.files.pop(file_id, None) is None:
        raise ApiError("file_not_found")
    for channel in hub.state.channels.values():
        for message in [row for row in channel.messages if file_id in row.files]:
            message.files.remove(file_id)
            if message.files or message.text or message.blocks:
                hub.touched(channel, message)
            else:
                remove(hub, channel, message)
    hub.saver.changed()
    return {}


def download(hub: Hub, request: Request) -> Response:
    """GET a file; anything but a plain picture is offered for saving, never shown."""
    stored = hub.state.files.get(request.path_params["file_id"])
    if stored is None or stored.content is None:
        return PlainTextResponse("ファイルが見つかりません。", 404)
    how = "inline" if stored.mimetype in _SHOWN_INLINE else "attachment"
    headers = {
        "content-disposition": f"{how}; filename*=UTF-8''{quote(stored.name, safe='')}",
        "cache-control": "private, max-age=3600",
    }
    return Response(stored.content, media_type=stored.mimetype, headers=headers)


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("filename", "length"), "files:write"),
    "files.completeUploadExternal": Method(complete_upload, ("files",), "files:write"),
    "files.info": Method(info, ("file",), "files:read"),
    "files.delete": Method(delete_file, ("file",), "files:write"),
}
