"""The texts that agreements begin with until the service level manager writes others (PR2.S3). Targets, support hours,
exclusions, validity and signatures stand beside the text and are not repeated in it.
"""

SLA = """## What we provide

What the service is, for whom, where it begins and ends, and how it is asked for. What is not part of it.

## When the service is there

When it can be used, when the desk is reached and how, and what holds on holidays. The support hours count the \
times below.

## What we promise

Response, resolution and fulfilment by priority, availability and whatever else stands in the targets; who says \
which priority a report gets, and how it is measured.

## What we do

- Whoever reports a fault or asks for something gets an answer within the time of its priority.
- Work that interrupts a service is announced before.
- We keep what the service needs of teams and suppliers agreed and watched.

## What you do

- You name one contact, who decides for all of you.
- You tell us before what changes how much you need.
- You report faults to the desk, with what we need to look for them, and give us access where it is needed.

## When it gets stuck

Whom each side turns to when an answer is late or not good enough: first the desk, then the owner of this \
agreement, then those who signed it; each by name or function, and how they are reached.

## What does not count

What stands under the exclusions, such as announced maintenance, faults that you caused, and what nobody can \
prevent. Whoever relies on it says so in the evaluation.

## When a target is missed

We tell you, say why, and what we do so that it does not happen again. Complaints go to the owner of this agreement.

## Reporting

Which report you get, how often, and by when after the end of a period. You read each evaluation that is \
confirmed in the portal.

## Review and changes

We go through this agreement together at least once a year, when the service changes, and when a target is \
missed again. What is changed is a new version that both sign.

## Information security and data protection

Who sees which data, where they are kept, and for how long."""
OLA = """## What the team or member does

Which part of which service it provides, where that begins and ends, and who answers.

## When the team or member is there

Its support hours, and whom to call outside them.

## How work is handed over

By the desk, with what is known; the team answers within the times below. What it cannot solve it hands back \
with what it found.

## What the desk and the owner do

They pass on what they know of priority and customer, announce changes that the team has to know of, and tell it \
of what was promised to customers.

## When it gets stuck

Who is called first, and who decides when two things cannot be done at once.

## What does not count

What stands under the exclusions, such as announced maintenance and waiting for somebody else.

## When a target is missed

The team tells the owner of this agreement, who decides what follows.

## Reporting and review

What the team reports, to whom and how often. Both look at this agreement at least once a year, and whenever an \
SLA that stands on it changes."""
UA = """## What the supplier provides

Number of the contract, what is provided, and for which service. What is not part of it.

## How the supplier is reached

Contact point, hours, and who may call.

## What the supplier promises

Times, availability and whatever else stands in the targets, as the contract says it, and how it is measured.

## What we do

Who of us calls, what we have to deliver with a report, access that we give, and notice of our own changes.

## When it gets stuck

Whom we turn to at the supplier, step by step, and who of us does.

## What does not count

What the contract excludes, such as announced maintenance and what nobody can prevent.

## When a target is missed

What the contract says, and who claims it.

## Reporting and review

Which reports the supplier owes us and how often. We go through them with the supplier at least once a year, and \
before the contract is renewed."""
