// The sidebar calls its first link "Dashboard", whatever is seen in it. People who speak to their computer say what
// they see (WCAG 2.2, 2.5.3), so the name begins with the words shown.
const sidebar = document.getElementById("wagtail-sidebar");

function nameTheLink() {
  const link = sidebar.querySelector(".sidebar-custom-branding");
  const words = link?.querySelector(".site-brand__name")?.textContent.trim();
  if (!words) return false;
  const label = link.getAttribute("aria-label") ?? "";
  if (!label.startsWith(words)) link.setAttribute("aria-label", label ? `${words}, ${label}` : words);
  return true;
}

if (sidebar && !nameTheLink()) {
  const observer = new MutationObserver(() => nameTheLink() && observer.disconnect());
  observer.observe(sidebar, { childList: true, subtree: true });
}
