"""conversations.*, users.* and team.*"""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.state import Kind
from tests.playground.test_web_api import refused
from tests.playground.town import Town


async def test_a_channel_as_the_bot_sees_it(town: Town, client: AsyncWebClient) -> None:
    public = (await client.conversations_info(channel=town.ideas, include_num_members=True))["channel"]
    assert (public["name"], public["is_channel"], public["is_private"]) == ("ideer", True, False)
    assert (public["is_member"], public["num_members"]) == (True, 3)
    private = (await client.conversations_info(channel=town.closed))["channel"]
    assert (private["is_group"], private["is_private"]) == (True, True)
    outside = (await client.conversations_info(channel=town.elsewhere))["channel"]
    assert outside["is_member"] is False
    direct = (await client.conversations_open(users=[town.youth], return_im=True))["channel"]
    assert (direct["is_im"], direct["user"]) == (True, town.youth)
    await town.slack.remove_bot(town.youth, town.closed)
    hidden = await refused(client.conversations_info(channel=town.closed))
    assert hidden["error"] == "channel_not_found"


async def test_lists_come_in_pages(town: Town, client: AsyncWebClient) -> None:
    for number in range(5):
        town.slack.add_channel(f"rom-{number}")
    names = []
    async for page in await client.conversations_list(limit=3):
        assert len(page["channels"]) <= 3
        names += [channel["name"] for channel in page["channels"]]
    assert names == ["ideer", "kantina", "rom-0", "rom-1", "rom-2", "rom-3", "rom-4"]
    assert (await refused(client.conversations_list(cursor="x")))["error"] == "invalid_cursor"
    assert (await refused(client.conversations_list(limit=1001)))["error"] == "invalid_limit"
    assert (await refused(client.conversations_list(types="dm")))["error"] == "invalid_types"


async def test_lists_can_be_narrowed(town: Town, client: AsyncWebClient) -> None:
    private = await client.conversations_list(types=["private_channel"])
    assert [channel["id"] for channel in private["channels"]] == [town.closed]
    await town.slack.archive(town.nurse, town.elsewhere)
    active = await client.conversations_list(exclude_archived=True)
    assert [channel["id"] for channel in active["channels"]] == [town.ideas]
    mine = await client.users_conversations(types="public_channel,private_channel")
    assert [channel["id"] for channel in mine["channels"]] == [town.ideas, town.closed]
    shared = await client.users_conversations(user=town.nurse, types="public_channel,private_channel")
    assert [channel["id"] for channel in shared["channels"]] == [town.ideas]


async def test_members_come_in_pages(town: Town, client: AsyncWebClient) -> None:
    first = await client.conversations_members(channel=town.ideas, limit=2)
    assert first["members"] == [town.youth, town.nurse]
    rest = await client.conversations_members(
        channel=town.ideas, cursor=first["response_metadata"]["next_cursor"]
    )
    assert rest["members"] == [town.slack.workspace.bot.id]
    assert rest["response_metadata"]["next_cursor"] == ""


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("prosjekt-venterom", None),
        ("blåbær_æøå", None),
        ("x" * 80, None),
        ("x" * 81, "invalid_name_maxlength"),
        ("Prosjekt", "invalid_name_specials"),
        ("to ord", "invalid_name_specials"),
        ("a.b", "invalid_name_specials"),
        ("---", "invalid_name_punctuation"),
        ("ideer", "name_taken"),
        ("prosjekt", "name_taken"),
    ],
)
async def test_names_of_channels(town: Town, client: AsyncWebClient, name: str, error: str | None) -> None:
    if error is None:
        channel = (await client.conversations_create(name=name))["channel"]
        assert channel["is_member"] is True
        assert town.slack.workspace.channel(channel["id"]).name == name
    else:
        assert (await refused(client.conversations_create(name=name)))["error"] == error


async def test_a_group_gets_its_channel(town: Town, client: AsyncWebClient) -> None:
    made = (await client.conversations_create(name="venterom", is_private=True))["channel"]
    assert made["is_private"] is True
    await client.conversations_invite(channel=made["id"], users=[town.youth, town.nurse])
    await client.conversations_setTopic(channel=made["id"], topic="Neste steg: tirsdag")
    channel = town.slack.workspace.channel(made["id"])
    assert channel.members == [town.slack.workspace.bot.id, town.youth, town.nurse]
    assert channel.topic == "Neste steg: tirsdag"
    assert made["id"] in [one.id for one in town.slack.channels(town.nurse)]
    assert town.slack.messages(made["id"])[0].subtype == "channel_join"
    await client.conversations_archive(channel=made["id"])
    assert channel.is_archived
    assert (await refused(client.conversations_archive(channel=made["id"])))["error"] == "already_archived"


@pytest.mark.parametrize(
    ("users", "error"),
    [
        ("U0YOUTH1", "already_in_channel"),
        ("U0NOBODY", "user_not_found"),
        ("U0BOT", "cant_invite_self"),
        ("U0STRANGER", "user_not_found"),
        (",", "no_user"),
    ],
)
async def test_invitations_that_slack_refuses(
    town: Town, client: AsyncWebClient, users: str, error: str
) -> None:
    body = await refused(client.conversations_invite(channel=town.ideas, users=users))
    assert body["error"] == error


async def test_managing_needs_membership_and_an_open_channel(town: Town, client: AsyncWebClient) -> None:
    outside = client.conversations_invite(channel=town.elsewhere, users=town.youth)
    assert (await refused(outside))["error"] == "not_in_channel"
    outside = client.conversations_setTopic(channel=town.elsewhere, topic="x")
    assert (await refused(outside))["error"] == "not_in_channel"
    long = client.conversations_setTopic(channel=town.ideas, topic="x" * 251)
    assert (await refused(long))["error"] == "too_long"
    direct = town.slack.direct(town.youth).id
    body = await refused(client.conversations_archive(channel=direct))
    assert body["error"] == "method_not_supported_for_channel_type"
    await town.slack.archive(town.youth, town.ideas)
    closed = client.conversations_invite(channel=town.ideas, users="U0STRANGER")
    assert (await refused(closed))["error"] == "is_archived"


async def test_joining(town: Town, client: AsyncWebClient) -> None:
    answer = await client.conversations_join(channel=town.elsewhere)
    assert answer["channel"]["is_member"] is True
    assert (await client.conversations_join(channel=town.elsewhere))["warning"] == "already_in_channel"
    body = await refused(client.conversations_join(channel=town.closed))
    assert body["error"] == "method_not_supported_for_channel_type"


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"users": "U0NOBODY"}, "user_not_found"),
        ({"users": ""}, "users_list_not_supplied"),
        ({"users": "U0BOT"}, "not_enough_users"),
        ({"users": "U0YOUTH1,U0NURSE1"}, "missing_scope"),
        ({"channel": "D0NOWHERE"}, "channel_not_found"),
    ],
)
async def test_direct_conversations_that_cannot_be(
    town: Town, client: AsyncWebClient, arguments: dict[str, Any], error: str
) -> None:
    body = await refused(client.api_call("conversations.open", params=arguments))
    assert body["error"] == error


async def test_a_direct_conversation_is_always_the_same(town: Town, client: AsyncWebClient) -> None:
    first = (await client.conversations_open(users=town.youth))["channel"]["id"]
    assert (await client.conversations_open(users=[town.youth]))["channel"]["id"] == first
    assert (await client.conversations_open(channel=first))["channel"]["id"] == first
    assert town.slack.workspace.channel(first).kind is Kind.DIRECT
    town.slack.workspace.person(town.nurse).deleted = True
    body = await refused(client.conversations_open(users=town.nurse))
    assert body["error"] == "user_disabled"


async def test_a_person_as_the_bot_sees_them(town: Town, client: AsyncWebClient) -> None:
    user = (await client.users_info(user=town.youth, include_locale=True))["user"]
    assert user["profile"]["display_name"] == "Ungdomsarbeider 1"
    assert user["profile"]["email"] == "ungdom1@example.invalid"
    assert user["profile"]["title"] == "Ungdomstjenesten"
    assert (user["locale"], user["tz"], user["tz_offset"]) == ("nb-NO", "Europe/Oslo", 3600)
    assert (user["is_admin"], user["is_bot"], user["deleted"]) == (True, False, False)
    assert "locale" not in (await client.users_info(user=town.youth))["user"]
    stranger = (await client.users_info(user=town.stranger))["user"]
    assert (stranger["is_stranger"], stranger["team_id"]) == (True, "T0OTHER")
    assert "email" not in stranger["profile"]
    assert (await refused(client.users_info(user="U0NOBODY")))["error"] == "user_not_found"
    town.slack.workspace.person(town.nurse).deleted = True
    gone = (await client.users_info(user=town.nurse))["user"]
    assert gone["deleted"] is True
    assert "tz" not in gone


async def test_people_by_address_and_in_pages(town: Town, client: AsyncWebClient) -> None:
    found = await client.users_lookupByEmail(email="Ungdom1@example.invalid")
    assert found["user"]["id"] == town.youth
    for address in ("visitor@example.invalid", "nobody@example.invalid"):
        assert (await refused(client.users_lookupByEmail(email=address)))["error"] == "users_not_found"
    ids = []
    async for page in await client.users_list(limit=3):
        ids += [member["id"] for member in page["members"]]
    assert ids == [town.slack.workspace.bot.id, town.youth, town.nurse, town.stranger]


async def test_the_workspace(town: Town, client: AsyncWebClient) -> None:
    team = (await client.team_info())["team"]
    assert team["id"] == town.slack.workspace.state.team_id
    assert (await refused(client.team_info(team="T0OTHER")))["error"] == "team_not_found"
