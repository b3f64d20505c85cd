import { lazyPage, type PageEntry } from '../../app/page.ts'
import { addTexts } from '../../texts/i18n.ts'

export const featureCodesPages: readonly PageEntry[] = [
  {
    path: '/flow/feature-codes',
    permission: 'flow.read',
    component: lazyPage(async () => {
      const texts = import('../../texts/en/feature-codes.ts')
      const { FeatureCodesPage } = await import('./feature-codes-page.tsx')
      const { featureCodes } = await texts
      addTexts({ featureCodes })
      return { FeatureCodesPage }
    }, 'FeatureCodesPage'),
  },
]
