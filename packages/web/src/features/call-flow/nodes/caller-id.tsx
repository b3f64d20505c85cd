import { Plus, X } from 'lucide-react'
import { useFieldArray, useFormState, useWatch } from 'react-hook-form'
import { ChoiceField, messageOf, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Switch } from '../../../ui/choices.tsx'
import { FieldError, fieldId } from '../../../ui/field.tsx'
import { LinesField } from '../lines-field.tsx'
import type { NodeFormProps, NodeView } from '../node-view.ts'

const modes = ['set', 'prefix'] as const

/** What phones show, and what the call is found by later. */
export const callerIdView: NodeView<'caller_id'> = {
  type: 'caller_id',
  columns: (t) => [
    {
      key: 'name',
      head: t('nodeForms.caller_id.columnName'),
      cell: ({ config: { callerName } }) => {
        if (callerName === null)
          return <span className="quiet">{t('nodeForms.caller_id.nameKept')}</span>
        if (callerName.mode === 'set') return callerName.text
        return t('nodeForms.caller_id.nameBefore', { name: callerName.text })
      },
      phone: 'sub',
    },
    {
      key: 'tags',
      head: t('nodeForms.caller_id.columnTags'),
      cell: (node) => (
        <span className="row wrap gap-1">
          {node.config.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      ),
    },
  ],
  start: () => ({ callerName: null, tags: [], variables: [] }),
  Form: CallerIdForm,
}

function CallerIdForm({ form }: NodeFormProps<'caller_id'>) {
  const t = useText()
  return (
    <>
      <NameCard form={form} />
      <Card title={t('nodeForms.caller_id.labels')} pad>
        <LinesField
          control={form.control}
          name="config.tags"
          label={t('nodeForms.caller_id.tags')}
          hint={t('nodeForms.caller_id.tagsHint')}
          rows={3}
        />
      </Card>
      <VariablesCard form={form} />
    </>
  )
}

function NameCard({ form }: Pick<NodeFormProps<'caller_id'>, 'form'>) {
  const t = useText()
  const callerName = useWatch({ control: form.control, name: 'config.callerName' })
  const isChanged = callerName !== null && callerName !== undefined
  return (
    <Card title={t('nodeForms.caller_id.nameHeading')} pad>
      <Switch
        checked={isChanged}
        onChange={(on) =>
          form.setValue('config.callerName', on ? { mode: 'prefix', text: '' } : null, {
            shouldDirty: true,
          })
        }
        label={t('nodeForms.caller_id.changeName')}
        hint={t('nodeForms.caller_id.changeNameHint')}
      />
      {isChanged && (
        <>
          <ChoiceField
            control={form.control}
            name="config.callerName.mode"
            label={t('nodeForms.caller_id.mode')}
            columns
            choices={modes.map((value) => ({
              value,
              label: t(`nodeForms.caller_id.modes.${value}`),
              hint: t(`nodeForms.caller_id.modeHints.${value}`),
            }))}
          />
          <TextField
            control={form.control}
            name="config.callerName.text"
            label={t('nodeForms.caller_id.name')}
            input={{ autoComplete: 'off', placeholder: t('nodeForms.caller_id.nameExample') }}
          />
        </>
      )}
    </Card>
  )
}

function VariablesCard({ form }: Pick<NodeFormProps<'caller_id'>, 'form'>) {
  const t = useText()
  const name = 'config.variables'
  const variables = useFieldArray({ control: form.control, name, keyName: 'key' })
  const values = useWatch({ control: form.control, name })
  const { errors } = useFormState({ control: form.control, name })
  const problem = messageOf(errors.config?.variables)
  return (
    <Card
      title={t('nodeForms.caller_id.variables')}
      lead={t('nodeForms.caller_id.variablesLead')}
      pad
      end={
        <Button
          size="sm"
          icon={Plus}
          onClick={() => variables.append({ name: '', value: '' })}
          disabled={variables.fields.length >= 20}
        >
          {t('nodeForms.caller_id.addVariable')}
        </Button>
      }
    >
      <div id={fieldId(name)} tabIndex={-1} className="col gap-4">
        {variables.fields.length === 0 && (
          <p className="small quiet">{t('nodeForms.caller_id.noVariables')}</p>
        )}
        {variables.fields.map((variable, index) => (
          <div key={variable.key} className="row items-start">
            <TextField
              control={form.control}
              name={`config.variables.${index}.name`}
              label={t('nodeForms.caller_id.variableName')}
              className="grow"
              input={{ autoComplete: 'off', autoCapitalize: 'none', code: true }}
            />
            <TextField
              control={form.control}
              name={`config.variables.${index}.value`}
              label={t('nodeForms.caller_id.variableValue')}
              className="grow"
              input={{ autoComplete: 'off' }}
            />
            <IconButton
              variant="ghost"
              icon={X}
              className="mt-6.5"
              label={t('nodeForms.caller_id.removeVariable', {
                name: values?.[index]?.name ?? '',
              })}
              onClick={() => variables.remove(index)}
            />
          </div>
        ))}
        {problem && <FieldError>{problem}</FieldError>}
      </div>
    </Card>
  )
}
