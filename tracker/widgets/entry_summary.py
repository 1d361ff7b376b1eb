"""How a saved entry reads in the list under a form: plain text, no markup.

A card has ``id``, ``day`` and ``time`` (local), ``title``, ``pain`` (short, to be seen), ``spoken``
(the same in words, to be heard), ``change`` with its ``tone``, ``detail``, ``note`` and ``alert``.
"""

from datetime import datetime, timedelta
from typing import Any

from tracker.protocol.check_in import SCIATICA, CheckIn, side_in_words
from tracker.protocol.local_time import time_in_words
from tracker.protocol.place_name import place_title
from tracker.protocol.release import Release

_SKIPPED = "–"


def release_card(release: Release) -> dict[str, Any]:
    """Show a release.

    >>> from tracker.protocol.release import Release
    >>> card = release_card(Release(started_at="2026-11-22T18:32+01:00", muscle="piriformis",
    ...     spot="near the sacrum", side="left", tool="foam roller", pain_before=6, pain_30s=4,
    ...     pain_after=3))
    >>> card["title"], card["pain"], card["change"], card["time"]
    ('left piriformis · near the sacrum', '6 → 4 → 3', '3 lower', '18:32')
    """
    change, tone = _change(release)
    return {
        **_when(release.started_at, is_known=release.time_known),
        "id": str(release.id),
        "title": place_title(release.muscle, release.spot, release.side),
        "pain": _pain(release),
        "spoken": _pain_spoken(release),
        "change": change,
        "tone": tone,
        "detail": _release_detail(release),
        "note": release.note,
        "alert": "",
    }


def check_in_card(check_in: CheckIn) -> dict[str, Any]:
    """Show a check-in.

    >>> from tracker.protocol.check_in import CheckIn
    >>> card = check_in_card(CheckIn(at="2026-11-22T08:05+01:00", pain=4, side="left",
    ...     reach="calf", symptoms=["ache"], activities=["driving"]))
    >>> card["title"], card["pain"], card["detail"]
    ('left, down to the calf', 'pain 4', 'ache · driving')
    """
    flags = ", ".join(check_in.red_flags)
    return {
        **_when(check_in.at, is_known=check_in.time_known),
        "id": str(check_in.id),
        "title": check_in_title(check_in),
        "pain": f"pain {check_in.pain:g}",
        "spoken": f"Pain {check_in.pain:g} of 10.",
        "change": _since_last_week(check_in.change),
        "tone": _tone_of(check_in.change),
        "detail": _check_in_detail(check_in),
        "note": check_in.note,
        "alert": f"Red flags: {flags}." if flags else "",
    }


def check_in_title(check_in: CheckIn) -> str:
    """Name where it hurts."""
    site = "" if check_in.site == SCIATICA else check_in.site
    reach = {"back": "in the back", "glute": "in the glute", None: ""}.get(
        check_in.reach, f"down to the {check_in.reach}"
    )
    return ", ".join(filter(None, [site, side_in_words(check_in.side), reach])) or SCIATICA


def _when(moment: datetime, *, is_known: bool) -> dict[str, str]:
    return {"day": f"{moment:%Y-%m-%d}", "time": time_in_words(moment, is_known=is_known)}


def _points(pain: float | None) -> str:
    return _SKIPPED if pain is None else f"{pain:g}"


def _pain(release: Release) -> str:
    before, at_30s, after = map(
        _points, (release.pain_before, release.pain_30s, release.pain_after)
    )
    if release.outcome == "moved":
        return f"moved at 30 s: {before} → {at_30s}"
    course = f"{before} → {at_30s} → {after}"
    return f"stopped early: {course}" if release.outcome == "stopped" else course


def _pain_spoken(release: Release) -> str:
    rated = [f"{release.pain_before:g} before"]
    if release.pain_30s is not None:
        rated.append(f"{release.pain_30s:g} at 30 s")
    if release.pain_after is not None:
        rated.append(f"{release.pain_after:g} after")
    how = {"held": "", "moved": " Moved at 30 s.", "stopped": " Stopped early."}
    return f"Pain {', '.join(rated)}.{how[release.outcome]}"


def _change(release: Release) -> tuple[str, str]:
    last = release.pain_30s if release.pain_after is None else release.pain_after
    if last is None:
        return "", ""
    relief_points = release.pain_before - last
    if relief_points > 0:
        return f"{relief_points:g} lower", "relief"
    return (f"{-relief_points:g} higher", "worse") if relief_points else ("the same", "")


def _release_detail(release: Release) -> str:
    held = None if release.held_s is None else f"{release.held_s} s"
    return " · ".join(filter(None, [release.tool, release.pressure, held, _later(release)]))


def _later(release: Release) -> str | None:
    if release.pain_later is None or release.later_at is None:
        return None
    minutes = (release.later_at - release.started_at) // timedelta(minutes=1)
    if minutes < 60:
        return f"pain {release.pain_later:g}, {minutes} min later"
    hours = round(minutes / 60)
    passed = f"{hours} h" if hours < 48 else f"{round(hours / 24)} days"
    return f"pain {release.pain_later:g}, {passed} later"


def _check_in_detail(check_in: CheckIn) -> str:
    bothered = None
    if check_in.bothersomeness is not None:
        bothered = f"bothersomeness {sum(check_in.bothersomeness)} of 24"
    named = [*check_in.symptoms, *check_in.activities, *check_in.medication]
    return " · ".join(filter(None, [*named, bothered]))


def _since_last_week(change: str | None) -> str:
    if change is None:
        return ""
    return f"{change} since last week" if change == "no change" else f"{change} than last week"


def _tone_of(change: str | None) -> str:
    return "relief" if "better" in (change or "") else "worse" if "worse" in (change or "") else ""
