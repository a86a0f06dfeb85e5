"""``salesplan call``: one line of JSON in, one line out, whatever the line holds."""

from __future__ import annotations

import json

import pytest

from salesplan_xl import call_protocol
from salesplan_xl.call_protocol import answer, answers


def ask(name, *args):
    return answer(json.dumps({"name": name, "args": list(args)}))


def test_a_range_comes_back_as_rows():
    assert ask("ATTAINMENT", [[1], [3]], 2) == {"value": [[0.5], [1.5]]}


def test_whole_numbers_come_back_whole_and_names_in_any_case():
    answered = ask("gap", 75, 100)
    assert answered == {"value": 25}
    assert json.dumps(answered) == '{"value": 25}'


def test_single_error_cells_stand_in_an_array_as_their_text():
    assert ask("ATTAINMENT", [[1], [None], ["x"], ["#REF!"]], [[0], [1], [1], [1]]) == {
        "value": [["#DIV/0!"], ["#N/A"], ["#VALUE!"], ["#REF!"]]
    }


def test_a_refused_call_names_its_cell_error_and_says_why_in_both_languages():
    answered = ask("ATTAINMENT", 1, 0)
    assert answered["error"] == "#DIV/0!"
    assert answered["message"]["en"].startswith("target is zero")
    assert "为零" in answered["message"]["zh"]


def test_an_error_given_as_an_argument_is_the_answer():
    assert ask("GAP", "#N/A", 1)["error"] == "#N/A"
    assert "holds #N/A" in ask("GAP", "#N/A", 1)["message"]["en"]


def test_an_unknown_function_offers_the_nearest_names():
    answered = ask("ATAINMENT", 1, 2)
    assert answered["error"] == "#N/A"
    assert "ATTAINMENT" in answered["message"]["en"]


@pytest.mark.parametrize(
    "line",
    ["{", "[]", "1", '"x"', '{"args": []}', '{"name": 1}', '{"name": "GAP", "args": 5}', "[" * 100_000],
)
def test_a_line_that_is_no_call_is_answered_and_not_raised(line):
    assert answer(line)["error"] == "#VALUE!"


@pytest.mark.parametrize(
    "args", [[[[1], [2, 3]], 1], [[[1], 2], 1], [[[[1]]], 1], [{"a": 1}, 1], [[[{}]], 1]]
)
def test_what_is_no_rectangle_is_refused(args):
    assert ask("GAP", *args)["error"] == "#VALUE!"


@pytest.mark.parametrize(
    ("text", "error"),
    [("1e400", "#NUM!"), ("NaN", "#NUM!"), ("-Infinity", "#NUM!"), ("1" + "0" * 400, "#NUM!")],
)
def test_numbers_beyond_a_double_are_refused(text, error):
    assert answer(f'{{"name": "GAP", "args": [{text}, 1]}}')["error"] == error


def test_blank_lines_are_passed_over_and_order_is_kept():
    lines = ["", '{"name": "GAP", "args": [1, 3]}', "  \n", '{"name": "GAP", "args": [1, 4]}']
    assert list(answers(lines)) == ['{"value": 2}', '{"value": 3}']


def test_a_mistake_of_ours_becomes_a_sentence(monkeypatch):
    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(call_protocol, "evaluate_cells", broken)
    answered = ask("GAP", 1, 2)
    assert answered["error"] == "#VALUE!"
    assert "unexpectedly" in answered["message"]["en"]
