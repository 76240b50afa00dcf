"""Instances saved by an earlier release still load and run to their end (format 1)."""

from base64 import b64decode

from tests.engine.small_diagrams import (
    Case,
    begin,
    diagram,
    element,
    flows,
    reminder,
    repeat,
    stop,
    user,
    version,
    wait,
)

# Saved by the first release, two agencies asked and one answered, a reminder and a meeting waiting.
SAVED = b64decode(
    "KLUv/WARA60QAJafWyBQafOgGsV/CXucN4ymbWJ7ucDLrtWuK31/iuFiMjM7DFQAUgBRAAnmqXIXhZH6Ryg2sSgO"
    "XjrKVRIYIVxnpB4VmS4KpmH0sEq9UruVFkd+x6nAwhiW/7s4t1HqfStdaTyBF5HdccqIrXXE5cj3/mSaBCMV2XFE"
    "w1ReBHKxXs59N/agg6wxgpKkIVZxv2GU8MGx/gdG/FOxTIIR7yhsMLiSwAtkrWJBy0A8GfX1X5dRZVM5vdOhWDOo"
    "Ur+WpjpoYwSJfBGuO4yehlGgv3xpznfUxST81Es92I8x1ktK13AdtSbZeICggFketLXaXD0O2u1QsqWxWD8qVTfG"
    "DgnhexIOSCmmFGEygKkNJL6CMoeHLCN25erDn/OZN3P/+gNP8iTJYzBwY4mt58avmtp5lf1+sl7ryf7kElyH4fAC"
    "iUnyPJEX5vIHfq1PxqbIyCnEyc/FnbsoCIBxMK/+JnOpNVzwNayQ9bPZ2jnZKnXJAUKooZFjxNCIZCYoSnUgQmOQ"
    "c3sSYMQ5EisV1OVn+T00KTept1HrWmpRVZs8sukMUf+E8KnUuADjB/o6cFFwHirALFiEEB1UjUXkzPcVfc37WTRK"
    "k1ACglbmOrBrGJNjVHx85GGGoxPzrvPEx1QkFk6J2Ucp+QBHB0v6lLZM+uZzlnCPQLRWzwA9NqEmrvz1g/sGOaAg"
    "DJjYiu8jKndWoZMB3EUN"
)


def released():
    """Return the diagram that the saved instance runs on."""
    each = repeat('=["police", "health"]', "agency", into="returns", result="=ask.n")
    return diagram(
        "small",
        begin(),
        user("first"),
        element("parallelGateway", "split"),
        user("ask", each=each),
        reminder("late", "ask", '=date("2026-03-09")'),
        wait("meets", '=next meeting("SIG", case.date_received)'),
        element(
            "subProcess",
            "inside",
            begin("opened") + user("work") + stop("worked") + flows("opened work", "work worked"),
        ),
        element("parallelGateway", "joined"),
        user("after", due="=first.seen_on"),
        stop(),
        stop("chased"),
        flows("begun first", "first split", "split ask", "split meets", "split inside")
        + flows("ask joined", "meets joined", "inside joined", "joined after", "after done")
        + flows("late chased"),
    )


def test_an_instance_of_the_first_release_runs_to_its_end():
    case = Case(version(released()), state=SAVED)

    case.complete_id("3729060e-b822-4ce8-bfa6-0f2e3a824045", n=1)
    case.complete_id("badf5b66-5c4e-49f9-8929-5064c8afa473", n=7)
    case.fire_id("899b7445-1bd8-423b-b175-d77f65f55d7b:meets")

    assert case.waiting() == ["after"]
    assert case.open()[0].due.isoformat() == "2026-02-01"
    assert case.variables()["returns"] == [7, 5]
    assert case.complete("after").ended
