"""users.*"""

from bot.playground import payloads
from bot.playground.arguments import PAGED, flag, ids, may, need, text
from bot.playground.methods import conversations
from bot.playground.methods.call import READ_SCOPES, Call, Method
from bot.playground.refusal import Refusal
from bot.playground.state import Json, Person


def _shown(call: Call, person: Person) -> Json:
    email = "users:read.email" in call.workspace.registration.scopes
    locale = bool(call.get("include_locale", False))
    return payloads.user(call.workspace, person, locale=locale, email=email)


async def info(call: Call) -> Json:
    return {"user": _shown(call, call.person(call["user"]))}


async def everybody(call: Call) -> Json:
    people = list(call.workspace.state.people.values())
    page, cursor = call.page(people, default=len(people) or 1)
    return {
        "members": [_shown(call, person) for person in page],
        "cache_ts": int(call.workspace.clock().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


async def lookup(call: Call) -> Json:
    address = call["email"].casefold()
    for person in call.workspace.state.people.values():
        if person.email.casefold() == address and not person.is_stranger and not person.deleted:
            return {"user": _shown(call, person)}
    raise Refusal("users_not_found")


async def shared(call: Call) -> Json:
    """The conversations that a person and the bot are both in; the bot's own without `user`."""
    kinds = conversations.wanted_kinds(call)
    person = call.person(call.get("user") or call.workspace.state.bot_user_id)
    found = [
        channel
        for channel in conversations.listed(call, kinds)
        if call.is_member(channel) and person.id in channel.members
    ]
    page, cursor = call.page(found)
    return {
        "channels": [payloads.conversation(call.workspace, channel) for channel in page],
        "response_metadata": {"next_cursor": cursor},
    }


METHODS = (
    Method(
        name="users.info",
        run=info,
        takes={"user": need(text), "include_locale": may(flag)},
        scopes=("users:read",),
        tier=4,
    ),
    Method(
        name="users.list",
        run=everybody,
        takes=PAGED | {"include_locale": may(flag)},
        scopes=("users:read",),
        tier=2,
    ),
    Method(
        name="users.lookupByEmail",
        run=lookup,
        takes={"email": need(text)},
        scopes=("users:read.email",),
        tier=3,
    ),
    Method(
        name="users.conversations",
        run=shared,
        takes=PAGED | {"exclude_archived": may(flag), "types": may(ids), "user": may(text)},
        scopes=tuple(READ_SCOPES.values()),
        tier=3,
    ),
)
