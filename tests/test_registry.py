"""A wrong declaration is refused at import, by a message that names what is wrong."""

from __future__ import annotations

import pytest

from salesplan_xl.declaration import DeclarationError, check_name, read_declaration
from salesplan_xl.registry import ACTIONS, FORMULAS, Help, action, formula

RIGHT = """Give one number.

    Formula:
        result = a
    Args:
        a (money, scalar): First line
            and a second one.
        b (number, series of n, blank is open): Other.
    Returns:
        money, scalar: It.
    Errors:
        #NUM!: Never.
    Source:
        A book.
    Example:
        >>> 1
        1
    """
ZH = Help("句", a="甲", b="乙")


def declare(doc=RIGHT, zh=ZH, choices=None, name="example"):
    def body(a, b=None): ...

    body.__doc__, body.__name__ = doc, name
    return read_declaration(body, "test", zh, choices or {})


def test_a_right_declaration_is_read_whole():
    read = declare()
    assert read.name == "EXAMPLE"
    assert read.summary == {"en": "Give one number.", "zh": "句"}
    first, second = read.arguments
    assert (first.unit, first.shape, first.required) == ("money", "scalar", True)
    assert first.en == "First line and a second one."
    assert (second.kind, second.size_of, second.blank, second.required) == (
        "series",
        "n",
        "blank is open",
        False,
    )
    assert (read.unit, read.shape, read.errors, read.source) == (
        "money",
        "scalar",
        {"#NUM!": "Never."},
        "A book.",
    )
    assert not read.by_row


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("Give one number.", "Give one number"), "start with one sentence"),
        (("    Source:\n        A book.\n", ""), "sections are"),
        (("        A book.\n", ""), "section Source is empty"),
        (("a (money, scalar)", "c (money, scalar)"), "do not match the signature"),
        (("a (money, scalar)", "a (dollars, scalar)"), "unit 'dollars'"),
        (("a (money, scalar)", "a (money, cube)"), "shape 'cube'"),
        (("blank is open", "blank is fine"), "'blank is fine'"),
        (("money, scalar: It.", "dollars, scalar: It."), "Returns must be one entry"),
        (("money, scalar: It.", "money, cube: It."), "Returns: shape 'cube'"),
        (("#NUM!", "#REF!"), "Errors may name"),
        ((">>> 1", "1"), "no doctest"),
        (("Never.", "Never.\n        nonsense"), "cannot read 'nonsense'"),
    ],
)
def test_a_wrong_docstring_is_refused_by_name(change, words):
    with pytest.raises(DeclarationError, match="EXAMPLE: ") as caught:
        declare(RIGHT.replace(*change))
    assert words in str(caught.value)


def test_the_chinese_help_must_name_every_argument():
    with pytest.raises(DeclarationError, match="Chinese help"):
        declare(zh=Help("句", a="甲"))
    with pytest.raises(DeclarationError, match="Chinese help"):
        declare(zh=Help("", a="甲", b="乙"))


def test_choices_belong_to_text_arguments():
    with pytest.raises(DeclarationError, match="only a text argument"):
        declare(choices={"a": ("x",)})
    with pytest.raises(DeclarationError, match="name no argument"):
        declare(choices={"z": ("x",)})


def test_keyword_only_arguments_are_refused():
    def body(a, *, b=None): ...

    body.__doc__ = RIGHT
    with pytest.raises(DeclarationError, match="positional"):
        read_declaration(body, "test", ZH, {})


@pytest.mark.parametrize("name", ["W1", "DEC2", "XFD1048576", "R1C1", "RC", "SUM", "GROWTH", "LOOP"])
def test_names_that_excel_or_vba_keeps_are_refused(name):
    with pytest.raises(DeclarationError):
        check_name(name)


def test_an_argument_may_not_be_a_vba_keyword():
    def body(end): ...

    body.__doc__ = RIGHT.replace("        b (number, series of n, blank is open): Other.\n", "").replace(
        "a (money", "end (money"
    )
    with pytest.raises(DeclarationError, match="VBA keyword"):
        read_declaration(body, "test", Help("句", end="甲"), {})


def test_a_name_is_declared_once():
    from salesplan_xl import formulas  # noqa: F401

    def gap(a, b=None): ...

    gap.__doc__ = RIGHT
    before = dict(FORMULAS)
    with pytest.raises(DeclarationError, match="GAP: declared twice"):
        formula("test", ZH)(gap)
    assert before == FORMULAS


def test_an_action_needs_both_languages_and_its_own_options():
    def sample(workbook, month=None): ...

    label = {"en": "Sample", "zh": "样例"}
    with pytest.raises(DeclarationError, match="English and Chinese"):
        action(group="plan", label={"en": "Sample"}, tip=label, icon="X", options={"month": "month"})(sample)
    with pytest.raises(DeclarationError, match="options do not match"):
        action(group="plan", label=label, tip=label, icon="X")(sample)
    try:
        action(group="plan", label=label, tip=label, icon="X", options={"month": "month"})(sample)
        with pytest.raises(DeclarationError, match="declared twice"):
            action(group="plan", label=label, tip=label, icon="X", options={"month": "month"})(sample)
    finally:
        ACTIONS.pop("sample", None)
