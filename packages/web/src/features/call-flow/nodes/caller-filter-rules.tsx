import { type CallerRule, callerRuleKinds } from '@opbx/contract/call-flow/nodes/caller-filter'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFieldArray, useFormState, useWatch } from 'react-hook-form'
import { messageOf, TextField } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Card } from '../../../ui/card.tsx'
import { Field, FieldError, fieldId } from '../../../ui/field.tsx'
import { Link } from '../../../ui/link.tsx'
import { Select } from '../../../ui/select.tsx'
import { ExitRow } from '../exits-card.tsx'
import { LinesField } from '../lines-field.tsx'
import type { NodeForm, NodeFormProps } from '../node-view.ts'

type Kind = CallerRule['kind']

/** A rule to be filled in. Its id names its exit, so it is never one that another rule has had. */
export function blankRule(kind: Kind, name: string, id: string = newRuleId()): CallerRule {
  const rule = { id, name }
  switch (kind) {
    case 'number':
      return { ...rule, kind, number: '' }
    case 'prefix':
      return { ...rule, kind, prefix: '' }
    case 'contact_list':
      return { ...rule, kind, numbers: [] }
    case 'anonymous':
    case 'block_list':
      return { ...rule, kind }
  }
}

function newRuleId(): string {
  return `r${(crypto.getRandomValues(new Uint32Array(1))[0] ?? 0).toString(36)}`
}

/** The rules in the order in which they are tried, each with its exit. */
export function CallerRulesCard({
  form,
  node,
  title,
}: NodeFormProps<'caller_filter'> & { title: string }) {
  const t = useText()
  const rules = useFieldArray({ control: form.control, name: 'config.rules', keyName: 'key' })
  const values = useWatch({ control: form.control, name: 'config.rules' })
  const { errors } = useFormState({ control: form.control, name: 'config.rules' })
  const problem = messageOf(errors.config?.rules)
  return (
    <Card
      title={title}
      lead={t('nodeForms.caller_filter.rulesLead')}
      pad
      end={
        <Button
          size="sm"
          icon={Plus}
          onClick={() => rules.append(blankRule('number', ''))}
          disabled={rules.fields.length >= 30}
        >
          {t('nodeForms.caller_filter.addRule')}
        </Button>
      }
    >
      <div id={fieldId('config.rules')} tabIndex={-1} className="col gap-6">
        {rules.fields.map((field, index) => {
          const rule = values[index] ?? field
          return (
            <div key={field.key} className="col gap-2">
              <RuleHead
                form={form}
                index={index}
                rule={rule}
                onKind={(kind) => rules.update(index, blankRule(kind, rule.name, rule.id))}
              >
                <PlaceButtons
                  name={rule.name || t('nodeForms.caller_filter.unnamed')}
                  isFirst={index === 0}
                  isLast={index === rules.fields.length - 1}
                  onMove={(by) => rules.move(index, index + by)}
                  onRemove={() => rules.remove(index)}
                />
              </RuleHead>
              <RuleValue form={form} index={index} kind={rule.kind} />
              <ExitRow
                control={form.control}
                exit={rule.id}
                label={t('nodeForms.caller_filter.exit', { name: rule.name })}
                start={t('nodeForms.caller_filter.leadsTo')}
                self={node?.id}
              />
            </div>
          )
        })}
        {problem && <FieldError>{problem}</FieldError>}
      </div>
    </Card>
  )
}

interface RuleProps {
  form: NodeForm<'caller_filter'>
  index: number
}

function RuleHead({
  form,
  index,
  rule,
  onKind,
  children,
}: RuleProps & {
  rule: Pick<CallerRule, 'kind'>
  onKind: (kind: Kind) => void
  children: ReactNode
}) {
  const t = useText()
  return (
    <div className="row wrap items-start">
      <TextField
        control={form.control}
        name={`config.rules.${index}.name`}
        label={t('nodeForms.caller_filter.name')}
        className="grow min-w-[220px]"
        input={{ autoComplete: 'off', placeholder: t('nodeForms.caller_filter.nameExample') }}
      />
      <Field label={t('nodeForms.caller_filter.kind')} className="grow min-w-[220px]">
        <Select
          value={rule.kind}
          onChange={onKind}
          options={callerRuleKinds.map((value) => ({
            value,
            label: t(`nodeForms.caller_filter.kinds.${value}`),
          }))}
        />
      </Field>
      {children}
    </div>
  )
}

function PlaceButtons(props: {
  name: string
  isFirst: boolean
  isLast: boolean
  onMove: (by: 1 | -1) => void
  onRemove: () => void
}) {
  const t = useText()
  const { name } = props
  return (
    <span className="row mt-6.5">
      <IconButton
        variant="ghost"
        icon={ArrowUp}
        label={t('nodeForms.caller_filter.up', { name })}
        disabled={props.isFirst}
        onClick={() => props.onMove(-1)}
      />
      <IconButton
        variant="ghost"
        icon={ArrowDown}
        label={t('nodeForms.caller_filter.down', { name })}
        disabled={props.isLast}
        onClick={() => props.onMove(1)}
      />
      <IconButton
        variant="ghost"
        icon={X}
        label={t('nodeForms.caller_filter.removeRule', { name })}
        onClick={props.onRemove}
      />
    </span>
  )
}

function RuleValue({ form, index, kind }: RuleProps & { kind: Kind }) {
  const t = useText()
  const input = { inputMode: 'tel', autoComplete: 'off', className: 'num' } as const
  switch (kind) {
    case 'number':
      return (
        <TextField
          control={form.control}
          name={`config.rules.${index}.number`}
          label={t('nodeForms.caller_filter.number')}
          hint={t('nodeForms.caller_filter.numberHint')}
          input={{ ...input, placeholder: '+12025550123' }}
        />
      )
    case 'prefix':
      return (
        <TextField
          control={form.control}
          name={`config.rules.${index}.prefix`}
          label={t('nodeForms.caller_filter.prefix')}
          hint={t('nodeForms.caller_filter.prefixHint')}
          input={{ ...input, placeholder: '+1202' }}
        />
      )
    case 'contact_list':
      return (
        <LinesField
          control={form.control}
          name={`config.rules.${index}.numbers`}
          label={t('nodeForms.caller_filter.numbers')}
          hint={t('nodeForms.caller_filter.numbersHint')}
          rows={5}
          inputMode="tel"
        />
      )
    case 'block_list':
      return (
        <p className="small quiet">
          {t('nodeForms.caller_filter.blockListHint')}{' '}
          <Link to="/flow/block-list">{t('nodeForms.caller_filter.blockListLink')}</Link>
        </p>
      )
    case 'anonymous':
      return null
  }
}
