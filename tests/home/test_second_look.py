"""A film sent for review is approved by somebody else than who sent it."""

from importlib import import_module

from django.apps import apps
from django.contrib.auth.models import Group
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.test import TestCase
from django.urls import reverse
from wagtail.models import GroupApprovalTask, PageLogEntry, Task, TaskState, WorkflowState

from accounts.models import User
from cms.models import SecondLookTask
from films.models import FilmPage
from tests.films.factories import FilmPageFactory

SENT = "You sent this film for review, so somebody else has to approve it."
CHANGED = "You made the last change before this film was sent for review, so somebody else has to approve it."
CANCEL = "To change it yourself, choose “Cancel workflow” first."


class ReviewTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        cls.people = {}
        for name, group in (
            ("writer", "Editors"),
            ("sender", "Editors"),
            ("colleague", "Editors"),
            ("moderator", "Moderators"),
            ("administrator", "Administrators"),
        ):
            cls.people[name] = User.objects.create_user(name, f"{name}@films.example", "a long pass phrase")
            cls.people[name].groups.add(Group.objects.get(name=group))
        cls.people["superuser"] = User.objects.create_superuser("root", "root@films.example", "a long pass phrase")
        cls.film = FilmPageFactory(live=False, publishable=True, title="Waiting for a colleague")

    def send(self, writer: str, sender: str) -> TaskState:
        """``writer`` saves a draft and ``sender`` asks for its review."""
        self.film.save_revision(user=self.people[writer])
        film = FilmPage.objects.get(pk=self.film.pk)
        return film.get_workflow().start(film, self.people[sender]).current_task_state

    def approve(self, name: str, state: TaskState):
        self.client.force_login(self.people[name])
        address = reverse("wagtailadmin_pages:workflow_action", args=[self.film.pk, "approve", state.pk])
        return self.client.post(address, {"comment": ""})

    def is_public(self) -> bool:
        return FilmPage.objects.for_readers().filter(pk=self.film.pk).exists()

    def test_who_may_approve(self):
        cases = [
            # (writer, sender): who may
            ("sender", "sender", {"writer", "colleague", "administrator", "superuser"}),
            ("writer", "sender", {"colleague", "administrator", "superuser"}),
            ("administrator", "administrator", {"writer", "sender", "colleague", "superuser"}),
            ("superuser", "superuser", {"writer", "sender", "colleague", "administrator", "superuser"}),
        ]
        for writer, sender, allowed in cases:
            state = self.send(writer, sender)
            film = FilmPage.objects.get(pk=self.film.pk)
            task = state.task.specific
            for name, user in self.people.items():
                with self.subTest(writer=writer, sender=sender, approver=name):
                    actions = {action for action, *_ in task.get_actions(film, user)}
                    self.assertEqual("approve" in actions, name in allowed)
                    self.assertEqual(task.locked_for_user(film, user), name not in allowed)
                    own = set(TaskState.objects.reviewable_by(user).values_list("pk", flat=True))
                    self.assertEqual(own, {state.pk} if name in allowed else set())
            state.workflow_state.cancel()

    def test_the_sender_cannot_approve_by_any_address(self):
        state = self.send("sender", "sender")
        self.approve("sender", state)
        self.assertFalse(self.is_public())
        with self.assertRaises(PermissionDenied):
            state.task.specific.on_action(state, self.people["sender"], "approve")
        edit = reverse("wagtailadmin_pages:edit", args=[self.film.pk])
        for data in ({"action-workflow-action": "true", "workflow-action-name": "approve"}, {"action-publish": "true"}):
            answer = self.client.post(edit, {"title": "Published alone", **data})
            self.assertContains(answer, "The page could not be saved as it is locked")
        self.assertFalse(self.is_public())

    def test_a_colleague_approves_and_the_film_is_public(self):
        self.approve("colleague", self.send("writer", "sender"))
        self.assertTrue(self.is_public())

    def test_the_form_says_why_there_is_no_approval(self):
        self.send("writer", "sender")
        edit = reverse("wagtailadmin_pages:edit", args=[self.film.pk])
        for name, sentence, is_cancelable in (("sender", SENT, True), ("writer", CHANGED, False)):
            with self.subTest(name):
                self.client.force_login(self.people[name])
                page = self.client.get(edit)
                self.assertContains(page, sentence)
                self.assertEqual(CANCEL in page.content.decode(), is_cancelable)
                self.assertNotContains(page, 'data-workflow-action-name="approve"')
        self.client.force_login(self.people["colleague"])
        page = self.client.get(edit)
        self.assertContains(page, 'data-workflow-action-name="approve"')
        self.assertNotContains(page, "somebody else has to approve it")

    def test_a_reviewer_who_mends_something_may_still_approve(self):
        state = self.send("writer", "writer")
        self.film.save_revision(user=self.people["colleague"])
        self.approve("colleague", state)
        self.assertTrue(self.is_public())

    def test_who_makes_the_changes_that_were_asked_for_does_not_approve_them(self):
        state = self.send("sender", "sender")
        state.task.specific.on_action(state, self.people["colleague"], "reject")
        self.film.save_revision(user=self.people["colleague"])
        review = WorkflowState.objects.get(pk=state.workflow_state_id)
        review.resume(self.people["colleague"])
        review.refresh_from_db()
        self.approve("colleague", review.current_task_state)
        self.assertFalse(self.is_public())

    def test_a_superuser_may_and_the_history_says_so(self):
        self.approve("superuser", self.send("superuser", "superuser"))
        self.assertTrue(self.is_public())
        entry = PageLogEntry.objects.get(page=self.film.pk, action="cms.approved_own_work")
        self.assertEqual(entry.user, self.people["superuser"])
        history = self.client.get(reverse("wagtailadmin_pages:history", args=[self.film.pk]))
        self.assertContains(history, "Approved their own work, as a superuser may")

    def test_a_superuser_who_approves_another_persons_work_leaves_no_such_entry(self):
        self.approve("superuser", self.send("writer", "sender"))
        self.assertTrue(self.is_public())
        self.assertFalse(PageLogEntry.objects.filter(action="cms.approved_own_work").exists())

    def test_colleagues_are_told_and_the_sender_is_not(self):
        with self.captureOnCommitCallbacks(execute=True):
            self.send("sender", "sender")
        told = {address for message in mail.outbox for address in message.to}
        self.assertLessEqual({"colleague@films.example", "administrator@films.example"}, told)
        self.assertNotIn("sender@films.example", told)
        self.assertNotIn("moderator@films.example", told)


class MigrationTests(TestCase):
    """A site that was set up before keeps its reviews."""

    def test_the_task_changes_its_kind_and_keeps_its_groups_and_reviews(self):
        migration = import_module("home.migrations.0005_second_look")
        migration.backwards(apps, None)
        stock = GroupApprovalTask.objects.get()
        groups = set(stock.groups.values_list("name", flat=True))
        editor = User.objects.create_user("ann", password="a long pass phrase")
        editor.groups.add(Group.objects.get(name="Editors"))
        film = FilmPageFactory(live=False)
        film.save_revision(user=editor)
        state = film.get_workflow().start(film, editor).current_task_state
        migration.forwards(apps, None)
        task = SecondLookTask.objects.get()
        self.assertEqual((task.pk, set(task.groups.values_list("name", flat=True))), (stock.pk, groups))
        self.assertIsInstance(Task.objects.get(pk=stock.pk).specific, SecondLookTask)
        self.assertFalse(GroupApprovalTask.objects.exists())
        self.assertEqual(TaskState.objects.get(pk=state.pk).status, TaskState.STATUS_IN_PROGRESS)
        self.assertEqual(task.get_actions(FilmPage.objects.get(pk=film.pk), editor), [])

    def test_another_task_that_somebody_made_is_left_alone(self):
        GroupApprovalTask.objects.create(name="Legal check")
        import_module("home.migrations.0005_second_look").forwards(apps, None)
        self.assertEqual(GroupApprovalTask.objects.get().name, "Legal check")
