"""`python -m bench.decisions`: what deciding costs, as ratios within one run.

Each figure is the best of several rounds that take turns, so that a machine that is busy with other things
slows all of them down alike.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path

from engine.dmn import Model, read_model

ROOT = Path(__file__).parents[1]
CRITERIA = ROOT / "workflows" / "decisions" / "criteria.dmn"
CASES = ROOT / "tests" / "workflows" / "published_cases.json"
BUDGET_MS = 0.5
ROUNDS = 40
SMALL, LARGE = 20, 200


def main() -> None:
    """Measure and print."""
    content = CRITERIA.read_bytes()
    begun = time.perf_counter()
    criteria = read_model(content, file=CRITERIA.name)
    read_ms = (time.perf_counter() - begun) * 1000
    inputs = {"facts": _facts(criteria)}
    begun = time.perf_counter()
    criteria.evaluate("review_type", inputs, strict=True)
    first_ms = (time.perf_counter() - begun) * 1000
    small, large = _table_of(SMALL), _table_of(LARGE)
    decide_ms, small_ms, large_ms = _best(
        lambda: criteria.evaluate("review_type", inputs, strict=True),
        # Ten small ones take as long as one large one, so that both are disturbed as often.
        lambda: [small.evaluate("d", {"x": -1}, strict=True) for _ in range(LARGE // SMALL)],
        lambda: large.evaluate("d", {"x": -1}, strict=True),
    )
    small_ms /= LARGE // SMALL
    print(f"  read criteria.dmn                              {read_ms:8.3f} ms")
    print(f"  review_type, required decisions, first use     {first_ms:8.3f} ms")
    print(
        f"  review_type, required decisions, after that    {decide_ms:8.3f} ms   "
        f"{decide_ms / BUDGET_MS:.2f} of the budget of {BUDGET_MS} ms"
    )
    ratio = (large_ms / LARGE) / (small_ms / SMALL)
    print(
        f"  a rule in a table of {SMALL} and of {LARGE} rules       "
        f"{small_ms / SMALL * 1000:.2f} and {large_ms / LARGE * 1000:.2f} us   "
        f"ratio {ratio:.2f} (budget: 1.00)"
    )


def _best(*actions: Callable[[], object]) -> list[float]:
    best = [float("inf")] * len(actions)
    for _ in range(ROUNDS):
        for index, action in enumerate(actions):
            begun = time.perf_counter()
            action()
            best[index] = min(best[index], (time.perf_counter() - begun) * 1000)
    return best


def _facts(criteria: Model) -> dict[str, str]:
    """Return the facts of the first published case, or every fact unknown where there are none."""
    if CASES.exists():
        facts: dict[str, str] = json.loads(CASES.read_text("utf-8"))["cases"][0]["facts"]
        return facts
    return {each.name: "unknown" for each in criteria.items["tFacts"].components}


def _table_of(rules: int) -> Model:
    """Return a table of so many rules, of which only the last matches."""
    rows = "".join(
        f"<rule><inputEntry><text>[{n}..{n + 1})</text></inputEntry>"
        f"<outputEntry><text>{n}</text></outputEntry></rule>"
        for n in range(rules - 1)
    )
    last = (
        "<rule><inputEntry><text>&lt; 0</text></inputEntry>"
        "<outputEntry><text>0</text></outputEntry></rule>"
    )
    content = f"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"
        namespace="urn:bench" name="bench" id="bench">
      <inputData id="x_input" name="x"><variable name="x" typeRef="number"/></inputData>
      <decision id="d" name="d"><variable name="d"/>
        <informationRequirement><requiredInput href="#x_input"/></informationRequirement>
        <decisionTable hitPolicy="UNIQUE">
          <input><inputExpression><text>x</text></inputExpression></input>
          <output name="d"/>{rows}{last}
        </decisionTable>
      </decision>
    </definitions>"""
    return read_model(content.encode(), file="bench.dmn")


if __name__ == "__main__":
    main()
