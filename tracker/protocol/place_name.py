"""Name a spot in words: which side of which muscle, and where on it."""


def place_name(muscle: str, spot: str, side: str) -> str:
    """Name a spot in a list or on a card.

    Examples
    --------
    >>> place_name("psoas", "beside the navel", "left")
    'left psoas, beside the navel'
    """
    return f"{side} {muscle}, {spot}"


def place_in_sentence(muscle: str, spot: str, side: str) -> str:
    """Name a spot within a sentence, where a comma of its own would break it.

    Examples
    --------
    >>> place_in_sentence("psoas", "beside the navel", "left")
    'left psoas (beside the navel)'
    """
    return f"{side} {muscle} ({spot})"


def place_title(muscle: str, spot: str, side: str) -> str:
    """Name a spot as a heading, or as the label of a chart.

    Examples
    --------
    >>> place_title("psoas", "beside the navel", "left")
    'left psoas · beside the navel'
    """
    return f"{side} {muscle} · {spot}"
