"""conversations.*: looking at them."""

from bot.playground import payloads
from bot.playground.arguments import PAGED, flag, ids, may, need, text
from bot.playground.methods.call import READ_SCOPES, Call, Method
from bot.playground.refusal import Refusal
from bot.playground.state import Channel, Json, Kind

TYPES = {"public_channel": Kind.PUBLIC, "private_channel": Kind.PRIVATE, "im": Kind.DIRECT}


def wanted_kinds(call: Call) -> set[Kind]:
    """What `types` asks for, public channels by default; each kind needs its own scope."""
    names = call.get("types") or ["public_channel"]
    if not set(names) <= {*TYPES, "mpim"}:
        raise Refusal("invalid_types")
    kinds = {TYPES[name] for name in names if name in TYPES}
    for kind in kinds:
        call.require(READ_SCOPES[kind])
    return kinds


def listed(call: Call, kinds: set[Kind]) -> list[Channel]:
    """The conversations of these kinds that the bot may know of."""
    return [
        channel
        for channel in call.workspace.state.channels.values()
        if channel.kind in kinds
        and (channel.kind is Kind.PUBLIC or call.is_member(channel))
        and not (call.get("exclude_archived", False) and channel.is_archived)
    ]


async def info(call: Call) -> Json:
    channel = call.channel(READ_SCOPES)
    shown = payloads.conversation(call.workspace, channel, count=bool(call.get("include_num_members")))
    if call.get("include_locale"):
        shown["locale"] = "nb-NO"
    return {"channel": shown}


async def everything(call: Call) -> Json:
    page, cursor = call.page(listed(call, wanted_kinds(call)))
    return {
        "channels": [payloads.conversation(call.workspace, channel, count=True) for channel in page],
        "response_metadata": {"next_cursor": cursor},
    }


async def members(call: Call) -> Json:
    page, cursor = call.page(call.channel(READ_SCOPES).members)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


METHODS = (
    Method(
        name="conversations.info",
        run=info,
        takes={"channel": need(text), "include_locale": may(flag), "include_num_members": may(flag)},
        scopes=tuple(READ_SCOPES.values()),
        tier=3,
    ),
    Method(
        name="conversations.list",
        run=everything,
        takes=PAGED | {"exclude_archived": may(flag), "types": may(ids)},
        scopes=tuple(READ_SCOPES.values()),
        tier=2,
    ),
    Method(
        name="conversations.members",
        run=members,
        takes=PAGED | {"channel": need(text)},
        scopes=tuple(READ_SCOPES.values()),
        tier=4,
    ),
)
