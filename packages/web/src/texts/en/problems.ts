/** What the console says when the server answers something else than success. */
export const problems = {
  offline: 'OPBX was not reached. Look at your connection and try again.',
  unreadable: 'The server answered something that this page does not understand. Reload the page.',
  unavailable: 'OPBX is not available at the moment. Try again in a minute.',
  simulator_unavailable: 'The simulator is not running.',
  not_allowed: 'Your role does not allow this. Ask an owner.',
  not_found: 'This does not exist, or it was deleted.',
  not_signed_in: 'Sign in again to go on.',
  too_many_requests: 'Too many tries. Wait a moment and try again.',
  outdated: 'Somebody else changed this meanwhile. Load it again.',
  payload_too_large: 'This is too large.',
  other: 'This did not work.',
  requestId: 'Request {{id}}',
  pageTitle: 'Something went wrong on this page',
  pageText:
    'What you saved is safe. Reload the page; if it happens again, tell whoever runs your OPBX.',
  reload: 'Reload',
  notFoundTitle: 'There is nothing here',
  notFoundText: 'The address is wrong, or the thing was deleted.',
  home: 'Go to Home',
  notAllowedTitle: 'This page is not for your role',
} as const
