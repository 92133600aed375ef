"""What a start refuses by what it finds in the data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fettle.kernel.orgs import actions as orgs
from fettle.site import starting
from fettle.site.config import config
from fettle.site.refusal import Refused
from fettle.site.testing.world import World


def test_a_demo_of_an_earlier_start_is_not_opened_to_the_network(world: World) -> None:
    here, anywhere = replace(config(), host="127.0.0.1"), replace(config(), host="0.0.0.0")
    starting.refuse_open_doors(anywhere, False)
    visitor = orgs.add_person("Vera Visitor", world.provider, mail="vera@example.org", may_sign_in=True, demo=True)
    with pytest.raises(Refused, match="--demo-anywhere"):
        starting.refuse_open_doors(anywhere, False)
    starting.refuse_open_doors(anywhere, True)
    starting.refuse_open_doors(here, False)
    visitor.is_active = False
    visitor.save()
    starting.refuse_open_doors(anywhere, False)
