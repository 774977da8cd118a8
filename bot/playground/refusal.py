"""How this Slack says no."""

from collections.abc import Sequence

from bot.playground.state import Json


class Refusal(Exception):
    """A Web API call is answered with `{"ok": false, "error": code, …}`.

    `messages` become `response_metadata.messages`, in Slack's form `[ERROR] reason [json-pointer:/path]`.
    """

    def __init__(self, code: str, *, messages: Sequence[str] = (), **more: str) -> None:
        super().__init__(code)
        self.code = code
        self.messages = list(messages)
        self.more = more

    def body(self) -> Json:
        answer: Json = {"ok": False, "error": self.code, **self.more}
        if self.messages:
            answer["response_metadata"] = {"messages": self.messages}
            if self.code == "invalid_blocks":
                answer["errors"] = [message.removeprefix("[ERROR] ") for message in self.messages]
        return answer
