import type { NodeType } from '@opbx/contract/call-flow/node-types'

/** What people call a node of each type. */
export const nodeNouns = {
  extension: { one: 'Extension', many: 'Extensions' },
  ring_group: { one: 'Ring group', many: 'Ring groups' },
  queue: { one: 'Queue', many: 'Queues' },
  ivr_menu: { one: 'IVR menu', many: 'IVR menus' },
  business_hours: { one: 'Business hours', many: 'Business hours' },
  caller_filter: { one: 'Caller filter', many: 'Caller filters' },
  caller_id: { one: 'Caller ID rule', many: 'Caller ID rules' },
  announcement: { one: 'Announcement', many: 'Announcements' },
  call_recording: { one: 'Call recording', many: 'Call recordings' },
  voicemail: { one: 'Voicemail box', many: 'Voicemail boxes' },
  external: { one: 'Outside number', many: 'Outside numbers' },
  conference: { one: 'Conference room', many: 'Conference rooms' },
  ai_assistant: { one: 'AI assistant', many: 'AI assistants' },
  application: { one: 'Application', many: 'Applications' },
  webhook: { one: 'Webhook', many: 'Webhooks' },
  http_request: { one: 'HTTP request', many: 'HTTP requests' },
  hang_up: { one: 'Hang-up', many: 'Hang-ups' },
} as const satisfies Record<NodeType, { one: string; many: string }>
