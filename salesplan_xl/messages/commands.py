"""Sentences of the command line."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "new_needs_both": Sentence(
        "Name a template and a file to make: salesplan new annual_plan -o plan.xlsx",
        "请给出模板和要生成的文件：salesplan new annual_plan -o 计划.xlsx",
    ),
    "interrupted": Sentence("Stopped; nothing was written.", "已中断，未写入任何内容。"),
    "not_a_pair": Sentence(
        "“{text}” is no NAME=VALUE; write for example plan_year=2027.",
        "“{text}”不是“名称=取值”的形式；请写成如 plan_year=2027。",
    ),
    "file_exists": Sentence(
        "{name} exists already; choose another name or remove it first.",
        "{name}已存在；请换个名称，或先移走该文件。",
    ),
    "template_made": Sentence(
        "Made {name} from the template {template}.", "已由模板“{template}”生成{name}。"
    ),
    "file_not_made": Sentence(
        "{name} cannot be made ({cause}); choose a folder of your own.",
        "无法生成{name}（{cause}）；请换到您自己的文件夹。",
    ),
    "values_set": Sentence("Wrote {count} values.", "已写入{count}个值。"),
    "value_refused": Sentence("{name}: {why}", "{name}：{why}"),
    "no_such_row": Sentence(
        "Table {table} has no row {name}. There is: {nearest}.",
        "表{table}中没有“{name}”这一行；现有：{nearest}。",
    ),
}
