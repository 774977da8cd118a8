"""What a browser would find in a piece of HTML."""

from html.parser import HTMLParser

Attributes = dict[str, str | None]


class Page(HTMLParser):
    """Every tag with its attributes, in order, and the text.

    A name that Python keeps for itself is asked for with an underscore: `page.all("p", class_="hint")`.
    """

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, Attributes]] = []
        self.text = ""
        self.feed(str(source))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str, **attributes: str) -> list[Attributes]:
        """Every such tag with at least these attributes."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [found for name, found in self.tags if name == tag and wanted.items() <= found.items()]

    def one(self, tag: str, **attributes: str) -> Attributes:
        """The only such tag."""
        (found,) = self.all(tag, **attributes)
        return found
