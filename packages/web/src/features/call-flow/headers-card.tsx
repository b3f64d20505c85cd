import { isSecretHeader } from '@opbx/contract/call-flow/request-headers'
import { isSecretReference } from '@opbx/contract/call-flow/secrets'
import { Plus, X } from 'lucide-react'
import { type FieldValues, get, useController, useFormState } from 'react-hook-form'
import { type BoundProps, messageOf } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Checkbox } from '../../ui/choices.tsx'
import { Field, FieldError, fieldId } from '../../ui/field.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import { SecretInput } from './secret-input.tsx'

interface Header {
  name: string
  value: string
  secret: boolean
}

/** What they are called: where the texts stand. */
type Words = 'request' | 'ai_assistant'

const most = 20

/** Headers or parameters that go along; the values of secret ones are never shown again. */
export function HeadersCard<I extends FieldValues, O>({
  control,
  name,
  lead,
  words = 'request',
}: Pick<BoundProps<I, O>, 'control' | 'name'> & { lead: string; words?: Words }) {
  const t = useText()
  const { field } = useController({ control, name })
  const { errors } = useFormState({ control, name })
  const headers = headersIn(field.value)
  const change = (next: readonly Header[]) => field.onChange(next)
  const problem = messageOf(get(errors, name))
  const add = () => change([...headers, { name: '', value: '', secret: false }])
  return (
    <Card
      title={t(`nodeForms.${words}.headers`)}
      lead={lead}
      pad
      end={
        <Button size="sm" icon={Plus} onClick={add} disabled={headers.length >= most}>
          {t(`nodeForms.${words}.addHeader`)}
        </Button>
      }
    >
      <div id={fieldId(name)} tabIndex={-1} className="col gap-4">
        {headers.length === 0 && <p className="small quiet">{t(`nodeForms.${words}.noHeaders`)}</p>}
        {headers.map((header, index) => (
          <HeaderRow
            // biome-ignore lint/suspicious/noArrayIndexKey: headers have no id, and none is moved
            key={index}
            path={`${name}.${index}`}
            header={header}
            words={words}
            errorOf={(part) => messageOf(get(errors, `${name}.${index}.${part}`))}
            onChange={(next) => change(headers.with(index, next))}
            onRemove={() => change(headers.filter((_, other) => other !== index))}
          />
        ))}
        {problem && <FieldError>{problem}</FieldError>}
      </div>
    </Card>
  )
}

interface HeaderRowProps {
  words: Words
  path: string
  header: Header
  errorOf: (part: 'name' | 'value') => string | undefined
  onChange: (header: Header) => void
  onRemove: () => void
}

function HeaderRow({ path, header, words, errorOf, onChange, onRemove }: HeaderRowProps) {
  const t = useText()
  const isSecret = isSecretHeader(header)
  const isAlwaysSecret = isSecretHeader({ name: header.name, secret: false })
  // What is kept may not be shown, so a value that becomes visible is typed anew.
  const show = (next: Header) => {
    const isHidden = isSecretHeader(next)
    onChange(!isHidden && isSecretReference(next.value) ? { ...next, value: '' } : next)
  }
  const plain = { autoComplete: 'off', autoCapitalize: 'none', code: true } as const
  return (
    <div className="col gap-2">
      <div className="row wrap items-start">
        <Field
          label={t('nodeForms.request.headerName')}
          name={`${path}.name`}
          error={errorOf('name')}
          className="grow basis-48"
        >
          <TextInput
            {...plain}
            value={header.name}
            onChange={(event) => show({ ...header, name: event.target.value })}
          />
        </Field>
        <Field
          label={t('nodeForms.request.headerValue')}
          name={`${path}.value`}
          error={errorOf('value')}
          className="grow basis-48"
        >
          {isSecret ? (
            <SecretInput
              value={header.value}
              onChange={(value) => onChange({ ...header, value })}
            />
          ) : (
            <TextInput
              {...plain}
              value={header.value}
              onChange={(event) => onChange({ ...header, value: event.target.value })}
            />
          )}
        </Field>
      </div>
      <div className="row">
        <span className="grow">
          <Checkbox
            checked={isSecret}
            disabled={isAlwaysSecret}
            onChange={(secret) => show({ ...header, secret })}
            label={t('nodeForms.request.keepSecret')}
          />
        </span>
        <IconButton
          variant="ghost"
          icon={X}
          label={t(`nodeForms.${words}.removeHeader`, { name: header.name })}
          onClick={onRemove}
        />
      </div>
    </div>
  )
}

/** What the form holds there: half filled while it is typed. */
function headersIn(value: unknown): Header[] {
  if (!Array.isArray(value)) return []
  return value.map((item: unknown) => ({
    name: textOf(get(item, 'name')),
    value: textOf(get(item, 'value')),
    secret: get(item, 'secret') === true,
  }))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
