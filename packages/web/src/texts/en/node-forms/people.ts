export const peopleList = {
  add: 'Add a person',
  addAll_one: 'Add {{count}} more',
  addAll_other: 'Add all {{count}}',
  remove: 'Remove {{name}}',
  up: 'Move {{name}} up',
  down: 'Move {{name}} down',
} as const
