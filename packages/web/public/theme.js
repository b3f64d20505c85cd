// Runs before the first paint, so that a chosen theme never flashes. A file and not an inline script:
// the content security policy allows no inline scripts.
try {
  const theme = localStorage.getItem('opbx.theme')
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme
} catch {
  // Storage is switched off: the system's theme stays.
}
