"""What the pages say runs: scripts, commands, targets and the files that they name."""

from __future__ import annotations

import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"
GENERATED = ROOT / "docs" / "reference"
SCRIPTED = [README, ROOT / "docs" / "tutorial.md", ROOT / "docs" / "worlds.md"]
STAGES = ROOT / "src" / "detente" / "cli" / "stages.txt"
REPORT = (
    "GENEVA, July 28, 2025 - China lifted its ban on Japanese seafood imports, officials said.\n"
)
PAGES = sorted(
    page
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    if not page.is_relative_to(GENERATED)
)
WRITER = ROOT / "docs" / "examples" / "pages.py"
EXAMPLE_PAGES = sorted((ROOT / "docs" / "examples").glob("*.md"))
NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
NAMED_PATH = re.compile(r"`([\w./-]+/[\w./-]*)`|\]\(([\w./-]+)(?:#[\w-]+)?\)")
SCRIPT = re.compile(r"\bpython ([\w./-]+\.py)")
MAKE_TARGET = re.compile(r"`make (\w+)`")


def blocks(page: Path, language: str) -> list[str]:
    """Fenced blocks of one language, in the order of the page."""
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    return [text for name, text in found if name == language]


def commands() -> list[tuple[str, tuple[str, ...]]]:
    """Page and command lines of every console block with `$ detente`, continued lines joined."""
    found: list[tuple[str, tuple[str, ...]]] = []
    for page in PAGES:
        for block in blocks(page, "console"):
            lines = re.sub(r"\s*\\\n\s*", " ", block).splitlines()
            shown = [line.removeprefix("$ ") for line in lines if line.startswith("$ detente")]
            if shown:
                found.append((page.relative_to(ROOT).as_posix(), tuple(shown)))
    return found


def shown_by_the_command() -> list[str]:
    """Commands that `detente` alone shows, besides those that need published data."""
    lines = STAGES.read_text(encoding="utf-8").splitlines()
    shown = [line.split("$ ", 1)[1] for line in lines if "$ detente" in line]
    return [line for line in shown if "--reference" not in line]


def run_python(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A fresh interpreter of this environment, with the sources of this checkout in front."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("page", SCRIPTED, ids=lambda page: page.name)
def test_scripts_of_the_page_run(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = blocks(page, "python")
    assert scripts, f"{page.name} shows no python block"
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": page.stem}
    for number, script in enumerate(scripts, start=1):
        exec(compile(script, f"{page.name}, block {number}", "exec"), names)


def run_detente(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command line as a page shows it."""
    call = "from detente.cli import main; main()"
    return run_python("-c", call, *shlex.split(command)[1:], folder=folder)


@pytest.mark.parametrize(("page", "lines"), commands())
def test_commands_of_a_block_run_in_order(
    page: str, lines: tuple[str, ...], tmp_path: Path
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for command in lines:
        outcome = run_detente(command, tmp_path)
        assert outcome.returncode == 0, f"{page}: {command}\n{outcome.stderr}"


@pytest.mark.parametrize("command", shown_by_the_command())
def test_a_command_that_detente_alone_shows_runs(command: str, tmp_path: Path) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    for name in ("report.txt", "other.txt"):
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    outcome = run_detente(command, tmp_path)
    assert outcome.returncode == 0, outcome.stderr


def test_tutorial_and_readme_show_the_command_line() -> None:
    pages = {page for page, _ in commands()}
    assert {"README.md", "docs/tutorial.md"} <= pages


def test_every_example_has_its_page_and_is_shown_whole() -> None:
    files = {path.stem: path for path in (ROOT / "examples").glob("*.yaml")}
    pages = {path.stem: path for path in (ROOT / "docs" / "examples").glob("*.md")}
    assert files.keys() == pages.keys()
    assert len(files) >= 12
    for name, path in files.items():
        assert blocks(pages[name], "yaml") == [path.read_text(encoding="utf-8")]
        assert f"$ detente solve examples/{name}.yaml" in pages[name].read_text(encoding="utf-8")


@pytest.mark.parametrize("page", EXAMPLE_PAGES, ids=lambda page: page.stem)
def test_page_of_an_example_shows_todays_answer(page: Path) -> None:
    """Words are the same, and each number is within one unit of its last digit."""
    kept, fresh = page.read_text(encoding="utf-8"), runpy.run_path(str(WRITER))["current"](page)
    assert NUMBER.sub("#", kept) == NUMBER.sub("#", fresh), "run make docs"
    assert kept.count("<!-- begin of the answer -->") == 1
    for before, now in zip(NUMBER.findall(kept), NUMBER.findall(fresh), strict=True):
        unit = 10.0 ** -len(before.partition(".")[2])
        assert abs(float(before) - float(now)) <= 1.01 * unit, "run make docs"


def test_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").splitlines()) < 120


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_targets_and_files_that_the_page_names_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^(\w+):", makefile, re.MULTILINE))
    assert set(MAKE_TARGET.findall(text)) <= targets
    named = {path for pair in NAMED_PATH.findall(text) for path in pair if path}
    missing = {name for name in named if not named_file_exists(page, name)}
    missing |= {name for name in SCRIPT.findall(text) if not (ROOT / name).is_file()}
    assert not missing, f"{page.name} names what is not there: {sorted(missing)}"


def named_file_exists(page: Path, name: str) -> bool:
    """A path counts from the page's folder, the repository, its sources or the package."""
    starts = (page.parent, ROOT, ROOT / "src", ROOT / "src" / "detente")
    return name.startswith(".venv/") or any((start / name).exists() for start in starts)


def test_command_reference_is_current(tmp_path: Path) -> None:
    fresh = tmp_path / "commands.md"
    arguments = ("-m", "typer", "detente.cli", "utils", "docs", "--name", "detente")
    outcome = run_python(*arguments, "--output", str(fresh), folder=tmp_path)
    assert outcome.returncode == 0, outcome.stderr
    kept = GENERATED / "commands.md"
    assert kept.exists(), "docs/reference/commands.md is missing: run make docs"
    assert fresh.read_text(encoding="utf-8") == kept.read_text(encoding="utf-8"), "run make docs"
