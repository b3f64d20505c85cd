import type { FlowTestResult } from '@opbx/contract/call-flow/flow-tests'
import { CircleX } from 'lucide-react'
import { flowTestPath } from '../../app/paths.ts'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, List, Tile } from '../../ui/card.tsx'
import { Sentence } from '../../ui/figures.tsx'

/** The tests that stop Apply, and why each is red. */
export function RedTestsCard({ red }: { red: readonly FlowTestResult[] }) {
  const t = useText()
  if (red.length === 0) return null
  return (
    <Card
      title={t('apply.testsTitle')}
      lead={t('apply.testsLead')}
      end={<Badge tone="danger">{red.length}</Badge>}
    >
      <List>
        {red.map(({ id, name, failures }) => (
          <li key={id} className="item finding">
            <Tile icon={CircleX} tone="danger" />
            <span className="grow">
              <span className="medium">{name}</span>
              {failures.map((failure) => (
                <span key={failure} className="small muted block">
                  <Sentence text={failure} />
                </span>
              ))}
            </span>
            <ButtonLink to={flowTestPath(id ?? '')} size="sm">
              {t('apply.openTest')}
            </ButtonLink>
          </li>
        ))}
      </List>
    </Card>
  )
}
