"""REST does everything the screens do: each address of the pages names the operations that do or tell the same, or
stands among the few that only a screen needs, with the reason.
"""

from __future__ import annotations

from django.db import transaction
from django.test import Client

from fettle.edges.rest.reading import API as PREFIX
from fettle.governance.coverage import register
from fettle.kernel.assembly import assembly
from fettle.site.testing.breaking import matched
from fettle.site.testing.cast import Cast
from fettle.site.testing.operations import operations
from fettle.site.testing.pages import Page, filled, pages, plain

VERBS = "every verb of the workflow"
RECORD = {
    "edit": ("{kind}_revise",),
    "link": ("records_link",),
    "unlink": ("records_unlink",),
    "do/<name>": (VERBS,),
}
DESK = {
    "reply": ("{kind}_reply", "records_attach"),
    "note": ("{kind}_note", "records_attach"),
    "follow-up": ("{kind}_follow_up",),
    "also": ("{kind}_add_report", "requesters_name"),
    "undo/<entry>": ("{kind}_undo",),
    "do/merge": ("{kind}_merge", "{kind}_merge_preview"),
    "split": ("{kind}_split",),
    "forward": ("{kind}_forward",),
    "parts/<name>": ("{kind}_parts_resolve", "{kind}_parts_tell", "{kind}_parts"),
    "time": ("{kind}_note_time", "{kind}_time"),
    "time/<entry>": ("{kind}_correct_time",),
    "time/<entry>/withdraw": ("{kind}_withdraw_time",),
    "watch": ("records_watch", "records_unwatch"),
}
PAPERS = {
    "do/write": ("{kind}_write",),
    "distribution": ("{kind}_distribute",),
    "take-off": ("{kind}_take_off",),
    "remind": ("{kind}_remind",),
    "acknowledge": ("{kind}_acknowledge",),
}


CONTACTS = {
    "contacts/add": ("{kind}_add_contact",),
    "contacts/<row>/change": ("{kind}_change_contact",),
    "contacts/<row>/remove": ("{kind}_remove_contact",),
    "contacts/<row>/main": ("{kind}_main_contact",),
}
SUBCONTRACTORS = {
    "subcontractors/add": ("{kind}_add_subcontractor",),
    "subcontractors/<subcontractor>/remove": ("{kind}_remove_subcontractor",),
}
TALK = {"reply": ("{kind}_reply",), "note": ("{kind}_note",)}
SERVICES = {
    "estimates/new": ("{kind}_estimate",),
    "estimates/<estimate>/withdraw": ("{kind}_withdraw_estimate",),
    "components/add": ("{kind}_add_component",),
    "components/<component>/change": ("{kind}_change_component",),
    "components/<component>/remove": ("{kind}_remove_component",),
    "parties/add": ("{kind}_add_party",),
    "parties/<party>/change": ("{kind}_change_party",),
    "parties/<party>/remove": ("{kind}_remove_party",),
}
ITEMS = {
    "relations/add": ("{kind}_add_relation",),
    "relations/<row>/change": ("{kind}_change_relation",),
    "relations/<row>/remove": ("{kind}_remove_relation",),
    "components/add": ("{kind}_bind",),
    "components/<bound>/unbind": ("{kind}_unbind",),
}
PROBLEMS = {
    "note": ("{kind}_note",),
    "incidents/add": ("{kind}_add_incidents",),
    "push": ("{kind}_push",),
}
CRITERIA = {
    "criteria/add": ("{kind}_add_criterion",),
    "criteria/<criterion>/change": ("{kind}_change_criterion",),
    "criteria/<criterion>/evidence": ("{kind}_evidence_criterion", "records_attach"),
    "criteria/<criterion>/waive": ("{kind}_waive_criterion",),
    "criteria/<criterion>/reopen": ("{kind}_reopen_criterion",),
    "criteria/<criterion>/take-away": ("{kind}_take_away_criterion",),
}


def of(kind: str, *groups: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The rows of the addresses below a record of a kind."""
    rows = {end: names for group in groups for end, names in group.items()}
    return {
        f"/{kind}/<number>/{end}".rstrip("/"): tuple(n.format(kind=kind) for n in names) for end, names in rows.items()
    }


OPERATIONS: dict[str, tuple[str, ...]] = {
    "/portal/new": ("incidents_register", "requests_register", "records_attach"),
    "/portal/agreements/<str:number>/reply": ("agreements_reply", "records_attach"),
    "/portal/complaints/new": ("complaints_register",),
    "/portal/complaints/<str:number>/withdraw": ("complaints_withdraw",),
    "/portal/complaints/<str:number>/reply": ("complaints_reply", "records_attach"),
    "/portal/order/<str:code>": ("catalogue_order", "records_attach"),
    "/portal/requests/<str:number>/reply": ("incidents_reply", "requests_reply", "records_attach"),
    "/portal/requests/<str:number>/solved": ("incidents_confirm", "requests_confirm"),
    "/portal/requests/<str:number>/not-solved": ("incidents_reopen", "requests_reopen"),
    "/portal/requests/<str:number>/withdraw": ("incidents_withdraw", "requests_withdraw"),
    "/portal/requests/<str:number>/again": ("incidents_follow_up", "requests_follow_up"),
    "/portal/requests/<str:number>/watch": ("records_watch", "records_unwatch"),
    "/portal/news/<str:number>/me-too": ("announcements_me_too",),
    "/portal/news/<str:number>/no-longer": ("announcements_not_affected",),
    "/notices/read": ("notices_read", "notices_unread"),
    "/operations/mail/server/": ("mail_server_test", "mail_server_password"),
    "/operations/mail/<int:pk>/": ("mails_again",),
    "/operations/mail/in/<int:pk>/": (
        "incoming_mails_take_in",
        "incoming_mails_set_aside",
        "incoming_mails_show_pictures",
    ),
    "/operations/mail/try/": ("mail_tester",),
    "/operations/mail/mailboxes/new/": ("settings_redefine",),
    "/operations/mail/mailboxes/<slug:code>/": (
        "settings_redefine",
        "mailboxes_show",
        "mailboxes_password",
        "mailboxes_try",
        "mailboxes_look",
    ),
    "/operations/jobs/": ("jobs_again", "reactions_again"),
    "/duties/<number>/<code>/": ("duties_set",),
    "/duties/<number>/<code>/<name>": ("duties_done", "duties_skip", "duties_end"),
    "/approvals/<number>/": ("approvals_decide",),
    "/approvals/<number>/ask": ("approvals_ask",),
    "/approvals/<number>/cancel": ("approvals_cancel",),
    "/me/delegates/": ("delegates_name",),
    "/me/delegates/<int:key>/end/": ("delegates_end",),
    "/steps/<number>/follow": ("steps_follow",),
    "/steps/<number>/add": ("steps_add",),
    "/steps/<number>/<step>/": ("steps_change",),
    "/steps/<number>/<step>/<name>": ("steps_done", "steps_skip", "steps_redo", "steps_withdraw", "steps_move"),
    "/desk/": ("incidents_bulk", "requests_bulk"),
    "/incidents": ("incidents_bulk",),
    "/requests": ("requests_bulk",),
    "/new": ("incidents_register", "requesters_name"),
    "/incidents/new": ("incidents_register", "requesters_name"),
    "/requests/new": ("requests_register", "requesters_name"),
    **of("incidents", RECORD, DESK),
    **of("requests", RECORD, DESK),
    "/incidents/<number>/do/send_update": ("incidents_send_update",),
    "/incidents/<number>/announce": ("announcements_register",),
    "/announcements/new": ("announcements_register",),
    **of("announcements", RECORD),
    "/answers/new": ("answers_keep",),
    "/answers/<int:key>": ("answers_change", "answers_show"),
    "/answers/<int:key>/delete": ("answers_delete",),
    "/services/new": ("services_register",),
    "/services/propose": ("services_register",),
    **of("services", RECORD, SERVICES),
    "/packages/new": ("packages_register",),
    **of("packages", RECORD, PAPERS, CRITERIA),
    "/specifications/new": ("specifications_register",),
    **of("specifications", RECORD, PAPERS),
    "/demands/new": ("demands_register",),
    **of("demands", RECORD),
    "/items/new": ("items_register",),
    **of("items", RECORD, ITEMS),
    "/problems/new": ("problems_register",),
    **of("problems", RECORD, PROBLEMS),
    "/known-errors/new": ("known-errors_register",),
    **of("known-errors", RECORD),
    "/known-errors/<number>/used": ("workarounds_used_on",),
    "/known-errors/<number>/send": ("workarounds_send_on",),
    "/portal/workarounds/<str:number>/helped": ("workarounds_helped",),
    "/portal/workarounds/<str:number>/not-helped": ("workarounds_failed",),
    "/customers/new": ("customers_register",),
    **of("customers", RECORD, CONTACTS),
    "/suppliers/new": ("suppliers_register",),
    **of("suppliers", RECORD, CONTACTS, SUBCONTRACTORS, {"rate": ("{kind}_rate",)}),
    "/offerings/new": ("offerings_register",),
    **of("offerings", RECORD),
    "/complaints/new": ("complaints_register",),
    **of("complaints", RECORD, TALK),
    "/reviews/new": ("reviews_register",),
    **of("reviews", RECORD),
    "/surveys/new": ("surveys_register",),
    **of("surveys", RECORD),
    "/followups/new": ("followups_register",),
    **of("followups", RECORD),
    "/ratings/<number>": ("rating_answer", "rating_comment"),
    "/risks/new": ("risks_register",),
    **of("risks", RECORD),
    "/costs/new": ("costs_register",),
    **of("costs", RECORD),
    "/budgets/new": ("budgets_register",),
    **of("budgets", RECORD),
    "/agreements/new": ("agreements_register",),
    **of("agreements", RECORD, TALK),
    "/agreements/<number>/version": ("agreements_revise",),
    "/agreements/<number>/paper": ("agreements_paper", "records_attach"),
    "/agreements/<number>/covers/add": ("agreements_cover",),
    "/agreements/<number>/covers/<cover>/remove": ("agreements_uncover",),
    "/agreements/<number>/exclusions/add": ("agreements_revise",),
    "/agreements/<number>/exclusions/<exclusion>/remove": ("agreements_revise",),
    "/desk/recalculations": ("recalculations_begin",),
    "/desk/recalculations/<int:key>/confirm": ("recalculations_confirm",),
    "/agreements/<number>/measure": ("agreements_measure",),
    "/agreements/<number>/evaluate": ("agreements_evaluate",),
    "/agreements/<number>/following": ("agreements_following",),
    **of("violations", RECORD, TALK),
    "/views/new": ("views_keep",),
    "/views/<int:key>": ("views_change",),
    "/views/<int:key>/delete": ("views_delete",),
    "/bulk/<int:key>/undo": ("incidents_bulk", "requests_bulk"),  # the verb is "undo"
    "/import/": ("imports_upload",),
    "/import/<int:key>/confirm": ("imports_bring_in",),
    "/import/<int:key>/discard": ("imports_discard",),
    "/me/": ("me_change",),
    "/me/notices/": ("me_choose",),
    "/me/times/": ("me_choose_times",),
    "/me/keys/": ("me_choose_key",),
    "/me/theme/": ("me_change",),
    "/me/sessions/": ("me_sign_out",),
    "/me/tokens/new/": ("me_make_token",),
    "/me/tokens/<int:key>/revoke/": ("me_revoke",),
    "/people/new/": ("people_add", "people_invite"),
    "/people/import/": ("people_import",),
    "/people/<int:key>/edit/": ("people_change",),
    "/people/<int:key>/invite/": ("people_invite",),
    "/people/<int:key>/sessions/": ("people_sign_out",),
    "/people/<int:key>/deactivate/": ("people_deactivate",),
    "/people/<int:key>/erase/": ("people_erase",),
    "/people/<int:key>/attention/": ("people_mark",),
    "/people/<int:key>/activate/": ("people_activate",),
    "/people/<int:key>/roles/": ("people_give_role",),
    "/people/<int:key>/roles/<int:grant>/take/": ("people_take_role",),
    "/tags/new/": ("tags_make",),
    "/tags/<int:key>/": ("tags_change",),
    "/tags/<int:key>/merge/": ("tags_merge",),
    "/tags/on/<number>": ("records_tag",),
    "/files/on/<number>/<file>/withdraw": ("records_attachment_withdraw",),
    "/teams/new/": ("teams_add",),
    "/teams/<int:key>/": ("teams_change",),
    "/teams/<int:key>/members/": ("teams_join",),
    "/teams/<int:key>/members/<int:person>/remove/": ("teams_leave",),
    "/organisations/new/": ("organisations_add",),
    "/organisations/<int:key>/": ("organisations_change",),
    "/settings/calendars/new/": ("calendars_add", "holidays"),
    "/settings/calendars/<slug:key>/": ("calendars_change", "holidays"),
    "/settings/agreement/": ("agreements_register", "agreements_revise", "agreements_show"),
    "/settings/<str:key>/": ("settings_redefine", "settings_show"),
    "/reports/new": ("reports_register",),
    **of("reports", RECORD),
    "/documents/new": ("documents_register",),
    **of("documents", RECORD, PAPERS),
    "/knowledge/new": ("knowledge_register",),
    **of("knowledge", RECORD, PAPERS),
    "/knowledge/<number>/used": ("help_used",),
    "/knowledge/<number>/send": ("help_send",),
    "/portal/knowledge/<str:number>/helped": ("help_helped",),
    "/portal/knowledge/<str:number>/not-helped": ("help_failed",),
}
KINDS = ("incidents", "requests", "announcements", "services", "reports", "documents", "knowledge")
KINDS += ("packages", "specifications", "demands", "items", "problems", "known-errors")
KINDS += ("customers", "suppliers", "offerings", "complaints", "reviews")
KINDS += ("surveys", "followups")
KINDS += ("risks", "agreements", "violations", "costs", "budgets")
SIGNING = "how people sign in and out at a screen; a program has a token, and no password passes through it"
SCREEN = "what somebody has on their screen at this moment: nothing is kept of it"
ONCE = "the guided start: once, before anybody can sign in"
TALKED = ("incidents", "requests", "complaints", "agreements", "violations", "problems")
ONLY_HERE = {
    **dict.fromkeys(("/sign-in/", "/sign-in/link/", "/sign-in/reset/", "/sign-in/link/<str:secret>/"), SIGNING),
    **dict.fromkeys(("/sign-out/", "/me/password/"), SIGNING),
    **{f"/{kind}/<number>/draft/<mode>": SCREEN for kind in TALKED},
    **{f"/{kind}/<number>/presence": SCREEN for kind in KINDS},
    **{f"/{kind}/preview": "an aid while a form is filled in: it writes nothing" for kind in ("incidents", "requests")},
    "/start/<slug:key>/": ONCE,
    "/a/<str:secret>": "a link in a mail, for one person and one decision; a program decides with its person's token",
    "/s/<str:secret>": "a link in a mail, for one person and one answer; a program answers with its person's token",
}


READING = {
    "": ("{kind}_show",),
    "timeline": ("records_entries", "records_comments"),
    "live": ("{kind}_show",),
}
ON_DESK = {"peek": ("{kind}_show",), "helping": ("known-errors_list", "knowledge_list"), "explain": ("{kind}_explain",)}
ON_PAPER = {
    "versions": ("{kind}_versions",),
    "versions/<version>": ("{kind}_version",),
    "compare": ("{kind}_difference",),
    "pdf": ("{kind}_pdf",),
    "used-by": ("records_links",),
}
TELLING: dict[str, tuple[str, ...]] = {
    "/portal/": ("requests_list", "services_list"),
    "/portal/search": ("search",),
    "/portal/services/<str:number>": ("services_show", "services_expected"),
    "/portal/services/": ("services_catalogue", "services_list", "catalogue_list"),
    "/portal/requests/": ("requests_list", "incidents_list"),
    "/portal/requests/<str:number>": ("requests_show", "incidents_show", "records_entries", "records_comments"),
    "/portal/requests/<str:number>/sent": ("requests_show",),
    "/portal/news/": ("announcements_list",),
    "/portal/complaints/": ("complaints_list",),
    "/portal/complaints/<str:number>": ("complaints_show", "records_entries", "records_comments"),
    "/portal/agreements/": ("agreements_list", "agreements_default"),
    "/portal/agreements/<str:number>": (
        "agreements_show",
        "agreements_versions",
        "records_attachments",
        "records_comments",
    ),
    "/portal/agreements/<str:number>/evaluation": ("agreements_evaluation", "agreements_evaluations"),
    "/portal/news/<str:number>": ("announcements_show", "records_comments"),
    "/files/<int:pk>/<path:name>": ("records_attachment_content",),
    "/notices/": ("notices_mine",),
    "/operations/mail/": ("mails_list",),
    "/operations/mail/decisions/": ("decisions_list",),
    "/operations/mail/in/": ("incoming_mails_list",),
    "/operations/mail/in/<int:pk>/body": (
        "incoming_mails_show",
        "incoming_mails_pictures",
        "incoming_mails_picture",
    ),
    "/operations/mail/in/<int:pk>/original": ("incoming_mails_original",),
    "/operations/mail/mailboxes/": ("mailboxes_list",),
    "/operations/health/": ("health",),
    "/operations/audit/": ("audit_log",),
    "/operations/audit/export": ("audit_log",),
    "/duties/": ("duties_list",),
    "/approvals/": ("approvals_list",),
    "/steps/": ("steps_list",),
    "/duties/export": ("duties_list",),
    "/pick/people": ("people_list",),
    "/pick/organisations": ("organisations_list",),
    "/pick/records": ("search",),
    "/pick/records/<slug:place>": ("search",),
    "/incidents/similar": ("search",),
    "/requests/similar": ("search",),
    **of("incidents", READING, ON_DESK),
    **of("requests", READING, ON_DESK),
    "/incidents/<number>/review.pdf": ("incidents_review_pdf",),
    "/announcements": ("announcements_list",),
    **of("announcements", READING),
    "/services": ("services_list",),
    "/services/parties": ("services_parties", "services_parties_of"),
    "/services/completeness": ("services_completeness",),
    **of("services", READING, {"map": ("services_map", "services_components")}),
    "/packages": ("packages_list", "packages_criteria"),
    **of("packages", READING, ON_PAPER),
    "/specifications": ("specifications_list",),
    **of("specifications", READING, ON_PAPER),
    "/demands": ("demands_list",),
    **of("demands", READING),
    "/items": ("items_list",),
    **of("items", READING, {"relations": ("items_relations", "items_components"), "impact": ("items_impact",)}),
    "/services/<number>/relations": ("services_relations",),
    "/services/<number>/impact": ("services_impact",),
    "/problems": ("problems_list",),
    **of("problems", READING, {"incidents": ("problems_incidents",)}),
    "/known-errors": ("known-errors_list",),
    **of("known-errors", READING),
    "/portal/workarounds/<str:number>": ("workarounds_read", "workarounds", "known-errors_counts"),
    "/customers": ("customers_list",),
    **of("customers", READING, {"met": ("{kind}_met", "{kind}_contacts")}),
    "/suppliers": ("suppliers_list",),
    **of("suppliers", READING, {"met": ("{kind}_met", "{kind}_contacts"), "scorecard": ("{kind}_scorecard",)}),
    "/suppliers/<number>/scorecard/pdf": ("suppliers_scorecard_pdf",),
    "/suppliers/<number>/scorecard.csv": ("suppliers_scorecard", "suppliers_subcontractors"),
    "/offerings": ("offerings_list",),
    **of("offerings", READING),
    "/complaints": ("complaints_list",),
    **of("complaints", READING),
    "/reviews": ("reviews_list",),
    **of("reviews", READING, {"pdf": ("{kind}_pdf",)}),
    "/surveys": ("surveys_list", "rating_results"),
    **of("surveys", READING),
    "/followups": ("followups_list",),
    **of("followups", READING),
    "/risks": ("risks_list",),
    "/risks/matrix": ("risks_matrix",),
    "/risks/print": ("risks_list",),
    **of("risks", READING),
    "/money": ("money_overview",),
    "/services/<number>/cost.pdf": ("services_cost",),
    "/costs": ("costs_list",),
    **of("costs", READING),
    "/budgets": ("budgets_list",),
    **of("budgets", READING),
    "/agreements": ("agreements_list",),
    "/agreements/gaps": ("agreements_gaps",),
    "/agreements/gaps/customers": ("agreements_gaps",),
    "/agreements/gaps/customers/export": ("agreements_gaps",),
    "/agreements/evaluations": ("agreements_evaluations",),
    "/agreements/estimates": ("agreements_estimates",),
    "/agreements/estimates/export": ("agreements_estimates",),
    "/services/<number>/estimates": ("services_estimates",),
    "/agreements/<number>/evaluation": ("agreements_evaluation",),
    "/agreements/<number>/evaluation/records": ("agreements_evaluation_records",),
    "/agreements/<number>/evaluation/pdf": ("agreements_evaluation_pdf",),
    "/violations": ("violations_list",),
    **of("violations", READING),
    **of("agreements", READING, {"feasibility": ("agreements_feasibility",), "pdf": ("agreements_pdf",)}),
    "/my-work/": ("incidents_list", "requests_list"),
    "/search": ("search",),
    "/palette": ("search",),
    "/views/": ("views_mine",),
    "/answers/": ("answers_mine",),
    "/desk/time": ("time_spent",),
    "/desk/recalculations/<int:key>": ("recalculations_get",),
    "/bulk/<int:key>": ("bulk_show",),
    "/import/<int:key>/": ("imports_show",),
    "/import/<int:key>/log": ("imports_log",),
    "/<kinds>/export": ("incidents_export", "requests_export", "services_export", "agreements_export"),
    "/people/": ("people_list",),
    "/people/options/": ("people_list",),
    "/people/why/": ("people_sees",),
    "/people/<int:key>/": ("people_show",),
    "/tags/": ("tags_list", "tags_show"),
    "/tags/export/": ("tags_list", "tags_show"),
    "/teams/": ("teams_list", "teams_show"),
    "/teams/export/": ("teams_list", "teams_show"),
    "/organisations/": ("organisations_list", "organisations_show"),
    "/settings/": ("settings_list",),
    "/settings/calendars/": ("calendars_list",),
    "/settings/agreement/export/": ("agreements_show", "agreements_versions"),
    "/settings/calendars/export/": ("calendars_list", "calendars_versions"),
    "/settings/calendars/<slug:key>/<int:version>/": ("calendars_versions",),
    "/settings/<str:key>/export/": ("settings_file",),
    "/reports": ("reports_list",),
    "/reports/fits": ("report_fits",),
    "/reports/fits/records": ("figures_records",),
    "/reports/fits.<ending>": ("report_fits_file",),
    "/reports/complaints": ("report_complaints",),
    "/reports/complaints/records": ("figures_records",),
    "/reports/complaints.<ending>": ("report_complaints_file",),
    "/reports/satisfaction": ("report_satisfaction",),
    "/reports/satisfaction/records": ("figures_records",),
    "/reports/satisfaction.<ending>": ("report_satisfaction_file",),
    "/reports/agreements": ("report_agreements",),
    "/reports/agreements/records": ("figures_records",),
    "/reports/agreements.<ending>": ("report_agreements_file",),
    "/reports/incidents": ("report_incidents",),
    "/reports/incidents/records": ("figures_records",),
    "/reports/incidents.<ending>": ("report_incidents_file",),
    **of("reports", READING, {"export": ("reports_export", "reports_show")}),
    "/governance/coverage": ("coverage",),
    "/governance/coverage.csv": ("coverage",),
    "/documents": ("documents_list",),
    **of("documents", READING, ON_PAPER),
    "/knowledge": ("knowledge_list",),
    "/knowledge/figures": ("knowledge_counts",),
    **of("knowledge", READING, ON_PAPER),
    "/portal/knowledge/<str:number>": ("help_read", "help"),
    "/portal/knowledge/<str:number>/thanks": ("help_read",),
}
NOT_TOLD = {
    "/settings/<number>/": "leads to the page of the setting with this number",
    **dict.fromkeys(("/", "/<number>"), "leads to a page"),
    **dict.fromkeys(("/start/", "/start/done/"), ONCE),
    "/health": "is for machines itself",
    "/about/": "names the standard and whose work came along: texts of the page",
}


def taking(cast: Cast) -> set[str]:
    """The addresses that do not refuse a POST as such. Each is asked by somebody who is signed in."""
    found = set()
    for page in pages():
        client = Client()
        client.force_login(cast.world.people["administrator"])
        with transaction.atomic():
            if _takes(client, page, cast):
                found.add(page.path)
            transaction.set_rollback(True)
    return found


def _takes(client: Client, page: Page, cast: Cast) -> bool:
    return bool(client.post(filled(page, cast, "A"), {}).status_code != 405)


def test_every_page_names_its_operations_or_a_reason(cast: Cast) -> None:
    there = taking(cast)
    assert there - OPERATIONS.keys() - ONLY_HERE.keys() == set(), "name the operation that does the same"
    assert (OPERATIONS.keys() | ONLY_HERE.keys()) - there == set(), "this page takes no POST any more"
    assert not OPERATIONS.keys() & ONLY_HERE.keys()
    rest = {page.path for page in pages()} - there
    assert rest - TELLING.keys() - NOT_TOLD.keys() == set(), "name the operation that tells the same"
    assert (TELLING.keys() | NOT_TOLD.keys()) - rest == set(), "there is no such page, or it takes a POST"


def test_the_operations_are_there() -> None:
    known = {str(operation.details["operationId"]) for operation in operations()}
    named = {name for names in (*OPERATIONS.values(), *TELLING.values()) for name in names} - {VERBS}
    for kind in assembly().kinds:
        if VERBS in OPERATIONS.get(f"/{kind.path}/<number>/do/<name>", ()):
            named |= {f"{kind.path}_{verb.name}" for verb in kind.flow.verbs}
    assert named - known == set()


def _of_screen(screen: str) -> set[str]:
    """The operations that do or tell what a screen of the register does; a list leaves by its export."""
    path, kind, last = plain(f"/{matched(screen).route}"), screen.split("/")[1], screen.rpartition("/")[2]
    named = {*OPERATIONS.get(path, ()), *TELLING.get(path, ())}
    return {name if name != VERBS else f"{kind}_{last}" for name in named} | {f"{last}_export"}


def test_the_register_names_an_operation_of_its_pages() -> None:
    """And of incidents one that requests have too, where it names a page of each."""
    known = {f"{one.method} {PREFIX}{one.path}": str(one.details["operationId"]) for one in operations()}
    for key, at in register.covered().items():
        assert known[at.route] in set().union(*map(_of_screen, at.screens)), key
        if at.also.startswith("/requests"):
            assert at.route.replace("incidents", "requests") in known, key


def test_every_change_over_rest_is_one_of_a_page() -> None:
    named = {name for names in OPERATIONS.values() for name in names}
    verbs = {f"{kind.path}_{verb.name}" for kind in assembly().kinds for verb in kind.flow.verbs}
    changing = {str(operation.details["operationId"]) for operation in operations("POST", "PATCH")}
    assert changing - named - verbs == OTHERWISE


OTHERWISE = {
    "services_import",
    "services_bulk",
    "packages_bulk",
    "specifications_bulk",
    "demands_bulk",
    "items_import",
    "items_bulk",
    "problems_bulk",
    "known-errors_bulk",
    "customers_bulk",
    "suppliers_bulk",
    "offerings_bulk",
    "complaints_bulk",
    "reviews_bulk",
    "surveys_bulk",
    "followups_bulk",
    "risks_bulk",
    "costs_import",
    "costs_bulk",
    "budgets_bulk",
    "agreements_bulk",
    "violations_bulk",
    "documents_import",
    "documents_bulk",
    "knowledge_import",
    "knowledge_bulk",
    "reports_bulk",
    "announcements_bulk",
}
"""Tables come in by the page of imports, and these records are changed one after the other."""
