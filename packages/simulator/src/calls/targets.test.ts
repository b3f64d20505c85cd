import { expect, test } from 'vitest'
import { parseXml } from '../cxml/parse.ts'
import { emptyState, newDomain } from '../state.ts'
import { targetsOf } from './targets.ts'

test('a SIP address of elsewhere is called directly, over a trunk only where one is named', () => {
  const domain = newDomain(emptyState(), {}, '2026-11-17T15:00:00.000Z')
  domain.trunks = []
  const targets = (attributes: string) =>
    targetsOf(domain, parseXml(`<Dial${attributes}><Sip>sip:a@b.example</Sip></Dial>`))
  expect(targets('')).toEqual([{ kind: 'trunk', label: 'sip:a@b.example' }])
  expect(targets(' trunks="carrier"')).toMatchObject([{ kind: 'nowhere' }])
})
