"""The demonstration's words, in a company's language."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Words:
    """Headings and sentences of the report; the caller fills the `{}` places."""

    made: str
    reused: str
    people: str
    published: str
    already_published: str
    upload: str
    part: str
    incomplete: str
    upload_kept: str
    scoring: str
    counts: str
    bad_row: str
    rejected: str
    distribution: str
    scorecards: str
    best: str
    worst: str
    headings: tuple[str, ...]
    no_total: str
    explained: str
    points: str
    left_out: str
    total: str
    next_grade: str
    plans: str
    plan_due: str
    plan_problem: str
    plan_cause: str
    plan_measure: str
    plan_effect: str
    more: str
    export: str
    export_object: str
    export_copy: str
    veto_proposed: str
    veto_reason: str
    veto_answer: str
    veto_confirmed: str
    veto_revoked: str
    veto_unproven: str
    veto_kept: str
    veto_result: str
    unranked: str
    appeal_filed: str
    appeal_reason: str
    appeal_paid: str
    appeal_upheld: str
    appeal_decision: str
    appeal_result: str
    appeal_kept: str
    appeal_difference: str
    round_drawn: str
    round_links: str
    round_progress: str
    round_closed: str
    round_kept: str


WORDS: Final = {
    "zh": Words(
        made="已开户 {id}（模板 {template}）",
        reused="沿用上次的租户 {id}",
        people="已登记员工 {count} 人",
        published="方案 {scheme} 已发布，自 {period} 起生效",
        already_published="方案 {scheme} 已发布过，继续使用",
        upload="上传 {file}",
        part="这是本月数据的一部分，由{name}发来",
        incomplete="其中 {count} 人还在等其他部门的数据：先看过程数据，没有总分和名次",
        upload_kept="{file} 上次已上传并计分，沿用结果",
        scoring="计分中",
        counts="{period}：共 {rows} 行，成功 {scored} 行，失败 {failed} 行，"
        "数据不足 {insufficient} 行",
        bad_row="第 {row} 行 {column}：{message}",
        rejected="文件被拒收：{message}",
        distribution="等级分布",
        scorecards="{period} 成绩单",
        best="最高",
        worst="最低",
        headings=("名次", "工号", "姓名", "团队", "总分", "等级", "奖金系数"),
        no_total="数据不足",
        explained="{name}（{id}）{period} 成绩单逐项说明",
        points="{points} / {max_points} 分",
        left_out="不计",
        total="合计",
        next_grade="下一等级",
        plans="{period} 已起草改进计划 {count} 份，例如：",
        plan_due="期限 {date}",
        plan_problem="问题",
        plan_cause="可能原因",
        plan_measure="建议措施",
        plan_effect="预期效果",
        more="……另有 {count} 份",
        export="奖金系数文件：{rows} 行，SHA-256 {sha256}",
        export_object="存放位置",
        export_copy="本机副本",
        veto_proposed="对 {id} {period} 的结果提出否决（已听取本人意见），"
        "由另一人确认，查无实据后撤销",
        veto_reason="疑似诱导客户修改评价",
        veto_answer="本人否认，请调取录音",
        veto_confirmed="确认之后",
        veto_revoked="撤销之后",
        veto_unproven="经核对录音，查无实据",
        veto_kept="对 {id} 的否决上次已记录并撤销",
        veto_result="总分 {total}，{grade}，系数 {coefficient}，名次 {rank}",
        unranked="不排名",
        appeal_filed="{id} 对已公布的 {period} 结果提出申诉，本月随后锁定发薪，申诉由另一人决定",
        appeal_reason="我当月受理的问题都已解决，有一部分记在了同事名下",
        appeal_paid="锁定并据以发薪的结果",
        appeal_upheld="申诉得到支持，现行结果（更正在旁，已锁定的不变）",
        appeal_decision="核对工单，确实全部解决",
        appeal_result="总分 {total}，{grade}，系数 {coefficient}，第 {revision} 版",
        appeal_kept="{id} 对 {period} 结果的申诉上次已决定",
        appeal_difference="给薪酬系统的差额文件",
        round_drawn="{period} 评分轮次：{people} 人被评，{raters} 人评分，共 {forms} 份评分表",
        round_links="无账号，凭 {links} 个一次性链接填写",
        round_progress="{team}，{role}：已提交 {submitted}/{forms} 份",
        round_closed="轮次已关闭：半分钟后汇总计入当月，单个评分不对外显示",
        round_kept="{period} 的评分轮次上次已完成",
    ),
    "en": Words(
        made="onboarded {id} (template {template})",
        reused="using {id} of an earlier run",
        people="{count} people registered",
        published="scheme {scheme} published, in effect from {period}",
        already_published="scheme {scheme} was published before",
        upload="uploading {file}",
        part="a part of the month, from {name}",
        incomplete="{count} of them wait for another department: interim figures, no total or rank",
        upload_kept="{file} was uploaded and scored before",
        scoring="scoring",
        counts="{period}: {rows} rows, {scored} scored, {failed} failed, "
        "{insufficient} with insufficient data",
        bad_row="row {row} {column}: {message}",
        rejected="the file was rejected: {message}",
        distribution="grades",
        scorecards="Scorecards of {period}",
        best="best",
        worst="worst",
        headings=("rank", "id", "name", "team", "total", "grade", "coefficient"),
        no_total="insufficient data",
        explained="The scorecard of {name} ({id}), {period}, line by line",
        points="{points} of {max_points} points",
        left_out="left out",
        total="total",
        next_grade="next grade",
        plans="{count} improvement plans drafted for {period}, for example:",
        plan_due="due {date}",
        plan_problem="problem",
        plan_cause="possible causes",
        plan_measure="proposed measures",
        plan_effect="expected effect",
        more="... and {count} more",
        export="bonus coefficients: {rows} rows, SHA-256 {sha256}",
        export_object="stored at",
        export_copy="copy on this machine",
        veto_proposed="a veto on the result of {id} of {period}: they were heard, another person "
        "confirms it, and it is revoked as unproven",
        veto_reason="Said to have led a customer to change a review",
        veto_answer="I did not; listen to the call",
        veto_confirmed="confirmed",
        veto_revoked="revoked",
        veto_unproven="The call shows nothing of it",
        veto_kept="the veto on {id} was recorded and revoked before",
        veto_result="total {total}, {grade}, coefficient {coefficient}, rank {rank}",
        unranked="none",
        appeal_filed="{id} appeals against the published result of {period}; the month is locked "
        "for payroll, and somebody else decides",
        appeal_reason="All problems of mine were solved; some were booked on a colleague",
        appeal_paid="locked, and paid by it",
        appeal_upheld="upheld: what stands now, beside the locked one, which is as it was",
        appeal_decision="The tickets show that all were solved",
        appeal_result="total {total}, {grade}, coefficient {coefficient}, revision {revision}",
        appeal_kept="the appeal of {id} against the result of {period} was decided before",
        appeal_difference="the file of differences for payroll",
        round_drawn="rating round of {period}: {people} people are rated by {raters} on {forms} "
        "forms",
        round_links="filled in without accounts, by {links} links that open once",
        round_progress="{team}, {role}: {submitted} of {forms} submitted",
        round_closed="the round is closed: combined values become the month's in half a minute, "
        "and nobody reads single marks",
        round_kept="the rating round of {period} was done before",
    ),
}
