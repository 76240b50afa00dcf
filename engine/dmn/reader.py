"""Read a DMN file, of any namespace from 1.1 to 1.5, as hardened XML."""

from collections.abc import Iterable

from engine.dmn.model import Model


def read_model(content: bytes, *, file: str, imports: Iterable[Model] = ()) -> Model:
    """Read a model; ``imports`` are the models its imports may name, by namespace.

    Raises ModelError where there is no model to speak of. What is wrong inside it (a cell that is not
    FEEL, a requirement of something that is not there) stands in `Model.problems`, for the gate to
    refuse.
    """
    raise NotImplementedError
