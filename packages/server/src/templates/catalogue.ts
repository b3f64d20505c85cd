import {
  type Template,
  type TemplateId,
  templateAsks,
  templateIds,
} from '@opbx/contract/call-flow/templates'
import type { TemplateFlow, TemplateInput } from './flow.ts'
import { aiReception } from './flows/ai-reception.ts'
import { hotline } from './flows/hotline.ts'
import { onCall } from './flows/on-call.ts'
import { reception } from './flows/reception.ts'
import { team } from './flows/team.ts'

export const templateFlows: Readonly<Record<TemplateId, (input: TemplateInput) => TemplateFlow>> = {
  team,
  reception,
  on_call: onCall,
  hotline,
  ai_reception: aiReception,
}

const words: Readonly<Record<TemplateId, { name: string; description: string }>> = {
  team: {
    name: 'One number for a team',
    description: 'Everybody rings. Who finds nobody leaves a message.',
  },
  reception: {
    name: 'Reception with a menu',
    description:
      'A menu in office hours, announcements on holidays and at night, a conference room whose PIN is 4711 until you replace it, and the block list in front.',
  },
  on_call: {
    name: 'On call',
    description:
      'The office by day. At night and at weekends urgent calls go to numbers outside, one after the other.',
  },
  hotline: {
    name: 'Hotline with a queue',
    description:
      'Another system is asked who calls, callers are told of the recording, and wait in line for the next free person.',
  },
  ai_reception: {
    name: 'AI receptionist',
    description:
      'An assistant talks first; people are rung after it, or when it fails. At night another application answers.',
  },
}

/** All templates, as they are offered. */
export function listTemplates(): Template[] {
  return templateIds.map((id) => {
    const { nodes, tests } = templateFlows[id](pattern)
    return {
      id,
      ...words[id],
      asks: [...templateAsks[id]],
      steps: nodes.map(({ type, name }) => ({ type, name })),
      tests: tests.map(({ name }) => name),
    }
  })
}

/** Stands for what people enter. */
const pattern: TemplateInput = {
  phoneNumber: '',
  people: [{ node: '', number: '' }],
  outsideNumbers: ['', ''],
  systemUrl: '',
  assistantUrl: '',
  applicationUrl: '',
  holiday: '2027-01-01',
  country: 'US',
}
