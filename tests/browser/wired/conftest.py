"""A widget on a page without a kernel: its own script and style, the real widget in this process.

For tests that try many things quickly; that the same runs in the app, others try.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from anywidget import AnyWidget
from playwright.sync_api import Page

_EXPORT = r"export\s*\{\s*([\w$]+) as default\s*\};?\s*$"
_MODEL = """
class Model {
  constructor(state) { this.state = state; this.changed = {}; this.heard = new Map(); }
  get(name) { return this.state[name]; }
  set(name, value) {
    if (JSON.stringify(this.state[name]) === JSON.stringify(value)) return;
    this.state[name] = this.changed[name] = value;
    this.fire(`change:${name}`);
  }
  save_changes() { const sent = this.changed; this.changed = {}; window.toPython(sent); }
  async send(message) {
    const { answer, state } = await window.askPython(message);
    this.take(state);
    this.fire("msg:custom", { type: "reply", request: message.request, ...answer }, []);
  }
  take(state) {
    for (const [name, value] of Object.entries(state)) this.set(name, value);
    this.changed = {};
  }
  on(name, hear) { this.heard.set(name, [...(this.heard.get(name) ?? []), hear]); }
  off(name, hear) { this.heard.set(name, this.heard.get(name).filter((one) => one !== hear)); }
  fire(name, ...told) { for (const hear of this.heard.get(name) ?? []) hear(...told); }
}
window.show = (state) => {
  window.model = new Model(state);
  window.leave = widget.render({ model: window.model, el: document.querySelector("#here") });
};
"""


def _state_of(widget: AnyWidget) -> dict[str, Any]:
    """Give what the page of a widget knows."""
    names = set(widget.trait_names(sync=True)) - set(AnyWidget.class_trait_names())
    return {name: getattr(widget, name) for name in names if not name.startswith("_")}


def _show(page: Page, widget: AnyWidget, *, width: int = 752) -> None:
    """Show a widget on an empty page, under a button to come from."""

    def take(changes: dict[str, Any]) -> None:
        for name, value in changes.items():
            setattr(widget, name, value)

    def answered(said: dict[str, Any]) -> dict[str, Any]:
        return {"answer": widget._answer(said), "state": _state_of(widget)}

    page.expose_function("toPython", take)
    page.expose_function("askPython", answered)
    page.set_content(
        '<!DOCTYPE html><meta name="viewport" content="width=device-width, initial-scale=1">'
        "<style>body { margin: 16px; background: var(--tk-paper) } "
        f"#here {{ max-width: {width}px }} {widget._css}</style>"
        '<button>before</button><div id="here"></div>'
    )
    script = re.sub(_EXPORT, r"const widget = \1;", widget._esm)
    page.add_script_tag(type="module", content=script + _MODEL)
    page.wait_for_function("() => Boolean(window.show)")
    page.evaluate("state => show(state)", _state_of(widget))


@pytest.fixture
def show(page: Page) -> Callable[..., None]:
    """Show a widget on this test's page."""
    return lambda widget, **options: _show(page, widget, **options)


@pytest.fixture
def state_of() -> Callable[[AnyWidget], dict[str, Any]]:
    """Give what the page of a widget knows."""
    return _state_of
