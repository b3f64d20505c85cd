import type { NodeType } from '@opbx/contract/call-flow/node-types'
import {
  Blocks,
  Bot,
  CircleDot,
  Clock,
  CloudDownload,
  Filter,
  Grid3x3,
  Hash,
  Headset,
  type LucideIcon,
  Megaphone,
  MessagesSquare,
  PhoneCall,
  PhoneForwarded,
  PhoneOff,
  Route,
  Tag,
  UserRound,
  UsersRound,
  Voicemail,
  Webhook,
} from 'lucide-react'
import { Tile } from './card.tsx'

/** One icon per kind of thing, everywhere the same. A node type without one does not compile. */
const icons = {
  extension: UserRound,
  ring_group: UsersRound,
  queue: Headset,
  ivr_menu: Grid3x3,
  business_hours: Clock,
  caller_filter: Filter,
  caller_id: Tag,
  announcement: Megaphone,
  call_recording: CircleDot,
  voicemail: Voicemail,
  external: PhoneForwarded,
  conference: MessagesSquare,
  ai_assistant: Bot,
  application: Blocks,
  webhook: Webhook,
  http_request: CloudDownload,
  hang_up: PhoneOff,
  phone_number: Hash,
  outbound_route: Route,
  call: PhoneCall,
} as const satisfies Record<NodeType | 'phone_number' | 'outbound_route' | 'call', LucideIcon>
export type Kind = keyof typeof icons

export function kindIcon(kind: Kind): LucideIcon {
  return icons[kind]
}

/** The icon of a kind of thing; `tile` puts it on its square. */
export function KindIcon({ kind, tile }: { kind: Kind; tile?: boolean }) {
  const Icon = icons[kind]
  return tile ? <Tile icon={Icon} /> : <Icon className="i" />
}
