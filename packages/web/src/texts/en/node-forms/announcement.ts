export const announcementForm = {
  heading: 'The announcement',
  skippable: 'Any key skips it',
  skippableHint: 'Callers who know it already get on faster.',
  columnText: 'Callers hear',
} as const
