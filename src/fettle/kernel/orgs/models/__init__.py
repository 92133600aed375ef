from fettle.kernel.orgs.models.parties import Organisation, Team
from fettle.kernel.orgs.models.people import Membership, Person
from fettle.kernel.orgs.models.sign_in import ApiToken, SignInAttempt, SignInLink

__all__ = ["ApiToken", "Membership", "Organisation", "Person", "SignInAttempt", "SignInLink", "Team"]
