/** Phone numbers and where their calls enter. */
export const phoneNumbers = {
  list: 'Phone numbers',
  lead: 'Numbers that callers dial, and where each call enters.',
  create: 'Add phone number',
  createTitle: 'Add phone number',
  emptyTitle: 'No phone numbers yet',
  emptyText:
    'Enter the numbers that your carrier sends to Cloudonix, and say where their calls enter: a menu, opening hours, or a person’s phone.',
  number: 'Number',
  numberHint: 'With + and country code, such as +12025550100. Spaces do not matter.',
  label: 'Name for it',
  labelHint: 'Shown in lists and in the story of a call.',
  labelExample: 'Main number',
  entering: 'Where calls enter',
  entry: 'Calls enter',
  entryHint: 'The first step that a caller meets.',
  entryNone: 'Nowhere yet',
  entryNoneHint:
    'Callers hear that the number is not in use. Apply is refused until it leads somewhere.',
  prefix: 'Put before the caller’s name',
  prefixHint: 'Phones show it, so that people know which number was dialled.',
  prefixExample: 'Sales: ',
  columnEnters: 'Enters',
  nowhere: 'Nowhere yet',
  tryIt: 'Try a call',
} as const
