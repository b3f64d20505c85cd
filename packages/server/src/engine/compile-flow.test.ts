import { makeExtension, makeFlow, makePhoneNumber } from '@opbx/contract/testing/flow-factories'
import { expect, test } from 'vitest'
import { compileFlow } from './compile-flow.ts'

const ann = makeExtension('101', 'Ann')

test('where two claim the same number the first one has it', () => {
  const double = { ...makeExtension('101', 'Double'), id: 'ext_double' }
  const first = makePhoneNumber('+12025550100', ann)
  const compiled = compileFlow(
    makeFlow({ nodes: [ann, double], phoneNumbers: [first, { ...first, entry: double.id }] }),
  )
  expect(compiled.byExtension.get('101')).toBe(ann)
  expect(compiled.byPhoneNumber.get('+12025550100')).toBe(first)
  expect(compiled.indexes.get(double.id)).toBe(1)
})

test('callers may dial as many digits as the longest extension has that is switched on', () => {
  const off = makeExtension('12345', 'Off', { enabled: false })
  expect(compileFlow(makeFlow({ nodes: [ann, off] })).longestExtension).toBe(3)
  expect(compileFlow(makeFlow({ nodes: [off] })).longestExtension).toBe(0)
})
