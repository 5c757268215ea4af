"""Cover in words: every line, step, rule and status as a sentence in the language being spoken."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.core.i18n import LazyText, _, _l, _n, current_locale, format_date, in_language
from webapp.warranty.explanation import Line, Step, StepKind
from webapp.warranty.facts import WHOLE_UNIT, Covers, Guarantor
from webapp.warranty.rule_packs import rule_by_key
from webapp.warranty.rule_wording import ToldRule, amount, rule_words
from webapp.warranty.standing import CoverSummary, Status

BUDDHIST_ERA = 543


@dataclass(frozen=True)
class ToldLine:
    """A cover line ready for a page: what, by whom, how long, until when, and why."""

    line: Line
    what: str
    who: str
    term: str
    when: str
    sum: str
    steps: tuple[str, ...]
    rules: tuple[ToldRule, ...]
    tone: str

    @property
    def label(self) -> str:
        """The short text on its bar: parts of a label, not a sentence."""
        return " · ".join(part for part in (self.what, self.who, self.term) if part)


def told(line: Line) -> ToldLine:
    """Say one line in the language being spoken."""
    rules = dict.fromkeys(step.rule for step in line.steps if step.rule)
    found = [rule for key in rules if (rule := rule_by_key(key))]
    return ToldLine(
        line=line,
        what=what(line),
        who=who(line),
        term=_term(line),
        when=_when(line),
        sum=sum_words(line),
        steps=tuple(step_words(step, line) for step in line.steps),
        rules=tuple(rule_words(rule) for rule in found),
        tone=_tone(line),
    )


def what(line: Line) -> str:
    """What is promised: the component, the plan, the seller's liability, or parts and labour."""
    if line.component != WHOLE_UNIT:
        part = in_language(dict(line.names)) or line.component
        return _("%(part)s, new", part=part) if line.steps[0].kind is StepKind.PART_TERM else part
    if line.guarantor is Guarantor.PLAN:
        return in_language(dict(line.names)) or _("Extension plan")
    return _("Seller by law") if line.guarantor is Guarantor.LAW else str(_COVERS[line.covers])


def who(line: Line) -> str:
    """Who promised it, where `what` does not say so already; of a plan what it is narrowed to."""
    if line.guarantor is Guarantor.PLAN:
        return "" if line.covers is Covers.BOTH else str(_COVERS[line.covers])
    return str(_GUARANTORS.get(line.guarantor, ""))


_COVERS: dict[Covers, LazyText] = {
    Covers.PARTS: _l("Parts"),
    Covers.LABOUR: _l("Labour"),
    Covers.BOTH: _l("Parts and labour"),
}
_GUARANTORS: dict[Guarantor, LazyText] = {
    Guarantor.MAKER: _l("maker"),
    Guarantor.SELLER: _l("seller"),
}


def _tone(line: Line) -> str:
    if line.voided_on:
        return "bad"
    if line.component != WHOLE_UNIT:
        return "warn"
    tones = {Guarantor.LAW: "info", Guarantor.PLAN: "info", Guarantor.SELLER: "plain"}
    return tones.get(line.guarantor, "brand" if line.covers is Covers.LABOUR else "ok")


def _term(line: Line) -> str:
    years, months = divmod(line.term, 12)
    if months or not years:
        return _n("%(num)s month", "%(num)s months", line.term)
    return _n("%(num)s year", "%(num)s years", years)


def _when(line: Line) -> str:
    days = {"start": format_date(line.starts_on), "end": format_date(line.ends_on)}
    if line.voided_on:
        return _("Void from %(day)s", day=format_date(line.voided_on))
    if line.paused_since:
        return _("In repair: the end moves when it is handed back, now %(end)s", end=days["end"])
    return _("%(start)s to %(end)s", **days)


def year_words(year: int) -> str:
    """A year as it is counted where the language is spoken."""
    return str(year + BUDDHIST_ERA if current_locale() == "th" else year)


# -- the sum ---------------------------------------------------------------------------------------


def sum_words(line: Line) -> str:
    """The whole arithmetic in one line: "14 Mar 2025 + 24 months = 14 Mar 2027, + 12 days in repair ..."."""
    text = step_words(line.steps[0], line)
    for step in line.steps[1:]:
        text = _("%(sum)s, %(next)s", sum=text, next=step_words(step, line))
    return text


def step_words(step: Step, line: Line) -> str:
    """One step of the sum."""
    return _STEPS[step.kind](step, line)


def _numbers(step: Step) -> dict[str, str]:
    return {
        "start": format_date(step.start),
        "end": format_date(step.end),
        "term": amount(step.months, step.days),
        "ref": step.ref or "",
    }


def _base(step: Step, _line: Line) -> str:
    return _("%(start)s + %(term)s = %(end)s", **_numbers(step))


def _law(step: Step, _line: Line) -> str:
    return _("%(start)s + %(term)s by law = %(end)s", **_numbers(step))


def _extension(step: Step, line: Line) -> str:
    plan = in_language(dict(line.names)) or step.ref or ""
    return _("%(start)s + %(term)s of “%(plan)s” = %(end)s", plan=plan, **_numbers(step))


def _repair_days(step: Step, _line: Line) -> str:
    days = step.days
    return _n(
        "+ %(num)s day in repair %(ref)s = %(end)s",
        "+ %(num)s days in repair %(ref)s = %(end)s",
        days,
        **_numbers(step),
    )


def _repair_months(step: Step, _line: Line) -> str:
    return _("+ %(term)s because of repair %(ref)s = %(end)s", **_numbers(step))


def _in_repair(step: Step, _line: Line) -> str:
    return _(
        "in repair %(ref)s since %(start)s: these days are added when it is handed back", **_numbers(step)
    )


def _goodwill(step: Step, _line: Line) -> str:
    if step.start:
        return _("%(start)s + %(term)s of goodwill (%(ref)s) = %(end)s", **_numbers(step))
    return _("+ %(term)s of goodwill (%(ref)s) = %(end)s", **_numbers(step))


def _part_replaced(step: Step, _line: Line) -> str:
    return _("replaced on %(start)s in repair %(ref)s: the old part is covered to %(end)s", **_numbers(step))


def _part_term(step: Step, _line: Line) -> str:
    return _("new part in repair %(ref)s: %(start)s + %(term)s = %(end)s", **_numbers(step))


def _kept(step: Step, _line: Line) -> str:
    return _("the old part was covered for longer, so %(end)s stays", **_numbers(step))


def _void(step: Step, _line: Line) -> str:
    return _("void from %(start)s: %(ref)s", **_numbers(step))


def _restored(step: Step, _line: Line) -> str:
    return _("taken back on %(start)s: %(ref)s; cover counts as never void", **_numbers(step))


_STEPS = {
    StepKind.BASE: _base,
    StepKind.LAW: _law,
    StepKind.EXTENSION: _extension,
    StepKind.REPAIR_DAYS: _repair_days,
    StepKind.REPAIR_MONTHS: _repair_months,
    StepKind.IN_REPAIR: _in_repair,
    StepKind.GOODWILL: _goodwill,
    StepKind.PART_REPLACED: _part_replaced,
    StepKind.PART_TERM: _part_term,
    StepKind.KEPT: _kept,
    StepKind.VOID: _void,
    StepKind.RESTORED: _restored,
}


def status_words(summary: CoverSummary) -> str:
    """The chip: "Covered until 14 Mar 2028", "Ends in 21 days"."""
    match summary.status:
        case Status.COVERED:
            return _("Covered until %(day)s", day=format_date(summary.ends_on))
        case Status.ENDS_SOON if summary.days_left:
            return _n("Ends in %(num)s day", "Ends in %(num)s days", summary.days_left)
        case Status.ENDS_SOON:
            return _("Ends today")
        case Status.ENDED:
            return _("Ended on %(day)s", day=format_date(summary.ends_on))
        case Status.VOID:
            return _("Cover void")
        case Status.PENDING:
            return _("Being checked")
    return _("No cover on record")
