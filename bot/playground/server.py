"""The HTTP side of the playground's Slack."""

from typing import TYPE_CHECKING

from aiohttp import BodyPartReader, web

from bot.playground import guard, payloads, replies, web_api

if TYPE_CHECKING:
    from bot.playground.slack import Playground

MOST_BYTES = 20 * 1024 * 1024
SHOWN_IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def build(playground: "Playground") -> web.Application:
    """An application with every route that a bot uses."""
    workspace = playground.workspace

    async def api(request: web.Request) -> web.StreamResponse:
        return await web_api.answer(playground, request)

    async def respond(request: web.Request) -> web.StreamResponse:
        return await replies.answer(playground, request)

    async def upload(request: web.Request) -> web.StreamResponse:
        file = workspace.state.files.get(request.match_info["id"])
        if file is None or file.completed:
            return web.Response(status=404, text="not found")
        content = await _body(request)
        if len(content) != file.length:
            return web.Response(status=400, text=f"expected {file.length} bytes, got {len(content)}")
        file.content = content
        workspace.touch()
        return web.Response(text=f"OK - {len(content)}")

    async def download(request: web.Request) -> web.StreamResponse:
        file = workspace.state.files.get(request.match_info["id"])
        if file is None or file.content is None or not payloads.usable(workspace, file):
            return web.Response(status=404, text="not found")
        shown = file.mimetype in SHOWN_IMAGES
        headers = {
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        }
        if not shown:
            headers["Content-Disposition"] = "attachment"
        kind = file.mimetype if shown else "application/octet-stream"
        return web.Response(body=file.content, content_type=kind, headers=headers)

    async def make_safe(_request: web.Request, response: web.StreamResponse) -> None:
        for name, value in guard.HEADERS.items():
            response.headers.setdefault(name, value)

    application = web.Application(client_max_size=MOST_BYTES)
    application.on_response_prepare.append(make_safe)
    application.router.add_route("*", "/api/{method}", api)
    application.router.add_post("/response/{id}", respond)
    application.router.add_post("/upload/{id}", upload)
    application.router.add_get("/files/{id}", download)
    application.router.add_get("/socket", playground.door.sockets.serve)
    return application


async def _body(request: web.Request) -> bytes:
    """The uploaded bytes: the raw body, or the file in a multipart form."""
    if request.content_type != "multipart/form-data":
        return await request.read()
    async for part in await request.multipart():
        if isinstance(part, BodyPartReader):
            return bytes(await part.read())
    return b""
