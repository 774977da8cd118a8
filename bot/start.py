"""The entry point `idejakt`: the command line, loaded with the garbage collector at rest.

What is loaded stays for good. Looking through it for garbage again and again takes a third of the start, and
a pause of every request later on.
"""

import gc


def main() -> None:
    gc.disable()
    from bot import __main__ as commands

    gc.freeze()
    gc.enable()
    commands.main()


if __name__ == "__main__":
    main()
