"""Where mails come from. Each source gives bytes to ``intake.keep`` and tells where they came from afterwards only."""
