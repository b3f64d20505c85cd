import type { NodeType } from '@opbx/contract/call-flow/node-types'
import { aiAssistantRunner } from './nodes/ai-assistant.ts'
import { announcementRunner } from './nodes/announcement.ts'
import { applicationRunner } from './nodes/application.ts'
import { businessHoursRunner } from './nodes/business-hours.ts'
import { callRecordingRunner } from './nodes/call-recording.ts'
import { callerFilterRunner } from './nodes/caller-filter.ts'
import { callerIdRunner } from './nodes/caller-id.ts'
import { conferenceRunner } from './nodes/conference.ts'
import { extensionRunner } from './nodes/extension.ts'
import { externalRunner } from './nodes/external.ts'
import { hangUpRunner } from './nodes/hang-up.ts'
import { httpRequestRunner } from './nodes/http-request.ts'
import { ivrMenuRunner } from './nodes/ivr-menu.ts'
import { queueRunner } from './nodes/queue.ts'
import { ringGroupRunner } from './nodes/ring-group.ts'
import { voicemailRunner } from './nodes/voicemail.ts'
import { webhookRunner } from './nodes/webhook.ts'
import type { NodeRunner } from './walk.ts'

type NodeRunners = { readonly [T in NodeType]: NodeRunner<T> }

/** The behaviour of every node type. A type that is missing here does not compile. */
export const nodeRunners: NodeRunners = {
  extension: extensionRunner,
  ring_group: ringGroupRunner,
  queue: queueRunner,
  ivr_menu: ivrMenuRunner,
  business_hours: businessHoursRunner,
  caller_filter: callerFilterRunner,
  caller_id: callerIdRunner,
  announcement: announcementRunner,
  call_recording: callRecordingRunner,
  voicemail: voicemailRunner,
  external: externalRunner,
  conference: conferenceRunner,
  ai_assistant: aiAssistantRunner,
  application: applicationRunner,
  webhook: webhookRunner,
  http_request: httpRequestRunner,
  hang_up: hangUpRunner,
}
