"""api.*, auth.*, apps.* and team.*"""

from bot.playground.arguments import flag, may, text
from bot.playground.methods.call import Call, Method, Token
from bot.playground.refusal import Refusal
from bot.playground.state import Json


async def api_test(call: Call) -> Json:
    arguments = {key: value for key, value in call.given.items() if key != "token"}
    if arguments.get("error"):
        raise Refusal(str(arguments["error"]))
    return {"args": arguments}


async def auth_test(call: Call) -> Json:
    state = call.workspace.state
    if call.is_app:
        return {"app_id": state.app_id, "app_name": call.workspace.registration.name}
    return {
        "url": f"{call.workspace.url}/",
        "team": state.team_name,
        "user": call.workspace.bot.name,
        "team_id": state.team_id,
        "user_id": state.bot_user_id,
        "bot_id": state.bot_id,
        "is_enterprise_install": False,
    }


async def auth_revoke(call: Call) -> Json:
    """From here on the bot's token is refused; with `test` nothing happens."""
    if call.get("test", False):
        return {"revoked": False}
    call.workspace.revoked = True
    call.workspace.touch()
    return {"revoked": True}


async def connections_open(call: Call) -> Json:
    return {"url": call.door.sockets.ticket()}


async def team_info(call: Call) -> Json:
    state = call.workspace.state
    if call.get("team") not in (None, state.team_id) or call.get("domain") not in (None, state.team_domain):
        raise Refusal("team_not_found")
    return {
        "team": {
            "id": state.team_id,
            "name": state.team_name,
            "domain": state.team_domain,
            "email_domain": "",
            "url": f"{call.workspace.url}/",
            "is_verified": False,
        }
    }


METHODS = (
    Method(name="api.test", run=api_test, token=Token.NONE, tier=4, open_ended=True),
    Method(name="auth.test", run=auth_test, token=Token.EITHER, tier=0),
    Method(name="auth.revoke", run=auth_revoke, takes={"test": may(flag)}, tier=3),
    Method(name="apps.connections.open", run=connections_open, token=Token.APP, tier=1),
    Method(
        name="team.info",
        run=team_info,
        takes={"team": may(text), "domain": may(text), "include_slackbot_availability": may(flag)},
        scopes=("team:read",),
        tier=3,
    ),
)
