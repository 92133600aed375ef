"""States and the verbs between them, as inert values: pages, REST, drawings and tests read the same table."""

from fettle.kernel.workflow.declare import Ask, Rule, State, Verb, Workflow

__all__ = ["Ask", "Rule", "State", "Verb", "Workflow"]
