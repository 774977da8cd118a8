"""Bolt's app: which request goes to which handler."""

import re
import secrets

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.response import BoltResponse

from bot.domain.permissions import Action
from bot.slack import answering, gates, requests
from bot.slack.door import Door
from bot.slack.handlers import (
    browsing,
    checkins,
    departures,
    drafts,
    endings,
    gatherings,
    groups,
    hunts,
    idea_life,
    ideas,
    old,
    outcomes,
    people,
    placements,
    privacy,
    projects,
    rhythms,
    ripples,
    rounds,
    setup,
)
from bot.slack.views import ids

NEW_IDEA = "new_idea"
SAVE_IDEA = "save_idea"
ANYTHING = re.compile("")

_log = structlog.get_logger(__name__)


def build(here: Door) -> AsyncApp:
    """The app for one workspace, authorized by the token of `here.client`.

    Requests are acknowledged after their handler, whose work has been committed by then. Who hands them in
    has checked their signature.
    """
    app = AsyncApp(
        name="idejakt",  # without one it reads the source of everything that called it, to find one
        client=here.client,
        process_before_response=True,
        request_verification_enabled=False,
        ssl_check_enabled=False,
        attaching_function_token_enabled=False,
    )
    # Bolt asks its listeners one after another: what hundreds do within an hour is asked first.
    for action, tap in {
        ids.Action.BALLOT_APPROVE: rounds.approve,
        ids.Action.BALLOT_WITHDRAW: rounds.withdraw,
    }.items():
        app.action(ids.pattern(action))(answering.click(here, tap, needs=gates.of(action)))
    for name, command in {
        "/idea": ideas.command,
        "/ideas": browsing.command,
        "/round": rounds.command,
        "/project": projects.command,
        "/hunt": hunts.command,
    }.items():
        app.command(name)(answering.command(here, command))
    for callback, form in {
        ids.Callback.IDEA: ideas.submit,
        ids.Callback.IDEA_DEED: idea_life.submit,
        ids.Callback.IDEAS: browsing.search,
        ids.Callback.ROUND: rounds.submit,
        ids.Callback.STEERING: outcomes.submit_steering,
        ids.Callback.PICK: outcomes.submit_pick,
        ids.Callback.PROJECT: projects.submit,
        ids.Callback.TEAM: gatherings.invite,
        ids.Callback.STEP: groups.set_step,
        ids.Callback.OWNER: groups.set_owner,
        ids.Callback.PLAN: endings.set_plan,
        ids.Callback.RETIRE: endings.set_retired,
        ids.Callback.COMPLETE: endings.set_completed,
        ids.Callback.WAKE: endings.set_woken,
        ids.Callback.RIPPLE: ripples.set_line,
        ids.Callback.SLOT: rhythms.submit_slot,
        ids.Callback.SNOOZE: rhythms.submit_snooze,
        ids.Callback.SETUP: setup.submit,
        ids.Callback.CHOICES: setup.submit_choices,
        ids.Callback.PRIVACY_ERASE: privacy.erase,
        ids.Callback.DISCIPLINE: setup.submit_discipline,
        ids.Callback.FACILITATORS: setup.submit_facilitators,
        ids.Callback.IMPORT: placements.submit,
        ids.Callback.HUNT: hunts.submit,
        ids.Callback.HUNT_MOVE: hunts.move,
        ids.Callback.HUNT_FINISH: hunts.finish,
        ids.Callback.HUNT_CANCEL: hunts.cancel,
    }.items():
        app.view(callback)(answering.submission(here, form, needs=gates.of(callback)))
    for action, click in {
        ids.Action.IDEA_NEW: ideas.new_from_home,
        ids.Action.IDEA_SUPPORT: browsing.support,
        ids.Action.IDEA_UNSUPPORT: browsing.unsupport,
        ids.Action.IDEA_MINE_TOO: ideas.mine_too,
        ids.Action.IDEA_MORE: idea_life.more,
        ids.Action.IDEA_DEED: idea_life.open_form,
        ids.Action.IDEA_MUTE: idea_life.mute,
        ids.Action.IDEA_UNMUTE: idea_life.unmute,
        ids.Action.IDEA_ROAD: idea_life.road,
        ids.Action.IDEA_FIND: idea_life.find,
        ids.Action.DRAFT_KEEP: drafts.keep,
        ids.Action.DRAFT_OPEN: drafts.open_,
        ids.Action.DRAFT_DROP: drafts.throw_away,
        ids.Action.DIGEST_CHOOSE: idea_life.choose_digest,
        ids.Action.IDEAS_FILTER: browsing.filter_,
        ids.Action.DISCIPLINE_CHOOSE: people.choose_discipline,
        ids.Action.LOCALE_CHOOSE: people.choose_locale,
        ids.Action.SETUP_OPEN: setup.show_from_home,
        ids.Action.PRIVACY_EXPORT: privacy.export,
        ids.Action.PRIVACY_FILE: privacy.file,
        ids.Action.PRIVACY_ERASE: privacy.ask,
        ids.Action.SETUP_PART: setup.part,
        ids.Action.DISCIPLINE_EDIT: setup.edit_discipline,
        ids.Action.CONFIRMATIONS_OPEN: placements.show,
        ids.Action.PERSON_CONFIRM: placements.confirm,
        ids.Action.PERSON_DECLINE: placements.decline,
        ids.Action.HUNT_NEW: hunts.new,
        ids.Action.HUNT_IDEA: hunts.post,
        ids.Action.HUNT_LEAVE: hunts.leave,
        ids.Action.HUNT_LEAD: hunts.lead,
        ids.Action.HUNT_FINISH: hunts.ask_finish,
        ids.Action.HUNT_CANCEL: hunts.ask_cancel,
        ids.Action.HUNT_CASE: hunts.case,
        ids.Action.BALLOT_OPEN: rounds.open_ballot,
        ids.Action.BALLOT_NONE: rounds.none,
        ids.Action.BALLOT_PAGE: rounds.turn,
        ids.Action.BALLOT_READ: rounds.read,
        ids.Action.ROUND_MORE: rounds.more,
        ids.Action.ROUND_SEARCH: rounds.search,
        ids.Action.ROUND_STEER: outcomes.steer,
        ids.Action.ROUND_FINAL: outcomes.final,
        ids.Action.ROUND_AGAIN: outcomes.again,
        ids.Action.ROUND_PICK: outcomes.pick,
        ids.Action.ROUND_RECOUNT: outcomes.recount,
        ids.Action.ROUND_ORDER: outcomes.order,
        ids.Action.ROUND_COMPARE: outcomes.compare,
        ids.Action.GROUP_WANT: gatherings.want,
        ids.Action.GROUP_LATER: gatherings.later,
        ids.Action.GROUP_WITHDRAW: gatherings.withdraw,
        ids.Action.GROUP_TEAM: gatherings.team,
        ids.Action.GROUP_START: gatherings.start,
        ids.Action.GROUP_ADVERTISE: gatherings.advertise,
        ids.Action.GROUP_RUNNER_UP: gatherings.runner_up,
        ids.Action.INVITATION_ACCEPT: gatherings.accept,
        ids.Action.INVITATION_DECLINE: gatherings.decline,
        ids.Action.PROJECT_FORM_MORE: projects.more,
        ids.Action.PROJECT_OPEN: groups.desk,
        ids.Action.PROJECTS_PAGE: projects.turn,
        ids.Action.PROJECT_JOIN: groups.join,
        ids.Action.PROJECT_LEAVE: groups.leave,
        ids.Action.PROJECT_TAKE: groups.take,
        ids.Action.PROJECT_STAGE: groups.stage,
        ids.Action.PROJECT_STEP: groups.step,
        ids.Action.PROJECT_CRITERION: groups.criterion,
        ids.Action.PROJECT_HAND_OVER: groups.hand_over,
        ids.Action.PROJECT_CONTINUE: endings.continue_,
        ids.Action.PROJECT_SHRINK: endings.shrink,
        ids.Action.PROJECT_RETIRE: endings.retire,
        ids.Action.PROJECT_COMPLETE: endings.complete,
        ids.Action.THANKS_ANSWER: endings.thanks,
        ids.Action.PROJECT_VOICE: endings.ask_voice,
        ids.Action.VOICE_ANSWER: endings.voice,
        ids.Action.IDEA_WAKE: endings.wake,
        ids.Action.RIPPLE_TELL: ripples.tell,
        ids.Action.RIPPLE_LINE: ripples.line,
        ids.Action.RIPPLE_USE: ripples.use,
        ids.Action.NUDGE_CONFIDENCE: checkins.confidence,
        ids.Action.NUDGE_MOVEMENT: checkins.movement,
        ids.Action.NUDGE_OBSTACLE: checkins.obstacle,
        ids.Action.NUDGE_MENU: rhythms.menu,
        ids.Action.NUDGE_SNOOZE: rhythms.snooze,
        ids.Action.NUDGE_SLOT: rhythms.open_slot,
        ids.Action.NUDGE_MUTE: rhythms.mute,
        ids.Action.NUDGE_MUTE_OWN: rhythms.mute_own,
        ids.Action.NUDGE_UNMUTE_OWN: rhythms.unmute_own,
        ids.Action.NUDGE_RESUME: rhythms.resume,
        ids.Action.NUDGE_FORTNIGHTLY: rhythms.fortnightly,
    }.items():
        app.action(ids.pattern(action))(answering.click(here, click, needs=gates.of(action)))
    app.shortcut({"type": "shortcut", "callback_id": NEW_IDEA})(answering.shortcut(here, ideas.new))
    app.shortcut({"type": "message_action", "callback_id": SAVE_IDEA})(answering.shortcut(here, ideas.save))
    app.view_closed(ANYTHING)(answering.unasked(here, requests.closed, people.closed))
    app.event("app_home_opened")(answering.unasked(here, requests.home_opened, people.opened))
    app.event("user_change")(answering.event(here, departures.changed))
    _take_the_rest(app, here)
    return app


def _take_the_rest(app: AsyncApp, here: Door) -> None:
    """What no handler knows is answered too, kindly: cards live longer than the version that drew them."""
    app.command(ANYTHING)(answering.command(here, old.command))
    app.view(ANYTHING)(answering.submission(here, old.form, needs=Action.LOOK))
    app.action(ANYTHING)(answering.click(here, old.button, needs=Action.LOOK))
    app.shortcut(ANYTHING)(answering.shortcut(here, old.form, needs=Action.LOOK))
    app.options(ANYTHING)(_without_options)
    app.event(ANYTHING)(_taken)
    app.error(_failed)


async def _taken(ack: AsyncAck) -> None:
    await ack()


async def _without_options(ack: AsyncAck) -> None:
    """No select of ours asks for its options: what there is to choose from was drawn for whoever sees it."""
    await ack(options=[])


async def _failed(error: Exception) -> BoltResponse:
    """Failures of our own handlers are answered by the door; what comes here is a payload unlike Slack's."""
    incident = secrets.token_hex(4)
    _log.error("app.not_understood", incident=incident, exc_info=error)
    return BoltResponse(status=400, body=f"not understood ({incident})")
