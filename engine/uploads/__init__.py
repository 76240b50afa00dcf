"""Files that people hand in: which kinds there are, and what a file must be to be taken.

A file is judged by its content as well as by its name, before it is kept anywhere. Nothing here opens a file
as a program of an office would: it is looked at from outside, within fixed bounds.
"""

from engine.uploads.inspecting import MAX_MEGABYTES, UnfitFileError, fit_kind
from engine.uploads.kinds import (
    KINDS,
    FileKind,
    kind_of_content_type,
    kinds_accepted,
    kinds_in_words,
)
from engine.uploads.names import fit_name

__all__ = [
    "KINDS",
    "MAX_MEGABYTES",
    "FileKind",
    "UnfitFileError",
    "fit_kind",
    "fit_name",
    "kind_of_content_type",
    "kinds_accepted",
    "kinds_in_words",
]
