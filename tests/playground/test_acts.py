"""What people do reaches a real Bolt app over HTTP, in Slack's own shapes, and what it answers is seen."""

import asyncio
import dataclasses
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.state import Json, Message
from tests.playground.test_web_api import refused
from tests.playground.town import CARD, Serve, Town, bolt


async def posted(town: Town) -> Message:
    answer = await town.client().chat_postMessage(channel=town.ideas, text="Venterom", blocks=CARD)
    return town.slack.message(town.ideas, answer["ts"])


async def test_a_command_carries_every_field_of_slacks_form(town: Town, serve: Serve) -> None:
    seen: list[Json] = []
    app = bolt(town)

    @app.command("/idea")
    async def idea(ack: AsyncAck, body: Json) -> None:
        seen.append(body)
        await ack("Takk!")

    await serve(app)
    answer = await town.slack.command(town.youth, town.ideas, "/idea", "  kø & <venting>  ")
    [body] = seen
    assert body["text"] == "kø &amp; &lt;venting&gt;"
    assert (body["channel_id"], body["channel_name"]) == (town.ideas, "ideer")
    assert (body["user_id"], body["user_name"]) == (town.youth, "ungdom1")
    assert body["team_id"] == town.slack.workspace.state.team_id
    assert body["response_url"].startswith(f"{town.slack.url}/response/")
    assert body["trigger_id"].count(".") == 2
    assert set(body) == {
        "token",
        "team_id",
        "team_domain",
        "channel_id",
        "channel_name",
        "user_id",
        "user_name",
        "command",
        "text",
        "api_app_id",
        "is_enterprise_install",
        "response_url",
        "trigger_id",
    }
    assert answer.ok
    assert answer.texts == ["Takk!"]
    assert town.slack.messages(town.ideas, town.youth)[-1].text == "Takk!"
    assert town.slack.messages(town.ideas, town.nurse) == []


async def test_the_answer_to_a_command_can_be_for_everybody(town: Town, serve: Serve) -> None:
    app = bolt(town)

    @app.command("/idea")
    async def idea(ack: AsyncAck) -> None:
        await ack(response_type="in_channel", text="Til alle")

    await serve(app)
    answer = await town.slack.command(town.youth, town.ideas, "/idea")
    assert answer.ephemeral == ()
    assert [message.text for message in town.slack.messages(town.ideas, town.nurse)] == ["Til alle"]


async def test_what_slack_itself_refuses_never_reaches_the_bot(town: Town, serve: Serve) -> None:
    await serve(bolt(town))
    assert (await town.slack.command(town.youth, town.ideas, "/unknown")).error == "unknown_command"
    assert (await town.slack.command(town.youth, town.elsewhere, "/idea")).error == "not_in_channel"
    await town.slack.archive(town.nurse, town.ideas)
    assert (await town.slack.command(town.youth, town.ideas, "/idea")).error == "is_archived"
    town.slack.workspace.person(town.youth).deleted = True
    assert (await town.slack.command(town.youth, town.closed, "/idea")).error == "user_disabled"
    commands = [one for one in town.slack.deliveries if one["post"] == "slash_commands"]
    assert commands == []
    with pytest.raises(LookupError):
        await town.slack.command("U0NOBODY", town.ideas, "/idea")


async def test_a_read_only_messages_tab_takes_neither_messages_nor_commands(town: Town, serve: Serve) -> None:
    await serve(bolt(town))
    direct = town.slack.direct(town.youth).id
    registration = town.slack.workspace.registration
    town.slack.workspace.registration = dataclasses.replace(registration, direct_writing=False)
    assert (await town.slack.say(town.youth, direct, "Hei")).error == "restricted_action"
    assert (await town.slack.command(town.youth, direct, "/idea")).error == "restricted_action"
    assert (await town.client().chat_postMessage(channel=direct, text="Hei"))["ok"]
    town.slack.workspace.registration = dataclasses.replace(registration, messages_tab=False)
    body = await refused(town.client().chat_postMessage(channel=direct, text="Hei"))
    assert body["error"] == "messages_tab_disabled"


async def test_a_late_bot_an_absent_one_and_one_that_fails_are_told_apart(town: Town, serve: Serve) -> None:
    absent = await town.slack.command(town.youth, town.ideas, "/idea")
    assert absent.error == "dispatch_failed"
    app = bolt(town)

    @app.command("/idea")
    async def idea(ack: AsyncAck, body: Json) -> None:
        if body["text"] == "sov":
            await asyncio.sleep(0.5)
        await ack()

    await serve(app)
    town.slack.pace = dataclasses.replace(town.slack.pace, ack=0.1)
    late = await town.slack.command(town.youth, town.ideas, "/idea", "sov")
    assert (late.error, late.status) == ("operation_timeout", None)
    assert late.notice == '/idea failed with the error "operation_timeout"'
    town.slack.pace = dataclasses.replace(town.slack.pace, ack=3.0)
    town.slack.door.signing_secret = "b" * 32
    refused = await town.slack.command(town.youth, town.ideas, "/idea")
    assert (refused.error, refused.status) == ("dispatch_failed", 401)


async def test_a_click_tells_the_message_the_element_and_a_way_to_answer(town: Town, serve: Serve) -> None:
    seen: list[Json] = []
    app = bolt(town)

    @app.action("support")
    async def support(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        seen.append(body)
        await respond(text="Din stemme", response_type="ephemeral")
        await ack()

    await serve(app)
    card = await posted(town)
    answer = await town.slack.click(town.nurse, town.ideas, card.ts, "support")
    [body] = seen
    assert body["type"] == "block_actions"
    assert body["user"]["id"] == town.nurse
    assert body["team"]["id"] == body["user"]["team_id"]
    assert body["channel"] == {"id": town.ideas, "name": "ideer"}
    assert body["container"] == {
        "type": "message",
        "message_ts": card.ts,
        "channel_id": town.ideas,
        "is_ephemeral": False,
    }
    assert body["message"]["blocks"][1]["block_id"] == "vote"
    assert body["message"]["bot_id"]
    assert body["state"] == {"values": {}}
    [action] = body["actions"]
    assert action["value"] == "7"
    assert action["type"] == "button"
    assert action["block_id"] == "vote"
    assert action["action_ts"] > card.ts
    assert answer.texts == ["Din stemme"]


async def test_a_private_reply_can_be_clicked_by_its_person_alone_and_replaced(
    town: Town, serve: Serve
) -> None:
    seen: list[Json] = []
    app = bolt(town)

    @app.action("support")
    async def support(ack: AsyncAck, body: Json, respond: AsyncRespond) -> None:
        seen.append(body)
        await respond(text="Endret", replace_original=True)
        await ack()

    await serve(app)
    await town.client().chat_postEphemeral(channel=town.ideas, user=town.nurse, text="Bare deg", blocks=CARD)
    [private] = town.slack.messages(town.ideas, town.nurse)
    with pytest.raises(LookupError):
        await town.slack.click(town.youth, town.ideas, private.ts, "support")
    await town.slack.click(town.nurse, town.ideas, private.ts, "support")
    [body] = seen
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body
    [changed] = town.slack.messages(town.ideas, town.nurse)
    assert (changed.ts, changed.text, changed.blocks) == (private.ts, "Endret", [])


async def test_choices_are_those_that_are_offered(town: Town, serve: Serve) -> None:
    seen: list[Json] = []
    app = bolt(town)

    @app.action("more")
    async def more(ack: AsyncAck, action: Json) -> None:
        seen.append(action)
        await ack()

    await serve(app)
    card = await posted(town)
    assert (await town.slack.click(town.nurse, town.ideas, card.ts, "more", value="history")).ok
    assert seen[0]["selected_option"]["text"]["text"] == "Historikk"
    with pytest.raises(LookupError):
        await town.slack.click(town.nurse, town.ideas, card.ts, "more", value="other")
    with pytest.raises(LookupError):
        await town.slack.click(town.nurse, town.ideas, card.ts, "missing")


async def test_shortcuts_of_both_kinds(town: Town, serve: Serve) -> None:
    seen: list[Json] = []
    app = bolt(town)

    async def take(ack: AsyncAck, shortcut: Json) -> None:
        seen.append(shortcut)
        await ack()

    app.global_shortcut("new_idea")(take)
    app.message_shortcut("save_idea")(take)
    await serve(app)
    said = await town.slack.say(town.nurse, town.ideas, "Det er alltid kø")
    assert (await town.slack.shortcut(town.youth, "new_idea")).ok
    assert (await town.slack.shortcut(town.youth, "save_idea", town.ideas, said.ts)).ok
    assert [one["type"] for one in seen] == ["shortcut", "message_action"]
    assert "channel" not in seen[0]
    assert seen[1]["message"]["text"] == "Det er alltid kø"
    assert seen[1]["message"]["user"] == town.nurse
    assert seen[1]["message_ts"] == said.ts
    assert seen[1]["response_url"]
    for wrong in [("new_idea", town.ideas, said.ts), ("save_idea", None, None), ("other", None, None)]:
        with pytest.raises(LookupError):
            await town.slack.shortcut(town.youth, *wrong)


async def test_messages_and_mentions_reach_a_bot_that_is_there(town: Town, serve: Serve) -> None:
    seen: list[Json] = []
    app = bolt(town)

    async def take(body: Json, say: AsyncSay) -> None:
        seen.append(body)
        if body["event"]["type"] == "app_mention":
            await say(text="Ja?", thread_ts=body["event"]["ts"])

    app.event("message")(take)
    app.event("app_mention")(take)
    await serve(app)
    await town.slack.say(town.nurse, town.elsewhere, "Uten bot")
    said = await town.slack.say(town.nurse, town.ideas, "Hei @idejakt & <alle> i #kantina")
    assert said.ts is not None
    assert [body["event"]["type"] for body in seen] == ["message", "app_mention"]
    envelope = seen[0]
    bot = town.slack.workspace.bot.id
    assert envelope["event"]["text"] == f"Hei <@{bot}> &amp; &lt;alle&gt; i <#{town.elsewhere}>"
    assert envelope["event"]["channel_type"] == "channel"
    assert envelope["event"]["client_msg_id"]
    assert envelope["authorizations"][0]["user_id"] == bot
    assert envelope["event_id"] != seen[1]["event_id"]
    assert envelope["event"]["ts"] == envelope["event"]["event_ts"] == said.ts
    thread = town.slack.thread(town.ideas, said.ts)
    assert [message.text for message in thread][1:] == ["Ja?"]
    assert [message.ts for message in town.slack.messages(town.ideas)] == [said.ts]


async def test_the_home_tab_is_what_the_bot_publishes(town: Town, serve: Serve) -> None:
    seen: list[Json] = []
    app = bolt(town)

    @app.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        seen.append(event)
        blocks: list[Any] = [
            {"type": "section", "text": {"type": "mrkdwn", "text": f"Nr. {len(seen)}"}},
            *CARD,
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("support")
    async def support(ack: AsyncAck, body: Json) -> None:
        seen.append(body)
        await ack()

    await serve(app)
    first = await town.slack.open_home(town.youth)
    assert first is not None
    assert first.blocks[0]["text"]["text"] == "Nr. 1"
    again = await town.slack.open_home(town.youth)
    assert again is not None
    assert again.id == first.id
    assert seen[1]["view"]["id"] == first.id
    assert seen[0]["channel"] == town.slack.direct(town.youth).id
    assert town.slack.home(town.nurse) is None
    await town.slack.click(town.youth, None, None, "support")
    assert seen[2]["container"] == {"type": "view", "view_id": first.id}
    assert seen[2]["view"]["type"] == "home"


async def test_comings_and_goings(town: Town, serve: Serve) -> None:
    seen: list[Json] = []
    app = bolt(town)

    async def take(event: Json) -> None:
        seen.append(event)

    for name in ("member_joined_channel", "channel_archive", "user_change"):
        app.event(name)(take)
    await serve(app)
    await town.slack.invite_bot(town.nurse, town.elsewhere)
    await town.slack.join(town.youth, town.elsewhere)
    await town.slack.leave(town.youth, town.elsewhere)
    await town.slack.archive(town.nurse, town.elsewhere)
    await town.slack.set_locale(town.youth, "nn-NO")
    assert [event["type"] for event in seen] == [
        "member_joined_channel",
        "member_joined_channel",
        "channel_archive",
        "user_change",
    ]
    assert seen[0]["user"] == town.slack.workspace.bot.id
    assert seen[0]["inviter"] == town.nurse
    assert seen[1]["user"] == town.youth
    assert seen[3]["user"]["locale"] == "nn-NO"
    with pytest.raises(LookupError):
        await town.slack.join(town.nurse, town.closed)


async def test_the_request_url_answers_slacks_own_checks(town: Town, serve: Serve) -> None:
    assert await town.slack.verify() is False
    await serve(bolt(town))
    assert await town.slack.verify() is True
    town.slack.door.signing_secret = "b" * 32
    assert await town.slack.verify() is False
