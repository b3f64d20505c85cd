import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import { en } from './en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation'
    resources: { translation: typeof en }
  }
}

void i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { translation: en } },
  // React escapes what it shows.
  interpolation: { escapeValue: false },
})

/** `const t = useText()`, then `t('shell.signOut')`: every visible text comes from the catalogue. */
export function useText() {
  return useTranslation().t
}
export type Text = ReturnType<typeof useText>

/** The same outside of components. */
export const text: Text = i18next.t
