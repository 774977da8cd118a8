"""Files: the external upload flow, and the moment until a message can show them."""

import dataclasses

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.state import Json
from tests.playground.test_web_api import refused
from tests.playground.town import Town, eventually

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452")


def picture(file_id: str) -> list[Json]:
    return [{"type": "image", "alt_text": "Et diagram", "slack_file": {"id": file_id}}]


async def test_a_picture_can_be_shown_a_moment_after_its_upload(town: Town, client: AsyncWebClient) -> None:
    town.slack.pace = dataclasses.replace(town.slack.pace, file_ready=0.3)
    answer = await client.files_upload_v2(
        content=PNG, filename="resultat.png", title="Resultat", alt_txt="Søyler"
    )
    file_id = answer["file"]["id"]
    early = (await client.files_info(file=file_id))["file"]
    assert early["mimetype"] == ""
    body = await refused(client.chat_postMessage(channel=town.ideas, text="x", blocks=picture(file_id)))
    assert body["response_metadata"]["messages"] == [
        "[ERROR] invalid slack file [json-pointer:/blocks/0/slack_file]"
    ]
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{town.slack.url}/files/{file_id}") as response:
            assert response.status == 404

        async def is_ready() -> bool:
            return bool((await client.files_info(file=file_id))["file"]["mimetype"])

        await eventually(is_ready)
        found = (await client.files_info(file=file_id))["file"]
        assert (found["mimetype"], found["size"], found["title"]) == ("image/png", len(PNG), "Resultat")
        assert found["alt_txt"] == "Søyler"
        await client.chat_postMessage(channel=town.ideas, text="x", blocks=picture(file_id))
        async with session.get(found["url_private"]) as response:
            assert response.content_type == "image/png"
            assert response.headers["X-Content-Type-Options"] == "nosniff"
            assert await response.read() == PNG


async def test_a_file_shared_in_a_channel(town: Town, client: AsyncWebClient) -> None:
    await client.files_upload_v2(
        content="a;b", filename="tall.csv", channel=town.ideas, initial_comment="Tallene"
    )
    [message] = town.slack.messages(town.ideas)
    assert message.text == "Tallene"
    history = (await client.conversations_history(channel=town.ideas))["messages"]
    assert history[0]["files"][0]["name"] == "tall.csv"
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{town.slack.url}/files/{message.files[0]}") as response,
    ):
        assert response.headers["Content-Disposition"] == "attachment"


async def test_uploads_that_slack_refuses(town: Town, client: AsyncWebClient) -> None:
    place = await client.files_getUploadURLExternal(filename="a.png", length=4)
    files = [{"id": place["file_id"]}]
    assert (await refused(client.files_completeUploadExternal(files=files)))["error"] == "file_update_failed"
    async with aiohttp.ClientSession() as session:
        async with session.post(place["upload_url"], data=b"too much") as response:
            assert response.status == 400
        async with session.post(place["upload_url"], data=b"four") as response:
            assert await response.text() == "OK - 4"
        outside = client.files_completeUploadExternal(files=files, channel_id=town.elsewhere)
        assert (await refused(outside))["error"] == "not_in_channel"
        nowhere = client.files_completeUploadExternal(files=files, channel_id="C0NOWHERE")
        assert (await refused(nowhere))["error"] == "channel_not_found"
        assert (await refused(client.files_info(file=place["file_id"])))["error"] == "file_not_found"
        assert (await client.files_completeUploadExternal(files=files))["ok"]
        assert (await refused(client.files_completeUploadExternal(files=files)))["error"] == "file_not_found"
        async with session.post(place["upload_url"], data=b"four") as response:
            assert response.status == 404
    long = client.files_getUploadURLExternal(filename="a.png", length=4, alt_txt="x" * 1001)
    assert (await refused(long))["error"] == "alt_txt_too_large"
    empty = client.files_getUploadURLExternal(filename="a.png", length=0)
    assert (await refused(empty))["error"] == "invalid_arguments"
    unknown = client.api_call("files.completeUploadExternal", json={"files": [{"id": "F1", "name": "x"}]})
    assert (await refused(unknown))["error"] == "invalid_arguments"
