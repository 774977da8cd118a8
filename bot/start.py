"""The entry point `idejakt`: the command line, loaded with the garbage collector at rest.

What is loaded stays for good. Looking through it for garbage again and again takes a third of the start, and
a pause of every request later on. Afterwards it looks more seldom than by itself: a vote makes hundreds of
objects and hardly any garbage that counting references does not find, and every look made others wait.
"""

import gc

YOUNG = 20_000
"""New objects between two looks: a few megabytes."""


def main() -> None:
    gc.disable()
    from bot import __main__ as commands

    gc.freeze()
    gc.set_threshold(YOUNG)
    gc.enable()
    commands.main()


if __name__ == "__main__":
    main()
