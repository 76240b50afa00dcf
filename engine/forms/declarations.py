"""Questions whose answers say who acts: conflicts declared, people appointed, agencies under review."""

from engine.forms.components import Kind, Question
from engine.forms.dialect import UNDER_REVIEW
from engine.forms.members import Members
from engine.roles import HELD_BY_SEVERAL, ROLE_TITLES


def refuse_bad_declaration(members: Members, question: Question) -> None:
    """Keep a problem for each such property on a question whose answer could not mean it."""
    _refuse_bad_conflict(members, question)
    _refuse_bad_appointment(members, question)
    _refuse_bad_agencies(members, question)


def _refuse_bad_conflict(members: Members, question: Question) -> None:
    if question.declares is None:
        return
    yes_or_no = {choice.value for choice in question.choices} == {"yes", "no"}
    if question.declares != "conflict" or not yes_or_no or question.in_rows:
        members.problem(
            members.object("properties").line_of("declares"),
            f'The question cannot declare "{question.declares}".',
            "Only a conflict can be declared, by one question with the values yes and no, "
            "outside repeatable groups.",
            'write "conflict" on such a question.',
        )


def _refuse_bad_appointment(members: Members, question: Question) -> None:
    role = question.appoints
    if role is None:
        return
    line = members.object("properties").line_of("appoints")
    person = question.kind is Kind.SELECT and question.register == "people"
    if role not in ROLE_TITLES or not person:
        members.problem(
            line,
            f'The question cannot appoint "{role}".',
            "Only a select over the register people appoints, and only to a role that exists.",
            f"name one of {', '.join(sorted(ROLE_TITLES))}.",
        )
    elif question.in_rows and role not in HELD_BY_SEVERAL:
        members.problem(
            line,
            f'The question in a repeatable group cannot appoint "{role}".',
            "One person holds that role on a case, and rows would appoint several.",
            f"ask it outside the group, or appoint {' or '.join(sorted(HELD_BY_SEVERAL))}.",
        )


def _refuse_bad_agencies(members: Members, question: Question) -> None:
    properties = members.object("properties")
    for name, register in (("lists", "agencies"), ("not-from", "people")):
        if name not in properties:
            continue
        if properties[name] != UNDER_REVIEW or question.register != register:
            members.problem(
                properties.line_of(name),
                f'The question cannot have "{name}" with "{properties[name]}".',
                f"It is known of the {UNDER_REVIEW} alone, and said by a question over the register "
                f"{register}.",
                f'write "{UNDER_REVIEW}" on such a question, or leave it out.',
            )
