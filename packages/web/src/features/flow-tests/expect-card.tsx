import { type FlowTestExpectation, flowTestEnds } from '@opbx/contract/call-flow/flow-tests'
import { Plus, X } from 'lucide-react'
import { useController, useFormState } from 'react-hook-form'
import { messageOf } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Field, FieldError, fieldId } from '../../ui/field.tsx'
import { Select } from '../../ui/select.tsx'
import { TagsInput } from '../../ui/tags-input.tsx'
import { DestinationPicker } from '../call-flow/destination-picker.tsx'
import type { TestForm } from './test-form.ts'

type Path = FlowTestExpectation['path']
type Rings = FlowTestExpectation['rings']

/** What must happen: the way, who rings, what is heard, how it ends. */
export function ExpectCard({ form }: { form: TestForm }) {
  const t = useText()
  const { errors } = useFormState({ control: form.control, name: 'expect' })
  const problem = messageOf(errors.expect)
  return (
    <Card title={t('flowTests.expect')} lead={t('flowTests.expectLead')} pad>
      <div id={fieldId('expect')} tabIndex={-1} className="col gap-6">
        {problem && <FieldError>{problem}</FieldError>}
        <PathFields form={form} />
        <RingsFields form={form} />
        <EndField form={form} />
        <WordsField form={form} name="says" />
        <WordsField form={form} name="tags" />
      </div>
    </Card>
  )
}

function PathFields({ form }: { form: TestForm }) {
  const t = useText()
  const { field, fieldState } = useController({ control: form.control, name: 'expect.path' })
  const path: Path = pathOf(field.value)
  const steps = path?.steps ?? []
  const change = (next: Path) => field.onChange(next)
  const setSteps = (next: NonNullable<Path>['steps']) =>
    change({ mode: path?.mode ?? 'contains', steps: next })
  const modes = ['none', 'contains', 'exact'] as const
  return (
    <div className="col gap-2">
      <Field label={t('flowTests.path')} className="max-w-[440px]">
        <Select
          value={path?.mode ?? 'none'}
          onChange={(mode) =>
            change(mode === 'none' ? null : { mode, steps: steps.length > 0 ? steps : [blankStep] })
          }
          options={modes.map((value) => ({ value, label: t(`flowTests.pathModes.${value}`) }))}
        />
      </Field>
      {path !== null && (
        <ol className="col gap-2" id={fieldId('expect.path.steps')} tabIndex={-1}>
          {steps.map((step, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same step may come twice
            <li key={index} className="row">
              <span className="quiet num w-6">{index + 1}</span>
              <span className="grow trunc">
                <DestinationPicker
                  id={fieldId(`expect.path.steps.${index}.node`)}
                  label={t('flowTests.step', { number: index + 1 })}
                  value={step.node === '' ? null : step.node}
                  onChange={(node) => setSteps(steps.with(index, { node: node ?? '', exit: null }))}
                  canHangUp={false}
                  placeholder={t('flowTests.stepChoose')}
                />
                {step.exit !== null && (
                  <span className="small quiet">
                    {t('flowTests.stepExit', { exit: step.exit })}
                  </span>
                )}
              </span>
              <IconButton
                variant="ghost"
                icon={X}
                label={t('flowTests.removeStep', { number: index + 1 })}
                onClick={() => setSteps(steps.toSpliced(index, 1))}
              />
            </li>
          ))}
        </ol>
      )}
      {fieldState.error && <FieldError>{firstMessage(fieldState.error)}</FieldError>}
      {path !== null && (
        <span>
          <Button size="sm" icon={Plus} onClick={() => setSteps([...steps, blankStep])}>
            {t('flowTests.addStep')}
          </Button>
        </span>
      )}
    </div>
  )
}

const blankStep = { node: '', exit: null }

/** The form holds what the schema takes, in which an exit may be left out. */
function pathOf(
  value:
    | {
        mode: 'exact' | 'contains'
        steps: { node: string; exit?: string | null | undefined }[]
      }
    | null
    | undefined,
): Path {
  if (!value) return null
  return { ...value, steps: value.steps.map(({ node, exit }) => ({ node, exit: exit ?? null })) }
}

/** The first sentence in a tree of errors. */
function firstMessage(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined
  const message = Object.getOwnPropertyDescriptor(error, 'message')?.value
  if (typeof message === 'string' && message !== '') return message
  for (const part of Object.values(error)) {
    const found = firstMessage(part)
    if (found !== undefined) return found
  }
  return undefined
}

function RingsFields({ form }: { form: TestForm }) {
  const t = useText()
  const { field, fieldState } = useController({ control: form.control, name: 'expect.rings' })
  const rings: Rings = field.value ?? null
  const modes = ['none', 'contains', 'exact', 'nobody'] as const
  const isNobody = rings?.mode === 'exact' && rings.who.length === 0
  const choose = (mode: (typeof modes)[number]): Rings => {
    const who = rings?.who ?? []
    if (mode === 'none') return null
    return mode === 'nobody' ? { mode: 'exact', who: [] } : { mode, who }
  }
  return (
    <div className="col gap-2">
      <Field label={t('flowTests.rings')} className="max-w-[440px]">
        <Select
          value={isNobody ? 'nobody' : (rings?.mode ?? 'none')}
          onChange={(mode) => field.onChange(choose(mode))}
          options={modes.map((value) => ({ value, label: t(`flowTests.ringsModes.${value}`) }))}
        />
      </Field>
      {rings !== null && (
        <TagsInput
          name="expect.rings.who"
          label={t('flowTests.ringsWho')}
          hint={t('flowTests.ringsHint')}
          removeLabel={(name) => t('flowTests.removeNumber', { name })}
          error={firstMessage(fieldState.error)}
          value={rings.who}
          onChange={(who) => field.onChange({ ...rings, who })}
        />
      )}
    </div>
  )
}

function EndField({ form }: { form: TestForm }) {
  const t = useText()
  const { field } = useController({ control: form.control, name: 'expect.ends' })
  return (
    <Field label={t('flowTests.ends')} name="expect.ends" className="max-w-[440px]">
      <Select
        value={field.value ?? 'any'}
        onChange={(end) => field.onChange(end === 'any' ? null : end)}
        options={[
          { value: 'any', label: t('flowTests.anyEnd') },
          ...flowTestEnds.map((value) => ({ value, label: t(`flowTests.end.${value}`) })),
        ]}
      />
    </Field>
  )
}

function WordsField({ form, name }: { form: TestForm; name: 'says' | 'tags' }) {
  const t = useText()
  const { field, fieldState } = useController({ control: form.control, name: `expect.${name}` })
  const remove = name === 'says' ? 'flowTests.removeWords' : 'flowTests.removeTag'
  return (
    <TagsInput
      name={`expect.${name}`}
      label={t(`flowTests.${name}`)}
      hint={t(name === 'says' ? 'flowTests.saysHint' : 'flowTests.tagsHint')}
      removeLabel={(words) => t(remove, { name: words })}
      error={firstMessage(fieldState.error)}
      value={field.value ?? []}
      onChange={field.onChange}
    />
  )
}
