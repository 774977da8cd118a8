"""Every tap and every form there is, as our own views would send it, about whatever things are named."""

import dataclasses
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.permissions import Action as Need
from bot.slack.views import choices, ids
from storage import kinds
from tests.house import House
from tests.safety import knock
from tests.safety.furniture import Things

A, C, F = ids.Action, ids.Callback, ids.Field
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Tap:
    """What a button or menu carries, with the names of things in braces; `notes` is its view's metadata."""

    value: str
    needs: Need = Need.TAKE_PART
    notes: str = ""
    on_home: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """What a form remembers, and what must be chosen in it to get as far as its things."""

    notes: str = ""
    needs: Need = Need.TAKE_PART
    chosen: Mapping[ids.Field, str] = dataclasses.field(default_factory=dict)
    foreign: bool = False
    """Whether its fields name things too."""
    alone: tuple[ids.Field, ...] = ()
    """The only fields that are filled in, where others would keep it from being taken."""


TAPS: dict[ids.Action, list[Tap]] = {
    A.IDEA_NEW: [Tap("1")],
    A.IDEA_SUPPORT: [
        Tap("{idea}"),
        Tap("{idea}", notes='{"query": {"theme": {theme}, "discipline": {discipline}}}'),
        Tap("{idea}", notes='{"paper": {idea}}'),
    ],
    A.IDEA_UNSUPPORT: [Tap("{idea}")],
    A.IDEA_MINE_TOO: [Tap("{idea}", notes='{"seen": [{idea}, {in_round}]}')],
    A.IDEA_MORE: [Tap("{idea}", Need.LOOK)],
    A.IDEA_DEED: [Tap("{idea}:comment"), Tap("{idea}:merge"), Tap("{merged}:part")],
    A.IDEA_MUTE: [Tap("{idea}", Need.TEND_OWN)],
    A.IDEA_UNMUTE: [Tap("{idea}", Need.TEND_OWN)],
    A.IDEA_ROAD: [Tap("{idea}", Need.LOOK)],
    A.IDEA_FIND: [Tap("{idea}", Need.TEND_IDEA)],
    A.IDEAS_FILTER: [
        Tap("theme:{theme}", Need.LOOK),
        Tap("discipline:{discipline}", Need.LOOK),
        Tap("page:1", Need.LOOK, notes='{"query": {"theme": {theme}, "discipline": {discipline}}}'),
    ],
    A.DRAFT_KEEP: [Tap("1", notes='{"draft": {draft}}')],
    A.DRAFT_OPEN: [Tap("{draft}")],
    A.DRAFT_DROP: [Tap("{draft}", Need.TEND_OWN)],
    A.DIGEST_CHOOSE: [Tap(kinds.Digest.DAILY, Need.TEND_OWN)],
    A.DISCIPLINE_CHOOSE: [Tap("{discipline}"), Tap("{discipline}", on_home=True)],
    A.BALLOT_OPEN: [Tap("{round_}")],
    A.BALLOT_APPROVE: [Tap("{round_}:{in_round}")],
    A.BALLOT_WITHDRAW: [Tap("{round_}:{in_round}")],
    A.BALLOT_NONE: [Tap("{round_}")],
    A.BALLOT_PAGE: [Tap("{round_}:1")],
    A.BALLOT_READ: [Tap("{round_}:{in_round}", Need.LOOK)],
    A.ROUND_MORE: [Tap("1", Need.OPEN_ROUND)],
    A.ROUND_SEARCH: [Tap("1", Need.OPEN_ROUND)],
    A.ROUND_STEER: [Tap("{round_}", Need.STEER_ROUND)],
    A.ROUND_FINAL: [Tap("{undecided}", Need.STEER_ROUND)],
    A.ROUND_AGAIN: [Tap("{undecided}", Need.STEER_ROUND)],
    A.ROUND_PICK: [Tap("{undecided}", Need.STEER_ROUND)],
    A.ROUND_RECOUNT: [Tap("{undecided}", Need.LOOK)],
    A.ROUND_ORDER: [Tap("{undecided}", Need.LOOK)],
    A.ROUND_COMPARE: [Tap("{undecided}", Need.STEER_ROUND)],
    A.NUDGE_CONFIDENCE: [Tap("{nudge}:4")],
    A.NUDGE_MOVEMENT: [Tap("{nudge}:stuck")],
    A.NUDGE_OBSTACLE: [Tap("{nudge}:time")],
    A.GROUP_WANT: [Tap("{chosen}")],
    A.GROUP_LATER: [Tap("{chosen}")],
    A.GROUP_WITHDRAW: [Tap("{chosen}", Need.TEND_OWN)],
    A.GROUP_TEAM: [Tap("{chosen}")],
    A.GROUP_START: [Tap("{chosen}")],
    A.GROUP_ADVERTISE: [Tap("{chosen}")],
    A.GROUP_RUNNER_UP: [Tap("{chosen}", Need.OPEN_ROUND)],
    A.INVITATION_ACCEPT: [Tap("{chosen}")],
    A.INVITATION_DECLINE: [Tap("{chosen}", Need.TEND_OWN)],
    A.PROJECT_FORM_MORE: [Tap("1")],
    A.PROJECT_OPEN: [Tap("{project}", Need.LOOK)],
    A.PROJECTS_PAGE: [Tap("1", Need.LOOK)],
    A.PROJECT_JOIN: [Tap("{project}")],
    A.PROJECT_LEAVE: [Tap("{project}", Need.TEND_OWN)],
    A.PROJECT_TAKE: [Tap("{project}", Need.TEND_GROUP)],
    A.PROJECT_STAGE: [Tap("{project}:2", Need.TEND_GROUP)],
    A.PROJECT_STEP: [Tap("{project}", Need.TEND_GROUP)],
    A.PROJECT_CRITERION: [Tap("{project}:{criterion}", Need.TEND_GROUP)],
    A.PROJECT_CONTINUE: [Tap("{project}", Need.TEND_GROUP)],
    A.PROJECT_SHRINK: [Tap("{project}", Need.TEND_GROUP)],
    A.PROJECT_HAND_OVER: [Tap("{project}", Need.TEND_GROUP)],
    A.PROJECT_RETIRE: [Tap("{project}", Need.TEND_GROUP)],
    A.PROJECT_COMPLETE: [Tap("{project}", Need.TEND_GROUP)],
    A.PROJECT_VOICE: [Tap("{project}", Need.TEND_GROUP)],
    A.THANKS_ANSWER: [Tap("{completed}:yes", Need.TEND_OWN)],
    A.VOICE_ANSWER: [Tap("{project}:no", Need.TEND_OWN), Tap("{project}:yes")],
    A.RIPPLE_TELL: [Tap("{completed}:adapted")],
    A.RIPPLE_LINE: [Tap("{completed}:adapted")],
    A.RIPPLE_USE: [Tap("{check}:in_use")],
    A.IDEA_WAKE: [Tap("{retired}")],
    A.NUDGE_MENU: [
        Tap(f"{{project}}:{word}", Need.TEND_GROUP) for word in ("snooze", "slot", "mute_own", "mute")
    ],
    A.NUDGE_SNOOZE: [Tap("{project}", Need.TEND_GROUP)],
    A.NUDGE_SLOT: [Tap("{project}", Need.TEND_GROUP)],
    A.NUDGE_MUTE: [Tap("{project}", Need.TEND_GROUP)],
    A.NUDGE_MUTE_OWN: [Tap("{project}", Need.TEND_GROUP)],
    A.NUDGE_UNMUTE_OWN: [Tap("{project}", Need.TEND_GROUP)],
    A.NUDGE_RESUME: [Tap("{project}", Need.TEND_GROUP)],
    A.NUDGE_FORTNIGHTLY: [Tap("{project}", Need.TEND_GROUP)],
    A.LOCALE_CHOOSE: [Tap("nb", Need.TEND_OWN, on_home=True)],
    A.SETUP_OPEN: [Tap("1", Need.SET_UP)],
    A.PRIVACY_EXPORT: [Tap("1", Need.TEND_OWN)],
    A.PRIVACY_FILE: [Tap("1", Need.TEND_OWN)],
    A.PRIVACY_ERASE: [Tap("1", Need.TEND_OWN)],
    A.SETUP_PART: [
        Tap(part, Need.SET_UP)
        for part in ("disciplines", "facilitators", "import", "choices", "other", *choices.PARTS)
    ],
    A.DISCIPLINE_EDIT: [Tap("{discipline}", Need.SET_UP), Tap("new", Need.SET_UP)],
    A.CONFIRMATIONS_OPEN: [Tap("1", Need.SET_UP)],
    A.PERSON_CONFIRM: [Tap("{waiting}", Need.SET_UP)],
    A.PERSON_DECLINE: [Tap("{waiting}", Need.SET_UP)],
    A.HUNT_NEW: [Tap("1", Need.RUN_HUNT)],
    A.HUNT_IDEA: [Tap("{hunt}")],
    A.HUNT_LEAVE: [Tap("{hunt}:{hunted}")],
    A.HUNT_LEAD: [Tap("{hunt}", Need.RUN_HUNT)],
    A.HUNT_FINISH: [Tap("{hunt}", Need.RUN_HUNT)],
    A.HUNT_CANCEL: [Tap("{hunt}", Need.RUN_HUNT)],
    A.HUNT_CASE: [Tap("{finished_hunt}", Need.LOOK)],
}
DEED = '{"deed": "%s", "idea": {%s}}'
FORMS: dict[ids.Callback, list[Form]] = {
    C.IDEA: [Form('{"channel": "{place}", "draft": {draft}, "seen": [{idea}]}', foreign=True)],
    C.IDEA_DEED: [
        Form(DEED % ("comment", "idea")),
        Form(DEED % ("edit", "idea"), Need.TEND_IDEA, foreign=True),
        Form(DEED % ("themes", "idea"), Need.TEND_IDEA, foreign=True),
        Form(DEED % ("merge", "idea"), Need.TEND_IDEA, foreign=True),
        Form(DEED % ("part", "merged"), Need.TEND_IDEA),
        Form(DEED % ("park", "idea"), Need.TEND_IDEA),
        Form(DEED % ("reopen", "parked"), Need.TEND_IDEA),
        Form(DEED % ("withdraw", "idea"), Need.TEND_IDEA),
    ],
    C.IDEA_PAPER: [Form('{"paper": {idea}}', Need.LOOK)],
    C.IDEAS: [Form('{"query": {"theme": {theme}, "discipline": {discipline}}}', Need.LOOK)],
    C.ROUND: [
        Form('{"channel": "{place}"}', Need.OPEN_ROUND, foreign=True),
        Form('{"channel": "{place}"}', Need.OPEN_ROUND, {F.SCOPE: "theme:{theme}"}, foreign=True),
    ],
    C.BALLOT: [Form("{round_}:1", Need.LOOK)],
    C.STEERING: [
        Form("{round_}:0", Need.STEER_ROUND, {F.WHAT: "extend", F.DAYS: "2"}),
        Form("{round_}:0", Need.STEER_ROUND, {F.WHAT: "cancel"}),
    ],
    C.PICK: [Form("{undecided}", Need.STEER_ROUND, foreign=True)],
    C.PROJECT: [Form("{chosen}", chosen={F.IDEA: "{chosen}"}, foreign=True)],
    C.TEAM: [Form("{chosen}", foreign=True)],
    C.STEP: [Form("{project}", Need.TEND_GROUP)],
    C.PLAN: [Form("{project}", Need.TEND_GROUP)],
    C.OWNER: [Form("{project}", Need.TEND_GROUP, foreign=True)],
    C.RETIRE: [Form("{project}", Need.TEND_GROUP)],
    C.COMPLETE: [Form("{project}", Need.TEND_GROUP, foreign=True)],
    C.RIPPLE: [Form("{completed}", chosen={F.KIND: kinds.RippleKind.TAKEN_UP})],
    C.WAKE: [Form("{retired}")],
    C.SLOT: [Form("{project}", Need.TEND_GROUP)],
    C.SNOOZE: [Form("{project}", Need.TEND_GROUP)],
    C.SETUP: [Form("", Need.SET_UP, alone=(F.IDEAS_PLACE, F.DISCIPLINES))],
    C.CHOICES: [Form("", Need.SET_UP, alone=(F.QUIET_WEEKS,))],
    C.DISCIPLINE: [
        Form('{"list": "V0", "discipline": {discipline}}', Need.SET_UP, foreign=True),
        Form('{"list": "V0", "discipline": null}', Need.SET_UP),
    ],
    C.FACILITATORS: [Form("", Need.SET_UP, foreign=True)],
    C.IMPORT: [Form("", Need.SET_UP)],
    C.HUNT: [Form('{"channel": "{place}"}', Need.RUN_HUNT)],
    C.HUNT_MOVE: [Form("{hunt}", Need.RUN_HUNT)],
    C.HUNT_FINISH: [Form("{hunt}", Need.RUN_HUNT)],
    C.HUNT_CANCEL: [Form("{hunt}", Need.RUN_HUNT)],
    C.NOTICE: [Form("", Need.LOOK)],
    C.PRIVACY_ERASE: [Form("", Need.TEND_OWN)],
}
UNHEARD = {C.IDEA_PAPER, C.BALLOT, C.NOTICE}
"""Modals without a button to send them: nothing answers to them but the word that they are old."""
NAMING: dict[ids.Field, str] = {
    F.AREAS: "{discipline}",
    F.DISCIPLINE: "{discipline}",
    F.DISCIPLINE_INTO: "{other_discipline}",
    F.IDEA: "{in_round}",
    F.IDEAS: "{idea}",
    F.THEMES: "{theme}",
    F.HUNT: "{hunt}",
}
"""The fields that name things of a workspace."""


def about(template: str, things: Things) -> str:
    """The template with the ids of the things in it; other braces are JSON's."""
    for field in dataclasses.fields(things):
        template = template.replace(f"{{{field.name}}}", str(getattr(things, field.name)))
    return template


def filled(form: Form, things: Things, *, now: datetime) -> Json:
    """Every field there is: those that name things with these, the others with what most would take."""
    moment = int((now + timedelta(days=7, hours=2)).timestamp())
    values = dict(knock.filled("2", person=things.member, place=things.place, moment=moment))
    for field in (F.WHAT, F.KIND, F.NEW_CHANNEL, F.SHRUNK, F.CONFIRMED, F.SCOPE, F.DISCIPLINE_RETIRE):
        del values[field]
    for field, template in {**NAMING, **form.chosen}.items():
        values[field] = knock.filled(
            about(template, things), person=things.member, place=things.place, moment=moment
        )[field]
    if F.DISCIPLINE_INTO in values and "discipline" in form.notes and form.foreign:
        values[F.DISCIPLINE_RETIRE] = knock.filled("retire", person="", place="", moment=0)[
            F.DISCIPLINE_RETIRE
        ]
    return {field: values[field] for field in form.alone} if form.alone else values


def tapped(
    here: House, person: str, action: ids.Action, tap: Tap, things: Things, *, view: str
) -> knock.Json:
    """The request of a tap in a modal with this id, or on the Home tab."""
    shown = {
        "id": view,
        "type": "home" if tap.on_home else "modal",
        "private_metadata": about(tap.notes, things),
        "state": {"values": filled(Form(), things, now=here.time())},
    }
    return knock.click(here, person, action, about(tap.value, things), view=shown)


def sent(
    here: House,
    person: str,
    callback: ids.Callback,
    form: Form,
    things: Things,
    *,
    fields: Things | None = None,
    key: str,
) -> knock.Json:
    """The request of a form that was sent; `fields` are the things that its fields name, if others."""
    values = filled(form, fields or things, now=here.time())
    return knock.submission(here, person, callback, values, metadata=about(form.notes, things), key=key)


def taps() -> Iterator[tuple[ids.Action, Tap]]:
    for action, found in TAPS.items():
        for tap in found:
            yield action, tap


def forms() -> Iterator[tuple[ids.Callback, Form]]:
    for callback, found in FORMS.items():
        for form in found:
            yield callback, form


def shortcuts(here: House, person: str, things: Things) -> Iterator[knock.Json]:
    """From the menu, and on a message of theirs."""
    yield {**knock.click(here, person, "x", "1"), "type": "shortcut", "callback_id": "new_idea"}
    message = {"ts": "1.1", "text": json.dumps("Noe")}
    yield {
        **knock.click(here, person, "x", "1"),
        "type": "message_action",
        "callback_id": "save_idea",
        "channel": {"id": things.place, "name": "x"},
        "message": message,
    }
