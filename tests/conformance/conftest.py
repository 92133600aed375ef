"""The cast of the laws."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fettle.site.testing.cast import Cast
    from fettle.site.testing.world import World


@pytest.fixture
def cast(world: World) -> Cast:
    from fettle.site.testing.cast import make_cast

    return make_cast(world)
