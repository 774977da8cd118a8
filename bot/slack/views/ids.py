"""The names that views and handlers share: actions, forms and fields."""

import re
from enum import StrEnum

VALUE = "value"
"""The action id of every input, so that `state.values[field][VALUE]` is always the way to it."""


class Action(StrEnum):
    """What a tap means. Where a view shows several of one kind, each carries its own tail (see `tailed`)."""

    IDEA_NEW = "idea_new"
    IDEA_SUPPORT = "idea_support"
    IDEA_UNSUPPORT = "idea_unsupport"
    IDEA_MINE_TOO = "idea_mine_too"
    IDEAS_PAGE = "ideas_page"
    DISCIPLINE_CHOOSE = "discipline_choose"
    BALLOT_OPEN = "ballot_open"
    BALLOT_APPROVE = "ballot_approve"
    BALLOT_WITHDRAW = "ballot_withdraw"
    BALLOT_NONE = "ballot_none"
    BALLOT_PAGE = "ballot_page"
    NUDGE_CONFIDENCE = "nudge_confidence"
    NUDGE_MOVEMENT = "nudge_movement"
    NUDGE_OBSTACLE = "nudge_obstacle"
    LOCALE_CHOOSE = "locale_choose"
    SETUP_OPEN = "setup_open"
    PRIVACY_EXPORT = "privacy_export"
    PRIVACY_ERASE = "privacy_erase"
    SETUP_PART = "setup_part"
    DISCIPLINE_EDIT = "discipline_edit"
    CONFIRMATIONS_OPEN = "confirmations_open"
    PERSON_CONFIRM = "person_confirm"
    PERSON_DECLINE = "person_decline"
    HUNT_NEW = "hunt_new"
    HUNT_IDEA = "hunt_idea"
    HUNT_LEAD = "hunt_lead"
    HUNT_FINISH = "hunt_finish"
    HUNT_CANCEL = "hunt_cancel"
    HUNT_CASE = "hunt_case"


class Callback(StrEnum):
    """The modals."""

    IDEA = "idea_form"
    ROUND = "round_form"
    BALLOT = "ballot"
    PROJECT = "project_form"
    SETUP = "setup_form"
    DISCIPLINE = "discipline_form"
    FACILITATORS = "facilitators_form"
    IMPORT = "import_form"
    HUNT = "hunt_form"
    HUNT_MOVE = "hunt_move_form"
    HUNT_FINISH = "hunt_finish_form"
    HUNT_CANCEL = "hunt_cancel_form"
    NOTICE = "notice"
    PRIVACY_ERASE = "privacy_erase_form"


class Field(StrEnum):
    """The inputs' block ids: the names of the fields an error may be about."""

    TITLE = "title"
    WHO = "who"
    FREQUENCY = "frequency"
    EVIDENCE = "evidence"
    COST = "cost"
    AREAS = "areas"
    KIND = "kind"
    NAMED = "named"
    DISCIPLINE = "discipline"
    IDEAS = "ideas"
    CLOSES_AT = "closes_at"
    WINNERS = "winners"
    SECRET = "secret"  # noqa: S105
    TAP_LIMIT = "tap_limit"
    IDEA = "idea"
    OWNER = "owner"
    MEMBERS = "members"
    PLACE = "place"
    NEW_CHANNEL = "new_channel"
    NEXT_STEP = "next_step"
    WEEKDAY = "weekday"
    AT = "at"
    IDEAS_PLACE = "ideas_place"
    WIDE_PLACE = "wide_place"
    LOCALE = "locale"
    ROUNDS_BY = "rounds_by"
    DISCIPLINES = "disciplines"
    CONFIRMED = "confirmed"
    DISCIPLINE_NAME = "discipline_name"
    DISCIPLINE_RETIRE = "discipline_retire"
    DISCIPLINE_INTO = "discipline_into"
    FACILITATORS = "facilitators"
    ROSTER = "roster"
    LEAVE_OUT = "leave_out"
    HUNT = "hunt"
    QUESTION = "question"
    COHORT = "cohort"
    YEAR = "year"
    COLLECT_UNTIL = "collect_until"
    VOTE_UNTIL = "vote_until"
    GROUP_BY = "group_by"
    REASON = "reason"
    DECISION = "decision"
    LEARNT = "learnt"


def tailed(action: Action, tail: object) -> str:
    """An action id of its own for one of several buttons: Slack wants them unique within a block."""
    return f"{action}.{tail}"


def pattern(action: Action) -> re.Pattern[str]:
    """Matches `action` with and without a tail, and nothing else, for Bolt's `app.action`."""
    return re.compile(rf"\A{re.escape(action)}(\.\w+)?\Z")
