/** What phones dial to change something. Comes with its page. */
export const featureCodes = {
  title: 'Feature codes',
  lead: 'What people dial on their phones to change something, without a browser.',
  save: 'Save codes',
  saved: 'Feature codes saved',
  note: 'Phones follow when you apply the configuration.',
  usual: 'Usual: {{code}}',
  off: 'Off',
  restore: 'Fill in the usual codes',
  groups: {
    own: 'Your own calls',
    ownLead: 'They change the extension of the phone that dials.',
    agents: 'Agents of queues',
    agentsLead: 'Dialed once it is on, dialed again it is off.',
    supervisors: 'Supervisors',
    supervisorsLead:
      'For owners and PBX admins, by their own extension. The extension’s number is dialed behind the code; the audit log notes it. Where people must be told that somebody listens, tell them.',
  },
  hint: {
    agent_sign_in: 'Signs in to all queues of the phone’s agent, or out.',
    agent_pause: 'Calls of queues pause, or come again.',
    do_not_disturb_on: 'The phone does not ring.',
    do_not_disturb_off: 'The phone rings again.',
    forward_on: 'With the number behind it: {{code}}2025550190.',
    forward_off: 'Calls ring the phone again.',
    listen: 'Nobody hears you: {{code}}1001 for extension 1001.',
    whisper: 'Only one side hears you.',
    barge: 'Both sides hear you.',
  },
} as const
