"""What authors and approvers type: `beginning`, `writing`, `deciding`."""

from policies.desk_forms.beginning import ChangeHouseForm, ImportForm, PolicyForm, StartForm
from policies.desk_forms.deciding import DatesForm, DecisionForm, PublishForm, WithdrawForm
from policies.desk_forms.writing import AttachForm, LanguageForm, MarksForm, TextForm

__all__ = [
    "AttachForm",
    "ChangeHouseForm",
    "DatesForm",
    "DecisionForm",
    "ImportForm",
    "LanguageForm",
    "MarksForm",
    "PolicyForm",
    "PublishForm",
    "StartForm",
    "TextForm",
    "WithdrawForm",
]
