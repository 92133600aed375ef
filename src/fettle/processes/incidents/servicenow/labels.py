"""People and teams that a log knows by a label only: one person without sign-in per label, one team per group."""

from __future__ import annotations

from fettle.kernel.orgs import actions as orgs
from fettle.kernel.orgs.models import Organisation, Person, Team
from fettle.processes.incidents.servicenow.limits import prefix
from fettle.processes.incidents.servicenow.mapping import MAPPING


class Labels:
    """Ids of the labels of one source in one organisation; a new label makes its row. Known ones are read once."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.prefix = prefix(organisation.pk)
        people = Person.objects.filter(source_key__startswith=self.prefix)
        self._people = {str(key): pk for key, pk in people.values_list("source_key", "pk")}
        self._teams = dict(Team.objects.filter(organisation=organisation).values_list("name", "pk"))
        self._made: list[tuple[dict[str, int], str]] = []

    def person(self, label: str) -> int | None:
        """The id of the person behind a label, None where the log says nothing."""
        if label in ("", MAPPING.missing):
            return None
        name = " ".join(label.split())
        key = self.prefix + name
        if key not in self._people:
            self._people[key] = orgs.add_person(name, self.organisation, source_key=key).pk
            self._made.append((self._people, key))
        return self._people[key]

    def team(self, label: str) -> int | None:
        """The id of the team behind a group, None where the log says nothing."""
        if label in ("", MAPPING.missing):
            return None
        name = " ".join(label.split())
        if name not in self._teams:
            self._teams[name] = orgs.add_team(name, self.organisation).pk
            self._made.append((self._teams, name))
        return self._teams[name]

    def forget_made(self) -> None:
        """Their rows were taken back with the incident that they were made for."""
        for known, label in self._made:
            known.pop(label, None)
        self._made.clear()
