"""Who may do what: one table, role × permission. Names follow FitSM-3; the committed table is drawn from here."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fettle.kernel.access.declare import Role

SEE = frozenset(
    {
        "incidents.see",
        "services.see",
        "levels.see",
        "settings.see",
        "reporting.see",
        "people.see",
        "documents.see",
        "announcements.see",
        "knowledge.see",
        "portfolio.see",
        "customers.see",
        "complaints.see",
        "suppliers.see",
        "reviews.see",
        "violations.see",
        "configuration.see",
        "problems.see",
    }
)
AGENT = SEE | {
    "incidents.register",
    "incidents.follow",
    "incidents.confirm",
    "incidents.work",
    "announcements.manage",
    "knowledge.write",
    "problems.work",
    "services.demand",
    "complaints.register",
    "complaints.record",
    "surveys.work",
    "risks.note",
    "transfer.export",
}
COMPLAINTS = frozenset({"complaints.register", "complaints.record", "complaints.work", "complaints.follow"})
"""Handles what customers complain of."""
KEEPS = frozenset({"notify.manage", "teams.manage", "tags.manage", "people.mark"})
"""Who is told of what, the texts of mails, the teams, the tags, and who needs particular attention."""
SATISFACTION = frozenset({"surveys.see", "surveys.work", "satisfaction.see"})
"""Reads what single people answered, and follows up. Whoever is named on a follow-up sees that one alone."""
MONEY = frozenset({"money.see", "money.enter"})
"""Enters costs and draws up budgets; whoever approves these holds a right of its own."""
RISKS = frozenset({"risks.see", "risks.note", "risks.manage"})
"""Keeps the register of risks: all process managers do. Whoever notes a risk or is named on it sees that one alone."""

ROLES: tuple[Role, ...] = (
    Role(
        "anyone",
        _("Everybody who signs in"),
        frozenset({"incidents.register", "services.see", "complaints.register"}),
        _("Records own incidents, requests and complaints, sees the services on offer."),
        implicit="anyone",
    ),
    Role(
        "participant",
        _("People on the record"),
        frozenset(
            {"incidents.see", "incidents.follow", "incidents.confirm", "documents.see", "portfolio.see"}
            | {"complaints.see", "complaints.follow", "reviews.see", "risks.see", "levels.see"}
            | {"problems.see", "surveys.see", "violations.see", "violations.acknowledge", "levels.follow"}
        ),
        _("Requester, affected person, watcher, reader: follow it, answer, confirm or object."),
        implicit="participant",
    ),
    Role(
        "member",
        _("People of an organisation"),
        frozenset({"announcements.see", "announcements.join"}),
        _("Reads what is announced for their organisation or one above it, and says that it affects them."),
        implicit="member",
    ),
    Role(
        "representative",
        _("Customer's representative"),
        frozenset(
            {"incidents.see", "incidents.follow", "reporting.see", "complaints.see", "reviews.see", "levels.see"}
            | {"levels.follow"}
        ),
        _(
            "Sees all incidents, requests, complaints and reviews of their own organisation and what is below it, and "
            "the agreements with it, on which they write to us."
        ),
    ),
    Role(
        "agent",
        _("Service desk staff"),
        AGENT,
        _("Records, classifies, works, escalates, resolves and closes incidents and requests."),
        staff=True,
        fitsm="Member of process staff (ISRM)",
    ),
    Role(
        "incident_manager",
        _("Incident and service request manager"),
        AGENT
        | KEEPS
        | COMPLAINTS
        | RISKS
        | SATISFACTION
        | {
            "documents.manage",
            "incidents.manage",
            "knowledge.manage",
            "transfer.import",
            "notify.see",
            "governance.see",
        },
        _("Keeps the process: its scheme, matrix, rules, procedures, teams and mail texts; watches looming targets."),
        staff=True,
        fitsm="Process manager (ISRM)",
    ),
    Role(
        "problem_manager",
        _("Problem manager"),
        AGENT | RISKS | {"documents.manage", "problems.manage", "knowledge.manage", "governance.see"},
        _("Keeps the process and the known errors: sources, priorities, targets; closes what is resolved."),
        staff=True,
        fitsm="Process manager (PM)",
    ),
    Role(
        "service_portfolio_manager",
        _("Service portfolio manager"),
        SEE
        | RISKS
        | MONEY
        | {"documents.manage", "services.manage", "services.demand", "governance.see", "transfer.export"},
        _("Keeps the portfolio of services: proposals, specifications, packages, components and parties."),
        staff=True,
        fitsm="Process manager (SPM)",
    ),
    Role(
        "service_level_manager",
        _("Service level manager"),
        SEE
        | {"documents.manage", "levels.manage", "levels.sign", "levels.follow", "clock.manage", "governance.see"}
        | {"transfer.export"}
        | RISKS
        | SATISFACTION
        | MONEY
        | {"services.manage", "services.demand", "risks.accept"},
        _("Keeps catalogue, agreements, targets and calendars."),
        staff=True,
        fitsm="Process manager (SLM)",
    ),
    Role(
        "customer_relationship_manager",
        _("Customer relationship manager"),
        SEE
        | {
            "documents.manage",
            "customers.manage",
            "services.demand",
            "governance.see",
            "transfer.export",
            "reviews.work",
            "surveys.manage",
        }
        | SATISFACTION
        | COMPLAINTS,
        _("Keeps the customer database and sees that complaints, reviews and satisfaction are looked after."),
        staff=True,
        fitsm="Process manager (CRM)",
    ),
    Role(
        "supplier_relationship_manager",
        _("Supplier relationship manager"),
        SEE | MONEY | {"documents.manage", "suppliers.manage", "governance.see", "transfer.export", "reviews.work"},
        _("Keeps the supplier database and sees that what suppliers deliver is measured and reviewed."),
        staff=True,
        fitsm="Process manager (SUPPM)",
    ),
    Role(
        "configuration_manager",
        _("Configuration manager"),
        SEE
        | RISKS
        | {"documents.manage", "configuration.manage", "governance.see", "transfer.export", "transfer.import"},
        _("Keeps the configuration items, what they stand on, and which types of them there are."),
        staff=True,
        fitsm="Process manager (CONFM)",
    ),
    Role(
        "report_owner",
        _("Service reporting manager"),
        SEE | RISKS | {"documents.manage", "reporting.manage", "governance.see", "transfer.export"},
        _("Keeps the list of reports, produces and delivers them."),
        staff=True,
        fitsm="Process manager (SRM)",
    ),
    Role(
        "auditor",
        _("Auditor"),
        SEE
        | {"audit.see", "notify.see", "governance.see", "transfer.export", "risks.see", "money.see"}
        | {"surveys.see", "satisfaction.see"},
        _("Reads everything, changes nothing."),
        staff=True,
        fitsm="Auditor",
    ),
    Role(
        "sms_manager",
        _("SMS manager"),
        AGENT
        | KEEPS
        | COMPLAINTS
        | RISKS
        | SATISFACTION
        | MONEY
        | {
            "surveys.manage",
            "money.approve",
            "risks.accept",
            "incidents.manage",
            "knowledge.manage",
            "problems.manage",
            "services.manage",
            "services.approve",
            "configuration.manage",
            "customers.manage",
            "suppliers.manage",
            "reviews.work",
            "levels.manage",
            "levels.sign",
            "levels.follow",
            "clock.manage",
            "reporting.manage",
            "documents.manage",
            "documents.approve",
            "governance.see",
            "audit.see",
            "notify.see",
            "transfer.import",
        },
        _("Sees that all processes are implemented and followed."),
        staff=True,
        fitsm="SMS manager",
    ),
    Role(
        "administrator",
        _("Administrator"),
        SEE
        | KEEPS
        | {
            "people.administer",
            "people.erase",
            "settings.administer",
            "operations.administer",
            "notify.see",
            "notify.administer",
            "audit.see",
            "transfer.import",
            "transfer.export",
            "restricted.see",
        },
        _("Runs the installation: people, roles, mail, jobs, backup."),
        staff=True,
    ),
)
