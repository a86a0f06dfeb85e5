"""Sentences of hierarchical reconciliation: what a summing matrix must look like, and what it cannot settle."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "not_zero_or_one": Sentence(
        "{argument} is {value}{place}; write 1 where the node contains the leaf and 0 or blank elsewhere.",
        "{argument}{place}为{value}；该行包含该末级单元时填1，否则填0或留空。",
    ),
    "nodes_and_forecasts": Sentence(
        "The summing matrix has {rows} rows but there are {n} forecasts; give one forecast, or a blank, a row.",
        "汇总矩阵有{rows}行，而预测数有{n}个；每行请对应一个预测数（或留空）。",
    ),
    "hierarchy_undetermined": Sentence(
        "The forecasts given do not settle how leaf {leaf} and others share what is above them; "
        "give a forecast for every leaf.",
        "现有预测数无法确定第{leaf}个末级单元与其他单元之间如何分配；请为每个末级单元填写预测数。",
    ),
    "no_top_node": Sentence(
        "No row of the summing matrix contains every leaf, or it has no forecast, so no top can be kept; "
        "add the row of the total with its forecast, or let the top be free.",
        "汇总矩阵中没有包含全部末级单元且有预测数的行，无法固定总数；请加上合计行及其预测数，或改为free。",
    ),
    "negative_top": Sentence(
        "The top is {total}, but no leaf may be below zero; raise it or allow any sign.",
        "总数为{total}，而末级单元不得为负；请提高总数或改为any。",
    ),
}
