"""Pages of the campaign around the films."""

from home.models.enquiries import ContactPage, Enquiry
from home.models.home_page import HomePage
from home.models.prose import CampaignPage, HelpPage, TrainerResourcesPage
from home.models.roles import RoleIndexPage, RolePage
from home.models.statements import AccessibilityGap, AccessibilityStatementPage

__all__ = [
    "AccessibilityGap",
    "AccessibilityStatementPage",
    "CampaignPage",
    "ContactPage",
    "Enquiry",
    "HelpPage",
    "HomePage",
    "RoleIndexPage",
    "RolePage",
    "TrainerResourcesPage",
]
