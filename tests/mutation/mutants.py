"""Small changes of a source text, made from its syntax tree: each is what a slip of the hand could have written."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass

#: operators and functions, each with what it is mistaken for
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.In: ast.NotIn,
    ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd, ast.Mult: ast.FloorDiv,
}  # fmt: skip
CALLS = {
    "min": "max", "max": "min", "any": "all", "all": "any", "minimum": "maximum", "maximum": "minimum", "ones": "zeros", "zeros": "ones",
    "floor": "ceil", "first_step_from": "last_step_to", "last_step_to": "first_step_from",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: `was` becomes `now` in the named function. `line` counts from 1; `source` is the whole changed text."""

    path: str
    function: str
    line: int
    was: str
    now: str
    source: str

    @property
    def name(self) -> str:
        """What the change is, without its line, so that it stays the same when lines are added above."""
        return f"{self.path}::{self.function}: {self.was} -> {self.now}"


def mutants(path: str, source: str, functions: frozenset[str] | None = None) -> list[Mutant]:
    """All mutants of a file, in the order of its lines; `functions` limits them to these (qualified names, whole classes too)."""
    found = []
    for function, node, parent, changed in _changes(ast.parse(source)):
        if functions is None or any(function == name or function.startswith(name + ".") for name in functions):
            was, now = (ast.unparse(node), ast.unparse(changed)) if parent is None else _within(parent, node, changed)
            found.append(Mutant(path, function, node.lineno, was, now, _replaced(source, node, ast.unparse(changed))))
    return found


def _within(parent: ast.expr, node: ast.expr, changed: ast.expr) -> tuple[str, str]:
    """A number (or a word) by itself says little: what it stands in, before and after."""
    other = copy.copy(parent)
    for name, value in ast.iter_fields(parent):
        if value is node:
            setattr(other, name, changed)
        elif isinstance(value, list):
            setattr(other, name, [changed if part is node else part for part in value])
    return ast.unparse(parent), ast.unparse(other)


def _replaced(source: str, node: ast.expr, text: str) -> str:
    """The source with the node written anew. Columns of a syntax tree count bytes."""
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    lines = source.encode().splitlines(keepends=True)
    before = b"".join(lines[: node.lineno - 1]) + lines[node.lineno - 1][: node.col_offset]
    after = lines[node.end_lineno - 1][node.end_col_offset :] + b"".join(lines[node.end_lineno :])
    return (before + f"({text})".encode() + after).decode()


def _changes(tree: ast.Module) -> Iterator[tuple[str, ast.expr, ast.expr | None, ast.expr]]:
    """(function, expression, what it stands in when it is a constant, what it is changed to) of all that stands in functions."""
    for function, body in _functions(tree.body, ""):
        for statement in body:
            for node, parent in _expressions(statement, None):
                within = parent if isinstance(node, ast.Constant) else None
                yield from ((function, node, within, changed) for changed in _changed(node))


def _functions(body: list[ast.stmt], prefix: str) -> Iterator[tuple[str, list[ast.stmt]]]:
    for node in body:
        if isinstance(node, ast.FunctionDef):
            yield prefix + node.name, node.body
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node.body, f"{prefix}{node.name}.")


def _expressions(node: ast.AST, parent: ast.expr | None) -> Iterator[tuple[ast.expr, ast.expr | None]]:
    """The expressions below a statement, each with the one that it is a part of.

    Left out are annotations, texts of errors, zip's `strict`, and what stands alone (docstrings).
    """
    if isinstance(node, ast.Raise | ast.Assert | ast.JoinedStr) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
        return
    if isinstance(node, ast.expr):
        yield node, parent
    if isinstance(node, ast.keyword) and node.arg == "strict":
        return
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _expressions(child, node if isinstance(node, ast.expr) else None)


def _changed(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left, ops, comparators):
            yield from (ast.Compare(left, [*ops[:k], COMPARISONS[type(op)](), *ops[k + 1 :]], comparators) for k, op in enumerate(ops))
        case ast.BinOp(left, op, right) if type(op) in OPERATORS:
            yield ast.BinOp(left, OPERATORS[type(op)](), right)
        case ast.BoolOp(op, values):
            yield ast.BoolOp(ast.And() if isinstance(op, ast.Or) else ast.Or(), values)
            parts = [[*values[:k], *values[k + 1 :]] for k in range(len(values))]
            yield from (rest[0] if len(rest) == 1 else ast.BoolOp(op, rest) for rest in parts)
        case ast.UnaryOp(ast.Not() | ast.Invert() | ast.USub(), operand):
            yield operand
        case ast.IfExp(_, body, orelse):
            yield from (body, orelse)
        case ast.Constant(bool() | int() as value):
            yield ast.Constant(not value if isinstance(value, bool) else value + 1)
        case ast.Call() if (name := _called(node.func)) in CALLS:
            yield ast.Call(_renamed(node.func, CALLS[name]), node.args, node.keywords)
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
            yield from _less_chosen(node)


def _called(function: ast.expr) -> str:
    """The last name of what is called; empty when it has none."""
    return function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""


def _renamed(function: ast.expr, name: str) -> ast.expr:
    """The same with another last name."""
    return ast.Attribute(function.value, name, ast.Load()) if isinstance(function, ast.Attribute) else ast.Name(name, ast.Load())


def _less_chosen(node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> Iterator[ast.expr]:
    """The comprehension with one of its conditions dropped."""
    for k, part in enumerate(node.generators):
        for n in range(len(part.ifs)):
            less = ast.comprehension(part.target, part.iter, [*part.ifs[:n], *part.ifs[n + 1 :]], part.is_async)
            fields = {name: getattr(node, name) for name in node._fields if name != "generators"}
            yield type(node)(**fields, generators=[*node.generators[:k], less, *node.generators[k + 1 :]])
