/** Ready flows. Comes with its pages. */
export const templates = {
  title: 'Templates',
  lead: 'Ready flows with their tests. A template is added to your draft; callers notice nothing until you apply it.',
  use: 'Use this template',
  of: {
    team: {
      name: 'One number for a team',
      text: 'Everybody rings. Who finds nobody leaves a message.',
    },
    reception: {
      name: 'Reception with a menu',
      text: 'A menu in office hours, announcements on holidays and at night, a conference room whose PIN is 4711 until you replace it, and the block list in front.',
    },
    on_call: {
      name: 'On call',
      text: 'The office by day. At night and at weekends urgent calls go to numbers outside, one after the other.',
    },
    hotline: {
      name: 'Hotline with a queue',
      text: 'Your own system is asked who calls, callers are told of the recording, and wait in line for the next free person.',
    },
    ai_reception: {
      name: 'AI receptionist',
      text: 'An assistant talks first; people are rung after it, or when it fails. At night another application answers.',
    },
  },
  steps_one: '{{count}} step',
  steps_other: '{{count}} steps',
  tests_one: '{{count}} flow test',
  tests_other: '{{count}} flow tests',
  made: 'What it is made of',
  madeLead: 'Everything can be changed afterwards.',
  tested: 'What its tests check',
  testedLead: 'They become part of your draft and run each time you apply.',
  needs: 'What it needs',
  phoneNumber: 'Phone number',
  phoneNumberHint:
    'Where people call. One that you have already leads to the new flow when you apply.',
  people: 'Who is rung',
  peopleLead: 'Choose extensions, or make new ones.',
  extension: 'Add an extension',
  extensionSearch: 'Search extensions',
  newPerson: 'Add somebody new',
  personName: 'Name of person {{number}}',
  personNumber: 'Number of person {{number}}',
  name: 'Name',
  number: 'Number',
  remove: 'Remove {{name}}',
  outside: 'Numbers on call',
  outsideLead:
    'Called one after the other. Where no outbound route permits one, the draft gets a route for just that number.',
  outsideNumber: 'Number {{number}}',
  addOutside: 'Add a number',
  systemUrl: 'Address of your system',
  systemUrlHint:
    'Asked with the caller’s number, and told of each call. It may answer {"exit": "vip"}.',
  assistantUrl: 'Address of the assistant',
  assistantUrlHint: 'Its WebSocket, such as wss://agent.acme.example/calls.',
  applicationUrl: 'Address of the night service',
  applicationUrlHint:
    'CXML that answers when the office is closed. Cloudonix sends it your Requests key.',
  add: 'Add to the draft',
  added: '{{name}} is in your draft',
  note: 'Callers notice nothing until you apply it.',
} as const
