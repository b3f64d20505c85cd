import { type FlowTestResult, flowTestCreateSchema } from '@opbx/contract/call-flow/flow-tests'
import { useMutation } from '@tanstack/react-query'
import { PhoneIncoming, Play } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { runFlowTests } from '../../api/flow-tests.ts'
import { formatDuration } from '../../format/format.ts'
import { formatPhoneNumber } from '../../format/phone-number.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { Callout, Card, Facts } from '../../ui/card.tsx'
import { Sentence } from '../../ui/figures.tsx'
import { kindIcon } from '../../ui/kind-icon.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { Step, Steps } from '../../ui/steps.tsx'
import type { TestForm } from './test-form.ts'

/** Runs what stands in the form and tells the story of the call. A stored test runs when its page opens. */
export function ResultCard({ form, isStored }: { form: TestForm; isStored: boolean }) {
  const t = useText()
  const problemText = useProblemText()
  const run = useMutation({
    mutationFn: async () => {
      const read = flowTestCreateSchema.safeParse(form.getValues())
      if (!read.success) {
        await form.trigger()
        return null
      }
      const { results } = await runFlowTests({ test: read.data })
      return results[0] ?? null
    },
  })
  const { mutate } = run
  const isFirst = useRef(isStored)
  useEffect(() => {
    if (isFirst.current) mutate()
    isFirst.current = false
  }, [mutate])
  return (
    <Card title={t('flowTests.result')} pad>
      <Button icon={Play} busy={run.isPending} onClick={() => mutate()}>
        {t('flowTests.run')}
      </Button>
      <p className="small quiet">{t('flowTests.runHint')}</p>
      <div className="col gap-4" aria-live="polite">
        {run.error && <Callout tone="danger">{problemText(run.error)}</Callout>}
        {run.data === null && <Callout tone="warn">{t('flowTests.incomplete')}</Callout>}
        {run.data && <Result result={run.data} />}
      </div>
    </Card>
  )
}

function Result({ result }: { result: FlowTestResult }) {
  const t = useText()
  const { passed, failures, rang, ends, unused, trace } = result
  const begun = Date.parse(trace[0]?.at ?? '')
  return (
    <>
      <Callout
        tone={passed ? 'ok' : 'danger'}
        title={t(passed ? 'flowTests.passed' : 'flowTests.failed')}
      >
        {failures.map((failure) => (
          <span key={failure} className="block">
            <Sentence text={failure} />
          </span>
        ))}
      </Callout>
      <Facts
        facts={[
          {
            label: t('flowTests.rang'),
            value:
              rang.length === 0
                ? t('flowTests.rangNobody')
                : rang.map((number) => formatPhoneNumber(number)).join(', '),
          },
          { label: t('flowTests.ends'), value: t(`flowTests.end.${ends}`) },
        ]}
      />
      {unused > 0 && <p className="small muted">{t('flowTests.unused', { count: unused })}</p>}
      <Steps label={t('flowTests.result')}>
        {trace.map((entry, index) => (
          <Step
            // biome-ignore lint/suspicious/noArrayIndexKey: a story stays as it is
            key={index}
            time={formatDuration((Date.parse(entry.at) - begun) / 1000)}
            icon={entry.type === 'call' ? PhoneIncoming : kindIcon(entry.type)}
            title={entry.type === 'call' ? entry.happened : `${entry.name}: ${entry.happened}`}
            because={entry.because}
          />
        ))}
      </Steps>
    </>
  )
}
