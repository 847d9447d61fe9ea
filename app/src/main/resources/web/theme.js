// Before anything is drawn: the theme that was chosen, or that of the system.
const kept = localStorage.getItem("mnemo-theme");
if (kept === "light" || kept === "dark") {
  document.documentElement.dataset.theme = kept;
}
