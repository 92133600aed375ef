"""The procedures with which a new installation begins: who does what, when. Controlled text, changed on the page of
each definition.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

HANDLING = _(
    "Every incident and every request is recorded and handled in this tool and nowhere else, so that its lists show all of the work "
    "that is open. Each goes the same way: recorded, classified, prioritised, escalated where that helps, resolved, closed; whoever takes "
    "a step takes it here, at once. The process manager settles what a record needs before it is resolved, and looks every half year "
    "whether the desk works around a step."
)
RECORDING = _(
    "Everybody at the service desk records every incident and request at once, on the channel by which it came. Staff record "
    "what they spot themselves. A record needs the person who asks and one sentence of what is wrong; everything else may follow."
)
CLASSIFICATION = _(
    "Whoever records chooses the service and the category that a user would name, and corrects both as soon as more is known. "
    "The process manager reviews the scheme every half year: a category without records is retired, “Other” above 10 % is split."
)
CUSTOM_FIELDS = _(
    "The process manager adds a field to a category when the desk had to ask for the same thing in most of its records, and "
    "retires it when nobody reads it."
)
PRIORITISATION = _(
    "Whoever records asks who is affected and how soon help is needed; the matrix gives the priority. Another priority needs a "
    "reason, is seen in the history, and the first one stays in the statistics."
)
WAITING = _(
    "A record waits only for a named reason, and only as long as nobody here can go on. Clocks stand still when the reason lies "
    "with the user or a supplier, never for our own queues. A message from the user ends waiting for them."
)
CLOSURE = _(
    "The assignee resolves with what was done and a code; the user is told and may confirm or object. Without an answer the "
    "record is closed after the time of grace. Within the time of reopening it goes on under its number, later as a new linked one."
)
ESCALATION = _(
    "The assignee hands over as soon as another team can help better (functional). The team leader and the process manager are told "
    "when a target is passed or a user complains (hierarchical); they decide on people and words to the user within the hour."
)
MAJOR = _(
    "Anybody at the desk who sees a criterion met declares the incident major and names who coordinates it: oneself, until somebody "
    "takes over. One person works, another writes to those affected, nobody does both. Updates are sent in the interval of the "
    "settings, also when there is nothing new; each says how far it is and when the next one comes. When service is restored it is "
    "resolved as any other. Within five working days those who worked on it write down what happened, why, what helped and who "
    "changes what until when; the process manager finishes the review, and only then is it closed."
)
KNOWN_INCIDENTS = _(
    "When an incident came up three times and was solved in the same way, whoever solved it writes down the steps. The process "
    "manager reads them before they are used, and all of them every half year: what is wrong or unused goes out of use."
)
STANDARD_REQUESTS = _(
    "The process manager goes through the descriptions of services and the agreements when either changes, lists what users may "
    "ask for, and writes down the steps with the team that fulfils them. A request that came up three times without steps is added."
)
REQUEST_QUESTIONS = _(
    "A standard request asks for what its steps need, and for nothing else. The process manager adds a question when the desk had to "
    "ask back for the same thing three times, and retires one whose answer nobody reads."
)
RECURRING_REQUESTS = _(
    "What has to be done again and again, and no contract or duty reminds of, is written down here with its steps. The process "
    "manager goes through the list once a year and takes out what nobody needs any more."
)
APPROVALS = _(
    "Whoever works on a request asks for approval before anything is bought, or somebody gets rights that their role does not give. "
    "The policy says who decides; nobody approves what is for themselves. The process manager goes through the policies every half "
    "year and after every change of people who decide."
)
PROPAGATION = _(
    "Reports of one disturbance become parts of the record in which it is worked on. Whoever resolves that one looks at the list of "
    "its parts before they are resolved with it, and takes out those that are a matter of their own. What is written to all parts is "
    "read by a second person where more than fifty people get it."
)
CANNED_REPLIES = _(
    "Anybody at the desk saves an answer that was written three times. The process manager reads them every half year."
)
