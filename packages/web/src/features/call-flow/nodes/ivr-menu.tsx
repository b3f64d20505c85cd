import { Plus, X } from 'lucide-react'
import { useFieldArray, useFormState, useWatch } from 'react-hook-form'
import { messageOf, NumberField, SwitchField, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Switch } from '../../../ui/choices.tsx'
import { FieldError, fieldId } from '../../../ui/field.tsx'
import { PromptWords } from '../../prompts/prompt-picker.tsx'
import { ExitRow } from '../exits-card.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'
import { PromptField } from '../prompt-field.tsx'

/** A text, and keys that lead somewhere. */
export const ivrMenuView: NodeView<'ivr_menu'> = {
  type: 'ivr_menu',
  columns: (t) => [
    {
      key: 'prompt',
      head: t('nodeForms.ivr_menu.columnPrompt'),
      cell: (node) => (
        <span className="muted">
          <PromptWords prompt={node.config.prompt} />
        </span>
      ),
      phone: 'sub',
    },
    {
      key: 'keys',
      head: t('nodeForms.ivr_menu.columnKeys'),
      cell: (node) => (
        <span className="num nowrap">
          {node.config.options.map((option) => option.digits).join(' ')}
        </span>
      ),
    },
  ],
  start: () => ({
    prompt: { text: '' },
    invalidPrompt: null,
    timeoutPrompt: null,
    options: [{ digits: '1', label: '' }],
    speech: false,
    directDial: false,
    firstDigitSeconds: 8,
    interDigitSeconds: 3,
    attempts: 3,
  }),
  Form: IvrMenuForm,
}

function IvrMenuForm({ form, node }: NodeFormProps<'ivr_menu'>) {
  const t = useText()
  return (
    <>
      <Card title={t('nodeForms.ivr_menu.promptHeading')} pad>
        <PromptField
          control={form.control}
          name="config.prompt"
          label={t('nodeForms.prompt.text')}
          hint={t('nodeForms.ivr_menu.promptHint')}
        />
      </Card>
      <OptionsCard form={form} node={node} />
      <Card
        title={t('nodeForms.ivr_menu.patience')}
        lead={t('nodeForms.ivr_menu.patienceLead')}
        pad
      >
        <div className="grid3">
          <NumberField
            control={form.control}
            name="config.firstDigitSeconds"
            label={t('nodeForms.ivr_menu.firstDigit')}
            unit={t('common.seconds')}
          />
          <NumberField
            control={form.control}
            name="config.interDigitSeconds"
            label={t('nodeForms.ivr_menu.interDigit')}
            unit={t('common.seconds')}
          />
          <NumberField
            control={form.control}
            name="config.attempts"
            label={t('nodeForms.ivr_menu.attempts')}
          />
        </div>
        <SwitchField
          control={form.control}
          name="config.speech"
          label={t('nodeForms.ivr_menu.speech')}
          hint={t('nodeForms.ivr_menu.speechHint')}
        />
        <SwitchField
          control={form.control}
          name="config.directDial"
          label={t('nodeForms.ivr_menu.directDial')}
          hint={t('nodeForms.ivr_menu.directDialHint')}
        />
        <SecondPrompt form={form} name="timeoutPrompt" />
        <SecondPrompt form={form} name="invalidPrompt" />
      </Card>
    </>
  )
}

/** What is said before the menu is read again; off: only the menu. */
function SecondPrompt({
  form,
  name,
}: Pick<NodeFormProps<'ivr_menu'>, 'form'> & { name: 'timeoutPrompt' | 'invalidPrompt' }) {
  const t = useText()
  const path = `config.${name}` as const
  const prompt = useWatch({ control: form.control, name: path })
  return (
    <>
      <Switch
        checked={prompt !== null && prompt !== undefined}
        onChange={(on) => form.setValue(path, on ? { text: '' } : null, { shouldDirty: true })}
        label={t(`nodeForms.ivr_menu.${name}`)}
        hint={t(`nodeForms.ivr_menu.${name}Hint`)}
      />
      {prompt && (
        <PromptField control={form.control} name={path} label={t('nodeForms.prompt.text')} />
      )}
    </>
  )
}

const keys = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '0', '*', '#']

function OptionsCard({ form, node }: NodeFormProps<'ivr_menu'>) {
  const t = useText()
  const options = useFieldArray({ control: form.control, name: 'config.options', keyName: 'key' })
  const values = useWatch({ control: form.control, name: 'config.options' })
  const { errors } = useFormState({ control: form.control, name: 'config.options' })
  const problem = messageOf(errors.config?.options)
  const used = new Set(values.map((option) => option.digits))
  const add = () => options.append({ digits: keys.find((key) => !used.has(key)) ?? '', label: '' })
  return (
    <Card
      title={t('nodeForms.ivr_menu.options')}
      lead={t('nodeForms.ivr_menu.optionsLead')}
      pad
      end={
        <Button size="sm" icon={Plus} onClick={add} disabled={options.fields.length >= 20}>
          {t('nodeForms.ivr_menu.addOption')}
        </Button>
      }
    >
      <div id={fieldId('config.options')} tabIndex={-1} className="col gap-4">
        {options.fields.map((option, index) => {
          const digits = values[index]?.digits ?? ''
          const label = values[index]?.label ?? ''
          return (
            <div key={option.key} className="col gap-2">
              <div className="row items-start">
                <TextField
                  control={form.control}
                  name={`config.options.${index}.digits`}
                  label={t('nodeForms.ivr_menu.key')}
                  className="w-24 flex-none"
                  input={{ inputMode: 'tel', autoComplete: 'off', className: 'num' }}
                />
                <TextField
                  control={form.control}
                  name={`config.options.${index}.label`}
                  label={t('nodeForms.ivr_menu.label')}
                  className="grow"
                  input={{ autoComplete: 'off', placeholder: t('nodeForms.ivr_menu.labelExample') }}
                />
                <IconButton
                  variant="ghost"
                  icon={X}
                  className="mt-6.5"
                  label={t('nodeForms.ivr_menu.removeOption', { digits })}
                  onClick={() => options.remove(index)}
                />
              </div>
              {digits !== '' && (
                <ExitRow
                  control={form.control}
                  exit={digits}
                  label={t('nodeForms.ivr_menu.exit', { digits, label })}
                  start={t('nodeForms.ivr_menu.leadsTo')}
                  self={node?.id}
                />
              )}
            </div>
          )
        })}
        {problem && <FieldError>{problem}</FieldError>}
      </div>
    </Card>
  )
}
