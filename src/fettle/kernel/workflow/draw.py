"""A workflow as a Mermaid state diagram, for the handbook and the settings page."""

from __future__ import annotations

from fettle.kernel.workflow.declare import Workflow


def mermaid(flow: Workflow) -> str:
    """Text of a ``stateDiagram-v2`` with every state and verb of the flow."""
    lines = ["stateDiagram-v2", f"  [*] --> {flow.initial}"]
    lines += [f"  {state.key}: {state.label}" for state in flow.states]
    lines += [
        f"  {source} --> {verb.leads(source)}: {verb.label}"
        for verb in flow.verbs
        if verb.target
        for source in sorted(verb.sources)
    ]
    lines += [f"  {state.key} --> [*]" for state in flow.states if state.final]
    return "\n".join(lines) + "\n"
