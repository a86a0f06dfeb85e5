"""Sentences of the rolling revision, and of the tasks that change with it."""

from salesplan_xl.messages.sentence import Sentence

SENTENCES: dict[str, Sentence] = {
    "replan_working": Sentence("Revising the open months", "正在修正剩余月份"),
    "replan_done": Sentence(
        "Revised {months}, indicators: {count}. {indicator}: {year} for the year, of which {actual} done and "
        "{revised} to come (planned for it: {planned}).",
        "已修正{months}，共{count}个指标。{indicator}：全年{year}，已完成{actual}，剩余{revised}（原计划{planned}）。",
    ),
    "replan_target_moved": Sentence(
        "The year of {indicator} moves from {target} to {year} ({change}); enter it as the annual target if "
        "that is agreed.",
        "“{indicator}”全年由{target}变为{year}（{change}）；如已商定，请相应修改年度目标。",
    ),
    "replan_level_moved": Sentence(
        "{indicator}: down to the level above {dimension} every year stays; there {amount} moved between {moved} "
        "of {nodes} targets, where members cannot make theirs or sold more.",
        "“{indicator}”：{dimension}以上各级全年目标不变；{nodes}个{dimension}目标中有{moved}个相互调剂了{amount}（无法完成或已超额）。",
    ),
    "replan_ratio": Sentence(
        "{indicator} of the year follows from its parts: planned {planned}, revised {revised}.",
        "“{indicator}”由其组成部分重新计算：原计划{planned}，修正后{revised}。",
    ),
    "replan_actuals_changed": Sentence(
        "Actuals of {count} closed months differ from the last revision: {months}. The revision follows them.",
        "有{count}个已结束月份的实际与上次修正时不同：{months}；本次修正以现有实际为准。",
    ),
    "replan_unplanned": Sentence(
        "{indicator}: {count} cells sold {amount} without a target ({names}); that counts towards the year.",
        "“{indicator}”：有{count}项没有目标但有实际，共{amount}（{names}），已计入全年。",
    ),
    "replan_no_actuals": Sentence(
        "{indicator} has no actuals this year; its targets stay.",
        "“{indicator}”本年没有实际数据，目标不变。",
    ),
    "replan_months_without_actuals": Sentence(
        "{indicator} has no actuals for {months}; they stay open.",
        "“{indicator}”没有{months}的实际数据，这些月份仍按未发生处理。",
    ),
    "replan_members_ended": Sentence(
        "{indicator}: {count} members of {dimension} have ended ({names}); {amount} of their open months went "
        "to others. Name a successor with “Similar to” in the members to pass it on to him.",
        "“{indicator}”：{dimension}中有{count}个成员已停用或离岗（{names}），其剩余月份的{amount}由其他成员承担；"
        "如有接手人，请在维度成员的“参照成员”中指明。",
    ),
    "replan_passed_on": Sentence(
        "{indicator}: {count} members of {dimension} have ended ({names}); their open months went to those who "
        "took over.",
        "“{indicator}”：{dimension}中有{count}个成员已停用或离岗（{names}），其剩余月份已转给接手人。",
    ),
    "replan_cap_passed": Sentence(
        "{bound}: the actuals of {actual} have passed it; nothing is planned for its open months.",
        "{bound}：实际{actual}已超过，剩余月份不再安排。",
    ),
    "replan_hold_passed": Sentence(
        "{bound} cannot be kept: the closed months have brought {actual} already. Change or release the hold.",
        "{bound}无法满足：已结束月份的实际为{actual}。请修改或解除该锁定。",
    ),
    "replan_hold_without_plan": Sentence(
        "{bound} lies in no open month for which there is a plan; decompose with it first, or release it.",
        "{bound}所在的剩余月份没有目标；请先按此锁定重新分解，或解除该锁定。",
    ),
    "replan_bounds_conflict": Sentence(
        "{left} of {indicator} is left for {months}, and these cannot all be kept: {bounds}. Change or release "
        "one of them.",
        "指标“{indicator}”在{months}还需完成{left}，以下各项无法同时满足：{bounds}。请修改或解除其中一项。",
    ),
    "replan_nothing_open": Sentence(
        "{indicator}: every month up to {until} has actuals, so nothing is left to revise; name an earlier "
        "month with --as-of to see how the year could have gone.",
        "“{indicator}”：截至{until}各月均有实际，没有可修正的月份；如需回看，请用--as-of指定较早月份。",
    ),
    "replan_target_passed": Sentence(
        "{indicator}: the actuals of {actual} have passed the annual target of {target}, so no open month can "
        "keep it. Raise the target, or revise with --mode rebase.",
        "“{indicator}”：实际{actual}已超过年度目标{target}，剩余月份无法保持目标不变。请调高目标，或用--mode rebase修正。",
    ),
    "replan_without_plan": Sentence(
        "{indicator}: {left} is left for {months}, where no member that is still there has a target to share it "
        "by. Decompose these months again with --from.",
        "“{indicator}”：{months}还需完成{left}，但没有在用成员的目标可供分摊。请用--from重新分解这些月份。",
    ),
    "replan_no_pace": Sentence(
        "{indicator}: {actual} done against {planned} planned gives no pace to go on with; use --mode catch_up "
        "or rest.",
        "“{indicator}”：已完成{actual}，原计划{planned}，无法推算进度；请改用--mode catch_up或rest。",
    ),
    "replan_mixed_signs": Sentence(
        "{indicator}: the target of {name} in {month} is {amount}, of the other sign than the rest; targets of "
        "both signs cannot be revised in proportion. Correct it first.",
        "“{indicator}”：{name}在{month}的目标为{amount}，与其余目标正负相反，无法按比例修正；请先更正。",
    ),
    "replan_keep_unknown": Sentence(
        "--keep is “{value}”, which is no dimension of the quota; choose one of: {choices}.",
        "--keep为“{value}”，不是分解明细中的维度；可选：{choices}。",
    ),
    "variance_revised_missing": Sentence(
        "The settings ask for the revised targets, but there are none yet; compared with the original ones. Run "
        "Replan first.",
        "参数设置要求与修正后目标对比，但尚无滚动修正结果，已与原目标对比；请先运行“滚动修正”。",
    ),
    "line_tblTasks": Sentence(
        "What each target needs: one row per task, with the target it belongs to, cost and owner. Replan fills in "
        "the revised quantity.",
        "每个目标所需的任务与市场支持，一项一行，写明所属目标、费用和责任人；“滚动修正”填入修正后数量。",
    ),
    "tasks_changed": Sentence(
        "{changed} of {count} tasks change with the revised targets; their cost goes from {before} to {after}.",
        "随目标修正，{count}项任务中有{changed}项变动；费用由{before}变为{after}。",
    ),
    "tasks_without_target": Sentence(
        "{count} tasks belong to no target of the plan: {names}; check indicator, period and members.",
        "有{count}项任务在计划中没有对应目标：{names}；请检查指标、期间和成员。",
    ),
}
