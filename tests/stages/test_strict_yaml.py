"""The strict reader: text stays text, and what could be misread is refused with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import FileFault
from detente.strict_yaml import MAX_BYTES, parse_yaml, read_yaml


def test_scalars_stay_text() -> None:
    text = "a: NO\nb: 0207\nc: 12:01\nd: 1e3\ne: 2025-02-04\nf: true\n"
    assert parse_yaml(text, "x").tree == {
        "a": "NO",
        "b": "0207",
        "c": "12:01",
        "d": "1e3",
        "e": "2025-02-04",
        "f": "true",
    }


def test_every_node_knows_its_line() -> None:
    document = parse_yaml("a: 1\nb:\n- x: 2\n- x: 3\n", "x")
    assert document.line(("b", 1, "x")) == 4
    assert document.line(("b", 1, "missing")) == 4


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: 1\nb: 2\na: 3\n", 'x:3: the key "a" stands twice (first on line 1)'),
        ("a: &one 1\nb: *one\n", "x:1: an anchor or alias"),
        ("a: !!python/object:os.system x\n", "x:1: a tag (!)"),
        ("a: 1\n---\nb: 2\n", "x:2: a second YAML document"),
        ("a: [1, 2\n", "x:2: not readable as YAML"),
        ("? [a]\n: b\n", "x:1: a key that is not plain text"),
        ("\x00", "x:1: not readable as YAML"),
        ("[" * 50 + "]" * 50, "nesting deeper than"),
    ],
)
def test_what_could_be_misread_is_refused(text: str, says: str) -> None:
    with pytest.raises(FileFault) as caught:
        parse_yaml(text, "x")
    assert says in str(caught.value)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "big.yaml"
    with path.open("wb") as handle:
        handle.truncate(50 * MAX_BYTES)
    with pytest.raises(FileFault, match="MB"):
        read_yaml(path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.yaml"
    path.write_bytes("a: Zürich\n".encode("latin-1"))
    with pytest.raises(FileFault, match="not UTF-8"):
        read_yaml(path)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_one_message(text: str) -> None:
    told = ""
    try:
        parse_yaml(text, "x")
    except FileFault as error:
        told = str(error)
    assert not told or told.startswith("x:")


PLAIN = st.text(alphabet="abcXYZ019:.-% #'\"[]{},&*!|>", max_size=12)


@given(st.dictionaries(st.text(alphabet="abcdef", min_size=1, max_size=5), PLAIN, max_size=5))
def test_quoted_text_comes_back_unchanged(values: dict[str, str]) -> None:
    lines = [f"{key}: '" + value.replace("'", "''") + "'\n" for key, value in values.items()]
    assert (parse_yaml("".join(lines), "x").tree or {}) == values
