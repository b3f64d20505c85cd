import { CircleAlert } from 'lucide-react'
import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react'
import type { FieldValues } from 'react-hook-form'
import { isProblem } from '../api/problem.ts'
import { useText } from '../texts/i18n.ts'
import { Button } from '../ui/button.tsx'
import { fieldId } from '../ui/field.tsx'
import { useProblemText } from '../ui/problem-text.ts'
import { UnsavedGuard } from '../ui/unsaved-guard.tsx'
import { flattenErrors } from './form-errors.ts'
import type { ContractForm } from './use-contract-form.ts'

interface FormFrameProps<I extends FieldValues, O> {
  form: ContractForm<I, O>
  /** Verb and object: "Add Theo". */
  saveLabel: string
  onCancel?: (() => void) | undefined
  /** Beside the buttons: when it takes effect. */
  note?: ReactNode
  /** Further buttons at the end. */
  end?: ReactNode
  /** Leaves the buttons out: somebody who may only read. */
  isReadOnly?: boolean | undefined
  /** After "somebody else was faster". */
  onReload?: (() => void) | undefined
  children: ReactNode
}

/** Frame of every form page: summary on top, fields, buttons that stay in sight, guard when leaving. */
export function FormFrame<I extends FieldValues, O>(props: FormFrameProps<I, O>) {
  const { form, children, isReadOnly } = props
  const t = useText()
  return (
    <form className="col gap-6" onSubmit={form.submit} onMouseDown={keepFieldFocus} noValidate>
      <UnsavedGuard isDirty={form.isDirty} />
      <FormErrorSummary form={form} onReload={props.onReload} />
      {isReadOnly ? (
        <>
          <p className="small muted">{t('forms.readOnly')}</p>
          <fieldset disabled className="contents">
            {children}
          </fieldset>
        </>
      ) : (
        children
      )}
      {!isReadOnly && (
        <div className="formfoot">
          <Button type="submit" variant="primary" busy={form.isSaving}>
            {form.isSaving ? t('common.saving') : props.saveLabel}
          </Button>
          {props.onCancel && <Button onClick={props.onCancel}>{t('common.cancel')}</Button>}
          {props.note && <span className="small quiet only-l">{props.note}</span>}
          {props.end && <span className="end">{props.end}</span>}
        </div>
      )}
    </form>
  )
}

/**
 * A field that is left shows its error and moves what is below, and a button that moves between press and
 * release gets no click. So pressing a button leaves the field only with the click.
 */
function keepFieldFocus(event: MouseEvent<HTMLFormElement>): void {
  if (event.target instanceof Element && event.target.closest('button')) event.preventDefault()
}

/** What is wrong after Save, focused, with a link to each field. Nothing while nothing is wrong. */
export function FormErrorSummary<I extends FieldValues, O>({
  form,
  onReload,
}: {
  form: ContractForm<I, O>
  onReload?: (() => void) | undefined
}) {
  const t = useText()
  const problemText = useProblemText()
  const box = useRef<HTMLDivElement>(null)
  const { submitCount, isSubmitting, errors } = form.formState
  const wrong = submitCount > 0 ? flattenErrors(errors) : []
  const isShown = !isSubmitting && (wrong.length > 0 || form.problem !== null)
  useEffect(() => {
    if (isShown && submitCount > 0) box.current?.focus()
  }, [isShown, submitCount])
  if (!isShown) return null
  const isOutdated = isProblem(form.problem, 'outdated')
  return (
    <div className="callout callout--danger" role="alert" tabIndex={-1} ref={box}>
      <CircleAlert className="i" />
      <div className="grow">
        <b>{summaryTitle()}</b>
        {form.problem !== null && (
          <p>{isOutdated ? t('forms.outdatedText') : problemText(form.problem)}</p>
        )}
        {wrong.length > 0 && (
          <ul className="errl">
            {wrong.map((error) => (
              <li key={error.path + error.message}>
                {error.path === '' ? error.message : <ErrorLink {...error} />}
              </li>
            ))}
          </ul>
        )}
      </div>
      {isOutdated && onReload && (
        <Button size="sm" onClick={onReload}>
          {t('forms.outdatedLoad')}
        </Button>
      )}
    </div>
  )

  function summaryTitle(): string {
    if (isOutdated) return t('forms.outdatedTitle')
    return wrong.length > 0 ? t('forms.notSaved', { count: wrong.length }) : t('forms.notSaved')
  }
}

function ErrorLink({ path, message }: { path: string; message: string }) {
  const id = fieldId(path)
  const label = document.getElementById(`${id}-label`)?.firstChild?.textContent
  return (
    <a
      href={`#${id}`}
      onClick={(event) => {
        event.preventDefault()
        const field = document.getElementById(id)
        field?.scrollIntoView({ block: 'center' })
        field?.focus()
      }}
    >
      {label ? `${label}: ${message}` : message}
    </a>
  )
}
