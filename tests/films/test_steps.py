"""Who holds a step, what is published, and what becomes of the work of the dead."""

import dataclasses
import datetime as dt
import tempfile
from io import StringIO
from pathlib import Path
from unittest import mock

from django.core import mail as django_mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from films import mail, pipeline, tasks
from films.models import ProcessingStep, Rendition, Video
from films.processing.errors import FfmpegFailed, Refused
from films.services import leftovers, steps, videos
from tests.comments.factories import UserFactory
from tests.films.factories import FilmPageFactory, ProcessingStepFactory, RenditionFactory, VideoFactory

State = ProcessingStep.State


def made_file(folder: Path, text: bytes = b"film", **fields) -> pipeline.MadeFile:
    path = folder / "made.mp4"
    path.write_bytes(text)
    return pipeline.MadeFile(path=path, kind=Rendition.Kind.MP4, filename="film.mp4", **fields)


class StepTestCase(TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(override_settings(FILM_WORK_DIR=self.folder / "work"))

    def running(self, name="mp4", **fields) -> ProcessingStep:
        now = timezone.now()
        fields = {"state": State.RUNNING, "attempt": 1, "started_at": now, "heartbeat_at": now, **fields}
        return ProcessingStepFactory(name=name, **fields)


class ClaimTests(StepTestCase):
    def test_only_one_of_two_workers_gets_a_step(self):
        step = ProcessingStepFactory()
        first, second = (steps.claim(step.pk, str(step.token)) for _ in range(2))
        self.assertEqual(first.attempt, 1)
        self.assertIsNone(second)

    def test_an_old_token_gets_nothing(self):
        step = ProcessingStepFactory()
        old = step.token
        steps.dispatch(step)
        self.assertIsNone(steps.claim(step.pk, str(old)))

    def test_of_two_that_queue_a_step_again_one_wins(self):
        step = self.running()
        same = ProcessingStep.objects.get(pk=step.pk)
        self.assertTrue(steps.dispatch(step))
        self.assertFalse(steps.dispatch(same))

    def test_a_beat_is_refused_once_the_step_was_given_away(self):
        step = self.running()
        self.assertTrue(steps.beat(step, 40))
        steps.dispatch(ProcessingStep.objects.get(pk=step.pk))
        self.assertFalse(steps.beat(step, 50))


class FinishTests(StepTestCase):
    def test_a_finished_mp4_makes_the_film_watchable(self):
        step = self.running()
        steps.finish(step, pipeline.Made(files=(made_file(self.folder),), replaces=(Rendition.Kind.MP4,)))
        video = Video.objects.get(pk=step.video_id)
        self.assertTrue(video.is_ready)
        self.assertEqual(video.mp4.file.read(), b"film")
        self.assertEqual(video.mp4.size_bytes, 4)

    def test_whoever_was_replaced_publishes_nothing_and_leaves_no_file(self):
        step = self.running()
        steps.dispatch(ProcessingStep.objects.get(pk=step.pk))
        before = list(leftovers.stored_names(f"films/{step.video_id}"))
        with self.assertRaises(steps.Superseded):
            steps.finish(step, pipeline.Made(files=(made_file(self.folder),)))
        self.assertFalse(Rendition.objects.exists())
        self.assertEqual(list(leftovers.stored_names(f"films/{step.video_id}")), before)

    def test_a_new_file_never_has_an_old_ones_address_and_the_old_one_goes_after_the_commit(self):
        video = VideoFactory(ready=True)
        old = video.mp4.file.name
        step = self.running(video=video)
        made = pipeline.Made(files=(made_file(self.folder),), replaces=(Rendition.Kind.MP4,))
        with self.captureOnCommitCallbacks(execute=True):
            steps.finish(step, made)
            self.assertTrue(default_storage.exists(old))
        self.assertNotEqual(Rendition.objects.get(video=video).file.name, old)
        self.assertFalse(default_storage.exists(old))

    def test_half_a_ladder_is_never_there_when_the_disk_fills_up_in_the_middle(self):
        step = self.running("ladder", video=VideoFactory(ready=True))
        rungs = []
        for label in ("240p", "360p", "540p"):
            path = self.folder / f"{label}.mp4"
            path.write_bytes(b"rung")
            rungs.append(pipeline.MadeFile(path=path, kind=Rendition.Kind.HLS, filename=path.name, label=label))
        before = list(leftovers.stored_names(f"films/{step.video_id}"))
        save, saved = default_storage.save, []

        def save_two(name, content):
            if len(saved) == 2:
                raise OSError(28, "No space left on device")
            saved.append(save(name, content))

        with mock.patch.object(default_storage, "save", save_two), self.assertRaises(OSError):
            steps.finish(step, pipeline.Made(files=tuple(rungs), replaces=(Rendition.Kind.HLS,)))
        self.assertEqual(Video.objects.get(pk=step.video_id).rungs, [])
        self.assertEqual(list(leftovers.stored_names(f"films/{step.video_id}")), before)
        self.assertEqual(len(saved), 2)

    def test_a_rungs_index_is_kept_with_it(self):
        step = self.running("ladder")
        index = {"map": [0, 700], "segments": [[4000, 700, 900]]}
        made = dataclasses.replace(made_file(self.folder), kind=Rendition.Kind.HLS, label="240p", details=index)
        steps.finish(step, pipeline.Made(files=(made,)))
        self.assertEqual(Rendition.objects.get(kind=Rendition.Kind.HLS).details, index)

    def test_what_makes_a_film_watchable_goes_before_the_extras_of_other_films(self):
        first, extra = ProcessingStepFactory(name="mp4"), ProcessingStepFactory(name="ladder")
        with mock.patch("films.tasks.run_step") as run_step, self.captureOnCommitCallbacks(execute=True):
            for step in (extra, first):
                steps.dispatch(step)
        later, sooner = (call.kwargs["priority"] for call in run_step.using.call_args_list)
        self.assertLess(later, sooner)

    def test_the_next_step_is_queued_when_one_is_done(self):
        step = self.running("probe")
        ProcessingStepFactory(video=step.video, name="poster", position=1)
        with self.captureOnCommitCallbacks() as callbacks:
            steps.finish(step, pipeline.Made(video_fields={"duration_ms": 5000}))
        following = ProcessingStep.objects.get(name="poster")
        self.assertIsNotNone(following.queued_at)
        self.assertEqual(Video.objects.get(pk=step.video_id).duration_ms, 5000)
        self.assertTrue(callbacks)


class FailTests(StepTestCase):
    def test_the_third_try_is_the_last_and_the_film_says_why(self):
        step = self.running(attempt=3)
        steps.fail(step, "The disk is full.", may_try_again=True)
        video = Video.objects.get(pk=step.video_id)
        self.assertEqual(ProcessingStep.objects.get(pk=step.pk).state, State.FAILED)
        self.assertEqual((video.status, video.problem), (Video.Status.FAILED, "The disk is full."))

    def test_an_earlier_try_is_queued_again_and_keeps_its_reason(self):
        step = self.running(attempt=1)
        steps.fail(step, "The disk is full.", may_try_again=True)
        again = ProcessingStep.objects.get(pk=step.pk)
        self.assertEqual((again.state, again.reason), (State.WAITING, "The disk is full."))
        self.assertGreater(again.queued_at, timezone.now())

    def test_a_film_that_can_be_watched_stays_watchable(self):
        step = self.running(video=VideoFactory(ready=True), attempt=3)
        steps.fail(step, "No.", may_try_again=True)
        self.assertTrue(Video.objects.get(pk=step.video_id).is_ready)

    def test_without_stills_the_film_is_made_all_the_same(self):
        video = VideoFactory()
        ProcessingStepFactory(video=video, name="probe", state=State.DONE)
        step = self.running("poster", video=video, position=1, attempt=3)
        film = ProcessingStepFactory(video=video, name="mp4", position=2)
        steps.fail(step, "No picture.", may_try_again=True)
        film.refresh_from_db()
        self.assertIsNotNone(film.queued_at)
        self.assertEqual(Video.objects.get(pk=video.pk).status, Video.Status.PREPARING)


class MailTests(StepTestCase):
    def fails(self, name="mp4", **fields) -> None:
        """The last try at a step, and whatever work that queues."""
        self.editor = UserFactory(email="editor@example.com")
        video = VideoFactory(title="Night shift", uploaded_by=self.editor, **fields)
        step = self.running(name, video=video, attempt=3)
        with mock.patch("films.tasks.mail_failure") as task, self.captureOnCommitCallbacks(execute=True):
            steps.fail(step, "The end of this film is missing.", may_try_again=True)
        for call in task.enqueue.call_args_list:
            tasks.mail_failure.call(*call.args)

    def test_a_film_that_cannot_be_prepared_tells_its_editor_why_and_where(self):
        self.fails()
        (message,) = django_mail.outbox
        self.assertEqual(message.to, ["editor@example.com"])
        for words in ("“Night shift”", "The end of this film is missing.", "/admin/film-files/"):
            self.assertIn(words, message.body)

    def test_nobody_is_written_to_about_what_a_film_can_be_watched_without(self):
        self.fails("ladder", ready=True)
        self.assertEqual(django_mail.outbox, [])

    def test_a_film_mended_before_the_message_goes_out_brings_none(self):
        video = VideoFactory(uploaded_by=UserFactory(), ready=True)
        self.assertFalse(mail.tell_failure(video.pk))


class ReapTests(StepTestCase):
    def stalled(self, **fields) -> ProcessingStep:
        return self.running(heartbeat_at=timezone.now() - dt.timedelta(seconds=90), **fields)

    def test_a_dead_workers_step_is_tried_again_within_two_minutes(self):
        step = self.stalled()
        self.assertLess(steps.DEAD_AFTER + dt.timedelta(seconds=60), dt.timedelta(minutes=2, seconds=1))
        self.assertEqual(steps.reap().tried_again, 1)
        self.assertEqual(ProcessingStep.objects.get(pk=step.pk).state, State.WAITING)

    def test_a_step_that_killed_three_workers_is_given_up(self):
        step = self.stalled(attempt=3)
        self.assertEqual(steps.reap().given_up, 1)
        self.assertEqual(Video.objects.get(pk=step.video_id).problem, steps.WORKER_DIED)

    def test_a_live_worker_is_left_alone(self):
        step = self.running()
        steps.reap()
        self.assertEqual(ProcessingStep.objects.get(pk=step.pk).state, State.RUNNING)

    def test_its_folder_goes_and_that_of_a_live_one_stays(self):
        dead, live = self.stalled(), self.running()
        for step in (dead, live):
            leftovers.work_folder(step).mkdir(parents=True)
        steps.reap()
        self.assertFalse(leftovers.work_folder(dead).exists())
        self.assertTrue(leftovers.work_folder(live).exists())

    def test_files_it_stored_without_publishing_go_and_published_ones_stay(self):
        step = self.stalled(video=VideoFactory(ready=True))
        kept = step.video.mp4.file.name
        lost = default_storage.save(f"films/{step.video_id}/0123/film.mp4", step.video.mp4.file)
        steps.reap()
        self.assertFalse(default_storage.exists(lost))
        self.assertTrue(default_storage.exists(kept))

    def test_files_go_that_a_worker_replaced_and_died_before_it_deleted_them(self):
        """Its step is done, so nothing but the folder of its try says that it died."""
        video = VideoFactory(ready=True)
        step = ProcessingStepFactory(video=video, name="mp4", state=State.DONE)
        leftovers.work_folder(step).mkdir(parents=True)
        replaced = default_storage.save(f"films/{video.pk}/0123/film.mp4", ContentFile(b"old"))
        steps.reap()
        self.assertFalse(default_storage.exists(replaced))
        self.assertTrue(default_storage.exists(video.mp4.file.name))
        self.assertFalse(leftovers.work_folder(step).exists())

    def test_what_a_running_step_is_storing_is_left_alone_and_looked_at_later(self):
        video = VideoFactory(ready=True)
        dead = ProcessingStepFactory(video=video, name="mp4", state=State.DONE)
        live = self.running("ladder", video=video, position=3)
        for step in (dead, live):
            leftovers.work_folder(step).mkdir(parents=True)
        half = default_storage.save(f"films/{video.pk}/0123/240p.mp4", ContentFile(b"new"))
        steps.reap()
        self.assertTrue(default_storage.exists(half))
        ProcessingStep.objects.filter(pk=live.pk).update(state=State.CANCELLED)
        steps.reap()
        self.assertFalse(default_storage.exists(half))

    def test_a_step_whose_worker_died_between_the_queue_and_the_step_is_queued_again(self):
        long_ago = timezone.now() - 2 * steps.LOST_AFTER
        step = ProcessingStepFactory(queued_at=long_ago)
        DBTaskResult.objects.create(
            task_path=tasks.run_step.module_path,
            args_kwargs={"args": [step.pk, str(step.token)], "kwargs": {}},
            status=TaskResultStatus.RUNNING,
            started_at=long_ago,
            queue_name="video",
            backend_name="background",
            run_after=long_ago,
            exception_class_path="",
            traceback="",
        )
        self.assertEqual(steps.reap().queued_again, 1)
        self.assertFalse(DBTaskResult.objects.exists())

    def test_a_waiting_step_that_fell_out_of_the_queue_is_queued_again(self):
        long_ago = timezone.now() - steps.LOST_AFTER - dt.timedelta(seconds=1)
        ProcessingStepFactory(queued_at=long_ago)
        ProcessingStepFactory(queued_at=timezone.now())
        self.assertEqual(steps.reap().queued_again, 1)


class RunTests(StepTestCase):
    """The task, with steps that do as they are told."""

    def run_with(self, result, name="mp4", **fields) -> ProcessingStep:
        step = ProcessingStepFactory(name=name, **fields)
        film = pipeline.BY_NAME[name]
        stand_in = pipeline.Step(
            film.name, film.label, mock.Mock(side_effect=result), makes_watchable=True, is_needed_to_watch=True
        )
        with (
            mock.patch.dict(pipeline.BY_NAME, {name: stand_in}),
            mock.patch("films.tasks.source_at"),
        ):
            tasks.run_step.call(step.pk, str(step.token))
        step.refresh_from_db()
        return step

    def test_a_film_we_cannot_take_is_not_tried_again(self):
        step = self.run_with([Refused("This film is 9 hours long.")])
        self.assertEqual((step.state, step.reason, step.attempt), (State.FAILED, "This film is 9 hours long.", 1))

    def test_a_failing_tool_gets_another_try(self):
        self.assertEqual(self.run_with([FfmpegFailed("It broke.")]).state, State.WAITING)

    def test_an_error_nobody_expected_reads_as_ours_not_as_code(self):
        step = self.run_with([ZeroDivisionError("division by zero")], attempt=2)
        self.assertEqual((step.state, step.reason), (State.FAILED, tasks.UNEXPECTED))
        self.assertNotIn("division", step.video.problem)

    def test_no_folder_is_left_behind(self):
        self.run_with([FfmpegFailed("It broke.")])
        self.assertEqual(list((self.folder / "work").iterdir()), [])

    def test_a_second_run_with_the_same_token_changes_nothing(self):
        step = self.run_with([pipeline.Made()])
        ended = step.ended_at
        tasks.run_step.call(step.pk, str(step.token))
        step.refresh_from_db()
        self.assertEqual((step.attempt, step.ended_at), (1, ended))


class VideoServiceTests(StepTestCase):
    def test_stopping_takes_the_step_from_its_worker(self):
        step = self.running()
        videos.stop(step.video)
        self.assertFalse(steps.beat(step, 10))
        self.assertEqual(Video.objects.get(pk=step.video_id).problem, videos.STOPPED)

    def test_trying_again_counts_from_the_start(self):
        step = self.running(attempt=3)
        ProcessingStepFactory(video=step.video, name="probe", state=State.DONE)
        steps.fail(step, "No.", may_try_again=True)
        videos.try_again(step.video)
        step.refresh_from_db()
        self.assertEqual((step.state, step.attempt), (State.WAITING, 0))
        self.assertIsNotNone(step.queued_at)
        self.assertEqual(Video.objects.get(pk=step.video_id).status, Video.Status.PREPARING)

    def test_one_step_can_be_done_again_and_readers_have_the_old_file_meanwhile(self):
        video = VideoFactory(ready=True, facts={})
        for position, name in enumerate(pipeline.BY_NAME):
            ProcessingStepFactory(video=video, name=name, position=position, state=State.DONE, attempt=2)
        self.assertTrue(videos.repeat_step(video, "mp4"))
        step = video.steps.get(name="mp4")
        self.assertEqual((step.state, step.attempt), (State.WAITING, 0))
        self.assertIsNotNone(step.queued_at)
        self.assertEqual(video.steps.filter(state=State.DONE).count(), len(pipeline.STEPS) - 1)
        self.assertTrue(Video.objects.get(pk=video.pk).is_ready)
        self.assertIsNotNone(Video.objects.get(pk=video.pk).mp4)
        self.assertFalse(videos.repeat_step(video, "mp4"), "it is under way already")

    def test_a_film_prepared_before_a_step_came_gets_that_step_and_is_looked_at_afresh(self):
        video = VideoFactory(ready=True, facts={"container": "MP4", "duration_ms": 4000})
        for position, name in enumerate(("probe", "poster", "mp4")):
            ProcessingStepFactory(video=video, name=name, position=position, state=State.DONE)
        call_command("prepare_films", stdout=StringIO())
        states = dict(video.steps.values_list("name", "state"))
        self.assertEqual(set(states), set(pipeline.BY_NAME))
        self.assertEqual((states["probe"], states["mp4"], states["ladder"]), (State.WAITING, State.DONE, State.WAITING))
        self.assertIsNotNone(video.steps.get(name="probe").queued_at)
        self.assertTrue(Video.objects.get(pk=video.pk).is_ready)

    def test_stopping_one_step_lets_the_next_begin(self):
        step = self.running("ladder", video=VideoFactory(ready=True))
        ProcessingStepFactory(video=step.video, name="probe", state=State.DONE)
        following = ProcessingStepFactory(video=step.video, name="audio", position=5)
        self.assertEqual(videos.stop(step.video, "ladder"), 1)
        following.refresh_from_db()
        self.assertIsNotNone(following.queued_at)
        self.assertTrue(Video.objects.get(pk=step.video_id).is_ready)

    def test_a_file_that_a_film_shows_cannot_be_removed(self):
        film = FilmPageFactory(ready=True)
        with self.assertRaisesMessage(videos.CannotRemove, film.title):
            videos.remove_video(film.video)

    def test_removing_takes_every_file_along(self):
        video = VideoFactory(ready=True)
        names = [video.mp4.file.name]
        with self.captureOnCommitCallbacks(execute=True):
            videos.remove_video(video)
        self.assertFalse(any(default_storage.exists(name) for name in names))
        self.assertFalse(video.master.storage.exists(video.master.name))

    def test_a_film_without_a_poster_gets_the_first_still_and_asking_twice_makes_no_second_picture(self):
        video = VideoFactory(ready=True)
        RenditionFactory(video=video, poster_frame=True, label="0:01")
        film = FilmPageFactory(video=video)
        self.assertEqual(videos.set_missing_posters(video), 1)
        film.refresh_from_db()
        self.assertEqual(videos.poster_for(video), film.poster)

    def test_names_from_phones_become_titles_and_hostile_ones_are_only_shown(self):
        for name, title in (
            ("IMG_2041.MOV", "IMG 2041"),
            ("../../etc/passwd", "passwd"),
            ("C:\\films\\Anna's day.mp4", "Anna's day"),
            ("<img src=x onerror=alert(1)>.mp4", "<img src=x onerror=alert(1)>"),
            ("\x00\x1b[31m\u202e.mp4", "[31m"),
            ("", "Film"),
        ):
            with self.subTest(name):
                self.assertEqual(videos.title_from(videos.display_name(name)), title)
