import { z } from 'zod'
import { aiAssistantConfigSchema } from './nodes/ai-assistant.ts'
import { announcementConfigSchema } from './nodes/announcement.ts'
import { applicationConfigSchema } from './nodes/application.ts'
import { businessHoursConfigSchema } from './nodes/business-hours.ts'
import { callRecordingConfigSchema } from './nodes/call-recording.ts'
import { callerFilterConfigSchema, otherwiseExit } from './nodes/caller-filter.ts'
import { callerIdConfigSchema } from './nodes/caller-id.ts'
import { conferenceConfigSchema } from './nodes/conference.ts'
import { extensionConfigSchema } from './nodes/extension.ts'
import { externalConfigSchema } from './nodes/external.ts'
import { hangUpConfigSchema } from './nodes/hang-up.ts'
import { httpRequestConfigSchema } from './nodes/http-request.ts'
import { ivrMenuConfigSchema } from './nodes/ivr-menu.ts'
import { queueConfigSchema } from './nodes/queue.ts'
import { ringGroupConfigSchema } from './nodes/ring-group.ts'
import { voicemailConfigSchema } from './nodes/voicemail.ts'
import { webhookConfigSchema } from './nodes/webhook.ts'

/**
 * Every node type: its path under `/api/v1`, the prefix of its ids, its configuration and its fixed exits.
 * The server's runners and the console's views are registries over the same keys, so that a type that one
 * of them forgets does not compile.
 */
export const nodeTypes = {
  extension: {
    path: 'extensions',
    idPrefix: 'ext',
    config: extensionConfigSchema,
    exits: ['no_answer', 'busy', 'unreachable'],
  },
  ring_group: {
    path: 'ring-groups',
    idPrefix: 'rg',
    config: ringGroupConfigSchema,
    exits: ['no_answer'],
  },
  queue: {
    path: 'queues',
    idPrefix: 'que',
    config: queueConfigSchema,
    exits: ['timeout', 'full', 'no_agents', 'key_pressed'],
  },
  /** Its options' digits are exits too, see `exitsOf`. */
  ivr_menu: {
    path: 'ivr-menus',
    idPrefix: 'ivr',
    config: ivrMenuConfigSchema,
    exits: ['timeout', 'invalid'],
  },
  /** `holiday` falls back to `closed` when not connected. */
  business_hours: {
    path: 'business-hours',
    idPrefix: 'bh',
    config: businessHoursConfigSchema,
    exits: ['open', 'closed', 'holiday'],
  },
  /** Its rules are exits too, see `exitsOf`. */
  caller_filter: {
    path: 'caller-filters',
    idPrefix: 'cf',
    config: callerFilterConfigSchema,
    exits: [otherwiseExit],
  },
  caller_id: {
    path: 'caller-id-rules',
    idPrefix: 'cid',
    config: callerIdConfigSchema,
    exits: ['next'],
  },
  announcement: {
    path: 'announcements',
    idPrefix: 'ann',
    config: announcementConfigSchema,
    exits: ['next'],
  },
  call_recording: {
    path: 'call-recording-rules',
    idPrefix: 'rec',
    config: callRecordingConfigSchema,
    exits: ['next'],
  },
  voicemail: { path: 'voicemail-boxes', idPrefix: 'vm', config: voicemailConfigSchema, exits: [] },
  external: {
    path: 'outside-numbers',
    idPrefix: 'out',
    config: externalConfigSchema,
    exits: ['no_answer', 'busy', 'failed'],
  },
  conference: {
    path: 'conference-rooms',
    idPrefix: 'conf',
    config: conferenceConfigSchema,
    exits: ['ended', 'refused'],
  },
  ai_assistant: {
    path: 'ai-assistants',
    idPrefix: 'ai',
    config: aiAssistantConfigSchema,
    exits: ['ended', 'failed'],
  },
  application: {
    path: 'applications',
    idPrefix: 'app',
    config: applicationConfigSchema,
    exits: [],
  },
  webhook: {
    path: 'webhook-nodes',
    idPrefix: 'wh',
    config: webhookConfigSchema,
    exits: ['next'],
  },
  /** The exits that its answer may name are exits too, see `exitsOf`. */
  http_request: {
    path: 'http-requests',
    idPrefix: 'http',
    config: httpRequestConfigSchema,
    exits: ['success', 'failed'],
  },
  hang_up: { path: 'hang-ups', idPrefix: 'hup', config: hangUpConfigSchema, exits: [] },
} as const satisfies Record<
  string,
  { path: string; idPrefix: string; config: z.ZodType; exits: readonly string[] }
>

export type NodeType = keyof typeof nodeTypes
export type NodeConfig<T extends NodeType> = z.infer<(typeof nodeTypes)[T]['config']>

export const nodeTypeNames = [
  'extension',
  'ring_group',
  'queue',
  'ivr_menu',
  'business_hours',
  'caller_filter',
  'caller_id',
  'announcement',
  'call_recording',
  'voicemail',
  'external',
  'conference',
  'ai_assistant',
  'application',
  'webhook',
  'http_request',
  'hang_up',
] as const satisfies readonly NodeType[]

export const nodeTypeSchema = z.enum(nodeTypeNames)
