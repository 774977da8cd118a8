"""The tables: columns, constraints, indexes. Records without behaviour.

Every row belongs to a workspace, directly or through its parent, and every query names it. Instants are UTC.
Text is stored as written; it is escaped where it is rendered.
"""

from storage.models.audit import AuditEntry
from storage.models.endings import Ending, OutsideVoice, Ripple, RippleCheck, Thanks
from storage.models.gatherings import Gathering, Invitation, Volunteer
from storage.models.hunts import Hunt, HuntIdea, HuntMember, HuntStep
from storage.models.ideas import (
    Draft,
    Idea,
    IdeaArea,
    IdeaEdit,
    IdeaMerge,
    IdeaMute,
    IdeaStep,
    IdeaTheme,
    IdeaVersion,
    MergedSupport,
    Support,
    Theme,
)
from storage.models.outbox import OutboxRow
from storage.models.pace import PaceRow
from storage.models.people import Discipline, NewsChoice, NoteRow, Person, Workspace
from storage.models.projects import (
    Asking,
    CheckIn,
    Nudge,
    Project,
    ProjectMember,
    ProjectStep,
    StopCriterion,
)
from storage.models.requests import DoneRequest
from storage.models.rounds import Ballot, CountedBallot, Round, RoundIdea, RoundStep, Tap

__all__ = [
    "Asking",
    "AuditEntry",
    "Ballot",
    "CheckIn",
    "CountedBallot",
    "Discipline",
    "DoneRequest",
    "Draft",
    "Ending",
    "Gathering",
    "Hunt",
    "HuntIdea",
    "HuntMember",
    "HuntStep",
    "Idea",
    "IdeaArea",
    "IdeaEdit",
    "IdeaMerge",
    "IdeaMute",
    "IdeaStep",
    "IdeaTheme",
    "IdeaVersion",
    "Invitation",
    "MergedSupport",
    "NewsChoice",
    "NoteRow",
    "Nudge",
    "OutboxRow",
    "OutsideVoice",
    "PaceRow",
    "Person",
    "Project",
    "ProjectMember",
    "ProjectStep",
    "Ripple",
    "RippleCheck",
    "Round",
    "RoundIdea",
    "RoundStep",
    "StopCriterion",
    "Support",
    "Tap",
    "Thanks",
    "Theme",
    "Volunteer",
    "Workspace",
]
