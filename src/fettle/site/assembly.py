"""What the house is made of, in plain lists. Read top to bottom; nothing registers itself anywhere else."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from fettle.administration.definitions import cycles as setting_cycles
from fettle.administration.people import slots as people_slots
from fettle.administration.start import progress as start
from fettle.edges.decisions import slots as decisions
from fettle.edges.duties import slots as duties
from fettle.edges.leaves import LEAVES
from fettle.edges.mail import forwarding, mailboxes
from fettle.edges.mail import routes as mail_routes
from fettle.edges.mail import slots as mail
from fettle.edges.mail import traces as mail_traces
from fettle.edges.mail.routes import Route
from fettle.edges.notify import composing, deciding, outbox, outside
from fettle.edges.notify import definitions as notify_definitions
from fettle.edges.notify import leaving as notify_leaving
from fettle.edges.notify import queries as notify_queries
from fettle.edges.notify import traces as notify_traces
from fettle.edges.pages import contact, timeline
from fettle.edges.pages import traces as page_traces
from fettle.edges.pages.addresses import READER
from fettle.edges.pages.detail import ASIDE, BEFORE, HELPING
from fettle.edges.pages.head import MENU
from fettle.edges.pages.my_work import ABOVE
from fettle.edges.pages.nav import FOOT, MAKE, PERSONAL, SERVED, Place
from fettle.edges.pages.short import FIRST
from fettle.edges.pages.timeline import BESIDE
from fettle.edges.relationships import slots as relationship_slots
from fettle.edges.rest import traces as rest_traces
from fettle.edges.risks import slots as risk_slots
from fettle.edges.steps import slots as steps
from fettle.edges.tags import slots as tag_slots
from fettle.edges.transfer import further
from fettle.edges.transfer import traces as transfer_traces
from fettle.edges.transfer.outcome import Importer
from fettle.facilities.approvals import definitions as approval_definitions
from fettle.facilities.approvals import facts as approvals
from fettle.facilities.approvals import figures as approval_figures
from fettle.facilities.approvals import notices as approval_notices
from fettle.facilities.approvals import traces as approval_traces
from fettle.facilities.cycles import facts as cycles
from fettle.facilities.cycles.declare import Cycle
from fettle.facilities.discussion import definitions as discussion_definitions
from fettle.facilities.discussion import facts as discussion
from fettle.facilities.discussion import queries as talk
from fettle.facilities.discussion import traces as discussion_traces
from fettle.facilities.documents import definitions as text_definitions
from fettle.facilities.documents import facts as texts
from fettle.facilities.documents import traces as text_traces
from fettle.facilities.links import facts as links
from fettle.facilities.relationships import facts as relationships
from fettle.facilities.relationships import traces as relationship_traces
from fettle.facilities.risks import cycles as risk_cycles
from fettle.facilities.risks import definitions as risk_definitions
from fettle.facilities.risks import facts as risks
from fettle.facilities.risks import notices as risk_notices
from fettle.facilities.risks.records import RISK
from fettle.facilities.search import reactions as search_reactions
from fettle.facilities.search import traces as search_traces
from fettle.facilities.tags import definitions as tag_definitions
from fettle.facilities.tags import facts as tags
from fettle.facilities.tags import traces as tag_traces
from fettle.facilities.tasks import declare as task_slots
from fettle.facilities.tasks import facts as tasks
from fettle.facilities.tasks import notices as task_notices
from fettle.facilities.tasks import traces as task_traces
from fettle.governance.documents import cycles as document_cycles
from fettle.governance.documents import definitions as document_definitions
from fettle.governance.documents import facts as documents
from fettle.governance.documents import notices as document_notices
from fettle.governance.documents.records import DOCUMENT
from fettle.kernel.assembly import Assembly
from fettle.kernel.figures import Figure
from fettle.kernel.history import traces as history_traces
from fettle.kernel.history.erase import Trace
from fettle.kernel.history.facts import Fact
from fettle.kernel.history.reactions import Reaction
from fettle.kernel.records.declare import Kind
from fettle.kernel.settings import facts as settings
from fettle.kernel.settings import traces as register_traces
from fettle.kernel.settings.declare import Definition
from fettle.kernel.settings.records import SETTING
from fettle.kernel.settings.register import REGISTER, WORKING_TIME
from fettle.kernel.settings.retention import RETENTION
from fettle.kernel.settings.silence import SILENCE
from fettle.portal import slots as portal
from fettle.processes.announcements import definitions as announcement_definitions
from fettle.processes.announcements import facts as announcements
from fettle.processes.announcements import notices as announcement_notices
from fettle.processes.announcements import slots as announcement_slots
from fettle.processes.announcements.records import ANNOUNCEMENT
from fettle.processes.configuration import cycles as configuration_cycles
from fettle.processes.configuration import definitions as configuration_definitions
from fettle.processes.configuration import facts as configuration
from fettle.processes.configuration import importing as item_rows
from fettle.processes.configuration import notices as configuration_notices
from fettle.processes.configuration import traces as configuration_traces
from fettle.processes.configuration.records import ITEM
from fettle.processes.configuration.structure import slots as item_slots
from fettle.processes.customers import cycles as customer_cycles
from fettle.processes.customers import definitions as customer_definitions
from fettle.processes.customers import facts as complaints
from fettle.processes.customers import figures as customer_figures
from fettle.processes.customers import importing as customer_rows
from fettle.processes.customers import notices as customer_notices
from fettle.processes.customers import slots as customer_slots
from fettle.processes.customers.complaints import cycles as complaint_cycles
from fettle.processes.customers.complaints import mail as complaint_mail
from fettle.processes.customers.complaints.records import COMPLAINT
from fettle.processes.customers.records import CUSTOMER
from fettle.processes.incidents import (
    answered,
    approving,
    delivered,
    known,
    leading,
    led,
    major,
    parts_page,
    splitting_page,
    tag_rows,
    whole,
)
from fettle.processes.incidents import definitions as incident_definitions
from fettle.processes.incidents import facts as incidents
from fettle.processes.incidents import figures as incident_figures
from fettle.processes.incidents import mail as incident_mail
from fettle.processes.incidents import notices as incident_notices
from fettle.processes.incidents import slots as incident_slots
from fettle.processes.incidents import traces as incident_traces
from fettle.processes.incidents.actions import joining
from fettle.processes.incidents.catalogue import definitions as catalogue
from fettle.processes.incidents.catalogue import following, recurring
from fettle.processes.incidents.queue import BULK
from fettle.processes.incidents.recalculating import keeping as recalculation_keeping
from fettle.processes.incidents.recording import TYPING
from fettle.processes.incidents.records import INCIDENT, REQUEST
from fettle.processes.incidents.servicenow import bring as servicenow
from fettle.processes.knowledge import cycles as knowledge_cycles
from fettle.processes.knowledge import definitions as knowledge_definitions
from fettle.processes.knowledge import facts as knowledge
from fettle.processes.knowledge import figures as knowledge_figures
from fettle.processes.knowledge import slots as knowledge_slots
from fettle.processes.knowledge.records import ARTICLE
from fettle.processes.levels import cycles as level_cycles
from fettle.processes.levels import definitions as level_definitions
from fettle.processes.levels import facts as levels
from fettle.processes.levels import figures as level_figures
from fettle.processes.levels import leaving
from fettle.processes.levels import notices as level_notices
from fettle.processes.levels import slots as level_slots
from fettle.processes.levels import traces as level_traces
from fettle.processes.levels.estimates import definitions as estimate_definitions
from fettle.processes.levels.estimates import facts as estimates
from fettle.processes.levels.estimates import slots as estimate_slots
from fettle.processes.levels.evaluation import agenda as missed_targets
from fettle.processes.levels.evaluation import cycles as evaluation_cycles
from fettle.processes.levels.evaluation import definitions as evaluation_definitions
from fettle.processes.levels.evaluation import facts as evaluations
from fettle.processes.levels.records import AGREEMENT
from fettle.processes.levels.violations import definitions as violation_definitions
from fettle.processes.levels.violations import facts as violations
from fettle.processes.levels.violations.records import VIOLATION
from fettle.processes.money import definitions as money_definitions
from fettle.processes.money import facts as money
from fettle.processes.money import figures as money_figures
from fettle.processes.money import importing as money_rows
from fettle.processes.money import notices as money_notices
from fettle.processes.money import slots as money_slots
from fettle.processes.money import with_suppliers as money_with_suppliers
from fettle.processes.money.records import BUDGET, COST
from fettle.processes.problems import definitions as problem_definitions
from fettle.processes.problems import facts as problems
from fettle.processes.problems import figures as problem_figures
from fettle.processes.problems import notices as problem_notices
from fettle.processes.problems import pushing as problem_pushing
from fettle.processes.problems import slots as problem_slots
from fettle.processes.problems.known_errors import cycles as known_error_cycles
from fettle.processes.problems.known_errors.records import KNOWN_ERROR
from fettle.processes.problems.records import PROBLEM
from fettle.processes.reporting import cycles as report_cycles
from fettle.processes.reporting import definitions as reporting_definitions
from fettle.processes.reporting import facts as reporting
from fettle.processes.reporting import notices as report_notices
from fettle.processes.reporting.records import SPECIFICATION
from fettle.processes.reviews import definitions as review_definitions
from fettle.processes.reviews import facts as reviews
from fettle.processes.reviews import figures as review_figures
from fettle.processes.reviews import following as review_following
from fettle.processes.reviews import notices as review_notices
from fettle.processes.reviews import slots as review_slots
from fettle.processes.reviews.agenda import PARTS as AGENDA
from fettle.processes.reviews.records import REVIEW
from fettle.processes.services import definitions as service_definitions
from fettle.processes.services import facts as services
from fettle.processes.services import figures as service_figures
from fettle.processes.services import importing as service_rows
from fettle.processes.services import notices as service_notices
from fettle.processes.services import traces as service_traces
from fettle.processes.services.demands import agenda as demand_agenda
from fettle.processes.services.demands import slots as demand_slots
from fettle.processes.services.demands.records import DEMAND
from fettle.processes.services.packages import approving as package_approving
from fettle.processes.services.packages import slots as package_slots
from fettle.processes.services.packages.records import PACKAGE
from fettle.processes.services.records import SERVICE
from fettle.processes.services.specifications import cycles as service_cycles
from fettle.processes.services.specifications.records import SPECIFICATION as SERVICE_SPECIFICATION
from fettle.processes.services.structure import slots as service_slots
from fettle.processes.suppliers import cycles as supplier_cycles
from fettle.processes.suppliers import definitions as supplier_definitions
from fettle.processes.suppliers import facts as suppliers
from fettle.processes.suppliers import figures as supplier_figures
from fettle.processes.suppliers import importing as supplier_rows
from fettle.processes.suppliers import notices as supplier_notices
from fettle.processes.suppliers import slots as supplier_slots
from fettle.processes.suppliers import traces as supplier_traces
from fettle.processes.suppliers.offerings.records import OFFERING
from fettle.processes.suppliers.queries import SPEND
from fettle.processes.suppliers.records import SUPPLIER
from fettle.processes.surveys import asking as survey_asking
from fettle.processes.surveys import definitions as survey_definitions
from fettle.processes.surveys import facts as surveys
from fettle.processes.surveys import figures as survey_figures
from fettle.processes.surveys import following as survey_following
from fettle.processes.surveys import mail as survey_mail
from fettle.processes.surveys import notices as survey_notices
from fettle.processes.surveys import slots as survey_slots
from fettle.processes.surveys import traces as survey_traces
from fettle.processes.surveys.records import FOLLOW_UP, SURVEY
from fettle.site.roles import ROLES

KINDS: tuple[Kind, ...] = (
    INCIDENT,
    REQUEST,
    PROBLEM,
    KNOWN_ERROR,
    ARTICLE,
    ANNOUNCEMENT,
    SERVICE,
    PACKAGE,
    SERVICE_SPECIFICATION,
    DEMAND,
    ITEM,
    CUSTOMER,
    COMPLAINT,
    SUPPLIER,
    OFFERING,
    REVIEW,
    SURVEY,
    FOLLOW_UP,
    AGREEMENT,
    VIOLATION,
    COST,
    BUDGET,
    SPECIFICATION,
    DOCUMENT,
    RISK,
    SETTING,
)

FACTS: tuple[type[Fact], ...] = (
    settings.Defined,
    settings.Redefined,
    settings.RegisterChanged,
    discussion.Replied,
    discussion.Noted,
    discussion.Forwarded,
    discussion.SupplierAnswered,
    discussion.FileAdded,
    discussion.FileWithdrawn,
    discussion.Watching,
    links.Linked,
    links.Unlinked,
    tags.Tagged,
    texts.Written,
    texts.Submitted,
    texts.SentBack,
    texts.Published,
    texts.Discarded,
    texts.Withdrawn,
    texts.Distributed,
    texts.TakenOff,
    texts.Acknowledged,
    texts.Reminded,
    cycles.DutySet,
    cycles.DutyDone,
    cycles.DutySkipped,
    cycles.DutyEnded,
    cycles.DutyLooms,
    cycles.DutyLate,
    approvals.Asked,
    approvals.AskedNext,
    approvals.Decided,
    approvals.Approved,
    approvals.Refused,
    approvals.Cancelled,
    approvals.Reminded,
    approvals.Overdue,
    approvals.Delegated,
    tasks.LaidOut,
    tasks.StepAdded,
    tasks.StepChanged,
    tasks.StepDone,
    tasks.StepLate,
    tasks.StepSkipped,
    tasks.StepReopened,
    tasks.StepWithdrawn,
    relationships.Entered,
    relationships.Updated,
    relationships.Ended,
    relationships.TakenUp,
    relationships.ContactAdded,
    relationships.ContactChanged,
    relationships.ContactRemoved,
    relationships.MainContact,
    complaints.Received,
    complaints.Revised,
    complaints.Taken,
    complaints.Answered,
    complaints.FollowedUp,
    complaints.Closed,
    complaints.Reopened,
    complaints.Withdrawn,
    suppliers.Rated,
    suppliers.FellShort,
    suppliers.SubcontractorAdded,
    suppliers.SubcontractorRemoved,
    suppliers.Offered,
    suppliers.OfferingRevised,
    suppliers.OfferingWithdrawn,
    suppliers.OfferedAgain,
    reviews.Planned,
    reviews.Revised,
    reviews.Prepared,
    reviews.Held,
    reviews.Closed,
    reviews.Reopened,
    reviews.Cancelled,
    surveys.Asked,
    surveys.Rated,
    surveys.Commented,
    surveys.Planned,
    surveys.Revised,
    surveys.Started,
    surveys.Reminded,
    surveys.Closed,
    surveys.Cancelled,
    surveys.FollowUpOpened,
    surveys.FollowUpRevised,
    surveys.FollowUpSettled,
    surveys.FollowUpReopened,
    risks.Identified,
    risks.Revised,
    risks.Assessed,
    risks.Treated,
    risks.Accepted,
    risks.AcceptanceEnds,
    risks.AcceptanceEnded,
    risks.Closed,
    risks.Reopened,
    risks.WithdrawnRisk,
    services.Added,
    services.Proposed,
    services.Updated,
    services.Accepted,
    services.TransitionStarted,
    services.Returned,
    services.WentLive,
    services.Withdrawn,
    services.Retired,
    services.Revived,
    services.ComponentAdded,
    services.ComponentChanged,
    services.ComponentRemoved,
    services.PartyAdded,
    services.PartyChanged,
    services.PartyRemoved,
    services.SpecificationEntered,
    services.SpecificationRevised,
    services.PackageDrawnUp,
    services.PackageRevised,
    services.PackageReturned,
    services.PackageCompleted,
    services.CriterionAdded,
    services.CriterionChanged,
    services.CriterionTakenAway,
    services.CriterionEvidenced,
    services.CriterionWaived,
    services.CriterionReopened,
    services.DemandRecorded,
    services.DemandRevised,
    services.DemandTakenUp,
    services.DemandMet,
    services.DemandDeclined,
    services.DemandReopened,
    levels.Agreed,
    levels.Amended,
    levels.DrawnUp,
    levels.Revised,
    levels.VersionChanged,
    levels.Negotiated,
    levels.Reworked,
    levels.Signed,
    levels.WroteToThem,
    levels.PaperKept,
    levels.PutInForce,
    levels.Overridden,
    levels.VersionBegun,
    levels.VersionDropped,
    levels.NoticeGiven,
    levels.Terminated,
    levels.Expired,
    levels.RunsOut,
    levels.Withdrawn,
    levels.TargetsSet,
    levels.ClockSet,
    levels.Breached,
    levels.Warned,
    levels.SupportBreached,
    levels.SupportWarned,
    estimates.LevelEstimated,
    estimates.EstimateWithdrawn,
    evaluations.Measured,
    evaluations.Evaluated,
    evaluations.Prepared,
    evaluations.MissedAgain,
    evaluations.FollowingSet,
    *violations.FACTS,
    configuration.Added,
    configuration.Updated,
    configuration.PutToUse,
    configuration.Stored,
    configuration.SentToRepair,
    configuration.Retired,
    configuration.BroughtBack,
    configuration.Withdrawn,
    configuration.Related,
    configuration.RelationChanged,
    configuration.Unrelated,
    configuration.Bound,
    configuration.Unbound,
    money.Recorded,
    money.Revised,
    money.Committed,
    money.Spent,
    money.Withdrawn,
    money.BudgetDrawnUp,
    money.BudgetRevised,
    money.BudgetApproved,
    money.BudgetReplaced,
    money.BudgetWithdrawn,
    money.BudgetReached,
    incidents.Registered,
    incidents.Ordered,
    incidents.Recurred,
    incidents.FollowUp,
    incidents.AlsoReported,
    incidents.Revised,
    incidents.Classified,
    incidents.Prioritised,
    incidents.Assigned,
    incidents.Taken,
    incidents.Started,
    incidents.HandedOver,
    incidents.Escalated,
    incidents.Paused,
    incidents.Resumed,
    incidents.Resolved,
    incidents.Closed,
    incidents.Reopened,
    incidents.WithdrawnFromDesk,
    incidents.Recalculated,
    incidents.TakenBack,
    incidents.DeclaredMajor,
    incidents.NotMajor,
    incidents.Appointed,
    incidents.MeetingSet,
    incidents.IntervalSet,
    incidents.UpdateSent,
    incidents.UpdateLate,
    incidents.ReviewWritten,
    incidents.ReviewedMajor,
    incidents.MergedInto,
    incidents.TookIn,
    incidents.Unmerged,
    incidents.LetGo,
    incidents.WroteToParts,
    incidents.TimeSpent,
    incidents.TimeCorrected,
    incidents.TimeWithdrawn,
    incidents.SplitFrom,
    incidents.SplitInto,
    incidents.Woken,
    incidents.Restored,
    announcements.Announced,
    announcements.Told,
    announcements.Revised,
    announcements.Ended,
    announcements.PutUpAgain,
    announcements.Withdrawn,
    announcements.MeToo,
    announcements.NotAffected,
    knowledge.Begun,
    knowledge.Revised,
    knowledge.Used,
    knowledge.Solved,
    knowledge.DidNotHelp,
    *problems.FACTS,
    reporting.Specified,
    reporting.Respecified,
    reporting.Terminated,
    reporting.Delivered,
    reporting.Verified,
    reporting.FollowUpStarted,
    reporting.FollowUpEnded,
    documents.Entered,
    documents.Revised,
)

DEFINITIONS: tuple[Definition, ...] = (
    REGISTER,
    WORKING_TIME,
    RETENTION,
    SILENCE,
    discussion_definitions.FILES,
    tag_definitions.HANDLING,
    text_definitions.CONTROL,
    document_definitions.TYPES,
    notify_definitions.MAIL,
    notify_definitions.TIMES,
    mailboxes.MAILBOXES,
    mailboxes.INTAKE,
    mailboxes.PICTURES,
    notify_definitions.rules(
        [
            *incident_notices.RULES,
            *problem_notices.RULES,
            *document_notices.RULES,
            *announcement_notices.RULES,
            *approval_notices.RULES,
            *task_notices.RULES,
            *risk_notices.RULES,
            *report_notices.RULES,
            *service_notices.RULES,
            *configuration_notices.RULES,
            *customer_notices.RULES,
            *supplier_notices.RULES,
            *review_notices.RULES,
            *survey_notices.RULES,
            *level_notices.RULES,
            *money_notices.RULES,
        ]
    ),
    notify_definitions.mail_texts(
        [
            *document_notices.TEXTS,
            *incident_notices.TEXTS,
            *problem_notices.TEXTS,
            *announcement_notices.TEXTS,
            *approval_notices.TEXTS,
            *task_notices.TEXTS,
            *risk_notices.TEXTS,
            *report_notices.TEXTS,
            *service_notices.TEXTS,
            *customer_notices.TEXTS,
            *supplier_notices.TEXTS,
            *review_notices.TEXTS,
            *survey_notices.TEXTS,
            *level_notices.TEXTS,
            *money_notices.TEXTS,
        ]
    ),
    approval_definitions.HANDLING,
    *risk_definitions.DEFINITIONS,
    contact.CONTACT,
    *incident_definitions.DEFINITIONS,
    recalculation_keeping.KEEPING,
    major.CRITERIA,
    leading.ROLES,
    leading.RULES,
    announcement_definitions.RULES,
    whole.PROPAGATION,
    known.KNOWN_INCIDENTS,
    *catalogue.DEFINITIONS,
    recurring.RECURRING,
    *problem_definitions.DEFINITIONS,
    knowledge_definitions.KEEPING,
    approving.POLICIES,
    *service_definitions.DEFINITIONS,
    *customer_definitions.DEFINITIONS,
    *supplier_definitions.DEFINITIONS,
    *review_definitions.DEFINITIONS,
    level_definitions.AGREEING,
    level_definitions.KEEPING,
    level_definitions.EXCLUSIONS,
    evaluation_definitions.EVALUATING,
    violation_definitions.MISSED_BECAUSE,
    estimate_definitions.ESTIMATING,
    *survey_definitions.DEFINITIONS,
    *configuration_definitions.DEFINITIONS,
    *money_definitions.DEFINITIONS,
    *reporting_definitions.DEFINITIONS,
)

REACTIONS: tuple[Reaction, ...] = (
    *search_reactions.REACTIONS,
    *deciding.REACTIONS,
    *forwarding.REACTIONS,
    *joining.REACTIONS,
    *approving.REACTIONS,
    *following.REACTIONS,
    *package_approving.REACTIONS,
    *review_following.REACTIONS,
    survey_asking.PLANNING,
    survey_following.FOLLOWING,
)

FIGURES: tuple[Figure, ...] = (
    *incident_figures.FIGURES,
    *answered.FIGURES,
    *led.FIGURES,
    *delivered.FIGURES,
    *problem_figures.FIGURES,
    *service_figures.FIGURES,
    *customer_figures.FIGURES,
    *supplier_figures.FIGURES,
    *review_figures.FIGURES,
    *level_figures.FIGURES,
    *survey_figures.FIGURES,
    *knowledge_figures.FIGURES,
    *approval_figures.FIGURES,
    *money_figures.FIGURES,
)

TRACES: tuple[Trace, ...] = (
    *history_traces.TRACES,
    *discussion_traces.TRACES,
    *text_traces.TRACES,
    *approval_traces.TRACES,
    *task_traces.TRACES,
    *relationship_traces.TRACES,
    *supplier_traces.TRACES,
    *tag_traces.TRACES,
    *notify_traces.TRACES,
    *mail_traces.TRACES,
    *page_traces.TRACES,
    *incident_traces.TRACES,
    *service_traces.TRACES,
    *configuration_traces.TRACES,
    *level_traces.TRACES,
    *survey_traces.TRACES,
    *rest_traces.TRACES,
    *transfer_traces.TRACES,
    *register_traces.TRACES,
    *search_traces.TRACES,  # last: made of what the others changed
)

CYCLES: tuple[Cycle, ...] = (
    *report_cycles.CYCLES,
    *document_cycles.CYCLES,
    *knowledge_cycles.CYCLES,
    *known_error_cycles.CYCLES,
    *service_cycles.CYCLES,
    *customer_cycles.CYCLES,
    *complaint_cycles.CYCLES,
    *supplier_cycles.CYCLES,
    *configuration_cycles.CYCLES,
    *level_cycles.CYCLES,
    *evaluation_cycles.CYCLES,
    *setting_cycles.CYCLES,
    *risk_cycles.CYCLES,
)

IMPORTING = ("transfer.import", "services.manage", "customers.manage", "suppliers.manage")
NAV: tuple[Place, ...] = (
    Place(PERSONAL, _("My work"), "/my-work/", "inbox", "m", overdue=True),
    Place(MAKE, _("New record"), "/new", may=("incidents.work",)),
    Place(PERSONAL, _("Duties"), "/duties/", "calendar", may=("documents.see",)),
    Place("support", _("Incidents & requests"), "/desk/", "lifebuoy", "i", may=("incidents.work", "incidents.manage")),
    Place("support", _("Problems"), "/problems", "bug", "p", may=("problems.see",)),
    Place("support", _("Known errors"), "/known-errors", "bandage", may=("problems.see",)),
    Place("support", _("Announcements"), "/announcements", "speakerphone", may=("announcements.manage",)),
    Place("support", _("Knowledge"), "/knowledge", "book", "k", may=("knowledge.see",)),
    Place("support", _("Time spent"), "/desk/time", "clock-plus", may=("incidents.manage",)),
    Place("services", _("Services"), "/services", "apps", may=("levels.see", "services.manage")),
    Place("services", _("Packages"), "/packages", "package", may=("services.manage", "services.approve")),
    Place("services", _("Demands"), "/demands", "bulb", may=("services.demand",)),
    Place("services", _("Agreements"), "/agreements", "certificate", may=("levels.see",)),
    Place("services", _("Violations"), "/violations", "alert-triangle", may=("levels.manage",)),
    Place("services", _("Money"), "/money", "coins", may=("money.see",)),
    Place("services", _("Service reports"), "/reports", "report", may=("reporting.see",)),
    Place("change", _("Configuration"), "/items", "sitemap", may=("configuration.see",)),
    Place("relationships", _("Customers"), "/customers", "users-group", may=("customers.see",)),
    Place("relationships", _("Complaints"), "/complaints", "message-report", may=("complaints.record",)),
    Place("relationships", _("Suppliers"), "/suppliers", "truck-delivery", may=("suppliers.see",)),
    Place("relationships", _("Offerings"), "/offerings", "tag", may=("suppliers.manage",)),
    Place("relationships", _("Reviews"), "/reviews", "report-analytics", may=("reviews.see",)),
    Place("relationships", _("Surveys"), "/surveys", "message-report", may=("satisfaction.see",)),
    Place("relationships", _("Follow-ups"), "/followups", "message-report", may=("satisfaction.see",)),
    Place("assurance", _("Risks"), "/risks", "alert-triangle", may=("risks.see",)),
    Place("governance", _("Documents"), "/documents", "file-text", may=("documents.see",)),
    Place("governance", _("Coverage of FitSM"), "/governance/coverage", "clipboard-check", may=("governance.see",)),
    Place(FOOT, _("Mails"), "/operations/mail/", "mail", may=("notify.see",)),
    Place(FOOT, _("Audit log"), "/operations/audit/", "list-search", may=("audit.see",)),
    Place(FOOT, _("Jobs"), "/operations/jobs/", "history", may=("operations.administer",), whole=True),
    Place(FOOT, _("Health"), "/operations/health/", "heart-rate-monitor", may=("operations.administer",), whole=True),
    Place(SERVED, _("Home"), "/portal/"),
    Place(SERVED, _("Services"), "/portal/services/"),
    Place(SERVED, _("My requests"), "/portal/requests/"),
    Place(SERVED, _("News"), "/portal/news/"),
    Place(FOOT, _("Import"), "/import/", "file-import", may=IMPORTING),
    Place(SERVED, _("Reports"), "/reports", may=("reporting.see",)),
    Place(SERVED, _("Reviews"), "/reviews", may=("reviews.see",)),
    Place(SERVED, _("Agreements"), "/portal/agreements/", may=("levels.see",)),
    Place(FOOT, _("People"), "/people/", "users", may=("people.administer",)),
    Place(FOOT, _("Settings"), "/settings/", "settings", may=("settings.see",)),
)

IMPORTERS: tuple[Importer, ...] = (
    service_rows.IMPORTER,
    customer_rows.IMPORTER,
    supplier_rows.IMPORTER,
    item_rows.IMPORTER,
    money_rows.IMPORTER,
    servicenow.IMPORTER,
    tag_rows.IMPORTER,
)

MAIL_ROUTES: tuple[Route, ...] = (*incident_mail.MAIL_ROUTES, complaint_mail.ROUTE)

UPCASTS = {(incidents.Escalated.name, 1): incidents.percent_apart}

SLOTS: dict[str, tuple[Any, ...]] = {
    "unread": (notify_queries.unread,),
    "bulk": (BULK, parts_page.PARTS, problem_pushing.ACTS),
    mail_routes.SLOT: MAIL_ROUTES,
    outbox.IDENTITY: (mail.identity,),
    deciding.DOUBTS: (mail.doubts,),
    notify_leaving.FAILED: (forwarding.failed,),
    composing.LINES: (survey_mail.lines,),
    further.SLOT: (customer_rows.FURTHER, supplier_rows.FURTHER),
    talk.STAYS: (level_slots.paper_stays,),
    outside.PARTY: (customer_slots.party, review_slots.party, level_slots.party),
    timeline.BEHIND: (mail.behind,),
    ASIDE: (
        tag_slots.beside,
        parts_page.beside,
        problem_slots.beside,
        knowledge_slots.beside,
        duties.of_record,
        announcement_slots.affected,
        people_slots.attention,
    ),
    HELPING: (problem_slots.helping, knowledge_slots.helping),
    TYPING: (problem_slots.while_typing, knowledge_slots.while_typing),
    AGENDA: (missed_targets.missed, demand_agenda.still_open),
    SPEND: (money_with_suppliers.spend,),
    LEAVES: (
        service_slots.left_standing,
        item_slots.left_standing,
        supplier_slots.left_relying,
        leaving.still_agreed,
        incident_slots.still_open,
        problem_slots.still_known,
    ),
    ABOVE: (incident_slots.major, mail.waiting, decisions.mine, steps.mine, duties.mine),
    BEFORE: (
        relationship_slots.of_record,
        supplier_slots.of_record,
        review_slots.of_record,
        survey_slots.of_record,
        service_slots.of_service,
        item_slots.of_item,
        item_slots.of_service,
        demand_slots.of_demand,
        package_slots.of_package,
        problem_slots.of_problem,
        level_slots.of_agreement,
        demand_slots.of_agreement,
        level_slots.of_party,
        level_slots.of_service,
        estimate_slots.of_service,
        money_slots.of_service,
        money_slots.of_budget,
        decisions.of_record,
        steps.of_record,
        risk_slots.on(SERVICE, PACKAGE, AGREEMENT),
    ),
    approval_definitions.POLICIES: (approving.SOURCE, service_definitions.SOURCE),
    task_slots.WORKFLOWS: (known.workflows, package_slots.workflows),
    READER: (portal.page,),
    FIRST: (start.unfinished,),
    MENU: (
        decisions.ask,
        steps.add,
        problem_slots.record_problem,
        problem_slots.record_known_error,
        knowledge_slots.write_article,
        customer_slots.complain,
        risk_slots.note,
        portal.as_requester,
    ),
    BESIDE: (splitting_page.offered,),
}

ASSEMBLY = Assembly(
    kinds=KINDS,
    facts=FACTS,
    upcasts=UPCASTS,
    roles=ROLES,
    definitions=DEFINITIONS,
    reactions=REACTIONS,
    figures=FIGURES,
    traces=TRACES,
    nav=NAV,
    importers=IMPORTERS,
    cycles=CYCLES,
    slots=SLOTS,
)
