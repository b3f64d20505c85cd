import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import { useFieldArray, useFormState } from 'react-hook-form'
import { flowQuery } from '../../../api/flow.ts'
import { messageOf } from '../../../forms/fields.tsx'
import { useText } from '../../../texts/i18n.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button, ButtonLink, IconButton } from '../../../ui/button.tsx'
import { Card, Item, List } from '../../../ui/card.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { FieldError, fieldId } from '../../../ui/field.tsx'
import type { NodeForm } from '../node-view.ts'

/** Who rings. `hasOrder`: their order is the order in which they ring. */
export function MembersCard({
  form,
  hasOrder,
}: {
  form: NodeForm<'ring_group'>
  hasOrder: boolean
}) {
  const t = useText()
  const flow = useQuery(flowQuery)
  const members = useFieldArray({ control: form.control, name: 'config.members', keyName: 'key' })
  const { errors } = useFormState({ control: form.control, name: 'config.members' })
  const people = (flow.data?.nodes ?? []).filter((node) => node.type === 'extension')
  const chosen = new Set(members.fields.map((member) => member.node))
  const free = people.filter((person) => !chosen.has(person.id))
  const nameOf = (id: string) => people.find((person) => person.id === id)
  const problem = messageOf(errors.config?.members)
  return (
    <Card title={t('nodeForms.ring_group.members')} lead={t('nodeForms.ring_group.membersLead')}>
      <div id={fieldId('config.members')} tabIndex={-1}>
        {members.fields.length > 0 && (
          <List label={t('nodeForms.ring_group.members')}>
            {members.fields.map((member, index) => {
              const person = nameOf(member.node)
              const name = person?.name ?? t('parts.notFoundThing')
              return (
                <Item key={member.key}>
                  <Avatar name={name} />
                  <span className="grow trunc">
                    <span className="medium">{name}</span>{' '}
                    <span className="quiet num">{person?.extension}</span>
                  </span>
                  {hasOrder && (
                    <>
                      <IconButton
                        size="sm"
                        variant="ghost"
                        icon={ArrowUp}
                        label={t('nodeForms.ring_group.up', { name })}
                        disabled={index === 0}
                        onClick={() => members.move(index, index - 1)}
                      />
                      <IconButton
                        size="sm"
                        variant="ghost"
                        icon={ArrowDown}
                        label={t('nodeForms.ring_group.down', { name })}
                        disabled={index === members.fields.length - 1}
                        onClick={() => members.move(index, index + 1)}
                      />
                    </>
                  )}
                  <IconButton
                    size="sm"
                    variant="ghost"
                    icon={X}
                    label={t('nodeForms.ring_group.remove', { name })}
                    onClick={() => members.remove(index)}
                  />
                </Item>
              )
            })}
          </List>
        )}
        <div className="card--pad row wrap">
          {people.length === 0 ? (
            <ButtonLink to="/flow/extensions/new" icon={Plus}>
              {t('nodes.extension.create')}
            </ButtonLink>
          ) : (
            <Combobox
              value=""
              onChange={(node) => members.append({ node, priority: 1 })}
              options={free.map((person) => ({
                value: person.id,
                label: person.name,
                note: person.extension ?? undefined,
              }))}
              placeholder={t('nodeForms.ring_group.add')}
            />
          )}
          {free.length > 1 && (
            <Button
              variant="ghost"
              onClick={() =>
                members.append(free.map((person) => ({ node: person.id, priority: 1 })))
              }
            >
              {t('nodeForms.ring_group.addAll', { count: free.length })}
            </Button>
          )}
          {problem && <FieldError>{problem}</FieldError>}
        </div>
      </div>
    </Card>
  )
}
