import { exitsOf, flowNodeUnionSchema, nodeCreateSchema } from '@opbx/contract/call-flow/flow'
import { useCallback, useState } from 'react'
import { useMe } from '../../../api/me.ts'
import { type Text, useText } from '../../../texts/i18n.ts'
import { pagesOf } from '../load-views.ts'
import type { Addable, Adding } from './add-menu.tsx'
import type { FlowEdit, NodeContent } from './edits.ts'
import type { Graph } from './graph.ts'
import { firstFree, type Place, type Places } from './places.ts'
import type { Edits } from './use-edits.ts'

/** A step or number that is being made: its form stands beside the canvas. */
export interface Making {
  type: Addable
  name: string
  at: Place
  from: Adding['from']
  into: string | undefined
}

interface Options {
  edits: Edits
  onMade: (id: string) => void
  onMaking: () => void
}

// Of the form that ids have: it stands in exits until the server has made the step.
const newKey = 'new_000000'

/**
 * Puts new steps on the canvas. One that needs nothing but a name is there at once; any other is made by its
 * form. What it was wanted for, the line that leads to it, is drawn with it.
 */
export function useAdding({ edits, onMade, onMaking }: Options) {
  const t = useText()
  const { organization } = useMe()
  const [making, setMaking] = useState<Making | null>(null)
  const { draft, tell } = edits
  const create = useCallback(
    (content: NodeContent, { at, from, into }: Omit<Making, 'type' | 'name'>): FlowEdit[] => {
      const exits = into === undefined ? {} : withFirstExit(content, into)
      return [
        { kind: 'create', key: newKey, content: { ...content, ...exits }, position: at },
        ...(from ? [leadTo(from, newKey)] : []),
      ]
    },
    [],
  )
  const add = useCallback(
    async (type: Addable, wanted: Pick<Making, 'at' | 'from' | 'into'>) => {
      const name = freeName(type, draft?.nodes ?? [], t)
      if (type === 'phone_number') {
        setMaking({ type, name: '', ...wanted })
        onMaking()
        return
      }
      const { config, isNumbered } = (await pagesOf(type)).start(organization, t)
      const body = { name, config }
      if (isNumbered || !nodeCreateSchema(type).safeParse(body).success) {
        setMaking({ type, name: isNumbered ? '' : name, ...wanted })
        onMaking()
        return
      }
      const content = { type, name, extension: null, enabled: true, config, exits: {} }
      const made = await tell(create(content, wanted))
      const id = made?.ids[newKey]
      if (id) onMade(id)
    },
    [draft, t, organization, tell, create, onMade, onMaking],
  )
  return { making, stop: () => setMaking(null), add, create, newKey }
}

/** An exit, or a phone number, leads to a step. */
export function leadTo(
  { source, exit }: { source: string; exit: string },
  target: string | null,
): FlowEdit {
  // Only phone numbers have ids of this kind.
  if (source.startsWith('pn_'))
    return { kind: 'changeNumber', id: source, fields: { entry: target } }
  return { kind: 'connect', id: source, exit, target }
}

/** "Voicemail box", or "Voicemail box 2" where there is one. */
function freeName(type: Addable, nodes: readonly { name: string }[], t: Text): string {
  if (type === 'phone_number') return ''
  const name = t(`callFlow.kind.${type}`)
  const taken = new Set(nodes.map((node) => node.name))
  let count = 1
  while (taken.has(count === 1 ? name : `${name} ${count}`)) count += 1
  return count === 1 ? name : `${name} ${count}`
}

/** A step between two others: calls leave it by its first exit, unless the form said otherwise. */
function withFirstExit(content: NodeContent, into: string): Partial<NodeContent> {
  const parsed = flowNodeUnionSchema.safeParse({ ...content, id: 'new_000000' })
  const first = parsed.success ? exitsOf(parsed.data)[0] : undefined
  if (first === undefined || content.exits[first]) return {}
  return { exits: { ...content.exits, [first]: into } }
}

/** Near where it was wanted, but not on top of another card. */
export function placeFor(graph: Graph, places: Places, at: Place): Place {
  return firstFree(graph, places, { x: Math.round(at.x), y: Math.round(at.y) }, stepHeightOfNew)
}
const stepHeightOfNew = 110
