import type { NodeType } from '@opbx/contract/call-flow/node-types'
import { type NodePages, nodePages } from './node-pages.tsx'
import { announcementView } from './nodes/announcement.tsx'
import { applicationView } from './nodes/application.tsx'
import { businessHoursView } from './nodes/business-hours.tsx'
import { callerFilterView } from './nodes/caller-filter.tsx'
import { callerIdView } from './nodes/caller-id.tsx'
import { conferenceView } from './nodes/conference.tsx'
import { extensionView } from './nodes/extension.tsx'
import { externalView } from './nodes/external.tsx'
import { hangUpView } from './nodes/hang-up.tsx'
import { ivrMenuView } from './nodes/ivr-menu.tsx'
import { ringGroupView } from './nodes/ring-group.tsx'
import { voicemailView } from './nodes/voicemail.tsx'

/** One view per node type, same file name as in the contract and the engine. */
export const nodeViews = {
  extension: nodePages(extensionView),
  ring_group: nodePages(ringGroupView),
  ivr_menu: nodePages(ivrMenuView),
  business_hours: nodePages(businessHoursView),
  caller_filter: nodePages(callerFilterView),
  caller_id: nodePages(callerIdView),
  announcement: nodePages(announcementView),
  voicemail: nodePages(voicemailView),
  external: nodePages(externalView),
  conference: nodePages(conferenceView),
  application: nodePages(applicationView),
  hang_up: nodePages(hangUpView),
} satisfies Record<NodeType, NodePages>
