"""The rows of one case's registers in memory, changed write by write."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from engine.registers.writing import RegisterWrite, written_over


@dataclass(slots=True)
class KeptRow:
    """A row as the last write left it."""

    fields: dict[str, Any] = field(default_factory=dict)
    dropped: bool = False


@dataclass(slots=True)
class KeptRegisters:
    """Rows by register, process instance (by its number on the case) and number."""

    rows: dict[tuple[str, int, int], KeptRow] = field(default_factory=dict)

    def write(self, instance: int, writes: Iterable[RegisterWrite]) -> None:
        """Take what a step of the instance writes."""
        for write in writes:
            row = self.rows.setdefault((write.register, instance, write.row), KeptRow())
            row.fields, row.dropped = written_over(row.fields, write), False
            if write.last == write.row:
                self._drop_after(write.register, instance, write.last)

    def fields(self, instance: int, write: RegisterWrite) -> Mapping[str, Any]:
        """Return what the row of a write holds now."""
        row = self.rows.get((write.register, instance, write.row))
        return {} if row is None else row.fields

    def of(self, register: str) -> Iterator[tuple[int, int, KeptRow]]:
        """Yield instance, number and row of a register, in the order of both."""
        for (named, instance, number), row in sorted(self.rows.items(), key=itemgetter(0)):
            if named == register:
                yield instance, number, row

    def _drop_after(self, register: str, instance: int, last: int) -> None:
        for (named, begun, number), row in self.rows.items():
            if (named, begun) == (register, instance) and number > last:
                row.dropped = True


def shown_fields(register_fields: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a row in the order of its register, texts left out."""
    return {
        key: fields[key]
        for key, each in register_fields.items()
        if each.type != "text" and fields.get(key) is not None
    }
