"""Ask the person at the terminal before something that cannot be taken back."""

import sys


def confirmed(question: str, *answers: str) -> bool:
    """Whether somebody is there and gives one of the answers, in any case of letters."""
    if not sys.stdin.isatty():
        sys.stderr.write("Nobody is there to ask; add --yes to go on.\n")
        return False
    return input(question).strip().lower() in answers
