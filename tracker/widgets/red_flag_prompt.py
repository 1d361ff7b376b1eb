"""Ask the red flags, and after the pain that a release left behind: a part of a widget.

The widget offers its page `RedFlagPrompt.state` as the trait ``safety``; the part answers six
requests of the page's own part of the same name.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast, get_args
from uuid import UUID
from weakref import WeakSet

from tracker.protocol.check_in import CheckIn
from tracker.protocol.fields import Reach
from tracker.protocol.flare_up import advice_for, due_follow_ups, pain_at_end
from tracker.protocol.place_name import place_name
from tracker.protocol.red_flag_schedule import (
    LEG_SYMPTOMS,
    Answer,
    agreed_to,
    flags_standing,
    known_by_now,
    to_ask,
)
from tracker.protocol.red_flags import ADVICE, DOCTOR_MAY_AGREE, RED_FLAGS, doctor_may_agree
from tracker.protocol.release import Release
from tracker.protocol.screening import Screening
from tracker.widgets import rpc_widget
from tracker.widgets.form_drafts import was_in
from tracker.widgets.rpc_widget import Message, answers

if TYPE_CHECKING:
    from tracker.facade import Diary

_RELEASES_READ: Final = 300
_CHECK_INS_READ: Final = 60
_SCREENINGS_READ: Final = 20
_WISHED: Final = "ask_later"
_MOST_WISHED: Final = 20
_CLOCKS_DIFFER: Final = timedelta(minutes=5)


class RedFlagPrompt:
    """Asks the red flags and the lingering pain; a part of a widget over a diary."""

    _open: ClassVar[WeakSet["RedFlagPrompt"]] = WeakSet()

    def __init__(
        self,
        diary: "Diary",
        now: Callable[[], datetime],
        changed: Callable[[dict[str, Any]], None],
    ) -> None:
        """Listen for what is answered on this page or another one of the same diary.

        Parameters
        ----------
        changed : callable
            Called with `state` when anything was answered or saved.
        """
        self._diary, self._now, self._changed = diary, now, changed
        self._open.add(self)

    # Answering ----------------------------------------------------------------------------

    @answers("screen")
    def screen(self, message: Message) -> rpc_widget.Answer:
        """Save the answers: id, at, sent_at, asked_because, red_flags."""
        screening = Screening(
            id=message["id"],
            answered_at=self.given_at(message),
            asked_because=message["asked_because"],
            red_flags=message["red_flags"],
        )
        # An answer that a page sends again, not having heard, is in the diary already.
        if not was_in(self._diary, screening.id):
            self._diary.add(screening, recorded_at=self._now())
        self.tell_all()
        text = "Your answers are saved." if screening.red_flags else "Saved: no red flags."
        return {"outcome": "done", "text": text}

    @answers("dismiss")
    def dismiss(self, message: Message) -> rpc_widget.Answer:
        """Note that the person read the advice for these red_flags and goes on: at, sent_at."""
        read, at = set(message["red_flags"]), self.given_at(message)
        for screening in self._diary.recent(Screening, _SCREENINGS_READ):
            if screening.stops() and read.issuperset(screening.red_flags):
                self._diary.amend(
                    screening.id,
                    dismissed_at=max(at, screening.answered_at),
                    recorded_at=self._now(),
                )
        check_ins, flags = self._still_standing()
        if flags and read.issuperset(flags):
            self._screen_check_in(check_ins, flags, at, "dismissed_at")
        self.tell_all()
        return {"outcome": "done", "text": "Noted: you read the advice and go on by yourself."}

    @answers("agree")
    def agree(self, message: Message) -> rpc_widget.Answer:
        """Note that a doctor has agreed to self-massage after a past cancer: at, sent_at."""
        at = self.given_at(message)
        for screening in self._last_screenings():
            is_open = screening.stops() and screening.doctor_agreed_at is None
            if is_open and doctor_may_agree(screening.red_flags):
                self._diary.amend(
                    screening.id,
                    doctor_agreed_at=max(at, screening.answered_at),
                    recorded_at=self._now(),
                )
        check_ins, flags = self._still_standing()
        if doctor_may_agree(flags):
            self._screen_check_in(check_ins, flags, at, "doctor_agreed_at")
        self.tell_all()
        return {"outcome": "done", "text": "Noted: your doctor has agreed to self-massage."}

    @answers("withdraw")
    def withdraw(self, _message: Message) -> rpc_widget.Answer:
        """Take back that a doctor has agreed: the red flags of that screening stand again."""
        for screening in self._last_screenings():
            if screening.doctor_agreed_at is not None:
                self._diary.amend(
                    screening.id,
                    doctor_agreed_at=None,
                    dismissed_at=None,
                    recorded_at=self._now(),
                )
        self.tell_all()
        return {"outcome": "done", "text": "Withdrawn: see a doctor before the next release."}

    def _last_screenings(self) -> list[Screening]:
        """The screenings that decide: those of the last moment."""
        screenings = self._diary.recent(Screening, _SCREENINGS_READ)
        return [one for one in screenings if one.answered_at == screenings[0].answered_at]

    def _still_standing(self) -> tuple[list[CheckIn], tuple[str, ...]]:
        """The last check-in, and the red flags that stand as the diary has them at this moment."""
        check_ins = self._diary.recent(CheckIn, 1)
        return check_ins, _standing(check_ins, self._diary.recent(Screening, _SCREENINGS_READ))

    def _screen_check_in(
        self, check_ins: list[CheckIn], flags: tuple[str, ...], at: datetime, moment: str
    ) -> None:
        """A yes in a check-in has no place to note what followed from it; a screening has."""
        at = max(at, check_ins[0].at)
        self._diary.add(
            Screening(answered_at=at, red_flags=flags, **{moment: at}), recorded_at=self._now()
        )

    @answers("later")
    def rate_later(self, message: Message) -> rpc_widget.Answer:
        """Save the pain at a spot some hours later: id, pain, at, sent_at."""
        amended = self._diary.amend(
            UUID(message["id"]),
            pain_later=message["pain"],
            later_at=self.given_at(message),
            recorded_at=self._now(),
        )
        release = cast(Release, amended)
        advice = advice_for(release)
        self.tell_all()
        return {
            "outcome": "done",
            "text": f"Saved: pain {release.pain_later:g} there now.",
            "action": advice.action,
            "reason": advice.reason,
        }

    @answers("ask_later")
    def ask_later(self, message: Message) -> rpc_widget.Answer:
        """Remember that the person wants to be asked about a release some hours later: id."""
        entry = str(UUID(message["id"]))
        wished = [one for one in self.wished() if one != entry]
        self._diary.settings.keep(_WISHED, [*wished, entry][-_MOST_WISHED:])
        self.tell_all()
        return {"outcome": "done", "text": "You are asked how it is in a few hours."}

    # What the page sees -------------------------------------------------------------------

    def state(self) -> dict[str, Any]:
        """What the page needs, in plain JSON.

        Returns
        -------
        dict
            ``ask``: why the red flags are to be asked, ``{reason, why}``; empty where they are not.
            ``standing``: the red flags answered yes that stand against pressing, by name.
            ``agreed``: the red flags that would stand if no doctor had agreed to self-massage.
            ``lingering``: the releases to ask about, as `lingering_question` shows them.
            ``known``: ``{symptoms, reach, side}`` that the check-ins so far say of the leg.
            ``flags``, ``advice``: the questions, and what a yes to them means, most urgent first.
            ``doctor_may_agree``: the red flags of the past, to which a doctor may agree.
            ``leg_symptoms``, ``reaches``: words of the rules.
            ``diary``: a mark of the diary and the person, so that no answer kept in a page reaches
        another one.
        """
        releases = self._diary.recent(Release, _RELEASES_READ)
        check_ins = self._diary.recent(CheckIn, _CHECK_INS_READ)
        screenings = self._diary.recent(Screening, _SCREENINGS_READ)
        asking = to_ask(releases, check_ins, screenings)
        known = known_by_now(self._now() + _CLOCKS_DIFFER, check_ins, screenings)
        wished = {UUID(one) for one in self.wished()}
        return {
            "ask": {"reason": asking.reason, "why": asking.why} if asking else {},
            "standing": list(_standing(check_ins, screenings)),
            "agreed": list(agreed_to(map(Answer.of, screenings))),
            "lingering": [
                lingering_question(one, self._now())
                for one in due_follow_ups(releases, self._now(), wished)
            ],
            "known": {
                "symptoms": list(known.symptoms),
                "reach": known.reach,
                "side": known.side,
            },
            "diary": _mark_of(self._diary),
            **RED_FLAG_WORDS,
        }

    def tell_all(self) -> None:
        """Bring every open widget over this diary up to date: a page may show two of them."""
        try:
            state = self.state()
            for prompt in tuple(self._open):
                if prompt._diary is self._diary:
                    prompt._changed(state)
        except Exception:  # noqa: BLE001 - the change is made; only what the page shows is old
            return

    def wished(self) -> list[str]:
        """The ids of the releases that the person wants to be asked about."""
        return list(self._diary.settings.get(_WISHED, []))

    def given_at(self, message: Message) -> datetime:
        """When it was answered, on this machine's clock where the page's is far from it.

        An answer may wait in the page until the kit is there again, so the page says both when it
        was given and when it is sent.
        """
        given = datetime.fromisoformat(message["at"])
        sent = datetime.fromisoformat(message["sent_at"])
        here = (self._now() - max(sent - given, timedelta())).astimezone(given.tzinfo)
        return given if abs(given - here) < _CLOCKS_DIFFER else here


def lingering_question(release: Release, now: datetime) -> dict[str, Any]:
    """Word the question about a release, and why it is asked.

    >>> release = Release(started_at="2026-11-22T18:00+01:00", muscle="psoas", side="left",
    ...     spot="beside the navel", tool="foam roller", pain_before=5, pain_after=8)
    >>> asked = lingering_question(release, datetime.fromisoformat("2026-11-22T20:10+01:00"))
    >>> asked["question"]
    '2 h ago you pressed the left psoas, beside the navel: pain there now?'
    >>> asked["why"]
    'It was 5 before and 8 after.'
    """
    after = pain_at_end(release)
    rated = [f"{release.pain_before:g} before"]
    rated += [f"{after:g} after"] if after is not None else []
    rated += [f"{release.pain_later:g} later"] if release.pain_later is not None else []
    where = f"the {place_name(release.muscle, release.spot, release.side)}"
    words = rated[0] if len(rated) == 1 else f"{', '.join(rated[:-1])} and {rated[-1]}"
    return {
        "id": str(release.id),
        "question": f"{_ago(now - release.started_at)} you pressed {where}: pain there now?",
        "why": f"It was {words}.",
        "before": release.pain_before,
    }


def _mark_of(diary: "Diary") -> str:
    # Of whom a diary began with it stays the same when a second person joins.
    person = diary.person if diary.person != Release.model_fields["person"].default else None
    words = diary.location if person is None else f"{diary.location}\n{person}"
    return sha256(words.encode()).hexdigest()[:16]


def _ago(passed: timedelta) -> str:
    hours = passed // timedelta(hours=1)
    if hours < 1:
        return f"{max(passed // timedelta(minutes=1), 1)} min ago"
    if hours < 24:
        return f"{hours} h ago"
    days = round(passed / timedelta(days=1))
    return "A day ago" if days == 1 else f"{days} days ago"


def _standing(check_ins: list[CheckIn], screenings: list[Screening]) -> tuple[str, ...]:
    return flags_standing(
        (Answer(one.at, one.red_flags) for one in check_ins),
        map(Answer.of, screenings),
    )


RED_FLAG_WORDS: Final[dict[str, Any]] = {
    "flags": [
        {"name": flag.name, "question": flag.question, "urgency": flag.advice} for flag in RED_FLAGS
    ],
    "advice": [
        {
            "urgency": urgency,
            "sentence": sentence,
            "flags": [flag.name for flag in RED_FLAGS if flag.advice == urgency],
        }
        for urgency, sentence in ADVICE.items()
    ],
    "doctor_may_agree": list(DOCTOR_MAY_AGREE),
    "leg_symptoms": list(LEG_SYMPTOMS),
    "reaches": list(get_args(Reach)),
}
