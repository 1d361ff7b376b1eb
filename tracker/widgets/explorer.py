"""The explorer: every chart and sentence about one's relief, for the days and muscles one picks."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import traitlets

from tracker.widgets.assets import script, style
from tracker.widgets.entry_form import Clock
from tracker.widgets.filters import Filter, Frames, Selection
from tracker.widgets.plain_result import heading, paragraphs, table
from tracker.widgets.relief_answer import answer, spot_rows
from tracker.widgets.rpc_widget import Answer, Message, RpcWidget, answers
from tracker.widgets.sections import SECTIONS, sections_of
from tracker.widgets.spot_detail import story

if TYPE_CHECKING:
    from tracker.facade import Diary


def explorer(diary: "Diary", *, now: Clock | None = None) -> "Explorer":
    """Show what your releases and check-ins say, and let you choose which of them to look at.

    Parameters
    ----------
    diary : Diary
        What is looked at; it is read again with every change of what is chosen.
    now : callable, optional
        Returns the time, aware and on the person's clock; by default the machine's.

    Returns
    -------
    Explorer
        A widget; show it as the last line of a cell.
    """
    return Explorer(diary, now=now)


class Explorer(RpcWidget):
    """Answers its page section by section; `explorer` makes one.

    The page asks first what its filter leaves and what that says (``choose``), then for one
    section after the other (``section``), for a folded one when it is opened. It stops asking when
    the filter has changed meanwhile: so a new choice never waits for more than the one section
    under way, and no answer is long.

    Attributes
    ----------
    is_sample : bool
        Whether the diary holds made-up entries.
    """

    _esm = script("explorer")
    _css = style("explorer")

    is_sample = traitlets.Bool().tag(sync=True)

    def __init__(self, diary: "Diary", *, now: Clock | None = None) -> None:
        super().__init__()
        self._diary = diary
        self._now = now or _machine_now
        self._frames: Frames | None = None
        self._selection: Selection | None = None
        self.is_sample = diary.is_sample

    @answers("choose", "NOT SHOWN")
    def _choose(self, message: Message) -> Answer:
        """Read the diary again; say how much is left, and what there is to ask for."""
        self._frames = self._read()
        chosen = self._chosen(message)
        return {
            "outcome": "done",
            "text": chosen.summary(),
            "open": chosen.chosen.is_open,
            "choices": self._frames.choices(),
            "sections": sections_of(chosen),
            "answer": answer(chosen),
            "body": self._body(chosen, figure=bool(message.get("figure"))),
        }

    @answers("section", "NOT SHOWN")
    def _section(self, message: Message) -> Answer:
        chosen = self._chosen(message)
        return {"outcome": "done", **SECTIONS[message["name"]].draw(chosen)}

    @answers("story", "NOT SHOWN")
    def _story(self, message: Message) -> Answer:
        place = message["place"]
        chosen = self._chosen(message)
        told = story(self._diary, chosen, place["muscle"], place["spot"], place["side"])
        return {"outcome": "done", **told}

    def _plain(self) -> str:
        from tracker.charts import BodyChart

        self._frames = self._read()
        chosen = self._chosen({"filter": {}})
        spots = [(row["name"], row["said"], row["n"]) for row in spot_rows(chosen)]
        body = BodyChart(chosen.pooled.spots, catalogue=self._diary.catalogue())
        parts = [paragraphs([chosen.summary(), *answer(chosen)["lead"]]), body.to_html()]
        parts.append(table(("Spot", "On average", "Releases"), spots))
        for section in sections_of(chosen):
            shown = SECTIONS[section["name"]].draw(chosen)
            starts = [f"{start['name']}. {start['said']}" for start in shown["starts"]]
            said = paragraphs([*starts, *shown["said"]])
            parts += [heading(section["title"]), *shown["charts"], said]
        return "".join(parts)

    def _chosen(self, message: Mapping[str, Any]) -> Selection:
        """Give the selection of a message, which is mostly that of the message before."""
        if self._frames is None:
            self._frames = self._read()
        frames, today = self._frames, self._today()
        chosen = Filter.read(message["filter"], today)
        known = self._selection
        if known is None or known.frames is not frames or known.chosen != chosen:
            known = Selection(frames, chosen, today)
            self._selection = known
        return known

    def _read(self) -> Frames:
        diary = self._diary
        return Frames(
            diary.releases(),
            diary.check_ins(),
            diary.catalogue(),
            self._now(),
            diary.screenings(),
            diary.profile(),
        )

    def _body(self, chosen: Selection, *, figure: bool) -> dict[str, Any]:
        """Give the marks on the body, and where the page has none yet the figure to put them on."""
        from tracker.charts.body.scene import figure_scene, spots_scene

        names, pooled = self._diary.catalogue(), chosen.pooled
        return {
            **spots_scene(pooled.spots, names),
            "muscles": spots_scene(pooled.sides, names),
            "figure": figure_scene() if figure else None,
        }

    def _today(self) -> date:
        return self._now().date()


def _machine_now() -> datetime:
    return datetime.now(UTC).astimezone()
