"""Sentences of the rolling revision: which month makes the annual target impossible."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "replan_floors_too_high": Sentence(
        "The target cannot be kept: {left} is left for the open periods, but the floors of {months} ask for "
        "{bounds} or more. {month} goes furthest beyond its share: its floor is {bound}, its share {share}. "
        "Lower floors or raise the target by {miss}.",
        "无法保持全年目标：未发生各期还剩{left}，而{months}的下限要求至少{bounds}。"
        "{month}超出其份额最多：下限{bound}，份额{share}。请把下限调低或把目标调高{miss}。",
    ),
    "replan_caps_too_low": Sentence(
        "The target cannot be kept: {left} is left for the open periods, but the caps of {months} allow "
        "{bounds} or less. {month} falls furthest short of its share: its cap is {bound}, its share {share}. "
        "Raise caps or lower the target by {miss}.",
        "无法保持全年目标：未发生各期还剩{left}，而{months}的上限最多只允许{bounds}。"
        "{month}低于其份额最多：上限{bound}，份额{share}。请把上限调高或把目标调低{miss}。",
    ),
}
