"""What is wrong with a piece of Block Kit, in the words of Slack's `response_metadata.messages`."""


class Report:
    """Collects problems; each has a JSON pointer to the place."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def add(self, reason: str, pointer: str) -> None:
        self.messages.append(f"[ERROR] {reason} [json-pointer:{pointer or '/'}]")

    def __bool__(self) -> bool:
        return bool(self.messages)
