"""Kinds shared by the tables and the domain; standard library only."""

from enum import StrEnum


class Platform(StrEnum):
    SLACK = "slack"
    TEAMS = "teams"


class Role(StrEnum):
    """What a person may do; set by an administrator."""

    MEMBER = "member"
    FACILITATOR = "facilitator"
    ADMINISTRATOR = "administrator"


class Standing(StrEnum):
    """How a person belongs to the workspace, as the platform tells it."""

    STAFF = "staff"
    GUEST = "guest"
    CONNECTED = "connected"
    """A person of another workspace, met in a shared channel."""


class Audited(StrEnum):
    """What an administrator did. The column has no check: what only grows is not rebuilt for a word."""

    DISCIPLINE_ADDED = "discipline_added"
    DISCIPLINE_RENAMED = "discipline_renamed"
    DISCIPLINE_RETIRED = "discipline_retired"
    PERSON_PLACED = "person_placed"
    PERSON_CONFIRMED = "person_confirmed"
    PERSON_UNPLACED = "person_unplaced"
    FACILITATOR_ADDED = "facilitator_added"
    FACILITATOR_REMOVED = "facilitator_removed"
    SETTING_CHANGED = "setting_changed"
    OUTBOX_TAKEN_UP = "outbox_taken_up"
    """What had been set aside was to be sent again."""
    PERSON_SHOWN = "person_shown"
    """The operator printed what is stored about somebody."""
    PERSON_ERASED = "person_erased"
    ARCHIVE_WRITTEN = "archive_written"
    BACKUP_RESTORED = "backup_restored"


class IdeaKind(StrEnum):
    PROBLEM = "problem"
    DEAD_HORSE = "dead_horse"


class IdeaState(StrEnum):
    """The road of an idea. A draft waits, unseen by others, for its author to choose a discipline."""

    DRAFT = "draft"
    NEW = "new"
    IN_ROUND = "in_round"
    CHOSEN = "chosen"
    PROJECT = "project"
    COMPLETED = "completed"
    RETIRED = "retired"
    PARKED = "parked"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"


class IdeaOrder(StrEnum):
    """How a list is sorted: widest means supported from the most disciplines."""

    NEWEST = "newest"
    SUPPORTED = "supported"
    WIDEST = "widest"


class Digest(StrEnum):
    """How often a person wants news of the ideas they support."""

    OFF = "off"
    DAILY = "daily"
    WEEKLY = "weekly"


class RoundState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Outcome(StrEnum):
    """How a closed round ended."""

    CHOSEN = "chosen"
    TOO_FEW_VOICES = "too_few_voices"
    NO_BROAD_AGREEMENT = "no_broad_agreement"


class HuntState(StrEnum):
    COLLECTING = "collecting"
    VOTING = "voting"
    GROUPING = "grouping"
    FINISHED = "finished"
    CANCELLED = "cancelled"


class RoundEvent(StrEnum):
    """What befell a round between its opening and its end, or after it."""

    EXTENDED = "extended"
    EXTENDED_ITSELF = "extended_itself"
    """Too few had voted at the deadline; once a round."""
    CANCELLED = "cancelled"
    PICKED = "picked"
    """Nobody won, and a facilitator chose an idea, with a reason in writing."""
    FOLLOWED = "followed"
    """Nobody won, and a new round was opened: a final, or the same vote again."""


class ProjectState(StrEnum):
    ACTIVE = "active"
    COMPLETED = "completed"
    RETIRED = "retired"


class Willingness(StrEnum):
    """What a person said about being in the group of a chosen idea."""

    WILLING = "willing"
    LATER = "later"


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class RippleKind(StrEnum):
    """What another unit made of a result."""

    TAKEN_UP = "taken_up"
    ADAPTED = "adapted"
    NOT_FOR_US = "not_for_us"


class Use(StrEnum):
    """The answer to "still in use?"."""

    IN_USE = "in_use"
    CHANGED = "changed"
    STOPPED = "stopped"


class NudgeState(StrEnum):
    SENT = "sent"
    DROPPED = "dropped"


class Way(StrEnum):
    """What a group chose when it was asked whether it goes on."""

    CONTINUE = "continue"
    SHRINK = "shrink"
    HAND_OVER = "hand_over"
    RETIRE = "retire"


class Movement(StrEnum):
    """The second tap of a check-in."""

    MOVING = "moving"
    STUCK = "stuck"
    DONE = "done"


class Obstacle(StrEnum):
    """The third tap of a check-in, where the group is stuck."""

    TIME = "time"
    DECISION = "decision"
    PEOPLE = "people"
    KNOWLEDGE = "knowledge"
    OTHER = "other"


class Parcel(StrEnum):
    """What an outbox row asks for."""

    POST = "post"
    UPDATE = "update"
    TELL = "tell"


class Subject(StrEnum):
    """What a message stands for: the row that keeps where it was posted."""

    IDEA = "idea"
    ROUND = "round"
    RESULT = "result"
    """The result of a round: a message of its own beside the round's card."""
    PROJECT = "project"
    NUDGE = "nudge"
    HUNT = "hunt"
    ENDING = "ending"
    ASKING = "asking"


class ParcelState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    SET_ASIDE = "set_aside"
    DROPPED = "dropped"
