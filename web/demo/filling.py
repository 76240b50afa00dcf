"""Fill a database with the board: every case played on one clock that moves on, in the order of time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from uuid import UUID

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from engine.calendar import LONDON, Calendar, london_date
from engine.deployment import Files
from web.config import Config
from web.demo.casting import BoardDesk, Cast
from web.demo.people import FURTHER
from web.demo.recipes import Board, BoardError, Recipe
from web.demo.walk import Walk
from web.demo.worker import BoardWorker
from web.demonstration import add_people
from web.services import Services, assemble, post_of
from web.store.clock import ClockReader
from web.store.encryption import Vault
from web.store.models import Case
from web.store.store import Store
from web.store.versions import Versions
from web.use_cases.clock import reschedule_everything
from web.use_cases.due_work import DueWork

Say = Callable[[str], None]
_NEVER = datetime.max.replace(tzinfo=UTC)


def _night_after(now: datetime) -> datetime:
    """Return shortly after the next midnight in London, when a day's late steps are late."""
    tomorrow = london_date(now) + timedelta(days=1)
    return datetime.combine(tomorrow, time(0, 2), LONDON).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Shown:
    """A case of the board as it was filled; `stands` are its open tasks, `key` the recipe's."""

    reference: str
    shows: str
    stands: tuple[str, ...]
    key: str


def has_cases(engine: Engine) -> bool:
    """Say whether the database holds a case already."""
    with Session(engine) as session:
        return session.scalar(select(Case.id).limit(1)) is not None


@dataclass
class Filling:
    """One filling of one database. Its clock stands still but where it is moved."""

    engine: Engine
    config: Config
    board: Board
    files: Files
    say: Say
    versions: Versions = field(default_factory=Versions)
    now: datetime = field(init=False)
    store: Store = field(init=False)
    use: Services = field(init=False)
    worker: BoardWorker = field(init=False)

    def __post_init__(self) -> None:
        """Begin on the first day of the board."""
        self.now = self.board.begins
        clock = ClockReader(movable=True, real=lambda: self.now)
        vault = Vault(self.config.key_encryption_key)
        self.store = Store(self.engine, vault, clock, self.versions)
        self.use = assemble(self.store, self.config)
        self.worker = BoardWorker(self.store, DueWork(self.store, post_of(self.config)))

    def fill(self, *, password_hash: Callable[[], str]) -> tuple[Shown, ...]:
        """Play the whole board and return its cases; BoardError where one goes otherwise than said."""
        if has_cases(self.engine):
            raise BoardError(
                "This database holds cases already: the board is only filled into a new one."
            )
        self.use.deployments.deploy(self.board.earlier.of(self.files), by=None)
        add_people(self.use.people, password_hash=password_hash, further=FURTHER)
        # Two years of mails on every task would be nothing to look at; from today on they are sent.
        self._everybody_wants_mails("none")
        self._plan_meetings()
        walks = [self._walk(recipe) for recipe in self.board.recipes]
        self._play(walks)
        self.worker.due.sum_up()
        self._everybody_wants_mails("daily")
        self._set_the_clock_of_the_installation()
        return tuple(self._shown(walk) for walk in walks)

    def _play(self, walks: list[Walk]) -> None:
        """Let everything happen in the order of time, until today."""
        changes, meetings = self.board.earlier.until, self._meetings()
        held = next(meetings, None)
        night = _night_after(self.now)
        while True:
            walk = min(walks, key=lambda each: each.next.at if each.next else _NEVER)
            act = walk.next.at if walk.next else _NEVER
            job = self.worker.first_due(from_now=self.now) or _NEVER
            now = min(act, job, held[0] if held else _NEVER, night, changes)
            if now > self.board.today:
                return
            self._move_to(now)
            if now == changes:
                self.use.deployments.deploy(self.files, by=None)
                changes = _NEVER
            elif now == night:
                self.worker.each_night()
                self._explain(walks)
                night = _night_after(now)
            elif now == job:
                self._work(walks)
            elif held is not None and now == held[0]:
                self.use.meetings.record_held(held[1], by=self._manager)
                held = next(meetings, None)
            else:
                walk.take(now)
                walk.plan(now)

    def _move_to(self, now: datetime) -> None:
        if (now.year, now.month) != (self.now.year, self.now.month):
            self.say(f"  {now:%B %Y}")
        self.now = max(self.now, now)

    def _work(self, walks: list[Walk]) -> None:
        """Do what is due; where a timer was among it, look anew at what is next on each case."""
        if self.worker.do_what_is_due(self.now):
            for walk in walks:
                walk.plan(self.now)

    def _everybody_wants_mails(self, choice: str) -> None:
        for person in self._ids.values():
            self.use.mail_choices.choose(choice, by=person)

    def _explain(self, walks: list[Walk]) -> None:
        """Give late steps the reasons that the recipes say are given, once they are recorded as late."""
        for walk in walks:
            for lacking in walk.lacks_a_reason():
                self.use.departures.explain(
                    walk.desk.case, lacking.departure, lacking.reason, by=self._ids[lacking.who]
                )

    def _plan_meetings(self) -> None:
        for planned in self.board.meetings:
            for meeting in planned.all():
                self.use.meetings.add(planned.kind, meeting, by=self._manager)

    def _meetings(self) -> Iterator[tuple[datetime, str]]:
        """Return the meetings of the board in the order of time: each is held."""
        every = [(at, planned.kind) for planned in self.board.meetings for at in planned.all()]
        return iter(sorted(every))

    def _walk(self, recipe: Recipe) -> Walk:
        calendar = Calendar({each.kind: each.all() for each in self.board.meetings})
        desk = BoardDesk(self.store, self.use, self._cast_of(recipe), calendar)
        return Walk(
            recipe,
            desk,
            self.board.usual,
            self.board.unsaid,
            self.board.answers,
            who_explains=self.board.cast.people["billie_manager"],
        )

    def _cast_of(self, recipe: Recipe) -> Cast:
        board = self.board.cast
        played = {**board.people, **recipe.cast}
        first, last = recipe.child
        return Cast(
            ids={key: self._ids[name] for key, name in played.items()},
            agencies=board.agencies,
            words={
                **board.words,
                **{called: played[key] for key, called in board.called.items() if key in played},
                board.child[0]: first,
                board.child[1]: last,
            },
        )

    @cached_property
    def _ids(self) -> Mapping[str, UUID]:
        return {person.name: person.id for person in self.use.people.people(by=None)}

    @property
    def _manager(self) -> UUID:
        return self._ids[self.board.cast.people["billie_manager"]]

    def _set_the_clock_of_the_installation(self) -> None:
        """Leave the clock where the board ends, and every timer that waits with its job by that clock."""
        self.now = self.board.today
        real = datetime.now(UTC).replace(microsecond=0)
        clock = ClockReader(movable=True, real=lambda: real)
        store = Store(self.engine, self.store.vault, clock, self.versions)
        with store.transaction() as session:
            clock.set_offset(session, self.now - real)
            reschedule_everything(session, store)

    def _shown(self, walk: Walk) -> Shown:
        """Return what a case shows; BoardError where it stands elsewhere than the board says."""
        stands = tuple(sorted({task.element for task in walk.desk.waiting()}))
        said = walk.recipe.leaves
        if said is not None and stands != tuple(sorted(said)):
            raise BoardError(
                f"{walk.recipe.key}: it stands at {', '.join(stands) or 'nothing'},"
                f" not at {', '.join(said) or 'nothing'}."
            )
        return Shown(walk.desk.case, walk.recipe.shows, stands, walk.recipe.key)
