"""Make text that came from a file safe to show on a terminal."""

from unicodedata import category


def sanitize(text: str) -> str:
    r"""Replace every control character: it could run, or hide what is beside it. Newlines stay.

    >>> sanitize("pain\x1b[2J\n")
    'pain\ufffd[2J\n'
    """
    return "".join("\ufffd" if category(sign) == "Cc" and sign != "\n" else sign for sign in text)
