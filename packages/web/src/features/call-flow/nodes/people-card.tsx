import { useQuery } from '@tanstack/react-query'
import { ArrowDown, ArrowUp, Plus, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { flowQuery } from '../../../api/flow.ts'
import { formatPhoneNumber } from '../../../format/phone-number.ts'
import { useText } from '../../../texts/i18n.ts'
import { Avatar } from '../../../ui/avatar.tsx'
import { Button, ButtonLink, IconButton } from '../../../ui/button.tsx'
import { Card, Item, List } from '../../../ui/card.tsx'
import { Combobox } from '../../../ui/combobox.tsx'
import { FieldError, fieldId } from '../../../ui/field.tsx'
import { KindIcon } from '../../../ui/kind-icon.tsx'

interface PeopleCardProps {
  title: string
  lead: string
  /** Path of the list in the form. */
  name: string
  /** Extension nodes, and numbers outside where the list may have some, in their order. */
  people: readonly ({ key: string; node: string } | { key: string; number: string })[]
  onAdd: (nodes: string[]) => void
  onRemove: (index: number) => void
  /** Left out where their order means nothing. */
  onMove?: ((from: number, to: number) => void) | undefined
  /** More of one, at the end of the row. */
  more?: (index: number, name: string) => ReactNode
  problem: string | undefined
  /** Below the list. */
  children?: ReactNode
}

/** A list of people with phones: members of a group, agents of a queue. */
export function PeopleCard(props: PeopleCardProps) {
  const { title, lead, name: path, people, onAdd, onRemove, onMove, more, problem } = props
  const t = useText()
  const flow = useQuery(flowQuery)
  const all = (flow.data?.nodes ?? []).filter((node) => node.type === 'extension')
  const chosen = new Set(people.flatMap((person) => ('node' in person ? [person.node] : [])))
  const free = all.filter((person) => !chosen.has(person.id))
  return (
    <Card title={title} lead={lead}>
      <div id={fieldId(path)} tabIndex={-1}>
        {people.length > 0 && (
          <List label={title}>
            {people.map((member, index) => {
              const isOutside = 'number' in member
              const person = isOutside ? undefined : all.find((one) => one.id === member.node)
              const name = isOutside
                ? formatPhoneNumber(member.number)
                : (person?.name ?? t('parts.notFoundThing'))
              return (
                <Item key={member.key} className="flex-wrap">
                  {isOutside ? <KindIcon kind="external" tile /> : <Avatar name={name} />}
                  <span className="grow trunc min-w-36">
                    <span className="medium">{name}</span>{' '}
                    <span className="quiet num">{person?.extension}</span>
                  </span>
                  <span className="row ms-auto">
                    {more?.(index, name)}
                    {onMove && (
                      <>
                        <IconButton
                          size="sm"
                          variant="ghost"
                          icon={ArrowUp}
                          label={t('nodeForms.people.up', { name })}
                          disabled={index === 0}
                          onClick={() => onMove(index, index - 1)}
                        />
                        <IconButton
                          size="sm"
                          variant="ghost"
                          icon={ArrowDown}
                          label={t('nodeForms.people.down', { name })}
                          disabled={index === people.length - 1}
                          onClick={() => onMove(index, index + 1)}
                        />
                      </>
                    )}
                    <IconButton
                      size="sm"
                      variant="ghost"
                      icon={X}
                      label={t('nodeForms.people.remove', { name })}
                      onClick={() => onRemove(index)}
                    />
                  </span>
                </Item>
              )
            })}
          </List>
        )}
        <div className="card--pad row wrap">
          {all.length === 0 ? (
            <ButtonLink to="/flow/extensions/new" icon={Plus}>
              {t('nodes.extension.create')}
            </ButtonLink>
          ) : (
            <Combobox
              value=""
              onChange={(node) => onAdd([node])}
              options={free.map((person) => ({
                value: person.id,
                label: person.name,
                note: person.extension ?? undefined,
              }))}
              placeholder={t('nodeForms.people.add')}
            />
          )}
          {free.length > 1 && (
            <Button variant="ghost" onClick={() => onAdd(free.map((person) => person.id))}>
              {t('nodeForms.people.addAll', { count: free.length })}
            </Button>
          )}
          {problem && <FieldError>{problem}</FieldError>}
        </div>
      </div>
      {props.children}
    </Card>
  )
}
