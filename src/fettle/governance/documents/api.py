"""Documents over REST."""

from fettle.edges.papers import api as papers
from fettle.edges.rest.routes import routes
from fettle.edges.transfer import routes as tables
from fettle.facilities.documents import actions as texts
from fettle.governance.documents import actions
from fettle.governance.documents.records import DOCUMENT

documents = routes(
    DOCUMENT,
    register=actions.register,
    revise=actions.revise,
    first=lambda router: tables.add(router, DOCUMENT, register=actions.register, revise=actions.revise),
    verbs=texts.VERBS,
    more=papers.steps(DOCUMENT),
)
papers.add(documents, DOCUMENT)
