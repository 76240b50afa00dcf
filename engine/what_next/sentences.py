"""What a statement holds under, as a sentence begins."""

from engine.day_words import listed
from engine.dmn.value_words import either
from engine.what_next.told import Atom, Box, Statement

IN_ANY_CASE = "In any case"


def condition_in_words(statement: Statement, within: Statement | None = None) -> str:
    """Return "If you answer “Yes” to “Is it agreed?”", or that it holds in any case.

    Of a statement `within` another (see `holds_within`) only what it takes besides: "and “No” to ...".
    """
    boxes = list(statement.when)
    if not boxes or any(not box for box in boxes):
        return IN_ANY_CASE
    if within is not None:
        [box], [around] = boxes, within.when
        besides = {atom: values for atom, values in box.items() if atom not in around}
        return f"… and {_box_in_words(besides)}"
    words = " – or ".join(_box_in_words(box) for box in boxes)
    return words[0].upper() + words[1:]


def holds_within(statement: Statement, other: Statement) -> bool:
    """Say whether a statement takes all that the other takes, and more: it is then told below it."""
    if len(statement.when) != 1 or len(other.when) != 1:
        return False
    [box], [around] = statement.when, other.when
    return bool(around) and around.items() < box.items()


def _box_in_words(box: Box) -> str:
    answers = [_said(atom, box) for atom in box if atom.kind == "answer"]
    others = [_said(atom, box) for atom in box if atom.kind != "answer"]
    given = [f"if you answer {listed(answers)}"] if answers else []
    return " and ".join([*given, *others])


def _said(atom: Atom, box: Box) -> str:
    words = atom.said(box[atom])
    value = either([f"“{each}”" for each in words])
    match atom.kind:
        case "answer":
            return f"{_answers(words)} to “{atom.about}”"
        case "earlier":
            return f"if “{atom.where}” answered {value} to “{atom.about}”"
        case "table":
            about = f" ({atom.about})" if atom.about else ""
            return f"if the table “{atom.where}” says {value}{about}"
        case "case":
            return f"if the case has {value} as {atom.about}"
        case "way":
            return f"depending on “{atom.about}”: {value}"
        case "caller":
            return f"if it was begun by {either(list(words))}"
    return _of_others(atom, true=True in box[atom])


def _of_others(atom: Atom, *, true: bool) -> str:
    match atom.kind, true:
        case "others", True:
            return f"once everything else in “{atom.about}” is done too"
        case "others", False:
            return f"as long as something else in “{atom.about}” is not done"
        case "runs", True:
            return f"if “{atom.about}” began on this case before"
        case "runs", False:
            return f"unless “{atom.about}” began on this case before"
        case "some", True:
            return f"if there is somebody to ask in “{atom.about}”"
    return f"if there is nobody to ask in “{atom.about}”"


def _answers(words: tuple[str, ...]) -> str:
    return either(["nothing" if each == "no answer" else f"“{each}”" for each in words])
