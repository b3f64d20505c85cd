import type { NodeType } from '@opbx/contract/call-flow/node-types'

interface NodeTexts {
  /** Heading of the list. */
  list: string
  lead: string
  create: string
  /** Heading of the page that makes one. */
  createTitle: string
  emptyTitle: string
  emptyText: string
}

/** What the list and edit pages of each node type say; texts of their fields stand in own files. */
export const nodes = {
  extension: {
    list: 'People and devices',
    lead: 'Each person has one number, however many phones.',
    create: 'Add person',
    createTitle: 'Add person',
    emptyTitle: 'Nobody has a phone yet',
    emptyText:
      'Give each person a number. Their phones ring together, and calls that nobody takes go on to voicemail or wherever you say.',
  },
  ring_group: {
    list: 'Ring groups',
    lead: 'Phones that ring for the same callers, together or one after the other.',
    create: 'New ring group',
    createTitle: 'New ring group',
    emptyTitle: 'No ring groups yet',
    emptyText:
      'A ring group rings several people for one call. The first who answers has it; when nobody does, the call goes on where you say.',
  },
  queue: {
    list: 'Queues',
    lead: 'Callers wait in line until an agent is free.',
    create: 'New queue',
    createTitle: 'New queue',
    emptyTitle: 'No queues yet',
    emptyText:
      'A queue keeps callers in line with music, tells them their place, and rings the agents who are free. Choose who answers, and where callers go who have waited too long.',
  },
  ivr_menu: {
    list: 'IVR menus',
    lead: 'Callers hear a text and press a key. Each key leads somewhere.',
    create: 'New IVR menu',
    createTitle: 'New IVR menu',
    emptyTitle: 'No IVR menus yet',
    emptyText:
      'An IVR menu reads out choices and waits for a key. For two or three choices at most; callers forget the rest.',
  },
  business_hours: {
    list: 'Business hours',
    lead: 'Calls go one way while you are open, another while you are closed.',
    create: 'New business hours',
    createTitle: 'New business hours',
    emptyTitle: 'No business hours yet',
    emptyText:
      'Business hours send calls to your people while you are open, and to voicemail or an announcement while you are not. Holidays can have a way of their own.',
  },
  caller_filter: {
    list: 'Caller filters',
    lead: 'Calls go one way or another by the number of the caller.',
    create: 'New caller filter',
    createTitle: 'New caller filter',
    emptyTitle: 'No caller filters yet',
    emptyText:
      'A caller filter looks at who calls: good customers straight to a person, hidden numbers to a menu, blocked ones to an end.',
  },
  caller_id: {
    list: 'Caller ID rules',
    lead: 'What phones show of a caller, and tags that calls are found by later.',
    create: 'New caller ID rule',
    createTitle: 'New caller ID rule',
    emptyTitle: 'No caller ID rules yet',
    emptyText:
      'A caller ID rule puts “Sales” before the caller’s name or tags the call, so that people know what it is about before they answer.',
  },
  announcement: {
    list: 'Announcements',
    lead: 'A text that callers hear before their call goes on.',
    create: 'New announcement',
    createTitle: 'New announcement',
    emptyTitle: 'No announcements yet',
    emptyText:
      'An announcement tells callers something, then the call goes on: that you moved, that the call is recorded, that today is different.',
  },
  call_recording: {
    list: 'Call recording',
    lead: 'Steps that switch recording on or off for the rest of a call.',
    create: 'New recording step',
    createTitle: 'New recording step',
    emptyTitle: 'No recording steps yet',
    emptyText:
      'A recording step tells callers that the call is recorded, and has every conversation behind it recorded. A person’s calls can be recorded with the person, too.',
  },
  voicemail: {
    list: 'Voicemail boxes',
    lead: 'Boxes that many share. A person’s own box is switched on with the person.',
    create: 'New voicemail box',
    createTitle: 'New voicemail box',
    emptyTitle: 'No voicemail boxes yet',
    emptyText:
      'A voicemail box plays a greeting and records what the caller says. Messages are listed under Calls, Voicemail.',
  },
  external: {
    list: 'Outside numbers',
    lead: 'Numbers outside the company that calls can be sent to, such as your mobile.',
    create: 'New outside number',
    createTitle: 'New outside number',
    emptyTitle: 'No outside numbers yet',
    emptyText:
      'An outside number takes a call to a phone that is not part of your company. Calling outside must allow it, and it costs what a call costs.',
  },
  conference: {
    list: 'Conference rooms',
    lead: 'Rooms in which callers talk with each other.',
    create: 'New conference room',
    createTitle: 'New conference room',
    emptyTitle: 'No conference rooms yet',
    emptyText:
      'A conference room connects everybody who calls it. With a PIN only those come in who know it.',
  },
  ai_assistant: {
    list: 'AI assistants',
    lead: 'Machines that talk with callers, at a provider of your choice.',
    create: 'New AI assistant',
    createTitle: 'New AI assistant',
    emptyTitle: 'No AI assistants yet',
    emptyText:
      'An AI assistant answers callers in spoken words. Make it at a provider, then enter its number here, and say where calls go on when it cannot be reached.',
  },
  application: {
    list: 'Applications',
    lead: 'Calls that another application takes over, by its address.',
    create: 'New application',
    createTitle: 'New application',
    emptyTitle: 'No applications yet',
    emptyText:
      'An application hands the call to logic of your own: any address on the internet that answers with CXML.',
  },
  webhook: {
    list: 'Webhooks',
    lead: 'Other systems that are told of each call that comes by.',
    create: 'New webhook',
    createTitle: 'New webhook',
    emptyTitle: 'No webhooks yet',
    emptyText:
      'A webhook tells another system of a call, such as your shop or your chat, and lets the call go on at once.',
  },
  http_request: {
    list: 'HTTP requests',
    lead: 'Other systems that are asked where a call goes on.',
    create: 'New HTTP request',
    createTitle: 'New HTTP request',
    emptyTitle: 'No HTTP requests yet',
    emptyText:
      'An HTTP request asks another system about the caller. The answer may choose an exit and set variables for later steps.',
  },
  hang_up: {
    list: 'Hang-ups',
    lead: 'Ends of calls, with words or without.',
    create: 'New hang-up',
    createTitle: 'New hang-up',
    emptyTitle: 'No hang-ups yet',
    emptyText:
      'A hang-up ends the call, if you like with a sentence first. An exit that leads nowhere hangs up without a word, so most flows need none.',
  },
} as const satisfies Record<NodeType, NodeTexts>
