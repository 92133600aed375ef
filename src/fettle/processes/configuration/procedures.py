"""The procedures with which a new installation begins: who does what, when. Controlled text, changed on the page of
each definition.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

TYPES = _(
    "The configuration manager settles which types of items are kept, with the owners of the services: a type is kept when somebody decides "
    "by what is noted of it. A type that nobody needs any more is taken out of use, its items are retired one by one."
)
ATTRIBUTES = _(
    "An attribute is noted when somebody looks for it, counts by it or is told by it. Needed is what an item cannot be found or controlled "
    "without. What has been noted is read through with the owners of the items once a year."
)
RELATION_TYPES = _(
    "A relation is noted when a failure passes along it, or when whoever changes one end has to look at the other. Which way a failure passes "
    "is tried on three examples before a type is taken into use; changing it changes what every impact says."
)
