"""What a question says that is answered with files: which kinds, how many, and how large."""

from engine.feel.syntax import Name, Path, walk
from engine.forms.components import Condition, Kind
from engine.forms.dialect import DEFAULT_FILES
from engine.forms.members import Members
from engine.uploads import KINDS, FileKind, kinds_accepted

MOST_FILES = 50


def files_of(
    members: Members, kind: Kind, *, in_rows: bool
) -> tuple[tuple[FileKind, ...], int, Condition | None]:
    """Return the kinds accepted, how many files at most, and the formula of the largest size."""
    if kind is not Kind.FILES:
        return (), 1, None
    if in_rows:
        members.problem(
            members.source.line,
            "A file is asked for inside a repeatable group.",
            "Files are kept and counted for a question, and a row may be removed.",
            "ask for it outside, and let it take several files.",
        )
    return _accepted(members), _at_most(members), _megabytes(members)


def _accepted(members: Members) -> tuple[FileKind, ...]:
    kinds, unknown = kinds_accepted(members.text("accept"))
    if unknown:
        endings = ",".join(ending for kind in KINDS for ending in kind.endings)
        members.problem(
            members.source.line_of("accept"),
            f'Files that end in "{", ".join(unknown)}" cannot be handed in.',
            "What is in them could not be checked.",
            f'write some of "{endings}", or leave it out to accept them all.',
        )
    return kinds


def _at_most(members: Members) -> int:
    several = members.source.get("multiple", False)
    if not isinstance(several, bool):
        members.problem(
            members.source.line_of("multiple"),
            '"multiple" is not true or false.',
            "How many files are asked for must be certain before anybody answers.",
            "write true or false.",
        )
    if several is not True:
        if members.property("at_most"):
            members.problem(
                members.object("properties").line_of("at_most"),
                "One file is asked for, and how many there may be is said besides.",
                "Only one of them could be meant.",
                'let the question take several files, or remove "at_most".',
            )
        return 1
    at_most = members.count("at_most", DEFAULT_FILES)
    if not 1 <= at_most <= MOST_FILES:
        members.problem(
            members.object("properties").line_of("at_most"),
            f"{at_most} files may be handed in at most.",
            f"A page can show {MOST_FILES} of them.",
            "correct the property at_most.",
        )
    return at_most


def _megabytes(members: Members) -> Condition | None:
    text = members.property("megabytes").removeprefix("=").strip()
    line = members.object("properties").line_of("megabytes") or members.source.line
    condition = members.condition(text, line) if text else None
    if not text or (condition is not None and not _reads_settings(condition)):
        members.problem(
            line,
            "How large a file may be is not set."
            if not text
            else "How large a file may be depends on more than the settings.",
            "Every file question has a largest size, the same for everybody and known beforehand.",
            'write the property megabytes, for instance "=settings.upload_megabytes".',
        )
    return condition


def _reads_settings(condition: Condition) -> bool:
    tree = condition.expression.tree
    names = {node.name for node in walk(tree) if isinstance(node, Name)}
    return names <= {"settings"} and not any(
        isinstance(node, Path) and not isinstance(node.source, Name) for node in walk(tree)
    )
