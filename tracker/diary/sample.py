"""The sample diary: made up, to look around in, with true effects that are known.

Every number here is invented; it says nothing about what helps anybody.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from random import Random
from typing import Any, Final

from tracker.diary.store import EntryStore
from tracker.protocol.catalogue import catalogue
from tracker.protocol.check_in import CheckIn
from tracker.protocol.fields import ACTIVITIES, Side
from tracker.protocol.flare_up import LARGE_RISE_POINTS
from tracker.protocol.hold import PROTOCOL, at_check
from tracker.protocol.record import Record, uuid7
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening

Place = tuple[str, str]
"""Muscle and spot."""

DAYS: Final = 84
ONE_DAY: Final = timedelta(days=1)

TRUE_RELIEF_POINTS: Final[dict[Place, float]] = {
    # muscle, spot: mean relief at the end of a hold that starts at REFERENCE_PAIN, on SORE_SIDE
    ("piriformis", "middle of the buttock"): 3.0,
    ("gluteus minimus", "above and behind the side hip bone"): 2.4,
    ("piriformis", "behind the hip bone"): 1.8,
    ("psoas", "between the navel and the hip"): 1.4,
    ("gluteus medius", "top of the buttock"): 1.1,
    ("piriformis", "near the sacrum"): 0.7,
    ("spinal erectors", "beside the spine above the pelvis"): 0.4,
    ("tensor fasciae latae", "front pocket"): 0.1,
    ("quadratus lumborum", "above the rim of the pelvis"): -0.4,
}
"""What an honest analysis of the sample should find, in points of the 0-10 scale."""

PLACES: Final = tuple(TRUE_RELIEF_POINTS)

REFERENCE_PAIN: Final = 6.0
SORE_SIDE: Final[Side] = "right"
OTHER_SIDE: Final[Side] = "left"
OTHER_SIDE_POINTS: Final = -0.3
PER_POINT_OF_PAIN: Final = 0.25
"""Each point of starting pain above REFERENCE_PAIN adds so much relief."""
NOISE_SD: Final = 0.85
"""Of the relief itself; with RATING_SD in both ratings, relief as rated scatters by about 1.2."""
RATING_SD: Final = 0.6
FELL_BY_CHECK: Final = 0.5
"""The share of the relief that has come by the 30 s check."""


SESSION_HOURS: Final = ((8,), (19,), (19,), (8, 19), (13, 19))
REST_DAYS: Final = 0.12
MISSED_CHECK_INS: Final = 0.05
SKIPPED_RATINGS: Final = 0.04
NOTES: Final = ("Radio on.", "On the mat in the hallway.", "After a long meeting.", "Up late.")


def write(store: EntryStore, *, until: date, seed: int = 7, zone: tzinfo = UTC) -> int:
    """Fill an empty diary with twelve made-up weeks and label it as the sample, for good.

    Parameters
    ----------
    until : date
        Its last day.
    seed : int
        The same seed, day and zone make the same diary, ids included.

    Returns
    -------
    int
        How many entries were written.

    Raises
    ------
    SampleMix
        The diary holds entries already.
    """
    entries = list(sample_entries(until=until, seed=seed, zone=zone))
    store.become_sample()
    store.add_all(entries, recorded_at=datetime.combine(until + ONE_DAY, time.min, zone))
    return len(entries)


def sample_entries(*, until: date, seed: int = 7, zone: tzinfo = UTC) -> Iterator[Record]:
    """Every entry of the sample diary, in the order they happened."""
    person = _Person(Random(seed), zone)  # noqa: S311 - made up, not secret
    yield _first_screening(until - (DAYS - 1) * ONE_DAY, zone)
    for number in range(DAYS):
        yield from person.day(until - (DAYS - 1 - number) * ONE_DAY, number)


def _first_screening(day: date, zone: tzinfo) -> Screening:
    at = datetime.combine(day, time(0, 5), zone)
    return Screening(answered_at=at, id=uuid7(at, bytes(10)), asked_because="first release")


class _Person:
    """Someone whose sciatica eases slowly, with good days and bad days."""

    def __init__(self, random: Random, zone: tzinfo) -> None:
        self._random = random
        self._zone = zone
        self._deviation = 0.0
        self._rated: list[int] = []

    def day(self, day: date, number: int) -> Iterator[Record]:
        # A bad day tends to follow a bad day; over the twelve weeks pain falls by about a point.
        self._deviation = 0.6 * self._deviation + self._random.gauss(0, 0.7)
        sciatica = 5.8 - 1.1 * number / DAYS + self._deviation
        if not self._happens(REST_DAYS):
            for hour in self._random.choice(SESSION_HOURS):
                yield from self._session(self._moment(day, hour), sciatica)
        self._rated.append(self._rate(sciatica))
        if not self._happens(MISSED_CHECK_INS):
            yield self._check_in(self._moment(day, 21), number)

    def _session(self, start: datetime, sciatica: float) -> Iterator[Release]:
        for place in self._random.sample(PLACES, self._random.choice((1, 2))):
            release = self._press(start, place, sciatica)
            yield release
            start = self._next(release)
            if release.outcome == "moved":
                release = self._press(start, self._other(place), sciatica, release)
                yield release
                start = self._next(release)

    def _press(
        self, start: datetime, place: Place, sciatica: float, moved_from: Release | None = None
    ) -> Release:
        muscle, spot = place
        side = OTHER_SIDE if self._happens(0.12) else SORE_SIDE
        level = min(max(sciatica + self._random.gauss(0.6, 0.8), 3), 9)
        relief = TRUE_RELIEF_POINTS[place] + PER_POINT_OF_PAIN * (level - REFERENCE_PAIN)
        relief += self._random.gauss(OTHER_SIDE_POINTS if side == OTHER_SIDE else 0, NOISE_SD)
        before = self._rate(level)
        early = level - FELL_BY_CHECK * relief
        at_30s = None if self._happens(SKIPPED_RATINGS) else self._rate(early)
        after: int | None = None
        later: dict[str, Any] = {}
        if at_check(before, at_30s).action == "move" and not self._happens(0.2):
            outcome, held_s = "moved", PROTOCOL.check_s + self._random.randrange(10)
        elif self._happens(0.04):
            outcome, held_s = "stopped", self._random.randrange(40, 80)
            after = self._rate(early)
        else:
            outcome, held_s = "held", PROTOCOL.hold_s + self._random.randrange(-3, 9)
            after = None if self._happens(SKIPPED_RATINGS) else self._rate(level - relief)
        rise = 0 if after is None else after - before
        if rise >= LARGE_RISE_POINTS or self._happens(0.06):
            later["pain_later"] = self._rate(level - relief / 2)
            later["later_at"] = start + timedelta(minutes=self._random.randrange(90, 180))
        return Release(
            started_at=start,
            id=uuid7(start, self._random.randbytes(10)),
            muscle=muscle,
            spot=spot,
            side=side,
            tool=self._random.choice(catalogue()[muscle].tools[:2]),
            pressure=self._random.choice(("light", "moderate", "moderate", "firm")),
            pain_before=before,
            pain_30s=at_30s,
            pain_after=after,
            held_s=held_s,
            outcome=outcome,
            moved_from=moved_from and moved_from.id,
            note=self._random.choice(NOTES) if self._happens(0.05) else "",
            **later,
        )

    def _check_in(self, at: datetime, number: int) -> CheckIn:
        pain = self._rated[-1]
        weekly: dict[str, Any] = {}
        if number % 7 == 6:
            weekly["bothersomeness"] = tuple(
                min(max(round(self._random.gauss(0.5 * pain, 0.7)), 0), 6) for _ in range(4)
            )
            eased = self._rated[-7] - pain
            weekly["change"] = (
                "a little better" if eased > 1 else "a little worse" if eased < -1 else "no change"
            )
        return CheckIn(
            at=at,
            id=uuid7(at, self._random.randbytes(10)),
            pain=pain,
            side=SORE_SIDE,
            reach="calf" if pain >= 7 else "thigh" if pain >= 4 else "glute",
            symptoms=("ache", "tingling") if pain >= 6 else ("ache",),
            activities=tuple(self._random.sample(ACTIVITIES, self._random.randrange(3))),
            **weekly,
        )

    def _happens(self, share: float) -> bool:
        return self._random.random() < share

    def _rate(self, level: float) -> int:
        return min(max(round(self._random.gauss(level, RATING_SD)), 0), 10)

    def _moment(self, day: date, hour: int) -> datetime:
        return datetime.combine(day, time(hour, self._random.randrange(45)), self._zone)

    def _next(self, release: Release) -> datetime:
        held = timedelta(seconds=release.held_s or 0)
        return release.started_at + held + timedelta(seconds=self._random.randrange(40, 150))

    def _other(self, place: Place) -> Place:
        """Another spot of the muscle where there is one, as the protocol has it."""
        others = [other for other in PLACES if other != place]
        return self._random.choice([o for o in others if o[0] == place[0]] or others)
