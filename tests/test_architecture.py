"""The house rules that a machine can hold, over every module of the package.

Each rule is a function from modules to complaints; an empty list means the rule holds.
The last tests show each rule failing on a small bad package, so that silence means something.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "detente"

# Who may import whom, in the order in which data flow. A new stage gets a row here, between
# the stages that it reads and the stages that read it. The ledger knows no economics, the
# equilibrium no law and no dates; they meet in the rates.
FILES = frozenset({"errors", "strict_yaml", "version"})
MODEL = FILES | {"ledger", "worlds", "rates", "equilibrium"}
ANSWERS = MODEL | {"scenarios", "outlook", "forecast", "leverage", "games", "talks", "brief"}
MAY_IMPORT: dict[str, frozenset[str]] = {
    "errors": frozenset(),
    "version": frozenset(),
    "strict_yaml": frozenset({"errors"}),
    "documents": FILES,
    "claims": FILES | {"documents"},
    "ledger": FILES,
    "worlds": FILES,
    "equilibrium": FILES | {"worlds"},
    "games": FILES | {"worlds", "equilibrium"},
    "replicate": FILES | {"worlds", "equilibrium", "games"},
    "rates": FILES | {"ledger", "worlds"},
    "reconcile": FILES | {"documents", "claims", "ledger"},
    "scenarios": MODEL,
    "outlook": MODEL,
    "forecast": MODEL | {"outlook"},
    "leverage": MODEL | {"outlook"},
    "talks": MODEL | {"outlook", "leverage", "games"},
    "brief": MODEL | {"claims", "reconcile", "outlook", "forecast", "leverage", "games", "talks"},
    "api": ANSWERS | {"claims"},
    "cli": ANSWERS | {"documents", "claims", "reconcile", "replicate", "api", "__init__"},
    "__init__": frozenset({"api", "version", "worlds"}),
    "__main__": frozenset({"cli"}),
}
MAX_MODULE_LINES = 400
MAX_FUNCTION_LINES = 45
NAMES_THAT_SAY_NOTHING = frozenset(
    {"utils", "util", "common", "helpers", "helper", "core", "base", "types", "misc"}
)
YEAR = re.compile(r"(?<![\d.#])(?<!\\u)(19|20)\d\d(?!\d)")  # \u2014 is a dash
CODE_WITHOUT_VALUES = frozenset({tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE})


@dataclass(frozen=True, slots=True)
class Module:
    """One source file: its dotted name below the package, its text and its syntax tree."""

    name: str
    path: Path
    source: str
    tree: ast.Module

    @property
    def stage(self) -> str:
        """Top-level part of the package that holds this module; `__init__` is the package."""
        return self.name.split(".")[0]

    def at(self, line: int) -> str:
        """Where a complaint points."""
        return f"{self.path.name}:{line} ({self.name})"


def read_modules(package: Path) -> list[Module]:
    """Every Python file below `package`; a folder's `__init__.py` bears the folder's name."""
    modules: list[Module] = []
    for path in sorted(package.rglob("*.py")):
        parts = list(path.relative_to(package).with_suffix("").parts)
        if parts[-1] == "__init__" and len(parts) > 1:
            parts.pop()
        source = path.read_text(encoding="utf-8")
        modules.append(Module(".".join(parts), path, source, ast.parse(source)))
    return modules


def absolute(module: Module, node: ast.ImportFrom, package: str) -> str:
    """The dotted module that a `from ... import` names, relative dots resolved."""
    if node.level == 0:
        return node.module or ""
    inside = [] if module.name == "__init__" else module.name.split(".")
    folder = [package, *inside]
    if module.path.name != "__init__.py":
        folder.pop()
    folder = folder[: len(folder) - (node.level - 1)]
    return ".".join([*folder, *([node.module] if node.module else [])])


def run_on_import(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes below `node` that run when the module is imported: no function's body."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from run_on_import(child)


def imported_names(
    module: Module, nodes: Iterable[ast.AST], package: str
) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of everything that the nodes import."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = absolute(module, node, package)
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def imports_inside(
    module: Module, nodes: Iterable[ast.AST], names: frozenset[str], package: str
) -> Iterator[tuple[int, str]]:
    """Line and name of each module of the package itself that the nodes of `module` import.

    `from package.ledger import Ledger` names the module `ledger`; a plain attribute of the
    package (`from package import rate`) names `__init__`.
    """
    for line, full in imported_names(module, nodes, package):
        parts = full.split(".")
        if parts[0] != package:
            continue
        below = parts[1:]
        while below and ".".join(below) not in names:
            below.pop()
        yield line, ".".join(below) or "__init__"


def names_and_folders(modules: list[Module]) -> frozenset[str]:
    """Dotted names of all modules and of the folders that hold them."""
    parts = [module.name.split(".") for module in modules]
    return frozenset(".".join(name[:end]) for name in parts for end in range(1, len(name) + 1))


def forbidden_imports(modules: list[Module], package: str) -> list[str]:
    """Imports against the table, also inside functions; stages with no row; imports by text."""
    names = names_and_folders(modules)
    complaints: list[str] = []
    for module in modules:
        if module.stage not in MAY_IMPORT:
            complaints.append(f"{module.at(1)}: {module.stage} has no row in MAY_IMPORT")
            continue
        allowed = MAY_IMPORT[module.stage] | {module.stage}
        for line, target in imports_inside(module, ast.walk(module.tree), names, package):
            if target.split(".")[0] not in allowed:
                what = "the package itself" if target == "__init__" else target
                complaints.append(f"{module.at(line)}: {module.stage} may not import {what}")
        complaints += dynamic_imports(module)
    return complaints


def dynamic_imports(module: Module) -> list[str]:
    """Calls that import by text, which no table can check; the package's own lazy exports may."""
    if module.name == "__init__":
        return []
    calls = (node for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    return [
        f"{module.at(call.lineno)}: imports by name at run time"
        for call in calls
        if ast.unparse(call.func).split(".")[-1] in {"import_module", "__import__"}
    ]


def import_cycles(modules: list[Module], package: str) -> list[str]:
    """Modules that need one another to be imported, also within one stage.

    A function's own imports do not count here: a value may call on what is made from it (a brief
    on its page). Between stages the table forbids that ring as well.
    """
    names = names_and_folders(modules)
    graph = {
        module.name: {
            target
            for _, target in imports_inside(module, run_on_import(module.tree), names, package)
        }
        for module in modules
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" imports ".join(reversed(error.args[1]))]
    return []


def long_modules(modules: list[Module], package: str) -> list[str]:
    """Files past the limit."""
    sizes = ((module, len(module.source.splitlines())) for module in modules)
    return [f"{module.name}: {size} lines" for module, size in sizes if size > MAX_MODULE_LINES]


def long_functions(modules: list[Module], package: str) -> list[str]:
    """Functions past the limit, docstring not counted."""
    complaints: list[str] = []
    for module in modules:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                size = (node.end_lineno or node.lineno) - node.lineno + 1 - docstring_lines(node)
                if size > MAX_FUNCTION_LINES:
                    complaints.append(f"{module.at(node.lineno)}: {node.name} has {size} lines")
    return complaints


def docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines that the docstring takes; none when there is none."""
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def year_literals(modules: list[Module], package: str) -> list[str]:
    """Years in numbers, texts and names; docstrings and comments may cite a paper."""
    complaints: list[str] = []
    for module in modules:
        prose = docstring_starts(module.tree)
        for token in tokenize.generate_tokens(io.StringIO(module.source).readline):
            if token.type in CODE_WITHOUT_VALUES or token.start in prose:
                continue
            if found := YEAR.search(token.string):
                complaints.append(f"{module.at(token.start[0])}: the year {found[0]} in code")
    return complaints


def docstring_starts(tree: ast.Module) -> set[tuple[int, int]]:
    """Line and column where each docstring begins, as the tokenizer counts them."""
    holders = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return {
        (node.body[0].lineno, node.body[0].col_offset)
        for node in ast.walk(tree)
        if isinstance(node, holders) and ast.get_docstring(node) is not None
    }


def empty_names(modules: list[Module], package: str) -> list[str]:
    """Modules and folders whose name does not say what is in them."""
    return [
        f"{module.name}: name it after what it holds"
        for module in modules
        if NAMES_THAT_SAY_NOTHING & set(module.name.split("."))
    ]


Rule = Callable[[list[Module], str], list[str]]
RULES: tuple[Rule, ...] = (
    forbidden_imports,
    import_cycles,
    long_modules,
    long_functions,
    year_literals,
    empty_names,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_package_keeps_the_rule(rule: Rule) -> None:
    modules = read_modules(PACKAGE)
    assert len(modules) > len(MAY_IMPORT), "the walk did not find the package"
    complaints = rule(modules, "detente")
    assert not complaints, "\n".join(complaints)


def test_table_itself_has_no_ring_and_no_stranger() -> None:
    TopologicalSorter(MAY_IMPORT).prepare()
    assert frozenset[str]().union(*MAY_IMPORT.values()) <= MAY_IMPORT.keys()


def test_every_data_file_is_in_the_wheel() -> None:
    packed = {file.distribution_path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    files = (path for path in PACKAGE.rglob("*") if path.is_file() and path.suffix != ".pyc")
    present = {path.relative_to(ROOT / "src").as_posix() for path in files}
    assert any(name.startswith("detente/data/") for name in present)
    assert present <= packed, f"left out: {sorted(present - packed)}"


def package_of(folder: Path, files: dict[str, str]) -> list[Module]:
    """A small package on disk, read back as modules."""
    for name, source in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return read_modules(folder)


GOOD = {
    "__init__.py": 'from importlib import import_module\n\nimport_module("toy.brief")\n',
    "errors.py": '"""Errors, after Sartori (1976)."""\nSTEPS = 2_000  # as in the paper (1976)\n',
    "ledger/__init__.py": "from toy.ledger.rows import Row\n",
    "ledger/rows.py": "from ..errors import STEPS\n\nRow = STEPS\n",
    "rates/page.py": "from toy.rates.quote import Rate\n",
    "rates/quote.py": "Rate = 1\n\n\ndef page():\n    from toy.rates.page import Rate\n",
    "rates/__init__.py": "from toy import errors\nfrom toy.ledger import Row\n",
    "cli/__init__.py": "from toy import version\n",
}

BAD = [
    (forbidden_imports, "ledger/rows.py", "from toy.rates import rate\n", "ledger may not import"),
    (forbidden_imports, "ledger/rows.py", "from ..rates import rate\n", "ledger may not import"),
    (forbidden_imports, "ledger/__init__.py", "from .. import rates\n", "ledger may not import"),
    (forbidden_imports, "ledger/rows.py", "import toy.rates\n", "ledger may not import rates"),
    (forbidden_imports, "ledger/rows.py", "def f():\n    import toy.rates\n", "may not import"),
    (
        forbidden_imports,
        "ledger/rows.py",
        "from toy import rate\n",
        "may not import the package itself",
    ),
    (forbidden_imports, "ledger/rows.py", '__import__("toy.rates")\n', "imports by name"),
    (forbidden_imports, "weather/__init__.py", "RAIN = 1\n", "weather has no row"),
    (import_cycles, "errors.py", "from toy.ledger.rows import Row\n", "ledger.rows"),
    (import_cycles, "ledger/rows.py", "from toy.ledger import Row\n", "ledger imports"),
    (import_cycles, "rates/quote.py", "if 1:\n    import toy.rates.page\n", "rates.page imports"),
    (long_modules, "errors.py", "STEPS = 1\n" * (MAX_MODULE_LINES + 1), "401 lines"),
    (long_functions, "errors.py", "def f():\n" + "    pass\n" * MAX_FUNCTION_LINES, "f has 46"),
    (year_literals, "errors.py", "START = 2025\n", "the year 2025"),
    (year_literals, "errors.py", 'START = f"{1}-2025-08-12"\n', "the year 2025"),
    (year_literals, "errors.py", "rate_2025 = 1\n", "the year 2025"),
    (empty_names, "ledger/utils.py", "A = 1\n", "ledger.utils"),
    (empty_names, "core/rows.py", "A = 1\n", "core.rows"),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_rule_accepts_a_good_package(rule: Rule, tmp_path: Path) -> None:
    assert rule(package_of(tmp_path / "toy", GOOD), "toy") == []


@pytest.mark.parametrize(("rule", "name", "source", "expected"), BAD)
def test_rule_sees_the_fault(
    rule: Rule, name: str, source: str, expected: str, tmp_path: Path
) -> None:
    complaints = rule(package_of(tmp_path / "toy", GOOD | {name: source}), "toy")
    assert len(complaints) == 1
    assert expected in complaints[0]


def test_docstring_does_not_count_as_function_length(tmp_path: Path) -> None:
    told = "def f():\n    '''Long.\n" + "    story\n" * 60 + "    '''\n"
    modules = package_of(tmp_path / "toy", {"errors.py": told + "    pass\n" * 40})
    assert long_functions(modules, "toy") == []
