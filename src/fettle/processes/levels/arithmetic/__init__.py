"""Agreement arithmetic: do the operational level and underpinning agreements below a service make its SLA possible?

Pure: values in, values out. `model` says what is asked, `judge` answers it for each target and says what to change when
the answer is no. Definitions, limits and what is assumed stand in docs/decisions/0022-agreement-arithmetic.md.

FitSM: PR2.4.
"""
