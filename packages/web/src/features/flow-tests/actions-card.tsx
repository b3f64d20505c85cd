import type { FlowTestAction } from '@opbx/contract/call-flow/flow-tests'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useFieldArray, useFormState, useWatch } from 'react-hook-form'
import { BoundField, messageOf, TextField } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, FieldError, fieldId } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { TestForm } from './test-form.ts'

type Does = FlowTestAction['does']

const all = [
  'press',
  'answer',
  'no_answer',
  'busy',
  'unreachable',
  'speak',
  'wait',
  'hang_up',
] as const satisfies readonly Does[]

function blankAction(does: Does): FlowTestAction {
  switch (does) {
    case 'press':
      return { does, keys: '' }
    case 'speak':
      return { does, seconds: 10 }
    case 'wait':
    case 'hang_up':
      return { does }
    default:
      return { does, who: '' }
  }
}

/** What the caller and the others do, in order. */
export function ActionsCard({ form }: { form: TestForm }) {
  const t = useText()
  const { control } = form
  const actions = useFieldArray({ control, name: 'actions', keyName: 'key' })
  const values = useWatch({ control, name: 'actions' }) ?? []
  const { errors } = useFormState({ control, name: 'actions' })
  const problem = messageOf(errors.actions)
  return (
    <Card
      title={t('flowTests.actions')}
      lead={t('flowTests.actionsLead')}
      pad
      end={
        <Button size="sm" icon={Plus} onClick={() => actions.append(blankAction('press'))}>
          {t('flowTests.addAction')}
        </Button>
      }
    >
      <div id={fieldId('actions')} tabIndex={-1} className="col gap-4">
        {actions.fields.length === 0 && <p className="small quiet">{t('flowTests.noActions')}</p>}
        {actions.fields.map((field, index) => {
          const number = index + 1
          const does = values[index]?.does ?? field.does
          return (
            <div key={field.key} className="row wrap items-start">
              <Field label={t('flowTests.action', { number })} className="grow min-w-[200px]">
                <Select
                  value={does}
                  onChange={(next) => actions.update(index, blankAction(next))}
                  options={all.map((value) => ({ value, label: t(`flowTests.does.${value}`) }))}
                />
              </Field>
              <ActionValue form={form} index={index} does={does} />
              <span className="row mt-6.5">
                <IconButton
                  variant="ghost"
                  icon={ArrowUp}
                  label={t('flowTests.up', { number })}
                  disabled={index === 0}
                  onClick={() => actions.move(index, index - 1)}
                />
                <IconButton
                  variant="ghost"
                  icon={ArrowDown}
                  label={t('flowTests.down', { number })}
                  disabled={index === actions.fields.length - 1}
                  onClick={() => actions.move(index, index + 1)}
                />
                <IconButton
                  variant="ghost"
                  icon={X}
                  label={t('flowTests.removeAction', { number })}
                  onClick={() => actions.remove(index)}
                />
              </span>
            </div>
          )
        })}
        {problem && <FieldError>{problem}</FieldError>}
      </div>
    </Card>
  )
}

function ActionValue({ form, index, does }: { form: TestForm; index: number; does: Does }) {
  const t = useText()
  const input = { inputMode: 'tel', autoComplete: 'off', className: 'num' } as const
  switch (does) {
    case 'press':
      return (
        <TextField
          control={form.control}
          name={`actions.${index}.keys`}
          label={t('flowTests.keys')}
          className="w-[130px]"
          input={{ ...input, placeholder: '1' }}
        />
      )
    case 'speak':
      return (
        <BoundField
          control={form.control}
          name={`actions.${index}.seconds`}
          label={t('flowTests.seconds')}
          className="w-[130px]"
        >
          {({ value, onChange, onBlur, name, ref }) => (
            <TextInput
              ref={ref}
              name={name}
              type="number"
              min={1}
              max={3600}
              className="num"
              value={typeof value === 'number' ? value : ''}
              onChange={(event) =>
                onChange(event.target.value === '' ? null : Number(event.target.value))
              }
              onBlur={onBlur}
            />
          )}
        </BoundField>
      )
    case 'wait':
    case 'hang_up':
      return null
    default:
      return (
        <TextField
          control={form.control}
          name={`actions.${index}.who`}
          label={t('flowTests.who')}
          className="w-[170px]"
          input={{ ...input, placeholder: t('flowTests.whoExample') }}
        />
      )
  }
}
