"""Every name of the charts is there when it is asked for, and none costs anything before."""

import subprocess
import sys
from pathlib import Path

import pytest

from tracker import charts


@pytest.mark.parametrize("name", charts.__all__)
def test_every_name_is_there(name):
    assert callable(getattr(charts, name))
    assert name in dir(charts)


def test_the_module_of_a_name_does_not_hide_it():
    from tracker.charts.show import show

    assert charts.show is show


def test_a_name_that_is_not_there_is_said():
    with pytest.raises(AttributeError, match=r"module 'tracker\.charts' has no attribute 'plot'"):
        _ = charts.plot


def test_the_charts_are_light_until_a_chart_is_asked_for():
    statement = "import tracker.charts, tracker.charts.body.scene, sys; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", statement],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert not {"pandas", "numpy", "matplotlib", "scipy", "seaborn"} & set(run.stdout.split())
