import type { FlowChanges, LintResult } from '@opbx/contract/call-flow/draft'
import type { FlowTestRunResult } from '@opbx/contract/call-flow/flow-tests'
import { useMutation } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, type LucideIcon, TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { api } from '../../api/client.ts'
import { flowChanged } from '../../api/flow.ts'
import { useText } from '../../texts/i18n.ts'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { useProblemText } from '../../ui/problem-text.ts'
import { TextArea } from '../../ui/text-input.tsx'
import { showToast } from '../../ui/toast.tsx'

interface ApplyCardProps {
  shown: FlowChanges
  lint: { data: LintResult | undefined; error: unknown }
  tests: { data: FlowTestRunResult | undefined; error: unknown }
  note: string
  onNote: (note: string) => void
  button: ReactNode
  /** Why it cannot be applied. */
  reason: string | undefined
  /** The way around red tests, for who may take it. */
  override: ReactNode
}

/** The checks, a note, Apply, and the way out. */
export function ApplyCard(props: ApplyCardProps) {
  const { shown, lint, tests, note, onNote, button, reason, override } = props
  const t = useText()
  const { liveRevision } = shown
  const isReady = lint.data?.errors.length === 0 && reason === undefined
  return (
    <aside className="card applycard" aria-label={t('apply.title')}>
      <div className="card--pad col gap-4">
        <h2>{t(isReady ? 'apply.ready' : 'apply.notReady')}</h2>
        <Checks lint={lint} tests={tests} />
        <Field label={t('apply.note')} note={t('apply.optional')} hint={t('apply.noteHint')}>
          <TextArea
            rows={3}
            maxLength={500}
            value={note}
            // A note is one line: a version list has no room for paragraphs.
            onChange={(event) => onNote(event.target.value.replace(/\s*[\r\n\t]+\s*/g, ' '))}
          />
        </Field>
        {button}
        <p className="small quiet">
          {reason ??
            (liveRevision === null
              ? t('apply.effectFirst')
              : t('apply.effect', { number: liveRevision }))}
        </p>
        {override}
        {liveRevision !== null && (
          <DiscardButton count={shown.changes.length} liveRevision={liveRevision} />
        )}
      </div>
    </aside>
  )
}

function Checks({ lint, tests }: Pick<ApplyCardProps, 'lint' | 'tests'>) {
  const t = useText()
  const problemText = useProblemText()
  if (lint.error) return <p className="error">{problemText(lint.error)}</p>
  if (!lint.data) return <p className="small quiet">{t('apply.checking')}</p>
  const errors = lint.data.errors.length
  const warnings = lint.data.warnings.length
  return (
    <ul className="checkl">
      {errors === 0 ? (
        <Check icon={CircleCheck} title={t('apply.noErrors')} text={t('apply.noErrorsText')} />
      ) : (
        <Check
          icon={CircleAlert}
          look="bad"
          title={t('apply.errors', { count: errors })}
          text={t('apply.errorsText')}
        />
      )}
      {warnings === 0 ? (
        <Check icon={CircleCheck} title={t('apply.noWarnings')} text={t('apply.noWarningsText')} />
      ) : (
        <Check
          icon={TriangleAlert}
          look="warn"
          title={t('apply.warnings', { count: warnings })}
          text={t('apply.warningsText')}
        />
      )}
      <TestsCheck tests={tests} />
    </ul>
  )
}

function TestsCheck({ tests }: Pick<ApplyCardProps, 'tests'>) {
  const t = useText()
  const problemText = useProblemText()
  if (tests.error) {
    return <Check icon={CircleAlert} look="bad" title={problemText(tests.error)} text="" />
  }
  const results = tests.data?.results.filter((result) => result.enabled) ?? []
  if (results.length === 0) return null
  const red = results.filter((result) => !result.passed).length
  return red === 0 ? (
    <Check
      icon={CircleCheck}
      title={t('apply.testsGreen', { count: results.length })}
      text={t('apply.testsGreenText')}
    />
  ) : (
    <Check
      icon={CircleAlert}
      look="bad"
      title={t('apply.testsRed', { count: red })}
      text={t('apply.testsRedText')}
    />
  )
}

function Check({
  icon: Icon,
  look,
  title,
  text,
}: {
  icon: LucideIcon
  look?: 'warn' | 'bad'
  title: string
  text: string
}) {
  return (
    <li className={look}>
      <Icon className="i" />
      <span>
        <b>{title}</b>
        <span>{text}</span>
      </span>
    </li>
  )
}

/** Back to the live version; what was changed since is lost for good, so it asks. */
function DiscardButton({ count, liveRevision }: { count: number; liveRevision: number }) {
  const t = useText()
  const problemText = useProblemText()
  const [isOpen, setOpen] = useState(false)
  const discard = useMutation({
    mutationFn: () => api.delete('/flow/draft'),
    onSuccess: async () => {
      setOpen(false)
      showToast(t('apply.discarded', { number: liveRevision }))
      await flowChanged()
    },
  })
  return (
    <>
      <Button variant="ghost" block className="text-danger!" onClick={() => setOpen(true)}>
        {t('apply.discard')}
      </Button>
      <ConfirmDialog
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title={t('apply.discardTitle', { count })}
        text={t('apply.discardText', { number: liveRevision })}
        confirm={t('apply.discardConfirm')}
        keep={t('apply.discardKeep')}
        onConfirm={() => discard.mutate()}
        busy={discard.isPending}
        isDanger
      >
        {discard.error && (
          <p className="error" role="alert">
            {problemText(discard.error)}
          </p>
        )}
      </ConfirmDialog>
    </>
  )
}
