/** Signing in and accepting an invitation. */
export const signIn = {
  title: 'Sign in',
  lead: 'Sign in to your phone system.',
  email: 'E-mail',
  password: 'Password',
  button: 'Sign in',
  busy: 'Signing in',
  refused: 'E-mail and password do not belong together.',
  tooMany: 'Too many tries. Wait a minute, then try again.',
  invitation: {
    title: 'Join {{organization}}',
    lead: '{{invitedBy}} invites you to {{organization}} as {{role}}.',
    name: 'Your name',
    passwordNew: 'Choose a password',
    passwordNewHint: 'At least 10 characters. You sign in with {{email}}.',
    passwordKnown: 'Your password',
    passwordKnownHint: '{{email}} already has an account here: enter its password.',
    accept: 'Join {{organization}}',
    accepting: 'Joining',
    goneTitle: 'This invitation does not work any more',
    goneText:
      'It was used, taken back, or is older than 7 days. Ask the person who sent it for a new link.',
    toSignIn: 'Go to sign-in',
  },
} as const
