"""Which pictures a dossier has: every diagram at the end, and at each decision those that concern it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from web.dossier.contents import Contents
from web.dossier.naming import plain
from web.dossier.pictures import Course


@dataclass(frozen=True, slots=True)
class Picture:
    """A diagram as it stood at a moment, and the file that shows it."""

    file: str
    course: Course
    at: datetime
    reference: str
    decided: str | None = None
    close: bool = False

    def drawn(self) -> bytes:
        """Return the picture."""
        return self.course.picture(
            self.at, self.reference, decided=self.decided, close=self.close
        ).encode()


def at_the_end(contents: Contents) -> tuple[Picture, ...]:
    """Return every diagram as it stood when the dossier was made."""
    return tuple(
        _picture(contents, "at-the-end", course, contents.made_at) for course in contents.courses
    )


def at_decision(contents: Contents, number: int) -> tuple[Picture, ...]:
    """Return the diagram of a decision, counted from 1, as it stood once the step was done.

    First what stands around the decision, then all of the diagram, then the others on which the case stood.
    """
    kept = contents.decisions[number - 1]
    if kept.view is None:
        return ()
    folder, at, place = f"decision-{number:04d}", kept.view.at_utc, (kept.view.process, kept.run)
    pictures: list[Picture] = []
    for course in _concerned(contents, place, at):
        picture = _picture(contents, folder, course, at)
        if (course.process, course.run) == place:
            picture = replace(picture, decided=kept.view.element)
            file = picture.file.replace(".svg", "-close.svg")
            pictures.append(replace(picture, file=file, close=True))
        pictures.append(picture)
    return tuple(pictures)


def all_pictures(contents: Contents) -> Iterator[Picture]:
    """Yield every picture of the dossier."""
    yield from at_the_end(contents)
    for number in range(1, len(contents.decisions) + 1):
        yield from at_decision(contents, number)


def _concerned(contents: Contents, place: tuple[str, int], at: datetime) -> Iterator[Course]:
    yield from (each for each in contents.courses if (each.process, each.run) == place)
    yield from (
        each
        for each in contents.courses
        if (each.process, each.run) != place and each.has_begun(at) and each.stands(at)
    )


def _picture(contents: Contents, folder: str, course: Course, at: datetime) -> Picture:
    file = f"pictures/{folder}/{plain(course.process)}-{course.run}.svg"
    return Picture(file, course, at, contents.reference)
