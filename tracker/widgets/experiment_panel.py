"""The panel on which a person plans an experiment, presses what is next, and reads the answer."""

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final, cast
from uuid import UUID

import traitlets

from tracker.protocol.experiment import (
    FEWEST_PAIRS,
    MOST_PAIRS,
    MOST_STOPPING_PAIRS,
    Experiment,
)
from tracker.protocol.record import Record
from tracker.protocol.release import Release
from tracker.widgets.assets import script, style
from tracker.widgets.entry_form import Clock, Values, utc_now
from tracker.widgets.entry_summary import release_card
from tracker.widgets.experiment_plan import planned
from tracker.widgets.experiment_words import (
    arm_name,
    next_release,
    result_card,
    title_of,
    turn_of,
    waiting,
)
from tracker.widgets.form_drafts import is_in
from tracker.widgets.log_form import LogForm, current_flare_ups, flare_up_words
from tracker.widgets.plain_result import heading, paragraphs, table
from tracker.widgets.rpc_widget import Answer, Message, answers

if TYPE_CHECKING:
    import pandas as pd

    from tracker.facade import Diary
    from tracker.relief import ExperimentProgress
    from tracker.relief.experiments.randomization import Coin

_COMPARES: Final = {"spot": "Two spots", "tool": "Two tools", "pressure": "Two pressures"}
_USUAL_PAIRS: Final = 10


def experiment_panel(
    diary: "Diary",
    *,
    now: Clock | None = None,
    rng: "Coin | None" = None,
) -> "ExperimentPanel":
    """Plan an experiment with yourself, or go on with the one that is running.

    Parameters
    ----------
    diary : Diary
        Where the experiment and its releases are saved.
    now : callable, optional
        Returns the time, aware; by default the machine's clock.
    rng : Generator, optional
        The coin that decides the order; by default a new one.

    Returns
    -------
    ExperimentPanel
        A widget; show it as the last line of a cell.
    """
    return ExperimentPanel(diary, now or utc_now, rng)


class ExperimentPanel(LogForm):
    """Runs experiments; `experiment_panel` makes one.

    The entries below the form are the releases of the running experiment.

    Attributes
    ----------
    running : dict
        What to press next, as `next_release` says it; empty where no experiment is running.
    past : list of dict
        The other experiments, last planned first, as `result_card` shows them.
    said : dict
        The last change made here, and the id that undoes it: text, undo.
    """

    _esm = script("experiment_panel")
    _css = style("experiment_panel")

    running = traitlets.Dict().tag(sync=True)
    past: traitlets.List[dict[str, Any]] = traitlets.List().tag(sync=True)
    said = traitlets.Dict().tag(sync=True)

    _step = "experiment"
    _list_title = "Releases of this experiment"
    _shown_at_first = 4
    _fields = ("pain_before", "pain_30s", "pain_after", "held_s", "outcome", "note")

    def __init__(
        self,
        diary: "Diary",
        now: Clock,
        rng: "Coin | None" = None,
    ) -> None:
        self._rng = rng
        self._present: tuple[Experiment, ExperimentProgress] | None = None
        self._cards: dict[UUID, tuple[object, dict[str, Any]]] = {}
        super().__init__(diary, now)

    def _offered(self) -> dict[str, Any]:
        return {
            **super()._offered(),
            "compares": [{"value": value, "label": label} for value, label in _COMPARES.items()],
            "pairs": _USUAL_PAIRS,
            "fewest_pairs": FEWEST_PAIRS,
            "lengths": _lengths(),
            "stopping": _stopping(),
            "stops": [
                {"value": "length", "label": "At the planned length"},
                {"value": "early", "label": "Early, once it is sure"},
            ],
        }

    @answers("plan", "NOT STARTED")
    def _plan(self, message: Message) -> Answer:
        from tracker.relief import slope_so_far

        entry = UUID(message["id"])
        if is_in(self._diary, entry):
            return self._done("Started", self._diary.get(entry))
        if self._present:
            raise ValueError("Another experiment is running; end it first.")
        experiment = self._diary.add(
            planned(
                entry,
                message["at"],
                message["values"],
                slope=slope_so_far(self._diary.releases()),
                coin=self._rng,
            ),
            recorded_at=self._now(),
        )
        return self._done("Started", experiment, "The order is drawn and stays as it is.")

    @answers("end", "NOT ENDED")
    def _end(self, message: Message) -> Answer:
        experiment, _ = self._at_hand()
        ended = self._diary.amend(experiment.id, ended_at=message["at"], recorded_at=self._now())
        draft = self.draft.get("id")
        return self._done(
            "Ended early",
            ended,
            "What it says stays exploratory.",
            after=(lambda: self._drafts.forget(UUID(draft))) if draft else None,
        )

    @answers("look", "NOT SHOWN")
    def _look(self, _message: Message) -> Answer:
        experiment, progress = self._at_hand()
        card = result_card(experiment, self._diary.releases(), progress)
        return {"outcome": "done", "text": "", "result": card}

    def _at_hand(self) -> "tuple[Experiment, ExperimentProgress]":
        """The running experiment and how far it is, as the diary has it at this moment."""
        self._show_entries()
        if self._present is None:
            raise ValueError("No experiment is running any more.")
        return self._present

    def _record(self, entry: UUID, values: Values) -> Record:
        rated = {name: values.get(name) for name in self._fields}
        given = {name: value for name, value in rated.items() if value not in (None, "")}
        stored = self._diary.get(entry) if is_in(self._diary, entry) else None
        if isinstance(stored, Release):
            kept = {name: value for name, value in stored if name not in self._fields}
            return Release(**kept, **given)
        experiment, progress = self._at_hand()
        if progress.arm is None or values.get("turn") != turn_of(experiment, progress):
            raise ValueError("It is another release's turn by now; look at the top and save again.")
        started = datetime.fromisoformat(values["started_at"])
        if progress.ready_at and (wait := waiting(experiment, progress.ready_at, started)):
            raise ValueError(wait)
        return Release(
            started_at=values["started_at"],
            id=entry,
            experiment=experiment.id,
            arm=progress.arm,
            **experiment.press(progress.arm),
            **given,
        )

    def _delete(self, message: Message) -> Answer:
        entry = UUID(message["id"])
        release = self._diary.get(entry)
        if isinstance(release, Release) and str(entry) not in self._releases(release)[-1:]:
            raise ValueError(
                "Only the last release can be deleted here, since the pairs are counted in the "
                "order you pressed."
            )
        return super()._delete(message)

    def _releases(self, release: Release) -> list[str]:
        """The ids of a release's experiment, in the order they were pressed."""
        frame = self._diary.releases()
        return frame.loc[frame["experiment"] == str(release.experiment), "id"].to_list()

    def _done(
        self,
        what: str,
        record: Record | None,
        advice: str = "",
        *,
        urgent: bool = False,
        after: Callable[[], None] | None = None,
    ) -> Answer:
        # Together: a page that shows something else from now on says there what was done.
        with self.hold_sync():
            answer = super()._done(what, record, advice, urgent=urgent, after=after)
            self.said = {"text": answer["text"], "undo": answer["undo"]}
        return answer

    def _headline(self, record: Release | Experiment) -> str:
        if isinstance(record, Experiment):
            return title_of(record)
        known = {experiment.id: experiment for experiment in self._diary.all(Experiment)}
        experiment = known.get(record.experiment) if record.experiment else None
        if experiment and record.arm:
            return f"{record.arm}, {arm_name(experiment, record.arm)}"
        return super()._headline(record)

    def _plain(self) -> str:
        now = self.running
        parts = []
        if now:
            facts = [(one["label"], one["value"]) for one in now["facts"]]
            parts += [heading(now["heading"]), table(("", ""), facts)]
            parts += [paragraphs([now["warning"], now["so_far"], now["plan"]]), super()._plain()]
        for card in self.past:
            parts += [heading(card["title"]), paragraphs([card["state"], card["sentence"]])]
            parts += [paragraphs([card["plan"]]), table(card["columns"], card["rows"])]
        return "".join(parts) or paragraphs(["No experiment is running, and none is over."])

    def _show_drafts(self) -> None:
        """A draft of a release whose turn has passed is left alone."""
        super()._show_drafts()
        if self.draft.get("values", {}).get("turn") != self.running.get("turn"):
            self.draft = {}

    def _show_entries(self) -> None:
        from tracker.relief import progress

        experiments = self._diary.all(Experiment)
        frame = self._diary.releases()
        states = [(experiment, progress(frame, experiment)) for experiment in experiments]
        under_way = [
            (experiment, state)
            for experiment, state in states
            if state.arm is not None and experiment.ended_at is None
        ]
        self._present = under_way[-1] if under_way else None
        against = current_flare_ups(self._diary, self._now())
        over = [state for state in reversed(states) if state != self._present]
        with self.hold_sync():
            self.flare_ups = flare_up_words(against)
            self.running = next_release(*self._present, against) if self._present else {}
            self.past = [self._result(experiment, frame, state) for experiment, state in over]
            self._show_releases(frame)

    def _show_releases(self, frame: "pd.DataFrame") -> None:
        from tracker.relief import experiment_pairs

        if self._present is None:
            self.entries, self.has_older = [], False
            return
        experiment, _ = self._present
        pairs = experiment_pairs(frame, experiment)
        pair_of = dict(zip(pairs["id"], pairs["pair"], strict=True))
        mine = frame.loc[frame["experiment"] == str(experiment.id), "id"].to_list()[::-1]
        self.entries = [
            {
                **self._card_in(
                    experiment, cast(Release, self._diary.get(entry)), pair_of.get(entry)
                ),
                "can_delete": entry == mine[0],
            }
            for entry in mine[: self._shown]
        ]
        self.has_older = len(mine) > self._shown

    def _card_in(self, experiment: Experiment, record: Release, pair: int | None) -> dict[str, Any]:
        where = f"Pair {pair}" if pair else "Not next in the order"
        pressed = f"{record.arm}: {arm_name(experiment, record.arm)}" if record.arm else ""
        return {
            **release_card(record),
            "title": f"{where} · {pressed}",
            "values": self._values(record),
        }

    def _result(
        self, experiment: Experiment, frame: "pd.DataFrame", state: "ExperimentProgress"
    ) -> dict[str, Any]:
        """Show a result, worked out anew only where its releases have changed."""
        mine = frame[frame["experiment"] == str(experiment.id)]
        seen = (experiment, mine.to_csv())
        if self._cards.get(experiment.id, (None,))[0] != seen:
            self._cards[experiment.id] = seen, result_card(experiment, frame, state)
        return self._cards[experiment.id][1]


@cache
def _lengths() -> list[str]:
    """What each number of pairs can show, from none on."""
    from tracker.wording import length_sentence

    return ["", *(length_sentence(pairs) for pairs in range(1, MOST_PAIRS + 1))]


@cache
def _stopping() -> list[str]:
    """What the stopping rule does for each number of pairs, from none on; none where it is not."""
    from tracker.wording import stopping_sentence

    pairs = range(FEWEST_PAIRS, MOST_STOPPING_PAIRS + 1)
    return [*[""] * FEWEST_PAIRS, *(stopping_sentence(one) for one in pairs)]
