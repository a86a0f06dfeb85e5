"""Sentences of the decomposition: what cannot be met, and what the log says about how it was met."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES = {
    "no_targets": Sentence(
        "There is no target to decompose; enter a committed target for at least one indicator.",
        "没有可分解的目标；请至少为一个指标填写必达目标。",
    ),
    "no_levels": Sentence(
        "No level can be split: no dimension has a member; load history or list members.",
        "没有可分解的层级：各维度都没有成员；请导入历史数据或填写维度成员。",
    ),
    "target_twice": Sentence(
        "The indicator {indicator} has two targets; keep one row.",
        "指标“{indicator}”有两行目标；请只保留一行。",
    ),
    "unknown_aggregation": Sentence(
        "The indicator {indicator} is aggregated by {aggregation}, which is none of sum, closing and ratio; "
        "choose one of them.",
        "指标“{indicator}”的汇总方式“{aggregation}”不是合计、期末、比率之一；请重新选择。",
    ),
    "committed_off_grid": Sentence(
        "The committed target of {indicator}, {amount}, is no multiple of the smallest amount {step}; change "
        "one of the two.",
        "指标“{indicator}”的必达目标{amount}不是最小单位{step}的整数倍；请修改其中之一。",
    ),
    "stretch_off_grid": Sentence(
        "The stretch target of {indicator}, {amount}, is no multiple of the smallest amount {step}; change "
        "one of the two.",
        "指标“{indicator}”的挑战目标{amount}不是最小单位{step}的整数倍；请修改其中之一。",
    ),
    "target_too_large": Sentence(
        "The target of {indicator}, {amount}, has too many steps of {step}; choose a larger smallest amount.",
        "指标“{indicator}”的目标{amount}按最小单位{step}计步数过多；请增大最小单位。",
    ),
    "stretch_too_low": Sentence(
        "The stretch target of {indicator} is below its committed target; raise it or leave it blank.",
        "指标“{indicator}”的挑战目标低于必达目标；请调高或留空。",
    ),
    "rate_out_of_range": Sentence(
        "The setting {setting} is {value}; enter a fraction from 0 to below 1.",
        "参数“{setting}”为{value}；请填写0到1之间的比例。",
    ),
    "month_outside_year": Sentence(
        "The month {month} is not in the plan year {year}; enter one of its months.",
        "月份{month}不在计划年度{year}内；请填写该年度的月份。",
    ),
    "from_month_without_months": Sentence(
        "Decomposing from a month on needs the level period; add it to the levels.",
        "从某月起分解需要“期间”层级；请在分解层级中加入期间。",
    ),
    "kept_above_target": Sentence(
        "The months that stay already hold {kept} of {indicator}, more than its target of {target}; raise the "
        "target or start from an earlier month.",
        "指标“{indicator}”保留月份已有{kept}，超过目标{target}；请调高目标或提前起始月份。",
    ),
    "unknown_level": Sentence(
        "The level {dimension} is no dimension of a plan; choose one from the list.",
        "分解层级“{dimension}”不是计划的维度；请从列表中选择。",
    ),
    "level_twice": Sentence(
        "The dimension {dimension} is split at two levels; keep one.",
        "维度“{dimension}”出现在两个层级；请只保留一个。",
    ),
    "unknown_basis": Sentence(
        "The level {dimension} is split by {basis}, which is no known basis; choose one from the list.",
        "层级“{dimension}”的分解依据“{basis}”无法识别；请从列表中选择。",
    ),
    "blend_out_of_range": Sentence(
        "The level {dimension} has a blend of {blend}; enter a fraction from 0 to 1.",
        "层级“{dimension}”的混合比例为{blend}；请填写0到1之间的比例。",
    ),
    "level_step_wrong": Sentence(
        "The smallest amount {step} of the level {dimension} is no positive decimal; correct it.",
        "层级“{dimension}”的最小单位{step}不是正的小数；请更正。",
    ),
    "step_no_multiple": Sentence(
        "The smallest amount {step} of the level {dimension} is no multiple of {finer}, that of the level "
        "{below} under it; change one of the two.",
        "层级“{dimension}”的最小单位{step}不是下级“{below}”最小单位{finer}的整数倍；请修改其中之一。",
    ),
    "unknown_parent": Sentence(
        "The {dimension} {member} belongs to {parent}, which is no member of any dimension; correct the name "
        "or add the member.",
        "{dimension}“{member}”的上级“{parent}”不是任何维度的成员；请更正名称或补充该成员。",
    ),
    "parent_leads_back": Sentence(
        "The {dimension} {member} belongs, by way of its parents, to itself; correct one of them.",
        "{dimension}“{member}”的上级又回到它自身；请更正。",
    ),
    "unknown_model": Sentence(
        "The {dimension} {member} is said to be similar to {model}, which is not a member; correct the name.",
        "{dimension}“{member}”的参照成员“{model}”不存在；请更正名称。",
    ),
    "model_leads_back": Sentence(
        "The {dimension} {member} is similar, by way of others, to itself; correct one of them.",
        "{dimension}“{member}”的参照成员又回到它自身；请更正。",
    ),
    "member_months_reversed": Sentence(
        "The {dimension} {member} ends before it starts; correct one of its months.",
        "{dimension}“{member}”的结束月份早于开始月份；请更正。",
    ),
    "floor_above_cap": Sentence(
        "The floor of the {dimension} {member} is above its cap; change one of the two.",
        "{dimension}“{member}”的下限高于上限；请修改其中之一。",
    ),
    "bound_off_grid": Sentence(
        "A floor or cap of the {dimension} {member}, {amount}, is no multiple of the smallest amount {step}; "
        "change it.",
        "{dimension}“{member}”的下限或上限{amount}不是最小单位{step}的整数倍；请修改。",
    ),
    "hold_unknown_indicator": Sentence(
        "Row {row} of the holds names the indicator {indicator}, which has no target; correct it.",
        "锁定第{row}行的指标“{indicator}”没有目标；请更正。",
    ),
    "hold_unknown_member": Sentence(
        "Row {row} of the holds names the {dimension} {member}, which is not a member; correct the name or "
        "add the member.",
        "锁定第{row}行的{dimension}“{member}”不是已知成员；请更正名称或补充该成员。",
    ),
    "hold_not_split": Sentence(
        "Row {row} of the holds names a {dimension}, which is no level of the plan; leave it blank or add "
        "the level.",
        "锁定第{row}行填写了{dimension}，但计划没有分解到该层级；请留空或增加层级。",
    ),
    "hold_outside_year": Sentence(
        "The period in row {row} of the holds is not wholly inside the plan year; correct it.",
        "锁定第{row}行的期间不完全在计划年度内；请更正。",
    ),
    "hold_without_amount": Sentence(
        "Row {row} of the holds has no amount; enter one or delete the row.",
        "锁定第{row}行没有锁定值；请填写或删除该行。",
    ),
    "held_amount_off_grid": Sentence(
        "The amount {amount} in row {row} of the holds is no multiple of the smallest amount {step}; change it.",
        "锁定第{row}行的金额{amount}不是最小单位{step}的整数倍；请修改。",
    ),
    "hold_twice": Sentence(
        "Row {row} of the holds is about the same cells as row {other}; keep one of them.",
        "锁定第{row}行与第{other}行针对同一范围；请只保留一行。",
    ),
    "hold_in_kept_months": Sentence(
        "The {bound} covers only months that stay, and {kept} of them would be wrong; correct the hold or "
        "start from an earlier month.",
        "{bound}只涉及保留不变的月份，与其中的{kept}不符；请修改锁定或提前起始月份。",
    ),
    "hold_without_leaf": Sentence(
        "The {bound} covers no cell of the plan: its members are never valid together; correct it.",
        "{bound}没有对应的明细：这些成员没有同时有效的月份或归属；请更正。",
    ),
    "bounds_conflict": Sentence(
        "With {target} of {indicator} to hand out these cannot all be kept: {bounds}. Change or release one "
        "of them.",
        "指标“{indicator}”可分解{target}，以下各项无法同时满足：{bounds}。请修改或解除其中一项。",
    ),
    "too_many_leaves": Sentence(
        "Splitting by {dimension} makes {nodes} cells, more than {most}; drop a level or tie its members to "
        "those above.",
        "按“{dimension}”分解将产生{nodes}个单元，超过{most}；请减少层级或为成员填写上级。",
    ),
    "level_skipped": Sentence(
        "The level {dimension} was skipped: it has no member anywhere.",
        "已跳过层级“{dimension}”：没有任何成员。",
    ),
    "level_unknown_to": Sentence(
        "“{indicator}” was not split by {dimension}: its own history does not tell them apart.",
        "“{indicator}”未按{dimension}分解：其自身历史不区分该维度。",
    ),
    "ratio_not_split": Sentence(
        "{indicator} is a ratio: it is recomputed from its parts, never split.",
        "“{indicator}”是比率，由其分子分母重新计算，不作分解。",
    ),
    "shares_of_sales": Sentence(
        "{indicator} has no history of its own and was split by the shares of the sales amount.",
        "“{indicator}”没有自己的历史数据，按销售额的占比分解。",
    ),
    "shares_from_above": Sentence(
        "{indicator}: {cells} of {of} cells had no history of their own below them; they were split by "
        "{dimension} like the level above them.",
        "“{indicator}”：{of}个单元中有{cells}个没有自身的历史数据，已按上级的占比分解到{dimension}。",
    ),
    "service_counted": Sentence(
        "{count} members of the level {dimension} were not there for the whole history; their sales count per "
        "month on sale: {members}.",
        "{dimension}中有{count}个成员的历史不满全部年度，占比按在售月份折算：{members}。",
    ),
    "shares_by_history": Sentence(
        "{cells} of {of} cells had nothing filled in for the basis chosen for {dimension}; they were split by "
        "their history.",
        "分解到{dimension}时，{of}个单元中有{cells}个未填写所选的分解依据，已按历史占比分解。",
    ),
    "shares_by_potential": Sentence(
        "{cells} of {of} cells had no history to split by {dimension}; they were split by market potential.",
        "分解到{dimension}时，{of}个单元中有{cells}个没有历史数据，已按市场潜力分解。",
    ),
    "shares_by_weight": Sentence(
        "{cells} of {of} cells had no history to split by {dimension}; they were split by the members' weights.",
        "分解到{dimension}时，{of}个单元中有{cells}个没有历史数据，已按成员权重分解。",
    ),
    "shares_by_capacity": Sentence(
        "{cells} of {of} cells had no history to split by {dimension}; they were split by the reps' capacity.",
        "分解到{dimension}时，{of}个单元中有{cells}个没有历史数据，已按业务员产能分解。",
    ),
    "shares_by_equal": Sentence(
        "{cells} of {of} cells had nothing to split by {dimension}; they were split into equal parts.",
        "分解到{dimension}时，{of}个单元中有{cells}个没有任何依据，已平均分解。",
    ),
    "no_valid_member": Sentence(
        "{nodes} cells have no {dimension} who is active there and stay without one, the first: {node}. Add "
        "one or correct the months.",
        "{nodes}个单元没有在用的{dimension}，该列留空，第一个是：{node}。请补充成员或更正启用、停用月份。",
    ),
    "negative_history": Sentence(
        "In {nodes} cells returns were larger than sales; these count as zero history. By {dimension}: "
        "{members}.",
        "有{nodes}个单元的退货大于销售，历史按零计；涉及{dimension}：{members}。",
    ),
    "members_without_share": Sentence(
        "{indicator}: {count} members of the level {dimension} got nothing, as they have no history, no model "
        "to follow and no held amount: {members}.",
        "{dimension}中有{count}个成员未分到“{indicator}”，因为没有历史、参照成员或锁定：{members}。",
    ),
    "years_left_out": Sentence(
        "Years with missing months were left out of the month shares: {years}.",
        "月份不全的年度未计入月度占比：{years}。",
    ),
    "no_year_complete": Sentence(
        "No year has all its months ({years}); month shares go by each month's average.",
        "没有一个年度月份齐全（{years}）；月度占比按各月平均计算。",
    ),
    "lunar_shifted": Sentence(
        "Month shares of {years} years were shifted to the plan year's Lunar New Year.",
        "{years}个年度的月度占比已平移到计划年度的春节。",
    ),
    "closing_without_opening": Sentence(
        "{indicator} is a closing value without a value at the start of the year; every month was set to "
        "its target.",
        "“{indicator}”为期末指标，但没有年初数；各月均按目标值。",
    ),
    "months_kept": Sentence(
        "{indicator} stays as it was up to {until}.",
        "“{indicator}”截至{until}保持不变。",
    ),
    "actuals_kept": Sentence(
        "{rows} cells of {indicator} keep their actuals; rounding them left {residue}.",
        "“{indicator}”有{rows}个单元保留实际数；取整尾差{residue}。",
    ),
    "level_gave_way": Sentence(
        "{indicator}: {dimension} {node} gave way to a hold below it, from {before} to {after}.",
        "“{indicator}”：{dimension}“{node}”为满足下级锁定由{before}调整为{after}。",
    ),
}
