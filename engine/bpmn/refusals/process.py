"""The process as a whole, its lanes, and the ids and labels of what stands in it."""

from collections.abc import Mapping
from typing import Final

from engine.bpmn.refusals.refusal import Refusal

PROCESS: Final[Mapping[str, Refusal]] = {
    "file_name": Refusal(
        "File name other than the process id",
        'The process is called "{process}" and the file "{file}".',
        "Forms, calls and messages find a process by its file name.",
        "give both the same name.",
    ),
    "not_executable": Refusal(
        "Process that is not executable",
        "The process is not marked as executable.",
        "It would never start.",
        'tick "Executable" in the properties of the process.',
    ),
    "too_long": Refusal(
        "More than {limit} elements in a process",
        "The process has {count} elements.",
        "From about a thousand in a row on the engine cannot hold it.",
        "move parts into called processes; {limit} elements fit.",
    ),
    "pools": Refusal(
        "No pool, or several executable ones",
        "The diagram has {count} pools that are run.",
        "Lanes say who acts, and lanes stand in one pool of the Board's.",
        "draw the process in one pool, all others empty.",
    ),
    "no_lanes": Refusal(
        "Pool without lanes",
        "The pool has no lanes.",
        "Nobody would be asked to act.",
        "draw a lane for each role.",
    ),
    "start_count": Refusal(
        "No start event, or several",
        "There are {count} start events{place}.",
        "Where a case begins must be certain.",
        "draw exactly one.",
    ),
    "bad_id": Refusal(
        "Id a person cannot read",
        'The id "{id}" is not in readable snake case.',
        "Ids stand in addresses, forms and the audit trail for ever.",
        "write small letters, digits and single underscores, for instance record_the_decision.",
    ),
    "reserved_id": Refusal(
        "Ids start and end, and names with a meaning of their own",
        'The id "{id}" has a meaning of its own.',
        "The engine or a formula would take it for something else; the process could vanish.",
        "say what happens, for instance incident_notified.",
    ),
    "no_label": Refusal(
        "Step without a label",
        "It has no label.",
        "People read the label in their task list and on the diagram.",
        "write one.",
    ),
    "no_lane": Refusal(
        "Element outside every lane",
        "It stands in no lane.",
        "Nobody would be asked to act.",
        "draw it inside the lane of who acts.",
    ),
    "two_lanes": Refusal(
        "Element in two lanes",
        "It stands in several lanes ({detail}).",
        "Who acts could be read in two ways.",
        "draw it inside one lane.",
    ),
    "unknown_lane": Refusal(
        "Lane that is no role",
        'No role has the title "{title}".',
        "Nobody would be asked to act.",
        "{instead}.",
    ),
    "lane_property": Refusal(
        'Property "lane" outside a sub-process',
        'The property "lane" is read only inside a sub-process.',
        "Here the drawn lane counts, and the two could differ.",
        "remove it, and draw the element in its lane.",
    ),
}
