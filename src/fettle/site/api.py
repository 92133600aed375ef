"""The API under /api/v1, router by router."""

from __future__ import annotations

from django.utils.translation import override

from fettle.administration.definitions.api import SETTINGS
from fettle.administration.definitions.calendars_api import CALENDARS
from fettle.administration.people import api as people
from fettle.administration.people import parties_api as parties
from fettle.administration.people.moves_api import MOVES
from fettle.administration.profile import api as oneself
from fettle.administration.tags import api as tags
from fettle.edges.decisions.api import APPROVALS
from fettle.edges.duties.api import DUTIES
from fettle.edges.mail.api import INCOMING
from fettle.edges.notify.api import NOTIFY
from fettle.edges.notify.mails_api import MAILS
from fettle.edges.operations.api import OPERATIONS
from fettle.edges.pages.bulk_api import BULK
from fettle.edges.pages.saved_api import VIEWS
from fettle.edges.rest import shapes
from fettle.edges.rest.api import assemble
from fettle.edges.rest.erasing import ERASING
from fettle.edges.rest.history import ENTRIES
from fettle.edges.rest.linking import LINKS
from fettle.edges.rest.parties import PARTIES
from fettle.edges.rest.searching import SEARCH
from fettle.edges.rest.talk import TALK
from fettle.edges.risks.api import risks
from fettle.edges.steps.api import STEPS
from fettle.edges.tags.api import TAGS
from fettle.edges.transfer.import_api import IMPORTS
from fettle.facilities.risks.records import RISK
from fettle.governance.api import COVERAGE
from fettle.governance.documents.api import documents
from fettle.governance.documents.records import DOCUMENT
from fettle.portal.api import OFFERED
from fettle.processes.announcements.api import announcements
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.configuration.api import items
from fettle.processes.configuration.records import ITEM
from fettle.processes.customers.api import customers
from fettle.processes.customers.complaints.api import complaints
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.records import CUSTOMER
from fettle.processes.incidents.answers_api import ANSWERS
from fettle.processes.incidents.api import CUSTOM, incidents, requests
from fettle.processes.incidents.catalogue.api import CATALOGUE
from fettle.processes.incidents.desk_api import ON_THE_DESK
from fettle.processes.incidents.parts_api import PARTS
from fettle.processes.incidents.recalculating.api import RECALCULATIONS
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.time_api import TIME
from fettle.processes.knowledge.api import HELP, articles
from fettle.processes.knowledge.records import ARTICLE
from fettle.processes.levels.api import agreements
from fettle.processes.levels.estimates.api import ESTIMATES
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.violations.api import violations
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.money.api import MONEY, budget_routes, costs
from fettle.processes.money.records import BUDGET, COST
from fettle.processes.problems.api import WORKAROUNDS, known_errors, problems
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.reporting.api import FIGURES, specifications
from fettle.processes.reporting.records import SPECIFICATION
from fettle.processes.reviews.api import reviews
from fettle.processes.reviews.records import REVIEW
from fettle.processes.services.api import services
from fettle.processes.services.demands.api import demands
from fettle.processes.services.demands.records import DEMAND
from fettle.processes.services.packages.api import packages
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.records import SERVICE
from fettle.processes.services.specifications.api import specifications as service_specifications
from fettle.processes.services.specifications.records import SPECIFICATION as SERVICE_SPECIFICATION
from fettle.processes.suppliers.api import suppliers
from fettle.processes.suppliers.offerings.api import offerings
from fettle.processes.suppliers.offerings.records import OFFERING
from fettle.processes.suppliers.records import SUPPLIER
from fettle.processes.surveys.api import RATINGS, follow_ups, surveys
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY

ROUTERS = (
    incidents,
    requests,
    ON_THE_DESK,
    announcements,
    problems,
    known_errors,
    WORKAROUNDS,
    articles,
    HELP,
    PARTS,
    CATALOGUE,
    ANSWERS,
    TIME,
    RECALCULATIONS,
    OFFERED,
    services,
    packages,
    service_specifications,
    demands,
    items,
    customers,
    complaints,
    suppliers,
    offerings,
    reviews,
    surveys,
    follow_ups,
    RATINGS,
    agreements,
    ESTIMATES,
    violations,
    costs,
    budget_routes,
    MONEY,
    FIGURES,
    specifications,
    documents,
    DUTIES,
    APPROVALS,
    STEPS,
    risks,
    ENTRIES,
    TALK,
    LINKS,
    tags.adding(TAGS),
    tags.KEPT,
    oneself.adding(parties.adding(people.adding(PARTIES))),
    oneself.OWN,
    MOVES,
    people.PEOPLE,
    parties.TIES,
    ERASING,
    IMPORTS,
    SEARCH,
    VIEWS,
    BULK,
    NOTIFY,
    MAILS,
    INCOMING,
    OPERATIONS,
    SETTINGS,
    CALENDARS,
    COVERAGE,
)

with override("en"):
    SHAPES = {
        INCIDENT.key: shapes.shown(INCIDENT, [CUSTOM]),
        REQUEST.key: shapes.shown(REQUEST, [CUSTOM]),
        ANNOUNCEMENT.key: shapes.shown(ANNOUNCEMENT, []),
        PROBLEM.key: shapes.shown(PROBLEM, []),
        KNOWN_ERROR.key: shapes.shown(KNOWN_ERROR, []),
        ARTICLE.key: shapes.shown(ARTICLE, []),
        SERVICE.key: shapes.shown(SERVICE, []),
        PACKAGE.key: shapes.shown(PACKAGE, []),
        SERVICE_SPECIFICATION.key: shapes.shown(SERVICE_SPECIFICATION, []),
        DEMAND.key: shapes.shown(DEMAND, []),
        ITEM.key: shapes.shown(ITEM, []),
        CUSTOMER.key: shapes.shown(CUSTOMER, []),
        COMPLAINT.key: shapes.shown(COMPLAINT, []),
        SUPPLIER.key: shapes.shown(SUPPLIER, []),
        OFFERING.key: shapes.shown(OFFERING, []),
        REVIEW.key: shapes.shown(REVIEW, []),
        SURVEY.key: shapes.shown(SURVEY, []),
        FOLLOW_UP.key: shapes.shown(FOLLOW_UP, []),
        AGREEMENT.key: shapes.shown(AGREEMENT, []),
        VIOLATION.key: shapes.shown(VIOLATION, []),
        COST.key: shapes.shown(COST, []),
        BUDGET.key: shapes.shown(BUDGET, []),
        SPECIFICATION.key: shapes.shown(SPECIFICATION, []),
        DOCUMENT.key: shapes.shown(DOCUMENT, []),
        RISK.key: shapes.shown(RISK, []),
    }

api = assemble(ROUTERS, SHAPES)
