export const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

// The same key stands in public/theme.js, which applies it before the first paint.
const key = 'opbx.theme'

export function readTheme(): Theme {
  const stored = document.documentElement.dataset.theme
  return themes.find((theme) => theme === stored) ?? 'system'
}

export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
  try {
    if (theme === 'system') localStorage.removeItem(key)
    else localStorage.setItem(key, theme)
  } catch {
    // Storage is switched off: the choice holds until the page is left.
  }
}
