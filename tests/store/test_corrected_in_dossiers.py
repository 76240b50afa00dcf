"""In a dossier, what was made of an answer before it was corrected says so, and nothing else does."""

import re

from tests.store.dossiers import files_in, made, section, worked_case
from tests.store.office import Office, correct

SAYS_SO = "It rests on an answer that was corrected on"


def contents(office: Office, reference: str, *, who: str = "chair") -> str:
    return files_in(made(office, reference, who=who)[0])["index.html"].decode()


def entries(page: str, name: str) -> dict[str, bool]:
    """Return of each entry of a section, by its heading, whether it says that it rests on a correction."""
    found = re.split(r"<h3[^>]*>", section(page, name))[1:]
    return {each[: each.index("</h3>")]: SAYS_SO in each for each in found}


def test_a_document_and_a_row_that_rest_on_a_corrected_answer_say_so(office: Office):
    reference = worked_case(office)
    before = contents(office, reference)
    assert not any(entries(before, "documents").values())
    assert not any(entries(before, "registers").values())

    assert correct(office, reference, "triage", reason="What was really the reason.") == "at once"

    after = contents(office, reference)
    documents, rows = entries(after, "documents"), entries(after, "registers")
    # Of papers that which was made of the answer, and no file that was handed in.
    assert {title.partition(",")[0]: says_so for title, says_so in documents.items()} == {
        "Small record": True,
        "Letter about Testchild.txt": False,
    }
    # The row as the first answer left it, and not as the corrected one did.
    assert {title.rpartition(", ")[2]: says_so for title, says_so in rows.items()} == {
        "version 1": True,
        "version 2": False,
    }


def test_control_the_correction_of_an_answer_on_which_nothing_rests_is_not_mentioned(
    office: Office,
):
    reference = worked_case(office)

    correct(office, reference, "consider", minutes="Better minutes.")

    page = contents(office, reference)
    assert "Answers that were corrected" in page
    assert not any(entries(page, "documents").values())
    assert not any(entries(page, "registers").values())


def test_a_row_that_a_correction_wrote_anew_rests_on_the_correction_after_it(office: Office):
    reference = worked_case(office)

    for reason in ("What was really the reason.", "What was in truth the reason."):
        correct(office, reference, "triage", reason=reason)

    rows = entries(contents(office, reference), "registers")
    assert {title.rpartition(", ")[2]: says_so for title, says_so in rows.items()} == {
        "version 1": True,
        "version 2": True,
        "version 3": False,
    }
