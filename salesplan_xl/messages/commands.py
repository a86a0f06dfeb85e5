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
    "template_made_from": Sentence(
        "Made {name} from the template {template}, with {count} tables ({rows} rows) of {plan}.",
        "已由模板“{template}”生成{name}，并带入{plan}的{count}张表，共{rows}行。",
    ),
    "carry_other_language": Sentence(
        "{name} is in the other language: make the new workbook in the language of the plan (--lang).",
        "{name}是另一种语言的工作簿：请用--lang指定与计划相同的语言来新建。",
    ),
    "carry_nothing": Sentence(
        "{name} has no filled table that the template has too; name the workbook of the plan.",
        "{name}中没有模板所需且已填写的表；请指定计划工作簿。",
    ),
    "file_not_made": Sentence(
        "{name} cannot be made ({cause}); choose a folder of your own.",
        "无法生成{name}（{cause}）；请换到您自己的文件夹。",
    ),
    "values_set": Sentence("Wrote {count} values.", "已写入{count}个值。"),
    "value_refused": Sentence("{name}: {why}", "参数“{name}”：{why}"),
    "no_such_row": Sentence(
        "Table {table} has no row {name}. There is: {nearest}.",
        "表{table}中没有“{name}”这一行；现有：{nearest}。",
    ),
    "demo_levels": Sentence("Targets and levels", "目标与各层合计"),
    "demo_totals": Sentence("Against actuals to {month}", "与实际对比，截至{month}"),
    "demo_gaps": Sentence("Largest gaps to date", "累计缺口最大的成员"),
    "demo_indicator": Sentence("Indicator", "指标"),
    "demo_level": Sentence("Level", "层级"),
    "demo_nodes": Sentence("Nodes", "节点数"),
    "demo_target": Sentence("Target", "目标"),
    "demo_exact": Sentence("Adds up", "合计一致"),
    "demo_actual": Sentence("Actual", "实际"),
    "demo_to_date": Sentence("Target to date", "累计目标"),
    "demo_attainment": Sentence("Attainment", "达成率"),
    "demo_landing": Sentence("Landing", "全年预计"),
    "demo_member": Sentence("Member", "成员"),
    "demo_gap": Sentence("Gap", "缺口"),
    "demo_yes": Sentence("exactly", "分文不差"),
    "demo_no": Sentence("NO", "不一致"),
    "demo_seconds": Sentence("Seconds: {parts}; together {total}", "用时（秒）：{parts}；共{total}"),
    "demo_done": Sentence("The finished workbook: {path}", "成品工作簿：{path}"),
}
