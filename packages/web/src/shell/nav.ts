import type { Me } from '@opbx/contract/identity'
import type { Permission } from '@opbx/contract/permissions'
import {
  Building2,
  Ellipsis,
  History,
  Home,
  type LucideIcon,
  Phone,
  Settings,
  Workflow,
} from 'lucide-react'
import type { en } from '../texts/en.ts'

type NavText = keyof (typeof en)['shell']['nav']

export interface NavPage {
  to: string
  text: NavText
  /** Who lacks it does not see the entry. */
  permission?: Permission | 'operator'
}
export interface NavSection extends NavPage {
  icon: LucideIcon
  /** Where the section begins, for knowing which one is open. */
  under: string
  pages: readonly NavPage[]
}

/** The whole navigation: every page that has an entry, and who may see it. */
const sections: readonly NavSection[] = [
  { to: '/', under: '/', text: 'home', icon: Home, pages: [] },
  {
    to: '/calls/live',
    under: '/calls',
    text: 'calls',
    icon: Phone,
    permission: 'calls.read',
    pages: [
      { to: '/calls/live', text: 'live', permission: 'calls.read' },
      { to: '/calls', text: 'history', permission: 'calls.read' },
      { to: '/calls/voicemail', text: 'voicemail', permission: 'calls.listen' },
    ],
  },
  {
    to: '/flow/map',
    under: '/flow',
    text: 'callFlow',
    icon: Workflow,
    permission: 'flow.read',
    pages: [
      { to: '/flow/map', text: 'map', permission: 'flow.read' },
      { to: '/flow/templates', text: 'templates', permission: 'flow.read' },
      { to: '/flow/phone-numbers', text: 'phoneNumbers', permission: 'flow.read' },
      { to: '/flow/extensions', text: 'extensions', permission: 'flow.read' },
      { to: '/flow/ring-groups', text: 'ringGroups', permission: 'flow.read' },
      { to: '/flow/queues', text: 'queues', permission: 'flow.read' },
      { to: '/flow/ivr-menus', text: 'ivrMenus', permission: 'flow.read' },
      { to: '/flow/business-hours', text: 'businessHours', permission: 'flow.read' },
      { to: '/flow/caller-filters', text: 'callerFilters', permission: 'flow.read' },
      { to: '/flow/caller-id-rules', text: 'callerIdRules', permission: 'flow.read' },
      { to: '/flow/announcements', text: 'announcements', permission: 'flow.read' },
      { to: '/flow/call-recording-rules', text: 'callRecordingRules', permission: 'flow.read' },
      { to: '/flow/voicemail-boxes', text: 'voicemailBoxes', permission: 'flow.read' },
      { to: '/flow/conference-rooms', text: 'conferenceRooms', permission: 'flow.read' },
      { to: '/flow/outside-numbers', text: 'outsideNumbers', permission: 'flow.read' },
      { to: '/flow/ai-assistants', text: 'aiAssistants', permission: 'flow.read' },
      { to: '/flow/applications', text: 'applications', permission: 'flow.read' },
      { to: '/flow/webhook-nodes', text: 'webhookNodes', permission: 'flow.read' },
      { to: '/flow/http-requests', text: 'httpRequests', permission: 'flow.read' },
      { to: '/flow/hang-ups', text: 'hangUps', permission: 'flow.read' },
      { to: '/flow/block-list', text: 'blockList', permission: 'flow.read' },
      { to: '/flow/prompts', text: 'prompts', permission: 'flow.read' },
      { to: '/flow/outbound-routes', text: 'outboundRoutes', permission: 'flow.read' },
      { to: '/flow/feature-codes', text: 'featureCodes', permission: 'flow.read' },
      { to: '/flow/fraud-guard', text: 'fraudGuard', permission: 'flow.read' },
      { to: '/flow/try', text: 'tryCall', permission: 'flow.write' },
      { to: '/flow/flow-tests', text: 'flowTests', permission: 'flow.read' },
      { to: '/flow/versions', text: 'versions', permission: 'flow.read' },
    ],
  },
  {
    to: '/settings/organization',
    under: '/settings',
    text: 'settings',
    icon: Settings,
    pages: [
      { to: '/settings/organization', text: 'organization', permission: 'organization.manage' },
      { to: '/settings/people', text: 'people', permission: 'people.read' },
      { to: '/settings/cloudonix', text: 'cloudonix', permission: 'cloudonix.manage' },
      { to: '/settings/api-keys', text: 'apiKeys', permission: 'integration.manage' },
    ],
  },
  {
    to: '/audit-log',
    under: '/audit-log',
    text: 'auditLog',
    icon: History,
    permission: 'audit.read',
    pages: [],
  },
  {
    to: '/organizations',
    under: '/organizations',
    text: 'organizations',
    icon: Building2,
    permission: 'operator',
    pages: [],
  },
]

/** Icon of the tab that holds what the other tabs do not. */
export const moreIcon = Ellipsis

/** What this person sees: sections without a page that is allowed are left out. */
export function navFor(me: Pick<Me, 'permissions' | 'isOperator'>): NavSection[] {
  const may = ({ permission }: NavPage) => {
    if (permission === 'operator') return me.isOperator
    return permission === undefined || me.permissions.includes(permission)
  }
  return sections.filter(may).flatMap((section) => {
    const pages = section.pages.filter(may)
    if (section.pages.length > 0 && pages.length === 0) return []
    return [{ ...section, pages, to: pages[0]?.to ?? section.to }]
  })
}

/** The entry that an address belongs to: the longest path that it begins with. */
export function activePath(address: string, paths: readonly string[]): string | undefined {
  const isUnder = (path: string) =>
    address === path || (path !== '/' && address.startsWith(`${path}/`))
  return paths.filter(isUnder).sort((a, b) => b.length - a.length)[0]
}
