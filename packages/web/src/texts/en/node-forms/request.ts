/** What webhooks and HTTP requests have in common. */
export const requestForm = {
  kept: 'Kept encrypted, not shown',
  replace: 'Replace',
  headers: 'Headers',
  addHeader: 'Add header',
  noHeaders: 'No headers of your own.',
  headerName: 'Name',
  headerValue: 'Value',
  keepSecret: 'Keep the value secret',
  removeHeader: 'Remove header {{name}}',
} as const
