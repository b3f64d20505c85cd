import type { FlowDraft } from '@opbx/contract/call-flow/draft'
import type { TemplateUse } from '@opbx/contract/call-flow/templates'
import { Plus, X } from 'lucide-react'
import { useController } from 'react-hook-form'
import { messageOf } from '../../forms/fields.tsx'
import { useText } from '../../texts/i18n.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Card, Item, List } from '../../ui/card.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Field, FieldError, fieldId } from '../../ui/field.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import { TextInput } from '../../ui/text-input.tsx'
import type { UseForm } from './use-form.ts'

type Person = TemplateUse['people'][number]

/** Who is rung: extensions that there are, and new ones by name and number. */
export function PeopleCard({ form, draft }: { form: UseForm; draft: FlowDraft }) {
  const t = useText()
  const { field, fieldState } = useController({ control: form.control, name: 'people' })
  const people = field.value
  const change = (next: Person[]) => field.onChange(next)
  const extensions = draft.nodes.filter(({ type }) => type === 'extension')
  const chosen = new Set(people.map((person) => 'extension' in person && person.extension))
  const problem = messageOf(fieldState.error)
  return (
    <Card title={t('templates.people')} lead={t('templates.peopleLead')}>
      <List label={t('templates.people')}>
        {people.map((person, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a new person has no identity but the place
          <Item key={index} className="items-start">
            <KindIcon kind="extension" tile />
            <div className="grow min-w-0">
              {'extension' in person ? (
                <KnownPerson draft={draft} id={person.extension} />
              ) : (
                <NewPerson
                  form={form}
                  index={index}
                  person={person}
                  onChange={(changed) =>
                    change(people.map((one, at) => (at === index ? changed : one)))
                  }
                />
              )}
            </div>
            <IconButton
              icon={X}
              label={t('templates.remove', { name: nameOf(person, draft) || index + 1 })}
              onClick={() => change(people.filter((_, at) => at !== index))}
            />
          </Item>
        ))}
      </List>
      <div className="card--pad col gap-3" id={fieldId('people')} tabIndex={-1}>
        {problem && <FieldError>{problem}</FieldError>}
        {extensions.length > 0 && (
          <Field label={t('templates.extension')} name="newExtension" className="max-w-[400px]">
            <Combobox
              value=""
              onChange={(id) => change([...people, { extension: id }])}
              options={extensions
                .filter(({ id }) => !chosen.has(id))
                .map(({ id, name, extension }) => ({
                  value: id,
                  label: name,
                  note: extension ?? '',
                }))}
              searchLabel={t('templates.extensionSearch')}
              placeholder={t('templates.extension')}
            />
          </Field>
        )}
        <div>
          <Button
            size="sm"
            icon={Plus}
            onClick={() => change([...people, { name: '', number: nextNumber(draft, people) }])}
          >
            {t('templates.newPerson')}
          </Button>
        </div>
      </div>
    </Card>
  )
}

function KnownPerson({ draft, id }: { draft: FlowDraft; id: string }) {
  const found = draft.nodes.find((node) => node.id === id)
  return (
    <>
      <span className="block">{found?.name}</span>
      <span className="small muted num block">{found?.extension}</span>
    </>
  )
}

interface NewPersonProps {
  form: UseForm
  index: number
  person: Extract<Person, { name: string }>
  onChange: (person: Person) => void
}

function NewPerson({ form, index, person, onChange }: NewPersonProps) {
  const t = useText()
  const number = index + 1
  const paths = [`people.${index}`, `people.${index}.name`, `people.${index}.number`] as const
  const message = paths
    .map((path) => messageOf(form.getFieldState(path, form.formState).error))
    .find((found) => found !== undefined)
  return (
    <div className="col gap-1">
      <div className="grid2">
        <TextInput
          id={fieldId(`people.${index}.name`)}
          value={person.name}
          onChange={(event) => onChange({ ...person, name: event.target.value })}
          aria-label={t('templates.personName', { number })}
          aria-invalid={message ? true : undefined}
          placeholder={t('templates.name')}
          autoComplete="off"
        />
        <TextInput
          id={fieldId(`people.${index}.number`)}
          value={person.number}
          onChange={(event) => onChange({ ...person, number: event.target.value.trim() })}
          aria-label={t('templates.personNumber', { number })}
          placeholder={t('templates.number')}
          className="num"
          inputMode="numeric"
          autoComplete="off"
        />
      </div>
      {message && <FieldError>{message}</FieldError>}
    </div>
  )
}

function nameOf(person: Person, draft: FlowDraft): string {
  if (!('extension' in person)) return person.name
  return draft.nodes.find(({ id }) => id === person.extension)?.name ?? ''
}

/** The number after the highest that is in use: 1001, if there is none. */
export function nextNumber(draft: FlowDraft, people: readonly Person[]): string {
  const used = [
    ...draft.nodes.map(({ extension }) => Number(extension ?? 0)),
    ...people.map((person) => ('number' in person ? Number(person.number) : 0)),
  ].filter((number) => number < 9999)
  return String(Math.max(1000, ...used) + 1)
}
