"""Forms as pages, without a browser: valid, labelled, and true to what was entered."""

from collections import Counter
from typing import Any

import html5lib
import pytest
from lxml import html as lxml_html

from tests.forms.demo_form import COMPLETE
from tests.web.demo_site import demo_site


@pytest.fixture
def site():
    return demo_site()


@pytest.fixture
def client(site):
    return site.test_client()


def _checked(text: str) -> Any:
    """Return the page's tree after what must hold on every page has been looked at."""
    html5lib.HTMLParser(strict=True).parse(text)
    tree = lxml_html.fromstring(text)
    ids = Counter(tree.xpath("//@id"))
    assert [name for name, count in ids.items() if count > 1] == []
    assert len(tree.xpath("//h1")) == 1
    for field in tree.xpath("//input[not(@type='hidden')] | //select | //textarea"):
        assert tree.xpath("//label[@for=$id]", id=field.get("id")), field.get("name")
    for names in tree.xpath("//@aria-describedby"):
        assert set(names.split()) <= set(ids), names
    assert not tree.xpath("//script[not(@src)] | //style | //@style | //@onclick")
    return tree


def _posted(**entered: Any) -> dict[str, Any]:
    return {"_do": "continue", "_rows-children": "1", **entered}


def test_an_empty_form_is_a_valid_page_with_a_label_for_each_field(client):
    tree = _checked(client.get("/").text)

    assert tree.xpath("//title/text()") == ["Demonstration of every kind of question - Review Desk"]
    assert tree.xpath("//aside//em/text()") == ["beside"]


def test_each_problem_leads_to_a_field_that_is_there(client):
    response = client.post("/", data=_posted())

    tree = _checked(response.text)
    links = tree.xpath("//div[contains(@class,'error-summary')]//a")
    fields = [tree.xpath("//*[@id=$id]", id=link.get("href")[1:]) for link in links]

    assert response.status_code == 422
    assert links[0].text_content() == "Enter the short title"
    assert links[2].get("href") == "#q-happened_on-day"
    assert all(len(field) == 1 for field in fields)
    assert "Error: " in tree.xpath("//title")[0].text


def test_the_problem_of_a_date_leads_to_the_part_that_is_missing(client):
    response = client.post("/", data=_posted(**{"happened_on-day": "1", "happened_on-month": "7"}))

    links = _checked(response.text).xpath("//div[contains(@class,'error-summary')]//a")

    assert "#q-happened_on-year" in [link.get("href") for link in links]


def test_what_was_entered_comes_back_as_it_was(client):
    text = 'One.\n\n    Indented <b>not bold</b> & "quoted"\n  last'

    tree = _checked(
        client.post(
            "/",
            data=_posted(
                synopsis=text,
                told=["police"],
                **{
                    "happened_on-day": "99",
                    "facts-outcome": "died",
                    "children-0-last_name": "Test<child>",
                },
            ),
        ).text
    )

    assert tree.xpath("//textarea[@name='synopsis']")[0].text == text
    assert tree.xpath("//input[@name='told'][@checked]/@value") == ["police"]
    assert tree.xpath("//input[@name='happened_on-day']/@value") == ["99"]
    assert tree.xpath("//input[@name='facts-outcome'][@checked]/@value") == ["died"]
    assert tree.xpath("//input[@name='children-0-last_name']/@value") == ["Test<child>"]


def test_a_question_appears_when_the_questions_are_updated(client):
    before = _checked(client.get("/").text)
    after = _checked(client.post("/", data=_posted(_do="update", press="yes")).text)

    assert not before.xpath("//textarea[@name='press_details']")
    assert after.xpath("//textarea[@name='press_details']")
    assert not after.xpath("//div[contains(@class,'error-summary')]")
    assert set(before.xpath("//@data-part")) == set(after.xpath("//@data-part"))


def test_only_questions_that_decide_something_offer_to_update(client):
    tree = _checked(client.get("/").text)

    decides = tree.xpath("//div[@data-controls]//fieldset//legend")

    assert [legend.text_content().strip() for legend in decides] == [
        "Has the case received any press attention?",
        "What happened to the child?",
        "Is the child looked after? (optional)",
        "Did you provide services to the child?",
    ]


def test_rows_are_added_and_removed_by_buttons(client):
    data = _posted(_do="add:children", **{"children-0-last_name": "Testchild"})
    two = _checked(client.post("/", data=data).text)
    data = _posted(
        _do="remove:children.0",
        **{"_rows-children": "2", "children-1-last_name": "Otherchild"},
    )
    one = _checked(client.post("/", data=data).text)

    assert two.xpath("//input[contains(@name,'last_name')]/@value") == ["Testchild", ""]
    assert one.xpath("//input[contains(@name,'last_name')]/@value") == ["Otherchild"]
    assert not one.xpath("//button[starts-with(@value,'remove')]")


def test_the_first_button_of_the_form_goes_on_when_enter_is_pressed(client):
    tree = _checked(client.get("/").text)

    assert tree.xpath("//form//button/@value")[0] == "continue"


def test_checked_answers_are_shown_with_links_to_change_them(client):
    tree = _checked(
        client.post(
            "/",
            data=_posted(
                short_title="A fall",
                synopsis="Two\nlines",
                press="no",
                confirmed="yes",
                conflict="no",
                **{
                    "happened_on-day": "1",
                    "happened_on-month": "July",
                    "happened_on-year": "2014",
                    "facts-outcome": "harmed",
                    "children-0-last_name": "Testchild",
                },
            ),
        ).text
    )

    terms = [term.text for term in tree.xpath("//dt")]
    values = [value.text_content() for value in tree.xpath("//dd[contains(@class,'value')]")]
    shown = dict(zip(terms, values, strict=True))

    assert shown["Date of the incident"] == "1 July 2014"
    assert shown["Synopsis"] == "Two\nlines"
    assert shown["Who has been told?"] == "Not given"
    assert shown["I have checked this with my manager"] == "Yes"
    assert "What has been published?" not in shown
    assert "/#q-children-0-last_name" in tree.xpath("//dd/a/@href")
    assert tree.xpath("//h2/text()") == ["The incident", "Facts", "Children"]
    assert tree.xpath("//h3/text()") == ["Child 1"]


def test_a_submission_shows_only_what_was_answered(site):
    from flask import render_template_string

    from tests.forms.demo_form import OPTIONS, demo_form
    from web.forms import render_answers

    with site.test_request_context():
        answers = {**COMPLETE, "agencies": ["health", "gone"], "hobby": "x"}
        page = render_template_string(
            "{{ it }}", it=render_answers(demo_form(), answers, options=OPTIONS)
        )

    assert "Not given" not in page
    assert "Example Health" in page
    assert "No longer listed" in page
    assert "hobby" not in page
    assert "Change" not in page
