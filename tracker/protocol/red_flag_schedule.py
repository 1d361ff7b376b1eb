"""The schedule of the red-flag questions, and whether an answer to them still stands."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Self, get_args

from tracker.protocol.check_in import SCIATICA, CheckIn
from tracker.protocol.fields import Reach, Side
from tracker.protocol.flare_up import stays_raised
from tracker.protocol.place_name import place_name
from tracker.protocol.red_flags import still_standing
from tracker.protocol.release import Release
from tracker.protocol.screening import Reason, Screening

LEG_SYMPTOMS: Final = ("numbness", "tingling", "weakness")
"""What a nerve in trouble feels like, beside pain."""

REMEMBERED: Final = timedelta(days=56)
"""The kit's own reading of "new": not in any check-in of the eight weeks before."""

_FIRST_COVERED: Final = timedelta(days=1)


@dataclass(frozen=True)
class Asking:
    """The red flags are to be asked: why, and the same in the person's words."""

    reason: Reason
    why: str


@dataclass(frozen=True)
class Answer:
    """The red flags ticked at one moment, and what set them aside.

    The person knowingly went on, or said that a doctor has agreed to self-massage.
    """

    at: datetime
    red_flags: Sequence[str] = ()
    dismissed: bool = False
    doctor_agreed: bool = False

    @classmethod
    def of(cls, screening: Screening) -> Self:
        """Read the answer of a screening."""
        return cls(
            screening.answered_at,
            screening.red_flags,
            screening.dismissed_at is not None,
            screening.doctor_agreed_at is not None,
        )

    def standing(self) -> tuple[str, ...]:
        """The red flags that it leaves standing."""
        return still_standing(
            self.red_flags, dismissed=self.dismissed, doctor_agreed=self.doctor_agreed
        )


def to_ask(
    releases: Iterable[Release], check_ins: Iterable[CheckIn], screenings: Iterable[Screening]
) -> Asking | None:
    """Say why the red flags are to be asked now; None where nothing asks for it.

    Parameters
    ----------
    releases, check_ins, screenings : iterable of records
        In any order; those too old to matter may be left out.

    Notes
    -----
    Pain that stayed raised a day after a release asks until a screening for that very reason is
    answered, since only it tells the person to stop. A new leg symptom asks until any screening is
    answered. A person who never answered one is asked before the first release, or, where releases
    came in by another way, before the next.
    """
    pressed, answered = list(releases), list(screenings)
    stayed = stays_raised(pressed, (one.answered_at for one in answered if _goes_on(one)))
    if stayed:
        one = stayed.release
        where = place_name(one.muscle, one.spot, one.side)
        return Asking("pain that stayed", f"Pain at the {where}: {_lower_first(stayed.reason)}")
    news = _unanswered_news(list(check_ins), answered)
    if news:
        return Asking("new leg symptom", f"Your last check-in says {news}.")
    if answered:
        return None
    turn = "next" if pressed else "first"
    return Asking(
        "first release", f"Before the {turn} release: signs that need a clinician, not a ball."
    )


def new_in_leg(check_in: CheckIn, earlier: Sequence[CheckIn]) -> str:
    """Name what a check-in brings that those before it did not: "" where nothing is new.

    Parameters
    ----------
    check_in : CheckIn
    earlier : sequence of CheckIn
        Those before it, of any site and in any order.

    Notes
    -----
    Compared are the check-ins of eight weeks, or the last one where all are older. With none at
    all its leg symptoms are new, and how far down it goes is where the person starts from.

    >>> before = CheckIn(at="2026-11-21T18:00+01:00", pain=4, reach="thigh", symptoms=["ache"])
    >>> after = CheckIn(at="2026-11-22T18:00+01:00", pain=4, reach="calf", symptoms=["numbness"])
    >>> new_in_leg(after, [before])
    'new numbness, and pain that goes further down, to the calf'
    >>> new_in_leg(before, [after])
    ''
    """
    known = known_in_leg(check_in.at, check_in.site, earlier)
    fresh = [one for one in check_in.symptoms if one in LEG_SYMPTOMS and one not in known.symptoms]
    parts = [f"new {' and '.join(fresh)}"] if fresh else []
    if known.reach and check_in.reach and _depth(check_in.reach) > _depth(known.reach):
        parts.append(f"pain that goes further down, to the {check_in.reach}")
    if known.side and check_in.side == "both":
        parts.append("pain on both sides")
    return ", and ".join(parts)


@dataclass(frozen=True)
class Known:
    """What earlier check-ins say: the leg's symptoms, how far down it went, and on which side.

    ``side`` is None where nobody said, and where it was on both already.
    """

    symptoms: tuple[str, ...] = ()
    reach: Reach | None = None
    side: Side | None = None


def known_in_leg(at: datetime, site: str, check_ins: Iterable[CheckIn]) -> Known:
    """What was known of the leg before a moment."""
    before = sorted(
        (one for one in check_ins if one.site == site and one.at < at), key=lambda one: one.at
    )
    counted = [one for one in before if one.at >= at - REMEMBERED] or before[-1:]
    symptoms = {name for one in counted for name in one.symptoms}
    reaches = [one.reach for one in counted if one.reach]
    return Known(
        tuple(name for name in LEG_SYMPTOMS if name in symptoms),
        sorted(reaches, key=_depth)[-1] if reaches else None,
        _one_side(counted),
    )


def known_by_now(
    now: datetime, check_ins: Collection[CheckIn], screenings: Iterable[Screening]
) -> Known:
    """What is known of the leg as a person begins to check in.

    Whoever makes the first check-in within a day of a screening has just said how the leg is: for
    them no symptom is news.
    """
    if not check_ins and any(now - one.answered_at <= _FIRST_COVERED for one in screenings):
        return Known(LEG_SYMPTOMS)
    return known_in_leg(now, SCIATICA, check_ins)


def flags_standing(check_ins: Iterable[Answer], screenings: Iterable[Answer]) -> tuple[str, ...]:
    """Which red flags stand: answered yes, and not set aside since.

    Parameters
    ----------
    check_ins, screenings : iterable of Answer
        In any order. Those of one and the same moment count together.

    Notes
    -----
    The latest screening decides. A check-in after it adds what is ticked there, until a later
    check-in or screening; leaving the boxes of a check-in empty takes nothing back from a
    screening, since there nobody has to answer them. What a doctor has agreed to is part of the
    latest screening, and holds for the check-ins after it until the questions are asked again.

    >>> from datetime import UTC
    >>> one, two = datetime(2026, 11, 21, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)
    >>> flags_standing([Answer(two)], [Answer(one, ["fever"])])
    ('fever',)
    >>> flags_standing([Answer(one, ["fever"])], [Answer(two)])
    ()
    """
    ticked = list(check_ins)
    last_asked = _latest(screenings)
    last_ticked = max((one.at for one in ticked), default=None)
    stand = [name for one in last_asked for name in one.standing()]
    if last_ticked and (not last_asked or last_ticked > last_asked[0].at):
        agreed = any(one.doctor_agreed for one in last_asked)
        now = [name for one in ticked if one.at == last_ticked for name in one.red_flags]
        stand += still_standing(now, doctor_agreed=agreed)
    return tuple(dict.fromkeys(stand))


def agreed_to(screenings: Iterable[Answer]) -> tuple[str, ...]:
    """Which red flags would stand if no doctor had agreed to self-massage.

    >>> from datetime import UTC
    >>> at = datetime(2026, 11, 21, tzinfo=UTC)
    >>> agreed_to([Answer(at, ["fever", "cancer"], doctor_agreed=True)])
    ('cancer',)
    >>> agreed_to([Answer(at, ["cancer"], dismissed=True, doctor_agreed=True)])
    ('cancer',)
    """
    names = [
        name
        for one in _latest(screenings)
        if one.doctor_agreed
        for name in one.red_flags
        if name not in still_standing(one.red_flags, doctor_agreed=True)
    ]
    return tuple(dict.fromkeys(names))


def _latest(answers: Iterable[Answer]) -> list[Answer]:
    """The answers of the last moment; earlier ones decide nothing."""
    known = list(answers)
    last = max((one.at for one in known), default=None)
    return [one for one in known if one.at == last]


def allows_continuing(reason: str, red_flags: Sequence[str], *, dismissed: bool) -> bool:
    """Whether a screening lets a person go on although pain stayed raised.

    It was asked for that reason, so its advice was read, and no red flag of it stands. That a
    doctor agreed to self-massage after a cancer says nothing of pain that stayed since.
    """
    return reason == "pain that stayed" and (not red_flags or dismissed)


def _goes_on(one: Screening) -> bool:
    return allows_continuing(
        one.asked_because, one.red_flags, dismissed=one.dismissed_at is not None
    )


def _unanswered_news(check_ins: list[CheckIn], screenings: list[Screening]) -> str:
    if not check_ins:
        return ""
    latest = max(check_ins, key=lambda one: one.at)
    earlier = [one for one in check_ins if one.at < latest.at]
    # A first check-in tells where a person starts from; who was asked that day was asked about it.
    since = latest.at if earlier else latest.at - _FIRST_COVERED
    if any(one.answered_at >= since for one in screenings):
        return ""
    return new_in_leg(latest, earlier)


def _lower_first(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]


def _one_side(check_ins: Iterable[CheckIn]) -> Side | None:
    sides = {one.side for one in check_ins if one.side}
    if len(sides) != 1:
        return None
    (side,) = sides
    return None if side == "both" else side


def _depth(reach: Reach) -> int:
    return get_args(Reach).index(reach)
