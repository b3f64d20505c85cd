import { expect, test } from 'vitest'
import { trialHeader } from './trial-header.ts'

test('the signature of a trial header is the one that the application expects', () => {
  const header = trialHeader({
    apiKey: 'XItestkey0000000000000000000000000',
    session: '0123456789abcdef0123456789abcdef',
    time: '2026-11-17T15:42:16.000Z',
    revision: 'draft',
  })
  expect(header).toBe(
    't=2026-11-17T15:42:16.000Z;r=draft;s=3302f8316c80f82331fd027c1174d4e1d9691e2f43f1946ce8e3ec8bb94cc349',
  )
})
