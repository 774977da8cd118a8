"""Messages and commands, from the composer."""

import pytest

from tests.playground.pages.visits import Heard, Visit, at, card, say
from tests.playground.town import Town


async def test_a_command_goes_to_the_bot_and_its_private_answer_is_shown(
    town: Town, visit: Visit, heard: Heard
) -> None:
    address, page = await visit.post(f"/as/{town.youth}/say", say(town, "/idea  Brev på Ås "))
    assert address == at(town)
    assert heard.commands[0]["text"] == "Brev på Ås"
    assert "Takk for «Brev på Ås»" in page.text


async def test_a_message_is_said_in_the_channel_and_in_a_thread(
    town: Town, visit: Visit, heard: Heard
) -> None:
    ts = await card(town)
    _, page = await visit.post(f"/as/{town.youth}/say", say(town, "Hei\r\ndere", thread=ts))
    assert "1 svar" in page.text
    assert "Hei" not in page.text
    thread = await visit.see(f"{at(town)}?thread={ts}")
    assert "Hei" in thread.text
    assert town.slack.thread(town.ideas, ts)[1].text == "Hei\ndere"
    assert (await visit.get(f"{at(town)}?thread=1.000000"))[0] == 200


@pytest.mark.parametrize(
    ("person", "sentence"), [("youth", "er ikke en gyldig kommando"), ("nurse", "is not a valid command")]
)
async def test_an_unknown_command_is_answered_and_given_back(
    town: Town, visit: Visit, heard: Heard, person: str, sentence: str
) -> None:
    who = getattr(town, person)
    _, page = await visit.post(f"/as/{who}/say", say(town, "/nope <b> det jeg skrev"))
    assert f"/nope {sentence}" in page.text
    assert "/nope <b> det jeg skrev" in page.text
    assert page.all("b") == []
    assert heard.commands == []


async def test_a_command_in_a_thread_is_refused_as_slack_does(town: Town, visit: Visit, heard: Heard) -> None:
    ts = await card(town)
    _, page = await visit.post(f"/as/{town.youth}/say", say(town, "/idea x", thread=ts))
    assert "/idea virker ikke i tråder." in page.text
    assert heard.commands == []


async def test_a_bot_that_is_slow_or_away_is_told_of(town: Town, visit: Visit, heard: Heard) -> None:
    _, page = await visit.post(f"/as/{town.youth}/say", say(town, "/idea slow"))
    assert "Boten svarte ikke i tide." in page.text
    assert "/idea slow" in page.text
    town.slack.connect("http://127.0.0.1:9/slack/events")
    _, page = await visit.post(f"/as/{town.youth}/say", say(town, "/idea x"))
    assert "Boten kunne ikke nås" in page.text


async def test_a_person_joins_a_channel_and_brings_the_bot(town: Town, visit: Visit) -> None:
    path, place = f"/as/{town.youth}/in/{town.elsewhere}", f"in/{town.elsewhere}"
    outside = await visit.see(path)
    assert outside.all("textarea") == []
    _, inside = await visit.post(f"/as/{town.youth}/join", {"place": place, "channel": town.elsewhere})
    assert len(inside.all("textarea")) == 1
    assert "Idéjakt er ikke i denne kanalen." in inside.text
    _, page = await visit.post(f"/as/{town.youth}/invite", {"place": place, "channel": town.elsewhere})
    assert "Idéjakt er ikke i denne kanalen." not in page.text


async def test_the_bot_is_invited_by_command_too(town: Town, visit: Visit) -> None:
    fields = {"place": f"in/{town.elsewhere}", "channel": town.elsewhere, "text": "/invite @Idéjakt"}
    await visit.post(f"/as/{town.nurse}/say", fields)
    members = town.slack.workspace.channel(town.elsewhere).members
    assert town.slack.workspace.bot.id in members


async def test_an_archived_channel_can_be_read_only(town: Town, visit: Visit) -> None:
    await town.slack.archive(town.youth, town.ideas)
    page = await visit.see(at(town))
    assert page.all("textarea") == []
    assert "Denne kanalen er arkivert." in page.text
    _, page = await visit.post(f"/as/{town.youth}/say", say(town, "hei"))
    assert "Den kan leses, men ikke skrives i." in page.text
