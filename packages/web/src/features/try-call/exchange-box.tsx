import type { TrialStep } from '@opbx/contract/trial'
import { useState } from 'react'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Code, codeText } from '../../ui/code.tsx'
import { CopyButton } from '../../ui/copy-field.tsx'
import { Segments } from '../../ui/segments.tsx'

/** One request of the platform and what OPBX answered, behind a button; the newest is open. */
export function ExchangeBox({
  step,
  knew,
  isNewest,
}: {
  step: TrialStep
  /** The facts of the decision; absent where nothing was decided. */
  knew?: unknown
  isNewest: boolean
}) {
  const t = useText()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const isOpen = chosen ?? isNewest
  return (
    <div className="exch">
      <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => setChosen(!isOpen)}>
        {t(isOpen ? 'tryCall.hideExchange' : 'tryCall.showExchange')}
      </Button>
      {isOpen && <Exchange step={step} knew={knew} />}
    </div>
  )
}

type Part = 'cxml' | 'request' | 'knew'

function Exchange({ step, knew }: { step: TrialStep; knew: unknown }) {
  const t = useText()
  const [part, setPart] = useState<Part>('cxml')
  const cxml = step.cxml ?? ''
  const values: Record<Part, unknown> = { cxml, request: step.request, knew }
  const language = part === 'cxml' ? 'xml' : 'json'
  const parts: Part[] = knew == null ? ['cxml', 'request'] : ['cxml', 'request', 'knew']
  return (
    <div className="cx">
      <div className="row wrap cx__t py-1">
        <Segments
          label={t('tryCall.exchange')}
          value={part}
          onChange={setPart}
          segments={parts.map((value) => ({ value, label: t(`tryCall.${value}`) }))}
        />
        <span className="small quiet num nowrap end only-l">
          {step.response &&
            t('tryCall.milliseconds', { count: Math.round(step.response.milliseconds) })}
        </span>
        <CopyButton value={codeText(values[part], language)} label={t(`tryCall.copy.${part}`)} />
      </div>
      <Code
        value={part === 'cxml' ? shortened(cxml) : values[part]}
        language={language}
        label={t(`tryCall.${part}`)}
        wrap
        maxHeight={360}
      />
    </div>
  )
}

/** A continuation is hundreds of characters that nobody reads; copying gives all of them. */
function shortened(cxml: string): string {
  return cxml.replace(/(\/api\/voice\/next\/[\w.-]{10})[\w.-]+/g, '$1…')
}
