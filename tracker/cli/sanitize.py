"""What a file says, as a terminal may show it: nothing in it runs or hides what is beside it."""

from unicodedata import category


def printable(text: str) -> str:
    r"""The text with every control sign replaced; ends of lines stay.

    >>> printable("pain\x1b[2J\n")
    'pain\ufffd[2J\n'
    """
    return "".join("\ufffd" if category(sign) == "Cc" and sign != "\n" else sign for sign in text)
