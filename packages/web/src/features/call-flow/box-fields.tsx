import {
  messagePlaceholders,
  mostEmails,
  voicemailConfigSchema,
} from '@opbx/contract/call-flow/nodes/voicemail'
import { mailStateSchema } from '@opbx/contract/mail'
import { useQuery } from '@tanstack/react-query'
import { type FieldPath, type FieldValues, useController, useWatch } from 'react-hook-form'
import { api } from '../../api/client.ts'
import {
  type BoundProps,
  NumberField,
  OptionalNumberField,
  SwitchField,
  TextAreaField,
  TextField,
} from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Callout } from '../../ui/card.tsx'
import { TagsInput } from '../../ui/tags-input.tsx'
import { PinField } from './pin-field.tsx'
import { PromptField } from './prompt-field.tsx'

/** Where the settings of a box are in their form. */
type BoxNames<I extends FieldValues> = Record<keyof BoxConfig, FieldPath<I>>
type BoxConfig = ReturnType<typeof voicemailConfigSchema.parse>

interface BoxFieldsProps<I extends FieldValues, O> {
  control: BoundProps<I, O>['control']
  names: BoxNames<I>
}

const placeholders = messagePlaceholders.map((name) => `{{${name}}}`).join(', ')

/** Everything that a new box begins with. */
export function newBox(greeting: string): BoxConfig {
  return voicemailConfigSchema.parse({ greeting: { text: greeting } })
}

/** What callers hear and leave. */
export function MessageFields<I extends FieldValues, O>(props: BoxFieldsProps<I, O>) {
  const { control, names } = props
  const t = useText()
  return (
    <>
      <PromptField
        control={control}
        name={names.greeting}
        label={t('nodeForms.voicemail.greeting')}
      />
      <div className="grid2">
        <NumberField
          control={control}
          name={names.maxSeconds}
          label={t('nodeForms.voicemail.maxSeconds')}
          hint={t('nodeForms.voicemail.maxSecondsHint')}
          unit={t('common.seconds')}
        />
        <OptionalNumberField
          control={control}
          name={names.retentionDays}
          label={t('nodeForms.voicemail.retentionDays')}
          hint={t('nodeForms.voicemail.retentionDaysHint')}
          unit={t('nodeForms.voicemail.days')}
        />
      </div>
      <SwitchField
        control={control}
        name={names.beep}
        label={t('nodeForms.voicemail.beep')}
        hint={t('nodeForms.voicemail.beepHint')}
      />
    </>
  )
}

/** By which a phone opens the box. */
export function BoxPinField<I extends FieldValues, O>(
  props: BoxFieldsProps<I, O> & { hint: string },
) {
  const { control, names, hint } = props
  const t = useText()
  return (
    <PinField
      control={control}
      name={names.pin}
      label={t('nodeForms.voicemail.pin')}
      hint={hint}
      className="max-w-[420px]"
    />
  )
}

/** Who is told of a message, and in which words. */
export function EmailFields<I extends FieldValues, O>(props: BoxFieldsProps<I, O>) {
  const { control, names } = props
  const t = useText()
  const { field, fieldState } = useController<I, FieldPath<I>, O>({ control, name: names.emails })
  const emails = textsIn(useWatch({ control, name: names.emails }))
  return (
    <>
      <MailCallout />
      <TagsInput
        name={names.emails}
        label={t('nodeForms.voicemail.emails')}
        hint={t('nodeForms.voicemail.emailsHint', { most: mostEmails })}
        removeLabel={(address) => t('nodeForms.voicemail.removeEmail', { address })}
        error={firstMessage(fieldState.error)}
        value={emails}
        onChange={(next) => field.onChange(next)}
      />
      {emails.length > 0 && (
        <>
          <TextField
            control={control}
            name={names.emailSubject}
            label={t('nodeForms.voicemail.emailSubject')}
          />
          <TextAreaField
            control={control}
            name={names.emailBody}
            label={t('nodeForms.voicemail.emailBody')}
            hint={t('nodeForms.voicemail.emailBodyHint', { placeholders })}
            rows={6}
          />
          <SwitchField
            control={control}
            name={names.attachAudio}
            label={t('nodeForms.voicemail.attachAudio')}
            hint={t('nodeForms.voicemail.attachAudioHint')}
          />
        </>
      )}
    </>
  )
}

/** Addresses may be entered all the same: they act as soon as e-mail is set up. */
function MailCallout() {
  const t = useText()
  const mail = useQuery({
    queryKey: ['mail'],
    queryFn: ({ signal }) => api.get('/mail', { schema: mailStateSchema, signal }),
  })
  if (mail.data?.isSetUp !== false) return null
  return <Callout tone="warn">{t('nodeForms.voicemail.mailNotSetUp')}</Callout>
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
}

/** That of the list, else of its first wrong address. */
function firstMessage(error: unknown): string | undefined {
  const all: unknown[] = Array.isArray(error) ? error : [error, Object(error).root]
  const messages = all.map((one): unknown => Object(one).message)
  return messages.find((message) => typeof message === 'string')
}
