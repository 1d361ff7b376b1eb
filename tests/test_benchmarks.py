"""The benchmarks run, small, and write what they measured with every goal beside it."""

import json
import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOPICS = (
    "Starting",
    "The diary of 1,000 releases",
    "The relief page's tables, 1,000 releases",
    "The relief page's charts, 100 releases",
    "Files of 1,000 releases",
    "Estimators, 500 releases of 72 spots",
    "A study of many people",
)


def test_the_quick_benchmarks_write_ratios_with_their_goals(tmp_path):
    command = [sys.executable, "benchmarks", "--quick", "--out", str(tmp_path)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    results = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    rows = results["rows"]
    assert set(TOPICS) <= {row["topic"] for row in rows}
    for row in rows:
        assert row["goal"] > 0
        if row["missing"]:
            assert row["verdict"] == f"not measured: {row['missing']}"
        else:
            assert row["ratio"] == row["ours"] / row["theirs"]
            assert (row["verdict"] == "met") is (row["ratio"] <= row["goal"])
        assert f"at most {row['goal']:.3g}" in run.stdout
    assert [curve["sizes"] for curve in results["growth"]] == [[100, 1000]] * 5
    page = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert all(f"## {topic}\n" in page for topic in TOPICS)
    assert f"{os.cpu_count()} cores" in page
    for private in filter(None, (platform.node(), str(ROOT), str(tmp_path))):
        assert private not in page
        assert private not in (tmp_path / "results.json").read_text(encoding="utf-8")
    assert (tmp_path / "growth.svg").read_text(encoding="utf-8").startswith("<?xml")
