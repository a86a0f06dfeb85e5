"""Both languages, or no import."""

from __future__ import annotations

import re

import pytest

from salesplan_xl.errors import OutOfRange, Problem, SalesPlanError
from salesplan_xl.messages import SENTENCES, WORDS, Sentence, catalogue, say, word


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        (Sentence("Only English.", " "), "no text in 'zh'"),
        (Sentence("", "只有中文"), "no text in 'en'"),
        (Sentence("{row} is wrong.", "有误。"), "placeholders differ"),
    ],
)
def test_a_sentence_that_lacks_a_language_or_a_placeholder_is_refused(sentence, words):
    with pytest.raises(ValueError, match=words):
        catalogue({"key": sentence})


def test_a_key_is_given_once():
    one = {"key": Sentence("a", "甲")}
    with pytest.raises(ValueError, match="twice"):
        catalogue(one, one)


def test_no_sentence_shows_a_class_name_or_a_traceback():
    for key, sentence in {**SENTENCES, **WORDS}.items():
        for text in (sentence.en, sentence.zh):
            assert not any(word in text for word in ("Traceback", "Exception", "KeyError", "None")), key


def test_chinese_sentences_are_chinese():
    for key, sentence in SENTENCES.items():
        if key.startswith("ribbon_language_"):
            continue  # a language is named in itself
        if not any(letter.isalpha() for letter in re.sub(r"{[^}]*}", "", sentence.en)):
            continue  # nothing but facts and signs
        assert any("\u4e00" <= letter <= "\u9fff" for letter in sentence.zh), key
        assert not any("\u4e00" <= letter <= "\u9fff" for letter in sentence.en.replace("合计", "")), key


def test_an_error_says_its_facts_in_either_language():
    error = OutOfRange("negative", argument="weights", value=-1, place={"en": " in place 3", "zh": "第3个"})
    assert error.sentence("en") == "weights is -1 in place 3; it must be zero or more."
    assert error.sentence("zh") == "weights第3个为-1，须大于或等于零。"
    assert str(error) == error.sentence("en")


def test_an_error_without_a_sentence_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        SalesPlanError("no such reason")


def test_a_problem_says_where_it_is():
    problem = Problem("internal", sheet="年度目标", cell="B5", column="必达目标")
    assert problem.sentence("zh").startswith("年度目标!B5 [必达目标]: ")
    assert Problem("internal").sentence("en") == say("internal", "en")


def test_a_term_has_one_chinese_word():
    assert word("quota", "zh") == "销售任务"
