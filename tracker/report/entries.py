"""One person's entries of a diary, by local day and by week."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from typing import Any, Final, Protocol

import pandas as pd

from tracker.protocol.catalogue import Catalogue
from tracker.protocol.custom import OwnSpot
from tracker.protocol.fields import FIRST_PERSON
from tracker.protocol.local_time import OFFSET
from tracker.protocol.profile import Profile
from tracker.protocol.screening import Screening
from tracker.protocol.weeks import FirstWeekday
from tracker.relief import columns as c
from tracker.relief import days
from tracker.relief.derive import derive, local_time, week_starts
from tracker.report.iso_week import Week, parse_week
from tracker.wording.numbers import row_tuples
from tracker.wording.over_time import left_out_sentence

PERSON: Final = "person"
_UNREAD: Final = (PERSON, c.PRESSURE, c.EXPERIMENT, "arm", "moved_from")
_TEXTS: Final = (c.ID, "note")
LATER_OFFSET: Final = c.LATER_AT + OFFSET


class Diary(Protocol):
    """What a report asks of a diary."""

    @property
    def is_sample(self) -> bool:
        """Whether its entries are made up."""

    @property
    def person(self) -> str | None:
        """Whose entries are read; None for everybody's."""

    def of(self, person: str | None, /) -> "Diary":
        """The same diary for one person, or for everybody."""

    def profiles(self) -> tuple[tuple[date, Profile], ...]:
        """What the person said of themselves, and from which day on."""

    def releases(self) -> pd.DataFrame:
        """Every release."""

    def check_ins(self) -> pd.DataFrame:
        """Every check-in."""

    def catalogue(self) -> Catalogue:
        """The catalogue with the person's own."""

    def first_weekday(self) -> FirstWeekday:
        """The day on which the person's weeks begin."""

    def all(self, kind: Any, /) -> Any:
        """Every entry of a kind."""


@dataclass(frozen=True, eq=False)
class Entries:
    """One person's entries.

    Attributes
    ----------
    person : str
    is_sample : bool
    releases : DataFrame
        As `derive` gives them.
    check_ins : DataFrame
        With ``day`` (datetime64, local midnight) and ``week_start``.
    screenings : tuple of Screening
    catalogue : Catalogue
    own_spots : tuple of OwnSpot
    profiles : tuple of (date, Profile)
        What they said of themselves and from which day on, first to last.
    left_out : str
        Which days are left out for their distance in time, in a sentence; empty where none are.
    first_weekday : {"monday", "saturday", "sunday"}
        The day on which their weeks begin.
    """

    person: str
    is_sample: bool
    releases: pd.DataFrame
    check_ins: pd.DataFrame
    screenings: tuple[Screening, ...]
    catalogue: Catalogue
    own_spots: tuple[OwnSpot, ...]
    profiles: tuple[tuple[date, Profile], ...]
    left_out: str = ""
    first_weekday: FirstWeekday = "monday"

    @property
    def profile(self) -> Profile:
        """What the person said last of themselves."""
        return self.profiles[-1][1] if self.profiles else Profile()

    @property
    def first_day(self) -> date | None:
        """The day of the first entry; None where there is none."""
        days = pd.concat([self.releases[c.DAY], self.check_ins[c.DAY]])
        return None if days.empty else days.min().date()

    @property
    def last_moment(self) -> datetime | None:
        """The last press, with the offset of the place where it was."""
        if self.releases.empty:
            return None
        last = row_tuples(self.releases.sort_values(c.STARTED_AT).tail(1))[0]
        zone = timezone(timedelta(minutes=int(last.started_at_offset)))
        moment: datetime = last.started_at.to_pydatetime()
        return moment.astimezone(zone)


def read_entries(diary: Diary, person: str | None = None) -> Entries:
    """Read one person's entries.

    Parameters
    ----------
    diary : Diary
    person : str, optional
        Whose; by default whom the diary is opened for.

    Raises
    ------
    TypeError
        No diary, but for instance its path.
    ValueError
        The person has no entry, or several people have some and none is named.
    """
    if not hasattr(diary, "releases"):
        kind = type(diary).__name__
        raise TypeError(f"diary must be what tracker.open_diary(...) gives, not {kind}.")
    if person is not None and diary.person not in (None, person):
        diary = diary.of(None)
    releases, check_ins = diary.releases(), diary.check_ins()
    screenings: Sequence[Screening] = diary.all(Screening)
    own_spots: Sequence[OwnSpot] = diary.all(OwnSpot)
    people = sorted(
        {*releases[PERSON].astype(str), *check_ins[PERSON].astype(str)}
        | {screening.person for screening in screenings}
    )
    name = _choose_person(people, person or diary.person)
    theirs = diary if len(people) < 2 else diary.of(name)
    first = theirs.first_weekday()
    pressed = _without_unread(releases[releases[PERSON].astype(str) == name])
    mine = c.with_first_weekday(check_ins[check_ins[PERSON].astype(str) == name], first)
    day = local_time(mine[c.AT], mine[c.AT_OFFSET]).dt.normalize()
    return Entries(
        name,
        diary.is_sample,
        derive(c.with_first_weekday(pressed, first)),
        mine.assign(**{c.DAY: day, c.WEEK_START: week_starts(day, first)}),
        tuple(screening for screening in screenings if screening.person == name),
        diary.catalogue(),
        tuple(own_spots),
        theirs.profiles(),
        first_weekday=first,
    )


def up_to(entries: Entries, week: Week) -> Entries:
    """Leave out whatever the person could not know when the week ended, by their own clock."""
    end = pd.Timestamp(week.start + timedelta(weeks=1))
    releases = entries.releases[entries.releases[c.DAY] < end]
    check_ins = entries.check_ins[entries.check_ins[c.DAY] < end]
    return replace(
        entries,
        releases=_not_yet_rated_again(releases, end),
        check_ins=check_ins,
        screenings=tuple(
            _as_known_at(one, end) for one in entries.screenings if _local_time(one) < end
        ),
        catalogue=_catalogue_by(entries, end),
        profiles=tuple(said for said in entries.profiles if said[0] <= week.end),
    )


def since_last_gap(entries: Entries) -> Entries:
    """Leave out what lies before the last gap of a year or more, and say so."""
    noted = pd.concat([entries.releases[c.DAY], entries.check_ins[c.DAY]])
    (releases, check_ins), left_out = days.since_last_gap(
        noted, (entries.releases, c.DAY), (entries.check_ins, c.DAY)
    )
    return replace(
        entries,
        releases=releases,
        check_ins=check_ins,
        left_out=left_out_sentence(left_out),
    )


def within(frame: pd.DataFrame, week: Week, weeks: int = 1) -> pd.DataFrame:
    """Give the rows of a week, or of so many weeks up to it."""
    start = pd.Timestamp(week.start - timedelta(weeks=weeks - 1))
    end = pd.Timestamp(week.start + timedelta(weeks=1))
    return frame[(frame[c.DAY] >= start) & (frame[c.DAY] < end)]


def end_of(week: Week, entries: Entries, now: datetime) -> datetime:
    """Give the moment when a week ends, or now while it runs."""
    last = entries.last_moment
    zone = now.tzinfo if last is None else last.tzinfo
    midnight = datetime.combine(week.start + timedelta(weeks=1), time.min, zone)
    return min(midnight, now)


@dataclass(frozen=True)
class WeekCount:
    """A week and how many entries it holds.

    Attributes
    ----------
    week : Week
    releases, check_ins : int
    is_over : bool
        Whether the week has ended.
    """

    week: Week
    releases: int
    check_ins: int
    is_over: bool


class DiaryFrames(Protocol):
    """What the list of weeks asks of a diary."""

    def releases(self) -> pd.DataFrame:
        """Every release."""

    def check_ins(self) -> pd.DataFrame:
        """Every check-in."""


def weeks_to_report(
    diary: DiaryFrames, now: datetime, person: str | None = None
) -> tuple[WeekCount, ...]:
    """List the weeks with entries, and the last full one with or without; latest first.

    Parameters
    ----------
    diary : DiaryFrames
    now : datetime
        With its zone, in the person's local time.
    person : str, optional
        Whose entries; by default everyone's.

    Notes
    -----
    An entry belongs to the week of the local time where it was made. A week that has not begun here
    yet, though it has where the person was, is left out.
    """
    releases, check_ins = (_of(person, frame) for frame in (diary.releases(), diary.check_ins()))
    first = c.first_weekday(releases)
    pressed = _count_by_week(releases[c.STARTED_AT], releases[c.STARTED_AT_OFFSET], first)
    rated = _count_by_week(check_ins[c.AT], check_ins[c.AT_OFFSET], first)
    last = parse_week(None, now, first)
    weeks = sorted({last, *pressed, *rated}, reverse=True)
    return tuple(
        WeekCount(week, pressed[week], rated[week], is_over=week <= last)
        for week in weeks
        if week.start <= now.date()
    )


def _of(person: str | None, frame: pd.DataFrame) -> pd.DataFrame:
    return frame if person is None else frame[frame[PERSON].astype(str) == person]


def _count_by_week(
    moment: "pd.Series[pd.Timestamp]", offset: "pd.Series[int]", first: FirstWeekday
) -> Counter[Week]:
    day = local_time(moment, offset).dt.normalize()
    return Counter(Week(start) for start in week_starts(day, first).dt.date)


def _without_unread(releases: pd.DataFrame) -> pd.DataFrame:
    """Leave out what no page reads: every table that is cut from it is the quicker made."""
    return releases.drop(columns=list(_UNREAD)).astype(dict.fromkeys(_TEXTS, object))


def _choose_person(people: Sequence[str], person: str | None) -> str:
    if person is None:
        if len(people) > 1:
            raise ValueError(
                f"person must be named, because this diary holds entries of {_listed(people)}."
            )
        return people[0] if people else FIRST_PERSON
    if people and person not in people:
        raise ValueError(f"person must be one of {_listed(people)}, not {person!r}.")
    return person


def _listed(names: Sequence[str]) -> str:
    *first, last = [repr(name) for name in names]
    return f"{', '.join(first)} and {last}" if first else last


def _local_time(screening: Screening) -> pd.Timestamp:
    return pd.Timestamp(screening.answered_at.replace(tzinfo=None))


def _not_yet_rated_again(releases: pd.DataFrame, end: pd.Timestamp) -> pd.DataFrame:
    rated = releases[releases[c.LATER_AT].notna()]
    late = rated.index[local_time(rated[c.LATER_AT], rated[LATER_OFFSET]) >= end]
    if late.empty:
        return releases
    not_rated = releases.copy()
    not_rated.loc[late, c.PAIN_LATER] = float("nan")
    not_rated.loc[late, c.LATER_AT] = pd.NaT
    return not_rated


def _as_known_at(screening: Screening, end: pd.Timestamp) -> Screening:
    """Leave out that the person went on, or that a doctor agreed, where it came later."""
    moments = {name: getattr(screening, name) for name in ("dismissed_at", "doctor_agreed_at")}
    late = {
        name: None
        for name, moment in moments.items()
        if moment and pd.Timestamp(moment.replace(tzinfo=None)) >= end
    }
    return screening.changed(**late) if late else screening


def _catalogue_by(entries: Entries, end: pd.Timestamp) -> Catalogue:
    """Give the catalogue without the spots that the person added after the week."""
    names = entries.catalogue
    spots = [(own, pd.Timestamp(own.added_at.replace(tzinfo=None))) for own in entries.own_spots]
    added_by_then = {(own.muscle, own.name) for own, added in spots if added < end}
    late = {(own.muscle, own.name) for own, added in spots} - added_by_then
    if not late:
        return names
    muscles = [
        replace(
            muscle,
            spots={
                name: spot
                for name, spot in muscle.spots.items()
                if not (spot.own and (muscle.name, name) in late)
            },
        )
        for muscle in names.values()
    ]
    return Catalogue(muscles, names.tools.values(), names.groups, names.do_not_press)
