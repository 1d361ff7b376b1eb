"""What the catalogue says of a muscle and of a tool, in plain JSON for a page."""

from typing import Any

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.muscle import Muscle, Tool


def muscle_facts(muscle: Muscle) -> dict[str, Any]:
    """Give what a person may want to know of a muscle before they press it."""
    return {
        "name": muscle.name,
        "where": muscle.where,
        "why": muscle.why,
        "how": muscle.how,
        "cautions": list(muscle.cautions),
        "referral": muscle.referral,
    }


def tool_facts(tool: Tool) -> dict[str, str]:
    """Give what a tool is, and what it is good for."""
    return {"name": tool.name, "what": tool.what, "why": tool.why}


def facts_about(names: Catalogue, muscle: str, tool: str) -> dict[str, Any]:
    """Give the facts of a muscle and a tool; None of one that is not in the catalogue any more.

    Returns
    -------
    dict
        ``muscle``, ``tool`` and ``do_not_press``.
    """
    return {
        "muscle": muscle_facts(names[muscle]) if muscle in names else None,
        "tool": tool_facts(names.tools[tool]) if tool in names.tools else None,
        "do_not_press": list(names.do_not_press),
    }
