"""What a person sees after they did something."""

from dataclasses import dataclass, field

from bot.playground.state import Json, Message

NO_ANSWER_IN_TIME = "operation_timeout"
"""The bot did not acknowledge within three seconds."""

NOT_DELIVERED = "dispatch_failed"
"""The bot could not be reached, or answered with something other than 200."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The end of one act.

    `error` is None when the bot acknowledged, else Slack's word for what went wrong: `operation_timeout`,
    `dispatch_failed`, an answer that Slack could not carry out (`dispatch_unknown_error`,
    `invalid_response_action`), or a refusal before the bot was asked (`unknown_command`, `not_in_channel`,
    `is_archived`, `user_disabled`, `restricted_action`); `notice` is Slack's own sentence for it. `ephemeral`
    are the private replies that appeared for the person meanwhile, oldest first; `errors` the sentences under
    a modal's fields; `view_id` the modal on top afterwards, if any; `payload` what was sent to the bot.
    """

    status: int | None = None
    error: str | None = None
    notice: str = ""
    ephemeral: tuple[Message, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)
    view_id: str | None = None
    payload: Json = field(default_factory=dict)
    ts: str | None = None
    """The message that `say` wrote."""

    @property
    def ok(self) -> bool:
        return self.error is None and not self.errors

    @property
    def texts(self) -> list[str]:
        """The plain texts of the private replies."""
        return [message.text for message in self.ephemeral]
