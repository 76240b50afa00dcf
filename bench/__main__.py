"""`make bench`: what completing a user task and deciding cost, as ratios within one run.

A task is completed three ways that take turns step by step, SpiffWorkflow alone among them, so that a
machine that slows down slows all of them down. Medians are printed; the budgets are those of the design.
"""

import statistics
import time
from pathlib import Path

from bench import decisions
from bench.floor import Floor
from bench.folder import row_of_tasks
from bench.installation import install, running_server
from bench.ours import InProcess, OverHttp, served
from web.postgres import Server

ROOT = Path(__file__).parents[1]
SHORT, LONG = 50, 205
AT_10, AT_200 = slice(5, 15), slice(194, 204)


def main() -> None:
    """Measure and print."""
    print("Starting PostgreSQL with durable commits")
    with running_server() as server:
        print(f"A case of {SHORT} user tasks in a row, each completed three ways in turn")
        floor, inside, http = _run(server, "short", SHORT)
        _line("the floor: bare SpiffWorkflow, JSON in one row", floor[5:], floor[5:])
        _line("Review Desk, in process", inside[5:], floor[5:])
        _line("Review Desk, over HTTP (budget: 3.0 of the floor)", http[5:], floor[5:])
        print(f"\nA case of {LONG} user tasks: the cost of a step after 10 and after 200 steps")
        floor, inside, http = _run(server, "long", LONG)
        for name, took in (("floor", floor), ("in process", inside), ("HTTP", http)):
            ratio = statistics.median(took[AT_200]) / statistics.median(took[AT_10])
            print(
                f"  {name:<12} at 10: {_ms(took[AT_10])} ms   at 200: {_ms(took[AT_200])} ms"
                f"   ratio {ratio:.2f}" + ("   (budget: 1.50)" if name != "floor" else "")
            )
    print("\nDeciding")
    decisions.main()


def _run(server: Server, name: str, tasks: int) -> tuple[list[float], list[float], list[float]]:
    installation = install(server, name, row_of_tasks(ROOT, tasks=tasks))
    floor = Floor(server.url(database=name), tasks=tasks)
    inside = InProcess(installation)
    took: tuple[list[float], list[float], list[float]] = ([], [], [])
    with served(installation.config) as port:
        http = OverHttp(port)
        for _ in range(tasks - 1):
            begun = time.perf_counter()
            floor.complete_one()
            took[0].append(time.perf_counter() - begun)
            took[1].append(inside.complete_one())
            took[2].append(http.complete_one())
    floor.close()
    return took


def _line(what: str, took: list[float], floor: list[float]) -> None:
    ratio = statistics.median(took) / statistics.median(floor)
    print(f"  {what:<52} {_ms(took)} ms   {ratio:.2f} of the floor")


def _ms(took: list[float]) -> str:
    return f"{statistics.median(took) * 1000:6.2f}"


if __name__ == "__main__":
    main()
