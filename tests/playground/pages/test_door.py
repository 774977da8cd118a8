"""What the pages let in and out: origins, addresses, streams, files."""

import asyncio
from collections.abc import Callable

import pytest

from tests.playground.pages.visits import Heard, Visit, act, at, card, opened, say
from tests.playground.seen import Page
from tests.playground.town import Town


async def test_no_page_runs_anything_but_its_own_script(town: Town, visit: Visit, heard: Heard) -> None:
    await card(town)
    await opened(town, visit)
    for path in (
        at(town),
        f"/as/{town.youth}/home",
        f"/as/{town.nurse}/in/{town.slack.direct(town.nurse).id}",
    ):
        async with visit.session.get(visit.address + path) as answer:
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            page = Page(await answer.text())
        assert page.all("style") == []
        assert [found["src"] for found in page.all("script")] == ["/static/page.js"]
        assert not {
            name for _, found in page.tags for name in found if name.startswith("on") or name == "style"
        }
        identities = [found["id"] for _, found in page.tags if "id" in found]
        assert len(identities) == len(set(identities))
        known = set(identities)
        assert all(found["for"] in known for found in page.all("label") if "for" in found)


@pytest.mark.parametrize("path", ["/nowhere", "/api/nothing", "/files/F0", "/response/x", "/socket"])
async def test_whatever_is_answered_may_load_nothing_foreign(visit: Visit, path: str) -> None:
    async with visit.session.get(visit.address + path, allow_redirects=False) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "Location" not in answer.headers


async def test_other_sites_are_kept_out(town: Town, visit: Visit) -> None:
    url, fields = visit.address + f"/as/{town.youth}/say", say(town, "hei")
    cases: list[dict[str, str]] = [{}, {"Origin": "https://evil.example"}, {"Origin": "null"}]
    for headers in cases:
        async with visit.session.post(url, data=fields, headers=headers) as answer:
            assert answer.status == 403
    async with visit.session.get(visit.address + at(town), headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403
        assert "Content-Security-Policy" in answer.headers
    assert town.slack.messages(town.ideas) == []


@pytest.mark.parametrize(
    "place", ["", "//evil.example", "https://evil.example", "in/../..", "home?x", "in/C1\r\nX: y"]
)
async def test_a_form_leads_nowhere_else(town: Town, visit: Visit, place: str) -> None:
    headers = {"Origin": visit.address}
    url, fields = visit.address + f"/as/{town.youth}/say", say(town, "hei") | {"place": place}
    async with visit.session.post(url, data=fields, headers=headers, allow_redirects=False) as answer:
        assert answer.status == 400


async def test_forms_that_no_page_makes_are_refused(town: Town, visit: Visit) -> None:
    headers = {"Origin": visit.address}
    for name, fields in (
        ("act", act(town, await card(town), "acts", "vote") | {"act": "nonsense"}),
        ("language", {"place": "home", "language": "de"}),
    ):
        async with visit.session.post(
            f"{visit.address}/as/{town.youth}/{name}", data=fields, headers=headers
        ) as answer:
            assert answer.status == 400


async def test_a_change_is_heard_at_once(town: Town, visit: Visit) -> None:
    page = await visit.see(at(town))
    async with visit.session.get(visit.address + "/changes") as stream:
        assert stream.content_type == "text/event-stream"
        first = await stream.content.readuntil(b"\n\n")
        assert first == f"data: {page.one('body')['data-change']}\n\n".encode()
        await town.slack.say(town.youth, town.ideas, "hei")
        assert int((await stream.content.readuntil(b"\n\n")).split()[1]) > int(first.split()[1])


async def test_an_open_stream_does_not_hold_the_server_up(town: Town, visit: Visit) -> None:
    async with visit.session.get(visit.address + "/changes") as stream:
        await stream.content.readuntil(b"\n\n")
        async with asyncio.timeout(5):
            await town.slack.stop()
            assert await stream.content.read() == b""


async def test_the_pages_files_are_served(visit: Visit) -> None:
    kinds: dict[str, Callable[[str], bool]] = {
        "page.css": lambda kind: kind == "text/css",
        "page.js": lambda kind: kind.endswith("/javascript"),
        "icon.svg": lambda kind: kind == "image/svg+xml",
    }
    for name, expected in kinds.items():
        async with visit.session.get(f"{visit.address}/static/{name}") as answer:
            assert answer.status == 200
            assert expected(answer.content_type)


async def test_an_uploaded_picture_is_shown(town: Town, visit: Visit) -> None:
    client = town.client()
    picture = bytes.fromhex("89504e470d0a1a0a")
    uploaded = await client.files_upload_v2(filename="graf.png", content=picture, alt_txt="Graf")
    image = {"type": "image", "slack_file": {"id": uploaded["file"]["id"]}, "alt_text": "Graf"}
    await client.chat_postMessage(channel=town.ideas, text="Graf", blocks=[image])
    found = (await visit.see(at(town))).one("img")
    assert found["alt"] == "Graf"
    async with visit.session.get(visit.address + str(found["src"])) as answer:
        assert (answer.status, await answer.read()) == (200, picture)


async def test_a_workspace_without_people_has_no_page(visit: Visit, town: Town) -> None:
    for person in town.slack.people():
        person.deleted = True
    assert (await visit.get("/"))[0] == 404
