"""The ribbon against the rules of customUI14, and every text in both languages."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from salesplan_xl.actions import declare_actions
from salesplan_xl.addin.build import buttons
from salesplan_xl.addin.ribbon import (
    ASKED,
    ORDER,
    Group,
    controls_of,
    ribbon_groups,
    ribbon_texts,
    ribbon_xml,
    texts_of,
)
from salesplan_xl.registry import ACTIONS, Action

NS = "{http://schemas.microsoft.com/office/2009/07/customui}"

# [MS-CUSTOMUI2] 2.2: what may stand inside what, and in which order.
CHILDREN = {
    "customUI": ["commands", "ribbon", "backstage", "contextMenus"],
    "ribbon": ["qat", "tabs", "contextualTabs"],
    "tabs": ["tab"],
    "tab": ["group"],
    "group": ["button", "menu", "separator"],
    "menu": ["button", "menuSeparator"],
    "button": [],
}
CONTROL = {
    "id", "imageMso", "size", "getLabel", "getScreentip", "getSupertip", "onAction", "tag", "keytip", "label"
}  # fmt: skip
ATTRIBUTES = {
    "customUI": {"onLoad", "loadImage"},
    "ribbon": {"startFromScratch"},
    "tabs": set(),
    "tab": {"id", "label", "getLabel", "keytip"},
    "group": {"id", "label", "getLabel"},
    "menu": CONTROL - {"onAction"},
    "button": CONTROL,
}
CALLBACKS = {"RibbonLoaded", "RibbonLabel", "RibbonScreentip", "RibbonSupertip", "RibbonPressed"}
NC_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")

# Names that Excel's own ribbon, or ribbons published by others, use as imageMso.
OFFICE_IMAGES = frozenset(
    """AcceptInvitation AccessTableContacts AccountingFormat ChartTrendline ChartTypeColumnInsertGallery
    ChartTypeOtherInsertGallery Consolidate FileMarkAsFinal FileNew FileOpen FunctionWizard Help
    ImportTextFile Lock PasteValues RecurrenceEdit ReviewProtectWorkbook ReviewShowAllComments
    ReviewTrackChanges SplitCells TableColumnsDistribute TableInsert Translate Undo""".split()
)

TEMPLATES = {"annual_plan": texts_of("template_annual_plan")}


@pytest.fixture(name="groups")
def _groups() -> list[Group]:
    declare_actions()
    return ribbon_groups(ACTIONS, TEMPLATES)


def test_the_ribbon_follows_the_schema(groups: list[Group]) -> None:
    root = etree.fromstring(ribbon_xml(groups).encode())
    ids = []
    for element in root.iter():
        name = element.tag.removeprefix(NS)
        allowed = CHILDREN[name]
        places = [allowed.index(child.tag.removeprefix(NS)) for child in element]
        if name in ("customUI", "ribbon"):
            assert places == sorted(set(places)), name
        assert set(element.attrib) <= ATTRIBUTES[name], name
        if name in ("tab", "group", "menu", "button"):
            ids.append(element.get("id"))
        assert all(0 < len(value) <= 1024 for value in element.attrib.values())
        for attribute in ("onLoad", "getLabel", "getScreentip", "getSupertip", "onAction"):
            assert element.get(attribute, "RibbonLoaded") in CALLBACKS
        assert element.get("size", "large") in ("large", "normal")
        assert len(element.get("keytip", "A")) <= 3
    assert all(NC_NAME.fullmatch(id) for id in ids)
    assert len(ids) == len(set(ids))
    inside_menus = root.iter(f"{NS}menu")
    assert not any("size" in button.attrib for menu in inside_menus for button in menu)


def test_the_groups_stand_in_the_order_that_planners_know(groups: list[Group]) -> None:
    assert [group.label["zh"] for group in groups] == [
        label
        for label, id in zip(["目标制定", "目标分解", "跟踪分析", "下发回收", "帮助"], ORDER, strict=True)
        if f"group_{id}" in {group.id for group in groups}
    ]
    for group in groups:
        order = ORDER[group.id.removeprefix("group_")]
        known = [control.id for control in group.controls if control.id in order]
        assert known == sorted(known, key=order.index)


def test_every_declared_action_has_its_button_and_no_other_action_has_one() -> None:
    ids = buttons()
    assert set(ACTIONS) <= set(ids)
    own = {id for id in ids if id not in ACTIONS}
    assert all(re.match(r"new_|load_|log_|language_|explain$|functions$", id) for id in own)


def test_an_action_gets_its_button_when_it_is_declared() -> None:
    label = {"en": "Send", "zh": "下发"}
    action = Action("send", "share", print, label, label, "Help", {"by": "text", "output": "text"})
    groups = ribbon_groups({"send": action}, {})
    (group,) = [group for group in groups if group.id == "group_share"]
    (control,) = group.controls
    assert control.tag == "send|output?folder"  # type: ignore[union-attr]


def test_every_text_is_there_in_both_languages_and_short_enough(groups: list[Group]) -> None:
    texts = {key: (english, chinese) for key, english, chinese in ribbon_texts(groups)}
    for control in controls_of(groups):
        assert all(texts[f"label:{control.id}"])
        assert all(texts[f"tip:{control.id}"])
    for english, chinese in texts.values():
        assert english.strip()
        assert chinese.strip()
        assert len(english) <= 1024
        assert len(chinese) <= 1024
    for options in ASKED.values():
        assert all(f"ask:{name}" in texts for name in options)
    chinese = [texts[f"label:{control.id}"][1] for control in controls_of(groups)]
    expected = [
        "新建",
        "导入数据",
        "检查",
        "定稿",
        "开始分解",
        "差异分析",
        "解释单元格",
        "撤销上次操作",
        "操作日志",
        "函数说明",
        "语言",
    ]
    assert set(expected) <= set(chinese)


def test_icons_are_office_images(groups: list[Group]) -> None:
    assert {control.icon for control in controls_of(groups)} <= OFFICE_IMAGES
