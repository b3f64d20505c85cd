import type { Finding, LintResult } from '@opbx/contract/call-flow/draft'
import { ChevronDown, CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { outboundRoutePath } from '../../../app/paths.ts'
import { useText } from '../../../texts/i18n.ts'
import { Button, ButtonLink, IconButton } from '../../../ui/button.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { Sentence } from '../../../ui/figures.tsx'

/** What the linter found, one after the other, each with its remedy and the way to its card. */
export function Checks({
  lint,
  onShow,
}: {
  lint: LintResult | undefined
  onShow: (id: string) => void
}) {
  const t = useText()
  const [index, setIndex] = useState(0)
  const [isOpen, setOpen] = useState(true)
  if (!lint) return null
  const { errors, warnings } = lint
  const findings = [...errors, ...warnings]
  const at = Math.min(index, findings.length - 1)
  const finding = findings[at]
  if (!finding)
    return (
      <div className="pop checks checks--ok">
        <CircleCheck className="i" />
        <span className="small muted">{t('canvas.allWell')}</span>
      </div>
    )
  const isError = at < errors.length
  const Icon = isError ? CircleAlert : TriangleAlert
  const counts = [
    errors.length > 0 && t('canvas.errors', { count: errors.length }),
    warnings.length > 0 && t('canvas.warnings', { count: warnings.length }),
  ].filter((text) => text !== false)
  return (
    <section className="pop checks" aria-label={t('canvas.checks')}>
      <div className="row">
        <span className={classNames('lintmark', isError && 'lintmark--err')}>
          <Icon className="i" />
        </span>
        <b className="medium grow">{counts.join(', ')}</b>
        <span className="small quiet">
          {t(errors.length > 0 ? 'canvas.blocksApply' : 'canvas.blocksNothing')}
        </span>
        <IconButton
          icon={ChevronDown}
          className={isOpen ? '' : 'rotate-180'}
          label={t(isOpen ? 'canvas.checkHide' : 'canvas.checkShow')}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        />
      </div>
      {isOpen && (
        <>
          <p className="small">
            <span className="medium">
              <Sentence text={finding.message} />
            </span>{' '}
            <span className="muted">{finding.remedy}</span>
          </p>
          <div className="row">
            <Way finding={finding} onShow={onShow} />
            {findings.length > 1 && (
              <>
                <Button
                  size="sm"
                  variant="ghost"
                  onClick={() => setIndex((at + 1) % findings.length)}
                >
                  {t('canvas.nextFinding')}
                </Button>
                <span className="tiny quiet end num">
                  {t('canvas.findingOf', { number: at + 1, count: findings.length })}
                </span>
              </>
            )}
          </div>
        </>
      )}
    </section>
  )
}

function Way({ finding, onShow }: { finding: Finding; onShow: (id: string) => void }) {
  const t = useText()
  const { kind, id, name } = finding.subject
  const label = t('canvas.showStep', { name })
  if (kind === 'outbound_route')
    return (
      <ButtonLink size="sm" to={outboundRoutePath(id)} className="trunc">
        {label}
      </ButtonLink>
    )
  return (
    <Button size="sm" onClick={() => onShow(id)} className="trunc">
      {label}
    </Button>
  )
}
