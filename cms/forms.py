"""Forms with tabs, which say on which tab an error is."""

from __future__ import annotations

from collections.abc import Iterator

from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import Panel, TabbedInterface, get_edit_handler


class NamesTabs:
    """Adds a sentence for each tab that has errors. Wagtail then lists every error with its field above the form.

    Without an error of the whole form Wagtail only says that there are errors, and they may be on a tab that is hidden.
    """

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        if not is_valid and not self.non_field_errors():
            for sentence in self._sentences():
                self.add_error(None, sentence)
        return is_valid

    def _sentences(self) -> Iterator[str]:
        model = type(self.instance)
        handler = model.get_edit_handler() if hasattr(model, "get_edit_handler") else get_edit_handler(model)
        tabs = handler.children if isinstance(handler, TabbedInterface) else []
        for tab in tabs:
            labels = list(dict.fromkeys(self._labels_with_errors(tab)))
            if labels:
                yield f"Look at the tab “{tab.heading}”: {', '.join(labels)}."

    def _labels_with_errors(self, panel: Panel) -> Iterator[str]:
        name = getattr(panel, "field_name", None)
        if name in self.errors:
            yield str(self[name].label)
        formset = self.formsets.get(getattr(panel, "relation_name", None))
        if formset is not None and not formset.is_valid():
            yield str(panel.heading)
            return
        for child in getattr(panel, "children", []):
            yield from self._labels_with_errors(child)


class TabbedModelForm(NamesTabs, WagtailAdminModelForm):
    """For settings and snippets with tabs."""


class TabbedPageForm(NamesTabs, WagtailAdminPageForm):
    """For pages."""
