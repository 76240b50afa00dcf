"""Functions on contexts, and on values as such."""

from engine.feel.compare import equal, kind_of
from engine.feel.errors import FeelValueError
from engine.feel.functions.library import Library
from engine.feel.run import Run
from engine.feel.values import DateTime, Time, Value

library = Library()

Context = dict[str, Value]


@library.define("not(negand: any)")
def not_(_run: Run, negand: Value) -> Value:
    """Return the opposite of true or false, else null."""
    if isinstance(negand, list) and len(negand) == 1:
        negand = negand[0]
    if negand is None:
        return None
    if not isinstance(negand, bool):
        raise FeelValueError(f"not() takes true or false, not a value of type {kind_of(negand)}.")
    return not negand


@library.define("is(value1: any, value2: any)")
def is_(run: Run, value1: Value, value2: Value) -> Value:
    """Return whether both are the same element of the same type, zones included."""
    if kind_of(value1) != kind_of(value2):
        return False
    if isinstance(value1, Time | DateTime):
        return value1 == value2
    return equal(value1, value2, run.budget)


@library.define("get value(context: context, key: string)")
@library.define("get value(m: context, key: string)")
def get_value(_run: Run, context: Context, key: str) -> Value:
    """Return the value of a key."""
    if key not in context:
        raise FeelValueError("The context has no such key.")
    return context[key]


@library.define("get value(context: context, keys: list)")
@library.define("get value(m: context, keys: list)")
def get_value_at(_run: Run, context: Context, keys: list[Value]) -> Value:
    """Return the value at a path of keys."""
    value: Value = context
    for key in _path(keys):
        if not isinstance(value, dict) or key not in value:
            raise FeelValueError("The context has no such path of keys.")
        value = value[key]
    return value


@library.define("get entries(context: context)")
@library.define("get entries(m: context)")
def get_entries(run: Run, context: Context) -> Value:
    """Return a list of contexts with key and value."""
    run.budget.spend(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@library.define("context(entries: list)")
def context_(run: Run, entries: list[Value]) -> Value:
    """Return the context of a list of key and value; a key that comes twice makes it null."""
    run.budget.spend(len(entries))
    result: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or "key" not in entry or "value" not in entry:
            raise FeelValueError("Each entry needs a key and a value.")
        key = entry["key"]
        if not isinstance(key, str):
            raise FeelValueError("The key of an entry is a string.")
        if key in result:
            raise FeelValueError("A key comes twice.")
        result[key] = entry["value"]
    return result


@library.define("context put(context: context, key: string, value: any)")
def context_put(run: Run, context: Context, key: str, value: Value) -> Value:
    """Return the context with a key set."""
    run.budget.spend(len(context))
    return {**context, key: value}


@library.define("context put(context: context, keys: list, value: any)")
def context_put_at(run: Run, context: Context, keys: list[Value], value: Value) -> Value:
    """Return the context with the value set at a path of keys."""
    path = _path(keys)
    run.budget.spend(len(path) + len(context))
    return _put(context, path, value)


def _put(context: Context, path: list[str], value: Value) -> Context:
    result = dict(context)
    place = result
    for key in path[:-1]:
        below = place.get(key)
        if below is not None and not isinstance(below, dict):
            raise FeelValueError("A key on the path holds no context.")
        place[key] = dict(below) if below else {}
        place = place[key]  # type: ignore[assignment]
    place[path[-1]] = value
    return result


@library.define("context merge(contexts: list)")
def context_merge(run: Run, contexts: list[Value]) -> Value:
    """Return one context with the entries of all; later ones win."""
    result: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            raise FeelValueError("context merge() takes contexts.")
        run.budget.spend(1 + len(context))
        result.update(context)
    return result


def _path(keys: list[Value]) -> list[str]:
    path = [key for key in keys if isinstance(key, str)]
    if not path or len(path) < len(keys):
        raise FeelValueError("A path of keys is a list of strings that is not empty.")
    return path
