import type { TrialStep } from '@opbx/contract/trial'
import { useState } from 'react'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Code, codeText } from '../../ui/code.tsx'
import { CopyButton } from '../../ui/copy-field.tsx'
import { Segments } from '../../ui/segments.tsx'

/** One request of the platform and what OPBX answered, behind a button; the newest is open. */
export function ExchangeBox({ step, isNewest }: { step: TrialStep; isNewest: boolean }) {
  const t = useText()
  const [chosen, setChosen] = useState<boolean | null>(null)
  const isOpen = chosen ?? isNewest
  return (
    <div className="exch">
      <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => setChosen(!isOpen)}>
        {t(isOpen ? 'tryCall.hideExchange' : 'tryCall.showExchange')}
      </Button>
      {isOpen && <Exchange step={step} />}
    </div>
  )
}

function Exchange({ step }: { step: TrialStep }) {
  const t = useText()
  const [part, setPart] = useState<'cxml' | 'request'>('cxml')
  const isCxml = part === 'cxml'
  const value = isCxml ? (step.cxml ?? '') : step.request
  const language = isCxml ? 'xml' : 'json'
  return (
    <div className="cx">
      <div className="row wrap cx__t py-1">
        <Segments
          label={t('tryCall.exchange')}
          value={part}
          onChange={setPart}
          segments={[
            { value: 'cxml', label: t('tryCall.cxml') },
            { value: 'request', label: t('tryCall.request') },
          ]}
        />
        <span className="small quiet num nowrap end only-l">
          {step.response &&
            t('tryCall.milliseconds', { count: Math.round(step.response.milliseconds) })}
        </span>
        <CopyButton
          value={codeText(value, language)}
          label={t(isCxml ? 'tryCall.copyCxml' : 'tryCall.copyRequest')}
        />
      </div>
      <Code
        value={isCxml ? shortened(step.cxml ?? '') : value}
        language={language}
        label={t(isCxml ? 'tryCall.cxml' : 'tryCall.request')}
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
