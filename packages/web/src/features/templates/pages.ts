import { lazyPage, type PageEntry } from '../../app/page.ts'
import { addTexts } from '../../texts/i18n.ts'

const withTexts = async <P>(page: Promise<P>): Promise<P> => {
  const { templates } = await import('../../texts/en/templates.ts')
  addTexts({ templates })
  return await page
}

export const templatePages: readonly PageEntry[] = [
  {
    path: '/flow/templates',
    permission: 'flow.read',
    component: lazyPage(async () => {
      const { TemplatesPage } = await withTexts(import('./templates-page.tsx'))
      return { TemplatesPage }
    }, 'TemplatesPage'),
  },
  {
    path: '/flow/templates/$id',
    permission: 'flow.write',
    component: lazyPage(async () => {
      const { TemplatePage } = await withTexts(import('./template-page.tsx'))
      return { TemplatePage }
    }, 'TemplatePage'),
  },
]
