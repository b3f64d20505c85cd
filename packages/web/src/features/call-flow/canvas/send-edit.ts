import type { FlowDraft } from '@opbx/contract/call-flow/draft'
import { phoneNumberSchema } from '@opbx/contract/call-flow/flow'
import { nodeTypes } from '@opbx/contract/call-flow/node-types'
import { z } from 'zod'
import { api } from '../../../api/client.ts'
import { flowQuery } from '../../../api/flow.ts'
import { queryClient } from '../../../api/query-client.ts'
import { applyEdit, type FlowEdit } from './edits.ts'

/** The canvas needs no more of what was made or changed. */
const savedSchema = z.object({ id: z.string(), version: z.int() })
type Saved = z.infer<typeof savedSchema>

/** Sends one edit, and puts what came of it into the draft that was read. Nothing for what is gone. */
export async function sendEdit(edit: FlowEdit): Promise<Saved | null> {
  const draft = queryClient.getQueryData(flowQuery.queryKey)
  if (draft === undefined) return null
  const saved = await send(draft, edit)
  await queryClient.cancelQueries({ queryKey: flowQuery.queryKey })
  queryClient.setQueryData(flowQuery.queryKey, (now) => now && settled(now, edit, saved))
  return saved
}

async function send(draft: FlowDraft, edit: FlowEdit): Promise<Saved | null> {
  switch (edit.kind) {
    case 'create': {
      const { type, ...content } = edit.content
      const body = { ...content, position: edit.position }
      return await api.post(`/${nodeTypes[type].path}`, { body, schema: savedSchema })
    }
    case 'change':
    case 'connect':
    case 'delete':
      return await sendToNode(draft, edit)
    case 'move':
      await api.put('/flow/positions', { body: { positions: edit.positions } })
      return null
    case 'addNumber':
      return await api.post('/phone-numbers', { body: edit.content, schema: phoneNumberSchema })
    case 'changeNumber':
    case 'removeNumber':
      return await sendToNumber(draft, edit)
  }
}

type EditOf<K extends FlowEdit['kind']> = Extract<FlowEdit, { kind: K }>

async function sendToNode(
  draft: FlowDraft,
  edit: EditOf<'change' | 'connect' | 'delete'>,
): Promise<Saved | null> {
  const node = draft.nodes.find(({ id }) => id === edit.id)
  if (!node) return null
  const path = `/${nodeTypes[node.type].path}/${node.id}`
  const ifMatch = node.version
  if (edit.kind === 'delete') {
    await api.delete(path, { ifMatch })
    return null
  }
  if (edit.kind === 'change') {
    const options = { body: edit.fields, ifMatch: edit.version ?? ifMatch, schema: savedSchema }
    return await api.patch(path, options)
  }
  const exits = { ...node.exits, [edit.exit]: edit.target }
  return await api.patch(path, { body: { exits }, ifMatch, schema: savedSchema })
}

async function sendToNumber(
  draft: FlowDraft,
  edit: EditOf<'changeNumber' | 'removeNumber'>,
): Promise<Saved | null> {
  const phoneNumber = draft.phoneNumbers.find(({ id }) => id === edit.id)
  if (!phoneNumber) return null
  const path = `/phone-numbers/${phoneNumber.id}`
  const ifMatch = phoneNumber.version
  if (edit.kind === 'removeNumber') {
    await api.delete(path, { ifMatch })
    return null
  }
  const { fields, version } = edit
  return await api.patch(path, { body: fields, ifMatch: version ?? ifMatch, schema: savedSchema })
}

function settled(draft: FlowDraft, edit: FlowEdit, saved: Saved | null): FlowDraft {
  if (saved === null) return applyEdit(draft, edit)
  const known =
    edit.kind === 'create' || edit.kind === 'addNumber' ? { ...edit, key: saved.id } : edit
  const { nodes, phoneNumbers, ...rest } = applyEdit(draft, known)
  const withVersion = <T extends { id: string; version: number }>(item: T): T =>
    item.id === saved.id ? { ...item, version: saved.version } : item
  return {
    ...rest,
    nodes: nodes.map(withVersion),
    phoneNumbers: phoneNumbers.map(withVersion),
  }
}
