"""Plants the sample through the bot's own doors, as the people themselves would have done it."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.demo import sample
from bot.playground.slack import Playground
from bot.playground.state import Kind, Person
from bot.slack.views.ids import VALUE, Action, Callback, Field

Advance = Callable[[datetime], Awaitable[None]]
Filled = dict[str, dict[str, object]]


class PlantingError(Exception):
    """The bot did not take what was planted."""


def people(playground: Playground) -> None:
    """The roles and rooms, before the bot is there."""
    staff = [role.id for role in sample.ROLES if not role.connected]
    for role in sample.ROLES:
        playground.add_person(
            Person(
                id=role.id,
                name=role.id.lower(),
                display_name=role.name,
                title=role.discipline,
                locale=role.locale,
                email=f"{role.id.lower()}@example.invalid",
                is_admin=role.administrator,
                is_restricted=role.guest,
                is_stranger=role.connected,
                team_id="TNABO" if role.connected else "",
            )
        )
    for room in sample.ROOMS:
        members = list(staff if room.members is None else room.members)
        if room.name == sample.IDEAS_ROOM:
            members = [role.id for role in sample.ROLES]
        playground.add_channel(
            room.name,
            kind=Kind.PRIVATE if room.private else Kind.PUBLIC,
            members=members,
            with_bot=room.with_bot,
        )


async def ideas(playground: Playground, *, today: datetime, advance: Advance) -> None:
    """Set the bot up, then let the ideas come in over the two weeks before `today` (aware)."""
    await _set_up(playground)
    for role in sample.ROLES:
        if role.discipline:
            await _choose_discipline(playground, role)
    for idea in sorted(sample.IDEAS, key=lambda one: -one.days_ago):
        await advance(today - timedelta(days=idea.days_ago))
        await _post(playground, idea)
    await advance(today)
    for idea in sample.IDEAS:
        ts = _card(playground, idea.title)
        for supporter in idea.supporters:
            await playground.click(supporter, room(playground, sample.IDEAS_ROOM), ts, Action.IDEA_SUPPORT)
    _forget_private_replies(playground)
    await advance(today)


def room(playground: Playground, name: str) -> str:
    """The id of the channel called `name`."""
    channels = playground.workspace.state.channels.values()
    return next(channel.id for channel in channels if channel.name == name)


async def _set_up(playground: Playground) -> None:
    administrator = next(role for role in sample.ROLES if role.administrator)
    ideas_room = room(playground, sample.IDEAS_ROOM)
    await playground.command(administrator.id, ideas_room, "/idea", "setup")
    await _submit(
        playground,
        administrator.id,
        Callback.SETUP,
        {
            Field.IDEAS_PLACE: {VALUE: ideas_room},
            Field.WIDE_PLACE: {VALUE: room(playground, "alle-ansatte")},
            Field.DISCIPLINES: {VALUE: "\n".join(sample.DISCIPLINES)},
        },
    )


async def _choose_discipline(playground: Playground, role: sample.Role) -> None:
    await playground.open_home(role.id)
    home = playground.home(role.id)
    select = _element(home.definition if home else {}, Action.DISCIPLINE_CHOOSE)
    chosen = next(one for one in select["options"] if one["text"]["text"] == role.discipline)
    await playground.click(role.id, None, None, Action.DISCIPLINE_CHOOSE, value=chosen["value"])


async def _post(playground: Playground, idea: sample.Idea) -> None:
    await playground.command(idea.author, room(playground, sample.IDEAS_ROOM), "/idea")
    await _submit(
        playground,
        idea.author,
        Callback.IDEA,
        {
            Field.TITLE: {VALUE: idea.title},
            Field.WHO: {VALUE: idea.who},
            Field.EVIDENCE: {VALUE: idea.evidence},
            Field.KIND: {VALUE: idea.kind.value},
            **({} if idea.named else {Field.NAMED: {VALUE: []}}),
        },
    )


async def _submit(playground: Playground, person: str, callback: Callback, values: Filled) -> None:
    view = playground.view(person)
    if view is None or view.definition.get("callback_id") != callback:
        raise PlantingError(f"no form {callback} for {person}")
    answer = await playground.submit(person, view.id, values)
    if not answer.ok:
        raise PlantingError(f"{callback}: {answer.errors or answer.error}")
    while (after := playground.view(person)) is not None:
        await playground.dismiss(person, after.id, everything=True)


def _forget_private_replies(playground: Playground) -> None:
    """A person who comes to the workspace has not just been answered ten times."""
    messages = playground.workspace.state.messages
    for channel, said in messages.items():
        messages[channel] = [message for message in said if message.shown_to is None]


def _card(playground: Playground, title: str) -> str:
    for message in playground.messages(room(playground, sample.IDEAS_ROOM)):
        if message.blocks and message.blocks[0].get("text", {}).get("text") == title:
            return message.ts
    raise PlantingError(f"no card for {title}")


def _element(definition: dict[str, object], action: str) -> dict[str, list[dict[str, dict[str, str]]]]:
    blocks = definition.get("blocks")
    for block in blocks if isinstance(blocks, list) else []:
        for element in [block.get("accessory"), *block.get("elements", [])]:
            if isinstance(element, dict) and element.get("action_id") == action:
                return element
    raise PlantingError(f"no {action} to press")
