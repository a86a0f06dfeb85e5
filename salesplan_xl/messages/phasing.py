"""Sentences of phasing: month shares, the moving New Year, and annual totals in months."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "no_lunar_new_year": Sentence(
        "The date of the Chinese New Year of {year} is not known here; choose a year from {first} to {last}.",
        "没有{year}年的春节日期；请选择{first}年至{last}年。",
    ),
    "no_window": Sentence(
        "A window from {before} days before to {after} days after the New Year holds no day or more than "
        "half a year; choose days so that it begins before it ends.",
        "春节前{before}天至春节后{after}天的窗口没有天数或超过半年；请使开始早于结束。",
    ),
}
