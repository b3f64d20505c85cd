import type { NodeType } from '@opbx/contract/call-flow/node-types'
import { type NodePages, nodePages } from './node-pages.tsx'

/** One view per node type, same file name as in the contract and the engine. Each comes when it is opened. */
export const nodeViews = {
  extension: async () => nodePages((await import('./nodes/extension.tsx')).extensionView),
  ring_group: async () => nodePages((await import('./nodes/ring-group.tsx')).ringGroupView),
  queue: async () => nodePages((await import('./nodes/queue.tsx')).queueView),
  ivr_menu: async () => nodePages((await import('./nodes/ivr-menu.tsx')).ivrMenuView),
  business_hours: async () =>
    nodePages((await import('./nodes/business-hours.tsx')).businessHoursView),
  caller_filter: async () =>
    nodePages((await import('./nodes/caller-filter.tsx')).callerFilterView),
  caller_id: async () => nodePages((await import('./nodes/caller-id.tsx')).callerIdView),
  announcement: async () => nodePages((await import('./nodes/announcement.tsx')).announcementView),
  call_recording: async () =>
    nodePages((await import('./nodes/call-recording.tsx')).callRecordingView),
  voicemail: async () => nodePages((await import('./nodes/voicemail.tsx')).voicemailView),
  external: async () => nodePages((await import('./nodes/external.tsx')).externalView),
  conference: async () => nodePages((await import('./nodes/conference.tsx')).conferenceView),
  ai_assistant: async () => nodePages((await import('./nodes/ai-assistant.tsx')).aiAssistantView),
  application: async () => nodePages((await import('./nodes/application.tsx')).applicationView),
  webhook: async () => nodePages((await import('./nodes/webhook.tsx')).webhookView),
  http_request: async () => nodePages((await import('./nodes/http-request.tsx')).httpRequestView),
  hang_up: async () => nodePages((await import('./nodes/hang-up.tsx')).hangUpView),
} satisfies Record<NodeType, () => Promise<NodePages>>
