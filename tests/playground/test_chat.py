"""Messages: where they may go, what they may hold, how they are changed and read back."""

import json
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.playground.test_web_api import refused
from tests.playground.town import SCOPES, Town, registered

META = {"event_type": "outbox", "event_payload": {"id": 7}}


async def test_where_the_bot_may_write(town: Town, client: AsyncWebClient) -> None:
    async def error(channel: str) -> str:
        return str((await refused(client.chat_postMessage(channel=channel, text="Hei")))["error"])

    assert await error("C0NOWHERE") == "channel_not_found"
    assert await error("#nowhere") == "channel_not_found"
    assert await error(town.elsewhere) == "not_in_channel"
    await town.slack.remove_bot(town.youth, town.closed)
    assert await error(town.closed) == "channel_not_found"
    await town.slack.archive(town.youth, town.ideas)
    assert await error(town.ideas) == "is_archived"


async def test_a_channel_by_name_and_a_person_by_id(town: Town, client: AsyncWebClient) -> None:
    assert (await client.chat_postMessage(channel="#ideer", text="Hei"))["channel"] == town.ideas
    direct = (await client.chat_postMessage(channel=town.youth, text="Hei"))["channel"]
    assert direct == town.slack.direct(town.youth).id
    town.slack.workspace.registration = registered(scopes=frozenset({"chat:write", "chat:write.public"}))
    assert (await client.chat_postMessage(channel=town.elsewhere, text="Hei"))["ok"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({}, "no_text"),
        ({"text": "  "}, "no_text"),
        ({"text": "", "blocks": []}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"text": "x", "blocks": {"type": "divider"}}, "invalid_blocks_format"),
        ({"text": "x", "blocks": [{"type": "unknown"}]}, "invalid_blocks"),
        ({"text": "x", "attachments": ["x"]}, "invalid_attachments"),
        ({"text": "x", "attachments": [{"colour": "red"}]}, "invalid_attachments"),
        ({"text": "x", "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
        ({"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
        ({"markdown_text": "x" * 12_001}, "msg_too_long"),
        ({"text": "x", "metadata": {"event_type": "a"}}, "invalid_metadata_format"),
        ({"text": "x", "metadata": {"event_type": "", "event_payload": {}}}, "invalid_metadata_schema"),
        ({"text": "x", "metadata": {"event_type": "a", "event_payload": []}}, "invalid_metadata_schema"),
        (
            {"text": "x", "metadata": {"event_type": "a", "event_payload": {"a": "x" * 17_000}}},
            "metadata_too_large",
        ),
        ({"text": "x", "thread_ts": "1.000000"}, "cannot_reply_to_message"),
        ({"text": "x", "username": "Somebody"}, "missing_scope"),
    ],
)
async def test_what_a_message_may_not_hold(
    town: Town, client: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    body = {"channel": town.ideas, **arguments}
    assert (await refused(client.api_call("chat.postMessage", json=body)))["error"] == error
    assert town.slack.messages(town.ideas) == []


async def test_the_longest_text_passes(town: Town, client: AsyncWebClient) -> None:
    assert (await client.chat_postMessage(channel=town.ideas, text="x" * 40_000))["ok"]


async def test_blocks_together_can_be_too_long(town: Town, client: AsyncWebClient) -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5
    body = await refused(client.chat_postMessage(channel=town.ideas, text="x", blocks=blocks))
    assert body["error"] == "msg_blocks_too_long"


async def test_invalid_blocks_say_where(town: Town, client: AsyncWebClient) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    body = await refused(client.chat_postMessage(channel=town.ideas, text="x", blocks=blocks))
    reason = "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert body["response_metadata"]["messages"] == [f"[ERROR] {reason}"]
    assert body["errors"] == [reason]


async def test_timestamps_are_unique_and_grow(town: Town, client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=town.ideas, text="x"))["ts"] for _ in range(5)]
    assert stamps == sorted(set(stamps))


async def test_text_is_kept_as_slack_keeps_it(town: Town, client: AsyncWebClient) -> None:
    text = "<!channel> <@U0YOUTH1> <https://example.invalid|her> 1 < 2 & 3 &amp; https://example.invalid/a."
    answer = await client.chat_postMessage(channel=town.ideas, text=text)
    assert answer["message"]["text"] == (
        "<!channel> <@U0YOUTH1> <https://example.invalid|her> 1 &lt; 2 &amp; 3 &amp; "
        "<https://example.invalid/a>."
    )


async def test_mrkdwn_comes_alive_unless_it_is_verbatim(town: Town, client: AsyncWebClient) -> None:
    text = "#kantina @here https://example.invalid"

    async def kept(**more: Any) -> str:
        blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": text, **more}}]
        answer = await client.chat_postMessage(channel=town.ideas, text="x", blocks=blocks)
        return str(answer["message"]["blocks"][0]["text"]["text"])

    assert await kept() == f"<#{town.elsewhere}> <!here> <https://example.invalid>"
    assert await kept(verbatim=True) == text


async def test_an_update_changes_only_what_it_names(town: Town, client: AsyncWebClient) -> None:
    blocks = [{"type": "divider", "block_id": "line"}]
    ts = (await client.chat_postMessage(channel=town.ideas, text="Før", blocks=blocks, metadata=META))["ts"]
    await client.api_call("chat.update", json={"channel": town.ideas, "ts": ts, "metadata": {}})
    message = town.slack.message(town.ideas, ts)
    assert (message.text, message.metadata) == ("Før", None)
    assert [block["block_id"] for block in message.blocks] == ["line"]
    await client.chat_update(channel=town.ideas, ts=ts, text="Etter")
    assert (message.text, message.blocks) == ("Etter", [])
    await client.chat_update(channel=town.ideas, ts=ts, text="Nå", blocks=blocks)
    assert message.blocks
    assert message.edited is not None
    assert message.edited > ts


async def test_updates_that_slack_refuses(town: Town, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=town.ideas, text="Hei"))["ts"]
    said = await town.slack.say(town.youth, town.ideas, "Ikke ditt")
    assert said.ts is not None
    private = await client.chat_postEphemeral(channel=town.ideas, user=town.youth, text="Bare deg")

    async def error(wanted: str, **arguments: Any) -> str:
        return str((await refused(client.chat_update(channel=town.ideas, ts=wanted, **arguments)))["error"])

    assert await error("1.000000", text="x") == "message_not_found"
    assert await error(private["message_ts"], text="x") == "message_not_found"
    assert await error(said.ts, text="x") == "cant_update_message"
    assert await error(ts, text="x" * 4001) == "msg_too_long"
    assert (await refused(client.api_call("chat.update", json={"channel": town.ideas, "ts": ts})))[
        "error"
    ] == "no_text"
    assert (await refused(client.chat_delete(channel=town.ideas, ts=said.ts)))["error"] == (
        "cant_delete_message"
    )
    await town.slack.archive(town.youth, town.ideas)
    assert await error(ts, text="x") == "is_inactive"


async def test_a_deleted_message_is_gone_and_leaves_a_mark_above_replies(
    town: Town, client: AsyncWebClient
) -> None:
    lone = (await client.chat_postMessage(channel=town.ideas, text="Hei"))["ts"]
    await client.chat_delete(channel=town.ideas, ts=lone)
    assert town.slack.messages(town.ideas) == []
    parent = (await client.chat_postMessage(channel=town.ideas, text="Hei"))["ts"]
    await client.chat_postMessage(channel=town.ideas, text="Svar", thread_ts=parent)
    await client.chat_delete(channel=town.ideas, ts=parent)
    assert [message.subtype for message in town.slack.messages(town.ideas)] == ["tombstone"]
    body = await refused(client.chat_update(channel=town.ideas, ts=parent, text="x"))
    assert body["error"] == "message_not_found"


async def test_a_private_reply_is_seen_by_one_and_stored_nowhere(town: Town, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel=town.ideas, user=town.nurse, text="Bare deg")
    assert [one.text for one in town.slack.messages(town.ideas, town.nurse)] == ["Bare deg"]
    assert town.slack.messages(town.ideas, town.youth) == []
    assert town.slack.messages(town.ideas) == []
    assert (await client.conversations_history(channel=town.ideas))["messages"] == []

    async def error(channel: str, user: str) -> str:
        call = client.chat_postEphemeral(channel=channel, user=user, text="x")
        return str((await refused(call))["error"])

    assert await error(town.closed, town.nurse) == "user_not_in_channel"
    assert await error(town.ideas, "U0NOBODY") == "user_not_in_channel"
    assert await error(town.elsewhere, town.nurse) == "not_in_channel"
    assert await error("C0NOWHERE", town.nurse) == "channel_not_found"


async def test_history_goes_backwards_in_pages(town: Town, client: AsyncWebClient) -> None:
    stamps = [(await client.chat_postMessage(channel=town.ideas, text=str(n)))["ts"] for n in range(7)]
    first = await client.conversations_history(channel=town.ideas, limit=3)
    assert [message["text"] for message in first["messages"]] == ["6", "5", "4"]
    assert first["has_more"] is True
    await client.chat_postMessage(channel=town.ideas, text="ny")
    cursor = first["response_metadata"]["next_cursor"]
    second = await client.conversations_history(channel=town.ideas, limit=3, cursor=cursor)
    assert [message["text"] for message in second["messages"]] == ["3", "2", "1"]
    third = await client.conversations_history(
        channel=town.ideas, limit=3, cursor=second["response_metadata"]["next_cursor"]
    )
    assert [message["text"] for message in third["messages"]] == ["0"]
    assert third["has_more"] is False
    assert third["response_metadata"]["next_cursor"] == ""
    texts = []
    async for page in await client.conversations_history(channel=town.ideas, limit=2):
        texts += [message["text"] for message in page["messages"]]
    assert texts == ["ny", "6", "5", "4", "3", "2", "1", "0"]
    between = await client.conversations_history(channel=town.ideas, oldest=stamps[1], latest=stamps[4])
    assert [message["text"] for message in between["messages"]] == ["3", "2"]
    inclusive = await client.conversations_history(
        channel=town.ideas, oldest=stamps[1], latest=stamps[2], inclusive=True
    )
    assert [message["text"] for message in inclusive["messages"]] == ["2", "1"]


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"cursor": "nonsense"}, "invalid_cursor"),
        ({"cursor": "bmV4dF90czoxLjA="}, "invalid_cursor"),
        ({"limit": 0}, "invalid_limit"),
        ({"limit": 1001}, "invalid_limit"),
        ({"oldest": "yesterday"}, "invalid_ts_oldest"),
        ({"latest": "now"}, "invalid_ts_latest"),
    ],
)
async def test_history_refuses_nonsense(
    town: Town, client: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    await client.chat_postMessage(channel=town.ideas, text="Hei")
    call = client.conversations_history(channel=town.ideas, **arguments)
    assert (await refused(call))["error"] == error


async def test_history_is_for_members(town: Town, client: AsyncWebClient) -> None:
    assert (await refused(client.conversations_history(channel=town.elsewhere)))["error"] == "not_in_channel"
    town.slack.workspace.registration = registered(scopes=frozenset({"channels:history"}))
    body = await refused(client.conversations_history(channel=town.closed))
    assert (body["error"], body["needed"]) == ("missing_scope", "groups:history")


async def test_metadata_is_read_back_only_when_asked_for(town: Town, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=town.ideas, text="Hei", metadata=META)
    plain = await client.conversations_history(channel=town.ideas)
    assert "metadata" not in plain["messages"][0]
    asked = await client.conversations_history(channel=town.ideas, include_all_metadata=True)
    assert asked["messages"][0]["metadata"] == META
    town.slack.workspace.registration = registered(scopes=SCOPES - {"metadata.message:read"})
    without = await client.conversations_history(channel=town.ideas, include_all_metadata=True)
    assert "metadata" not in without["messages"][0]


async def test_threads(town: Town, client: AsyncWebClient) -> None:
    parent = (await client.chat_postMessage(channel=town.ideas, text="Først"))["ts"]
    replies = [
        (await client.chat_postMessage(channel=town.ideas, text=str(n), thread_ts=parent, metadata=META))[
            "ts"
        ]
        for n in range(3)
    ]
    nested = await client.chat_postMessage(channel=town.ideas, text="3", thread_ts=replies[0])
    assert nested["message"]["thread_ts"] == parent
    history = (await client.conversations_history(channel=town.ideas))["messages"]
    assert [message["text"] for message in history] == ["Først"]
    assert history[0]["reply_count"] == 4
    assert history[0]["latest_reply"] == nested["ts"]
    found = await client.conversations_replies(channel=town.ideas, ts=parent, include_all_metadata=True)
    assert [message["text"] for message in found["messages"]] == ["Først", "0", "1", "2", "3"]
    assert found["messages"][1]["metadata"] == META
    page = await client.conversations_replies(channel=town.ideas, ts=parent, limit=2)
    assert [message["text"] for message in page["messages"]] == ["Først", "0", "1"]
    assert page["has_more"]
    late = await client.conversations_replies(channel=town.ideas, ts=parent, oldest=replies[1])
    assert [message["text"] for message in late["messages"]] == ["Først", "2", "3"]
    body = await refused(client.conversations_replies(channel=town.ideas, ts="1.000000"))
    assert body["error"] == "thread_not_found"
    wide = await client.chat_postMessage(
        channel=town.ideas, text="Alle", thread_ts=parent, reply_broadcast=True
    )
    assert wide["ts"] in [message.ts for message in town.slack.messages(town.ideas)]


async def test_permalinks(town: Town, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=town.ideas, text="Hei"))["ts"]
    link = (await client.chat_getPermalink(channel=town.ideas, message_ts=ts))["permalink"]
    assert link == f"{town.slack.url}/archives/{town.ideas}/p{ts.replace('.', '')}"
    reply = (await client.chat_postMessage(channel=town.ideas, text="Svar", thread_ts=ts))["ts"]
    link = (await client.chat_getPermalink(channel=town.ideas, message_ts=reply))["permalink"]
    assert link.endswith(f"?thread_ts={ts}&cid={town.ideas}")
    body = await refused(client.chat_getPermalink(channel=town.ideas, message_ts="1.000000"))
    assert body["error"] == "message_not_found"


async def test_attachments_carry_checked_blocks(town: Town, client: AsyncWebClient) -> None:
    good = [{"color": "#aa0000", "blocks": [{"type": "divider"}]}]
    answer = await client.chat_postMessage(channel=town.ideas, text="x", attachments=good)
    assert answer["message"]["attachments"][0]["blocks"][0]["block_id"]
    bad = json.dumps([{"blocks": [{"type": "unknown"}]}])
    body = await refused(client.chat_postMessage(channel=town.ideas, text="x", attachments=bad))
    assert body["error"] == "invalid_blocks"
