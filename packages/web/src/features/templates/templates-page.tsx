import type { Template } from '@opbx/contract/call-flow/templates'
import { useQuery } from '@tanstack/react-query'
import { useMay } from '../../api/me.ts'
import { useText } from '../../texts/i18n.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { Loaded } from '../../ui/loading.tsx'
import { Page, PageHead } from '../../ui/page-head.tsx'
import { templatesQuery } from './templates-query.ts'

/** Ready flows to begin with. */
export function TemplatesPage() {
  const t = useText()
  const query = useQuery(templatesQuery)
  return (
    <Page tight>
      <PageHead title={t('templates.title')} lead={t('templates.lead')} />
      <Loaded query={query} rows={5}>
        {(templates) => (
          <ul className="col gap-4">
            {templates.map((template) => (
              <li key={template.id}>
                <TemplateCard template={template} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </Page>
  )
}

function TemplateCard({ template }: { template: Template }) {
  const t = useText()
  const mayWrite = useMay('flow.write')
  const { id, steps, tests } = template
  const kinds = [...new Set(steps.map(({ type }) => type))]
  return (
    <Card
      title={t(`templates.of.${id}.name`)}
      lead={t(`templates.of.${id}.text`)}
      end={
        mayWrite && (
          <ButtonLink
            to={`/flow/templates/${id}`}
            aria-label={`${t('templates.use')}: ${t(`templates.of.${id}.name`)}`}
          >
            {t('templates.use')}
          </ButtonLink>
        )
      }
      pad
    >
      <div className="row wrap gap-3">
        {kinds.map((kind) => (
          <span key={kind} className="inline-flex items-center gap-1 small muted">
            <KindIcon kind={kind} />
            {t(`callFlow.kind.${kind}`)}
          </span>
        ))}
      </div>
      <p className="small quiet">
        {t('templates.steps', { count: steps.length })}
        {' · '}
        {t('templates.tests', { count: tests.length })}
      </p>
    </Card>
  )
}
