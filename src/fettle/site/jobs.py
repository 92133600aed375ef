"""Every task of the house. The worker knows these and no others."""

from fettle.administration.people.jobs import erase_the_departed
from fettle.administration.signing.jobs import forget_ways_in, mail_link
from fettle.edges.mail.intake import handle as handle_mails
from fettle.edges.mail.jobs import find_left as find_left_mails
from fettle.edges.mail.jobs import forget_old as forget_old_incoming
from fettle.edges.mail.pictures import get as get_pictures
from fettle.edges.notify.jobs import find_cut_off, send_digests
from fettle.edges.notify.jobs import forget_old as forget_old_mails
from fettle.edges.notify.leaving import leave
from fettle.edges.pages.bulk_run import run_bulk
from fettle.edges.pages.once import forget_sent
from fettle.edges.rest.once import forget_answers
from fettle.edges.transfer.jobs import find_left_behind, import_later, try_later
from fettle.facilities.approvals.jobs import forget_keys, tell_of_approvals
from fettle.facilities.cycles.jobs import tell_of_duties
from fettle.facilities.discussion.jobs import sweep_files
from fettle.facilities.documents.jobs import remind_readers
from fettle.facilities.risks.jobs import look_at_acceptances
from fettle.facilities.search.jobs import catch_up
from fettle.facilities.tasks.jobs import tell_of_steps
from fettle.kernel.history.deliver import deliver
from fettle.kernel.jobs import Task
from fettle.kernel.jobs.cleaning import forget_old_jobs
from fettle.processes.announcements.jobs import end_announcements
from fettle.processes.incidents.jobs import (
    close_after_grace,
    count_outcomes,
    go_on_when_due,
    make_recurring,
    notice_late_updates,
    watch_targets,
)
from fettle.processes.incidents.recalculating.jobs import do_later, forget_unconfirmed, look_later
from fettle.processes.levels.jobs import look_below, prepare_evaluations, tell_of_agreements
from fettle.processes.problems.jobs import tell_of_problems
from fettle.processes.surveys.jobs import ask_for_ratings, go_on_with_surveys

TASKS: tuple[Task, ...] = (
    deliver,
    forget_old_jobs,
    sweep_files,
    remind_readers,
    tell_of_duties,
    tell_of_agreements,
    prepare_evaluations,
    look_below,
    tell_of_approvals,
    tell_of_steps,
    forget_keys,
    look_at_acceptances,
    catch_up,
    handle_mails,
    find_left_mails,
    forget_old_incoming,
    get_pictures,
    leave,
    find_cut_off,
    send_digests,
    forget_old_mails,
    close_after_grace,
    go_on_when_due,
    make_recurring,
    watch_targets,
    look_later,
    do_later,
    forget_unconfirmed,
    count_outcomes,
    notice_late_updates,
    tell_of_problems,
    end_announcements,
    ask_for_ratings,
    go_on_with_surveys,
    forget_answers,
    forget_sent,
    run_bulk,
    try_later,
    import_later,
    find_left_behind,
    mail_link,
    forget_ways_in,
    erase_the_departed,
)
