"""Which parts of form-js a form may use: what is not here would be asked differently than it is drawn.

Looks that only the form editor knows (``layout``) are accepted and not used.
"""

from typing import Final

from engine.forms.components import Kind

KIND_OF_TYPE: Final[dict[str, Kind]] = {
    "textfield": Kind.TEXT,
    "textarea": Kind.LONG_TEXT,
    "number": Kind.NUMBER,
    "datetime": Kind.DATE,
    "radio": Kind.RADIOS,
    "select": Kind.SELECT,
    "checklist": Kind.CHECKLIST,
    "checkbox": Kind.CHECKBOX,
    "filepicker": Kind.FILES,
}

REGISTERS: Final = ("agencies", "people")
UNDER_REVIEW: Final = "agencies under review"
"""What the properties `lists` and `not-from` name: the agencies that a case's forms have listed so."""
PEOPLE_NOT_FROM_THEM: Final = f"people not from {UNDER_REVIEW}"
"""The register from which a question with `not-from` is asked: who has no agency under review."""
RESERVED_KEYS: Final = ("round", "facts", "case", "settings")
"""Names that conditions read beside the answers (`round` is counted by the engine)."""

DEFAULT_TEXT_LENGTH: Final = 255
DEFAULT_FILES: Final = 10
"""How many files a question takes that takes several and does not say how many."""

_EVERYWHERE: Final = {"id", "type", "layout", "conditional", "properties"}
_QUESTION: Final = _EVERYWHERE | {"key", "label", "description", "validate"}
_CHOOSING: Final = _QUESTION | {"values", "valuesKey"}

MEMBERS: Final[dict[str, set[str]]] = {
    "textfield": _QUESTION,
    "textarea": _QUESTION,
    "number": _QUESTION | {"decimalDigits", "increment", "serializeToString"},
    "datetime": _QUESTION | {"dateLabel", "subtype"},
    "radio": _CHOOSING,
    "select": _CHOOSING | {"searchable"},
    "checklist": _CHOOSING,
    "checkbox": _QUESTION,
    "filepicker": _QUESTION | {"accept", "multiple"},
    "group": _EVERYWHERE | {"label", "description", "path", "components", "showOutline"},
    "dynamiclist": _EVERYWHERE
    | {
        "label",
        "description",
        "path",
        "components",
        "showOutline",
        "isRepeating",
        "allowAddRemove",
        "defaultRepetitions",
        "disableCollapse",
        "nonCollapsedItems",
    },
    "text": _EVERYWHERE | {"text"},
    "separator": _EVERYWHERE,
}
"""The members each type of component may have."""

VALIDATIONS: Final[dict[str, set[str]]] = {
    "textfield": {"required", "minLength", "maxLength", "validationType"},
    "textarea": {"required", "minLength", "maxLength"},
    "number": {"required", "min", "max"},
    "datetime": {"required"},
    "radio": {"required"},
    "select": {"required"},
    "checklist": {"required"},
    "checkbox": {"required"},
    "filepicker": {"required"},
}
"""The members ``validate`` may have."""

PROPERTIES: Final[dict[str, set[str]]] = {
    "group": {"clause", "register", "row"},
    "dynamiclist": {
        "clause",
        "one",
        "at_least",
        "at_most",
        "register",
        "chronology",
        "chronology-about",
        "chronology-gap",
        "chronology-names",
        "chronology-born",
        "chronology-died",
    },
    "text": {"clause", "place"},
    "separator": set(),
    **{name: {"clause", "name"} for name in KIND_OF_TYPE},
    "datetime": {"clause", "name", "earliest", "latest"},
    "radio": {"clause", "name", "declares"},
    "filepicker": {"clause", "name", "megabytes", "at_most"},
    "select": {"clause", "name", "appoints", "lists", "not-from"},
    "checklist": {"clause", "name", "lists"},
}
"""The custom properties beside ``offer.VALUE`` and ``error.REASON``."""

REASONS: Final = (
    "required",
    "type",
    "choice",
    "min_length",
    "max_length",
    "minimum",
    "maximum",
    "earliest",
    "latest",
    "not_from",
)
"""Why an answer is refused: a question's property ``error.REASON`` replaces our sentence."""
