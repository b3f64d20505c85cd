import type { Template } from '@opbx/contract/call-flow/templates'
import { useQuery } from '@tanstack/react-query'
import { ListChecks } from 'lucide-react'
import { flowQuery } from '../../api/flow.ts'
import { NotFoundPage } from '../../app/error-pages.tsx'
import { usePathParam } from '../../app/navigation.ts'
import { useText } from '../../texts/i18n.ts'
import { Card, Item, List } from '../../ui/card.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { TemplateForm } from './template-form.tsx'
import { templatesQuery } from './templates-query.ts'

/** One ready flow: what it needs, what it is made of, what its tests check. */
export function TemplatePage() {
  const t = useText()
  const id = usePathParam('id')
  const templates = useQuery(templatesQuery)
  const flow = useQuery(flowQuery)
  return (
    <Loaded query={templates}>
      {(all) => {
        const template = all.find((one) => one.id === id)
        if (template === undefined) return <NotFoundPage />
        return (
          <Page>
            <PageHead
              up={{ label: t('templates.title'), to: '/flow/templates' }}
              title={t(`templates.of.${template.id}.name`)}
              lead={t(`templates.of.${template.id}.text`)}
            />
            <div className="formgrid">
              <Loaded query={flow}>
                {(draft) => <TemplateForm template={template} draft={draft} />}
              </Loaded>
              <div className="col gap-6">
                <StepsCard template={template} />
                <TestsCard template={template} />
              </div>
            </div>
          </Page>
        )
      }}
    </Loaded>
  )
}

function StepsCard({ template }: { template: Template }) {
  const t = useText()
  return (
    <Card title={t('templates.made')} lead={t('templates.madeLead')}>
      <List label={t('templates.made')}>
        {template.steps.map(({ type, name }) => (
          <Item key={name}>
            <KindIcon kind={type} tile />
            <span className="grow min-w-0">
              <span className="block">{name}</span>
              <span className="small muted block">{t(`callFlow.kind.${type}`)}</span>
            </span>
          </Item>
        ))}
      </List>
    </Card>
  )
}

function TestsCard({ template }: { template: Template }) {
  const t = useText()
  return (
    <Card title={t('templates.tested')} lead={t('templates.testedLead')}>
      <List label={t('templates.tested')}>
        {template.tests.map((name) => (
          <Item key={name}>
            <ListChecks className="i" />
            {name}
          </Item>
        ))}
      </List>
    </Card>
  )
}
