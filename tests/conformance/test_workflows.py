"""Each workflow as a committed drawing; each verb is refused where the state forbids it, with a sentence."""

from __future__ import annotations

import pytest

from fettle.kernel.access.actor import Actor
from fettle.kernel.access.offers import allow
from fettle.kernel.assembly import assembly
from fettle.kernel.errors import Refusal
from fettle.kernel.records.models import Record
from fettle.kernel.workflow import State, Verb, Workflow
from fettle.kernel.workflow.draw import mermaid
from fettle.site.testing.golden import same
from fettle.site.testing.world import World


def test_the_drawings_are_the_committed_ones() -> None:
    for kind in assembly().kinds:
        same(f"tests/golden/workflows/{kind.key}.mmd", mermaid(kind.flow).rstrip() + "\n")


def test_every_verb_is_refused_in_every_other_state_and_says_why(world: World) -> None:
    tried = 0
    for kind in assembly().kinds:
        for verb in kind.flow.verbs:
            actor = Actor.house("tests", verb.may)
            for state in set(kind.flow.by_state) - set(verb.sources):
                record = Record(number="XXX-000001", kind=kind.key, state=state, organisation=world.provider)
                with pytest.raises(Refusal, match="XXX-000001") as refused:
                    allow(actor, record, verb.name)
                assert str(kind.flow.by_state[state].label) in str(refused.value)
                tried += 1
    assert tried > 40


@pytest.mark.parametrize(
    ("states", "verbs", "why"),
    [
        ("new open done", "start:new:open", r"no way out of \['open'\]"),
        ("new open done", "finish:new:done", r"no way out of \['open'\]"),
        ("new open done", "finish:new open:done", r"no way into \['open'\]"),
        ("new done", "finish:new:gone", r"unknown states \['gone'\]"),
    ],
)
def test_a_workflow_that_cannot_work_is_refused(states: str, verbs: str, why: str) -> None:
    """A state without an exit, one that nothing leads to, one that nobody declared."""
    made = tuple(State(key, key, open=key != "done", final=key == "done") for key in states.split())
    steps = (verb.split(":") for verb in verbs.split(","))
    with pytest.raises(ValueError, match=why):
        Workflow(made, tuple(Verb(name, name, frozenset(start.split()), end, "may") for name, start, end in steps))


def test_which_roles_hold_which_permission_is_the_committed_table() -> None:
    """Rows: what a kind lets one do, and the permission it needs; columns: the roles."""
    roles = assembly().roles
    lines = ["".join([f"{'':44}", *(f" {role.key:>{len(role.key)}}" for role in roles)])]
    for kind in assembly().kinds:
        deeds = {"see": kind.may.see, "register": kind.may.register, "revise": kind.may.revise}
        deeds |= {verb.name: verb.may for verb in kind.flow.verbs}
        for deed, permission in deeds.items():
            cells = (f" {'x' if permission in role.permissions else '.':>{len(role.key)}}" for role in roles)
            lines.append("".join([f"{kind.key + ' ' + deed:24}{permission:20}", *cells]))
    same("tests/golden/roles.txt", "\n".join(line.rstrip() for line in lines) + "\n")
