// Runs before first paint, so that a page in the chosen theme never flashes in the other one.
try {
  document.documentElement.dataset.theme = localStorage.getItem("insight-agent.theme") ?? "system";
} catch {
  // Storage is switched off: the device's theme holds.
}
