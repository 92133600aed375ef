"""The texts that agreements begin with until the service level manager writes others (PR2.S3)."""

SLA = """## What we provide

What the service is, for whom, and how it is asked for.

## What we do

- Whoever reports a fault or asks for something gets an answer within the time of its priority.
- Work that interrupts a service is announced before.

## What you do

- You name one contact, who decides for all of you.
- You tell us before what changes how much you need.

## When a target is missed

We tell you, say why, and what we do so that it does not happen again. Complaints go to the owner of this agreement.

## Information security and data protection

Who sees which data, where they are kept, and for how long."""
OLA = """## What the team or member does

Which part of which service it provides, and who answers.

## How work is handed over

By the desk, with what is known; the team answers within the times below.

## When a target is missed

The team tells the owner of this agreement, who decides what follows."""
UA = """## What the supplier provides

Number of the contract, what is provided, and for which service.

## How the supplier is reached

Contact point, hours, and who may call.

## When a target is missed

What the contract says, and who claims it."""
