import { aiAssistantForm } from './node-forms/ai-assistant.ts'
import { announcementForm } from './node-forms/announcement.ts'
import { applicationForm } from './node-forms/application.ts'
import { businessHoursForm } from './node-forms/business-hours.ts'
import { callRecordingForm } from './node-forms/call-recording.ts'
import { callerFilterForm } from './node-forms/caller-filter.ts'
import { callerIdForm } from './node-forms/caller-id.ts'
import { conferenceForm } from './node-forms/conference.ts'
import { extensionForm } from './node-forms/extension.ts'
import { externalForm } from './node-forms/external.ts'
import { hangUpForm } from './node-forms/hang-up.ts'
import { httpRequestForm } from './node-forms/http-request.ts'
import { ivrMenuForm } from './node-forms/ivr-menu.ts'
import { peopleList } from './node-forms/people.ts'
import { promptForm } from './node-forms/prompt.ts'
import { queueForm } from './node-forms/queue.ts'
import { requestForm } from './node-forms/request.ts'
import { ringGroupForm } from './node-forms/ring-group.ts'
import { voicemailForm } from './node-forms/voicemail.ts'
import { webhookForm } from './node-forms/webhook.ts'

/** Texts of the fields of each node type: one file per type, so that two people never edit the same. */
export const nodeForms = {
  people: peopleList,
  prompt: promptForm,
  extension: extensionForm,
  ring_group: ringGroupForm,
  queue: queueForm,
  ivr_menu: ivrMenuForm,
  business_hours: businessHoursForm,
  caller_filter: callerFilterForm,
  caller_id: callerIdForm,
  announcement: announcementForm,
  call_recording: callRecordingForm,
  voicemail: voicemailForm,
  external: externalForm,
  conference: conferenceForm,
  ai_assistant: aiAssistantForm,
  application: applicationForm,
  request: requestForm,
  webhook: webhookForm,
  http_request: httpRequestForm,
  hang_up: hangUpForm,
} as const
