/** Numbers whose calls are turned away. */
export const blockList = {
  title: 'Block list',
  lead: 'Numbers that your caller filters turn away. A change acts at once, without Apply.',
  add: 'Block number',
  addTitle: 'Block a number',
  number: 'Number',
  numberHint: 'With + and country code, such as +12025550100. Spaces do not matter.',
  note: 'Who it is, or why',
  noteHint: 'Shown in the story of a call that was turned away.',
  noteExample: 'Sales robot',
  added: '{{number}} is blocked from now on',
  remove: 'Unblock {{number}}',
  removed: '{{number}} is not blocked any more',
  addedBy: 'Blocked by',
  search: 'Number or note',
  emptyTitle: 'No number is blocked',
  emptyText:
    'Block the numbers of people or robots that keep calling. A caller filter with the rule “Is on the block list” decides what they hear.',
  unused:
    'No caller filter looks at the block list yet, so these numbers still get through. Make one with the rule “Is on the block list”.',
  unusedLink: 'New caller filter',
} as const
