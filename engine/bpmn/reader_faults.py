"""What a reading of one diagram file carries along: the process it is in, and the faults met."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.bpmn.model import Fault, Formula
from engine.bpmn.xml_text import BPMN, ZEEBE, local_name, namespace

# What the modeller writes for itself and nothing runs by.
_HARMLESS_NAMESPACES = frozenset(
    {"http://camunda.org/schema/modeler/1.0", "http://bpmn.io/schema/bpmn"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of one file; ``faults`` grows as it goes."""

    file: str
    process: str
    faults: list[Fault] = field(default_factory=list)

    def fault(self, node: Any, code: str, detail: str = "") -> None:
        """Note a fault on the nearest element around the node that has an id."""
        named = node
        while named is not None and not (named.get("id") and _can_be_pointed_at(named)):
            named = named.getparent()
        element = named.get("id") if named is not None else None
        label = named.get("name") if named is not None else None
        self.faults.append(Fault(code, node.sourceline or 1, element, label, detail))

    def extensions(self, node: Any, allowed: frozenset[str]) -> Mapping[str, Any]:
        """Return the zeebe extension elements of the node by name; note each that is not allowed."""
        found: dict[str, Any] = {}
        for extension in node.iterfind(f"{{{BPMN}}}extensionElements/*"):
            name = local_name(extension)
            if namespace(extension) in _HARMLESS_NAMESPACES:
                continue
            if namespace(extension) != ZEEBE or name not in allowed:
                self.fault(extension, "extension", name)
            elif name in found:
                self.fault(extension, "extension_twice", name)
            else:
                found[name] = extension
        return found

    def formula(self, node: Any, text: str | None, where: str) -> Formula | None:
        """Return what is written after the ``=``; note a fault where there is none."""
        written = (text or "").strip()
        if not written.startswith("=") or not written[1:].strip():
            self.fault(node, "not_a_formula", f"{where}: {written}" if written else where)
            return None
        return Formula(written[1:].strip(), node.sourceline or 1, where)


def _can_be_pointed_at(node: Any) -> bool:
    return not local_name(node).endswith(("EventDefinition", "LoopCharacteristics", "Expression"))
