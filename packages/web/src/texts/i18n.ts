import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { canvas } from './en/canvas.ts'
import type { featureCodes } from './en/feature-codes.ts'
import type { templates } from './en/templates.ts'
import { en } from './en.ts'

/** Texts of pages that few open at first: `addTexts` brings them with the page's own code. */
interface LateTexts {
  canvas: typeof canvas
  featureCodes: typeof featureCodes
  templates: typeof templates
}

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en & LateTexts }
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  // React escapes what it shows.
  interpolation: { escapeValue: false },
})

/** Called when the code of such a page has come, before anything of it is drawn. */
export function addTexts(texts: Partial<LateTexts>): void {
  i18next.addResourceBundle('en', 'translation', texts, true)
}

/** `const t = useText()`, then `t('shell.signOut')`: every visible text comes from the catalogue. */
export function useText() {
  return useTranslation().t
}
export type Text = ReturnType<typeof useText>

/** The same outside of components. */
export const text: Text = i18next.t
