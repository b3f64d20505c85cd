export const hangUpForm = {
  heading: 'How the call ends',
  reason: 'What the caller’s phone is told',
  reasons: {
    normal: 'Call ended',
    busy: 'Busy',
    rejected: 'Rejected',
    congestion: 'Lines are full',
  },
  reasonHints: {
    normal: 'The line goes silent, as after any call.',
    busy: 'The caller hears the busy tone.',
    rejected: 'The caller’s network says that the call is not taken.',
    congestion: 'The caller hears the fast busy tone.',
  },
  message: 'Say something first',
  messageHint: 'Then the call is connected, and the caller hears only that it ends.',
  columnReason: 'Ends as',
  columnMessage: 'Says first',
  silent: 'Nothing',
} as const
