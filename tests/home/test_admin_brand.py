"""The admin bears the site's own name, not the name of what it is made with."""

from django.test import TestCase
from django.urls import reverse
from wagtail.models import Site

from accounts.models import User
from cms.models import SiteSettings


class BrandTests(TestCase):
    @classmethod
    def setUpTestData(cls):
        chosen = SiteSettings.for_site(Site.objects.get(is_default_site=True))
        chosen.wordmark = "Films & people"
        chosen.save()
        cls.ann = User.objects.create_superuser("ann", password="a long pass phrase")

    def test_the_sign_in_page_names_the_site_and_leads_back_to_it(self):
        page = self.client.get(reverse("wagtailadmin_login"))
        self.assertContains(page, "<h1>Sign in to Films &amp; people</h1>", html=True)
        self.assertContains(page, "<title>Sign in - Films &amp; people</title>", html=True)
        self.assertContains(page, '<p class="site-brand-line"><a href="/">')
        self.assertNotIn("Wagtail</", page.content.decode())
        self.assertNotContains(page, "wagtailadmin/images/favicon")

    def test_the_sidebar_and_the_title_name_the_site(self):
        self.client.force_login(self.ann)
        page = self.client.get(reverse("wagtailadmin_home")).content.decode()
        logo = page.split("data-wagtail-sidebar-branding-logo>")[1].split("</template>")[0]
        self.assertIn("Films &amp; people", logo)
        self.assertIn("<title>Dashboard - Films &amp; people</title>", page)

    def test_an_address_that_leads_nowhere_says_so_and_leads_to_the_dashboard(self):
        self.client.force_login(self.ann)
        page = self.client.get("/admin/no-such-place/")
        self.assertContains(page, "<h1>Page not found</h1>", status_code=404, html=True)
        self.assertContains(page, "Go to the dashboard", status_code=404)
        self.assertNotContains(page, "Go to Wagtail", status_code=404)
