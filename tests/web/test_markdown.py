"""What process owners write becomes safe HTML in the page's own look."""

import pytest

from web.markdown import markdown


def test_headings_stand_below_the_page_s_own():
    assert '<h2 class="govuk-heading-m">A</h2>' in markdown("# A")
    assert '<h3 class="govuk-heading-s">B</h3>' in markdown("## B")
    assert '<h4 class="govuk-heading-s">B</h4>' in markdown("## B", 3)


def test_paragraphs_and_lists_have_the_look_of_the_page():
    html = markdown("One.\n\n- two\n- *three*")

    assert '<p class="govuk-body">One.</p>' in html
    assert '<ul class="govuk-list govuk-list--bullet">' in html
    assert "<em>three</em>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        "[go](javascript:alert(1))",
        "[go](data:text/html,x)",
        "![picture](https://elsewhere.example/x.png)",
        '[a](/b "x" onclick="y")',
    ],
)
def test_nothing_that_is_written_runs_or_loads_anything(text):
    html = markdown(text)

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert "<a onclick" not in html
