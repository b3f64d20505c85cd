import type { Finding } from '@opbx/contract/call-flow/draft'
import { CircleAlert, TriangleAlert } from 'lucide-react'
import { canvasPath, outboundRoutePath } from '../../app/paths.ts'
import { useText } from '../../texts/i18n.ts'
import { Badge } from '../../ui/badge.tsx'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, List, Tile } from '../../ui/card.tsx'
import { Sentence } from '../../ui/figures.tsx'

/** What the linter found: what is wrong for callers, the remedy, and the way there. */
export function FindingsCard({
  findings,
  tone,
}: {
  findings: readonly Finding[] | undefined
  tone: 'danger' | 'warn'
}) {
  const t = useText()
  if (!findings || findings.length === 0) return null
  const kind = tone === 'danger' ? 'errors' : 'warnings'
  return (
    <Card
      title={t(`apply.${kind}Title`)}
      lead={t(`apply.${kind}Lead`)}
      end={<Badge tone={tone}>{findings.length}</Badge>}
    >
      <List>
        {findings.map((finding) => (
          <li
            key={`${finding.code} ${finding.subject.id} ${finding.message}`}
            className="item finding"
          >
            <Tile icon={tone === 'danger' ? CircleAlert : TriangleAlert} tone={tone} />
            <span className="grow">
              <span className="medium">
                <Sentence text={finding.message} />
              </span>
              <span className="small muted block">{finding.remedy}</span>
            </span>
            <OpenSubject finding={finding} />
          </li>
        ))}
      </List>
    </Card>
  )
}

function OpenSubject({ finding }: { finding: Finding }) {
  const t = useText()
  return (
    <ButtonLink to={placeOf(finding)} size="sm">
      {t('apply.open', { name: finding.subject.name })}
    </ButtonLink>
  )
}

/** Steps and numbers are shown on the map, where one sees what leads to them. */
function placeOf({ subject }: Finding): string {
  if (subject.kind === 'outbound_route') return outboundRoutePath(subject.id)
  return canvasPath(subject.id)
}
